// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * What the query role may read. The role sees nothing until a table is published to it. Immutable, safe from any
 * thread; each method works inside the caller's transaction on an owner connection, so that a table appears with its
 * grants or not at all.
 */
public final class Grants {
    private final String role;

    /**
     * Grants to one role.
     *
     * @param queryRole name of the query role
     */
    Grants(String queryRole) {
        this.role = SqlLiteral.identifier(queryRole);
    }

    /**
     * Lets users' queries read a table or view. Does no harm when they already may.
     *
     * @param owner connection of the owner of schema and table
     * @param schema schema of the table, case as stored
     * @param table table or view, case as stored
     * @throws SQLException when there is no such table or it belongs to somebody else
     */
    public void publish(Connection owner, String schema, String table) throws SQLException {
        execute(
                owner,
                "GRANT USAGE ON SCHEMA " + SqlLiteral.identifier(schema) + " TO " + role + "; GRANT SELECT ON TABLE "
                        + SqlLiteral.qualified(schema, table) + " TO " + role);
    }

    /**
     * Takes a table away from users' queries. The schema stays open for its other tables.
     *
     * @param owner connection of the owner of the table
     * @param schema schema of the table, case as stored
     * @param table table or view, case as stored
     * @throws SQLException when there is no such table or it belongs to somebody else
     */
    public void withdraw(Connection owner, String schema, String table) throws SQLException {
        execute(owner, "REVOKE ALL ON TABLE " + SqlLiteral.qualified(schema, table) + " FROM " + role);
    }

    /**
     * Lets users' queries call the functions of a schema, present and future ones of this owner (in PostgreSQL every
     * role may execute a function of a schema it may use). For schemas of helper functions; their tables stay closed.
     *
     * @param owner connection of the owner of the schema
     * @param schema the schema, case as stored
     * @throws SQLException when there is no such schema or it belongs to somebody else
     */
    public void publishFunctions(Connection owner, String schema) throws SQLException {
        execute(owner, "GRANT USAGE ON SCHEMA " + SqlLiteral.identifier(schema) + " TO " + role);
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
