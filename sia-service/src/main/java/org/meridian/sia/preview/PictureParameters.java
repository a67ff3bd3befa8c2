// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.preview;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.dali.DaliInterval;
import org.meridian.core.dali.DaliParameters;
import org.meridian.core.picture.ColourMap;
import org.meridian.core.picture.PictureStyle;
import org.meridian.core.picture.PictureStyle.Curve;
import org.meridian.core.picture.PictureStyle.Limits;

/** How pictures look: STRETCH, LIMITS, COLORMAP and INVERT, which are in no standard. Pure functions. */
public final class PictureParameters {

    private static final int SHOWN = 40;

    private static final String LIMITS =
            "zscale, minmax, a percentage of the values such as 99.5%, or the least and the"
                    + " greatest value apart by a blank";

    private PictureParameters() {}

    /**
     * The style that parameters ask for; that of previews where they do not.
     *
     * @throws UsageFault if one has another value than those there are, which its message lists
     */
    public static PictureStyle style(DaliParameters parameters) {
        return new PictureStyle(
                chosen(parameters, "STRETCH", Curve.values()).orElse(PictureStyle.PLAIN.curve()),
                word(parameters, "LIMITS").map(PictureParameters::limits),
                chosen(parameters, "COLORMAP", ColourMap.values()).orElse(PictureStyle.PLAIN.colours()),
                isTrue(parameters, "INVERT"));
    }

    private static Optional<String> word(DaliParameters parameters, String name) {
        return parameters
                .single(name)
                .map(text -> text.strip().toLowerCase(Locale.ROOT))
                .filter(text -> !text.isEmpty());
    }

    private static <E extends Enum<E>> Optional<E> chosen(DaliParameters parameters, String name, E[] values) {
        return word(parameters, name)
                .map(text -> Arrays.stream(values)
                        .filter(value -> name(value).equals(text.equals("grey") ? "gray" : text))
                        .findFirst()
                        .orElseThrow(() -> wrong(name, text, names(values))));
    }

    private static <E extends Enum<E>> String names(E[] values) {
        return Arrays.stream(values).map(PictureParameters::name).collect(Collectors.joining(", "));
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static Limits limits(String text) {
        return switch (text) {
            case "zscale" -> new Limits.Zscale();
            case "minmax" -> new Limits.Percent(100);
            default -> text.endsWith("%") ? percent(text) : fixed(text);
        };
    }

    private static Limits percent(String text) {
        String number = text.substring(0, text.length() - 1).strip();
        if (!number.matches("[0-9]{1,3}([.][0-9]{1,4})?")) {
            throw wrong("LIMITS", text, LIMITS);
        }
        double percent = Double.parseDouble(number);
        if (percent <= 0 || percent > 100) {
            throw wrong("LIMITS", text, LIMITS);
        }
        return new Limits.Percent(percent);
    }

    private static Limits fixed(String text) {
        DaliInterval interval;
        try {
            interval = DaliInterval.parse("LIMITS", text);
        } catch (UsageFault e) {
            throw wrong("LIMITS", text, LIMITS);
        }
        if (!(interval.max() > interval.min()) || Double.isInfinite(interval.max() - interval.min())) {
            throw wrong("LIMITS", text, LIMITS);
        }
        return new Limits.Fixed(interval.min(), interval.max());
    }

    /**
     * Whether a parameter says true.
     *
     * @throws UsageFault if it says neither true nor false
     */
    public static boolean isTrue(DaliParameters parameters, String name) {
        String text = word(parameters, name).orElse("false");
        if (!text.equals("true") && !text.equals("false")) {
            throw new UsageFault(name + " must be true or false");
        }
        return text.equals("true");
    }

    private static UsageFault wrong(String name, String text, String right) {
        return new UsageFault(name + " is '" + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...")
                + "'; it must be one of " + right);
    }
}
