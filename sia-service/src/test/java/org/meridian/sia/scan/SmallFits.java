// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** FITS files of a few blocks. */
final class SmallFits {
    private static final int BLOCK = 2880;

    private SmallFits() {}

    /** Header and data, each filled up to whole blocks. */
    static byte[] of(int dataBytes, String... cards) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (String card : cards) {
            out.writeBytes(String.format("%-80s", card).getBytes(StandardCharsets.US_ASCII));
        }
        out.writeBytes(String.format("%-80s", "END").getBytes(StandardCharsets.US_ASCII));
        pad(out, ' ');
        out.writeBytes(new byte[dataBytes]);
        pad(out, '\0');
        return out.toByteArray();
    }

    private static void pad(ByteArrayOutputStream out, char with) {
        while (out.size() % BLOCK != 0) {
            out.write(with);
        }
    }

    /** An image of 100 by 100 pixels of an arcsecond. */
    static byte[] image(double raDeg, double decDeg, String... more) {
        List<String> cards = new ArrayList<>(List.of(
                "SIMPLE  =                    T",
                "BITPIX  =                   16",
                "NAXIS   =                    2",
                "NAXIS1  =                  100",
                "NAXIS2  =                  100",
                "CTYPE1  = 'RA---TAN'",
                "CTYPE2  = 'DEC--TAN'",
                "CRPIX1  =                 50.5",
                "CRPIX2  =                 50.5",
                "CRVAL1  = " + raDeg,
                "CRVAL2  = " + decDeg,
                "CDELT1  =          -2.77778E-4",
                "CDELT2  =           2.77778E-4"));
        cards.addAll(List.of(more));
        return of(20_000, cards.toArray(String[]::new));
    }

    static Path write(Path folder, String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, bytes);
    }
}
