// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.picture;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Pictures as PNG or JPEG. Pure functions. */
public final class Pictures {

    private Pictures() {}

    /** A picture in shades of gray: the first row of the image is below, and black is what has no value. */
    public static byte[] gray(Raster image) {
        return png(shades(image));
    }

    /** The same as JPEG. */
    public static byte[] grayJpeg(Raster image) {
        return encoded(shades(image), "jpeg");
    }

    private static BufferedImage shades(Raster image) {
        BufferedImage picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_BYTE_GRAY);
        byte[] gray = ((DataBufferByte) picture.getRaster().getDataBuffer()).getData();
        Stretch stretch = Stretch.of(image.values());
        for (int row = 0; row < image.height(); row++) {
            int to = (image.height() - 1 - row) * image.width();
            for (int column = 0; column < image.width(); column++) {
                double shade = stretch.shade(image.values()[row * image.width() + column]);
                gray[to + column] = (byte) Math.round(255 * shade);
            }
        }
        return picture;
    }

    /**
     * The same of an image that may be small: each of its pixels is then a square of several.
     *
     * @param size of the longer side; that of the image is no larger
     */
    public static byte[] gray(Raster image, int size) {
        int times = size / Math.max(image.width(), image.height());
        if (times < 2) {
            return gray(image);
        }
        int width = times * image.width();
        int height = times * image.height();
        float[] values = new float[width * height];
        for (int i = 0; i < values.length; i++) {
            values[i] = image.values()[i / width / times * image.width() + i % width / times];
        }
        return gray(new Raster(width, height, values));
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
