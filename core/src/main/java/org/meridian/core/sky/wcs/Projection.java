// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/**
 * A projection of the native sphere onto the plane (Calabretta &amp; Greisen 2002, A&amp;A 395, 1077, "paper II", section 5),
 * in degrees throughout: native longitude phi in [-180, 180], native latitude theta in [-90, 90], plane coordinates x
 * and y as intermediate world coordinates. Where there is no image or no origin both results are NaN.
 *
 * <p>Points are two neighbours of an array, changed in place, so that images are projected without an object a pixel.
 */
sealed interface Projection
        permits ZenithalProjection,
                CylindricalProjection,
                ConicProjection,
                Azp,
                Szp,
                Sin,
                Sfl,
                Par,
                Mol,
                Ait,
                Bon,
                Pco,
                Hpx,
                QuadCubeProjection {

    /** The native latitude theta0 of the point whose plane coordinates are (0, 0); its native longitude is 0. */
    double theta0Deg();

    /** Turns phi, theta at a place of an array into x, y. */
    void toPlane(double[] v, int at);

    /** Turns x, y at a place of an array into phi, theta; phi may lie beyond 180 where the plane goes on. */
    void toSphere(double[] v, int at);

    /** Marks a point that has no image, or none on the sphere. */
    static void none(double[] v, int at) {
        v[at] = Double.NaN;
        v[at + 1] = Double.NaN;
    }
}
