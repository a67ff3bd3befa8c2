// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.meridian.core.votable.spool.SpoolArea;
import org.meridian.core.votable.spool.SpoolFile;

/**
 * ECSV 1.0 (Astropy APE 6), comma-separated, UTF-8: a header with types, units and descriptions, the UCD, utype and xtype of
 * each column under the keys that STIL uses, and the INFOs. Arrays are JSON texts; {@code subtype} gives their shape, the other
 * way round than VOTable does.
 *
 * <p>How the rows ended stands in the header, as {@code QUERY_STATUS}: a comment behind the rows would be read by astropy but
 * make STIL give up. So the rows wait in a spool file until all are there; if they end early by a failure, nothing is written.
 *
 * <p>NULL is an empty field; readers take an empty text for NULL, too, and astropy drops blanks around texts.
 */
record EcsvWriter(SpoolArea area) implements TableWriter {
    private static final int CHUNK = 64 << 10;

    @Override
    public TableFormat format() {
        return TableFormat.ECSV;
    }

    @Override
    public TableOutcome write(RowStream rows, ResultDocument document, OutputStream out) throws IOException {
        Column[] columns = Column.of(rows.fields(), rows.fields().size());
        try (SpoolFile file = area.newFile()) {
            SpoolOutput spool = new SpoolOutput(file);
            ByteSink sink = new ByteSink(spool);
            Rows encoder = new Rows(columns, sink, spool);
            TableOutcome outcome = RowLoop.run(rows, document, sink, encoder);
            sink.flush();
            if (outcome instanceof TableOutcome.Failed) {
                return outcome;
            }
            ByteSink head = new ByteSink(out);
            EcsvHeader.write(head, columns, document, outcome);
            new Rows(columns, head, spool).names();
            head.flush();
            byte[] chunk = new byte[CHUNK];
            for (long at = 0; at < file.size(); ) {
                int count = file.read(at, chunk, 0, chunk.length);
                out.write(chunk, 0, count);
                at += count;
            }
            out.flush();
            return outcome;
        }
    }

    private static final class Rows extends CellText implements RowLoop.RowEncoder {
        private final Column[] columns;
        private final ByteSink sink;
        private final SpoolOutput spool;
        private final JsonElements elements = new JsonElements();

        Rows(Column[] columns, ByteSink sink, SpoolOutput spool) {
            this.columns = columns;
            this.sink = sink;
            this.spool = spool;
        }

        void names() {
            sink.put(Arrays.stream(columns)
                    .map(column -> '"' + column.field().name().replace("\"", "\"\"") + '"')
                    .collect(Collectors.joining(",", "", "\n")));
        }

        @Override
        public void encode(RowStream rows) throws RowStreamException {
            spool.requireRoom();
            byte[] bytes = rows.buffer();
            for (int i = 0; i < columns.length; i++) {
                if (i > 0) {
                    sink.put(',');
                }
                int length = rows.length(i);
                Column column = columns[i];
                if (length >= 0 && !countsAsNull(column, bytes, rows.offset(i))) {
                    switch (column.shape()) {
                        case SCALAR, TIMESTAMP, TEXT -> cell(sink, column, bytes, rows.offset(i), length);
                        case ARRAY, BYTES, TEXT_ARRAY, TEXT_LIST -> json(column, bytes, rows.offset(i), length);
                    }
                }
            }
            if (sink.rowLength() == 0) {
                // A line with nothing in it counts as none.
                sink.put("\" \"");
            }
            sink.put('\n');
        }

        private void json(Column column, byte[] bytes, int offset, int length) throws RowStreamException {
            ByteSink json = scratch();
            elements.write(json, column, bytes, offset, length);
            text(sink, column, json.array(), 0, json.position());
        }

        @Override
        void text(ByteSink target, Column column, byte[] bytes, int offset, int length) {
            target.put('"');
            int from = offset;
            for (int i = offset; i < offset + length; i++) {
                if (bytes[i] == '"') {
                    target.put(bytes, from, i + 1 - from);
                    from = i;
                }
            }
            target.put(bytes, from, offset + length - from);
            target.put('"');
        }

        @Override
        void truth(ByteSink target, boolean value) {
            target.put(value ? "True" : "False");
        }

        @Override
        void nullElement(ByteSink target, Column column) {
            throw new IllegalStateException("elements are written as JSON");
        }

        @Override
        void real(ByteSink target, double value) {
            if (Double.isInfinite(value)) {
                target.put(value > 0 ? "inf" : "-inf");
            } else if (Double.isNaN(value)) {
                target.put("nan");
            } else {
                target.decimal(value);
            }
        }

        @Override
        void real(ByteSink target, float value) {
            if (Float.isFinite(value)) {
                target.decimal(value);
            } else {
                real(target, (double) value);
            }
        }
    }

    /** Arrays as JSON, of as many dimensions as {@code subtype} says. */
    private static final class JsonElements extends CellText {

        void write(ByteSink sink, Column column, byte[] bytes, int offset, int length) throws RowStreamException {
            int depth = EcsvHeader.dimensions(column).length;
            sink.put("[".repeat(depth - 1));
            switch (column.shape()) {
                case TEXT_ARRAY, TEXT_LIST -> JsonText.list(sink, column, bytes, offset);
                case SCALAR, TIMESTAMP, TEXT, ARRAY, BYTES -> cell(sink, column, bytes, offset, length);
            }
            sink.put("]".repeat(depth - 1));
        }

        @Override
        void separate(ByteSink sink, Column column, int index) {
            int[] dimensions = EcsvHeader.dimensions(column);
            int size = 1;
            int ends = 0;
            for (int i = dimensions.length - 1; i > 0; i--) {
                size *= dimensions[i];
                ends += index % size == 0 ? 1 : 0;
            }
            sink.put("]".repeat(ends) + "," + "[".repeat(ends));
        }

        @Override
        void beginArray(ByteSink sink) {
            sink.put('[');
        }

        @Override
        void endArray(ByteSink sink) {
            sink.put(']');
        }

        @Override
        void text(ByteSink sink, Column column, byte[] bytes, int offset, int length) {
            JsonText.string(sink, bytes, offset, length);
        }

        @Override
        void truth(ByteSink sink, boolean value) {
            sink.put(value ? "true" : "false");
        }

        @Override
        void nullElement(ByteSink sink, Column column) {
            sink.put(JsonText.NULL);
        }

        @Override
        void nullReal(ByteSink sink) {
            sink.put(JsonText.NULL);
        }

        @Override
        void real(ByteSink sink, double value) {
            // Read as infinity by Python and Java, and lawful JSON.
            if (Double.isInfinite(value)) {
                sink.put(value > 0 ? "1e999" : "-1e999");
            } else {
                sink.decimal(value);
            }
        }

        @Override
        void real(ByteSink sink, float value) {
            if (Float.isInfinite(value)) {
                real(sink, (double) value);
            } else {
                sink.decimal(value);
            }
        }
    }
}
