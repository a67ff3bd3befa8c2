// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/**
 * Longitude or latitude on the sky, in degrees. Its values are known together with those of the other one only: {@link
 * #value} and {@link #intermediate} are NaN.
 *
 * @param longitude whether it is the longitude
 */
public record SkyAxis(String ctype, boolean longitude) implements WorldAxis {
    @Override
    public String unit() {
        return "deg";
    }

    @Override
    public double value(double intermediate) {
        return Double.NaN;
    }

    @Override
    public double intermediate(double value) {
        return Double.NaN;
    }
}
