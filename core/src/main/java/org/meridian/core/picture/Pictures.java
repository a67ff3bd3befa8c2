// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.picture;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.DoubleUnaryOperator;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures as PNG or JPEG. Pure functions. */
public final class Pictures {

    private Pictures() {}

    /** A picture in shades of gray as PNG. */
    public static byte[] gray(Raster image) {
        return png(image, PictureStyle.PLAIN);
    }

    /** A picture as PNG: the first row of the image is below, and black is what has no value. */
    public static byte[] png(Raster image, PictureStyle style) {
        return png(colours(image, style));
    }

    /** The same as JPEG. */
    public static byte[] jpeg(Raster image, PictureStyle style) {
        return encoded(colours(image, style), "jpeg");
    }

    private static BufferedImage colours(Raster image, PictureStyle style) {
        DoubleUnaryOperator shades = style.shades(image.values());
        boolean gray = style.colours() == ColourMap.GRAY;
        BufferedImage picture = new BufferedImage(
                image.width(), image.height(), gray ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
        WritableRaster pixels = picture.getRaster();
        for (int row = 0; row < image.height(); row++) {
            int y = image.height() - 1 - row;
            for (int x = 0; x < image.width(); x++) {
                double shade = shades.applyAsDouble(image.values()[row * image.width() + x]);
                if (gray) {
                    pixels.setSample(x, y, 0, Double.isNaN(shade) ? 0 : (int) Math.round(255 * shade));
                } else {
                    picture.setRGB(
                            x, y, Double.isNaN(shade) ? 0 : style.colours().rgb(shade));
                }
            }
        }
        return picture;
    }

    /**
     * The same of an image that may be small: each of its pixels is then a square of several.
     *
     * @param size of the longer side; that of the image is no larger
     */
    public static byte[] png(Raster image, PictureStyle style, int size) {
        int times = size / Math.max(image.width(), image.height());
        if (times < 2) {
            return png(image, style);
        }
        int width = times * image.width();
        int height = times * image.height();
        float[] values = new float[width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = image.values()[i / width / times * image.width() + i % width / times];
        }
        return png(new Raster(width, height, values), style);
    }

    /** A picture as PNG. */
    public static byte[] png(BufferedImage picture) {
        return encoded(picture, "png");
    }

    private static byte[] encoded(BufferedImage picture, String format) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
            if (!ImageIO.write(picture, format, out)) {
                throw new IllegalStateException("there is no writer of " + format);
            }
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be written", e);
        }
        return bytes.toByteArray();
    }
}
