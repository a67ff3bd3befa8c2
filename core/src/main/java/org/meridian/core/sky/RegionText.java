// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

record RegionText(String text, boolean strict) {
    SkyRegion region() {
        throw new UnsupportedOperationException(text + strict);
    }

    static String format(SkyRegion r, String frame) {
        throw new UnsupportedOperationException(r + frame);
    }
}
