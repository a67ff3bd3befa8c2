// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.schema;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.db.SqlLiteral;

/**
 * Shows and changes who may read tables that are published. Gateways follow within a second, the database at once.
 * Thread-safe.
 *
 * @param owner connections of the owner of the tables
 */
public record TableAccess(DataSource owner) {

    /**
     * The rules of all tables that are not public, by qualified name.
     *
     * @throws IOException if the database cannot be read
     */
    public Map<String, AccessRule> all() throws IOException {
        return snapshot().access();
    }

    /**
     * The rule of a table; empty if it is public.
     *
     * @param table qualified name, without ADQL quotes
     * @throws NotFoundFault if there is no such table
     * @throws IOException if the database cannot be read
     */
    public Optional<AccessRule> of(String table) throws IOException {
        TapSchema schema = snapshot();
        require(schema, table);
        return Optional.ofNullable(schema.access().get(table));
    }

    /**
     * Gives a table another rule, or none. Waits for queries that use the table.
     *
     * @param table qualified name, without ADQL quotes
     * @param rule empty to make it public
     * @throws NotFoundFault if there is no such table
     * @throws org.meridian.core.dali.DaliFault.UsageFault if the rule does not fit its columns
     * @throws TransientFault if queries use the table for half an hour
     * @throws IOException if the database fails; nothing is changed then
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public void set(String table, Optional<AccessRule.Restricted> rule) throws IOException, InterruptedException {
        try (Connection connection = owner.getConnection()) {
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                TapTable described = require(TapSchemaStore.read(connection), table);
                if (!TableLock.take(connection, SqlLiteral.qualified(described.schema(), described.name()))) {
                    throw new TransientFault(
                            "queries have been using " + table + " for half an hour; try again when they have ended",
                            java.time.Duration.ofMinutes(1));
                }
                if (rule.isPresent()) {
                    AccessRules.write(connection, described, rule.get());
                } else {
                    AccessRules.remove(connection, described);
                }
                connection.commit();
                done = true;
            } finally {
                if (!done) {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new IOException("the access rule of " + table + " cannot be changed: " + e.getMessage(), e);
        }
    }

    private TapSchema snapshot() throws IOException {
        return new TapSchemaStore(owner).snapshot();
    }

    private static TapTable require(TapSchema schema, String table) {
        return schema.tables().stream()
                .filter(each ->
                        each.qualifiedName().equals(table) && !each.schema().equals("tap_schema"))
                .findFirst()
                .orElseThrow(() -> new NotFoundFault("there is no table " + table + " whose access could be changed"));
    }
}
