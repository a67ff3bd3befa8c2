// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.fits.FitsFile;
import org.meridian.core.fits.ImagePixels;
import org.meridian.core.fits.StoredValues;
import org.meridian.core.picture.PictureStyle;
import org.meridian.core.picture.Pictures;
import org.meridian.core.picture.Raster;

/** A cut image as a picture: of a cube the first plane, and of a large one means of its pixels. */
@SuppressWarnings("ArrayRecordComponent") // made once and written once
record CutoutPicture(byte[] picture, String mediaType, String fileName) implements CutoutProduct {

    /** Pixels of the longer side. */
    private static final int LONGEST = 2048;

    /** @param file closed, if this succeeds */
    static CutoutPicture of(FitsFile file, ImageCut cut, CutoutFormat format, PictureStyle style, String fileName)
            throws IOException {
        Raster raster = raster(file, cut);
        file.close();
        byte[] bytes = format == CutoutFormat.JPEG ? Pictures.jpeg(raster, style) : Pictures.png(raster, style);
        return new CutoutPicture(bytes, format.mediaType(), fileName);
    }

    private static Raster raster(FitsFile file, ImageCut cut) throws IOException {
        List<PixelRange> axes = new ArrayList<>(cut.box().axes());
        if (axes.size() < 2) {
            throw new UsageFault("a row of pixels is no picture: ask for application/fits");
        }
        for (int axis = 2; axis < axes.size(); axis++) {
            axes.set(axis, new PixelRange(axes.get(axis).first(), 1));
        }
        long width = axes.get(0).count();
        long height = axes.get(1).count();
        long times = Math.max(1, (Math.max(width, height) + LONGEST - 1) / LONGEST);
        int columns = (int) ((width + times - 1) / times);
        int rows = (int) ((height + times - 1) / times);
        float[] sums = new float[columns * rows];
        int[] counts = new int[columns * rows];
        ImagePixels pixels = file.pixels(cut.image());
        StoredValues values = pixels.values();
        long[] next = {0};
        new BoxReader(pixels, new PixelBox(axes), values.size()).read(some -> {
            for (int place = some.position(); place < some.limit(); place += values.size()) {
                double value = values.at(some, place);
                int to = (int) (next[0] / width / times * columns + next[0] % width / times);
                next[0]++;
                if (!Double.isNaN(value)) {
                    sums[to] += (float) value;
                    counts[to]++;
                }
            }
        });
        for (int i = 0; i < sums.length; i++) {
            sums[i] = counts[i] == 0 ? Float.NaN : sums[i] / counts[i];
        }
        return new Raster(columns, rows, sums);
    }

    @Override
    public long bytes() {
        return picture.length;
    }

    @Override
    public void write(OutputStream out) throws IOException {
        out.write(picture);
    }

    @Override
    public void close() {
        // Nothing is open.
    }
}
