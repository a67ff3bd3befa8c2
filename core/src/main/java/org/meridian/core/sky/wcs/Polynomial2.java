// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/** A polynomial of two variables, {@code sum of c[p][q] u^p v^q}, with its derivatives, by Horner's rule. */
final class Polynomial2 {
    private final double[][] c;

    /** Coefficients by the power of u, then of v. */
    Polynomial2(double[][] c) {
        this.c = c;
    }

    /** The value at {@code out[value]}, derivatives at {@code out[slopes]} and the place after it. */
    void evaluate(double u, double v, double[] out, int value, int slopes) {
        double f = 0;
        double fu = 0;
        double fv = 0;
        for (int p = c.length - 1; p >= 0; p--) {
            double g = 0;
            double gv = 0;
            for (int q = c[p].length - 1; q >= 0; q--) {
                gv = gv * v + g;
                g = g * v + c[p][q];
            }
            fu = fu * u + f;
            f = f * u + g;
            fv = fv * u + gv;
        }
        out[value] = f;
        out[slopes] = fu;
        out[slopes + 1] = fv;
    }
}
