// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.meridian.core.db.Database;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;
import org.meridian.sia.obscore.ObscoreColumn;
import org.meridian.sia.store.DatasetStore;
import org.meridian.tap.schema.AccessRule;
import org.meridian.tap.schema.SkyIndex;
import org.meridian.tap.schema.TablePublication;
import org.meridian.tap.schema.TapColumn;
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
        if (new DatasetStore(database.owner()).hasObservations()) {
            new TablePublication(database.owner(), database.grants())
                    .publish(new TablePublication.Publication(
                            table(), "Observations, by the models of the IVOA", RULE, List.of(COVER)));
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
