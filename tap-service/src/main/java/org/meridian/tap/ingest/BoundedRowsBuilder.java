// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import uk.ac.starlink.table.StarTable;
import uk.ac.starlink.table.StoragePolicy;
import uk.ac.starlink.table.TableBuilder;
import uk.ac.starlink.util.DataSource;

/** A reader of a text format for files of strangers: a row that is larger than memory should be is refused before it is there. */
final class BoundedRowsBuilder extends ForwardingTableBuilder {
    private final TableBuilder reader;
    private final boolean quotes;

    /** @param reader of a format whose rows are lines */
    BoundedRowsBuilder(TableBuilder reader) {
        super(reader);
        this.reader = reader;
        // In it a row goes on over lines within quotes.
        this.quotes = reader.getFormatName().equals("ECSV");
    }

    @Override
    public StarTable makeStarTable(DataSource source, boolean random, StoragePolicy storage) throws IOException {
        return reader.makeStarTable(new BoundedSource(source, quotes), random, storage);
    }

    private static final class BoundedSource extends DataSource {
        private final DataSource source;
        private final boolean quotes;

        BoundedSource(DataSource source, boolean quotes) {
            this.source = source;
            this.quotes = quotes;
            setName(source.getName());
            setPosition(source.getPosition());
        }

        @Override
        protected InputStream getRawInputStream() throws IOException {
            return new BoundedRows(source.getInputStream(), quotes);
        }
    }

    /** Counts the bytes of each row. */
    private static final class BoundedRows extends FilterInputStream {
        private final boolean quotes;
        private long line = 1;
        private long rowLine = 1;
        private int rowBytes;
        private boolean quoted;
        private boolean comment;

        BoundedRows(InputStream in, boolean quotes) {
            super(in);
            this.quotes = quotes;
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            if (b >= 0) {
                take((byte) b);
            }
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = in.read(bytes, offset, length);
            for (int i = offset; i < offset + read; i++) {
                take(bytes[i]);
            }
            return read;
        }

        private void take(byte b) throws IOException {
            if (b == '\n' || b == '\r') {
                line += b == '\n' ? 1 : 0;
                if (!quoted) {
                    rowBytes = 0;
                    rowLine = line;
                    comment = false;
                    return;
                }
            } else if (rowBytes == 0) {
                comment = b == '#';
            }
            if (b == '"' && quotes && !comment) {
                quoted = !quoted;
            }
            if (++rowBytes > FitsGuard.MAX_ROW_BYTES) {
                throw new IOException("the row that begins at line " + rowLine + " has more than "
                        + FitsGuard.MAX_ROW_BYTES + " bytes"
                        + (quoted ? ", within quotation marks of which the second may be missing" : ""));
            }
        }

        @Override
        public long skip(long count) throws IOException {
            byte[] block = new byte[1 << 12];
            long skipped = 0;
            int read = 0;
            while (skipped < count && read >= 0) {
                skipped += read;
                read = read(block, 0, (int) Math.min(block.length, count - skipped));
            }
            return skipped;
        }

        @Override
        public boolean markSupported() {
            return false;
        }
    }
}
