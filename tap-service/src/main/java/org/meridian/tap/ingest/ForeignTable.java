// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.db.SqlLiteral;
import org.meridian.core.http.TemporaryFiles;
import org.meridian.core.sky.CellsAround;
import org.meridian.core.sky.Healpix;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.RowStream;
import org.meridian.core.votable.RowStreamException;
import org.meridian.tap.ingest.RowEncoder.BadRowException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.ac.starlink.table.RowSequence;
import uk.ac.starlink.table.StarTable;

/**
 * A file of a stranger as a table, to be copied into a temporary one: any format that {@link TableIngest} reads, but for
 * those that can name other files, and nothing that a document names is followed. Rows are streamed, once for each copy. Not
 * thread-safe; closing closes the file.
 */
public final class ForeignTable implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ForeignTable.class);

    private final Path file;
    private final String label;
    private final StarTable table;
    private final QuotaStorage storage;
    private final LoadPlan plan;
    private final int[] indexes;

    private ForeignTable(Path file, String label, StarTable table, QuotaStorage storage, List<LoadColumn> columns) {
        this.file = file;
        this.label = label;
        this.table = table;
        this.storage = storage;
        this.plan = LoadPlan.numbered(columns);
        this.indexes = IntStream.range(0, columns.size()).toArray();
    }

    /**
     * How much may be read.
     *
     * @param rows at most
     * @param storedBytes of rows that are kept in a temporary file, because they cannot be read twice from their own, at most
     */
    public record Limits(long rows, long storedBytes) {}

    /** Receives rows in the format of binary COPY. */
    @FunctionalInterface
    public interface RowTarget {
        /** Takes a row. */
        void row(byte[] bytes, int offset, int length) throws IOException;
    }

    /**
     * Opens a file.
     *
     * @param file not compressed
     * @param label how messages call it
     * @param disk where rows go that cannot be read twice from the file
     * @throws IngestException if it is no table, one with too many rows, or one that must not be read; the message is for its
     *     sender
     * @throws DaliFault if it needs more room on the disk than there may be, or is
     */
    public static ForeignTable open(Path file, String label, TemporaryFiles disk, Limits limits)
            throws IngestException {
        QuotaStorage storage = new QuotaStorage(
                disk,
                limits.storedBytes,
                label + " has more than " + limits.storedBytes + " bytes of rows; send fewer");
        List<StarTable> opened = new ArrayList<>();
        try {
            StarTable table = new DefectBoundary(
                    new TableFiles(storage).open(new IngestSource.TableFile(file, Optional.empty())));
            opened.add(table);
            if (table.getRowCount() > limits.rows) {
                throw new IngestException(tooManyRows(label, limits.rows));
            }
            SourceTables sources = SourceTables.open(
                    List.of(new IngestSource.Rows(label, table)), ColumnNames.Spelling.KEPT, new ArrayList<>());
            List<LoadColumn> columns = TextSurvey.settled(sources.all().get(0));
            return new ForeignTable(file, label, table, storage, columns);
        } catch (IngestException e) {
            close(opened, storage);
            String message = forSender(e.getMessage(), file, label);
            throw new IngestException(message.startsWith(label) ? message : label + ": " + message, e);
        } catch (RuntimeException e) {
            close(opened, storage);
            throw e;
        }
    }

    private static void close(List<StarTable> tables, QuotaStorage storage) {
        for (StarTable table : tables) {
            try {
                table.close();
            } catch (IOException | RuntimeException e) {
                LOG.warn("a table was not closed cleanly: {}", e.toString());
            }
        }
        storage.close();
    }

    /** A message of a reader without the file's place on this machine; DuckDB shows its statement behind the first line. */
    private static String forSender(String message, Path file, String label) {
        return message.replaceFirst("(?s); LINE \\d+:.*", "").replace(file.toString(), label);
    }

    /** The columns with their names, which are those of the file as far as the database can have them. */
    public List<Field> fields() {
        return plan.columns().stream().map(LoadColumn::field).toList();
    }

    /** How many rows there are; empty if that shows at the end only. */
    public Optional<Long> rows() {
        long count = table.getRowCount();
        return count < 0 ? Optional.empty() : Optional.of(count);
    }

    /** The statement that makes the temporary table; its columns are {@link #fields} and the row's number. */
    public String createSql(String sqlName) {
        String columns = plan.columns().stream()
                .map(column -> SqlLiteral.identifier(column.name()) + " " + column.sqlType())
                .collect(Collectors.joining(", "));
        return "CREATE TEMPORARY TABLE " + sqlName + " (" + columns + ", "
                + SqlLiteral.identifier(plan.rowColumn().orElseThrow()) + " bigint) ON COMMIT DROP";
    }

    /** The statement that makes the table for {@link #copyCells}. */
    public static String createCellsSql(String sqlName, PositionCells wanted) {
        return "CREATE TEMPORARY TABLE " + sqlName + " (row bigint, "
                + (wanted.order() < 0 ? "lo bigint, hi bigint" : "cell bigint") + ") ON COMMIT DROP";
    }

    /**
     * Copies the rows into a table made by {@link #createSql}.
     *
     * @param maxRows how many there may be
     * @return how many there are
     * @throws IngestException if there are more, or one cannot be stored; the message is for the sender
     */
    public long copyRows(Connection connection, String sqlName, long maxRows) throws SQLException, IngestException {
        try (CopyTarget copy = new CopyTarget(connection, "COPY " + sqlName + " FROM STDIN (FORMAT binary)")) {
            long rows = putRows(copy::row, maxRows);
            copy.end();
            return rows;
        } catch (IOException e) {
            throw unsent(e);
        }
    }

    /**
     * Reads all rows.
     *
     * @param target gets them
     * @param maxRows how many there may be
     * @return how many there are
     * @throws IngestException if there are more, or one cannot be stored; the message is for the sender
     * @throws IOException if {@code target} fails
     */
    public long putRows(RowTarget target, long maxRows) throws IngestException, IOException {
        RowEncoder encoder = new RowEncoder(plan, 1, (region, lo, row) -> {});
        CopyBuffer buffer = new CopyBuffer();
        long rows = 0;
        try (RowSequence sequence = sequence(table, label)) {
            while (next(sequence, rows)) {
                if (++rows > maxRows) {
                    throw new IngestException(tooManyRows(label, maxRows));
                }
                encode(sequence, rows, encoder, buffer);
                target.row(buffer.bytes(), 0, buffer.length());
            }
        }
        return rows;
    }

    /**
     * The rows, one after the other.
     *
     * @return closed by the caller, before this
     * @throws IngestException if they cannot be read
     */
    public RowStream rowStream() throws IngestException {
        return new Rows(sequence(table, label));
    }

    /** Rows as an answer has them: binary COPY has the same encoding of cells. */
    private final class Rows implements RowStream {
        private final RowSequence sequence;
        private final List<Field> fields = ForeignTable.this.fields();
        private final RowEncoder encoder = new RowEncoder(plan, 1, (region, lo, row) -> {});
        private final CopyBuffer buffer = new CopyBuffer();
        private final int[] offsets = new int[indexes.length];
        private final int[] lengths = new int[indexes.length];
        private long count;

        Rows(RowSequence sequence) {
            this.sequence = sequence;
        }

        @Override
        public List<Field> fields() {
            return fields;
        }

        @Override
        public boolean advance() throws IOException {
            try {
                if (!next(sequence, count)) {
                    return false;
                }
                encode(sequence, ++count, encoder, buffer);
            } catch (IngestException e) {
                throw new RowStreamException(new UsageFault(e.getMessage()), e);
            }
            ByteBuffer row = ByteBuffer.wrap(buffer.bytes());
            int at = Short.BYTES;
            for (int i = 0; i < offsets.length; i++) {
                lengths[i] = row.getInt(at);
                offsets[i] = at + Integer.BYTES;
                at = offsets[i] + Math.max(0, lengths[i]);
            }
            return true;
        }

        @Override
        public byte[] buffer() {
            return buffer.bytes();
        }

        @Override
        public int offset(int index) {
            return offsets[index];
        }

        @Override
        public int length(int index) {
            return lengths[index];
        }

        @Override
        public void close() {
            try {
                sequence.close();
            } catch (IOException | RuntimeException e) {
                LOG.warn("the rows of a table were not closed cleanly: {}", e.toString());
            }
        }
    }

    /** What the sender of too many rows is told. */
    public static String tooManyRows(String label, long maxRows) {
        return label + " has more than " + maxRows
                + " rows, the most this service takes; send fewer, such as those in the region you ask for, or in parts";
    }

    private void encode(RowSequence sequence, long row, RowEncoder encoder, CopyBuffer buffer)
            throws IngestException, IOException {
        try {
            encoder.encode(sequence, indexes, buffer);
        } catch (BadRowException e) {
            throw e.of(label, row, plan.columns().get(e.column()).name());
        }
    }

    /** Copies cells around positions into a table made by {@link #createCellsSql}. */
    public void copyCells(Connection connection, String sqlName, PositionCells wanted)
            throws SQLException, IngestException {
        CopyBuffer buffer = new CopyBuffer();
        try (CopyTarget copy = new CopyTarget(connection, "COPY " + sqlName + " FROM STDIN (FORMAT binary)")) {
            long row = 0;
            try (RowSequence sequence = sequence(table, label)) {
                while (next(sequence, row)) {
                    buffer.clear();
                    putCells(sequence, ++row, wanted, buffer);
                    copy.row(buffer.bytes(), 0, buffer.length());
                }
            }
            copy.end();
        } catch (IOException e) {
            throw unsent(e);
        }
    }

    private static void putCells(RowSequence sequence, long row, PositionCells wanted, CopyBuffer buffer)
            throws IOException {
        double lon;
        double lat;
        if (wanted.lat() >= 0) {
            lon = number(sequence.getCell(wanted.lon()));
            lat = number(sequence.getCell(wanted.lat()));
        } else {
            double[] point = point(sequence.getCell(wanted.lon()));
            lon = point[0];
            lat = point[1];
        }
        if (Double.isNaN(lon) || !(Math.abs(lat) <= 90)) {
            return;
        }
        if (wanted.order() < 0) {
            long[] ranges = CellsAround.ranges(lon, lat, wanted.radiusDeg());
            for (int i = 0; i < ranges.length; i += 2) {
                buffer.putShort(3);
                buffer.putLongCell(row);
                buffer.putLongCell(ranges[i]);
                buffer.putLongCell(ranges[i + 1]);
            }
            return;
        }
        long[] cells = wanted.radiusDeg() == 0
                ? new long[] {Healpix.hash(wanted.order(), lon, lat)}
                : CellsAround.cells(wanted.order(), lon, lat, wanted.radiusDeg());
        for (long cell : cells) {
            buffer.putShort(2);
            buffer.putLongCell(row);
            buffer.putLongCell(cell);
        }
    }

    private static double number(@Nullable Object cell) {
        return cell instanceof Number n ? n.doubleValue() : Double.NaN;
    }

    private static double[] point(@Nullable Object cell) {
        double[] none = {Double.NaN, Double.NaN};
        try {
            double[] numbers = cell == null ? none : CellEncoder.doubles(cell);
            return numbers.length == 2 ? numbers : none;
        } catch (BadCellException alreadyRefused) {
            return none;
        }
    }

    static RowSequence sequence(StarTable table, String label) throws IngestException {
        try {
            return table.getRowSequence();
        } catch (IOException | RuntimeException e) {
            throw new IngestException(label + " cannot be read: " + TableFiles.reason(e), e);
        }
    }

    private boolean next(RowSequence sequence, long row) throws IngestException {
        try {
            return sequence.next();
        } catch (IOException | RuntimeException e) {
            throw new IngestException(
                    forSender(label + ", after row " + row + ": cannot be read: " + TableFiles.reason(e), file, label),
                    e);
        }
    }

    /** Of a failure between here and the database: the driver's exception, where it is one. */
    private IngestException unsent(IOException e) throws SQLException {
        if (e.getCause() instanceof SQLException sql) {
            throw sql;
        }
        return new IngestException(forSender(label + " cannot be read: " + TableFiles.reason(e), file, label), e);
    }

    @Override
    public void close() {
        close(List.of(table), storage);
    }
}
