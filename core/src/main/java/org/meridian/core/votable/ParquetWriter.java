// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.meridian.core.dali.DaliFault.FatalFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.votable.parquet.ParquetFile;
import org.meridian.core.votable.spool.SpoolArea;
import org.meridian.core.votable.spool.SpoolFolder;

/**
 * Parquet, through DuckDB. What Parquet cannot say of columns (unit, UCD, description) and of the rows (QUERY_STATUS) is in the
 * footer, in a VOTable without data (VOParquet convention 1.0), and QUERY_STATUS once more under that key. The file begins when
 * all rows are there; if they end early by a failure, nothing is written.
 *
 * <p>Arrays are lists, those of several dimensions flat; bytes are a binary value; times are timestamps without zone. Columns
 * whose names differ in case only get a number.
 */
record ParquetWriter(SpoolArea area) implements TableWriter {
    private static final String VOPARQUET = "IVOA.VOTable-Parquet.";

    /** DuckDB keeps some hundred megabytes each. */
    private static final Semaphore AT_ONCE = new Semaphore(2, true);

    private static final java.time.Duration PATIENCE = java.time.Duration.ofSeconds(60);
    private static final int ROWS_PER_LOOK = 10_000;

    /** Microseconds from 1970 to 2000. */
    private static final long EPOCH_2000 = 946_684_800_000_000L;

    @Override
    public TableFormat format() {
        return TableFormat.PARQUET;
    }

    @Override
    public TableOutcome write(RowStream rows, ResultDocument document, OutputStream out) throws IOException {
        if (!turn()) {
            String message = "too many Parquet files are being made; try again later, or ask for another format";
            return new TableOutcome.Failed(
                    0,
                    new RowStreamException(new TransientFault(message, PATIENCE), new IllegalStateException(message)));
        }
        Column[] columns = Column.of(rows.fields(), rows.fields().size());
        List<Field> fields = withUniqueNames(rows.fields());
        try (SpoolFolder folder = area.newFolder();
                ParquetFile file = ParquetFile.begin(folder.path(), types(columns, fields))) {
            Rows encoder = new Rows(columns, file, folder);
            TableOutcome outcome = RowLoop.run(rows, document, new ByteSink(OutputStream.nullOutputStream()), encoder);
            if (outcome instanceof TableOutcome.Failed) {
                return outcome;
            }
            Map<String, String> metadata = new LinkedHashMap<>();
            metadata.put(VOPARQUET + "version", "1.0");
            metadata.put(VOPARQUET + "content", VotableWriter.header(fields, document, outcome));
            metadata.put("QUERY_STATUS", outcome instanceof TableOutcome.Overflow ? "OVERFLOW" : "OK");
            Files.copy(file.finish(metadata), out);
            out.flush();
            return outcome;
        } finally {
            AT_ONCE.release();
        }
    }

    private static boolean turn() throws IOException {
        try {
            return AT_ONCE.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("the service is being stopped", e);
        }
    }

    private static List<Field> withUniqueNames(List<Field> fields) {
        Set<String> taken = new HashSet<>();
        List<Field> unique = new ArrayList<>();
        for (Field field : fields) {
            String name = field.name();
            for (int number = 2; !taken.add(name.toLowerCase(Locale.ROOT)); number++) {
                name = field.name() + "_" + number;
            }
            unique.add(field.named(name));
        }
        return unique;
    }

    private static List<ParquetFile.Column> types(Column[] columns, List<Field> fields) {
        List<ParquetFile.Column> types = new ArrayList<>();
        for (int i = 0; i < columns.length; i++) {
            boolean list = switch (columns[i].shape()) {
                case ARRAY, TEXT_ARRAY, TEXT_LIST -> true;
                case SCALAR, TIMESTAMP, TEXT, BYTES -> false;
            };
            types.add(new ParquetFile.Column(fields.get(i).name(), type(columns[i]), list));
        }
        return types;
    }

