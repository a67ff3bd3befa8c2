// SPDX-License-Identifier: Apache-2.0
/** Pictures of datasets and of what collections cover. Imports {@code obscore}, {@code store} and {@code archive}. */
@NullMarked
package org.meridian.sia.preview;

import org.jspecify.annotations.NullMarked;
