// SPDX-License-Identifier: Apache-2.0
/**
 * ADQL 2.1 from text to a checked query: lexer, parser, syntax tree, resolution of names and types. No SQL, no web types.
 */
@NullMarked
package org.meridian.tap.adql;

import org.jspecify.annotations.NullMarked;
