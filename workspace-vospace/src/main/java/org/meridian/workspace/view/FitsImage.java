// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.view;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.meridian.core.picture.Raster;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;

/**
 * The first plane of the first image of a FITS file (FITS 4.0, sections 4.4.2 and 5.3).
 *
 * @param bitpix kind of the values
 * @param width pixels of a row
 * @param height rows, the first one below
 * @param offset of its first value in the file
 * @param zero to be added to a value
 * @param scale by which a value is multiplied before
 * @param blank whole number that stands for no value
 */
record FitsImage(int bitpix, long width, long height, long offset, double zero, double scale, OptionalLong blank) {

    /** Rows of at most so many bytes are read as a whole. */
    private static final int WHOLE_ROW = 1 << 20;

    /** Values on each axis that are looked at for one pixel of the picture. */
    private static final int SAMPLES = 4;

    private static final String NONE = "the FITS file has no image that can be shown";

    /**
     * Finds it.
     *
     * @throws VospaceFault ViewNotSupported if there is none; InvalidData if the file is damaged before it
     */
    static FitsImage find(FileChannel file, Deadline deadline) throws IOException {
        boolean compressed = false;
        long position = 0;
        while (position < file.size()) {
            Optional<FitsHeader> found = FitsHeader.read(Channels.newInputStream(file.position(position)), deadline);
            if (found.isEmpty()) {
                break;
            }
            FitsHeader header = found.get();
            position += header.bytes();
            if (isImage(header)) {
                return of(header, position, file.size());
            }
            compressed |= header.isTrue("ZIMAGE");
            try {
                position = Math.addExact(position, header.dataBytes());
            } catch (ArithmeticException e) {
                break;
            }
        }
        throw new VospaceFault(Name.ViewNotSupported, compressed ? NONE + ": those compressed in tiles are not" : NONE);
    }

    private static boolean isImage(FitsHeader header) {
        Optional<String> extension = header.value("XTENSION");
        List<Long> axes = header.axes();
        return (extension.isEmpty() || extension.get().equals("IMAGE"))
                && axes.size() >= 2
                && axes.get(0) > 1
                && axes.get(1) > 1;
    }

    private static FitsImage of(FitsHeader header, long offset, long fileBytes) {
        int bitpix = header.bitpix();
        List<Long> axes = header.axes();
        long there = (fileBytes - offset) / (Math.abs(bitpix) / 8);
        // Divided, since the product may be larger than any number here.
        if (axes.get(1) > there / axes.get(0)) {
            throw FitsHeader.damaged("its image has " + axes.get(0) + " x " + axes.get(1)
                    + " values, and the file has room for " + Math.max(0, there));
        }
        boolean whole = bitpix > 0 && header.value("BLANK").isPresent();
        return new FitsImage(
                bitpix,
                axes.get(0),
                axes.get(1),
                offset,
                header.number("BZERO", 0),
                header.number("BSCALE", 1),
                whole ? OptionalLong.of(header.whole("BLANK", 0)) : OptionalLong.empty());
    }

    /**
     * Makes it smaller, reading no more of it than that needs: each pixel is the mean of some values.
     *
     * @param most pixels of the longer side
     */
    Raster reduced(FileChannel file, int most, Deadline deadline) throws IOException {
        long factor = Math.max(1, (Math.max(width, height) + most - 1) / most);
        int columns = (int) ((width + factor - 1) / factor);
        int rows = (int) ((height + factor - 1) / factor);
        float[] values = new float[columns * rows];
        RowReader reader = new RowReader(file, factor, columns);
        for (int row = 0; row < rows; row++) {
            deadline.check();
            long first = row * factor;
            long past = Math.min(height, first + factor);
            long step = Math.max(1, (past - first) / SAMPLES);
            reader.clear();
            for (long each = first; each < past; each += step) {
                reader.add(each);
            }
            reader.means(values, row * columns);
        }
        return new Raster(columns, rows, values);
    }

    /** Sums of values that become one row. */
    private final class RowReader {
        private final FileChannel file;
        private final long factor;
        private final int size = Math.abs(bitpix) / 8;
        private final boolean wholeRows = width <= WHOLE_ROW / size;
        private final ByteBuffer buffer;
        private final double[] sums;
        private final int[] counts;

        RowReader(FileChannel file, long factor, int columns) {
            this.file = file;
            this.factor = factor;
            this.buffer = ByteBuffer.allocate(wholeRows ? (int) width * size : SAMPLES * size);
            this.sums = new double[columns];
            this.counts = new int[columns];
        }

        void clear() {
            java.util.Arrays.fill(sums, 0);
            java.util.Arrays.fill(counts, 0);
        }

        void add(long row) throws IOException {
            long start = offset + row * width * size;
            if (wholeRows) {
                read(start, (int) width);
            }
            for (int column = 0; column < sums.length; column++) {
                long first = column * factor;
                int length = (int) Math.min(wholeRows ? factor : SAMPLES, Math.min(factor, width - first));
                if (!wholeRows) {
                    read(start + first * size, length);
                }
                int from = wholeRows ? (int) first : 0;
                int step = Math.max(1, length / SAMPLES);
                for (int each = from; each < from + length; each += step) {
                    add(column, value(each * size));
                }
            }
        }

        private void add(int column, double value) {
            if (Double.isFinite(value)) {
                sums[column] += value;
                counts[column]++;
            }
        }

        private void read(long position, int values) throws IOException {
            buffer.clear().limit(values * size);
            while (buffer.hasRemaining()) {
                if (file.read(buffer, position + buffer.position()) < 0) {
                    throw FitsHeader.damaged("it became shorter while it was read");
                }
            }
        }

        private double value(int at) {
            if (bitpix < 0) {
                return zero + scale * (bitpix == -32 ? buffer.getFloat(at) : buffer.getDouble(at));
            }
            long whole = switch (bitpix) {
                case 8 -> buffer.get(at) & 0xff;
                case 16 -> buffer.getShort(at);
                case 32 -> buffer.getInt(at);
                default -> buffer.getLong(at);
            };
            return blank.isPresent() && blank.getAsLong() == whole ? Double.NaN : zero + scale * whole;
        }

        void means(float[] values, int at) {
            for (int column = 0; column < sums.length; column++) {
                values[at + column] = counts[column] == 0 ? Float.NaN : (float) (sums[column] / counts[column]);
            }
        }
    }
}
