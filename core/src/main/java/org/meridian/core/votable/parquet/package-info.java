// SPDX-License-Identifier: Apache-2.0
/** Parquet files, made by DuckDB in this process. */
@NullMarked
package org.meridian.core.votable.parquet;

import org.jspecify.annotations.NullMarked;
