// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.store;

import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.meridian.core.db.Migrations;
import org.meridian.core.place.ArchivePlace;
import org.meridian.sia.obscore.Dataset;

/** Datasets by their identity, for services that hand out their files. Knows nothing of rights. Thread-safe. */
public final class DatasetStore {

    /** Tables of observations; TAP_SCHEMA's must be there. */
    public static final Migrations MIGRATIONS = new Migrations("sia", "classpath:org/meridian/sia/db/migration");

    private static final String SELECT =
            "SELECT d.dataset_id, d.publisher_did, d.collection, d.path, d.size, d.media_type,"
                    + " d.owner_group, d.released, l.semantics, l.path, l.description FROM meridian.dataset AS d"
                    + " LEFT JOIN meridian.dataset_link AS l USING (dataset_id)"
                    + " WHERE d.publisher_did = ANY (?) ORDER BY d.dataset_id, l.semantics, l.path";

    /** Whether a file's own rights let somebody read it: parameters are the time and his groups. */
    private static final String ALLOWED =
            "(COALESCE(f.released <= ?, false) OR COALESCE(f.owner_group = ANY (?), false))";

    /**
     * Whose file it is: its own where it is published itself, else that of datasets to which it belongs, if it was seen and its own
     * rights allow it.
     */
    private static final String HOLDERS =
            "WITH file AS MATERIALIZED (SELECT f.publisher_did, " + ALLOWED + " AS allowed"
                    + " FROM meridian.dataset AS f WHERE f.collection = ? AND f.path = ?)"
                    + " SELECT publisher_did FROM file WHERE publisher_did IS NOT NULL"
                    + " UNION ALL (SELECT d.publisher_did FROM file JOIN meridian.dataset_link AS l ON l.path = ?"
                    // OFFSET: one by one, by their keys. Whoever plans without the values would read all of a large
                    // archive instead.
                    + " CROSS JOIN LATERAL (SELECT * FROM meridian.dataset WHERE dataset_id = l.dataset_id OFFSET 0) AS d"
                    + " WHERE file.publisher_did IS NULL AND file.allowed AND d.collection = ? AND d.publisher_did IS NOT NULL"
                    + " ORDER BY COALESCE(d.released <= ?, false) OR COALESCE(d.owner_group = ANY (?), false) DESC,"
                    + " d.dataset_id LIMIT " + DatasetStore.MOST_HOLDERS + ")";

    private static final String AT = "SELECT f.collection, f.path, f.size, f.publisher_did, " + ALLOWED
            + " FROM meridian.dataset AS f JOIN unnest(?, ?) AS wanted (collection, path) USING (collection, path)";

    /** A file may belong to any number of datasets; those that a caller may read come first. */
    private static final int MOST_HOLDERS = 100;

    private final DataSource owner;

    /** A store over connections of the owner of the tables. */
    public DatasetStore(DataSource owner) {
        this.owner = owner;
    }

