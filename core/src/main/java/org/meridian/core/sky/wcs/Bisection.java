// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import java.util.function.DoubleUnaryOperator;

/** Roots of functions that change their sign once between two places. */
final class Bisection {
    private static final int STEPS = 200;

    private Bisection() {}

    /** The root, found by secants kept within halves (the Illinois form of the false position). */
    static double root(DoubleUnaryOperator function, double low, double high) {
        double a = low;
        double b = high;
        double fa = function.applyAsDouble(a);
        double fb = function.applyAsDouble(b);
        for (int i = 0; i < STEPS && fa != 0 && fb != 0; i++) {
            double secant = b - fb * (b - a) / (fb - fa);
            double c = i % 3 == 2 || !(secant > Math.min(a, b) && secant < Math.max(a, b)) ? (a + b) / 2 : secant;
            if (c == a || c == b) {
                break;
            }
            double fc = function.applyAsDouble(c);
            if (fc * fb < 0) {
                a = b;
                fa = fb;
            } else {
                fa /= 2;
            }
            b = c;
            fb = fc;
        }
        return Math.abs(fa) < Math.abs(fb) ? a : b;
    }
}
