// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/** A projection whose meridians are parallel lines (paper II section 5.2). */
sealed interface CylindricalProjection extends Projection permits Cyp, Cea, Car, Mer {

    /** Plane x of one degree of native longitude. */
    double widthOfDegree();

    /** Plane y of a native latitude; NaN where there is none. */
    double y(double thetaDeg);

    /** Native latitude of a plane y; NaN where there is none. */
    double theta(double y);

    @Override
    default double theta0Deg() {
        return 0;
    }

    @Override
    default void toPlane(double[] v, int at) {
        v[at] *= widthOfDegree();
        v[at + 1] = y(v[at + 1]);
    }

    @Override
    default void toSphere(double[] v, int at) {
        v[at] /= widthOfDegree();
        v[at + 1] = theta(v[at + 1]);
    }
}
