// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.preview;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.meridian.core.fits.FitsException;
import org.meridian.core.fits.FitsFile;
import org.meridian.core.fits.FitsHeader;
import org.meridian.core.fits.Hdu;
import org.meridian.core.picture.Pictures;
import org.meridian.core.picture.Raster;
import org.meridian.core.sky.wcs.Wcs;
import org.meridian.core.sky.wcs.WcsException;

/**
 * Pictures of arrays of numbers: planes as they lie in the file, the first row below; of cubes the mean of some planes; of a single
 * row a diagram. Used by one thread, once.
 */
final class ImagePicture {

    /** Planes of a cube that are looked at. */
    private static final int MOST_PLANES = 15;

    /** Rows, and values of a row, that are looked at for one pixel of the picture. */
    private static final int SAMPLES = 4;

    private static final int CHUNK = 1 << 16;
    private static final int MOST_POINTS = 400_000;

    private final FitsFile file;
    private final Hdu image;
    private final StoredValues values;
    private final Runnable check;
    private final ByteBuffer chunk;

    /** Of an image that is not compressed in tiles. */
    ImagePicture(FitsFile file, Hdu image, Runnable check) {
        this.file = file;
        this.image = image;
        this.check = check;
        this.values = StoredValues.of(image);
        this.chunk = ByteBuffer.allocate(CHUNK * values.size());
    }

    /**
     * The picture.
     *
     * @param size pixels of the longer side
     * @throws FitsException if not even the first of the data are there
     */
    Optional<byte[]> make(int size) throws IOException {
        List<Long> axes = image.naxis().stream().filter(length -> length > 1).toList();
        return switch (axes.size()) {
            case 0 -> Optional.empty();
            case 1 -> row(axes.getFirst(), size);
            default -> Optional.of(Pictures.gray(plane(axes, size), size));
        };
    }

    private Raster plane(List<Long> axes, int size) throws IOException {
        long width = axes.get(0);
        long height = axes.get(1);
        long planes = axes.stream().skip(2).reduce(1L, (a, b) -> a * b);
        long factor = Math.max(1, (Math.max(width, height) + size - 1) / size);
        Means means = new Means((int) ((width + factor - 1) / factor), (int) ((height + factor - 1) / factor), factor);
        long step = (planes + MOST_PLANES - 1) / MOST_PLANES;
        try {
            for (long plane = (planes - 1) % step / 2; plane < planes; plane += step) {
                for (int row = 0; row < means.rows; row++) {
                    long first = row * factor;
                    long past = Math.min(height, first + factor);
                    long every = Math.max(1, (past - first) / SAMPLES);
                    for (long each = first; each < past; each += every) {
                        check.run();
                        add(means, row, (plane * height + each) * width, width);
                    }
                }
            }
        } catch (FitsException cutOff) {
            // Of a file that is cut off there is a picture of what is there.
            if (means.isEmpty()) {
                throw cutOff;
            }
        }
        return means.raster();
    }

    private void add(Means means, int row, long start, long width) throws IOException {
        for (long from = 0; from < width; from += CHUNK) {
            int count = (int) Math.min(CHUNK, width - from);
            read(start + from, count);
            long every = Math.max(1, means.factor / SAMPLES);
            long first = (from + every - 1) / every * every;
            for (long column = first; column < from + count; column += every) {
                means.add(row, (int) (column / means.factor), values.at(chunk, (int) (column - from) * values.size()));
            }
        }
    }

    private void read(long first, int count) throws IOException {
        chunk.clear().limit(count * values.size());
        file.read(image, first * values.size(), chunk);
    }

    /** Sums of values that become the pixels of the picture. */
    private static final class Means {
        private final int columns;
        private final int rows;
        private final long factor;
        private final double[] sums;
        private final int[] counts;
        private boolean empty = true;

        Means(int columns, int rows, long factor) {
            this.columns = columns;
            this.rows = rows;
            this.factor = factor;
            this.sums = new double[columns * rows];
            this.counts = new int[columns * rows];
        }

        void add(int row, int column, double value) {
            empty = false;
            if (Double.isFinite(value)) {
                sums[row * columns + column] += value;
                counts[row * columns + column]++;
            }
        }

        boolean isEmpty() {
            return empty;
        }

        Raster raster() {
            float[] means = new float[sums.length];
            for (int i = 0; i < means.length; i++) {
                means[i] = counts[i] == 0 ? Float.NaN : (float) (sums[i] / counts[i]);
            }
            return new Raster(columns, rows, means);
        }
    }

    private Optional<byte[]> row(long length, int size) throws IOException {
        Samples samples = new Samples(MOST_POINTS);
        Along along = Along.of(image);
        try {
            for (long from = 0; from < length; from += CHUNK) {
                check.run();
                int count = (int) Math.min(CHUNK, length - from);
                read(from, count);
                for (int i = 0; i < count; i++) {
                    samples.add(along.value(from + i + 1), values.at(chunk, i * values.size()));
                }
            }
        } catch (FitsException cutOff) {
            if (samples.xs().length == 0) {
                throw cutOff;
            }
        }
        String y = TablePicture.label(
                image.imageHeader().text("BTYPE").orElse("value"),
                image.imageHeader().text("BUNIT").orElse(""));
        return TablePicture.diagram(along.label, y, samples, false, size);
    }

    /**
     * What a single row of numbers is over.
     *
     * @param wcs of the image; empty if pixels have no other coordinate
     * @param axis index of the axis of the row
     */
    private record Along(Optional<Wcs> wcs, int axis, String label) {

        static Along of(Hdu image) {
            FitsHeader header = image.imageHeader();
            int axis = 0;
            while (image.naxis().get(axis) <= 1) {
                axis++;
            }
            try {
                Optional<Wcs> wcs = Wcs.read(header.keywords());
                if (wcs.isPresent() && axis < wcs.get().axes().size()) {
                    var coordinate = wcs.get().axes().get(axis);
                    String name = header.text("CNAME" + (axis + 1)).orElse(coordinate.ctype());
                    return new Along(
                            wcs, axis, TablePicture.label(name.isBlank() ? "coordinate" : name, coordinate.unit()));
                }
            } catch (WcsException wrong) {
                // Pixels have numbers in any case.
            }
            return new Along(Optional.empty(), axis, "pixel");
        }

        double value(long pixel) {
            if (wcs.isEmpty()) {
                return pixel;
            }
            double[] point = new double[wcs.get().axes().size()];
            java.util.Arrays.fill(point, 1);
            point[axis] = pixel;
            wcs.get().pixelToWorld(point, point, 1);
            return point[axis];
        }
    }
}
