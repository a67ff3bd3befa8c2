// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.meridian.core.db.SqlLiteral;
import org.meridian.core.sky.Circle;
import org.meridian.core.sky.ConvexPart;
import org.meridian.core.sky.DaliRegion;
import org.meridian.core.sky.Polygon;
import org.meridian.core.sky.Range;
import org.meridian.core.sky.SkyPoint;
import org.meridian.core.sky.SkyRegion;
import org.meridian.core.sky.UnitVector;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.schema.ValueType.Geometry;
import org.meridian.tap.schema.ValueType.Numeric;

/**
 * Writes geometry (ADQL 2.1, section 4.2) as values ({@code float8[]} in DALI form) and as exact conditions. Boundaries
 * are inside; what is NULL or has a NULL part is NULL.
 */
final class GeometryWriter {
    /** Half-spaces that are written out; polygons with more are asked of a function. */
    private static final int MAX_HALF_SPACES = 60;

    /** Nearer to an edge (radians) than double precision can tell: on it. */
    private static final double EDGE = 1e-15;

    private static final String FUNCTIONS = PostgresType.FUNCTIONS;

    private final Translation translation;

    GeometryWriter(Translation translation) {
        this.translation = translation;
    }

    /** SQL of the two coordinates of a position. */
    record Place(String lon, String lat) {}

    /** The coordinates of a point expression. */
    Place place(Expression point) {
        Optional<SkyPoint> constant = Constants.point(point);
        if (constant.isPresent()) {
            return new Place(
                    SqlLiteral.of(constant.get().lonDeg()),
                    SqlLiteral.of(constant.get().latDeg()));
        }
        if (point instanceof Expression.Point(Expression lon, Expression lat)) {
            return new Place(
                    translation.expressions().asDouble(lon),
                    translation.expressions().asDouble(lat));
        }
        String sql = "(" + write(point) + ")";
        return new Place(sql + "[1]", sql + "[2]");
    }

    /** A geometry as {@code float8[]}. */
    String write(Expression geometry) {
        if (geometry.type() == Geometry.REGION) {
            return geometry instanceof Expression.RegionLiteral literal
                    ? SqlLiteral.text(regionText(literal)).strip()
                    : translation.expressions().write(geometry);
        }
        Optional<String> constant = Constants.point(geometry)
                .map(p -> array(p.lonDeg(), p.latDeg()))
                .or(() -> Constants.region(geometry).flatMap(GeometryWriter::array));
        return constant.orElseGet(() -> computed(geometry));
    }

    private static String regionText(Expression.RegionLiteral literal) {
        return literal.region() instanceof Range ? literal.text() : DaliRegion.formatStcs(literal.region());
    }

    private String computed(Expression geometry) {
        return switch (geometry) {
            case Expression.Point point -> notNull(List.of(asDouble(point.lonDeg()), asDouble(point.latDeg())));
            case Expression.Circle circle -> {
                Place center = place(circle.center());
                yield notNull(List.of(center.lon(), center.lat(), asDouble(circle.radiusDeg())));
            }
            case Expression.Box box -> {
                Place center = place(box.center());
                yield FUNCTIONS + "box(" + center.lon() + ", " + center.lat() + ", " + asDouble(box.widthDeg()) + ", "
                        + asDouble(box.heightDeg()) + ")";
            }
            case Expression.Polygon polygon -> {
                List<String> numbers = new ArrayList<>();
                for (Expression vertex : polygon.vertices()) {
                    Place place = place(vertex);
                    numbers.add(place.lon());
                    numbers.add(place.lat());
                }
                yield notNull(numbers);
            }
            case Expression.Centroid centroid -> FUNCTIONS + "centroid(" + region(centroid.geometry()) + ")";
            default -> translation.expressions().write(geometry);
        };
    }

    private String asDouble(Expression expression) {
        return translation.expressions().write(expression, Numeric.DOUBLE);
    }

    private static String notNull(List<String> numbers) {
        String condition = numbers.stream()
                .filter(sql -> !sql.startsWith("'"))
                .map(sql -> sql + " IS NOT NULL")
                .collect(Collectors.joining(" AND "));
        String array = "ARRAY[" + String.join(", ", numbers) + "]";
        return condition.isEmpty() ? array : "(CASE WHEN " + condition + " THEN " + array + " END)";
    }

    private static String array(double... values) {
        return SqlLiteral.of(values);
    }

    private static Optional<String> array(SkyRegion region) {
        return switch (region) {
            case Circle circle -> Optional.of(array(DaliRegion.toArray(circle)));
            case Polygon polygon -> Optional.of(array(DaliRegion.toArray(polygon)));
            default -> Optional.empty();
        };
    }

