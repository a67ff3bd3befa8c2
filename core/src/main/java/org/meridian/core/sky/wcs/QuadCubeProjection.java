// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/**
 * A projection onto the six faces of a cube, laid out as a row of four with the poles' faces above and below the first
 * (paper II section 5.6). On each face xi points to the right, eta up and zeta out (table 11).
 */
sealed interface QuadCubeProjection extends Projection permits Tsc, Qsc {

    /** Turns xi, eta, zeta into plane coordinates on the face, in degrees, at the first two places. */
    void onFace(double[] direction);

    /** Turns plane coordinates on the face into xi, eta, zeta (of any length). */
    void fromFace(double[] direction);

    @Override
    default double theta0Deg() {
        return 0;
    }

    @Override
    default void toPlane(double[] v, int at) {
        double cos = Degrees.cos(v[at + 1]);
        double l = cos * Degrees.cos(v[at]);
        double m = cos * Degrees.sin(v[at]);
        double n = Degrees.sin(v[at + 1]);
        double most = Math.max(Math.abs(n), Math.max(Math.abs(l), Math.abs(m)));
        double[] d;
        double lonC = 0;
        double latC = 0;
        if (n == most) {
            d = new double[] {m, -l, n};
            latC = 90;
        } else if (-n == most) {
            d = new double[] {m, l, -n};
            latC = -90;
        } else if (l == most) {
            d = new double[] {m, n, l};
        } else if (m == most) {
            d = new double[] {-l, n, m};
            lonC = 90;
        } else if (-l == most) {
            d = new double[] {-m, n, -l};
            lonC = 180;
        } else {
            d = new double[] {l, n, -m};
            lonC = 270;
        }
        onFace(d);
        v[at] = lonC + d[0];
        v[at + 1] = latC + d[1];
    }

    @Override
    default void toSphere(double[] v, int at) {
        double x = v[at] < -45 - 1e-10 ? v[at] + 360 : v[at];
        double y = v[at + 1];
        long column = Math.abs(y) > 45 ? 0 : Math.min(3, Math.max(0, Math.round(x / 90)));
        long row = Math.abs(y) > 45 ? Math.round(Math.copySign(1, y)) : 0;
        double[] d = {x - 90.0 * column, y - 90.0 * row, 0};
        if (!(Math.abs(d[0]) <= 45 + 1e-10 && Math.abs(d[1]) <= 45 + 1e-10)) {
            Projection.none(v, at);
            return;
        }
        fromFace(d);
        double l = row == 1 ? -d[1] : row == -1 ? d[1] : column == 0 ? d[2] : column == 1 ? -d[0] : -d[2];
        double m = row != 0 || column == 0 ? d[0] : column == 1 ? d[2] : -d[0];
        if (column == 3) {
            l = d[0];
            m = -d[2];
        }
        double n = row == 0 ? d[1] : row * d[2];
        v[at] = Degrees.atan2(m, l);
        v[at + 1] = Degrees.atan2(n, Math.hypot(l, m));
    }
}
