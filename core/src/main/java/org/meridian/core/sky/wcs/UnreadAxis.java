// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/**
 * An axis whose values are not computed here: they are NaN.
 *
 * @param reason why, in plain words
 */
public record UnreadAxis(String ctype, String reason) implements WorldAxis {
    @Override
    public String unit() {
        return "";
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
