// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
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
    private static final String FOLDER = "dialects/";
    private static final String SUFFIX = ".txt";
    private static final String HDU = "----";
    private static final String EXPECTED = "====";

    static HeaderFile read(String name) throws IOException {
        return of(text(name));
    }

    static String text(String name) throws IOException {
        try (InputStream in = Objects.requireNonNull(HeaderFile.class.getResourceAsStream(FOLDER + name + SUFFIX))) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    /** Of all there are, in order. */
    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(SUFFIX))
                    .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                    .sorted()
                    .toList();
        }
    }

    private static Path folder() {
        try {
            return Path.of(
                    Objects.requireNonNull(HeaderFile.class.getResource(FOLDER)).toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Without {@code ====} there is nothing expected. */
    static HeaderFile of(String text) {
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
                expected.put(words[0], words.length > 1 ? words[1].strip() : "");
            } else if (line.equals(HDU) || line.equals(EXPECTED)) {
                hdus.add(hdu(hdus.size(), cards));
                cards.clear();
                cardsEnded = line.equals(EXPECTED);
            } else {
                cards.add(String.format("%-80.80s", line));
            }
        }
        if (!cardsEnded) {
            hdus.add(hdu(hdus.size(), cards));
        }
        return new HeaderFile(hdus, expected);
    }

    private static Hdu hdu(int index, List<String> cards) {
        return new Hdu(index, new FitsHeader(cards), 0, 0, 1);
    }
}
