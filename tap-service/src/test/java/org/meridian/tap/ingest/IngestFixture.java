// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridian.core.db.Database;
import org.meridian.core.db.QuerySession;
import org.meridian.core.db.TestDatabase;
import org.meridian.tap.schema.TapSchemaStore;
import org.meridian.tap.schema.TapTable;

/** A database with TAP_SCHEMA, an ingest into it and a folder for files. */
public final class IngestFixture implements AutoCloseable {
    public final TestDatabase test = TestDatabase.create();
    public final TapSchemaStore store;
    public final TableIngest ingest;
    public final Path folder;

    public IngestFixture() throws IOException {
        folder = Files.createTempDirectory("meridian-ingest-");
        test.database().migrate(TapSchemaStore.MIGRATIONS);
        store = new TapSchemaStore(test.database().owner());
        store.publishTapSchema(test.database().grants());
        ingest = new TableIngest(test.database().owner(), test.database().grants(), folder.resolve("spill"));
    }

    /** The database. */
    public Database database() {
        return test.database();
    }

    /** A file in the folder. */
    public Path file(String name, String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    public IngestReport load(String table, IngestMode mode, Path... files) throws IngestException {
        return ingest.load(request(table, mode, IngestRequest.Options.DEFAULT, files), IngestProgress.SILENT);
    }

    public static IngestRequest request(String table, IngestMode mode, IngestRequest.Options options, Path... files) {
        List<IngestSource> sources = new ArrayList<>();
        for (Path file : files) {
            sources.add(new IngestSource.TableFile(file, Optional.empty()));
        }
        return new IngestRequest(sources, TableName.parse(table), mode, options);
    }

    /** Rows of a query of the owner, cells joined by {@code |}, NULL as {@code -}. */
    public List<String> rows(String sql) throws SQLException {
        try (Connection connection = test.database().owner().getConnection()) {
            return rows(connection, sql);
        }
    }

    /** Rows of a query of the restricted role. */
    public List<String> rowsForUsers(String sql) throws SQLException {
        try (QuerySession session = test.database().session(QuerySession.Access.ONE_STATEMENT)) {
            return rows(session.connection(), sql);
        }
    }

    static List<String> rows(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> result = new ArrayList<>();
            while (rows.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    String cell = rows.getString(i);
                    cells.add(cell == null ? "-" : cell);
                }
                result.add(String.join("|", cells));
            }
            return result;
        }
    }

    public TapTable table(String name) throws IOException {
        return store.snapshot().tables().stream()
                .filter(table -> table.qualifiedName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    /** Every table in the database, the gateway's own aside. */
    public List<String> relations() throws SQLException {
        return rows("SELECT nspname || '.' || relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
                + " WHERE nspname NOT LIKE 'pg\\_%' AND nspname NOT IN ('information_schema', 'meridian', 'tap_schema')"
                + " AND relkind IN ('r', 'v', 'i') ORDER BY 1");
    }

    @Override
    public void close() {
        test.close();
        TestDatabase.delete(folder);
    }
}
