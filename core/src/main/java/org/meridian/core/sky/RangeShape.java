// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

final class RangeShape {
    private RangeShape() {}

    static SkyPoint centroid(Range r) {
        return new SkyPoint(r.lon1Deg(), r.lat1Deg());
    }

    static Circle boundingCircle(Range r) {
        return new Circle(r.lon1Deg(), 0, 180);
    }
}
