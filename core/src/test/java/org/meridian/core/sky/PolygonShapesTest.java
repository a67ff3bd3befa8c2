// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Awkward outlines: spirals, combs, bands around the sky, many vertices. */
class PolygonShapesTest {
    /** A spiral wall of some turns about a position. */
    private static List<SkyPoint> spiral(SkyPoint centre, double size, int perTurn, double turns) {
        List<SkyPoint> outer = new ArrayList<>();
        List<SkyPoint> inner = new ArrayList<>();
        for (int i = 0; i <= perTurn * turns; i++) {
            double grown = 0.1 + 0.9 * i / (perTurn * turns);
            outer.add(SkySamples.at(centre, size * grown, 360.0 * i / perTurn));
            inner.add(SkySamples.at(centre, size * (grown - 0.4 / turns * 0.9), 360.0 * i / perTurn));
        }
        java.util.Collections.reverse(inner);
        outer.addAll(inner);
        return outer;
    }

    @Test
    void spiralsHoldTheirWallAndNotTheGap() {
        Random random = new Random(61);
        for (int i = 0; i < 12; i++) {
            SkyPoint centre = SkySamples.anywhere(random);
            double size = Math.pow(10, -4 + 5.8 * random.nextDouble());
            Polygon spiral = Polygon.of(spiral(centre, size, 24, 4));
            long[] cover = Cover.of(spiral, 32);
            assertTrue(spiral.areaSr() > 0 && spiral.areaSr() < new Circle(0, 0, size).areaSr());
            for (int k = 30; k < 90; k++) {
                double grown = 0.1 + 0.9 * (k + 0.5) / 96;
                SkyPoint wall = SkySamples.at(centre, size * (grown - 0.03), 360.0 * (k + 0.5) / 24);
                SkyPoint gap = SkySamples.at(centre, size * (grown - 0.15), 360.0 * (k + 0.5) / 24);
                assertTrue(spiral.contains(wall.lonDeg(), wall.latDeg()));
                assertFalse(spiral.contains(gap.lonDeg(), gap.latDeg()));
                long cell = Healpix.hash(29, wall.lonDeg(), wall.latDeg());
                assertTrue(Ranges.holds(cover, cell, cell));
            }
        }
    }

    @Test
    void combsWithCollinearTipsAreCut() {
        List<SkyPoint> comb = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            comb.add(new SkyPoint(i, 0));
        }
        for (int i = 19; i >= 0; i--) {
            comb.add(new SkyPoint(i, i % 2 == 0 ? 10 : 1));
        }
        Polygon polygon = Polygon.of(comb);
        assertTrue(polygon.contains(6, 9) && polygon.contains(7.5, 0) && !polygon.contains(7, 1.1));
        double area = polygon.convexParts().stream()
                .mapToDouble(p -> Polygon.of(p.vertices()).areaSr())
                .sum();
        assertEquals(polygon.areaSr(), area, 1e-14);
    }

    @Test
    void bandsAroundTheSkyMeanTheBand() {
        List<SkyPoint> band = new ArrayList<>();
        for (int lon = 0; lon <= 350; lon += 10) {
            band.add(new SkyPoint(lon, -5));
        }
        for (int lon = 350; lon >= 0; lon -= 10) {
            band.add(new SkyPoint(lon, 5));
        }
        Polygon polygon = Polygon.of(band);
        assertTrue(polygon.contains(175, 0) && polygon.contains(3, 4.9));
        assertFalse(polygon.contains(355, 0) || polygon.contains(100, 60) || polygon.contains(100, -60));
        long[] cover = Cover.of(polygon);
        long cell = Healpix.hash(29, 175, 0);
        assertTrue(Ranges.holds(cover, cell, cell));
        assertEquals(350.0 / 360, polygon.areaSr() / new Range(0, 360, -5, 5).areaSr(), 0.01);
        assertTrue(new Range(0, 350, -6, 6).contains(polygon));
        assertFalse(polygon.intersects(new Circle(355, 0, 4.9)));
        assertTrue(polygon.intersects(new Circle(355, 0, 5)));
    }

    @Test
    void manyVerticesAreTakenInGoodTime() {
        int n = Polygon.MAX_VERTICES;
        List<SkyPoint> star = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            star.add(SkySamples.at(new SkyPoint(359.9, 45), i % 2 == 0 ? 1 : 0.9, 360.0 * i / n));
        }
        Polygon polygon = Polygon.of(star);
        assertTrue(polygon.contains(359.9, 45) && polygon.contains(359.9, 45.89) && !polygon.contains(359.9, 46.01));
        assertTrue(Cover.of(polygon).length <= 32);
    }

    @Test
    void exactlyHalfTheSkyIsRefused() {
        String message = String.valueOf(assertThrows(
                        IllegalArgumentException.class, () -> Polygon.of(0, 10, 90, 0, 180, -10, 180, 0, 90, 10, 0, 0))
                .getMessage());
        assertTrue(message.contains("half the sky") || message.contains("crosses"), message);
    }

    @Test
    void triangulationsFillRandomOutlinesExactly() {
        Random random = new Random(62);
        int concave = 0;
        for (int i = 0; i < 400; i++) {
            Polygon polygon = SkySamples.polygon(random, 80);
            concave += polygon.isConvex() ? 0 : 1;
            double sum = PolygonOutline.signedArea(
                    polygon.mesh().outline(), PolygonMesh.middle(polygon.mesh().outline()));
            double full = 4 * Math.PI;
            double outline = sum < 0 ? sum + full : sum;
            assertEquals(outline, polygon.areaSr(), 1e-12 + 1e-9 * outline, polygon::toString);
        }
        assertTrue(concave > 150);
    }
}
