// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/** A map of the plane, nearly linear, that is given in one direction; the other one is found by Newton's method. */
sealed interface PlaneDistortion permits Sip, Tpv, DssPlate {
    /** Numbers that {@link #evaluate} needs room for. */
    int ROOM = 6;

    /** Steps of Newton's method, far more than a distortion takes that can be undone. */
    int MAX_STEPS = 50;

    /**
     * The map and its derivatives: u', v', du'/du, du'/dv, dv'/du, dv'/dv.
     *
     * @param out room for {@link #ROOM} numbers
     */
    void evaluate(double u, double v, double[] out);

    /** The point that is mapped onto a given one, into the first two places of {@code out}; NaN where none was found. */
    default void invert(double u, double v, double[] out) {
        double a = u;
        double b = v;
        for (int i = 0; i < MAX_STEPS; i++) {
            evaluate(a, b, out);
            double du = u - out[0];
            double dv = v - out[1];
            double determinant = out[2] * out[5] - out[3] * out[4];
            double stepA = (du * out[5] - dv * out[3]) / determinant;
            double stepB = (dv * out[2] - du * out[4]) / determinant;
            a += stepA;
            b += stepB;
            if (Math.abs(stepA) + Math.abs(stepB) <= 4e-16 * (Math.abs(a) + Math.abs(b)) || (du == 0 && dv == 0)) {
                break;
            }
        }
        evaluate(a, b, out);
        boolean found = Math.abs(out[0] - u) + Math.abs(out[1] - v) <= 1e-11 * (Math.abs(u) + Math.abs(v));
        out[0] = found ? a : Double.NaN;
        out[1] = found ? b : Double.NaN;
    }
}
