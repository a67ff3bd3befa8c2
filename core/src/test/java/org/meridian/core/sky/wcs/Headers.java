// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import java.util.Map;
import java.util.TreeMap;

/** Headers as tests write them: {@code CTYPE1='RA---TAN';CRVAL1=12.5}. */
final class Headers {
    private Headers() {}

    /** A TAN image of 100 x 100 pixels of 0.01 degrees around (150, 2). */
    static final String TAN =
            "NAXIS=2;CTYPE1='RA---TAN';CTYPE2='DEC--TAN';CRPIX1=50.5;CRPIX2=50.5;CRVAL1=150;CRVAL2=2;CDELT1=-0.01;CDELT2=0.01";

    /** Keywords of several texts, later ones before earlier ones; {@code KEY=} takes a keyword away. */
    static Keywords keywords(String... texts) {
        Map<String, Object> values = new TreeMap<>();
        for (String text : texts) {
            for (String card : text.isBlank() ? new String[0] : text.split(";")) {
                String name = card.substring(0, card.indexOf('='));
                String value = card.substring(card.indexOf('=') + 1);
                if (value.isEmpty()) {
                    values.remove(name);
                } else if (value.startsWith("'")) {
                    values.put(name, value.substring(1, value.length() - 1));
                } else {
                    values.put(name, Double.valueOf(value));
                }
            }
        }
        return Keywords.of(values);
    }

    static Wcs wcs(String... texts) {
        return Wcs.read(keywords(texts)).orElseThrow();
    }

    static SkyWcs sky(String... texts) {
        return wcs(texts).sky().orElseThrow();
    }
}
