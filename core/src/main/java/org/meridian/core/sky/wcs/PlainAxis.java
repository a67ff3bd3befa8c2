// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/**
 * A linear axis, or a logarithmic one, of whatever the header says.
 *
 * @param unit CUNIT as the header has it
 * @param reference CRVAL
 * @param logarithmic whether the value is {@code reference * exp(w / reference)} (paper III equation 5)
 */
public record PlainAxis(String ctype, String unit, double reference, boolean logarithmic) implements WorldAxis {
    @Override
    public double value(double intermediate) {
        return logarithmic ? reference * Math.exp(intermediate / reference) : reference + intermediate;
    }

    @Override
    public double intermediate(double value) {
        return logarithmic ? reference * Math.log(value / reference) : value - reference;
    }
}
