// SPDX-License-Identifier: Apache-2.0
/**
 * What the numbers of spectra and tables stand for: wavelengths, times, positions, cells of the sky; found by the keywords and the
 * names that archives give them, in one way for the scan, for cutouts and for pictures. Imports {@code core} only.
 */
@NullMarked
package org.meridian.sia.table;

import org.jspecify.annotations.NullMarked;
