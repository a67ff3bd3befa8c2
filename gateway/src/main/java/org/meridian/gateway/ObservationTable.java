// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.meridian.core.db.Database;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;
import org.meridian.sia.obscore.ObscoreColumn;
import org.meridian.tap.schema.AccessRule;
import org.meridian.tap.schema.AccessRules;
import org.meridian.tap.schema.SkyIndex;
import org.meridian.tap.schema.TapColumn;
import org.meridian.tap.schema.TapSchema;
import org.meridian.tap.schema.TapSchemaStore;
import org.meridian.tap.schema.TapSchemaWriter;
import org.meridian.tap.schema.TapTable;
import org.meridian.tap.schema.VotableType;

/** {@code ivoa.obscore} as it is published by TAP, with the rule that hides what is proprietary (ObsCore 1.1, section 4). */
public final class ObservationTable {
    private static final String SCHEMA = "ivoa";
    private static final String TABLE = "obscore";
    private static final String COVER = "obscore_cover";
    private static final String SHOWN_FROM = "shown_from";
    private static final String OWNER_GROUP = "owner_group";

    private static final AccessRule.Restricted RULE = new AccessRule.Restricted(
            Set.of(),
            false,
            Optional.of(new AccessRule.Rows(
                    Optional.of(SHOWN_FROM), Optional.of(new AccessRule.Owner.Column(OWNER_GROUP)))));

    private ObservationTable() {}

    /**
     * Publishes the table if there is a row in it, or tells TAP_SCHEMA what has changed of it; does nothing where all is as it
     * should be.
     *
     * @throws IOException if the database fails; nothing is changed then
     */
    public static void publish(Database database) throws IOException {
        try (Connection connection = database.owner().getConnection()) {
            connection.setAutoCommit(false);
            boolean done = false;
            try {
                if (hasRows(connection)) {
                    publish(database, connection);
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
            throw new IOException("ivoa.obscore cannot be published: " + e.getMessage(), e);
        }
    }

    private static boolean hasRows(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeQuery("SELECT FROM ivoa.obscore LIMIT 1").next();
        }
    }

    private static void publish(Database database, Connection connection) throws SQLException {
        TapTable table = table();
        TapSchema published = TapSchemaStore.read(connection);
        boolean known = published.tables().contains(table);
        if (!known) {
            TapSchemaWriter writer = new TapSchemaWriter(connection);
            writer.writeSchema(SCHEMA, Optional.of("Observations, by the models of the IVOA"));
            writer.writeTable(table);
        }
        if (!RULE.equals(published.access().get(table.qualifiedName()))) {
            AccessRules.write(connection, table, RULE);
        }
        if (!known) {
            database.grants().publish(connection, SCHEMA, TABLE);
            database.grants().publish(connection, SCHEMA, COVER);
        }
    }

    static TapTable table() {
        List<TapColumn> columns = new ArrayList<>();
        Stream.of(ObscoreColumn.values())
                .map(column -> column(column.field(), column.isIndexed(), column.isPrincipal(), column.isStandard()))
                .forEach(columns::add);
        columns.add(column(
                own(
                        SHOWN_FROM,
                        Primitive.TIMESTAMP,
                        "timestamp",
                        "From when on everybody sees the row (UTC); NULL for never"),
                false,
                false,
                false));
        columns.add(column(
                own(OWNER_GROUP, Primitive.CHAR, "", "Group whose members see the row, and read the data, before"),
                false,
                false,
                false));
        SkyIndex position = new SkyIndex(new SkyIndex.LonLatColumns("s_ra", "s_dec"), "hpx29", "hpx14");
        SkyIndex.RegionIndex region = new SkyIndex.RegionIndex("s_region", "dataset_id", SCHEMA + "." + COVER);
        return new TapTable(
                SCHEMA,
                TABLE,
                "table",
                Optional.of("Observations of this archive (ObsCore 1.1)"),
                Optional.of("ivo://ivoa.net/std/obscore#table-1.1"),
                columns,
                List.of(),
                new TapTable.Sky(List.of(position), List.of(region)));
    }

    private static TapColumn column(Field field, boolean indexed, boolean principal, boolean standard) {
        return new TapColumn(field, VotableType.of(field).valueType(), indexed, principal, standard);
    }

    private static Field own(String name, Primitive primitive, String xtype, String description) {
        return new Field(
                name,
                primitive,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                xtype.isEmpty() ? Optional.empty() : Optional.of(xtype),
                Optional.of(description),
                Optional.empty());
    }
}
