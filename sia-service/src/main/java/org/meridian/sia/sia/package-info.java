// SPDX-License-Identifier: Apache-2.0
/**
 * Searches of observations and of tables with positions by simple parameters (SIA 2.0, SIA 1.0, SCS 1.03): parameters become
 * constraints of {@code core.query}, and rows what each protocol wants. Imports {@code obscore} and {@code archive}.
 */
@NullMarked
package org.meridian.sia.sia;

import org.jspecify.annotations.NullMarked;
