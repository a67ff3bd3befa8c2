// SPDX-License-Identifier: Apache-2.0
/** Rows out of PostgreSQL through {@code COPY ... (FORMAT binary)}. Imports {@code core.votable} and {@code core.dali}. */
@NullMarked
package org.meridian.core.db.copy;

import org.jspecify.annotations.NullMarked;
