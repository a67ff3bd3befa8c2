// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CoverTest {
    private static boolean holds(long[] ranges, long cell) {
        return Ranges.holds(ranges, cell, cell);
    }

    /** Positions in the region: within its bounding circle, and for circles also right on the edge. */
    private static SkyPoint probe(SkyRegion region, Random random) {
        Circle bounds = region.boundingCircle();
        double share = switch (random.nextInt(4)) {
            case 0 -> 1;
            case 1 -> 1 - Math.pow(10, -15 * random.nextDouble());
            default -> Math.sqrt(random.nextDouble());
        };
        if (region instanceof Polygon p && random.nextInt(3) == 0) {
            List<SkyPoint> v = p.vertices();
            int i = random.nextInt(v.size());
            double t = random.nextInt(3) == 0 ? 0 : random.nextDouble();
            return v.get(i)
                    .toVector()
                    .times(1 - t)
                    .plus(v.get((i + 1) % v.size()).toVector().times(t))
                    .normalized()
                    .toPoint();
        }
        if (region instanceof Range r && random.nextInt(3) == 0) {
            double t = random.nextBoolean() ? 0 : random.nextDouble();
            return new SkyPoint(
                    random.nextBoolean() ? r.lon1Deg() : r.lon2Deg(), r.lat1Deg() + t * (r.lat2Deg() - r.lat1Deg()));
        }
        return SkySamples.at(bounds.centre(), bounds.radiusDeg() * share, 360 * random.nextDouble());
    }

    @Test
    void neverMissesAPositionInside() {
        Random random = new Random(11);
        int inside = 0;
        for (int i = 0; i < 3000; i++) {
            SkyRegion region = SkySamples.region(random);
            long[] cover = Cover.of(region, 1 + random.nextInt(24));
            for (int k = 0; k < 40; k++) {
                SkyPoint p = probe(region, random);
                if (region.contains(p.lonDeg(), p.latDeg())) {
                    inside++;
                    assertTrue(
                            holds(cover, Healpix.hash(29, p.lonDeg(), p.latDeg())),
                            () -> "the cover of " + region + " misses " + p);
                }
            }
        }
        assertTrue(inside > 30_000, "too few positions tried: " + inside);
    }

    @Test
    void cellsOfAnOrderNeverMissAPositionInside() {
        Random random = new Random(12);
        int inside = 0;
        for (int i = 0; i < 2500; i++) {
            SkyRegion region = SkySamples.region(random);
            double size = region.boundingCircle().radiusDeg();
            int order = Math.clamp((int) (Math.log(100 / size) / Math.log(2)) + random.nextInt(3) - 1, 0, 29);
            long[] cells = Cover.cells(region, order);
            for (int k = 1; k < cells.length; k++) {
                assertTrue(cells[k] > cells[k - 1]);
            }
            for (int k = 0; k < 40; k++) {
                SkyPoint p = probe(region, random);
                if (region.contains(p.lonDeg(), p.latDeg())) {
                    inside++;
                    assertTrue(
                            Arrays.binarySearch(cells, Healpix.hash(order, p.lonDeg(), p.latDeg())) >= 0,
                            () -> "the cells of " + region + " at order " + order + " miss " + p);
                }
            }
        }
        assertTrue(inside > 20_000, "too few positions tried: " + inside);
    }

    @Test
    void coversAreSortedDisjointAndWithinTheirBudget() {
        Random random = new Random(13);
        for (int i = 0; i < 1000; i++) {
            int max = 1 + random.nextInt(20);
            long[] cover = Cover.of(SkySamples.region(random), max);
            assertTrue(cover.length >= 2 && cover.length <= 2 * max);
            for (int k = 0; k < cover.length; k += 2) {
                assertTrue(cover[k] <= cover[k + 1]);
                assertTrue(k == 0 || cover[k] > cover[k - 1] + 1);
            }
        }
    }

    @Test
    void coversOfConesAreTight() {
        Random random = new Random(14);
        double worst = 0;
        double sum = 0;
        int n = 500;
        for (int i = 0; i < n; i++) {
            SkyPoint c = SkySamples.anywhere(random);
            Circle cone = new Circle(c.lonDeg(), c.latDeg(), Math.pow(10, -5 + 6 * random.nextDouble()));
            double ratio = Moc.ofRanges(29, Cover.of(cone)).areaSr() / cone.areaSr();
            worst = Math.max(worst, ratio);
            sum += ratio;
        }
        assertTrue(worst < 5, "worst " + worst);
        assertTrue(sum / n < 1.6, "mean " + sum / n);
    }

    @Test
    void cellsOfConesAreThoseOfCdshealpix() {
        for (String[] row : SkyReference.rows("cones.tsv")) {
            double[] v = SkyReference.doubles(String.join(",", row[0], row[1], row[2]));
            long[] cells = Cover.cells(new Circle(v[0], v[1], v[2]), Integer.parseInt(row[3]));
            assertArrayEquals(SkyReference.longs(row[4]), cells, () -> String.join(" ", row));
        }
    }

    @Test
    void cellsOfPolygonsAreThoseOfCdshealpix() {
        for (String[] row : SkyReference.rows("polygons.tsv")) {
            long[] cells = Cover.cells(Polygon.of(SkyReference.doubles(row[1])), Integer.parseInt(row[0]));
            assertArrayEquals(SkyReference.longs(row[2]), cells, () -> String.join(" ", row));
        }
    }

    @Test
    void theQuickWayForCirclesGivesTheSameCells() {
        Random random = new Random(15);
        long[] out = new long[64];
        int most = 0;
        for (int i = 0; i < 20_000; i++) {
            SkyPoint c = SkySamples.anywhere(random);
            int order = 3 + random.nextInt(22);
            double radius = Math.toDegrees(Math.scalb(1.0, -order)) * Math.pow(10, -3 + 3.3 * random.nextDouble());
            long[] exact = Cover.cells(new Circle(c.lonDeg(), c.latDeg(), radius), order);
            int count = Cover.cells(c.lonDeg(), c.latDeg(), radius, order, out);
            assertArrayEquals(exact, Arrays.copyOf(out, count), () -> c + " " + radius + " " + order);
            most = Math.max(most, count);
            if (exact.length > 1) {
                assertEquals(-1, Cover.cells(c.lonDeg(), c.latDeg(), radius, order, new long[exact.length - 1]));
            }
        }
        assertTrue(most > 15);
    }

    @Test
    void everyCellListedIsReached() {
        Random random = new Random(16);
        for (int i = 0; i < 300; i++) {
            SkyPoint c = SkySamples.anywhere(random);
            int order = 4 + random.nextInt(10);
            double radius = Math.toDegrees(Math.scalb(1.0, -order)) * (0.1 + 2 * random.nextDouble());
            for (long cell : Cover.cells(new Circle(c.lonDeg(), c.latDeg(), radius), order)) {
                double nearest = nearest(order, cell, c);
                assertTrue(nearest <= radius * (1 + 1e-3), () -> c + " " + radius + " " + cell + " " + nearest);
            }
        }
    }

    private static double nearest(int order, long cell, SkyPoint c) {
        if (Healpix.hash(order, c.lonDeg(), c.latDeg()) == cell) {
            return 0;
        }
        double best = 180;
        double[] v = new double[3];
        int fine = 1 << 10;
        long x = Healpix.x(order, cell) * (long) fine;
        long y = Healpix.y(order, cell) * (long) fine;
        for (int t = 0; t <= fine; t += 4) {
            long[][] edges = {{x + t, y}, {x + fine, y + t}, {x + t, y + fine}, {x, y + t}};
            for (long[] p : edges) {
                FaceMap.vector(Healpix.face(order, cell), p[0], p[1], order + 10, v, 0);
                best = Math.min(best, Math.toDegrees(new UnitVector(v[0], v[1], v[2]).angleTo(c.toVector())));
            }
        }
        return best;
    }

    @Test
    void rowsAreDisjointWithinTheirBudgetAndFullOnesInside() {
        Random random = new Random(17);
        int full = 0;
        for (int i = 0; i < 600; i++) {
            SkyRegion region = SkySamples.region(random);
            int max = 12 + random.nextInt(30);
            List<CoverCell> rows = Cover.rows(region, max);
            assertTrue(rows.size() <= max && !rows.isEmpty());
            long[] ranges = rows.stream()
                    .flatMapToLong(r -> java.util.stream.LongStream.of(r.lo(), r.hi()))
                    .toArray();
            for (int k = 2; k < ranges.length; k += 2) {
                assertTrue(ranges[k] > ranges[k - 1]);
            }
            for (int k = 0; k < 20; k++) {
                SkyPoint p = probe(region, random);
                long cell = Healpix.hash(29, p.lonDeg(), p.latDeg());
                boolean inside = region.contains(p.lonDeg(), p.latDeg());
                var row = rows.stream()
                        .filter(r -> r.lo() <= cell && cell <= r.hi())
                        .findFirst();
                assertTrue(row.isPresent() || !inside, () -> region + " misses " + p);
                if (row.isPresent() && row.get().full()) {
                    full++;
                    assertTrue(inside, () -> region + " does not hold all of " + row.get() + ": " + p);
                }
            }
        }
        assertTrue(full > 500, "too few full cells: " + full);
    }

    @Test
    void mocsKeepTheirRangesAndTheWholeSkyIsOneRange() {
        Moc moc = Moc.ofCells(3, 5, 6, 100);
        assertArrayEquals(moc.ranges(), Cover.of(moc));
        assertEquals(2, Cover.of(moc, 1).length);
        assertArrayEquals(new long[] {5, 6, 100}, Cover.cells(moc, 3));
        long last = Healpix.cellCount(29) - 1;
        assertArrayEquals(new long[] {0, last}, Cover.of(new Circle(12, 34, 180)));
        assertArrayEquals(new long[] {0, last}, Cover.of(new Range(0, 360, -90, 90)));
        assertThrows(IllegalArgumentException.class, () -> Cover.of(moc, 0));
        assertThrows(IllegalArgumentException.class, () -> Cover.cells(new Circle(0, 0, 90), 20));
    }
}
