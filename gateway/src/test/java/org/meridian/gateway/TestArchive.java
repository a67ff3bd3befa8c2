// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meridian.core.db.TestDatabase;
import org.meridian.core.place.ArchivePlace;
import org.meridian.tap.schema.AccessRule;
import org.meridian.tap.schema.TableAccess;

/** The collection {@code sky} of a running gateway, with datasets as they are put into its tables. */
final class TestArchive implements AutoCloseable {

    static final String AUTHORITY = "meridian.local";
    static final String COLLECTION = "sky";

    private static final LocalDateTime LONG_AGO = LocalDateTime.of(2000, 1, 1, 0, 0);
    private static final LocalDateTime FAR = LocalDateTime.of(2999, 12, 31, 0, 0);

    private final RunningGateway server;
    private final Path folder = Files.createTempDirectory("meridian-archive-");

    /** Who may know of a dataset, and read it. */
    enum Rule {
        /** Everybody. */
        PUBLIC,
        /** Everybody knows; members of {@code gaia} read. */
        PROPRIETARY,
        /** Members of {@code gaia} know and read. */
        HIDDEN,
        /** Everybody knows, nobody reads. */
        CLOSED
    }

    TestArchive(RunningGateway server) throws IOException, SQLException, InterruptedException {
        this.server = server;
        execute("INSERT INTO meridian.collection (name, folder) VALUES (?, ?)", COLLECTION, folder.toString());
        execute("INSERT INTO tap_schema.schemas (schema_name) VALUES ('ivoa') ON CONFLICT DO NOTHING");
        execute("INSERT INTO tap_schema.tables (schema_name, table_name, table_type) VALUES ('ivoa', 'ivoa.obscore',"
                + " 'table') ON CONFLICT DO NOTHING");
        execute("INSERT INTO tap_schema.columns (table_name, column_name, datatype, arraysize, xtype, utype, indexed,"
                + " principal, std, column_index) SELECT 'ivoa.obscore', column_name, CASE data_type WHEN 'integer'"
                + " THEN 'int' WHEN 'bigint' THEN 'long' WHEN 'double precision' THEN 'double' ELSE 'char' END,"
                + " CASE WHEN data_type = 'text' THEN '*' WHEN data_type LIKE 'timestamp%' THEN '*' END,"
                + " CASE WHEN data_type LIKE 'timestamp%' THEN 'timestamp' END,"
                + " CASE column_name WHEN 'obs_publisher_did' THEN 'obscore:Curation.PublisherDID' END, 0, 1, 1,"
                + " ordinal_position FROM information_schema.columns WHERE table_schema = 'ivoa'"
                + " AND table_name = 'obscore' AND column_name NOT IN ('dataset_id', 'hpx29', 'hpx14')"
                + " ON CONFLICT DO NOTHING");
        try (Connection owner = server.gateway().database().owner().getConnection()) {
            server.gateway().database().grants().publish(owner, "ivoa", "obscore");
        }
        new TableAccess(server.gateway().database().owner())
                .set(
                        "ivoa.obscore",
                        Optional.of(new AccessRule.Restricted(
                                Set.of(),
                                false,
                                Optional.of(new AccessRule.Rows(
                                        Optional.of("shown_from"),
                                        Optional.of(new AccessRule.Owner.Column("owner_group")))))));
        while (server.get("/tap/tables/ivoa.obscore").statusCode() != 200) {
            Thread.onSpinWait();
        }
    }

    /** The folder of the collection. */
    Path folder() {
        return folder;
    }

    /** Identity of a dataset. */
    static String did(String path) {
        return new ArchivePlace(COLLECTION, path).publisherDid(AUTHORITY);
    }

    /** Its file's URL, from the root of the gateway. */
    static String url(String path) {
        return new ArchivePlace(COLLECTION, path).urlPath();
    }

    /** Puts a file there that belongs to no dataset yet. */
    Path file(String path, byte[] bytes) throws IOException {
        Path file = folder.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }

    /** Puts a dataset there. */
    void dataset(String path, String productType, byte[] bytes, Rule rule) throws IOException, SQLException {
        file(path, bytes);
        publish(path, productType, bytes.length, rule);
    }

