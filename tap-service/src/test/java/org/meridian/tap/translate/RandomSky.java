// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;
import org.meridian.tap.translate.RandomQueries.Column;
import org.meridian.tap.translate.RandomQueries.Kind;

/** The geometric part of random queries: positions near those of the sample, regions of all sizes, all ways of asking. */
final class RandomSky {
    private final Random random;
    private final RandomQueries queries;

    RandomSky(Random random, RandomQueries queries) {
        this.random = random;
        this.queries = queries;
    }

    private static String format(double value) {
        return String.format(Locale.ROOT, "%.6f", value);
    }

    /** Near one of the places where the sample has most of its rows. */
    private double[] place() {
        double[] centre = SkySample.CENTRES[random.nextInt(SkySample.CENTRES.length)];
        double lat = Math.clamp(centre[1] + random.nextGaussian() * 1.5, -89.99, 89.99);
        double lon = centre[0] + random.nextGaussian() * 1.5 / Math.max(0.02, Math.cos(Math.toRadians(lat)));
        return new double[] {((lon % 360) + 360) % 360, lat};
    }

    String constantPoint() {
        double[] p = place();
        return "POINT(" + queries.pick("", "", "'ICRS', ") + format(p[0]) + ", " + format(p[1]) + ")";
    }

    private String constantRadius() {
        return queries.pick("0.0003", "0.01", "0.5", "1", "2e0", "5.5", "20", "100", "170", "3/2.", "0");
    }

    String constantCircle() {
        return "CIRCLE(" + constantPoint() + ", " + constantRadius() + ")";
    }

    String constantPolygon() {
        double[] c = place();
        if (queries.chance(20)) {
            return "BOX(" + format(c[0]) + ", " + format(c[1]) + ", " + format(0.5 + 6 * random.nextDouble()) + ", "
                    + format(0.5 + 6 * random.nextDouble()) + ")";
        }
        double[] corners = SkySample.star(random, c[0], c[1], Math.exp(random.nextDouble() * 4 - 1.5));
        return "POLYGON("
                + String.join(
                        ", ", Arrays.stream(corners).mapToObj(RandomSky::format).toList()) + ")";
    }

    private String constantRegion() {
        double[] c = place();
        return switch (random.nextInt(6)) {
            case 0, 1 -> constantCircle();
            case 2 -> "REGION('CIRCLE ICRS " + format(c[0]) + " " + format(c[1]) + " 2.5')";
            default -> constantPolygon();
        };
    }

    String point(List<Column> columns) {
        List<Column> points =
                columns.stream().filter(c -> c.kind() == Kind.POINT).toList();
        if (!points.isEmpty() && queries.chance(75)) {
            return queries.pick(points).sql();
        }
        List<Column> regions = regions(columns);
        return !regions.isEmpty() && queries.chance(30)
                ? "CENTROID(" + queries.pick(regions).sql() + ")"
                : constantPoint();
    }

    private static List<Column> regions(List<Column> columns) {
        return columns.stream()
                .filter(c -> c.kind() == Kind.CIRCLE || c.kind() == Kind.POLYGON)
                .toList();
    }

    String circle(List<Column> columns) {
        List<Column> own = columns.stream().filter(c -> c.kind() == Kind.CIRCLE).toList();
        if (!own.isEmpty() && queries.chance(50)) {
            return queries.pick(own).sql();
        }
        List<Column> sizes =
                columns.stream().filter(c -> c.sql().endsWith(".err")).toList();
        String radius =
                !sizes.isEmpty() && queries.chance(40) ? queries.pick(sizes).sql() : constantRadius();
        return "CIRCLE(" + point(columns) + ", " + radius + ")";
    }

    String polygon(List<Column> columns) {
        List<Column> own =
                columns.stream().filter(c -> c.kind() == Kind.POLYGON).toList();
        return !own.isEmpty() && queries.chance(60) ? queries.pick(own).sql() : constantPolygon();
    }

