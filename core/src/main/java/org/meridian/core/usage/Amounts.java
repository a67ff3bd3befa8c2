// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.usage;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Amounts as text. */
public final class Amounts {

    private static final String UNLIMITED = "unlimited";
    private static final String PREFIXES = "kMGT";
    private static final int DECIMALS = 3;
    private static final Pattern FORM = Pattern.compile("([0-9]{1,15}(?:\\.[0-9]{1,6})?)([kMGT]?)");

    private Amounts() {}

    /**
     * The amount that a text says: a number, perhaps followed by k, M, G or T (powers of 1000), or {@code unlimited}, which is
     * infinite. Empty if it is neither.
     */
    public static Optional<Double> parse(String text) {
        if (text.equals(UNLIMITED)) {
            return Optional.of(Double.POSITIVE_INFINITY);
        }
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        int power = form.group(2).isEmpty() ? 0 : PREFIXES.indexOf(form.group(2)) + 1;
        return Optional.of(
                new BigDecimal(form.group(1)).scaleByPowerOfTen(3 * power).doubleValue());
    }

    /** An amount in digits, with up to three decimals; {@code unlimited} if it is infinite. */
    public static String text(double amount) {
        return Double.isInfinite(amount) ? UNLIMITED : number(amount).toPlainString();
    }

    /** A finite amount, rounded to three decimals. */
    public static BigDecimal number(double amount) {
        BigDecimal rounded = BigDecimal.valueOf(amount)
                .setScale(DECIMALS, RoundingMode.HALF_UP)
                .stripTrailingZeros();
        return rounded.scale() < 0 ? rounded.setScale(0) : rounded;
    }
}
