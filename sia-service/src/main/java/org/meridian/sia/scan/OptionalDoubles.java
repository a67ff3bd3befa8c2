// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the library lacks for numbers that may not be there. */
final class OptionalDoubles {
    private OptionalDoubles() {}

    static Optional<Double> boxed(OptionalDouble number) {
        return number.isPresent() ? Optional.of(number.getAsDouble()) : Optional.empty();
    }

    static OptionalDouble of(Optional<Double> number) {
        return number.map(OptionalDouble::of).orElseGet(OptionalDouble::empty);
    }

    static OptionalDouble map(OptionalDouble number, DoubleUnaryOperator function) {
        return number.isPresent()
                ? OptionalDouble.of(function.applyAsDouble(number.getAsDouble()))
                : OptionalDouble.empty();
    }

    /** The first that is there. */
    @SafeVarargs
    static OptionalDouble first(Supplier<OptionalDouble>... ways) {
        return Stream.of(ways)
                .map(Supplier::get)
                .filter(OptionalDouble::isPresent)
                .findFirst()
                .orElseGet(OptionalDouble::empty);
    }
}
