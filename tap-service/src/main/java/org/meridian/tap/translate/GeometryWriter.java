// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.meridian.core.db.SqlLiteral;
import org.meridian.core.sky.Circle;
import org.meridian.core.sky.DaliRegion;
import org.meridian.core.sky.Polygon;
import org.meridian.core.sky.Range;
import org.meridian.core.sky.SkyPoint;
import org.meridian.core.sky.SkyRegion;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.schema.ValueType.Geometry;
import org.meridian.tap.schema.ValueType.Numeric;

/**
 * Writes geometry (ADQL 2.1, section 4.2) as values ({@code float8[]} in DALI form) and as exact conditions. Boundaries
 * are inside; what is NULL or has a NULL part is NULL.
 */
final class GeometryWriter {
    /** 1e-15 rad, less than double precision can tell: circles reach so much farther. */
    static final double TOLERANCE_DEG = 5.8e-14;

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
            String latSql = translation.expressions().asDouble(lat);
            return new Place(
                    translation.expressions().asDouble(lon),
                    IndexedColumn.isPosition(lon, lat) ? latSql : FUNCTIONS + "latitude(" + latSql + ")");
        }
        String sql = "(" + write(point) + ")";
        return new Place(sql + "[1]", sql + "[2]");
    }

    /** A geometry as {@code float8[]}. */
    String write(Expression geometry) {
        if (geometry.type() == Geometry.MOC) {
            return translation.mocs().write(geometry);
        }
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
            case Expression.Point point -> {
                Place place = place(point);
                yield notNull(List.of(place.lon(), place.lat()));
            }
            case Expression.Circle circle -> {
                Place center = place(circle.center());
                yield notNull(List.of(center.lon(), center.lat(), radius(circle.radiusDeg())));
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
            case Expression.UserFunctionCall call -> translation.userFunctions().computed(call);
            default -> translation.expressions().write(geometry);
        };
    }

    private String asDouble(Expression expression) {
        return translation.expressions().write(expression, Numeric.DOUBLE);
    }

    private String radius(Expression expression) {
        return Constants.number(expression)
                .filter(r -> r >= 0 && r <= 180)
                .map(SqlLiteral::of)
                .orElseGet(() -> FUNCTIONS + "radius(" + asDouble(expression) + ")");
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
        if (geometry.type() == Geometry.MOC) {
            throw new TranslationException("a MOC can be an argument of CONTAINS, INTERSECTS and AREA only");
        }
        if (geometry instanceof Expression.RegionLiteral) {
            return Constants.region(geometry)
                    .flatMap(GeometryWriter::array)
                    .orElseThrow(() -> new TranslationException(
                            "such a REGION can only be asked what overlaps it and whether it contains a point; write a"
                                    + " POLYGON instead"));
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
        return geometry.type() == Geometry.MOC
                ? translation.mocs().area(geometry)
                : FUNCTIONS + "area(" + region(geometry) + ")";
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
        if (inner.type() == Geometry.MOC || outer.type() == Geometry.MOC) {
            return translation.mocs().contains(inner, outer);
        }
        if (inner.type() != Geometry.POINT) {
            return FUNCTIONS + "contains(" + region(inner) + ", " + region(outer) + ")";
        }
        Optional<SkyRegion> constant = Constants.region(outer);
        if (constant.isPresent()) {
            return contains(place(inner), constant.get());
        }
        if (outer instanceof Expression.Circle(Expression center, Expression radius)) {
            return within(place(inner), place(center), radius(radius));
        }
        if (outer.type() == Geometry.CIRCLE) {
            String circle = "(" + write(outer) + ")";
            return within(place(inner), new Place(circle + "[1]", circle + "[2]"), circle + "[3]");
        }
        return FUNCTIONS + "contains(" + write(inner) + ", " + region(outer) + ")";
    }

    private static String within(Place place, Place center, String radius) {
        return "(" + distance(place, center) + " <= " + FUNCTIONS + "reach(" + radius + "))";
    }

    /** A condition: the two share a point. A point in either place means CONTAINS. */
    String intersects(Expression left, Expression right) {
        if (left.type() == Geometry.POINT) {
            return contains(left, right);
        }
        if (right.type() == Geometry.POINT) {
            return contains(right, left);
        }
        if (left.type() == Geometry.MOC || right.type() == Geometry.MOC) {
            return translation.mocs().intersects(left, right);
        }
        if (left instanceof Expression.Circle a && right instanceof Expression.Circle b) {
            return within(place(a.center()), place(b.center()), radius(a.radiusDeg()) + " + " + radius(b.radiusDeg()));
        }
        Optional<String> range = range(left);
        return range.isPresent() || range(right).isEmpty()
                ? FUNCTIONS + "intersects(" + range.orElseGet(() -> region(left)) + ", " + region(right) + ")"
                : intersects(right, left);
    }

    /** A range of coordinates as the first argument of {@code intersects}. */
    private static Optional<String> range(Expression geometry) {
        return Constants.region(geometry)
                .filter(Range.class::isInstance)
                .map(Range.class::cast)
                .map(r -> array(
                        Double.POSITIVE_INFINITY, r.lon1Deg(), r.lon2Deg() - r.lon1Deg(), r.lat1Deg(), r.lat2Deg()));
    }

    private static String contains(Place place, SkyRegion region) {
        return switch (region) {
            case Circle circle ->
                "("
                        + distance(place, new Place(SqlLiteral.of(circle.lonDeg()), SqlLiteral.of(circle.latDeg())))
                        + " <= " + SqlLiteral.of(circle.radiusDeg() + TOLERANCE_DEG) + ")";
            case Polygon polygon -> PolygonWriter.contains(place, polygon);
            case Range range -> contains(place, range);
            default -> throw new TranslationException("such a REGION cannot be searched; write a POLYGON instead");
        };
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
