// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** The values of {@code make_sky_reference.py} and {@code make_wcs_reference.py}. */
public final class SkyReference {
    private SkyReference() {}

    /** The rows of a file, each split at tabs. */
    public static List<String[]> rows(String name) {
        return new String(bytes(name), StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split("\t", -1))
                .toList();
    }

    static byte[] bytes(String name) {
        try (InputStream in = Objects.requireNonNull(SkyReference.class.getResourceAsStream(name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static double[] doubles(String text) {
        if (text.isEmpty()) {
            return new double[0];
        }
        return Arrays.stream(text.split(",")).mapToDouble(Double::parseDouble).toArray();
    }

    static long[] longs(String text) {
        return Arrays.stream(text.split(",")).mapToLong(Long::parseLong).toArray();
    }
}
