// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.meridian.core.fits.FitsFile;
import org.meridian.core.fits.Hdu;

/**
 * A box of an image.
 *
 * @param remarks on how it was found, for the history
 */
record ImageCut(Hdu image, PixelBox box, List<String> remarks) implements Cut {

    ImageCut {
        remarks = List.copyOf(remarks);
    }

    ImageCut(Hdu image, PixelBox box) {
        this(image, box, List.of());
    }

    @Override
    public Hdu hdu() {
        return image;
    }

    @Override
    public long bytes() {
        long pixels = box.pixels();
        int size = bytesOfPixel();
        return pixels > Long.MAX_VALUE / size ? Long.MAX_VALUE : pixels * size;
    }

    private int bytesOfPixel() {
        return Math.abs(image.bitpix()) / Byte.SIZE;
    }

    @Override
    public CutData open(FitsFile file) throws IOException {
        return new Pixels(file);
    }

    private final class Pixels implements CutData {
        private final FitsFile file;

        Pixels(FitsFile file) {
            this.file = file;
        }

        @Override
        public void read(BoxReader.Sink sink) throws IOException {
            new BoxReader(file.pixels(image), box, bytesOfPixel()).read(sink);
        }

        @Override
        public boolean isEmpty() {
            return false;
        }

        @Override
        public List<String> header(Place place, List<String> history) {
            List<String> all = new ArrayList<>(history);
            all.add("pixels " + box.text() + " of HDU " + image.index());
            all.addAll(remarks);
            return CutoutHeader.image(ImageCut.this, place.primary(), place.extended(), all);
        }
    }
}
