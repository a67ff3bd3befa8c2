// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.rest;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.sky.Circle;

/**
 * What somebody looks for, as he writes it: a position in ICRS, in degrees ({@code 83.82 -5.39}) or in hours and degrees ({@code
 * 05:35:17 -05:23:28}), or else words. No name is looked up elsewhere. Immutable.
 *
 * @param words empty if it is a position, or nothing
 * @param around a circle; empty if there are words, or nothing
 */
record SkySearch(String words, Optional<Circle> around) {

    private static final int LONGEST = 200;
    private static final double USUAL_RADIUS_DEG = 0.1;
    private static final double LARGEST_RADIUS_DEG = 30;
    private static final double DEG_PER_HOUR = 15;

    private static final String NUMBER = "[0-9]{1,3}(?:\\.[0-9]{0,12})?";
    private static final Pattern DEGREES = Pattern.compile("(" + NUMBER + ")[ ,]+([-+]?" + NUMBER + ")");
    private static final Pattern SEXAGESIMAL = Pattern.compile("([0-9]{1,2})[: ]([0-9]{1,2})[: ](" + NUMBER
            + ")[ ,]+([-+]?)([0-9]{1,2})[: ]([0-9]{1,2})[: ](" + NUMBER + ")");

    /**
     * What was written.
     *
     * @param radius in degrees; empty for a tenth
     * @throws UsageFault if it is too long, or no place or radius
     */
    static SkySearch of(Optional<String> text, Optional<String> radius) {
        String words = text.orElse("").strip();
        if (words.length() > LONGEST) {
            throw new UsageFault("what is looked for may have " + LONGEST + " letters");
        }
        Matcher degrees = DEGREES.matcher(words);
        if (degrees.matches()) {
            return around(number(degrees, 1), number(degrees, 2), radius);
        }
        Matcher sexagesimal = SEXAGESIMAL.matcher(words);
        if (sexagesimal.matches()) {
            double sign = sexagesimal.group(4).equals("-") ? -1 : 1;
            return around(DEG_PER_HOUR * sum(sexagesimal, 1), sign * sum(sexagesimal, 5), radius);
        }
        return new SkySearch(words, Optional.empty());
    }

    private static SkySearch around(double raDeg, double decDeg, Optional<String> radius) {
        String text = radius.map(String::strip).filter(word -> !word.isEmpty()).orElse("" + USUAL_RADIUS_DEG);
        boolean possible = text.matches(NUMBER) && Double.parseDouble(text) <= LARGEST_RADIUS_DEG;
        if (!possible) {
            throw new UsageFault("a radius is a number of degrees, at most " + LARGEST_RADIUS_DEG);
        }
        if (raDeg > 360 || Math.abs(decDeg) > 90) {
            throw new UsageFault("a position has a right ascension up to 360 degrees and a declination up to 90");
        }
        return new SkySearch("", Optional.of(new Circle(raDeg, decDeg, Double.parseDouble(text))));
    }

    private static double sum(Matcher parts, int first) {
        return number(parts, first) + number(parts, first + 1) / 60 + number(parts, first + 2) / 3600;
    }

    private static double number(Matcher parts, int group) {
        return Double.parseDouble(parts.group(group));
    }
}
