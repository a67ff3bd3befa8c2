// SPDX-License-Identifier: Apache-2.0
/** Pictures for looking at: images made visible, plots, maps of the sky. Imports {@code core.sky} and {@code core.fits}. */
@NullMarked
package org.meridian.core.picture;

import org.jspecify.annotations.NullMarked;
