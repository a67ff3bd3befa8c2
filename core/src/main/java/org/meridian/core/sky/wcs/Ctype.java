// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import java.util.Locale;

/**
 * The parts of a CTYPE (paper I section 2.1.1): {@code RA---TAN-SIP}.
 *
 * @param text as the header has it
 * @param code what is measured, in capitals, at most four letters where an algorithm follows: RA
 * @param algorithm how, in capitals: TAN; "" for a linear axis
 */
record Ctype(String text, String code, String algorithm) {
    private static final int CODE = 4;

    static Ctype of(String text) {
        String capitals = text.toUpperCase(Locale.ROOT);
        if (capitals.length() <= CODE + 1 || capitals.charAt(CODE) != '-') {
            return new Ctype(text, capitals, "");
        }
        String code = capitals.substring(0, CODE);
        String rest = capitals.substring(CODE + 1);
        int dash = rest.indexOf('-');
        return new Ctype(text, stripped(code), dash >= 0 ? rest.substring(0, dash) : rest);
    }

    private static String stripped(String code) {
        int end = code.length();
        while (end > 0 && code.charAt(end - 1) == '-') {
            end--;
        }
        return code.substring(0, end);
    }

    /** A lookup table in another extension (paper III section 6). */
    boolean isTable() {
        return algorithm.equals("TAB");
    }

    boolean isLongitude() {
        return CelestialSystem.ofLongitude(code).isPresent();
    }

    boolean isLatitude() {
        return CelestialSystem.ofLatitude(code).isPresent();
    }
}
