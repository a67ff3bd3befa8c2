// SPDX-License-Identifier: Apache-2.0
/** Accounts, tokens, groups and the audit log in PostgreSQL. The only part of {@code core.auth} with SQL. */
@NullMarked
package org.meridian.core.auth.store;

import org.jspecify.annotations.NullMarked;
