// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * One JSON object (RFC 8259), UTF-8, a row per line:
 *
 * <pre>{@code
 * {"info":[{"name":"QUERY","value":"SELECT ..."}],
 *  "metadata":[{"name":"ra","datatype":"double","unit":"deg","ucd":"pos.eq.ra","description":"..."}, ...],
 *  "data":[
 * [10.5,null,"NGC 1"],
 * ...],
 *  "status":"OK","rows":2}
 * }</pre>
 *
 * {@code status} is {@code OK}, {@code OVERFLOW} or {@code ERROR}, the last with {@code message}. NULL is {@code null}; JSON
 * has no NaN and infinities, they are the strings {@code "NaN"}, {@code "Infinity"}, {@code "-Infinity"}. Arrays are arrays,
 * timestamps strings.
 */
record JsonWriter() implements TableWriter {

    @Override
    public TableFormat format() {
        return TableFormat.JSON;
    }

    @Override
    public TableOutcome write(RowStream rows, ResultDocument document, OutputStream out) throws IOException {
        ByteSink sink = new ByteSink(out);
        Column[] columns = Column.of(rows.fields(), rows.fields().size());
        sink.put("{");
        infos(sink, document);
        sink.put("\"metadata\":[");
        for (int i = 0; i < columns.length; i++) {
            sink.put(i == 0 ? "\n" : ",\n");
            metadata(sink, columns[i]);
        }
        sink.put("],\n\"data\":[");
        sink.flush();
        TableOutcome outcome = RowLoop.run(rows, document, sink, new Rows(columns, sink));
        sink.put("],\n\"rows\":" + outcome.rows() + ",\"status\":");
        switch (outcome) {
            case TableOutcome.Complete complete -> sink.put("\"OK\"");
            case TableOutcome.Overflow overflow -> sink.put("\"OVERFLOW\"");
            case TableOutcome.Failed failed -> {
                sink.put("\"ERROR\",\"message\":");
                JsonText.string(sink, failed.cause().fault().message());
            }
        }
        sink.put("}\n");
        sink.flush();
        return outcome;
    }

    /** A document that consists of an error. */
    static void writeError(String name, String message, ResultDocument document, OutputStream out) throws IOException {
        ByteSink sink = new ByteSink(out);
        sink.put("{");
        infos(sink, document);
        sink.put("\"status\":\"ERROR\",\"fault\":");
        JsonText.string(sink, name);
        sink.put(",\"message\":");
        JsonText.string(sink, message);
        sink.put("}\n");
        sink.flush();
    }

    private static void infos(ByteSink sink, ResultDocument document) {
        sink.put("\"info\":[");
        String before = "";
        for (ResultDocument.Info info : document.infos()) {
            sink.put(before + "{\"name\":");
            JsonText.string(sink, info.name());
            sink.put(",\"value\":");
            JsonText.string(sink, info.value());
            sink.put("}");
            before = ",\n";
        }
        sink.put("],\n");
    }

    private static void metadata(ByteSink sink, Column column) {
        Field field = column.field();
        sink.put("{\"name\":");
        JsonText.string(sink, field.name());
        member(sink, "datatype", Optional.of(Column.datatype(column.field().primitive())));
        member(sink, "arraysize", column.arraysize());
        member(sink, "unit", field.unit());
        member(sink, "ucd", field.ucd());
        member(sink, "utype", field.utype());
        member(sink, "xtype", column.xtype());
        member(sink, "description", field.description());
        sink.put("}");
    }

    private static void member(ByteSink sink, String name, Optional<String> value) {
        value.ifPresent(text -> {
            sink.put(",\"" + name + "\":");
            JsonText.string(sink, text);
        });
    }

    private static final class Rows extends CellText implements RowLoop.RowEncoder {
        private final Column[] columns;
        private final ByteSink sink;
        private boolean first = true;

        Rows(Column[] columns, ByteSink sink) {
            this.columns = columns;
            this.sink = sink;
        }

        @Override
        public void encode(RowStream rows) throws RowStreamException {
            byte[] bytes = rows.buffer();
            if (!first) {
                sink.put(',');
            }
            sink.put('\n');
            sink.put('[');
            for (int i = 0; i < columns.length; i++) {
                if (i > 0) {
                    sink.put(',');
                }
                int length = rows.length(i);
                if (length < 0) {
                    sink.put(JsonText.NULL);
                } else {
                    value(columns[i], bytes, rows.offset(i), length);
                }
            }
            sink.put(']');
            first = false;
        }

        private void value(Column column, byte[] bytes, int offset, int length) throws RowStreamException {
            switch (column.shape()) {
                case TIMESTAMP -> JsonText.timestamp(sink, Cells.int64(bytes, offset));
                case TEXT_ARRAY, TEXT_LIST -> JsonText.list(sink, column, bytes, offset);
                case SCALAR, TEXT, ARRAY, BYTES -> cell(sink, column, bytes, offset, length);
            }
        }

        @Override
        void text(ByteSink target, Column column, byte[] bytes, int offset, int length) {
            JsonText.string(target, bytes, offset, length);
        }

        @Override
        void truth(ByteSink target, boolean value) {
            target.put(value ? "true" : "false");
        }

        @Override
        void nullElement(ByteSink target, Column column) {
            target.put(JsonText.NULL);
        }

        @Override
        void nullReal(ByteSink target) {
            target.put(JsonText.NULL);
        }

        @Override
        void real(ByteSink target, double value) {
            if (Double.isFinite(value)) {
                target.decimal(value);
            } else {
                JsonText.string(target, Double.toString(value));
            }
        }

        @Override
        void real(ByteSink target, float value) {
            if (Float.isFinite(value)) {
                target.decimal(value);
            } else {
                JsonText.string(target, Float.toString(value));
            }
        }

        @Override
        void beginArray(ByteSink target) {
            target.put('[');
        }

        @Override
        void endArray(ByteSink target) {
            target.put(']');
        }

        @Override
        void separate(ByteSink target, Column column, int index) {
            target.put(',');
        }
    }
}
