// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.obscore;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.meridian.core.sky.Circle;
import org.meridian.core.sky.Cover;
import org.meridian.core.sky.CoverCell;
import org.meridian.core.sky.DaliRegion;
import org.meridian.core.sky.Distance;
import org.meridian.core.sky.Healpix;
import org.meridian.core.sky.Moc;
import org.meridian.core.sky.Polygon;
import org.meridian.core.sky.SkyPoint;
import org.meridian.core.sky.SkyRegion;
import org.meridian.core.sky.UnitVector;

/**
 * What a dataset covers of the sky (ICRS): circles and polygons, which may overlap, and the same as MOC. Immutable.
 *
 * @param regions the parts, at least one; vertices are counter-clockwise
 * @param moc cells that cover them
 */
public record SkyCoverage(List<SkyRegion> regions, Moc moc) {
    /** Cells of MOCs are about as wide as the covered region by this. */
    private static final int CELLS_ACROSS = 8;

    private static final int MAX_MOC_ORDER = 18;
    private static final double BASE_CELL_DEG = 58.6;

    /** Index rows of all parts together, about, and of one. */
    private static final int COVER_ROWS = 64;

    private static final int LEAST_COVER_ROWS = 4;
    private static final int MOST_COVER_ROWS = 16;

    /** Polygons at most for a MOC's region. */
    private static final int OUTLINE_CELLS = 32;

    /** A MOC of more of the sky is all of it. */
    private static final double WHOLE_SKY = 0.99;

    private static final Circle ALL = new Circle(0, 0, 180);

    public SkyCoverage {
        regions = regions.stream()
                .map(region -> region instanceof Polygon polygon ? polygon.counterClockwise() : region)
                .toList();
        if (regions.isEmpty()) {
            throw new IllegalArgumentException("nothing is covered");
        }
    }

    /** The coverage of parts; of those that are equal or lie within another only one remains. */
    public static SkyCoverage of(List<? extends SkyRegion> parts) {
        List<SkyRegion> regions = withoutContained(parts);
        Circle around = around(regions);
        int order = order(2 * around.radiusDeg());
        Moc moc = Moc.empty(order);
        for (SkyRegion region : regions) {
            moc = moc.union(Moc.of(region, order));
        }
        return new SkyCoverage(regions, moc);
    }

    /** The coverage of cells, for which polygons are made: they contain the cells, and a little more. */
    public static SkyCoverage of(Moc cells) {
        if (cells.skyFraction() > WHOLE_SKY) {
            return new SkyCoverage(List.of(ALL), cells);
        }
        Moc coarse = cells;
        while (coarse.cells().size() > OUTLINE_CELLS && coarse.order() > 0) {
            coarse = coarse.degraded(coarse.order() - 1);
        }
        List<SkyRegion> outlines =
                coarse.cells().stream().map(cell -> (SkyRegion) outline(cell)).toList();
        return new SkyCoverage(outlines, bounded(cells));
    }

    private static Moc bounded(Moc cells) {
        Circle around = cells.boundingCircle();
        return cells.degraded(order(2 * around.radiusDeg()));
    }

    /** A polygon through corners and middles of the edges of a cell. */
    private static Polygon outline(CoverCell cell) {
        if (cell.order() == Healpix.MAX_ORDER) {
            return Polygon.of(Healpix.vertices(cell.order(), cell.cell()));
        }
        List<SkyPoint> corners = Healpix.vertices(cell.order(), cell.cell());
        List<SkyPoint> finer = new ArrayList<>();
        for (int child = 0; child < 4; child++) {
            finer.addAll(Healpix.vertices(cell.order() + 1, 4 * cell.cell() + child));
        }
        List<SkyPoint> outline = new ArrayList<>();
        for (int i = 0; i < corners.size(); i++) {
            SkyPoint a = corners.get(i);
            SkyPoint b = corners.get((i + 1) % corners.size());
            outline.add(a);
            UnitVector middle = sum(a.toVector(), b.toVector(), 1).normalized();
            outline.add(nearest(finer, middle.toPoint()));
        }
        return Polygon.of(outline);
    }

