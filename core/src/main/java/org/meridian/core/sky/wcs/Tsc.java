// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/** Tangential spherical cube (paper II section 5.6.1): each face is gnomonic. */
record Tsc() implements QuadCubeProjection {
    @Override
    public void onFace(double[] d) {
        d[0] *= 45 / d[2];
        d[1] *= 45 / d[2];
    }

    @Override
    public void fromFace(double[] d) {
        d[0] /= 45;
        d[1] /= 45;
        d[2] = 1;
    }
}
