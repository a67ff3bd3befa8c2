// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.meridian.core.fits.FitsFile;
import org.meridian.core.fits.Hdu;

/**
 * An HDU as it is.
 *
 * @param isCompanion whether it goes along with what is cut
 */
record WholeHdu(Hdu hdu, boolean isCompanion) implements Cut {

    private static final int CHUNK = 1 << 18;

    @Override
    public long bytes() {
        return hdu.dataBytes();
    }

    @Override
    public CutData open(FitsFile file) {
        return new Data(file);
    }

    private final class Data implements CutData {
        private final FitsFile file;

        Data(FitsFile file) {
            this.file = file;
        }

        @Override
        public void read(BoxReader.Sink sink) throws IOException {
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(CHUNK, hdu.dataBytes()));
            for (long at = 0; at < hdu.dataBytes(); at += CHUNK) {
                buffer.clear().limit((int) Math.min(CHUNK, hdu.dataBytes() - at));
                file.read(hdu, at, buffer);
                sink.take(buffer.flip());
            }
        }

        @Override
        public boolean isEmpty() {
            return false;
        }

        @Override
        public List<String> header(Place place, List<String> history) {
            return CutoutHeader.whole(hdu.header(), place.primary() ? history : List.of());
        }
    }
}
