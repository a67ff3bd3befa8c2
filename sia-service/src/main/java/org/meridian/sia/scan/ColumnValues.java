// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import org.meridian.core.fits.Hdu;
import org.meridian.core.sky.wcs.ImageExtent.Interval;

/**
 * Values of columns of numbers in binary tables, read from the file row by row. Of a file that is compressed there are none. For
 * one thread.
 *
 * @param file open for reading; empty if there is nothing to be read
 */
record ColumnValues(Optional<FileChannel> file) {
    /** Bytes read of one table for a range at most; of a larger one the first and the last half of them. */
    private static final long MOST_BYTES = 32L << 20;

    private static final int BUFFER = 1 << 18;

    static final ColumnValues NONE = new ColumnValues(Optional.empty());

    /** The least and the largest finite value of the column of a number, from 1; empty if there are none. */
    Optional<Interval> range(Hdu hdu, int number) {
        double[] range = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        each(hdu, number, MOST_BYTES, value -> {
            if (Double.isFinite(value)) {
                range[0] = Math.min(range[0], value);
                range[1] = Math.max(range[1], value);
            }
        });
        return range[0] <= range[1] ? Optional.of(new Interval(range[0], range[1])) : Optional.empty();
    }

    /**
     * Hands over all values.
     *
     * @return whether they were all there to be read
     */
    boolean each(Hdu hdu, int number, DoubleConsumer consumer) {
        return each(hdu, number, Long.MAX_VALUE, consumer);
    }

    private boolean each(Hdu hdu, int number, long mostBytes, DoubleConsumer consumer) {
        TableColumn column = TableColumn.of(hdu).get(number - 1);
        int width = width(column.code());
        long row = hdu.header().whole("NAXIS1").orElse(0);
        long rows = hdu.header().whole("NAXIS2").orElse(0);
        boolean readable = file.isPresent() && hdu.kind() == Hdu.Kind.BINTABLE && width > 0 && row > 0 && rows > 0;
        if (!readable || row > BUFFER || column.offset() + (long) width * column.repeat() > row) {
            return false;
        }
        long most = Math.max(1, mostBytes / row / 2);
        try {
            boolean complete = read(file.get(), hdu.dataOffset(), row, Math.min(rows, most), column, consumer);
            if (rows > most) {
                long last = Math.min(rows - most, most);
                complete &= read(file.get(), hdu.dataOffset() + (rows - last) * row, row, last, column, consumer);
            }
            return complete;
        } catch (IOException unreadable) {
            // What has been handed over is all there is; that the file is damaged is said elsewhere.
            return false;
        }
    }

    /** Whether all of these rows were there. */
    private static boolean read(
            FileChannel file, long offset, long row, long rows, TableColumn column, DoubleConsumer consumer)
            throws IOException {
        int batch = (int) (BUFFER / row);
        ByteBuffer buffer = ByteBuffer.allocate((int) (batch * row));
        for (long done = 0; done < rows; done += batch) {
            buffer.clear().limit((int) (Math.min(batch, rows - done) * row));
            while (buffer.hasRemaining() && file.read(buffer, offset + done * row + buffer.position()) > 0) {
                // until the buffer is full or the file ends
            }
            long complete = buffer.position() / row;
            for (int i = 0; i < complete; i++) {
                for (int k = 0; k < column.repeat(); k++) {
                    int at = (int) (i * row + column.offset() + (long) k * width(column.code()));
                    consumer.accept(value(buffer, at, column));
                }
            }
            if (buffer.hasRemaining()) {
                return false;
            }
        }
        return true;
    }

    private static double value(ByteBuffer buffer, int at, TableColumn column) {
        return switch (column.code()) {
            case 'D' -> column.scaling().value(buffer.getDouble(at));
            case 'E' -> column.scaling().value(buffer.getFloat(at));
            case 'K' -> column.scaling().value(buffer.getLong(at));
            case 'J' -> column.scaling().value((long) buffer.getInt(at));
            default -> column.scaling().value((long) buffer.getShort(at));
        };
    }

    private static int width(char code) {
        return switch (code) {
            case 'D', 'K' -> Double.BYTES;
            case 'E', 'J' -> Float.BYTES;
            case 'I' -> Short.BYTES;
            default -> 0;
        };
    }
}
