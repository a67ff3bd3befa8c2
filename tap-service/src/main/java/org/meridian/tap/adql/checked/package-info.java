// SPDX-License-Identifier: Apache-2.0
/**
 * The checked query: names bound to published columns, types known, abbreviations expanded. The contract between
 * {@code tap.adql}, which makes it, and {@code tap.translate}, which turns it into an engine's SQL.
 */
@NullMarked
package org.meridian.tap.adql.checked;

import org.jspecify.annotations.NullMarked;
