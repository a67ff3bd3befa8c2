// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.picture;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.meridian.core.fits.FitsException;
import org.meridian.core.fits.ImagePixels;
import org.meridian.core.fits.StoredValues;

/**
 * Images made smaller, reading no more of them than that needs: each pixel is the mean of some of those that become it. The first
 * row stays the first; of cubes the mean of some planes is taken. Used by one thread, once.
 */
public final class ReducedImage {

    /** Planes of a cube that are looked at. */
    private static final int MOST_PLANES = 15;

    /** Rows, and values of a row, that are looked at for one pixel. */
    private static final int SAMPLES = 4;

    /** Values that are read at once. Where fewer become one pixel, all of a row are read, else a few here and there. */
    private static final int CHUNK = 1 << 16;

    private final ImagePixels pixels;
    private final StoredValues values;
    private final Runnable check;
    private final long width;
    private final long height;
    private final long planes;
    private final long factor;
    private final int columns;
    private final int rows;
    private final double[] sums;
    private final int[] counts;
    private final ByteBuffer chunk;
    private boolean empty = true;

    private ReducedImage(ImagePixels pixels, int size, Runnable check) {
        List<Long> axes = pixels.naxis().stream().filter(length -> length > 1).toList();
        this.pixels = pixels;
        this.values = pixels.values();
        this.check = check;
        this.width = axes.isEmpty() ? 1 : axes.getFirst();
        this.height = axes.size() < 2 ? 1 : axes.get(1);
        this.planes = axes.stream().skip(2).reduce(1L, (a, b) -> a * b);
        this.factor = factor(Math.max(width, height), size);
        this.columns = (int) ((width + factor - 1) / factor);
        this.rows = (int) ((height + factor - 1) / factor);
        this.sums = new double[columns * rows];
        this.counts = new int[columns * rows];
        this.chunk = ByteBuffer.allocate((factor < CHUNK ? CHUNK : SAMPLES) * values.size());
    }

    /**
     * Makes an image smaller.
     *
     * @param size pixels of the longer side, at most
     * @param check called before something is read; what it throws ends the reading
     * @return NaN where there are no values; of a file that is cut off what is there
     * @throws FitsException if nothing is there
     */
    public static Raster of(ImagePixels pixels, int size, Runnable check) throws IOException {
        ReducedImage image = new ReducedImage(pixels, size, check);
        try {
            image.readAll();
        } catch (FitsException cutOff) {
            if (image.empty) {
                throw cutOff;
            }
        }
        return image.means();
    }

    /**
     * How many pixels of each axis become one.
     *
     * @param longest pixels of the longer axis
     * @param size pixels of the longer side, at most
     */
    public static long factor(long longest, int size) {
        return Math.max(1, (longest + size - 1) / size);
    }

    private void readAll() throws IOException {
        long step = (planes + MOST_PLANES - 1) / MOST_PLANES;
        for (long plane = (planes - 1) % step / 2; plane < planes; plane += step) {
            for (int row = 0; row < rows; row++) {
                long first = row * factor;
                long past = Math.min(height, first + factor);
                long every = Math.max(1, (past - first) / SAMPLES);
                for (long each = first; each < past; each += every) {
                    check.run();
                    long start = (plane * height + each) * width;
                    if (factor < CHUNK) {
                        addRow(row, start);
                    } else {
                        addSamples(row, start);
                    }
                }
            }
        }
    }

    private void addRow(int row, long start) throws IOException {
        long every = Math.max(1, factor / SAMPLES);
        for (long from = 0; from < width; from += CHUNK) {
            int count = (int) Math.min(CHUNK, width - from);
            read(start + from, count);
            long first = (from + every - 1) / every * every;
            for (long column = first; column < from + count; column += every) {
                add(row, (int) (column / factor), (int) (column - from));
            }
        }
    }

    private void addSamples(int row, long start) throws IOException {
        for (int column = 0; column < columns; column++) {
            check.run();
            int count = (int) Math.min(SAMPLES, width - column * factor);
            read(start + column * factor, count);
            for (int i = 0; i < count; i++) {
                add(row, column, i);
            }
        }
    }

    private void read(long first, int count) throws IOException {
        pixels.read(first, count, chunk.clear());
        empty = false;
    }

    private void add(int row, int column, int place) {
        double value = values.at(chunk, place * values.size());
        if (Double.isFinite(value)) {
            sums[row * columns + column] += value;
            counts[row * columns + column]++;
        }
    }

    private Raster means() {
        float[] means = new float[sums.length];
        for (int i = 0; i < means.length; i++) {
            means[i] = counts[i] == 0 ? Float.NaN : (float) (sums[i] / counts[i]);
        }
        return new Raster(columns, rows, means);
    }
}