    /** Publishes a file that is there, or was. */
    void publish(String path, String productType, long size, Rule rule) throws SQLException {
        boolean open = rule == Rule.PUBLIC;
        Optional<String> group = open || rule == Rule.CLOSED ? Optional.empty() : Optional.of("gaia");
        LocalDateTime released = open ? LONG_AGO : FAR;
        execute(
                "INSERT INTO meridian.dataset (collection, path, size, modified_ns, media_type, publisher_did, owner_group,"
                        + " released) VALUES (?, ?, ?, 0, 'application/fits', ?, ?, ?)",
                COLLECTION,
                path,
                size,
                did(path),
                group.orElse(null),
                rule == Rule.CLOSED ? null : released);
        execute(
                "INSERT INTO ivoa.obscore (dataproduct_type, calib_level, obs_collection, obs_id, obs_publisher_did, s_ra,"
                        + " s_dec, s_fov, s_region, em_min, em_max, em_xel, t_min, t_max, t_xel, s_xel1, pol_states,"
                        + " pol_xel, shown_from, owner_group, dataset_id) SELECT ?, 2, ?, path, publisher_did, 10, 20, 0.5,"
                        + " 'POLYGON ICRS 9.8 19.8 10.2 19.8 10.2 20.2 9.8 20.2', 4e-7, 7e-7, ?, 59000, 59000.5, ?, ?, ?, ?,"
                        + " ?, ?, dataset_id FROM meridian.dataset WHERE publisher_did = ?",
                productType,
                COLLECTION,
                length(productType, "cube", "spectrum"),
                length(productType, "timeseries"),
                length(productType, "image", "cube"),
                productType.equals("cube") ? "/I/Q/" : null,
                productType.equals("cube") ? 2L : null,
                rule == Rule.HIDDEN ? FAR : LONG_AGO,
                group.orElse(null),
                did(path));
    }

    /** Elements along an axis that some types of products have; of lists of events -1. */
    private static long length(String productType, String... types) {
        return productType.equals("event") ? -1 : List.of(types).contains(productType) ? 100 : 1;
    }

    /** Publishes a file of another collection for everybody. */
    void publishIn(String collection, String path) throws SQLException {
        String did = new ArchivePlace(collection, path).publisherDid(AUTHORITY);
        execute(
                "INSERT INTO meridian.dataset (collection, path, size, modified_ns, media_type, publisher_did, released)"
                        + " VALUES (?, ?, 0, 0, 'application/fits', ?, ?)",
                collection,
                path,
                did,
                LONG_AGO);
        execute(
                "INSERT INTO ivoa.obscore (calib_level, obs_collection, obs_id, obs_publisher_did, shown_from, dataset_id)"
                        + " SELECT 2, collection, path, publisher_did, released, dataset_id FROM meridian.dataset"
                        + " WHERE publisher_did = ?",
                did);
    }

    /** Says that a file belongs to a dataset; if it is none itself, it was seen, and its own rights keep it from nobody. */
    void link(String path, String semantics, String target, String description) throws IOException, SQLException {
        execute(
                "INSERT INTO meridian.dataset (collection, path, size, modified_ns, media_type, released)"
                        + " VALUES (?, ?, ?, 0, 'application/octet-stream', ?) ON CONFLICT DO NOTHING",
                COLLECTION,
                target,
                Files.exists(folder.resolve(target)) ? Files.size(folder.resolve(target)) : 0,
                LONG_AGO);
        unseen(path, semantics, target, description);
    }

    /** Says that a file of which no scan knows belongs to a dataset. */
    void unseen(String path, String semantics, String target, String description) throws SQLException {
        execute(
                "INSERT INTO meridian.dataset_link SELECT dataset_id, ?, ?, ? FROM meridian.dataset"
                        + " WHERE publisher_did = ?",
                semantics,
                target,
                description,
                did(path));
    }

    /** Makes a dataset part of a picture in colour. */
    void part(String path, String picture, String colour) throws SQLException {
        execute(
                "INSERT INTO meridian.composite_part SELECT dataset_id, ?, ?, ? FROM meridian.dataset"
                        + " WHERE publisher_did = ?",
                picture,
                colour,
                "band of " + colour,
                did(path));
    }

    private void execute(String sql, @Nullable Object... values) throws SQLException {
        try (Connection owner = server.gateway().database().owner().getConnection();
                PreparedStatement statement = owner.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            statement.execute();
        }
    }

    /** Changes the database as its owner. */
    void change(List<String> statements) throws SQLException {
        try (Connection owner = server.gateway().database().owner().getConnection();
                Statement statement = owner.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Override
    public void close() {
        TestDatabase.delete(folder);
    }
}
