// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.meridian.core.db.SqlLiteral;
import org.meridian.core.sky.ConvexPart;
import org.meridian.core.sky.Polygon;
import org.meridian.core.sky.SkyPoint;
import org.meridian.core.sky.UnitVector;
import org.meridian.tap.translate.GeometryWriter.Place;

/**
 * Writes whether a position lies in a constant polygon, which is a union of convex parts. A small one is written out; for
 * a large one a function computes the unit vector once and loops over the parts, group by group, passing over the groups
 * whose bounding cap the position is not in.
 */
final class PolygonWriter {
    /** Half-spaces that are written out. */
    private static final int MAX_HALF_SPACES = 8;

    /** Nearer to an edge (radians) than double precision can tell: on it. */
    private static final double EDGE = 1e-15;

    /** What rounding may take from the cosine of a cap's radius. */
    private static final double CAP_MARGIN = 1e-14;

    private PolygonWriter() {}

    static String contains(Place place, Polygon polygon) {
        List<ConvexPart> parts = polygon.convexParts();
        int count = parts.stream().mapToInt(part -> part.halfSpaces().size()).sum();
        return count > MAX_HALF_SPACES
                ? called(place, parts, count)
                : parts.stream().map(part -> writtenOut(place, part)).collect(Collectors.joining(" OR ", "(", ")"));
    }

    private static String writtenOut(Place place, ConvexPart part) {
        String lon = "radians(" + place.lon() + ")";
        String lat = "radians(" + place.lat() + ")";
        List<String> sides = new ArrayList<>();
        for (int i = 0; i < part.halfSpaces().size(); i++) {
            UnitVector n = part.halfSpaces().get(i).normal();
            // Relative to a corner on the edge, so that short edges lose no digits.
            UnitVector a = part.vertices().get(i).toVector();
            sides.add(
                    SqlLiteral.of(n.x()) + " * (cos(" + lat + ") * cos(" + lon + ") - " + SqlLiteral.of(a.x()) + ") + "
                            + SqlLiteral.of(n.y()) + " * (cos(" + lat + ") * sin(" + lon + ") - " + SqlLiteral.of(a.y())
                            + ") + "
                            + SqlLiteral.of(n.z()) + " * (sin(" + lat + ") - " + SqlLiteral.of(a.z()) + ") >= "
                            + SqlLiteral.of(-EDGE));
        }
        return "(" + String.join(" AND ", sides) + ")";
    }

    private static String called(Place place, List<ConvexPart> parts, int count) {
        double[] sides = new double[4 * count];
        List<Integer> starts = new ArrayList<>();
        int at = 0;
        for (ConvexPart part : parts) {
            starts.add(at + 1);
            for (int i = 0; i < part.halfSpaces().size(); i++) {
                UnitVector n = part.halfSpaces().get(i).normal();
                sides[at++] = n.x();
                sides[at++] = n.y();
                sides[at++] = n.z();
                sides[at++] = dot(n, part.vertices().get(i).toVector()) - EDGE;
            }
        }
        starts.add(at + 1);
        // As many groups as parts in a group: neither loop is long.
        int size = (int) Math.ceil(Math.sqrt(parts.size()));
        List<Integer> groups = new ArrayList<>();
        List<Double> caps = new ArrayList<>();
        for (int from = 0; from < parts.size(); from += size) {
            int to = Math.min(from + size, parts.size());
            groups.add(to);
            caps.addAll(cap(parts.subList(from, to)));
        }
        return PostgresType.FUNCTIONS + "in_parts(" + place.lon() + ", " + place.lat() + ", " + array(groups) + ", "
                + SqlLiteral.of(caps.stream().mapToDouble(x -> x).toArray()) + ", " + array(starts) + ", "
                + SqlLiteral.of(sides) + ")";
    }

    /** To the last digit: a normal's own rounding, large for short edges, then does no harm. */
    private static double dot(UnitVector n, UnitVector a) {
        return new BigDecimal(n.x())
                .multiply(new BigDecimal(a.x()))
                .add(new BigDecimal(n.y()).multiply(new BigDecimal(a.y())))
                .add(new BigDecimal(n.z()).multiply(new BigDecimal(a.z())))
                .doubleValue();
    }

    /** Centre and least cosine of a cap around parts; caps up to a hemisphere are convex, others contain everything. */
    private static List<Double> cap(List<ConvexPart> parts) {
        List<UnitVector> corners = parts.stream()
                .flatMap(part -> part.vertices().stream())
                .map(SkyPoint::toVector)
                .toList();
        double x = corners.stream().mapToDouble(UnitVector::x).sum();
        double y = corners.stream().mapToDouble(UnitVector::y).sum();
        double z = corners.stream().mapToDouble(UnitVector::z).sum();
        double length = Math.sqrt(x * x + y * y + z * z);
        double least = length < 1e-6
                ? -1
                : corners.stream()
                        .mapToDouble(v -> (x * v.x() + y * v.y() + z * v.z()) / length)
                        .min()
                        .orElse(-1);
        return least < 0.001
                ? List.of(0.0, 0.0, 0.0, -1.0)
                : List.of(x / length, y / length, z / length, least - CAP_MARGIN);
    }

    private static String array(List<Integer> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(",", "'{", "}'::int4[]"));
    }
}
