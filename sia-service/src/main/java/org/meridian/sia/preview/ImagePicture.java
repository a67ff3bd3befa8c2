// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.preview;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.meridian.core.fits.FitsException;
import org.meridian.core.fits.FitsHeader;
import org.meridian.core.fits.Hdu;
import org.meridian.core.fits.ImagePixels;
import org.meridian.core.fits.StoredValues;
import org.meridian.core.picture.PictureStyle;
import org.meridian.core.picture.Pictures;
import org.meridian.core.picture.ReducedImage;
import org.meridian.core.sky.wcs.Wcs;
import org.meridian.core.sky.wcs.WcsException;

/**
 * Pictures of arrays of numbers: planes as they lie in the file, the first row below; of cubes the mean of some planes; of a single
 * row a diagram. Used by one thread, once.
 */
final class ImagePicture {

    private static final int CHUNK = 1 << 16;
    private static final int MOST_POINTS = 400_000;

    private final ImagePixels pixels;
    private final StoredValues values;
    private final Runnable check;
    private final ByteBuffer chunk;

    ImagePicture(ImagePixels pixels, Runnable check) {
        this.pixels = pixels;
        this.check = check;
        this.values = pixels.values();
        this.chunk = ByteBuffer.allocate(CHUNK * values.size());
    }

    /**
     * The picture.
     *
     * @param size pixels of the longer side
     * @param style of a plane; a row has none
     * @throws FitsException if not even the first of the data are there
     */
    Optional<byte[]> make(int size, PictureStyle style) throws IOException {
        List<Long> axes = pixels.naxis().stream().filter(length -> length > 1).toList();
        return switch (axes.size()) {
            case 0 -> Optional.empty();
            case 1 -> row(axes.getFirst(), size);
            default -> Optional.of(Pictures.png(ReducedImage.of(pixels, size, check), style, size));
        };
    }

    private Optional<byte[]> row(long length, int size) throws IOException {
        Samples samples = new Samples(MOST_POINTS);
        Along along = Along.of(pixels.image());
        try {
            for (long from = 0; from < length; from += CHUNK) {
                check.run();
                int count = (int) Math.min(CHUNK, length - from);
                pixels.read(from, count, chunk.clear());
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
                pixels.image().imageHeader().text("BTYPE").orElse("value"),
                pixels.image().imageHeader().text("BUNIT").orElse(""));
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
