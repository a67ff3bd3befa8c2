// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.meridian.core.db.SqlLiteral;
import org.meridian.core.sky.Circle;
import org.meridian.core.sky.Cover;
import org.meridian.core.sky.Moc;
import org.meridian.core.sky.SkyPoint;
import org.meridian.core.sky.SkyRegion;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.checked.Relation.Source;
import org.meridian.tap.schema.ValueType.Geometry;
import org.meridian.tap.schema.ValueType.Numeric;
import org.meridian.tap.translate.GeometryWriter.Place;
import org.meridian.tap.translate.IndexedColumn.Position;
import org.meridian.tap.translate.IndexedColumn.Region;

/**
 * Writes what makes PostgreSQL use the sky index: conditions on hidden columns that follow from a geometric condition, to
 * be added to it with AND. They hold wherever the condition is true; where it is false or unknown they may be anything.
 *
 * <p>A constant region becomes ranges of order-29 cells as literals, which keeps row estimates right. Between two tables
 * the cells around a row of one are looked up in the index of the other, in a nested loop; both ways are offered, and
 * PostgreSQL chooses the table to begin with. No arithmetic stands on an indexed column.
 */
final class SkyLookup {
    /** Up to this radius a circle touches at most 16 cells of order 14: within three cells of a side of 12.9 arcsec. */
    static final double MAX_CELL_RADIUS = 12.5 / 3600;

    /** Each range of a constant region costs a list of ancestors in the look-up among covers. */
    private static final int MAX_REGION_RANGES = 4;

    private static final String FUNCTIONS = PostgresType.FUNCTIONS;

    private final Translation translation;
    private final UploadLookup uploads;

    SkyLookup(Translation translation) {
        this.uploads = new UploadLookup(translation);
        this.translation = translation;
    }

    /** What follows from {@code DISTANCE(from, to) <= radius}. */
    List<String> near(Expression from, Expression to, Expression radius) {
        Optional<Double> constant = Constants.number(radius);
        if (constant.isPresent() && !(constant.get() >= 0)) {
            return List.of();
        }
        if (constant.isPresent() && translation.isRequired()) {
            double reach = Math.min(180, constant.get() + GeometryWriter.TOLERANCE_DEG);
            Optional<String> ready = uploads.near(from, to, reach).or(() -> uploads.near(to, from, reach));
            if (ready.isPresent()) {
                return List.of(ready.get());
            }
        }
        List<String> found = new ArrayList<>();
        near(from, to, radius, constant).ifPresent(found::add);
        near(to, from, radius, constant).ifPresent(found::add);
        return found;
    }

    /** The index of {@code to} is asked for what is near {@code from}. */
    private Optional<String> near(Expression from, Expression to, Expression radius, Optional<Double> constant) {
        Optional<Position> index = position(to);
        if (index.isEmpty() || !isIndependent(List.of(from, radius), index.get().source())) {
            return Optional.empty();
        }
        Optional<SkyPoint> centre = Constants.point(from);
        if (centre.isPresent() && constant.isPresent()) {
            return Optional.of(within(
                    index.get().cell29(),
                    new Circle(
                            centre.get().lonDeg(),
                            centre.get().latDeg(),
                            Math.min(180, constant.get() + GeometryWriter.TOLERANCE_DEG))));
        }
        Place place = translation.geometries().place(from);
        String radiusSql = constant.map(r -> SqlLiteral.of(Math.min(180, r)))
                .orElseGet(() -> translation.expressions().write(radius, Numeric.DOUBLE));
        if (constant.isPresent() && constant.get() <= MAX_CELL_RADIUS) {
            String cells = FUNCTIONS + "cells(" + place.lon() + ", " + place.lat() + ", " + radiusSql + ", 14)";
            return Optional.of(index.get().cell14() + " = ANY ("
                    + (index.get().guarded()
                            ? once(cells, List.of(from, radius), index.get().source(), true)
                            : cells)
                    + ")");
        }
        String ranges = FUNCTIONS + "ranges(" + place.lon() + ", " + place.lat() + ", " + radiusSql + ")";
        return Optional.of(within(index.get(), ranges, List.of(from, radius)));
    }

    /** What follows from {@code CONTAINS(inner, outer) = 1}. */
    List<String> contains(Expression inner, Expression outer) {
        if (inner.type() != Geometry.POINT) {
            // What is contained has a point in common.
            return intersects(inner, outer);
        }
        if (outer instanceof Expression.Circle(Expression center, Expression radius)) {
            return near(inner, center, radius);
        }
        if (outer.type() == Geometry.MOC) {
            return List.of();
        }
        List<String> found = new ArrayList<>();
        Optional<Position> index = position(inner);
        if (index.isPresent() && isIndependent(List.of(outer), index.get().source())) {
            Optional<SkyRegion> constant = Constants.region(outer);
            found.add(
                    constant.isPresent()
                            ? within(index.get().cell29(), constant.get())
                            : within(
                                    index.get(),
                                    FUNCTIONS + "ranges("
                                            + translation.geometries().region(outer) + ")",
                                    List.of(outer)));
        }
        if (found.isEmpty()) {
            // Offered together with the other, PostgreSQL counts its cost even where it is only a filter.
            region(outer)
                    .filter(region -> isIndependent(List.of(inner), region.source()))
                    .ifPresent(region -> found.add(rowsAt(region, inner)));
        }
        return found;
    }

