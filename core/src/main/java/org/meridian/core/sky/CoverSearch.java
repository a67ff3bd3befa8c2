// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import java.util.List;

final class CoverSearch {
    private CoverSearch() {}

    static long[] ranges(SkyRegion r, int n) {
        throw new UnsupportedOperationException("" + r + n);
    }

    static long[] cells(SkyRegion r, int order, int max) {
        throw new UnsupportedOperationException("" + r + order + max);
    }

    static List<CoverCell> rows(SkyRegion r, int max) {
        throw new UnsupportedOperationException("" + r + max);
    }
}
