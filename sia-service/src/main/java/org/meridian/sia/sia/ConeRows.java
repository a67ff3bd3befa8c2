// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.sia;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.RowStream;

/** Rows of a table under the descriptions of a cone search, with a text behind them where an identifier has to be made. */
final class ConeRows implements RowStream {

    private final RowStream rows;
    private final ConeColumns columns;
    private byte[] buffer = new byte[0];
    private int shift;
    private int idOffset;
    private int idLength;

    ConeRows(RowStream rows, ConeColumns columns) {
        this.rows = rows;
        this.columns = columns;
    }

    @Override
    public List<Field> fields() {
        return columns.fields();
    }

    @Override
    public boolean advance() throws IOException {
        boolean more = rows.advance();
        if (more && columns.id().isPresent()) {
            copy(id(columns.id().get()).getBytes(US_ASCII));
        }
        return more;
    }

    private String id(int column) {
        ByteBuffer cells = ByteBuffer.wrap(rows.buffer());
        if (column == columns.lon() || rows.length(column) < 0) {
            return cells.getDouble(rows.offset(columns.lon())) + " " + cells.getDouble(rows.offset(columns.lat()));
        }
        return switch (rows.length(column)) {
            case Short.BYTES -> Short.toString(cells.getShort(rows.offset(column)));
            case Integer.BYTES -> Integer.toString(cells.getInt(rows.offset(column)));
            default -> Long.toString(cells.getLong(rows.offset(column)));
        };
    }

    /** The cells in a buffer of our own, as the other's is not ours to write into. */
    private void copy(byte[] id) {
        int from = Integer.MAX_VALUE;
        int to = 0;
        for (int i = 0; i < columns.names().size(); i++) {
            if (rows.length(i) > 0) {
                from = Math.min(from, rows.offset(i));
                to = Math.max(to, rows.offset(i) + rows.length(i));
            }
        }
        if (buffer.length < to - from + id.length) {
            buffer = new byte[2 * (to - from + id.length)];
        }
        System.arraycopy(rows.buffer(), from, buffer, 0, to - from);
        System.arraycopy(id, 0, buffer, to - from, id.length);
        shift = from;
        idOffset = to - from;
        idLength = id.length;
    }

    @Override
    public byte[] buffer() {
        return columns.id().isPresent() ? buffer : rows.buffer();
    }

    @Override
    public int offset(int index) {
        return index == columns.names().size() ? idOffset : rows.offset(index) - shift;
    }

    @Override
    public int length(int index) {
        return index == columns.names().size() ? idLength : rows.length(index);
    }

    @Override
    public void cancel() {
        rows.cancel();
    }

    @Override
    public void close() {
        rows.close();
    }
}
