// SPDX-License-Identifier: Apache-2.0
/**
 * FITS files (FITS 4.0): headers, and of the data what is asked for. Begin with {@link org.meridian.core.fits.FitsFile#open}.
 * Files are what they are, not what they say: sizes are checked before anything is read or allocated, and what is wrong is a
 * {@link org.meridian.core.fits.FitsException}. Imports {@code core.http} (unpacking) and {@code core.sky.wcs.Keywords}; nom-tam-fits
 * is behind the tiles of compressed images.
 */
@NullMarked
package org.meridian.core.fits;

import org.jspecify.annotations.NullMarked;
