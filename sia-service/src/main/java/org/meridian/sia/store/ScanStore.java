// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.store;

import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.meridian.sia.obscore.ScannedFile;
import org.meridian.sia.obscore.ScannedFile.Stamp;

/**
 * The database's side of one scan: which files are known and unchanged, what was found, which are gone. Each batch is a
 * transaction of its own, so that a scan that is broken off leaves whole rows, and the next goes on from there. Holds a
 * connection and the lock of the collection until it is closed; for one thread.
 */
public final class ScanStore implements AutoCloseable {
    /** First part of the advisory locks of scans. */
    private static final int LOCK = 0x0b5c03e;

    /** Files that do not go together with all others of their folder, unless somebody says so. */
    private static final int MANY_FILES = 100;

    private final Connection connection;
    private final Beginning scan;
    private final String collection;
    private final ObscoreWriter writer;
    private boolean described;
    private boolean changed;

    private ScanStore(Connection connection, Beginning scan, ObscoreWriter writer) {
        this.connection = connection;
        this.scan = scan;
        this.collection = scan.name();
        this.writer = writer;
    }

    /**
     * A collection that is to be scanned.
     *
     * @param name of it
     * @param folder absolute path
     * @param title for people; empty leaves the one there is
     * @param rules YAML
     * @param readAs changes when files must be read again even if they are the same
     */
    public record Beginning(String name, String folder, Optional<String> title, String rules, long readAs) {}

    static ScanStore begin(DataSource owner, Beginning scan) throws IOException {
        Connection connection = null;
        try {
            connection = owner.getConnection();
            if (!lock(connection, scan.name())) {
                throw new IOException("the collection " + scan.name() + " is being scanned by somebody else");
            }
            update(connection, "CREATE TEMPORARY TABLE IF NOT EXISTS scan_seen (path text PRIMARY KEY)");
            update(connection, "CREATE TEMPORARY TABLE IF NOT EXISTS scan_kept (path text PRIMARY KEY)");
            update(connection, "TRUNCATE scan_seen, scan_kept");
            connection.setAutoCommit(false);
            return new ScanStore(connection, scan, new ObscoreWriter(connection));
        } catch (SQLException | IOException e) {
            close(connection);
            throw e instanceof IOException known ? known : failed((SQLException) e);
        }
    }

    private static boolean lock(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_try_advisory_lock(?, hashtext(?))")) {
            statement.setInt(1, LOCK);
            statement.setString(2, name);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    /** Writes what the collection is, once it is sure that there is something in its folder. */
    private void describe() throws SQLException {
        if (!described) {
            update(
                    connection,
                    "INSERT INTO meridian.collection (name, folder, title, rules) VALUES (?, ?, coalesce(?, ''), ?)"
                            + " ON CONFLICT (name) DO UPDATE SET folder = excluded.folder, rules = excluded.rules,"
                            + " title = coalesce(nullif(excluded.title, ''), meridian.collection.title)",
                    scan.name(),
                    scan.folder(),
                    scan.title().orElse(null),
                    scan.rules());
            described = true;
        }
    }

    /** What is known of a file that has not changed. */
    public record Known(boolean published) {}

    /**
     * Notes that files are there, and tells which of them are known and unchanged.
     *
     * @return those by path; the others are to be read
     * @throws IOException if the database fails
     */
    public Map<String, Known> unchanged(List<Stamp> files) throws IOException {
        String sql =
                "WITH there AS (SELECT * FROM unnest(?::text[], ?::bigint[], ?::bigint[]) AS t (path, size, modified_ns)),"
                        + " seen AS (INSERT INTO scan_seen SELECT path FROM there ON CONFLICT DO NOTHING)"
                        + " SELECT path, d.publisher_did IS NOT NULL FROM there JOIN meridian.dataset AS d USING (path, size, modified_ns)"
                        + " WHERE d.collection = ? AND d.read_as = ?";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            if (!files.isEmpty()) {
                describe();
            }
            statement.setArray(1, array("text", files.stream().map(Stamp::path).toArray()));
            statement.setArray(
                    2, array("bigint", files.stream().map(Stamp::size).toArray()));
            statement.setArray(
                    3, array("bigint", files.stream().map(Stamp::modifiedNs).toArray()));
            statement.setString(4, collection);
            statement.setLong(5, scan.readAs());
            Map<String, Known> unchanged = new HashMap<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    unchanged.put(rows.getString(1), new Known(rows.getBoolean(2)));
                }
            }
            connection.commit();
            return unchanged;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private Array array(String type, Object[] values) throws SQLException {
        return connection.createArrayOf(type, values);
    }

