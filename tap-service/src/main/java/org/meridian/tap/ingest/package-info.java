// SPDX-License-Identifier: Apache-2.0
/**
 * Files into published tables: reading (STIL, DuckDB), types and names, sky index, loading and swapping in one
 * transaction. May use {@code java.sql}, STIL and DuckDB; knows no web type and no command line.
 */
@NullMarked
package org.meridian.tap.ingest;

import org.jspecify.annotations.NullMarked;