    /**
     * Datasets by their publisher DIDs; those that are not there are left out. One statement.
     *
     * @throws IOException if the database fails
     */
    public Map<String, Dataset> byDid(Collection<String> dids) throws IOException {
        try (Connection connection = owner.getConnection();
                PreparedStatement statement = connection.prepareStatement(SELECT)) {
            Array wanted = connection.createArrayOf("text", dids.toArray());
            statement.setArray(1, wanted);
            Map<String, Dataset> found = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    Optional<Dataset.Link> link = link(rows);
                    Dataset dataset = dataset(rows, link.stream().toList());
                    found.merge(dataset.publisherDid(), dataset, DatasetStore::withLinksOf);
                }
            }
            return found;
        } catch (SQLException e) {
            throw new IOException("datasets cannot be looked up: " + e.getMessage(), e);
        }
    }

    /**
     * The identities of datasets whose rule is that of a file: of the one it is or, where it is none itself, of some of those to
     * which it belongs, first those that may be read now by one of {@code groups}.
     *
     * @throws IOException if the database fails
     */
    public List<String> holders(ArchivePlace place, Collection<String> groups, Instant now) throws IOException {
        try (Connection connection = owner.getConnection();
                PreparedStatement statement = connection.prepareStatement(HOLDERS)) {
            statement.setString(3, place.collection());
            statement.setString(4, place.path());
            statement.setString(5, place.path());
            statement.setString(6, place.collection());
            for (int at : new int[] {1, 7}) {
                statement.setObject(at, LocalDateTime.ofInstant(now, ZoneOffset.UTC));
                statement.setArray(at + 1, connection.createArrayOf("text", groups.toArray()));
            }
            List<String> dids = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    dids.add(rows.getString(1));
                }
            }
            return dids;
        } catch (SQLException e) {
            throw new IOException("whose a file is cannot be looked up: " + e.getMessage(), e);
        }
    }

    /**
     * A file that a scan has seen.
     *
     * @param size in bytes, then
     * @param publisherDid identity of the dataset that it is; empty if it is none
     * @param allowed whether its own rights let the groups read it that were asked for
     */
    public record SeenFile(long size, Optional<String> publisherDid, boolean allowed) {}

    /**
     * The files at places, with what members of {@code groups} may; those that no scan has seen are left out.
     *
     * @throws IOException if the database fails
     */
    public Map<ArchivePlace, SeenFile> filesAt(Collection<ArchivePlace> places, Collection<String> groups, Instant now)
            throws IOException {
        if (places.isEmpty()) {
            return Map.of();
        }
        try (Connection connection = owner.getConnection();
                PreparedStatement statement = connection.prepareStatement(AT)) {
            statement.setObject(1, LocalDateTime.ofInstant(now, ZoneOffset.UTC));
            statement.setArray(2, connection.createArrayOf("text", groups.toArray()));
            statement.setArray(3, texts(connection, places.stream().map(ArchivePlace::collection)));
            statement.setArray(4, texts(connection, places.stream().map(ArchivePlace::path)));
            Map<ArchivePlace, SeenFile> found = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.put(
                            new ArchivePlace(rows.getString(1), rows.getString(2)),
                            new SeenFile(rows.getLong(3), Optional.ofNullable(rows.getString(4)), rows.getBoolean(5)));
                }
            }
            return found;
        } catch (SQLException e) {
            throw new IOException("files cannot be looked up: " + e.getMessage(), e);
        }
    }

    private static Array texts(Connection connection, Stream<String> texts) throws SQLException {
        return connection.createArrayOf("text", texts.toArray());
    }

    /**
     * The folder of a collection, as an absolute path.
     *
     * @throws IOException if the database fails
     */
    public Optional<String> folder(String collection) throws IOException {
        try (Connection connection = owner.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("SELECT folder FROM meridian.collection WHERE name = ?")) {
            statement.setString(1, collection);
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
        } catch (SQLException e) {
            throw new IOException("the folder of a collection cannot be looked up: " + e.getMessage(), e);
        }
    }

    /**
     * Whether there is anything to be published.
     *
     * @throws IOException if the database fails
     */
    public boolean hasObservations() throws IOException {
        try (Connection connection = owner.getConnection();
                PreparedStatement statement = connection.prepareStatement("SELECT FROM ivoa.obscore LIMIT 1");
                ResultSet rows = statement.executeQuery()) {
            return rows.next();
        } catch (SQLException e) {
            throw new IOException("observations cannot be looked up: " + e.getMessage(), e);
        }
    }

    private static Dataset dataset(ResultSet row, List<Dataset.Link> links) throws SQLException {
        return new Dataset(
                row.getLong(1),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getLong(5),
                row.getString(6),
                Optional.ofNullable(row.getString(7)),
                instant(row.getObject(8, LocalDateTime.class)),
                links);
    }

    private static Optional<Instant> instant(@Nullable LocalDateTime utc) {
        return Optional.ofNullable(utc).map(time -> time.toInstant(ZoneOffset.UTC));
    }

    private static Optional<Dataset.Link> link(ResultSet row) throws SQLException {
        String semantics = row.getString(9);
        return semantics == null
                ? Optional.empty()
                : Optional.of(new Dataset.Link(semantics, row.getString(10), row.getString(11)));
    }

    private static Dataset withLinksOf(Dataset one, Dataset other) {
        List<Dataset.Link> links = new ArrayList<>(one.links());
        links.addAll(other.links());
        return new Dataset(
                one.id(),
                one.publisherDid(),
                one.collection(),
                one.path(),
                one.size(),
                one.mediaType(),
                one.ownerGroup(),
                one.released(),
                links);
    }
}
