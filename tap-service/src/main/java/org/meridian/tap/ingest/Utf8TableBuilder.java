// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import uk.ac.starlink.table.ColumnInfo;
import uk.ac.starlink.table.DescribedValue;
import uk.ac.starlink.table.RowSequence;
import uk.ac.starlink.table.StarTable;
import uk.ac.starlink.table.StoragePolicy;
import uk.ac.starlink.table.TableBuilder;
import uk.ac.starlink.table.WrapperRowSequence;
import uk.ac.starlink.table.WrapperStarTable;
import uk.ac.starlink.util.DataSource;

/**
 * A reader of STIL 4.3.5 that takes every byte for a character (ECSV, IPAC, MRT), mended: text that is UTF-8 in the file
 * becomes what it says. Text that is not UTF-8 stays as the reader gave it. The reader of TST drops what is not ASCII: refused.
 */
final class Utf8TableBuilder extends ForwardingTableBuilder {
    private final TableBuilder reader;
    private final boolean escaped;

    private Utf8TableBuilder(TableBuilder reader, boolean escaped) {
        super(reader);
        this.reader = reader;
        this.escaped = escaped;
    }

    /** The reader, mended if it needs to be. */
    static TableBuilder mended(TableBuilder reader) {
        return switch (reader.getFormatName()) {
            // The header is YAML, where bytes 0x80 to 0x9f are forbidden as characters.
            case "ECSV" -> new StrictEcsvBuilder(new Utf8TableBuilder(reader, true));
            case "IPAC", "MRT", "TST" -> new Utf8TableBuilder(reader, false);
            default -> reader;
        };
    }

    @Override
    public StarTable makeStarTable(DataSource source, boolean random, StoragePolicy storage) throws IOException {
        return new Utf8Table(reader.makeStarTable(escaped ? new EscapedSource(source) : source, random, storage));
    }

    /** Each byte beyond ASCII as two, 0xc8 to 0xcf and 0xd0 to 0xdf. */
    private static final class EscapedSource extends DataSource {
        private final DataSource plain;

        EscapedSource(DataSource plain) {
            this.plain = plain;
            setName(plain.getName());
            setPosition(plain.getPosition());
        }

        @Override
        protected InputStream getRawInputStream() throws IOException {
            return new EscapedStream(plain.getInputStream());
        }
    }

    private static final class EscapedStream extends FilterInputStream {
        private final byte[] block = new byte[1 << 14];
        private int length;
        private int next;
        private int second;

        EscapedStream(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            if (second != 0) {
                int b = second;
                second = 0;
                return b;
            }
            if (next == length) {
                length = Math.max(0, in.read(block));
                next = 0;
                if (length == 0) {
                    return -1;
                }
            }
            int b = block[next++];
            if (b >= 0) {
                return b;
            }
            second = 0xd0 | b & 0xf;
            return 0xc0 | b >> 4 & 0xf;
        }

        @Override
        public int read(byte[] into, int offset, int size) throws IOException {
            int count = 0;
            while (count < size) {
                int b = read();
                if (b < 0) {
                    return count == 0 ? -1 : count;
                }
                into[offset + count++] = (byte) b;
            }
            return count;
        }

        @Override
        public long skip(long count) throws IOException {
            long skipped = 0;
            while (skipped < count && read() >= 0) {
                skipped++;
            }
            return skipped;
        }

        @Override
        public int available() {
            return length - next;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }

    private final class Utf8Table extends WrapperStarTable {
        private final List<ColumnInfo> columns = new ArrayList<>();

        Utf8Table(StarTable table) {
            super(table);
            for (int i = 0; i < table.getColumnCount(); i++) {
                ColumnInfo info = new ColumnInfo(table.getColumnInfo(i));
                if (info.getName() != null) {
                    info.setName(text(info.getName()));
                }
                if (info.getDescription() != null) {
                    info.setDescription(text(info.getDescription()));
                }
                if (info.getUnitString() != null) {
                    info.setUnitString(text(info.getUnitString()));
                }
                columns.add(info);
            }
            for (DescribedValue parameter : table.getParameters()) {
                if (parameter.getValue() instanceof String value) {
                    parameter.setValue(text(value));
                }
            }
        }

        @Override
        public ColumnInfo getColumnInfo(int column) {
            return columns.get(column);
        }

        @Override
        public RowSequence getRowSequence() throws IOException {
            return new WrapperRowSequence(super.getRowSequence()) {
                @Override
                public Object getCell(int column) throws IOException {
                    return value(super.getCell(column));
                }

                @Override
                public Object[] getRow() throws IOException {
                    Object[] row = super.getRow().clone();
                    for (int i = 0; i < row.length; i++) {
                        row[i] = value(row[i]);
                    }
                    return row;
                }
            };
        }
    }

    @SuppressWarnings("NullAway") // in STIL's rows null is a blank cell
    private Object value(Object cell) {
        if (cell instanceof String text) {
            return text(text);
        } else if (cell instanceof String[] texts) {
            String[] mended = new String[texts.length];
            for (int i = 0; i < texts.length; i++) {
                mended[i] = texts[i] == null ? null : text(texts[i]);
            }
            return mended;
        }
        return cell;
    }

    private String text(String read) {
        if (read.chars().allMatch(c -> c < 0x80)) {
            return read;
        }
        if (read.indexOf('\uFFFD') >= 0) {
            throw new IllegalArgumentException("text beyond ASCII cannot be read from " + getFormatName()
                    + "; save the table in another format, such as CSV");
        }
        byte[] bytes = read.getBytes(StandardCharsets.ISO_8859_1);
        if (escaped) {
            int length = 0;
            for (int i = 0; i < bytes.length; i++) {
                boolean pair = bytes[i] < 0 && i + 1 < bytes.length;
                bytes[length++] = pair ? (byte) (bytes[i] << 4 | bytes[++i] & 0xf) : bytes[i];
            }
            bytes = Arrays.copyOf(bytes, length);
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }
    }
}
