// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

/** Three by three matrices as arrays of nine numbers, row by row. Results are new arrays. */
public final class Matrix3 {
    private Matrix3() {}

    /** The matrix that changes nothing. */
    public static double[] identity() {
        return new double[] {1, 0, 0, 0, 1, 0, 0, 0, 1};
    }

    /** Turns the axes about x by an angle in radians, from y towards z. */
    public static double[] aboutX(double rad) {
        double c = Math.cos(rad);
        double s = Math.sin(rad);
        return new double[] {1, 0, 0, 0, c, s, 0, -s, c};
    }

    /** Turns the axes about y by an angle in radians, from z towards x. */
    public static double[] aboutY(double rad) {
        double c = Math.cos(rad);
        double s = Math.sin(rad);
        return new double[] {c, 0, -s, 0, 1, 0, s, 0, c};
    }

    /** Turns the axes about z by an angle in radians, from x towards y. */
    public static double[] aboutZ(double rad) {
        double c = Math.cos(rad);
        double s = Math.sin(rad);
        return new double[] {c, s, 0, -s, c, 0, 0, 0, 1};
    }

    /** The transposed matrix, which of a rotation is the inverse. */
    public static double[] transposed(double[] m) {
        return new double[] {m[0], m[3], m[6], m[1], m[4], m[7], m[2], m[5], m[8]};
    }

    /** The matrix that does first {@code b}, then {@code a}. */
    public static double[] product(double[] a, double[] b) {
        double[] p = new double[9];
        for (int i = 0; i < 9; i++) {
            int row = i / 3 * 3;
            int column = i % 3;
            p[i] = a[row] * b[column] + a[row + 1] * b[column + 3] + a[row + 2] * b[column + 6];
        }
        return p;
    }

    /** The inverse of a matrix that is near a rotation. */
    public static double[] inverse(double[] m) {
        double a = m[4] * m[8] - m[5] * m[7];
        double b = m[5] * m[6] - m[3] * m[8];
        double c = m[3] * m[7] - m[4] * m[6];
        double d = m[0] * a + m[1] * b + m[2] * c;
        return new double[] {
            a / d,
            (m[2] * m[7] - m[1] * m[8]) / d,
            (m[1] * m[5] - m[2] * m[4]) / d,
            b / d,
            (m[0] * m[8] - m[2] * m[6]) / d,
            (m[2] * m[3] - m[0] * m[5]) / d,
            c / d,
            (m[1] * m[6] - m[0] * m[7]) / d,
            (m[0] * m[4] - m[1] * m[3]) / d
        };
    }

    /** Multiplies a vector of three numbers, in place. */
    public static void apply(double[] m, double[] vector) {
        double x = vector[0];
        double y = vector[1];
        double z = vector[2];
        vector[0] = m[0] * x + m[1] * y + m[2] * z;
        vector[1] = m[3] * x + m[4] * y + m[5] * z;
        vector[2] = m[6] * x + m[7] * y + m[8] * z;
    }
}
