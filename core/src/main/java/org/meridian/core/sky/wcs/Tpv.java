// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import java.util.List;

/**
 * The polynomial of TPV, which SCAMP also writes as TAN (FITS registry of conventions, "The TPV World Coordinate System
 * Convention"): intermediate world coordinates in degrees become polynomials up to the seventh degree of themselves,
 * with terms in r, r^3, r^5 and r^7, before they are deprojected as TAN. PVi_1 is 1 and all others are 0 if not given.
 */
final class Tpv implements PlaneDistortion {
    private static final int MAX_DEGREE = 7;
    private static final List<Integer> RADIAL = List.of(3, 11, 23, 39);

    private final Polynomial2 x;
    private final Polynomial2 y;
    private final double[] radialX;
    private final double[] radialY;

    /** The polynomial of the longitude axis' and the latitude axis' parameters. */
    Tpv(ProjectionParameters longitude, ProjectionParameters latitude) {
        radialX = new double[MAX_DEGREE / 2 + 1];
        radialY = new double[MAX_DEGREE / 2 + 1];
        x = new Polynomial2(coefficients(longitude, radialX, false));
        y = new Polynomial2(coefficients(latitude, radialY, true));
    }

    /** Whether there is a term in the radius, which SIP cannot stand for. */
    static boolean hasRadialTerms(ProjectionParameters longitude, ProjectionParameters latitude) {
        return RADIAL.stream().anyMatch(m -> longitude.value(m, 0) != 0 || latitude.value(m, 0) != 0);
    }

    /** Terms are counted by degree, of each degree from x^d down to y^d, after odd ones r^d; the latitude's are swapped. */
    private static double[][] coefficients(ProjectionParameters pv, double[] radial, boolean swapped) {
        double[][] c = new double[MAX_DEGREE + 1][MAX_DEGREE + 1];
        int m = 0;
        for (int degree = 0; degree <= MAX_DEGREE; degree++) {
            for (int second = 0; second <= degree; second++) {
                int first = degree - second;
                c[swapped ? second : first][swapped ? first : second] = pv.value(m, m == 1 ? 1 : 0);
                m++;
            }
            if (degree % 2 == 1) {
                radial[degree / 2] = pv.value(m, 0);
                m++;
            }
        }
        return c;
    }

    @Override
    public void evaluate(double u, double v, double[] out) {
        x.evaluate(u, v, out, 0, 2);
        y.evaluate(u, v, out, 1, 4);
        double square = u * u + v * v;
        if (square > 0) {
            addRadial(radialX, u, v, square, out, 0, 2);
            addRadial(radialY, u, v, square, out, 1, 4);
        }
    }

    private static void addRadial(
            double[] radial, double u, double v, double square, double[] out, int value, int slopes) {
        double power = 1 / Math.sqrt(square);
        for (int i = 0; i < radial.length; i++) {
            double slope = (2 * i + 1) * radial[i] * power;
            out[slopes] += slope * u;
            out[slopes + 1] += slope * v;
            power *= square;
            out[value] += radial[i] * power;
        }
    }
}
