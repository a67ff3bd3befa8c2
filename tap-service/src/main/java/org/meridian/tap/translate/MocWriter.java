// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import java.util.List;
import java.util.Optional;
import org.meridian.core.db.SqlLiteral;
import org.meridian.core.sky.Cover;
import org.meridian.core.sky.CoverCell;
import org.meridian.core.sky.Healpix;
import org.meridian.core.sky.Moc;
import org.meridian.core.sky.SkyPoint;
import org.meridian.core.sky.SkyRegion;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.checked.Expression.UserFunctionCall;
import org.meridian.tap.schema.ValueType.Geometry;
import org.meridian.tap.translate.GeometryWriter.Place;

/**
 * Writes MOCs: as values in ASCII form, and inside conditions as sets of ranges of order-29 cells ({@code int8multirange}).
 * A region that is compared with a MOC stands for the cells it overlaps, at the order of the MOC: so it is within the MOC, or
 * meets it, exactly where it does on the sky.
 */
final class MocWriter {
    /** Ranges of a MOC that stands in a query, at most: some 4 MB of SQL. */
    private static final int MAX_RANGES = 100_000;

    /** Cells up to which a constant region is refined before it is compared with MOCs of unknown order. */
    private static final int MAX_CELLS = 20_000;

    /** Numbers of ranges to ask the index for: more, where fewer take in much that is not in the MOC. */
    private static final int[] INDEX_RANGES = {Cover.DEFAULT_RANGES, 64, 256};

    private static final String FUNCTIONS = PostgresType.FUNCTIONS;

    private final Translation translation;

    MocWriter(Translation translation) {
        this.translation = translation;
    }

    /** The same MOC, if it is not too large for a query. */
    static Moc bounded(Moc moc) {
        int ranges = moc.ranges().length / 2;
        if (ranges > MAX_RANGES) {
            throw new TranslationException("the MOC has " + ranges + " ranges of cells, at most " + MAX_RANGES
                    + " are possible here: take a lower order");
        }
        return moc;
    }

    /** The ASCII form. */
    String write(Expression moc) {
        Optional<Moc> constant = Constants.moc(moc);
        if (constant.isPresent()) {
            return SqlLiteral.text(constant.get().toAscii()).strip();
        }
        return moc instanceof UserFunctionCall
                ? FUNCTIONS + "moc_text(" + cells(moc) + ", " + order(moc) + ")"
                : translation.expressions().write(moc);
    }

    /** Square degrees. */
    String area(Expression moc) {
        return FUNCTIONS + "moc_area(" + cells(moc) + ")";
    }

    /** A condition: {@code inner} lies within {@code outer}; at least one is a MOC. */
    String contains(Expression inner, Expression outer) {
        if (outer.type() == Geometry.POINT) {
            throw new TranslationException("no MOC lies within a point");
        }
        if (inner.type() == Geometry.POINT) {
            return contains(cell(inner), outer);
        }
        Optional<SkyRegion> a = Constants.region(inner);
        Optional<SkyRegion> b = Constants.region(outer);
        if (a.isPresent() && b.isPresent()) {
            return String.valueOf(b.get().contains(a.get()));
        }
        if (outer.type() == Geometry.MOC) {
            return "(" + cells(inner, outer) + " <@ " + cells(outer) + ")";
        }
        SkyRegion region = b.orElseThrow(() -> new TranslationException(
                "whether a MOC lies within a region can only be asked of a region that is the same for all rows; write"
                        + " CONTAINS(moc, MOC(order, region))"));
        return "(" + cells(inner) + " <@ " + literal(within(region)) + ")";
    }

    private String contains(String cell, Expression moc) {
        return Constants.moc(moc)
                .map(constant -> "(" + cell + " <@ " + literal(constant) + ")")
                .orElseGet(() -> "(" + cell + " <@ " + cells(moc) + ")");
    }

    /** A condition on an indexed column of cells. */
    static String contains(String cell29, Moc moc) {
        long[] ranges = moc.ranges();
        if (ranges.length <= 2 * Cover.DEFAULT_RANGES) {
            return SkyLookup.ranges(cell29, ranges);
        }
        double wanted = 2 * moc.skyFraction();
        long[] asked = ranges;
        for (int count : INDEX_RANGES) {
            asked = Cover.of(moc, count);
            if (Moc.ofRanges(Healpix.MAX_ORDER, asked).skyFraction() <= wanted) {
                break;
            }
        }
        String exact = cell29 + " <@ " + literal(moc);
        return "(" + SkyLookup.ranges(cell29, asked) + " AND " + exact + ")";
    }

