// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/** A direction with 60 digits, for signs that double precision leaves in doubt. Costs some 50 microseconds to make. */
record BigVector(BigDecimal x, BigDecimal y, BigDecimal z) {
    static final MathContext DIGITS = new MathContext(60);

    /** Below this a sum of products of sines counts as zero. */
    private static final BigDecimal ZERO = new BigDecimal("1e-40");

    private static final BigDecimal SMALLEST_TERM = new BigDecimal("1e-62");
    private static final BigDecimal NINETY = BigDecimal.valueOf(90);
    private static final BigDecimal RADIANS = new BigDecimal(
                    "3.14159265358979323846264338327950288419716939937510582097494459230781640628620899862803483")
            .divide(BigDecimal.valueOf(180), new MathContext(75));

    static BigVector of(double lonDeg, double latDeg) {
        BigDecimal lon = new BigDecimal(lonDeg);
        BigDecimal lat = new BigDecimal(latDeg);
        BigDecimal cosLat = cos(lat);
        return new BigVector(cosLat.multiply(cos(lon), DIGITS), cosLat.multiply(sin(lon), DIGITS), sin(lat));
    }

    BigVector minus(BigVector o) {
        return new BigVector(x.subtract(o.x), y.subtract(o.y), z.subtract(o.z));
    }

    BigVector cross(BigVector o) {
        return new BigVector(difference(y, o.z, z, o.y), difference(z, o.x, x, o.z), difference(x, o.y, y, o.x));
    }

    BigDecimal dot(BigVector o) {
        return x.multiply(o.x).add(y.multiply(o.y)).add(z.multiply(o.z), DIGITS);
    }

    private static BigDecimal difference(BigDecimal a, BigDecimal b, BigDecimal c, BigDecimal d) {
        return a.multiply(b).subtract(c.multiply(d), DIGITS);
    }

    /** The sign of a value, zero below 1e-40. */
    static int sign(BigDecimal value) {
        return value.abs().compareTo(ZERO) < 0 ? 0 : value.signum();
    }

    /** Cosine of degrees. */
    static BigDecimal cos(BigDecimal deg) {
        return sin(NINETY.subtract(deg.abs()));
    }

    /** Sine of degrees; reduction to the first half quadrant is exact. */
    static BigDecimal sin(BigDecimal deg) {
        if (deg.signum() < 0) {
            return sin(deg.negate()).negate();
        }
        BigDecimal quadrants = deg.divide(NINETY, 0, RoundingMode.FLOOR);
        BigDecimal rest = deg.subtract(quadrants.multiply(NINETY));
        int quadrant = quadrants.toBigInteger().intValue() & 3;
        BigDecimal fromZero = (quadrant & 1) == 0 ? rest : NINETY.subtract(rest);
        BigDecimal value = firstQuadrant(fromZero);
        return quadrant >= 2 ? value.negate() : value;
    }

    private static BigDecimal firstQuadrant(BigDecimal deg) {
        boolean upper = deg.compareTo(BigDecimal.valueOf(45)) > 0;
        BigDecimal rad = (upper ? NINETY.subtract(deg) : deg).multiply(RADIANS, DIGITS);
        BigDecimal square = rad.multiply(rad, DIGITS);
        BigDecimal term = upper ? BigDecimal.ONE : rad;
        BigDecimal sum = term;
        for (int k = upper ? 1 : 2; term.abs().compareTo(SMALLEST_TERM) > 0; k += 2) {
            term = term.multiply(square, DIGITS)
                    .divide(BigDecimal.valueOf((long) k * (k + 1)), DIGITS)
                    .negate();
            sum = sum.add(term, DIGITS);
        }
        return sum;
    }
}
