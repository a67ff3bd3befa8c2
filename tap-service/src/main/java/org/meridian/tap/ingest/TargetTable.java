// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.meridian.core.db.SqlLiteral;
import org.meridian.tap.schema.AdqlName;
import org.meridian.tap.schema.SkyIndex;
import org.meridian.tap.schema.TableLock;
import org.meridian.tap.schema.TapSchemaStore;
import org.meridian.tap.schema.TapTable;

/**
 * The table in the database, inside one transaction: created under a passing name, filled, indexed, and put in its place at
 * the end. Not thread-safe.
 */
final class TargetTable {
    private static final String LOCK_SPACE = "meridian ingest ";

    private final Connection connection;
    private final TableName name;
    private final String passing = "meridian_load_"
            + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());

    TargetTable(Connection connection, TableName name) {
        this.connection = connection;
        this.name = name;
    }

    /**
     * Prepares the transaction and makes sure that no other ingest works on the table until it ends.
     *
     * @throws IngestException if another does
     */
    void claim() throws SQLException, IngestException {
        // Sorts for indexes get memory; nothing that waits for disk or client is cut off; a killed ingest ends at once.
        execute("SET LOCAL maintenance_work_mem = '256MB'");
        execute("SET LOCAL statement_timeout = 0");
        execute("SET LOCAL idle_in_transaction_session_timeout = 0");
        execute("SET LOCAL client_connection_check_interval = '2s'");
        if (!ask("SELECT pg_try_advisory_xact_lock(hashtextextended(?, 0))", LOCK_SPACE + name)) {
            throw new IngestException("another ingest into " + name + " is running; wait until it has ended");
        }
    }

    /**
     * The table as it is published; empty if there is none.
     *
     * @throws IngestException if there is a table of this name that no ingest made
     */
    Optional<TapTable> existing() throws SQLException, IngestException {
        boolean inDatabase = ask(
                "SELECT EXISTS (SELECT FROM pg_class WHERE relname = ? AND relnamespace ="
                        + " (SELECT oid FROM pg_namespace WHERE nspname = ?))",
                name.table(),
                name.schema());
        if (!inDatabase) {
            return Optional.empty();
        }
        if (!ask("SELECT EXISTS (SELECT FROM meridian.table_loads WHERE table_name = ?)", written())) {
            throw new IngestException(
                    "there is a table " + name + " in the database that no ingest made;" + " choose another name");
        }
        return TapSchemaStore.read(connection).tables().stream()
                .filter(table ->
                        table.schema().equals(name.schema()) && table.name().equals(name.table()))
                .findFirst();
    }

    /** The loaded table whose name is most like this one; empty if none is like it. */
    Optional<String> nearest() throws SQLException {
        String wanted = name.toString();
        return TapSchemaStore.read(connection).tables().stream()
                .filter(table -> !table.schema().equals("tap_schema"))
                .map(TapTable::qualifiedName)
                .filter(other -> distance(wanted, other) <= Math.max(2, wanted.length() / 4))
                .min(Comparator.comparingInt(other -> distance(wanted, other)));
    }

    /** Letters to insert, leave out or change (Levenshtein). */
    private static int distance(String a, String b) {
        int[] above = IntStream.rangeClosed(0, b.length()).toArray();
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(changed, 1 + Math.min(above[j], row[j - 1]));
            }
            above = row;
        }
        return above[b.length()];
    }

    private String written() {
        return AdqlName.written(name.schema(), name.table());
    }

    /** Creates the empty table, and the cover tables, under passing names. */
    void create(LoadPlan plan) throws SQLException {
        if (!ask("SELECT EXISTS (SELECT FROM pg_namespace WHERE nspname = ?)", name.schema())) {
            // Two first tables of one schema: the second waits for the first here, not in a failing CREATE.
            ask("SELECT pg_advisory_xact_lock(hashtextextended(?, 0)) IS NULL", LOCK_SPACE + name.schema());
            execute("CREATE SCHEMA IF NOT EXISTS " + SqlLiteral.identifier(name.schema()));
        }
        List<String> columns = new ArrayList<>();
        for (LoadColumn column : plan.columns()) {
            columns.add(SqlLiteral.identifier(column.name()) + " " + column.sqlType());
        }
        for (String hidden : plan.hiddenColumns()) {
            columns.add(SqlLiteral.identifier(hidden) + " bigint");
        }
        execute("CREATE TABLE " + passingTable() + " (" + String.join(", ", columns) + ")");
        for (LoadPlan.Region region : plan.regions()) {
            execute(
                    "CREATE TABLE " + cover(region)
                            + " (\"row\" bigint NOT NULL, ord smallint NOT NULL, lo bigint NOT NULL, \"full\" boolean NOT NULL)");
        }
    }

    private String passingTable() {
        return SqlLiteral.qualified(name.schema(), passing);
    }

    private String finalTable() {
        return SqlLiteral.qualified(name.schema(), name.table());
    }

    private static String cover(LoadPlan.Region region) {
        return SqlLiteral.qualified(LoadPlan.COVER_SCHEMA, region.coverName());
    }

    /** Begins to copy rows. Into a table made in this transaction they go ready for reading (frozen). */
    CopyTarget copy(LoadPlan plan, boolean append) throws SQLException {
        List<String> columns = new ArrayList<>();
        plan.columns().forEach(column -> columns.add(SqlLiteral.identifier(column.name())));
        plan.hiddenColumns().forEach(hidden -> columns.add(SqlLiteral.identifier(hidden)));
        return copy(append ? finalTable() : passingTable(), columns, append);
    }

    /** Begins to copy rows of a cover. */
    CopyTarget copyCover(LoadPlan.Region region, boolean append) throws SQLException {
        return copy(cover(region), List.of("\"row\"", "ord", "lo", "\"full\""), append);
    }

    private CopyTarget copy(String table, List<String> columns, boolean append) throws SQLException {
        return new CopyTarget(
                connection,
                "COPY " + table + " (" + String.join(", ", columns) + ") FROM STDIN (FORMAT binary"
                        + (append ? ")" : ", FREEZE)"));
    }

    /** The number the next row of a table with numbered rows gets. */
    long nextRow(LoadPlan plan) throws SQLException {
        if (plan.rowColumn().isEmpty()) {
            return 1;
        }
        return number("SELECT COALESCE(max("
                + SqlLiteral.identifier(plan.rowColumn().get()) + "), 0) + 1 FROM " + finalTable());
    }

    /** Builds all indexes. */
    void index(LoadPlan plan) throws SQLException {
        int number = 0;
        for (LoadPlan.Position position : plan.positions()) {
            number++;
            index(position.index().cell29Column(), "hpx29_" + number);
            index(position.index().cell14Column(), "hpx14_" + number);
        }
        if (plan.rowColumn().isPresent()) {
            execute("CREATE UNIQUE INDEX " + SqlLiteral.identifier(indexName("row")) + " ON " + passingTable() + " ("
                    + SqlLiteral.identifier(plan.rowColumn().get()) + ")");
        }
        for (int column : plan.indexed().stream().sorted().toList()) {
            index(plan.columns().get(column).name(), "col" + (column + 1));
        }
        for (LoadPlan.Region region : plan.regions()) {
            execute("CREATE INDEX ON " + cover(region) + " (lo, ord) INCLUDE (\"row\", \"full\")");
        }
    }

    private void index(String column, String suffix) throws SQLException {
        execute("CREATE INDEX " + SqlLiteral.identifier(indexName(suffix)) + " ON " + passingTable() + " ("
                + SqlLiteral.identifier(column) + ")");
    }

    private String indexName(String suffix) {
        return passing + "_" + suffix;
    }

    /** Collects statistics for the planner. */
    void analyze(LoadPlan plan, boolean append) throws SQLException {
        execute("ANALYZE " + (append ? finalTable() : passingTable()));
        for (LoadPlan.Region region : plan.regions()) {
            execute("ANALYZE " + cover(region));
        }
    }

    /**
     * Gives the new table its name, in place of the old one where there is one. Queries on the old table finish first; new
     * ones wait at most a quarter of a second at a time.
     *
     * @throws IngestException if the old table stays in use for half an hour
     */
    void takePlace(Optional<TapTable> old) throws SQLException, IngestException {
        if (old.isPresent()) {
            List<String> tables = new ArrayList<>(List.of(finalTable()));
            for (SkyIndex.RegionIndex region : old.get().sky().regions()) {
                int dot = region.coverTable().indexOf('.');
                tables.add(SqlLiteral.qualified(
                        region.coverTable().substring(0, dot),
                        region.coverTable().substring(dot + 1)));
            }
            lock(String.join(", ", tables));
            execute("DROP TABLE " + String.join(", ", tables));
        }
        execute("ALTER TABLE " + passingTable() + " RENAME TO " + SqlLiteral.identifier(name.table()));
    }

    private void lock(String tables) throws SQLException, IngestException {
        try {
            if (!TableLock.take(connection, tables)) {
                throw new IngestException("queries have been using the old " + name
                        + " for half an hour; load it again when they have ended");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IngestException("the ingest was interrupted", e);
        }
    }

    /** Rows loaded by earlier ingests. */
    long rowsBefore() throws SQLException {
        return number("SELECT COALESCE(max(row_count), 0) FROM meridian.table_loads WHERE table_name = ?", written());
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private boolean ask(String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            try (ResultSet answer = statement.executeQuery()) {
                return answer.next() && answer.getBoolean(1);
            }
        }
    }

    private long number(String sql, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            try (ResultSet answer = statement.executeQuery()) {
                answer.next();
                return answer.getLong(1);
            }
        }
    }
}
