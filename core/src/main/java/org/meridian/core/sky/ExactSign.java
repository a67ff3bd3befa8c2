// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

final class ExactSign {
    private ExactSign() {}

    static int distance(SkyPoint a, SkyPoint b, double radiusDeg) {
        throw new UnsupportedOperationException("" + a + b + radiusDeg);
    }
}
