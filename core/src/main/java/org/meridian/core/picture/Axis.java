// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.picture;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * An axis of a plot. Immutable.
 *
 * @param label what it is, with its unit
 * @param min where it begins
 * @param max where it ends, above {@code min}
 */
public record Axis(String label, double min, double max) {

    private static final int MOST_TICKS = 8;

    /** Numbers below and above are written with an exponent. */
    private static final double PLAIN_FROM = 1e-3;

    private static final double PLAIN_TO = 1e6;

    public Axis {
        if (!(max > min) || Double.isInfinite(max - min)) {
            throw new IllegalArgumentException("an axis from " + min + " to " + max);
        }
    }

    /** An axis with a little room beyond both ends, and around a single value. */
    public static Axis around(String label, double min, double max) {
        double room = max > min ? 0.03 * (max - min) : Math.max(Math.abs(min) * 0.1, 1e-30);
        return new Axis(label, min - room, max + room);
    }

    /**
     * A mark on the axis.
     *
     * @param value where
     * @param text what is written there
     */
    public record Tick(double value, String text) {}

    /** Marks at round numbers: 1, 2 or 5 with zeros. */
    public List<Tick> ticks() {
        double rough = (max - min) / MOST_TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double ratio = rough / power;
        double step = power * (ratio <= 1 ? 1 : ratio <= 2 ? 2 : ratio <= 5 ? 5 : 10);
        int digits = (int) Math.ceil(-Math.log10(step) - 1e-9);
        List<Tick> ticks = new ArrayList<>();
        for (long n = (long) Math.ceil(min / step); n * step <= max && ticks.size() <= 2 * MOST_TICKS; n++) {
            ticks.add(new Tick(n * step, text(n * step, digits)));
        }
        return ticks;
    }

    private String text(double value, int digits) {
        double largest = Math.max(Math.abs(min), Math.abs(max));
        if (value == 0) {
            return "0";
        }
        if (largest >= PLAIN_TO || largest < PLAIN_FROM) {
            int significant = (int) Math.floor(Math.log10(Math.abs(value) * (1 + 1e-12))) + digits;
            return String.format(java.util.Locale.ROOT, "%." + Math.clamp(significant, 0, 12) + "e", value)
                    .replaceFirst("e([-+])0*(\\d)", "e$1$2")
                    .replace("e+", "e");
        }
        return BigDecimal.valueOf(value)
                .setScale(Math.max(0, digits), java.math.RoundingMode.HALF_EVEN)
                .toPlainString();
    }

    /** Where a value lies, from 0 at the beginning to 1 at the end. */
    double share(double value) {
        return (value - min) / (max - min);
    }
}
