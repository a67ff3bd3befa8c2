// SPDX-License-Identifier: Apache-2.0
/**
 * Runs queries: text to checked query to SQL to rows, under limits. Knows no web type; may import {@code tap.adql},
 * {@code tap.translate}, {@code tap.schema} and core.
 */
@NullMarked
package org.meridian.tap.query;

import org.jspecify.annotations.NullMarked;