    /**
     * Writes what was found, in place of what was known of the same files. All or nothing.
     *
     * @throws IOException if the database fails
     */
    public void write(Collection<ScannedFile> files) throws IOException {
        try {
            writer.write(collection, scan.readAs(), files);
            connection.commit();
            changed = true;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /**
     * Notes that nobody knows what there is now: what is known stays.
     *
     * @param path of a file, or of a folder with all in it; empty for all
     * @throws IOException if the database fails
     */
    public void keep(String path) throws IOException {
        try {
            update(connection, "INSERT INTO scan_kept VALUES (?) ON CONFLICT DO NOTHING", path);
            connection.commit();
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /**
     * Forgets files that are gone, and writes the MOC of the collection. Those of a folder that had many and has none, as one
     * that is not mounted, are kept.
     *
     * @param mayBeEmpty whether all files, of a folder too, may be gone
     * @return how many files are gone
     * @throws IOException if all files, or all of a folder with many, are gone and may not be; or if the database fails
     */
    public int finish(boolean mayBeEmpty) throws IOException {
        try {
            if (!mayBeEmpty && isAllGone()) {
                throw new IOException("there is no file that can be read in " + scan.folder() + ", but the collection "
                        + collection + " has files: is the folder mounted? Nothing was changed");
            }
            describe();
            Optional<String> vanished = mayBeEmpty ? Optional.empty() : vanishedFolders();
            int gone = update(
                    connection,
                    "DELETE FROM meridian.dataset AS d WHERE collection = ?"
                            + " AND NOT EXISTS (SELECT FROM scan_seen AS s WHERE s.path = d.path)"
                            + " AND NOT EXISTS (SELECT FROM scan_kept AS k WHERE k.path IN ('', d.path)"
                            + " OR starts_with(d.path, k.path || '/'))",
                    collection);
            update(
                    connection,
                    "UPDATE meridian.collection SET moc = ?, scanned = now() WHERE name = ?",
                    CollectionMoc.of(connection, collection).orElse(null),
                    collection);
            if (changed || gone > 0) {
                update(connection, "ANALYZE ivoa.obscore, ivoa.obscore_cover, meridian.dataset");
            }
            connection.commit();
            if (vanished.isPresent()) {
                throw new IOException("there is no file any more in " + vanished.get()
                        + ": is it mounted? What was known of them was kept; --empty forgets it");
            }
            return gone;
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** Keeps the files of folders that had many and have none now; a folder within such a one is not named. */
    private Optional<String> vanishedFolders() throws SQLException {
        String sql =
                "WITH gone AS (SELECT string_to_array(path, '/') AS parts FROM meridian.dataset AS d WHERE collection = ?"
                        + " AND NOT EXISTS (SELECT FROM scan_seen AS s WHERE s.path = d.path)"
                        + " AND NOT EXISTS (SELECT FROM scan_kept AS k WHERE k.path IN ('', d.path)"
                        + " OR starts_with(d.path, k.path || '/'))),"
                        + " folder AS MATERIALIZED (SELECT array_to_string(parts[1:depth], '/') AS path, count(*) AS files FROM gone,"
                        + " generate_series(1, cardinality(parts) - 1) AS depth GROUP BY 1 HAVING count(*) >= ?),"
                        + " vanished AS MATERIALIZED (SELECT * FROM folder AS f"
                        + " WHERE NOT EXISTS (SELECT FROM scan_seen AS s WHERE starts_with(s.path, f.path || '/'))),"
                        + " kept AS (INSERT INTO scan_kept SELECT path FROM vanished ON CONFLICT DO NOTHING)"
                        + " SELECT string_agg(path || ' (' || files || ' files)', ', ' ORDER BY path) FROM vanished AS v"
                        + " WHERE NOT EXISTS (SELECT FROM vanished AS o WHERE starts_with(v.path, o.path || '/'))";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, collection);
            statement.setInt(2, MANY_FILES);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
            }
        }
    }

    private boolean isAllGone() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT NOT EXISTS (SELECT FROM scan_seen)"
                + " AND EXISTS (SELECT FROM meridian.dataset WHERE collection = ?)")) {
            statement.setString(1, collection);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private static int update(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }

    private static IOException failed(SQLException e) {
        return new IOException("the database refuses what the scan found: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        close(connection);
    }

    private static void close(@Nullable Connection connection) {
        if (connection == null) {
            return;
        }
        try (connection) {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            try (PreparedStatement unlock = connection.prepareStatement("SELECT pg_advisory_unlock_all()")) {
                unlock.execute();
            }
            update(connection, "DROP TABLE IF EXISTS scan_seen, scan_kept");
        } catch (SQLException broken) {
            // With the connection its lock and its temporary table are gone.
            return;
        }
    }
}
