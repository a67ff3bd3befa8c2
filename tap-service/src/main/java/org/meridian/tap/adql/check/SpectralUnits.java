// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.checked.Expression.ArithmeticOperator;
import org.meridian.tap.adql.syntax.ValueExpression;
import org.meridian.tap.adql.unit.Unit;
import org.meridian.tap.schema.ValueType.Numeric;

/**
 * {@code ivo_specconv}: wavelengths (in vacuum), frequencies, energies and wave numbers in each other's units. All that is needed
 * is a factor, or a number to be divided by the value, so that is what is left of the call.
 */
final class SpectralUnits {
    private static final double PLANCK = 6.62607015e-34;
    private static final double LIGHT = 299_792_458;

    private SpectralUnits() {}

    /** What a unit measures. {@code hertz}: the frequency that belongs to one of its base unit. */
    private enum Kind {
        WAVELENGTH(Map.of("m", 1.0), "em.wl", LIGHT),
        FREQUENCY(Map.of("s", -1.0), "em.freq", 1),
        ENERGY(Map.of("kg", 1.0, "m", 2.0, "s", -2.0), "em.energy", 1 / PLANCK),
        WAVE_NUMBER(Map.of("m", -1.0), "em.wavenumber", LIGHT);

        private final Map<String, Double> base;
        private final String ucd;
        private final double hertz;

        Kind(Map<String, Double> base, String ucd, double hertz) {
            this.base = base;
            this.ucd = ucd;
            this.hertz = hertz;
        }

        static Optional<Kind> of(Unit unit) {
            for (Kind kind : values()) {
                if (kind.base.equals(unit.base())) {
                    return Optional.of(kind);
                }
            }
            return Optional.empty();
        }
    }

    /** The value in the unit that the last argument names. */
    static Value convert(ValueExpression.UserFunctionCall call, List<Value> arguments) throws AdqlException {
        Value value = arguments.get(0);
        Value target = arguments.get(arguments.size() - 1);
        Unit from;
        if (arguments.size() == 3) {
            from = unit(arguments.get(1), UserFunctionChecker.literal(arguments.get(1), "a unit"));
        } else {
            String text =
                    value.metadata().unit().filter(unit -> !unit.isBlank()).orElse("");
            if (text.isEmpty()) {
                throw new AdqlException(
                        value.position(), "this value has no unit; give it one as in ivo_specconv(value, 'nm', 'keV')");
            }
            from = unit(value, text);
        }
        String name = UserFunctionChecker.literal(target, "a unit").strip();
        Unit to = unit(target, name);
        return new Value(
                converted(value.expression(), from, to),
                Metadata.of(name, Kind.of(to).orElseThrow().ucd),
                call.position());
    }

    private static Unit unit(Value at, String text) throws AdqlException {
        Optional<Unit> unit = Unit.parse(text.strip());
        if (unit.flatMap(Kind::of).isEmpty()) {
            throw new AdqlException(
                    at.position(),
                    "'" + Types.shortened(text)
                            + "' is no unit of wavelength, frequency, energy or wave number, such as nm, GHz, keV or cm**-1");
        }
        return unit.get();
    }

    private static Expression converted(Expression value, Unit from, Unit to) {
        Kind source = Kind.of(from).orElseThrow();
        Kind target = Kind.of(to).orElseThrow();
        if (source == target) {
            return arithmetic(
                    ArithmeticOperator.MULTIPLY, value, number(from.factorTo(to).orElseThrow()));
        }
        if (source != Kind.WAVELENGTH && target != Kind.WAVELENGTH) {
            double factor = from.factor() * source.hertz / (target.hertz * to.factor());
            return arithmetic(ArithmeticOperator.MULTIPLY, value, number(factor));
        }
        Kind other = source == Kind.WAVELENGTH ? target : source;
        double product = LIGHT / (other.hertz * from.factor() * to.factor());
        return arithmetic(ArithmeticOperator.DIVIDE, number(product), value);
    }

    private static Expression number(double value) {
        return new Expression.DoubleLiteral(value);
    }

    private static Expression arithmetic(ArithmeticOperator operator, Expression left, Expression right) {
        return new Expression.Arithmetic(operator, left, right, Numeric.DOUBLE);
    }
}