    /**
     * What stands for a whole condition, as it needs nothing but the index: that a point is in a MOC, whose cells the index
     * has exactly.
     */
    Optional<String> decided(Expression predicate) {
        return switch (predicate) {
            case Expression.Contains c -> inMoc(c.inner(), c.outer());
            case Expression.Intersects c -> inMoc(c.left(), c.right()).or(() -> inMoc(c.right(), c.left()));
            default -> Optional.empty();
        };
    }

    private Optional<String> inMoc(Expression point, Expression moc) {
        return point.type() == Geometry.POINT && moc.type() == Geometry.MOC
                ? position(point).flatMap(index -> inMoc(index, moc))
                : Optional.empty();
    }

    private Optional<String> inMoc(Position index, Expression moc) {
        Optional<Moc> constant = Constants.moc(moc);
        if (constant.isPresent()) {
            return Optional.of(MocWriter.contains(index.cell29(), constant.get()));
        }
        if (!isIndependent(List.of(moc), index.source())) {
            return Optional.empty();
        }
        String cells = once(translation.mocs().cells(moc), List.of(moc), index.source(), index.guarded());
        return Optional.of("(" + within(index, FUNCTIONS + "moc_ranges(" + cells + ")", List.of(moc)) + " AND "
                + index.cell29() + " <@ " + cells + ")");
    }

    /** What follows from {@code INTERSECTS(left, right) = 1}. */
    List<String> intersects(Expression left, Expression right) {
        if (left.type() == Geometry.POINT) {
            return contains(left, right);
        }
        if (right.type() == Geometry.POINT) {
            return contains(right, left);
        }
        if (left instanceof Expression.Circle a && right instanceof Expression.Circle b) {
            return near(
                    a.center(),
                    b.center(),
                    new Expression.Arithmetic(
                            Expression.ArithmeticOperator.ADD, a.radiusDeg(), b.radiusDeg(), Numeric.DOUBLE));
        }
        List<String> found = new ArrayList<>();
        overlap(left, right).ifPresent(found::add);
        overlap(right, left).ifPresent(found::add);
        return found;
    }

    /** What follows from one of several overlaps of one region column with constant regions; nothing if they are others. */
    Optional<String> intersectsAny(List<Expression.Intersects> overlaps) {
        Set<Region> columns = new HashSet<>();
        List<String> terms = new ArrayList<>();
        for (Expression.Intersects overlap : overlaps) {
            boolean first = region(overlap.left()).isPresent();
            Optional<Region> column = region(first ? overlap.left() : overlap.right());
            Optional<SkyRegion> constant = Constants.region(first ? overlap.right() : overlap.left());
            if (column.isEmpty() || constant.isEmpty()) {
                return Optional.empty();
            }
            columns.add(column.get());
            terms.addAll(overTerms(Cover.of(constant.get(), MAX_REGION_RANGES)));
        }
        return columns.size() == 1 ? Optional.of(rowsOver(columns.iterator().next(), terms)) : Optional.empty();
    }

    /** The cover index of {@code indexed} is asked for what overlaps {@code other}. */
    private Optional<String> overlap(Expression indexed, Expression other) {
        Optional<Region> index = region(indexed);
        if (index.isEmpty() || !isIndependent(List.of(other), index.get().source())) {
            return Optional.empty();
        }
        Optional<SkyRegion> constant = Constants.region(other);
        if (constant.isPresent()) {
            return Optional.of(rowsOver(index.get(), overTerms(Cover.of(constant.get(), MAX_REGION_RANGES))));
        }
        return region(other).map(otherRegion -> rowsOver(index.get(), otherRegion, other));
    }

    private static String within(String cell29, SkyRegion region) {
        return ranges(cell29, Cover.of(region));
    }

    static String ranges(String cell, long[] ranges) {
        List<String> terms = new ArrayList<>();
        for (int i = 0; i < ranges.length; i += 2) {
            terms.add(cell + " BETWEEN " + SqlLiteral.of(ranges[i]) + " AND " + SqlLiteral.of(ranges[i + 1]));
        }
        return terms.isEmpty() ? "false" : "(" + String.join(" OR ", terms) + ")";
    }

    /** In one of the four ranges of an array, which is computed once a row where it comes from one source. */
    private String within(Position index, String array, List<Expression> from) {
        String ranges = once(array, from, index.source(), index.guarded());
        List<String> terms = new ArrayList<>();
        for (int i = 1; i <= 7; i += 2) {
            terms.add(index.cell29() + " BETWEEN (" + ranges + ")[" + i + "] AND (" + ranges + ")[" + (i + 1) + "]");
        }
        return "(" + String.join(" OR ", terms) + ")";
    }