    /** A geometry as an argument of the functions, which also take what is text elsewhere. */
    String region(Expression geometry) {
        if (geometry instanceof Expression.RegionLiteral) {
            return Constants.region(geometry)
                    .flatMap(GeometryWriter::array)
                    .orElseThrow(() -> new TranslationException(
                            "such a REGION can only be asked whether it contains a point; write a POLYGON instead"));
        }
        return geometry.type() == Geometry.REGION ? FUNCTIONS + "region(" + write(geometry) + ")" : write(geometry);
    }

    /** DISTANCE in degrees. */
    String distance(Expression from, Expression to) {
        return distance(place(from), place(to));
    }

    private static String distance(Place a, Place b) {
        return FUNCTIONS + "distance(" + a.lon() + ", " + a.lat() + ", " + b.lon() + ", " + b.lat() + ")";
    }

    /** AREA in square degrees. */
    String area(Expression geometry) {
        return FUNCTIONS + "area(" + region(geometry) + ")";
    }

    /** COORD1 or COORD2. */
    String coordinate(Expression.Coordinate coordinate) {
        Place place = place(coordinate.point());
        // Only of a POINT that is not NULL as a whole.
        if (Constants.point(coordinate.point()).isEmpty() && coordinate.point() instanceof Expression.Point) {
            return coordinate.second()
                    ? "(CASE WHEN " + place.lon() + " IS NOT NULL THEN " + place.lat() + " END)"
                    : "(CASE WHEN " + place.lat() + " IS NOT NULL THEN " + place.lon() + " END)";
        }
        return coordinate.second() ? place.lat() : place.lon();
    }

    /** A condition: {@code inner} lies within {@code outer}. */
    String contains(Expression inner, Expression outer) {
        if (inner.type() != Geometry.POINT) {
            return FUNCTIONS + "contains(" + region(inner) + ", " + region(outer) + ")";
        }
        Optional<SkyRegion> constant = Constants.region(outer);
        if (constant.isPresent()) {
            return contains(place(inner), constant.get());
        }
        if (outer instanceof Expression.Circle(Expression center, Expression radius)) {
            return "(" + distance(place(inner), place(center)) + " <= " + asDouble(radius) + ")";
        }
        if (outer.type() == Geometry.CIRCLE) {
            String circle = "(" + write(outer) + ")";
            return "(" + distance(place(inner), new Place(circle + "[1]", circle + "[2]")) + " <= " + circle + "[3])";
        }
        return FUNCTIONS + "contains(" + write(inner) + ", " + region(outer) + ")";
    }

    /** A condition: the two share a point. A point in either place means CONTAINS. */
    String intersects(Expression left, Expression right) {
        if (left.type() == Geometry.POINT) {
            return contains(left, right);
        }
        if (right.type() == Geometry.POINT) {
            return contains(right, left);
        }
        return FUNCTIONS + "intersects(" + region(left) + ", " + region(right) + ")";
    }

    private static String contains(Place place, SkyRegion region) {
        return switch (region) {
            case Circle circle ->
                "("
                        + distance(place, new Place(SqlLiteral.of(circle.lonDeg()), SqlLiteral.of(circle.latDeg())))
                        + " <= " + SqlLiteral.of(circle.radiusDeg()) + ")";
            case Polygon polygon -> contains(place, polygon);
            case Range range -> contains(place, range);
            default -> throw new TranslationException("such a REGION cannot be searched; write a POLYGON instead");
        };
    }

    private static String contains(Place place, Polygon polygon) {
        int count = polygon.convexParts().stream()
                .mapToInt(part -> part.halfSpaces().size())
                .sum();
        if (count > MAX_HALF_SPACES) {
            return FUNCTIONS + "in_polygon(" + place.lon() + ", " + place.lat() + ", "
                    + array(DaliRegion.toArray(polygon)) + ")";
        }
        return polygon.convexParts().stream()
                .map(part -> convex(place, part))
                .collect(Collectors.joining(" OR ", "(", ")"));
    }

    private static String convex(Place place, ConvexPart part) {
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

    private static String contains(Place place, Range range) {
        String lat =
                place.lat() + " BETWEEN " + SqlLiteral.of(range.lat1Deg()) + " AND " + SqlLiteral.of(range.lat2Deg());
        String lon = "(" + place.lon() + " - 360 * floor(" + place.lon() + " / 360))";
        String lons = range.isWholeCircle()
                ? ""
                : " AND (" + lon + " BETWEEN " + SqlLiteral.of(range.lon1Deg()) + " AND "
                        + SqlLiteral.of(range.lon2Deg()) + " OR " + lon + " <= "
                        + SqlLiteral.of(range.lon2Deg() - 360) + " OR abs(" + place.lat() + ") = 90)";
        // Half a position is none: unknown, even where one half would settle it.
        return "(CASE WHEN " + place.lon() + " IS NOT NULL AND " + place.lat() + " IS NOT NULL THEN " + lat + lons
                + " END)";
    }
}