    private static ParquetFile.Type type(Column column) {
        return switch (column.field().primitive()) {
            case BOOLEAN -> ParquetFile.Type.TRUTH;
            case UNSIGNED_BYTE ->
                column.shape() == Column.Shape.BYTES ? ParquetFile.Type.BYTES : ParquetFile.Type.UNSIGNED_BYTE;
            case SHORT -> ParquetFile.Type.SHORT;
            case INT -> ParquetFile.Type.INT;
            case LONG -> ParquetFile.Type.LONG;
            case FLOAT -> ParquetFile.Type.FLOAT;
            case DOUBLE -> ParquetFile.Type.DOUBLE;
            case TIMESTAMP -> ParquetFile.Type.TIME;
            case TEXT, CHAR -> ParquetFile.Type.TEXT;
        };
    }

    private static final class Rows implements RowLoop.RowEncoder {
        private final Column[] columns;
        private final ParquetFile file;
        private final SpoolFolder folder;
        private final @Nullable Object[] cells;
        private long count;
        private int size;

        Rows(Column[] columns, ParquetFile file, SpoolFolder folder) {
            this.columns = columns;
            this.file = file;
            this.folder = folder;
            this.cells = new Object[columns.length];
        }

        @Override
        public void encode(RowStream rows) throws RowStreamException {
            byte[] bytes = rows.buffer();
            size = 0;
            for (int i = 0; i < cells.length; i++) {
                int length = rows.length(i);
                cells[i] = length < 0 ? null : cell(columns[i], bytes, rows.offset(i), length);
                size += Math.max(1, length);
            }
            try {
                if (count++ % ROWS_PER_LOOK == 0) {
                    Optional<String> exceeded = folder.exceeded();
                    if (exceeded.isPresent()) {
                        String message = exceeded.get();
                        throw new RowStreamException(new FatalFault(message), new IllegalStateException(message));
                    }
                }
                file.add(cells, size);
            } catch (RowStreamException e) {
                throw e;
            } catch (IOException e) {
                throw new RowStreamException(new FatalFault("the Parquet file could not be written"), e);
            }
        }

        @Override
        public int size(ByteSink sink) {
            return size;
        }

        private static @Nullable Object cell(Column column, byte[] bytes, int offset, int length)
                throws RowStreamException {
            return switch (column.shape()) {
                case SCALAR, TIMESTAMP, TEXT -> value(column, bytes, offset, length);
                case BYTES -> java.util.Arrays.copyOfRange(bytes, offset, offset + length);
                case ARRAY, TEXT_ARRAY, TEXT_LIST -> list(column, bytes, offset);
            };
        }

        private static List<@Nullable Object> list(Column column, byte[] bytes, int offset) throws RowStreamException {
            int count = Cells.elementCount(bytes, offset);
            if (column.shape() == Column.Shape.ARRAY && column.count() >= 0 && count != column.count()) {
                throw column.wrongCount(count);
            }
            List<@Nullable Object> elements = new ArrayList<>(count);
            int at = Cells.firstElement(bytes, offset);
            for (int i = 0; i < count; i++) {
                int length = Cells.int32(bytes, at);
                at += 4;
                elements.add(length < 0 ? null : value(column, bytes, at, length));
                at += Math.max(0, length);
            }
            return elements;
        }

        private static @Nullable Object value(Column column, byte[] bytes, int offset, int length)
                throws RowStreamException {
            return switch (column.field().primitive()) {
                case BOOLEAN -> bytes[offset] != 0;
                case UNSIGNED_BYTE -> (byte) Cells.int16(bytes, offset);
                case SHORT -> Cells.int16(bytes, offset);
                case INT -> Cells.int32(bytes, offset);
                case LONG -> Cells.int64(bytes, offset);
                case FLOAT -> Cells.float32(bytes, offset);
                case DOUBLE -> Cells.float64(bytes, offset);
                case TIMESTAMP -> {
                    long micros = Cells.int64(bytes, offset);
                    yield TimestampText.isInfinite(micros) ? null : (Object) (micros + EPOCH_2000);
                }
                case TEXT, CHAR -> {
                    CellText.checkAscii(column, bytes, offset, length);
                    yield new String(bytes, offset, length, StandardCharsets.UTF_8);
                }
            };
        }
    }
}
