// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.preview;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.meridian.core.fits.FitsFile;
import org.meridian.core.fits.Hdu;
import org.meridian.core.picture.ColourPicture;
import org.meridian.core.picture.Raster;
import org.meridian.core.picture.ReducedImage;
import org.meridian.core.sky.wcs.SkyWcs;
import org.meridian.core.sky.wcs.Wcs;
import org.meridian.core.sky.wcs.WcsException;
import org.meridian.sia.obscore.CompositePart.Colour;
import org.meridian.sia.preview.PictureMaker.Opener;

/**
 * A picture in colour of images of the same field: each is laid on the pixels of the first green one (or, without, of the first), by
 * the world coordinates of both, at the resolution of the picture. Used by one thread, once.
 *
 * @param parts of two colours at least
 * @param size pixels of the longer side
 * @param check called before something is read; what it throws ends the reading
 */
record CompositePicture(List<Part> parts, int size, Runnable check) {

    /**
     * An image in it.
     *
     * @param name for messages
     * @param colour in which it is shown
     * @param opener of its file
     */
    record Part(String name, Colour colour, Opener opener) {}

    /** Means of pixels, {@code factor} times as large as those to which the coordinates belong. */
    private record SkyImage(Raster raster, SkyWcs wcs, long factor) {

        /** Positions of the pixels of a row: longitude, latitude by turns, ICRS degrees. */
        double[] positions(int row) {
            double[] places = new double[2 * raster.width()];
            for (int column = 0; column < raster.width(); column++) {
                places[2 * column] = (column + 0.5) * factor + 0.5;
                places[2 * column + 1] = (row + 0.5) * factor + 0.5;
            }
            wcs.pixelToIcrs(places, places, raster.width());
            return places;
        }

        /** The values at positions, between pixels in proportion; NaN where there are none. */
        void values(double[] positions, float[] to, int start) {
            int points = positions.length / 2;
            double[] pixels = new double[positions.length];
            wcs.icrsToPixel(positions, pixels, points);
            for (int i = 0; i < points; i++) {
                double x = (pixels[2 * i] - 0.5) / factor - 0.5;
                double y = (pixels[2 * i + 1] - 0.5) / factor - 0.5;
                to[start + i] = value(x, y);
            }
        }

        private float value(double x, double y) {
            if (!(x >= -0.5 && y >= -0.5 && x <= raster.width() - 0.5 && y <= raster.height() - 0.5)) {
                return Float.NaN;
            }
            int left = (int) Math.floor(x);
            int below = (int) Math.floor(y);
            double sum = 0;
            double weights = 0;
            for (int dy = 0; dy < 2; dy++) {
                for (int dx = 0; dx < 2; dx++) {
                    int column = Math.clamp(left + dx, 0, raster.width() - 1);
                    int row = Math.clamp(below + dy, 0, raster.height() - 1);
                    float value = raster.values()[row * raster.width() + column];
                    double weight = Math.abs(1 - dx - (x - left)) * Math.abs(1 - dy - (y - below));
                    if (!Float.isNaN(value)) {
                        sum += weight * value;
                        weights += weight;
                    }
                }
            }
            return weights > 0.25 ? (float) (sum / weights) : Float.NaN;
        }
    }

    /** The picture as PNG. */
    byte[] make() throws IOException {
        Part first = Stream.concat(parts.stream().filter(part -> part.colour == Colour.GREEN), parts.stream())
                .findFirst()
                .orElseThrow();
        SkyImage reference = read(first);
        Map<Colour, Channel> channels = new EnumMap<>(Colour.class);
        for (Part part : parts) {
            SkyImage image = part.equals(first) ? reference : read(part);
            channels.computeIfAbsent(part.colour, colour -> new Channel(reference.raster.values().length))
                    .add(part.equals(first) ? image.raster.values() : laid(image, reference));
        }
        return ColourPicture.png(
                reference.raster.width(),
                reference.raster.height(),
                Optional.ofNullable(channels.get(Colour.RED)).map(Channel::means),
                Optional.ofNullable(channels.get(Colour.GREEN)).map(Channel::means),
                Optional.ofNullable(channels.get(Colour.BLUE)).map(Channel::means),
                size);
    }

    private float[] laid(SkyImage image, SkyImage reference) {
        int width = reference.raster.width();
        float[] values = new float[reference.raster.values().length];
        for (int row = 0; row < reference.raster.height(); row++) {
            check.run();
            image.values(reference.positions(row), values, row * width);
        }
        return values;
    }

    /** The images of one colour together. */
    private static final class Channel {
        private final double[] sums;
        private final int[] counts;

        Channel(int pixels) {
            sums = new double[pixels];
            counts = new int[pixels];
        }

        void add(float[] values) {
            for (int i = 0; i < values.length; i++) {
                if (Float.isFinite(values[i])) {
                    sums[i] += values[i];
                    counts[i]++;
                }
            }
        }

        float[] means() {
            float[] means = new float[sums.length];
            Arrays.setAll(sums, i -> counts[i] == 0 ? Double.NaN : sums[i] / counts[i]);
            for (int i = 0; i < means.length; i++) {
                means[i] = (float) sums[i];
            }
            return means;
        }
    }

    private SkyImage read(Part part) throws IOException {
        try (FitsFile file = FitsFile.open(part.opener.open().channel(), part.name, check)) {
            for (Hdu hdu : file.hdus()) {
                boolean plane = hdu.naxis().size() >= 2
                        && hdu.naxis().get(0) > 1
                        && hdu.naxis().get(1) > 1;
                if (hdu.isImage() && plane) {
                    SkyWcs wcs = sky(hdu).orElseThrow(() -> PictureMaker.nothing(
                            part.name + " in colour: where it is on the sky" + " cannot be understood"));
                    long longest = Math.max(hdu.naxis().get(0), hdu.naxis().get(1));
                    return new SkyImage(
                            ReducedImage.of(file.pixels(hdu), size, check), wcs, ReducedImage.factor(longest, size));
                }
            }
            throw PictureMaker.nothing(part.name + " in colour: there is no image in it");
        }
    }

    private static Optional<SkyWcs> sky(Hdu image) {
        try {
            return Wcs.read(image.imageHeader().keywords())
                    .flatMap(Wcs::sky)
                    .filter(wcs -> wcs.firstAxis() == 0 && wcs.secondAxis() == 1);
        } catch (WcsException wrong) {
            return Optional.empty();
        }
    }
}
