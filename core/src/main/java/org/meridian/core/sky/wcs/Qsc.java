// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/** Quadrilateralized spherical cube, equal in area (paper II section 5.6.3). */
record Qsc() implements QuadCubeProjection {
    @Override
    public void onFace(double[] d) {
        boolean steep = Math.abs(d[1]) > Math.abs(d[0]);
        double major = steep ? d[1] : d[0];
        double minor = steep ? d[0] : d[1];
        if (major == 0) {
            return;
        }
        double omega = minor / major;
        double depth = (major * major + minor * minor) / (1 + d[2]); // 1 - zeta, with its digits
        double u = 45 * Math.signum(major) * Math.sqrt(depth / (1 - 1 / Math.sqrt(2 + omega * omega)));
        double v = u / 15 * (Degrees.atan(omega) - Degrees.asin(omega / Math.sqrt(2 * (1 + omega * omega))));
        d[0] = steep ? v : u;
        d[1] = steep ? u : v;
    }

    @Override
    public void fromFace(double[] d) {
        boolean steep = Math.abs(d[1]) > Math.abs(d[0]);
        double u = steep ? d[1] : d[0];
        double v = steep ? d[0] : d[1];
        if (u == 0) {
            d[2] = 1;
            return;
        }
        double omega = Degrees.sin(15 * v / u) / (Degrees.cos(15 * v / u) - Math.sqrt(0.5));
        double depth = u * u / 2025 * (1 - 1 / Math.sqrt(2 + omega * omega));
        double major = Math.copySign(Math.sqrt(depth * (2 - depth) / (1 + omega * omega)), u);
        d[0] = steep ? omega * major : major;
        d[1] = steep ? major : omega * major;
        d[2] = 1 - depth;
    }
}
