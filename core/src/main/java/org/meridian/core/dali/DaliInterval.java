// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.dali;

import java.util.regex.Pattern;
import org.meridian.core.dali.DaliFault.UsageFault;

/**
 * An interval of numbers, ends included (DALI 1.1, section 3.3.4). Immutable.
 *
 * @param min least value; -Infinity where it is open
 * @param max largest value, not below {@code min}; Infinity where it is open
 */
public record DaliInterval(double min, double max) {
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern NUMBER = Pattern.compile("[-+]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][-+]?[0-9]{1,4})?");
    private static final int SHOWN = 40;

    public DaliInterval {
        if (!(min <= max) || min == Double.POSITIVE_INFINITY || max == Double.NEGATIVE_INFINITY) {
            throw new IllegalArgumentException(min + " to " + max + " is no interval");
        }
    }

    /**
     * Reads the value of a parameter of a simple protocol (SIA 2.0, section 2.1): two numbers, of which the first may be {@code
     * -Inf} and the second {@code +Inf}, or one number, which is both ends.
     *
     * @param name of the parameter, for the fault
     * @throws UsageFault if it is none
     */
    public static DaliInterval parse(String name, String text) {
        String[] words = BLANKS.split(text.strip());
        try {
            double min = number(words[0]);
            double max = words.length == 1 ? min : number(words[1]);
            if (words.length <= 2) {
                return new DaliInterval(min, max);
            }
        } catch (IllegalArgumentException e) {
            // What follows says it.
        }
        throw new UsageFault(name + " is '" + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...")
                + "'; it must be a number, or two of which the first is not above the second, such as '300 600', '300 +Inf' or"
                + " '-Inf 600'");
    }

    private static double number(String word) {
        return switch (word) {
            case "-Inf" -> Double.NEGATIVE_INFINITY;
            case "+Inf", "Inf" -> Double.POSITIVE_INFINITY;
            default -> {
                if (!NUMBER.matcher(word).matches()) {
                    throw new NumberFormatException(word);
                }
                yield Double.parseDouble(word);
            }
        };
    }
}
