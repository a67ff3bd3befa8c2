// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import org.meridian.core.fits.FitsFile;
import org.meridian.core.fits.Hdu;

/** All headers of a file as text: a card a line, END behind the last of each HDU, and an empty line between HDUs. */
record HeaderText(FitsFile file, String fileName) implements CutoutProduct {

    private static final int LINE = 81;
    private static final int END = 4;

    static HeaderText of(FitsFile file, String fileName) {
        return new HeaderText(file, fileName);
    }

    @Override
    public String mediaType() {
        return CutoutFormat.HEADERS.mediaType();
    }

    @Override
    public long bytes() {
        return file.hdus().stream()
                .mapToLong(hdu -> (long) LINE * hdu.header().cards().size() + END)
                .reduce(file.hdus().size() - 1, Long::sum);
    }

    @Override
    public void write(OutputStream out) throws IOException {
        for (Hdu hdu : file.hdus()) {
            if (hdu.index() > 0) {
                out.write('\n');
            }
            for (String card : hdu.header().cards()) {
                out.write((card + "\n").getBytes(US_ASCII));
            }
            out.write("END\n".getBytes(US_ASCII));
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
