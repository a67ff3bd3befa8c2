// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RegionRelationTest {
    /** A region near others of about the same size. */
    private static SkyRegion near(SkyPoint place, double size, Random random) {
        SkyPoint c = SkySamples.at(place, size * 2 * random.nextDouble(), 360 * random.nextDouble());
        double s = size * Math.pow(10, random.nextDouble() - 0.7);
        return switch (random.nextInt(5)) {
            case 0 -> new Circle(c.lonDeg(), c.latDeg(), s);
            case 1 -> new Box(c.lonDeg(), c.latDeg(), s, s * (0.1 + random.nextDouble()));
            case 2 -> {
                double north = Math.min(90, c.latDeg() + s);
                double wide = s / Math.max(0.01, Math.cos(Math.toRadians(c.latDeg())));
                yield new Range(c.lonDeg(), c.lonDeg() + wide, c.latDeg(), north);
            }
            case 3 -> {
                double[] v = new double[2 * (3 + random.nextInt(5))];
                for (int i = 0; i < v.length; i += 2) {
                    double bearing = 360.0 * (i + 1.4 * random.nextDouble()) / v.length;
                    SkyPoint p = SkySamples.at(c, s * (0.2 + random.nextDouble()), bearing);
                    v[i] = p.lonDeg();
                    v[i + 1] = p.latDeg();
                }
                yield Polygon.of(v);
            }
            default -> {
                int order = Math.clamp((int) (Math.log(120 / s) / Math.log(2)), 0, 20);
                yield Moc.of(new Circle(c.lonDeg(), c.latDeg(), s), order);
            }
        };
    }

    @Test
    void agreesWithPositionsTriedAtRandom() {
        Random random = new Random(31);
        int[] seen = new int[3];
        for (int i = 0; i < 3000; i++) {
            SkyPoint place = SkySamples.anywhere(random);
            double size = Math.pow(10, -3 + 4.2 * random.nextDouble());
            SkyRegion a = near(place, size, random);
            SkyRegion b = near(place, size, random);
            boolean meet = a.intersects(b);
            boolean holds = a.contains(b);
            assertEquals(meet, b.intersects(a), () -> a + " and " + b);
            assertTrue(!holds || meet, () -> a + " holds " + b + " but they do not meet");
            seen[holds ? 2 : meet ? 1 : 0]++;
            Circle bounds = b.boundingCircle();
            for (int k = 0; k < 30; k++) {
                SkyPoint p = SkySamples.at(
                        bounds.centre(),
                        bounds.radiusDeg() * Math.sqrt(random.nextDouble()),
                        360 * random.nextDouble());
                if (b.contains(p.lonDeg(), p.latDeg())) {
                    boolean inA = a.contains(p.lonDeg(), p.latDeg());
                    assertTrue(meet || !inA, () -> p + " lies in " + a + " and " + b);
                    assertTrue(!holds || inA, () -> p + " lies in " + b + " but not in " + a);
                }
            }
        }
        assertTrue(seen[0] > 300 && seen[1] > 300 && seen[2] > 50, seen[0] + " " + seen[1] + " " + seen[2]);
    }

    /** Whether regions really meet where they say so is seen on fine covers. */
    @Test
    void regionsThatMeetHaveCellsInCommonAndOthersAlmostNone() {
        Random random = new Random(32);
        int unclear = 0;
        for (int i = 0; i < 300; i++) {
            SkyPoint place = SkySamples.anywhere(random);
            SkyRegion a = near(place, 1, random);
            SkyRegion b = near(place, 1, random);
            boolean cells = Moc.of(a, 12).intersects(Moc.of(b, 12));
            assertTrue(cells || !a.intersects(b), () -> a + " and " + b);
            unclear += cells && !a.intersects(b) ? 1 : 0;
        }
        assertTrue(unclear < 15, "cells in common but no position: " + unclear);
    }

    /** What holds another leaves nothing of it on fine cells; what does not leaves something. */
    @Test
    void containmentAgreesWithFineCells() {
        Random random = new Random(33);
        int unclear = 0;
        int held = 0;
        for (int i = 0; i < 300; i++) {
            SkyPoint place = SkySamples.anywhere(random);
            SkyRegion a = near(place, 2, random);
            SkyRegion b = near(place, 0.3, random);
            Moc outside = Moc.of(b, 12).difference(Moc.of(a, 12));
            boolean holds = a.contains(b);
            held += holds ? 1 : 0;
            assertTrue(!holds || outside.isEmpty(), () -> a + " and " + b);
            unclear += !holds && outside.isEmpty() ? 1 : 0;
        }
        assertTrue(held > 20 && unclear < 30, held + " held, " + unclear + " unclear");
    }

    @Test
    void touchingCountsAsMeetingExactly() {
        assertTrue(new Circle(0, 0, 1).intersects(new Circle(3, 0, 2)));
        assertFalse(new Circle(0, 0, 1).intersects(new Circle(Math.nextUp(3.0), 0, 2)));
        assertTrue(new Circle(0, 0, 3).contains(new Circle(1, 0, 2)));
        assertFalse(new Circle(0, 0, 3).contains(new Circle(1, 0, Math.nextUp(2.0))));
        Polygon square = Polygon.of(10, 0, 20, 0, 20, 10, 10, 10);
        assertTrue(square.intersects(new Circle(15, -2, 2)));
        assertFalse(square.intersects(new Circle(15, -2, Math.nextDown(2.0))));
        assertTrue(square.intersects(Polygon.of(20, 5, 30, 0, 30, 10)), "a corner on an edge");
        assertFalse(square.intersects(Polygon.of(Math.nextUp(20.0), 5, 30, 0, 30, 10)));
        assertTrue(square.intersects(Polygon.of(20, 0, 30, 0, 30, -10)), "a corner in common");
        assertTrue(square.intersects(Polygon.of(20, 2, 20, 4, 30, 3)), "part of an edge in common");
        assertTrue(square.contains(square));
        assertTrue(square.contains(Polygon.of(10, 0, 20, 0, 15, 5)));
        assertTrue(square.contains(Polygon.of(12, 0, 18, 0, 20, 5)));
        assertTrue(square.contains(new Circle(15, 3, 3)));
        assertFalse(square.contains(new Circle(15, 3, Math.nextUp(3.0))));
    }

    @Test
    void notchesCount() {
        Polygon notched = Polygon.of(0, 0, 10, 0, 10, 10, 5, 2, 0, 10);
        assertFalse(notched.intersects(Polygon.of(4.9, 8, 5.1, 8, 5, 5)), "in the notch");
        assertFalse(notched.intersects(new Circle(5, 9, 1)));
        assertFalse(notched.contains(Polygon.of(0, 10, 10, 10, 5, 1)), "spans the notch");
        assertFalse(notched.contains(Polygon.of(0, 10, 1, 1, 9, 1, 10, 10)), "spans the notch from corner to corner");
        assertTrue(notched.contains(Polygon.of(0, 0, 10, 0, 5, 2)), "touches its tip");
    }

    @Test
    void hugeShapesAreSeenFromTheOtherSide() {
        Circle most = new Circle(0, 90, 170);
        assertTrue(most.contains(new Range(0, 360, -80, 90)));
        assertFalse(most.contains(new Range(0, 360, -80.0001, 90)));
        assertTrue(most.contains(Polygon.of(0, -70, 120, -70, 60, 0)));
        assertFalse(most.contains(Polygon.of(0, -70, 120, -70, 240, -70)), "a cap about the missing pole");
        assertTrue(most.intersects(new Circle(0, -90, 10)));
        assertFalse(most.intersects(new Circle(0, -90, 9.999)));
        assertFalse(new Range(0, 360, -10, 10).contains(Polygon.of(0, -5, 120, -5, 240, -5)));
        assertTrue(new Range(0, 360, -90, 10).contains(Polygon.of(0, -5, 120, -5, 240, -5)));
        assertTrue(Polygon.of(0, -5, 120, -5, 240, -5).contains(new Range(0, 360, -90, -20)));
        assertFalse(Polygon.of(0, -5, 120, -5, 240, -5).contains(new Range(0, 360, -90, -5)));
    }

    @Test
    void rangesThatShareCellEdgesWithMocsAreDecided() {
        Moc northern = Moc.ofCells(0, 0);
        assertTrue(new Range(0, 90, 0, 90).contains(northern));
        assertFalse(new Range(0, 89, 0, 90).contains(northern));
        assertTrue(northern.intersects(new Range(90, 180, 45, 90)));
        assertTrue(northern.contains(new Range(1, 89, 42, 89)));
        assertFalse(northern.contains(new Range(1, 91, 42, 89)));
    }
}
