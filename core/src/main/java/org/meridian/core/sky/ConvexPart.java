// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import java.util.List;

/**
 * A convex spherical polygon, the common part of its half-spaces.
 *
 * <p>The parts of one {@link Polygon} share cuts whose normals are exact negatives of each other, so that
 * {@code n.p >= 0 OR -n.p >= 0} holds for every p in double precision too: no position is lost between two parts when
 * the scalar products are evaluated in the order x, y, z.
 *
 * @param halfSpaces one for each edge, in order
 * @param vertices the corners, counter-clockwise as seen from outside of the sphere: clockwise on the sky with north up and east left
 */
public record ConvexPart(List<HalfSpace> halfSpaces, List<SkyPoint> vertices) {
    public ConvexPart {
        halfSpaces = List.copyOf(halfSpaces);
        vertices = List.copyOf(vertices);
    }
}