    /** A condition: the two, none of which is a point, have a position in common; at least one is a MOC. */
    String intersects(Expression left, Expression right) {
        Optional<SkyRegion> a = Constants.region(left);
        Optional<SkyRegion> b = Constants.region(right);
        if (a.isPresent() && b.isPresent()) {
            return String.valueOf(a.get().intersects(b.get()));
        }
        return "(" + cells(left, right) + " && " + cells(right, left) + ")";
    }

    // ---- sets of cells

    /** The cells of a geometry that is compared with another one. */
    private String cells(Expression geometry, Expression other) {
        if (geometry.type() == Geometry.MOC) {
            return cells(geometry);
        }
        return Constants.region(geometry)
                .map(region -> literal(refined(region)))
                .orElseGet(() -> FUNCTIONS + "moc(" + order(other) + ", "
                        + translation.geometries().region(geometry) + ")");
    }

    /** The cells of a MOC. */
    String cells(Expression moc) {
        Optional<Moc> constant = Constants.moc(moc);
        if (constant.isPresent()) {
            return literal(constant.get());
        }
        if (!(moc instanceof UserFunctionCall call)) {
            return FUNCTIONS + "moc(" + translation.expressions().write(moc) + ")";
        }
        List<Expression> a = call.arguments();
        return switch (call.name()) {
            case "moc_union" -> "(" + cells(a.get(0)) + " + " + cells(a.get(1)) + ")";
            case "moc_intersection" -> "(" + cells(a.get(0)) + " * " + cells(a.get(1)) + ")";
            default ->
                a.size() == 1 ? FUNCTIONS + "moc(" + translation.expressions().write(a.get(0)) + ")" : made(a);
        };
    }

    /** {@code MOC(order, geometry)} of a geometry that differs from row to row. */
    private String made(List<Expression> a) {
        String order = translation.expressions().write(a.get(0));
        Expression geometry = a.get(1);
        String of = geometry.type() == Geometry.MOC
                ? cells(geometry)
                : translation.geometries().region(geometry);
        return FUNCTIONS + "moc(" + order + ", " + of + ")";
    }

    private String order(Expression moc) {
        Optional<Moc> constant = Constants.moc(moc);
        if (constant.isPresent()) {
            return SqlLiteral.of((long) constant.get().order()) + "::int4";
        }
        if (!(moc instanceof UserFunctionCall call)) {
            return FUNCTIONS + "moc_order(" + translation.expressions().write(moc) + ")";
        }
        List<Expression> a = call.arguments();
        if (a.size() == 1) {
            return FUNCTIONS + "moc_order(" + translation.expressions().write(a.get(0)) + ")";
        }
        boolean two = !call.name().equals("moc");
        return two
                ? "greatest(" + order(a.get(0)) + ", " + order(a.get(1)) + ")"
                : translation.expressions().write(a.get(0));
    }

    /** The order-29 cell of a point. */
    private String cell(Expression point) {
        Optional<SkyPoint> constant = Constants.point(point);
        if (constant.isPresent()) {
            return SqlLiteral.of(Healpix.hash(
                    Healpix.MAX_ORDER, constant.get().lonDeg(), constant.get().latDeg()));
        }
        Place place = translation.geometries().place(point);
        return FUNCTIONS + "healpix_index(29, " + place.lon() + ", " + place.lat() + ")";
    }

    /** The cells that overlap a region, as fine as their number permits. */
    private static Moc refined(SkyRegion region) {
        int order = 0;
        Moc moc = Moc.of(region, order);
        for (int next = 1; next <= Healpix.MAX_ORDER; next++) {
            Moc finer = Moc.of(region, next);
            if (finer.ranges().length > MAX_CELLS) {
                break;
            }
            moc = finer;
        }
        return moc;
    }

    /** The cells that lie within a region, as fine as their number permits. */
    private static Moc within(SkyRegion region) {
        long[] ranges = Cover.rows(region, MAX_CELLS).stream()
                .filter(CoverCell::full)
                .flatMapToLong(cell -> java.util.stream.LongStream.of(cell.lo(), cell.hi()))
                .toArray();
        return Moc.ofRanges(Healpix.MAX_ORDER, ranges);
    }

    private static String literal(Moc moc) {
        long[] ranges = bounded(moc).ranges();
        StringBuilder sql = new StringBuilder("'{");
        for (int i = 0; i < ranges.length; i += 2) {
            sql.append(i == 0 ? "[" : ",[")
                    .append(ranges[i])
                    .append(',')
                    .append(ranges[i + 1] + 1)
                    .append(')');
        }
        return sql.append("}'::int8multirange").toString();
    }
}
