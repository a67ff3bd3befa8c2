// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Aligned columns for people, UTF-8: INFOs as lines that begin with {@code #}, names, units, rows, and a last line that says
 * how many rows there are and whether they are all. Widths come from the first rows; a longer cell pushes the rest of its line
 * to the right. NULL is {@code -}; control characters show as blanks.
 */
record TextWriter() implements TableWriter {
    private static final int LOOK_AHEAD_ROWS = 100;
    private static final int LOOK_AHEAD_BYTES = 256 << 10;
    private static final int WIDEST = 60;

    @Override
    public TableFormat format() {
        return TableFormat.TEXT;
    }

    @Override
    public TableOutcome write(RowStream rows, ResultDocument document, OutputStream out) throws IOException {
        ByteSink sink = new ByteSink(out);
        infos(sink, document);
        sink.flush();
        Rows encoder = new Rows(Column.of(rows.fields(), rows.fields().size()), sink);
        TableOutcome outcome = RowLoop.run(rows, document, sink, encoder);
        encoder.release();
        switch (outcome) {
            case TableOutcome.Complete(long count) -> sink.put("(" + inWords(count) + ")\n");
            case TableOutcome.Overflow(long count) ->
                sink.put("(" + inWords(count) + "; OVERFLOW: cut here, there may be more; raise MAXREC)\n");
            case TableOutcome.Failed(long count, RowStreamException cause) ->
                sink.put("ERROR after " + inWords(count) + ": " + cause.fault().message() + "\n");
        }
        sink.flush();
        return outcome;
    }

    /** A document that consists of an error. */
    static void writeError(String message, ResultDocument document, OutputStream out) throws IOException {
        ByteSink sink = new ByteSink(out);
        sink.put("ERROR: " + message + "\n");
        infos(sink, document);
        sink.flush();
    }

    private static void infos(ByteSink sink, ResultDocument document) {
        document.infos()
                .forEach(info -> sink.put("# " + info.name() + ": "
                        + info.value().replaceAll("\\s+", " ").strip() + "\n"));
    }

    private static String inWords(long count) {
        return count == 1 ? "1 row" : count + " rows";
    }

    private static final class Rows extends CellText implements RowLoop.RowEncoder {
        private final Column[] columns;
        private final ByteSink sink;
        private final ByteSink line = new ByteSink(OutputStream.nullOutputStream());
        private final int[] widths;

        /** Ends of the cells of the row in {@link #line}. */
        private final int[] ends;

        private final List<byte[][]> held = new ArrayList<>();
        private int heldBytes;
        private boolean released;

        Rows(Column[] columns, ByteSink sink) {
            this.columns = columns;
            this.sink = sink;
            this.widths = new int[columns.length];
            this.ends = new int[columns.length];
        }

        @Override
        public void encode(RowStream rows) throws RowStreamException {
            line.takeBackRow();
            byte[] bytes = rows.buffer();
            for (int i = 0; i < columns.length; i++) {
                int length = rows.length(i);
                if (length < 0 || countsAsNull(columns[i], bytes, rows.offset(i))) {
                    line.put('-');
                } else {
                    cell(line, columns[i], bytes, rows.offset(i), length);
                }
                ends[i] = line.position();
            }
            if (released) {
                for (int i = 0; i < columns.length; i++) {
                    int start = i == 0 ? 0 : ends[i - 1];
                    pad(i, line.array(), start, ends[i] - start);
                }
                return;
            }
            hold();
            if (held.size() == LOOK_AHEAD_ROWS || heldBytes > LOOK_AHEAD_BYTES) {
                release();
            }
        }

        private void hold() {
            byte[][] cells = new byte[columns.length][];
            for (int i = 0; i < columns.length; i++) {
                cells[i] = Arrays.copyOfRange(line.array(), i == 0 ? 0 : ends[i - 1], ends[i]);
            }
            held.add(cells);
            heldBytes += line.position();
        }

        /** Settles the widths and writes what was held back. */
        void release() {
            if (released) {
                return;
            }
            released = true;
            List<byte[][]> heading = new ArrayList<>();
            heading.add(heading(false));
            if (Arrays.stream(columns).anyMatch(column -> column.field().unit().isPresent())) {
                heading.add(heading(true));
            }
            heading.forEach(this::measure);
            held.forEach(this::measure);
            heading.forEach(this::row);
            byte[][] rule = new byte[columns.length][];
            for (int i = 0; i < columns.length; i++) {
                rule[i] = "-".repeat(widths[i]).getBytes(StandardCharsets.US_ASCII);
            }
            row(rule);
            held.forEach(this::row);
            held.clear();
        }

        private byte[][] heading(boolean unit) {
            byte[][] cells = new byte[columns.length][];
            for (int i = 0; i < columns.length; i++) {
                Field field = columns[i].field();
                String text = unit ? field.unit().orElse("") : field.name();
                cells[i] = text.getBytes(StandardCharsets.UTF_8);
            }
            return cells;
        }

        private void measure(byte[][] cells) {
            for (int i = 0; i < cells.length; i++) {
                widths[i] = Math.max(widths[i], Math.min(WIDEST, characters(cells[i], 0, cells[i].length)));
            }
        }

        private void row(byte[][] cells) {
            for (int i = 0; i < cells.length; i++) {
                pad(i, cells[i], 0, cells[i].length);
            }
        }

        /** Writes a cell at its width: numbers to the right, all else to the left. */
        private void pad(int index, byte[] bytes, int offset, int length) {
            boolean last = index == columns.length - 1;
            int blanks = Math.max(0, widths[index] - characters(bytes, offset, length));
            boolean right = columns[index].shape() == Column.Shape.SCALAR;
            if (right) {
                sink.fill(' ', blanks);
            }
            sink.put(bytes, offset, length);
            if (last) {
                sink.put('\n');
            } else {
                sink.fill(' ', right ? 2 : blanks + 2);
            }
        }

        private static int characters(byte[] utf8, int offset, int length) {
            int count = 0;
            for (int i = offset; i < offset + length; i++) {
                count += (utf8[i] & 0xC0) == 0x80 ? 0 : 1;
            }
            return count;
        }

        @Override
        void text(ByteSink target, Column column, byte[] bytes, int offset, int length) {
            int start = target.reserve(length);
            byte[] array = target.array();
            for (int i = 0; i < length; i++) {
                byte value = bytes[offset + i];
                array[start + i] = value >= 0 && value < ' ' || value == 0x7F ? (byte) ' ' : value;
            }
            target.advanceTo(start + length);
        }

        @Override
        void truth(ByteSink target, boolean value) {
            target.put(value ? "true" : "false");
        }

        @Override
        void nullElement(ByteSink target, Column column) {
            target.put('-');
        }
    }
}
