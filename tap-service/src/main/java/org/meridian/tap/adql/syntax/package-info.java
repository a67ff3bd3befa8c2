// SPDX-License-Identifier: Apache-2.0
/** The syntax tree of ADQL 2.1, the parser that makes it and the printer that writes it. Knows no table. */
@NullMarked
package org.meridian.tap.adql.syntax;

import org.jspecify.annotations.NullMarked;
