// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

final class SmallCircle {
    private SmallCircle() {}

    static int cells(double lon, double lat, double r, int order, long[] out) {
        throw new UnsupportedOperationException("" + lon + lat + r + order + out.length);
    }
}