    private static SkyPoint nearest(List<SkyPoint> points, SkyPoint wanted) {
        return points.stream()
                .min(Comparator.comparingDouble(
                        p -> Distance.deg(p.lonDeg(), p.latDeg(), wanted.lonDeg(), wanted.latDeg())))
                .orElse(wanted);
    }

    private static List<SkyRegion> withoutContained(List<? extends SkyRegion> parts) {
        List<SkyRegion> kept = new ArrayList<>();
        for (SkyRegion part : parts) {
            if (kept.stream().noneMatch(other -> other.equals(part) || other.contains(part))) {
                kept.removeIf(part::contains);
                kept.add(part);
            }
        }
        return kept;
    }

    private static int order(double diameterDeg) {
        double cell = Math.max(diameterDeg / CELLS_ACROSS, 1e-9);
        return (int) Math.clamp(Math.ceil(Math.log(BASE_CELL_DEG / cell) / Math.log(2)), 0, MAX_MOC_ORDER);
    }

    /** A circle around all parts: around their mean centre, or around the only one's own. */
    private static Circle around(List<SkyRegion> regions) {
        if (regions.size() == 1 && regions.get(0) instanceof Circle circle) {
            return circle;
        }
        UnitVector sum = new UnitVector(0, 0, 0);
        for (SkyRegion region : regions) {
            SkyPoint centre = region.centroid();
            sum = sum(sum, centre.toVector(), Math.max(region.areaSr(), 1e-20));
        }
        SkyPoint centre = sum.length() > 0 ? sum.normalized().toPoint() : new SkyPoint(0, 0);
        double reach = 0;
        for (SkyRegion region : regions) {
            reach = Math.max(reach, reach(region, centre));
        }
        return new Circle(centre.lonDeg(), centre.latDeg(), Math.min(180, reach));
    }

    private static UnitVector sum(UnitVector a, UnitVector b, double weight) {
        return new UnitVector(a.x() + weight * b.x(), a.y() + weight * b.y(), a.z() + weight * b.z());
    }

    private static double reach(SkyRegion region, SkyPoint from) {
        if (region instanceof Polygon polygon) {
            return polygon.vertices().stream()
                    .mapToDouble(v -> Distance.deg(from.lonDeg(), from.latDeg(), v.lonDeg(), v.latDeg()))
                    .max()
                    .orElse(0);
        }
        Circle circle = region.boundingCircle();
        return Distance.deg(from.lonDeg(), from.latDeg(), circle.lonDeg(), circle.latDeg()) + circle.radiusDeg();
    }

    /** The centre. */
    public SkyPoint centre() {
        return around(regions).centre();
    }

    /** The diameter of a circle around the centre that contains all of it, in degrees; 0 for a position. */
    public double diameterDeg() {
        return Math.min(360, 2 * around(regions).radiusDeg());
    }

    /** {@code s_region}: STC-S, one shape or a union of shapes. */
    public String toStcs() {
        return regions.size() == 1
                ? DaliRegion.formatStcs(regions.get(0))
                : regions.stream().map(DaliRegion::format).collect(Collectors.joining(" ", "UNION ICRS (", ")"));
    }

    /** Rows of the index of regions: cells that together cover all parts. */
    public static List<CoverCell> coverRows(List<SkyRegion> regions) {
        int each = Math.clamp(COVER_ROWS / Math.max(1, regions.size()), LEAST_COVER_ROWS, MOST_COVER_ROWS);
        Map<String, CoverCell> cells = new LinkedHashMap<>();
        for (SkyRegion region : regions) {
            for (CoverCell cell : Cover.rows(region, each)) {
                cells.merge(cell.order() + "/" + cell.cell(), cell, (a, b) -> a.full() ? a : b);
            }
        }
        return List.copyOf(cells.values());
    }
}
