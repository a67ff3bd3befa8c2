// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.awt.datatransfer.DataFlavor;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import uk.ac.starlink.fits.AsciiTableStarTable;
import uk.ac.starlink.fits.BintableStarTable;
import uk.ac.starlink.fits.FitsHeader;
import uk.ac.starlink.fits.FitsUtil;
import uk.ac.starlink.fits.InputFactory;
import uk.ac.starlink.fits.WideFits;
import uk.ac.starlink.table.StarTable;
import uk.ac.starlink.table.StoragePolicy;
import uk.ac.starlink.table.TableBuilder;
import uk.ac.starlink.table.TableFormatException;
import uk.ac.starlink.table.TableSink;
import uk.ac.starlink.util.DataSource;

/**
 * STIL's readers of FITS tables (FITS 4.0, chapter 7) for files of strangers: the first table of the file, once
 * {@link FitsGuard} has found that what it promises is there. Closes the file if a reader gives it up, which STIL leaves to
 * the garbage collection.
 */
final class GuardedFitsBuilder implements TableBuilder {
    @Override
    public StarTable makeStarTable(DataSource source, boolean random, StoragePolicy storage) throws IOException {
        if (!FitsUtil.isMagic(source.getIntro())) {
            throw new TableFormatException("no FITS file");
        }
        try (CountedStream counted = new CountedStream(source.getInputStream());
                DataInputStream in = new DataInputStream(new BufferedInputStream(counted))) {
            long position = 0;
            while (true) {
                counted.allow(position + FitsGuard.MAX_HEADER_BYTES);
                FitsHeader header = FitsUtil.readHeader(in);
                counted.allow(Long.MAX_VALUE);
                position += header.getHeaderByteCount();
                long size = FitsGuard.dataBytes(header, position, source.getRawLength());
                String kind = header.getStringValue("XTENSION");
                if ("BINTABLE".equals(kind) || "TABLE".equals(kind)) {
                    boolean heap = FitsGuard.check(header, "BINTABLE".equals(kind), in);
                    return table(source, header, position, size, heap, storage);
                }
                in.skipNBytes(size);
                position += size;
            }
        } catch (EOFException e) {
            throw new IOException("the FITS file has no table, or ends within a header", e);
        }
    }

    /**
     * Looks through a FITS file inside another document.
     *
     * @param file from its beginning; closed
     * @param bytes how many there are
     * @throws IOException if one of its tables promises what it has not
     */
    static void check(InputStream file, long bytes) throws IOException {
        try (CountedStream counted = new CountedStream(file);
                DataInputStream in = new DataInputStream(new BufferedInputStream(counted))) {
            long position = 0;
            while (position < bytes) {
                counted.allow(position + FitsGuard.MAX_HEADER_BYTES);
                FitsHeader header = FitsUtil.readHeader(in);
                counted.allow(Long.MAX_VALUE);
                position += header.getHeaderByteCount();
                long size = FitsGuard.dataBytes(header, position, bytes);
                String kind = header.getStringValue("XTENSION");
                boolean table = "BINTABLE".equals(kind) || "TABLE".equals(kind);
                boolean heap = table && FitsGuard.check(header, "BINTABLE".equals(kind), in);
                long rows = heap ? header.getRequiredLongValue("NAXIS1") * header.getRequiredLongValue("NAXIS2") : 0;
                position += size;
                if (position < bytes) {
                    in.skipNBytes(size - rows);
                }
            }
        } catch (EOFException e) {
            throw new IOException("the FITS file ends within a header", e);
        }
    }

    private static StarTable table(
            DataSource source, FitsHeader header, long position, long size, boolean heap, StoragePolicy storage)
            throws IOException {
        InputFactory input = heap
                ? InputFactory.createRandomFactory(source, position, size, storage)
                : InputFactory.createFactory(source, position, size);
        try {
            @Nullable WideFits none = null;
            return "TABLE".equals(header.getStringValue("XTENSION"))
                    ? AsciiTableStarTable.createTable(header, input)
                    : BintableStarTable.createTable(header, input, none);
        } catch (IOException | RuntimeException e) {
            input.close();
            throw e;
        }
    }

    @Override
    public void streamStarTable(InputStream in, TableSink sink, String position) throws IOException {
        throw new IOException("tables are read from files, not streams");
    }

    @Override
    public boolean canImport(DataFlavor flavor) {
        return false;
    }

    @Override
    public String getFormatName() {
        return "FITS";
    }

    @Override
    public boolean looksLikeFile(String name) {
        return name.endsWith(".fits") || name.endsWith(".fit");
    }

    /** Ends with a fault where more is read than a header may have. */
    private static final class CountedStream extends java.io.FilterInputStream {
        private static final int AHEAD = 1 << 14;
        private long read;
        private long allowed;

        CountedStream(InputStream in) {
            super(in);
        }

        /** Sets how far may be read. */
        void allow(long position) {
            allowed = position == Long.MAX_VALUE ? position : position + AHEAD;
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            count(b < 0 ? 0 : 1);
            return b;
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int got = in.read(bytes, offset, length);
            count(Math.max(0, got));
            return got;
        }

        @Override
        public long skip(long bytes) throws IOException {
            long skipped = in.skip(bytes);
            count(skipped);
            return skipped;
        }

        private void count(long bytes) throws IOException {
            read += bytes;
            if (read > allowed) {
                throw new IOException("a FITS header has more than " + FitsGuard.MAX_HEADER_BYTES + " bytes");
            }
        }
    }
}