    /**
     * A value, computed once a row of the source of {@code from} if there is one such, so that what it is compared with in
     * {@code searched} is compared with a column: row security lets no function decide what an index finds. Where the row is
     * one of an enclosing query, it is computed beside {@code searched}.
     */
    private String once(String value, List<Expression> from, Source searched, boolean guarded) {
        List<Source> sources = from.stream()
                .flatMap(e -> References.columns(e).stream())
                .map(Expression.ColumnRef::source)
                .distinct()
                .toList();
        if (sources.isEmpty() || !from.stream().allMatch(References::isPlain)) {
            return value;
        }
        if (sources.size() == 1 && isPlaceForMore(sources.get(0))) {
            return translation.attach(sources.get(0), value);
        }
        boolean given = guarded && sources.stream().noneMatch(translation::isOwn);
        return given && isPlaceForMore(searched) ? translation.attach(searched, value) : value;
    }

    private boolean isPlaceForMore(Source source) {
        return translation.isOwn(source) && !translation.isViewed(source);
    }

    /** The order-29 cell of a point. */
    private String cell(Expression point) {
        Optional<Position> index =
                IndexedColumn.position(point, translation).filter(p -> translation.isOwn(p.source()));
        if (index.isPresent()) {
            return index.get().cell29();
        }
        Place place = translation.geometries().place(point);
        return "(" + FUNCTIONS + "cells(" + place.lon() + ", " + place.lat() + ", 0, 29))";
    }

    /** Rows of a region column whose cover has the cell, or one of a few cells, of a point. */
    private String rowsAt(Region region, Expression point) {
        String cell = cell(point);
        String cells = cell.startsWith("(") ? "unnest" + cell : "(VALUES (" + cell + "))";
        String rows = "ARRAY(SELECT k.row FROM " + cells + " AS p (cell), " + region.coverTable()
                + " AS k WHERE k.lo = ANY (" + FUNCTIONS + "ancestors(p.cell)) AND " + end("k") + " > p.cell)";
        return rowsIn(region, rows, point);
    }

    private String rowsIn(Region region, String rows, Expression from) {
        return region.row() + " = ANY (" + (region.guarded() ? once(rows, List.of(from), region.source(), true) : rows)
                + ")";
    }

    /** Rows with a cell of their cover for which one of the terms holds. */
    private static String rowsOver(Region region, List<String> terms) {
        return region.row() + " IN (SELECT k.row FROM " + region.coverTable() + " AS k WHERE "
                + String.join(" OR ", terms) + ")";
    }

    /** That a cell of a cover overlaps one of ranges of cells. */
    private static List<String> overTerms(long[] ranges) {
        Set<Long> above = new HashSet<>();
        for (int i = 0; i < ranges.length; i += 2) {
            for (int shift = 2; shift <= 58; shift += 2) {
                above.add(ranges[i] >> shift << shift);
            }
        }
        List<String> terms = new ArrayList<>();
        terms.add(ranges("k.lo", ranges));
        for (int i = 0; i < ranges.length; i += 2) {
            long from = ranges[i];
            String cells = above.stream()
                    .filter(lo -> lo < from && isAncestor(lo, from))
                    .sorted()
                    .map(SqlLiteral::of)
                    .collect(Collectors.joining(", "));
            if (!cells.isEmpty()) {
                terms.add("(k.lo IN (" + cells + ") AND " + end("k") + " > " + SqlLiteral.of(from) + ")");
            }
        }
        return terms;
    }

    private static boolean isAncestor(long lo, long cell) {
        for (int shift = 2; shift <= 58; shift += 2) {
            if (cell >> shift << shift == lo) {
                return true;
            }
        }
        return false;
    }

    /** Rows whose cover overlaps the cover of another row. */
    private String rowsOver(Region region, Region other, Expression from) {
        String rows = "ARRAY(SELECT k.row FROM " + other.coverTable() + " AS o, " + region.coverTable()
                + " AS k WHERE o.row = " + other.row() + " AND (k.lo >= o.lo AND k.lo < " + end("o")
                + " OR k.lo = ANY (" + FUNCTIONS + "ancestors(o.lo)) AND " + end("k") + " > o.lo))";
        return rowsIn(region, rows, from);
    }

    /** One past the last order-29 cell of a cover row. */
    private static String end(String alias) {
        return alias + ".lo + (1::int8 << (2 * (29 - " + alias + ".ord)))";
    }

    private Optional<Position> position(Expression point) {
        return IndexedColumn.position(point, translation).filter(p -> translation.isSearchable(p.source()));
    }

    private Optional<Region> region(Expression region) {
        return IndexedColumn.region(region, translation).filter(r -> translation.isSearchable(r.source()));
    }

    /** Whether none of the expressions looks at {@code source}: an index cannot be asked for a row's own value. */
    private static boolean isIndependent(List<Expression> expressions, Source source) {
        return expressions.stream().noneMatch(e -> References.sourceIds(e).contains(source.id()));
    }
}
