// SPDX-License-Identifier: Apache-2.0
/**
 * Tables that come with a query (TAP 1.1, section 2.5): what UPLOAD says, fetching, unpacking, and loading into temporary
 * tables in the query's own transaction. May use {@code java.sql}, {@code tap.ingest}, {@code tap.schema},
 * {@code tap.translate} and core; knows no web type.
 */
@NullMarked
package org.meridian.tap.upload;

import org.jspecify.annotations.NullMarked;
