// SPDX-License-Identifier: Apache-2.0
/** Names and types: from a syntax tree to a checked query. Imports the syntax tree, the schema and regions of the sky. */
@NullMarked
package org.meridian.tap.adql.check;

import org.jspecify.annotations.NullMarked;
