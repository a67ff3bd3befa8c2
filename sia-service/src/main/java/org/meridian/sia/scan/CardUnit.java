// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meridian.core.fits.FitsHeader;

/**
 * Units of keywords in the comments of their cards: {@code [deg]}, as FITS 4.0 section 4.3.2 recommends, or a word such as
 * {@code minutes}.
 */
final class CardUnit {
    private static final Pattern BRACKETS = Pattern.compile("\\[([^\\]]{1,20})\\]");
    private static final Pattern WORD = Pattern.compile("[A-Za-z]+");

    private static final Map<String, Double> SECONDS = Map.ofEntries(
            Map.entry("s", 1.0),
            Map.entry("sec", 1.0),
            Map.entry("secs", 1.0),
            Map.entry("seconds", 1.0),
            Map.entry("ms", 1e-3),
            Map.entry("milliseconds", 1e-3),
            Map.entry("min", 60.0),
            Map.entry("minutes", 60.0),
            Map.entry("h", 3600.0),
            Map.entry("hours", 3600.0),
            Map.entry("d", 86400.0),
            Map.entry("days", 86400.0));

    private static final Map<String, Double> ARCSEC = Map.ofEntries(
            Map.entry("arcsec", 1.0),
            Map.entry("arcseconds", 1.0),
            Map.entry("mas", 1e-3),
            Map.entry("arcmin", 60.0),
            Map.entry("arcminutes", 60.0),
            Map.entry("deg", 3600.0),
            Map.entry("degree", 3600.0),
            Map.entry("degrees", 3600.0));

    /** Kinds of quantities, with the unit that counts where no other is named. */
    enum Kind {
        TIME_S(SECONDS),
        ANGLE_ARCSEC(ARCSEC);

        private final Map<String, Double> units;

        Kind(Map<String, Double> units) {
            this.units = units;
        }
    }

    private CardUnit() {}

    /** The number of a keyword in the kind's unit; empty if it is not there or not finite. */
    static Optional<Double> value(FitsHeader header, String keyword, Kind kind) {
        OptionalDouble number = header.number(keyword);
        if (number.isEmpty() || !Double.isFinite(number.getAsDouble())) {
            return Optional.empty();
        }
        return Optional.of(number.getAsDouble() * factor(header, keyword, kind).orElse(1.0));
    }

    /** What the unit in a comment is in the kind's own; empty if it names none. */
    static Optional<Double> factor(FitsHeader header, String keyword, Kind kind) {
        String comment = comment(header, keyword);
        Matcher brackets = BRACKETS.matcher(comment);
        if (brackets.find()) {
            return Optional.ofNullable(kind.units.get(brackets.group(1).strip()));
        }
        Matcher word = WORD.matcher(comment);
        while (word.find()) {
            String unit = word.group().toLowerCase(Locale.ROOT);
            // A letter alone in a sentence is no unit.
            if (unit.length() > 2 && kind.units.containsKey(unit)) {
                return Optional.of(kind.units.get(unit));
            }
        }
        return Optional.empty();
    }

    private static String comment(FitsHeader header, String keyword) {
        for (String card : header.cards()) {
            if (card.startsWith(keyword)
                    && card.substring(keyword.length()).stripLeading().startsWith("=")) {
                int slash = card.indexOf('/', card.indexOf('\'') >= 0 ? card.lastIndexOf('\'') : 0);
                return slash < 0 ? "" : card.substring(slash + 1);
            }
        }
        return "";
    }
}
