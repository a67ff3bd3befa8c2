// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

/**
 * The hemisphere {@code normal . p >= 0} of unit vectors p.
 *
 * @param normal unit vector perpendicular to the bounding great circle, on the inner side
 */
public record HalfSpace(UnitVector normal) {}
