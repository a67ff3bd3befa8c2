// SPDX-License-Identifier: Apache-2.0
/**
 * The database of a gateway: connection pools for its owner and for the restricted role under which users' queries
 * run, migrations, grants, query sessions that can be cancelled, and {@link org.meridian.core.db.SqlLiteral}, the only
 * place where a value becomes SQL text.
 *
 * <p>Works on any PostgreSQL 14 or newer that is reached directly (a connection pooler between gateway and server is
 * not supported: it cannot pass on cancel requests and start-up settings). Without a JDBC URL the gateway runs a server
 * of its own, see {@link org.meridian.core.db.embedded}.
 *
 * <p>This package may use {@code java.sql}, Commons DBCP, the PostgreSQL driver and Flyway; it knows no web type.
 */
@NullMarked
package org.meridian.core.db;

import org.jspecify.annotations.NullMarked;
