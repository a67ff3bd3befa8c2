// SPDX-License-Identifier: Apache-2.0
/**
 * Turns a checked query into the SQL of an engine. Knows {@code tap.adql.checked}, {@code tap.schema}, {@code core.sky}
 * and the literals of {@code core.db}; talks to no database.
 */
@NullMarked
package org.meridian.tap.translate;

import org.jspecify.annotations.NullMarked;
