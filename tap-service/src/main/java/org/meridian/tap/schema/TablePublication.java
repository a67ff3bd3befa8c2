// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.schema;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.meridian.core.db.Grants;

/**
 * Publishes tables that other modules keep in the database. Thread-safe.
 *
 * @param owner connections of the owner of the tables
 * @param grants of the query role
 */
public record TablePublication(DataSource owner, Grants grants) {

    /**
     * What is published.
     *
     * @param table as TAP_SCHEMA is to tell of it
     * @param schemaDescription of its schema
     * @param rule who may read it, unless there is another rule
     * @param covers bare names of cover tables in the same schema, which queries read without being told of
     */
    public record Publication(
            TapTable table, String schemaDescription, AccessRule.Restricted rule, List<String> covers) {
        public Publication {
            covers = List.copyOf(covers);
        }
    }

    /**
     * Publishes a table with its rule, or brings up to date what is said of it; a rule that it has stays. Does nothing where
     * all is as it should be.
     *
     * @throws IOException if the database fails; nothing is changed then
     */
    public void publish(Publication publication) throws IOException {
        try (Connection connection = owner.getConnection()) {
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                write(connection, publication);
                connection.commit();
                done = true;
            } finally {
                if (!done) {
                    connection.rollback();
                }
                connection.setAutoCommit(true);
            }
        } catch (SQLException e) {
            throw new IOException(publication.table().qualifiedName() + " cannot be published: " + e.getMessage(), e);
        }
    }

    private void write(Connection connection, Publication publication) throws SQLException {
        TapTable table = publication.table();
        TapSchema published = TapSchemaStore.read(connection);
        boolean known = published.tables().contains(table);
        if (!known) {
            TapSchemaWriter writer = new TapSchemaWriter(connection);
            writer.writeSchema(table.schema(), Optional.of(publication.schemaDescription()));
            writer.writeTable(table);
        }
        // Before anybody may read it; what an operator has said since stays.
        if (!known && !published.access().containsKey(table.qualifiedName())) {
            AccessRules.write(connection, table, publication.rule());
        }
        if (!known) {
            grants.publish(connection, table.schema(), table.name());
            for (String cover : publication.covers()) {
                grants.publish(connection, table.schema(), cover);
            }
        }
    }
}
