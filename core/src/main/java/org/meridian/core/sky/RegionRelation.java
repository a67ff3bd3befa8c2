// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

final class RegionRelation {
    private RegionRelation() {}

    static boolean contains(SkyRegion a, SkyRegion b) {
        throw new UnsupportedOperationException("" + a + b);
    }

    static boolean intersects(SkyRegion a, SkyRegion b) {
        throw new UnsupportedOperationException("" + a + b);
    }
}
