// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Regions as DALI number arrays, as {@code POS} values of SIA and SODA, and as the STC-S strings found in
 * {@code s_region} columns.
 */
public final class DaliRegion {
    private DaliRegion() {}

    /** DALI 1.1 section 3.3.5 point: longitude, latitude in degrees. */
    public static SkyPoint point(double[] values) {
        requireCount("point", "2", values.length == 2, values.length);
        return new SkyPoint(values[0], values[1]);
    }

    /** DALI 1.1 section 3.3.6 circle: longitude, latitude, radius in degrees. */
    public static Circle circle(double[] values) {
        requireCount("circle", "3", values.length == 3, values.length);
        return new Circle(values[0], values[1], values[2]);
    }

    /** DALI 1.1 section 3.3.7 polygon: at least three longitude, latitude pairs in degrees. */
    public static Polygon polygon(double[] values) {
        requireCount(
                "polygon",
                "an even number and at least 6",
                values.length % 2 == 0 && values.length >= 6,
                values.length);
        return Polygon.of(values);
    }

    /** The array form of a circle. */
    public static double[] toArray(Circle circle) {
        return new double[] {circle.lonDeg(), circle.latDeg(), circle.radiusDeg()};
    }

    /** The array form of a polygon: its vertices in the order given. */
    public static double[] toArray(Polygon polygon) {
        double[] values = new double[2 * polygon.vertices().size()];
        int i = 0;
        for (SkyPoint p : polygon.vertices()) {
            values[i++] = p.lonDeg();
            values[i++] = p.latDeg();
        }
        return values;
    }

    /**
     * Parses a {@code POS} value (SIA 2.0 section 2.1.1, SODA 1.0 section 3.3.1): {@code CIRCLE lon lat radius},
     * {@code RANGE lon1 lon2 lat1 lat2}, {@code POLYGON lon lat lon lat lon lat ...}; keywords in upper case only, no
     * frame.
     *
     * @throws RegionParseException with the position of the fault
     */
    public static SkyRegion parsePos(String text) {
        return new RegionText(text, true).whole();
    }

    /**
     * Parses what archives put into {@code s_region} and what ADQL's deprecated REGION takes: the {@code POS} forms and
     * STC-S {@code Circle}, {@code Polygon}, {@code Box}, {@code Position} (a circle of radius 0) in any case, with an
     * optional frame ({@code ICRS}, {@code FK5}, {@code J2000}, {@code UNKNOWNFRAME}), reference position and flavour
     * {@code SPHERICAL2}. FK5 is read as ICRS (they differ by less than 0.1 arcsec). Other frames and the operators
     * UNION, INTERSECTION, NOT are refused.
     *
     * @throws RegionParseException with the position of the fault
     */
    public static SkyRegion parse(String text) {
        return new RegionText(text, false).whole();
    }

    /**
     * Parses an {@code s_region} that may have several parts: the same, or {@code UNION ICRS (POLYGON ... CIRCLE ...)} of
     * such, which are not themselves unions (STC-S, section 4.2).
     *
     * @return the parts, one at least
     * @throws RegionParseException with the position of the fault
     */
    public static List<SkyRegion> parts(String text) {
        return new RegionText(text, false).parts();
    }

    /**
     * The {@code POS} form: {@code CIRCLE}, {@code RANGE} or {@code POLYGON} (also for a box) and numbers that read
     * back equal.
     *
     * @throws IllegalArgumentException for a MOC, which has no such form
     */
    public static String format(SkyRegion region) {
        return RegionText.format(region, "");
    }

    /** The STC-S form for {@code s_region}: {@code CIRCLE ICRS ...} or {@code POLYGON ICRS ...}. */
    public static String formatStcs(SkyRegion region) {
        return RegionText.format(region, " ICRS");
    }

    /** The STC-S form of a region of several parts: {@code UNION ICRS (...)}, or that of the only one. */
    public static String formatStcs(List<SkyRegion> parts) {
        return parts.size() == 1
                ? formatStcs(parts.getFirst())
                : parts.stream().map(DaliRegion::format).collect(Collectors.joining(" ", "UNION ICRS (", ")"));
    }

    private static void requireCount(String shape, String wanted, boolean right, int actual) {
        if (!right) {
            throw new IllegalArgumentException("a " + shape + " needs " + wanted + " numbers, not " + actual);
        }
    }
}
