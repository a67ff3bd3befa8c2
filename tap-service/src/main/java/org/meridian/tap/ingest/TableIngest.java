// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.meridian.core.db.Grants;
import org.meridian.tap.ingest.LoadJob.NotATimeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads tables: all or nothing, in one transaction with their metadata. Thread-safe; several ingests may run at once,
 * also in several processes, but only one per table.
 *
 * <p>Types, units, UCDs, utypes, descriptions, frames and arrays go into TAP_SCHEMA. Where the table has a position, rows are
 * sorted by their HEALPix cell before they are written, and the cells are kept in hidden columns with indexes; regions get a
 * table of cover cells. A row without position has NULL cells; a row with an impossible one (a declination beyond 90
 * degrees) is broken, and a broken row ends the ingest.
 */
public final class TableIngest {
    private static final Logger LOG = LoggerFactory.getLogger(TableIngest.class);

    private final DataSource owner;
    private final Grants grants;
    private final Path spillFolder;

    /**
     * An ingest into one database.
     *
     * @param owner connections of the owner of the schemas
     * @param grants lets users' queries read what has been loaded
     * @param spillFolder where rows are sorted that do not fit into memory; nothing remains there, not even after a kill
     */
    public TableIngest(DataSource owner, Grants grants, Path spillFolder) {
        this.owner = owner;
        this.grants = grants;
        this.spillFolder = spillFolder;
    }

    /**
     * Loads a table.
     *
     * @param request what, into which table, and how
     * @param progress is told how it goes on
     * @return what was done
     * @throws IngestException if the request is refused, a file cannot be read, a row is broken or the database fails; the
     *     database is as before
     */
    public IngestReport load(IngestRequest request, IngestProgress progress) throws IngestException {
        List<String> notes = new ArrayList<>();
        try (SourceTables sources = SourceTables.open(request.sources(), ColumnNames.Spelling.FOLDED, notes)) {
            Set<String> asText = new HashSet<>();
            while (true) {
                LoadJob job = new LoadJob(request, sources, new ProgressMeter(progress), spillFolder);
                try {
                    IngestReport report = inTransaction(job, asText);
                    notes.addAll(report.notes());
                    return new IngestReport(report.table(), report.rows(), report.elapsed(), notes);
                } catch (NotATimeException e) {
                    // Known only after so many rows; with text instead, all begins anew.
                    asText.add(e.column());
                    notes.add(e.getMessage());
                }
            }
        }
    }

    private IngestReport inTransaction(LoadJob job, Set<String> asText) throws IngestException, NotATimeException {
        try (Connection connection = owner.getConnection()) {
            connection.setAutoCommit(false);
            try {
                IngestReport report = job.run(connection, grants, asText);
                connection.commit();
                return report;
            } catch (SQLException | IngestException | NotATimeException | RuntimeException | Error e) {
                rollback(connection, e);
                throw e;
            } finally {
                if (!connection.isClosed()) {
                    connection.setAutoCommit(true);
                }
            }
        } catch (SQLException e) {
            throw new IngestException("the database refused the table: " + TableFiles.reason(e), e);
        }
    }

    private static void rollback(Connection connection, Throwable reason) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            // The connection is gone, and with it the transaction.
            reason.addSuppressed(e);
            LOG.debug("rollback failed", e);
        }
    }
}
