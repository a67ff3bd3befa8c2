// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.unit;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.Collectors;

/**
 * A unit of measurement (VOUnits 1.1). Immutable.
 *
 * @param factor value of one of it in base units
 * @param base powers of base units; empty for a pure number
 * @param symbols powers of the symbols it is written with
 * @param scale the number it is written with, 1 if none
 */
public record Unit(double factor, Map<String, Double> base, Map<String, Double> symbols, double scale) {
    /** The unit of a ratio. */
    public static final Unit ONE = new Unit(1, Map.of(), Map.of(), 1);

    public Unit {
        base = Map.copyOf(base);
        symbols = Map.copyOf(symbols);
    }

    /**
     * Reads a unit such as {@code km/s}, {@code erg.cm**-2.s**-1} or {@code 10**-3 Jy}; empty if it is none, is blank, is
     * {@code unknown} or is a function such as {@code log(Hz)}, in which amounts are not proportional.
     */
    public static Optional<Unit> parse(String text) {
        return UnitParser.parse(text);
    }

    /** Product. */
    public Unit times(Unit other) {
        return new Unit(
                factor * other.factor,
                merged(base, other.base, Double::sum),
                merged(symbols, other.symbols, Double::sum),
                scale * other.scale);
    }

    /** Power; the exponent may be a fraction. */
    public Unit power(double exponent) {
        return new Unit(
                Math.pow(factor, exponent),
                scaled(base, exponent),
                scaled(symbols, exponent),
                Math.pow(scale, exponent));
    }

    /** By what an amount of this unit is multiplied to be one of the other; empty if they measure different things. */
    public Optional<Double> factorTo(Unit other) {
        return base.equals(other.base) ? Optional.of(clean(factor / other.factor)) : Optional.empty();
    }

    /** A quotient that differs by rounding alone from a number of few digits is that number. */
    private static double clean(double quotient) {
        if (!Double.isFinite(quotient)) {
            return quotient;
        }
        double few = new BigDecimal(quotient).round(new MathContext(12)).doubleValue();
        return Math.abs(few - quotient) <= 1e-15 * Math.abs(quotient) ? few : quotient;
    }

    /** In VOUnits syntax: {@code km.s**-1}; empty for a pure number. */
    public String text() {
        String product = new TreeMap<>(symbols)
                .entrySet().stream()
                        .sorted((a, b) -> Double.compare(Math.signum(b.getValue()), Math.signum(a.getValue())))
                        .map(entry -> entry.getKey() + exponent(entry.getValue()))
                        .collect(Collectors.joining("."));
        return scale == 1 ? product : scale + product;
    }

    private static String exponent(double power) {
        if (power == 1) {
            return "";
        }
        return power == Math.rint(power) ? "**" + (long) power : "**(" + power + ")";
    }

    private static Map<String, Double> merged(
            Map<String, Double> a, Map<String, Double> b, DoubleBinaryOperator operator) {
        Map<String, Double> result = new HashMap<>(a);
        b.forEach((name, power) -> result.merge(name, power, operator::applyAsDouble));
        result.values().removeIf(power -> Math.abs(power) < 1e-9);
        return result;
    }

    private static Map<String, Double> scaled(Map<String, Double> powers, double exponent) {
        Map<String, Double> result = new HashMap<>();
        powers.forEach((name, power) -> {
            double product = power * exponent;
            double rounded = Math.rint(product * 5040) / 5040;
            if (Math.abs(rounded) > 1e-9) {
                result.put(name, Math.abs(product - rounded) < 1e-9 ? rounded : product);
            }
        });
        return result;
    }
}