    String region(List<Column> columns) {
        return switch (random.nextInt(3)) {
            case 0 -> circle(columns);
            case 1 -> polygon(columns);
            default -> constantRegion();
        };
    }

    String distance(List<Column> columns) {
        return distance(point(columns), point(columns));
    }

    private String distance(String a, String b) {
        return "DISTANCE(" + a + ", " + b + ")";
    }

    /** A whole number that is a function of the IVOA's catalogue. */
    String function(List<Column> columns) {
        if (queries.chance(50)) {
            return "ivo_healpix_index(" + random.nextInt(30) + ", " + point(columns) + ")";
        }
        Supplier<String> number = () -> queries.expression(Kind.NUMBER, columns, 0, 1);
        return "ivo_interval_overlaps(" + number.get() + ", " + number.get() + ", " + number.get() + ", " + number.get()
                + ")";
    }

    private String moc() {
        return "MOC(" + random.nextInt(8) + ", " + constantRegion() + ")";
    }

    /** CONTAINS or INTERSECTS as a number. */
    String predicate(List<Column> columns) {
        return switch (random.nextInt(5)) {
            case 4 ->
                queries.chance(70)
                        ? "CONTAINS(" + point(columns) + ", " + moc() + ")"
                        : "INTERSECTS(" + moc() + ", " + point(columns) + ")";
            case 0 -> "INTERSECTS(" + region(columns) + ", " + region(columns) + ")";
            case 1 -> "CONTAINS(" + region(columns) + ", " + region(columns) + ")";
            default -> "CONTAINS(" + point(columns) + ", " + region(columns) + ")";
        };
    }

    String condition(List<Column> columns) {
        if (queries.chance(35)) {
            return near(point(columns), point(columns), constantRadius());
        }
        return asked(predicate(columns));
    }

    private String asked(String predicate) {
        return switch (random.nextInt(8)) {
            case 0 -> predicate + " = 0";
            case 1 -> "0 = " + predicate;
            case 2 -> predicate + " <> 0";
            case 3, 4 -> "1 = " + predicate;
            default -> predicate + " = 1";
        };
    }

    private String near(String a, String b, String radius) {
        String distance = distance(a, b);
        return switch (random.nextInt(6)) {
            case 0 -> radius + " > " + distance;
            case 1 -> radius + " >= " + distance;
            case 2 -> distance + " BETWEEN 0 AND " + radius;
            case 3 -> distance + " > " + radius;
            case 4 -> distance + " <= " + radius;
            default -> distance + " < " + radius;
        };
    }

    /** Something that ties rows of two relations together by place. */
    String joinCondition(List<Column> left, List<Column> right) {
        List<Column> a = new ArrayList<>(left);
        List<Column> b = new ArrayList<>(right);
        if (queries.chance(50)) {
            List<Column> c = a;
            a = b;
            b = c;
        }
        List<Column> both = new ArrayList<>(a);
        both.addAll(b);
        return switch (random.nextInt(6)) {
            case 0, 1 ->
                near(point(a), point(b), queries.pick("0.0003", "1/3600.", "0.003", "0.05", "1.5", sizeOr(both)));
            case 2 ->
                asked("CONTAINS(" + point(a) + ", CIRCLE(" + point(b) + ", "
                        + queries.pick("0.0005", "0.4", sizeOr(both)) + "))");
            case 3 -> asked("CONTAINS(" + point(a) + ", " + region(b) + ")");
            case 4 -> asked("INTERSECTS(" + region(a) + ", " + region(b) + ")");
            default -> asked("CONTAINS(" + region(a) + ", " + region(b) + ")");
        };
    }

    private String sizeOr(List<Column> columns) {
        List<Column> sizes =
                columns.stream().filter(c -> c.sql().endsWith(".err")).toList();
        return sizes.isEmpty() ? "0.25" : queries.pick(sizes).sql();
    }
}
