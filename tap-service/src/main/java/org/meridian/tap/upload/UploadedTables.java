// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.upload;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.db.QuerySession;
import org.meridian.tap.ingest.ForeignTable;
import org.meridian.tap.ingest.IngestException;
import org.meridian.tap.ingest.PositionCells;
import org.meridian.tap.schema.TapSchema;
import org.meridian.tap.schema.UploadNames;
import org.meridian.tap.translate.ReadyCells;

/**
 * The tables that came with one query. Open until the query is running: {@link #load} reads them. Not thread-safe; closing
 * deletes what was fetched and unpacked for them.
 */
public final class UploadedTables implements AutoCloseable {
    /** SQLSTATE of a row that does not fit on a page. */
    private static final String TOO_WIDE = "54000";

    private final List<UploadedTable> tables;
    private final Optional<TableDisk> disk;
    private final long bytes;
    private final long maxRows;

    UploadedTables(List<UploadedTable> tables, TableDisk disk, long bytes, long maxRows) {
        this(tables, Optional.of(disk), bytes, maxRows);
    }

    private UploadedTables(List<UploadedTable> tables, Optional<TableDisk> disk, long bytes, long maxRows) {
        this.tables = List.copyOf(tables);
        this.disk = disk;
        this.bytes = bytes;
        this.maxRows = maxRows;
    }

    /** No tables. */
    public static UploadedTables none() {
        return new UploadedTables(List.of(), Optional.empty(), 0, 0);
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return tables.isEmpty();
    }

    /** Each of them. */
    List<UploadedTable> all() {
        return tables;
    }

    /** Size of their files together, unpacked. */
    public long bytes() {
        return bytes;
    }

    /** What a query with these tables can see: {@code published}, and the schema {@code TAP_UPLOAD}. */
    public TapSchema addedTo(TapSchema published) {
        if (tables.isEmpty()) {
            return published;
        }
        List<TapSchema.Schema> schemas = new ArrayList<>(published.schemas());
        schemas.add(new TapSchema.Schema(
                UploadNames.SCHEMA,
                Optional.empty(),
                Optional.empty(),
                tables.stream().map(UploadedTable::description).toList()));
        return new TapSchema(schemas);
    }

    /**
     * Copies the tables into temporary ones, with what the query wants ready, and makes the transaction read-only. May be
     * called again for another session.
     *
     * @param session with {@link QuerySession.Access#UPLOAD}, at the beginning of its transaction
     * @param ready cells around positions of these tables
     * @throws UsageFault if a table has too many rows, or one that cannot be stored
     * @throws SQLException if the database refuses
     */
    public void load(QuerySession session, List<ReadyCells> ready) throws SQLException {
        session.execute(create(ready));
        StringBuilder afterwards = new StringBuilder();
        for (UploadedTable table : tables) {
            String name = UploadNames.sql(table.name());
            try {
                table.rows().copyRows(session.connection(), name, maxRows);
                afterwards.append("ANALYZE ").append(name).append("; ");
                for (ReadyCells cells : ready) {
                    if (cells.upload().equals(table.name())) {
                        table.rows().copyCells(session.connection(), cells.sqlName(), wanted(cells));
                        afterwards.append("ANALYZE ").append(cells.sqlName()).append("; ");
                    }
                }
            } catch (IngestException e) {
                throw TableDisk.fault(e);
            } catch (SQLException e) {
                if (TOO_WIDE.equals(e.getSQLState())) {
                    throw tooWide(table);
                }
                throw e;
            }
        }
        session.execute(afterwards.append("SET TRANSACTION READ ONLY").toString());
    }

    /** The database keeps a row on one page; only long values can be elsewhere. */
    private static UsageFault tooWide(UploadedTable table) {
        return new UsageFault(table.label()
                + " has a row that is too wide for the database, where a row has about 8000 bytes:"
                + " a double or long takes 8 of them, a float or int 4, a short 2, a text or array its length or, if that is"
                + " long, 18. Leave out some of its " + table.rows().fields().size() + " columns");
    }

    private String create(List<ReadyCells> ready) {
        List<String> statements = new ArrayList<>();
        tables.forEach(table -> statements.add(table.rows().createSql(UploadNames.sql(table.name()))));
        ready.forEach(cells -> statements.add(ForeignTable.createCellsSql(cells.sqlName(), wanted(cells))));
        return String.join("; ", statements);
    }

    private static PositionCells wanted(ReadyCells cells) {
        return new PositionCells(cells.lon(), cells.lat(), cells.radiusDeg(), cells.order());
    }

    @Override
    public void close() {
        tables.forEach(table -> table.rows().close());
        disk.ifPresent(TableDisk::close);
    }

    static void close(List<UploadedTable> tables, TableDisk disk) {
        tables.forEach(table -> table.rows().close());
        disk.close();
    }
}
