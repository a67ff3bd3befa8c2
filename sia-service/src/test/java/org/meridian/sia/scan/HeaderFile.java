// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.meridian.core.fits.FitsHeader;
import org.meridian.core.fits.Hdu;

/**
 * Headers as text, a card a line, HDUs separated by {@code ----}; behind {@code ====} the row that is expected, a column and its
 * value a line; columns not named are NULL.
 *
 * @param hdus without data
 * @param expected by column
 */
record HeaderFile(List<Hdu> hdus, Map<String, String> expected) {
    private static final String HDU = "----";
    private static final String EXPECTED = "====";

    static HeaderFile read(String name) throws IOException {
        try (InputStream in = HeaderFile.class.getResourceAsStream("dialects/" + name + ".txt")) {
            return of(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
        }
    }

    private static HeaderFile of(String text) {
        List<Hdu> hdus = new ArrayList<>();
        List<String> cards = new ArrayList<>();
        Map<String, String> expected = new LinkedHashMap<>();
        boolean cardsEnded = false;
        for (String line : text.lines().toList()) {
            if (line.startsWith("#")) {
                continue;
            }
            if (cardsEnded) {
                String[] words = line.split("\\s+", 2);
                expected.put(words[0], words[1].strip());
            } else if (line.equals(HDU) || line.equals(EXPECTED)) {
                hdus.add(new Hdu(hdus.size(), new FitsHeader(cards), 0, 0, 1));
                cards.clear();
                cardsEnded = line.equals(EXPECTED);
            } else {
                cards.add(String.format("%-80s", line));
            }
        }
        return new HeaderFile(hdus, expected);
    }
}
