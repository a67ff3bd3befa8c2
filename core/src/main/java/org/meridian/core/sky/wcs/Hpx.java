// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/**
 * The HEALPix projection (Calabretta &amp; Roukema 2007, MNRAS 381, 865, section 2).
 *
 * @param h facets around the equator (PVi_1 of the latitude axis; 4 if not given)
 * @param k facets from pole to pole (PVi_2; 3 if not given)
 */
record Hpx(int h, int k) implements Projection {
    @Override
    public double theta0Deg() {
        return 0;
    }

    @Override
    public void toPlane(double[] v, int at) {
        double theta = v[at + 1];
        double sin = Degrees.sin(theta);
        if (Math.abs(sin) <= (k - 1.0) / k) {
            v[at + 1] = 90.0 * k / h * sin;
            return;
        }
        double half = Degrees.sin((90 - Math.abs(theta)) / 2);
        double sigma = half * Math.sqrt(2.0 * k);
        double centre = facetCentre(v[at], theta > 0);
        v[at] = centre + (v[at] - centre) * sigma;
        v[at + 1] = Math.copySign(180.0 / h * ((k + 1) / 2.0 - sigma), theta);
    }

    @Override
    public void toSphere(double[] v, int at) {
        double x = v[at];
        double y = v[at + 1];
        double height = Math.abs(y) * h / 90;
        if (height <= k - 1) {
            v[at + 1] = Degrees.asin(y * h / (90.0 * k));
            return;
        }
        double sigma = (k + 1 - height) / 2;
        double centre = facetCentre(x, y > 0);
        double aside = Math.abs(x - centre) - Math.max(0, sigma) * 180.0 / h;
        if (sigma < -1e-13 || aside > 1e-10) {
            Projection.none(v, at);
            return;
        }
        v[at] = sigma > 0 ? centre + (x - centre) / sigma : centre;
        v[at + 1] = Math.copySign(90 - 2 * Degrees.asin(Math.max(0, sigma) / Math.sqrt(2.0 * k)), y);
    }

    /** The longitude in the middle of a polar facet. */
    private double facetCentre(double lon, boolean north) {
        int omega = k % 2 == 1 || north ? 1 : 0;
        double facet = 2 * Math.floor((lon + 180) * h / 360 + (1 - omega) / 2.0) + omega;
        return -180 + Math.min(facet, 2 * h - omega) * 180.0 / h;
    }
}
