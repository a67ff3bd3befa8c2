// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.util.Optional;

/** Rows as TABLEDATA (VOTable 1.4, section 5.1). NULL is an empty TD; NaN is spelt out. */
final class TabledataRows extends CellText implements RowLoop.RowEncoder {
    private static final byte[] ROW = XmlText.ascii("<TR>");
    private static final byte[] END_ROW = XmlText.ascii("</TR>\n");
    private static final byte[] CELL = XmlText.ascii("<TD>");
    private static final byte[] END_CELL = XmlText.ascii("</TD>");
    private static final byte[] NULL_CELL = XmlText.ascii("<TD/>");

    private final Column[] columns;
    private final ByteSink sink;

    TabledataRows(Column[] columns, ByteSink sink) {
        this.columns = columns;
        this.sink = sink;
    }

    @Override
    public void encode(RowStream rows) throws RowStreamException {
        byte[] bytes = rows.buffer();
        sink.put(ROW);
        for (int i = 0; i < columns.length; i++) {
            Column column = columns[i];
            int length = rows.length(i);
            if (length < 0 || countsAsNull(column, bytes, rows.offset(i))) {
                sink.put(NULL_CELL);
            } else {
                sink.put(CELL);
                cell(sink, column, bytes, rows.offset(i), length);
                sink.put(END_CELL);
            }
        }
        sink.put(END_ROW);
    }

    @Override
    void text(ByteSink target, Column column, byte[] bytes, int offset, int length) {
        XmlText.content(target, bytes, offset, length, column.isAsciiOnly());
    }

    @Override
    void truth(ByteSink target, boolean value) {
        target.put(value ? 'T' : 'F');
    }

    @Override
    void nullElement(ByteSink target, Column column) {
        Optional<Long> value = Column.nullValue(column.field().primitive());
        if (value.isPresent()) {
            target.decimal(value.get().longValue());
        } else {
            target.put('?');
        }
    }

    /** Texts one after the other, each filled up with blanks to the width that was declared. */
    @Override
    void textArray(ByteSink target, Column column, byte[] bytes, int offset) throws RowStreamException {
        int count = Cells.elementCount(bytes, offset);
        if (column.count() >= 0 && count != column.count()) {
            throw column.wrongCount(count);
        }
        int at = Cells.firstElement(bytes, offset);
        for (int i = 0; i < count; i++) {
            int length = Cells.int32(bytes, at);
            at += 4;
            int written = 0;
            if (length >= 0) {
                written = element(target, column, bytes, at, length);
                at += length;
            }
            target.fill(' ', column.width() - written);
        }
    }

    private int element(ByteSink target, Column column, byte[] bytes, int at, int length) throws RowStreamException {
        if (column.field().primitive() == Primitive.TIMESTAMP) {
            int start = target.reserve(TimestampText.MAX);
            long micros = Cells.int64(bytes, at);
            target.advanceTo(
                    TimestampText.isInfinite(micros) ? start : TimestampText.put(micros, target.array(), start));
            return checked(column, target.position() - start);
        }
        checkAscii(column, bytes, at, length);
        int characters = checked(column, Utf16.length(bytes, at, length));
        text(target, column, bytes, at, length);
        return characters;
    }

    private static int checked(Column column, int characters) throws RowStreamException {
        if (characters > column.width()) {
            throw column.tooLong(characters);
        }
        return characters;
    }
}
