// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** The headers of a FITS file, as far as tests need them: no CONTINUE, no HIERARCH. */
final class ImageHeaders {
    private static final int BLOCK = 2880;
    private static final int CARD = 80;

    private ImageHeaders() {}

    /** All headers of a file, gzipped or bzipped or plain, in order. */
    static List<Map<String, Object>> of(Path file) throws IOException {
        List<Map<String, Object>> headers = new ArrayList<>();
        try (InputStream in = open(file)) {
            for (Optional<Map<String, Object>> next = header(in); next.isPresent(); next = header(in)) {
                headers.add(next.get());
                in.skipNBytes(Math.ceilDiv(dataLength(next.get()), BLOCK) * BLOCK);
            }
        }
        return headers;
    }

    private static InputStream open(Path file) throws IOException {
        InputStream in = new BufferedInputStream(Files.newInputStream(file));
        String name = file.toString();
        return name.endsWith(".gz")
                ? new GZIPInputStream(in)
                : name.endsWith(".bz2") ? new BZip2CompressorInputStream(in) : in;
    }

    private static Optional<Map<String, Object>> header(InputStream in) throws IOException {
        Map<String, Object> cards = new TreeMap<>();
        while (true) {
            byte[] block = in.readNBytes(BLOCK);
            if (block.length < BLOCK) {
                return Optional.empty();
            }
            String text = new String(block, StandardCharsets.ISO_8859_1);
            for (int i = 0; i < BLOCK; i += CARD) {
                String card = text.substring(i, i + CARD);
                if (card.startsWith("END     ")) {
                    return Optional.of(cards);
                }
                if (card.startsWith("= ", 8)) {
                    value(card.substring(10))
                            .ifPresent(
                                    v -> cards.putIfAbsent(card.substring(0, 8).strip(), v));
                }
            }
        }
    }

    private static Optional<Object> value(String text) {
        String stripped = text.strip();
        if (stripped.startsWith("'")) {
            int end = stripped.indexOf('\'', 1);
            return end < 0 ? Optional.empty() : Optional.of(stripped.substring(1, end));
        }
        String plain = stripped.split("/", 2)[0].strip();
        if (plain.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                plain.equals("T") || plain.equals("F")
                        ? (Object) plain.equals("T")
                        : Double.valueOf(plain.replace('D', 'E')));
    }

    private static long dataLength(Map<String, Object> header) {
        int axes = (int) number(header, "NAXIS", 0);
        long values = axes == 0 ? 0 : 1;
        for (int i = 1; i <= axes; i++) {
            values *= number(header, "NAXIS" + i, 1);
        }
        return (values + number(header, "PCOUNT", 0))
                * number(header, "GCOUNT", 1)
                * Math.abs(number(header, "BITPIX", 8))
                / 8;
    }

    private static long number(Map<String, Object> header, String name, long otherwise) {
        return header.get(name) instanceof Double d ? d.longValue() : otherwise;
    }
}
