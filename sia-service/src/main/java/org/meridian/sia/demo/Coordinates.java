// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.demo;

/** Celestial axes of headers, without a scale. */
final class Coordinates {
    private Coordinates() {}

    /**
     * A tangent plane.
     *
     * @param raDeg of the reference, in the frame that the header will name
     * @param decDeg of the reference
     * @param x pixel of the reference, the first one 1
     * @param y pixel of the reference
     * @param suffix of the names of the axes, such as {@code -SIP}; may be empty
     */
    static Cards tangent(double raDeg, double decDeg, double x, double y, String suffix) {
        return axes("RA---TAN" + suffix, "DEC--TAN" + suffix, raDeg, decDeg, x, y);
    }

    /** Two celestial axes of any projection. */
    static Cards axes(String type1, String type2, double value1, double value2, double x, double y) {
        return new Cards()
                .put("CTYPE1", type1)
                .put("CTYPE2", type2)
                .put("CUNIT1", "deg")
                .put("CUNIT2", "deg")
                .put("CRVAL1", value1)
                .put("CRVAL2", value2)
                .put("CRPIX1", x)
                .put("CRPIX2", y);
    }
}
