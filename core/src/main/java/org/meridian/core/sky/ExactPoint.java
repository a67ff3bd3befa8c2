// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

record ExactPoint(SkyPoint p) {
    static ExactPoint of(double lon, double lat) {
        return new ExactPoint(new SkyPoint(lon, lat));
    }
}
