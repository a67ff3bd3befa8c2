// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import java.util.List;

record PolygonMesh(List<ConvexPart> parts) {
    static PolygonMesh of(List<SkyPoint> v) {
        throw new UnsupportedOperationException("" + v);
    }

    boolean contains(ExactPoint p) {
        return p.p().latDeg() > 100;
    }

    double areaSr() {
        return 0;
    }

    SkyPoint centroid() {
        return new SkyPoint(0, 0);
    }

    Circle boundingCircle() {
        return new Circle(0, 0, 180);
    }
}
