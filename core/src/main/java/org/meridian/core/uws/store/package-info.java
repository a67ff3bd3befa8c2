// SPDX-License-Identifier: Apache-2.0
/** Jobs in PostgreSQL, one statement and so one transaction for each change. The only part of {@code core.uws} with SQL. */
@NullMarked
package org.meridian.core.uws.store;

import org.jspecify.annotations.NullMarked;
