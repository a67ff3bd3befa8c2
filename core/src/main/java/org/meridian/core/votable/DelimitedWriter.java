// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * CSV (RFC 4180; TAP 1.1, section 3.2) and TSV, UTF-8. NULL is an empty field and an empty text a quoted one in CSV; truth
 * values are {@code true} and {@code false}. Array elements are separated by blanks, texts in arrays are JSON arrays. In TSV
 * tabulators and line ends inside a text become blanks, and NULL and the empty text look alike; only a text that begins with a
 * quotation mark is quoted, since readers take it for the first of two.
 *
 * <p>Neither can say how the rows ended: pandas, astropy and STIL take a line more for a row, or for an error. That rows were
 * cut is told beside the document, by HTTP header or trailer. If they end early by a failure, the last line is {@code # QUERY_STATUS=ERROR: ...},
 * for eyes; for programs the transfer must be broken off, see {@link TableFormat#carriesErrors()}.
 */
record DelimitedWriter(ResponseFormat responseFormat) implements TableWriter {
    private static final byte[] TRUE = {'t', 'r', 'u', 'e'};
    private static final byte[] FALSE = {'f', 'a', 'l', 's', 'e'};

    @Override
    public TableFormat format() {
        return responseFormat.format();
    }

    @Override
    public TableOutcome write(RowStream rows, ResultDocument document, OutputStream out) throws IOException {
        ByteSink sink = new ByteSink(out);
        Column[] columns = Column.of(rows.fields(), rows.fields().size());
        Rows encoder = format() == TableFormat.CSV ? new CsvRows(columns, sink) : new TsvRows(columns, sink);
        if (responseFormat.header()) {
            encoder.header();
        }
        sink.flush();
        TableOutcome outcome = RowLoop.run(rows, document, sink, encoder);
        if (outcome instanceof TableOutcome.Failed failed) {
            sink.put("# QUERY_STATUS=ERROR: " + failed.cause().fault().message().replaceAll("\\s+", " "));
            encoder.endLine();
        }
        sink.flush();
        return outcome;
    }

    private abstract static class Rows extends CellText implements RowLoop.RowEncoder {
        final Column[] columns;
        final ByteSink sink;

        Rows(Column[] columns, ByteSink sink) {
            this.columns = columns;
            this.sink = sink;
        }

        abstract int delimiter();

        abstract void endLine();

        final void header() {
            for (int i = 0; i < columns.length; i++) {
                if (i > 0) {
                    sink.put(delimiter());
                }
                byte[] name = columns[i].field().name().getBytes(StandardCharsets.UTF_8);
                text(sink, columns[i], name, 0, name.length);
            }
            endLine();
        }

        @Override
        public final void encode(RowStream rows) throws RowStreamException {
            byte[] bytes = rows.buffer();
            for (int i = 0; i < columns.length; i++) {
                if (i > 0) {
                    sink.put(delimiter());
                }
                int length = rows.length(i);
                if (length >= 0 && !countsAsNull(columns[i], bytes, rows.offset(i))) {
                    cell(sink, columns[i], bytes, rows.offset(i), length);
                }
            }
            if (sink.rowLength() == 0) {
                lonelyNull();
            }
            endLine();
        }

        /** The NULL of a table of one column: many readers drop an empty line. */
        final void lonelyNull() {
            sink.put("\"\"");
        }

        static void quoted(ByteSink target, byte[] bytes, int offset, int length) {
            target.put('"');
            for (int i = offset; i < offset + length; i++) {
                if (bytes[i] == '"') {
                    target.put('"');
                }
                target.put(bytes[i]);
            }
            target.put('"');
        }

        @Override
        final void truth(ByteSink target, boolean value) {
            target.put(value ? TRUE : FALSE);
        }

        @Override
        final void nullElement(ByteSink target, Column column) {
            target.put(JsonText.NULL);
        }
    }

    private static final class CsvRows extends Rows {
        private static final boolean[] SPECIAL = new boolean[128];

        static {
            for (char special : ",\"\r\n".toCharArray()) {
                SPECIAL[special] = true;
            }
        }

        CsvRows(Column[] columns, ByteSink sink) {
            super(columns, sink);
        }

        @Override
        int delimiter() {
            return ',';
        }

        @Override
        void endLine() {
            sink.put('\r');
            sink.put('\n');
        }

        @Override
        void text(ByteSink target, Column column, byte[] bytes, int offset, int length) {
            int end = offset + length;
            boolean plain = length > 0 && bytes[offset] != ' ' && bytes[end - 1] != ' ' && bytes[offset] != '#';
            for (int i = offset; plain && i < end; i++) {
                plain = bytes[i] < 0 || !SPECIAL[bytes[i]];
            }
            if (plain) {
                target.put(bytes, offset, length);
                return;
            }
            quoted(target, bytes, offset, length);
        }
    }

    private static final class TsvRows extends Rows {
        TsvRows(Column[] columns, ByteSink sink) {
            super(columns, sink);
        }

        @Override
        int delimiter() {
            return '\t';
        }

        @Override
        void endLine() {
            sink.put('\n');
        }

        @Override
        void text(ByteSink target, Column column, byte[] bytes, int offset, int length) {
            if (length > 0 && bytes[offset] == '"') {
                byte[] line = new byte[length];
                blanked(bytes, offset, length, line, 0);
                quoted(target, line, 0, length);
                return;
            }
            int start = target.reserve(length);
            blanked(bytes, offset, length, target.array(), start);
            target.advanceTo(start + length);
        }

        /** Copies a text with blanks in place of tabulators and line ends. */
        private static void blanked(byte[] text, int offset, int length, byte[] target, int start) {
            for (int i = 0; i < length; i++) {
                byte value = text[offset + i];
                target[start + i] = value == '\t' || value == '\n' || value == '\r' ? (byte) ' ' : value;
            }
        }
    }
}
