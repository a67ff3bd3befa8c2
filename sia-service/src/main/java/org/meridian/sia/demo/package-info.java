// SPDX-License-Identifier: Apache-2.0
/**
 * The demonstration's archive: observations that were never made, of real stars at their true positions. Imports {@code core}
 * alone; stars are handed in.
 */
@NullMarked
package org.meridian.sia.demo;

import org.jspecify.annotations.NullMarked;
