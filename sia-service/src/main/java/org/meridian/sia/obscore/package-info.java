// SPDX-License-Identifier: Apache-2.0
/** Datasets and what is said of them (ObsCore 1.1). Imports {@code core} alone. */
@NullMarked
package org.meridian.sia.obscore;

import org.jspecify.annotations.NullMarked;
