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

class SkyRegionTest {
    private static final double FULL_SKY_DEG2 = 4 * Math.PI * Math.toDegrees(Math.toDegrees(1));

    @Test
    void distancesAgreeWithAstropy() {
        for (String[] row : SkyReference.rows("separations.tsv")) {
            double[] v = SkyReference.doubles(String.join(",", row));
            assertEquals(v[4], Distance.deg(v[0], v[1], v[2], v[3]), 2e-13, () -> String.join(" ", row));
        }
    }

    @Test
    void theBoundaryIsInsideExactly() {
        assertTrue(new Circle(0, 0, 1).contains(1, 0));
        assertTrue(new Circle(10.5, 20, 1).contains(10.5, 21));
        assertTrue(new Circle(123.25, -7.5, 0.5).contains(123.25, -8));
        assertFalse(new Circle(0, 0, 1).contains(Math.nextUp(1.0), 0));
        assertTrue(new Circle(0, 0, Math.nextUp(1.0)).contains(Math.nextUp(1.0), 0));
        assertTrue(new Circle(10, 20, 0).contains(10, 20));
        assertFalse(new Circle(10, 20, 0).contains(10, Math.nextUp(20.0)));
        assertTrue(new Circle(10, 20, 180).contains(190, -20));
        assertFalse(new Circle(10, 20, Math.nextDown(180.0)).contains(190, -20));
        Polygon square = Polygon.of(10, 0, 20, 0, 20, 10, 10, 10);
        for (double lat = 0; lat <= 10; lat += 0.37) {
            assertTrue(square.contains(10, lat), "on a meridian");
            assertTrue(square.contains(20, lat), "on a meridian");
            assertFalse(square.contains(Math.nextDown(10.0), lat));
            assertFalse(square.contains(Math.nextUp(20.0), lat));
        }
        assertTrue(square.contains(15.3, 0), "on the equator");
        assertFalse(square.contains(15.3, -1e-30));
        assertTrue(square.contains(15, 10.03), "the great circle bulges");
    }

    @Test
    void eitherWindingMeansTheSmallerSide() {
        Polygon one = Polygon.of(10, 10, 10.2, 10, 10.2, 10.2, 10, 10.2);
        Polygon other = Polygon.of(10, 10.2, 10.2, 10.2, 10.2, 10, 10, 10);
        assertTrue(one.contains(10.1, 10.1) && other.contains(10.1, 10.1));
        assertFalse(one.contains(50, 50) || other.contains(50, 50));
        assertEquals(one.areaSr(), other.areaSr(), 1e-18);
        Polygon cap = Polygon.of(0, 5, 90, 5, 180, 5, 270, 5);
        assertTrue(cap.contains(33, 90) && cap.contains(0, 5) && !cap.contains(0, 4) && cap.areaSr() < 2 * Math.PI);
    }

    @Test
    void refusesPolygonsThatAreNone() {
        refused("at least three", 1, 2, 3, 4);
        refused("at least three", 1, 2, 3, 4, 1, 2, 361, 2);
        refused("pairs", 1, 2, 3);
        refused("crosses or touches", 0, 0, 10, 10, 10, 0, 0, 10);
        refused("crosses or touches", 0, 0, 10, 0, 5, 5, 10, 10, 0, 10, 5, 5);
        refused("opposite points", 0, 0, 180, 0, 90, 45);
        refused("one great circle", 0, 0, 10, 0, 5, 0);
        refused("one great circle", 0, 0, 90, 0, 180, 0, 270, 0);
        refused("folds back", 0, 0, 10, 0, 5, 0, 5, 5);
        refused("latitude", 0, 0, 10, 91, 5, 0);
        double[] many = new double[2 * (Polygon.MAX_VERTICES + 1)];
        for (int i = 0; i < many.length; i++) {
            many[i] = i % 2 == 0 ? i * 0.001 : (i / 2 % 2) * 0.5;
        }
        refused("too large", many);
    }

    private static void refused(String why, double... lonLat) {
        String message = String.valueOf(assertThrows(IllegalArgumentException.class, () -> Polygon.of(lonLat))
                .getMessage());
        assertTrue(message.contains(why), message);
    }

    @Test
    void aPolygonHoldsWhatItsOutlineSurrounds() {
        Random random = new Random(21);
        int inside = 0;
        for (int i = 0; i < 1500; i++) {
            Polygon polygon = SkySamples.polygon(random, 40);
            SkyPoint far =
                    polygon.boundingCircle().centre().toVector().negated().toPoint();
            for (int k = 0; k < 15; k++) {
                SkyPoint p = SkySamples.at(
                        polygon.boundingCircle().centre(),
                        polygon.boundingCircle().radiusDeg() * random.nextDouble(),
                        360 * random.nextDouble());
                boolean crossesOdd = crossings(polygon.vertices(), p, far) % 2 == 1;
                assertEquals(crossesOdd, polygon.contains(p.lonDeg(), p.latDeg()), () -> polygon + " and " + p);
                inside += crossesOdd ? 1 : 0;
            }
        }
        assertTrue(inside > 3000, "inside " + inside);
    }

    /** How often the way from p past a random stop to q crosses the outline. */
    private static int crossings(List<SkyPoint> outline, SkyPoint p, SkyPoint q) {
        ExactPoint stop = ExactPoint.of(SkySamples.at(p, 90.123, 17.77));
        int count = 0;
        for (int i = 0; i < outline.size(); i++) {
            ExactPoint a = ExactPoint.of(outline.get(i));
            ExactPoint b = ExactPoint.of(outline.get((i + 1) % outline.size()));
            count += ExactSign.segmentsCross(ExactPoint.of(p), stop, a, b) ? 1 : 0;
            count += ExactSign.segmentsCross(stop, ExactPoint.of(q), a, b) ? 1 : 0;
        }
        return count;
    }

    @Test
    void convexPartsHoldTheSamePositionsInPlainArithmetic() {
        Random random = new Random(22);
        for (int i = 0; i < 1500; i++) {
            Polygon polygon = SkySamples.polygon(random, 60);
            for (int k = 0; k < 10; k++) {
                SkyPoint p = SkySamples.at(
                        polygon.boundingCircle().centre(),
                        polygon.boundingCircle().radiusDeg() * random.nextDouble(),
                        360 * random.nextDouble());
                UnitVector v = p.toVector();
                boolean inParts = polygon.convexParts().stream()
                        .anyMatch(part -> part.halfSpaces().stream()
                                .allMatch(h -> h.normal().dot(v) >= 0));
                assertEquals(polygon.contains(p.lonDeg(), p.latDeg()), inParts, () -> polygon + " and " + p);
            }
        }
    }

    @Test
    void cutsBetweenPartsAreExactNegatives() {
        Polygon polygon = Polygon.of(0, 0, 10, 0, 10, 10, 5, 3, 0, 10);
        assertFalse(polygon.isConvex());
        List<UnitVector> normals = polygon.convexParts().stream()
                .flatMap(p -> p.halfSpaces().stream())
                .map(HalfSpace::normal)
                .toList();
        long cuts = normals.stream()
                .filter(n -> normals.stream().anyMatch(m -> m.plus(n).length() == 0))
                .count();
        assertEquals(2L * (polygon.convexParts().size() - 1), cuts);
    }

    @Test
    void predicatesAgreeWithSixtyDigits() {
        Random random = new Random(23);
        int close = 0;
        for (int i = 0; i < 3000; i++) {
            SkyPoint a = SkySamples.anywhere(random);
            double size = SkySamples.radius(random);
            SkyPoint b = SkySamples.at(a, Math.min(size, 170), 360 * random.nextDouble());
            double t = random.nextDouble();
            UnitVector on =
                    a.toVector().times(1 - t).plus(b.toVector().times(t)).normalized();
            SkyPoint c = SkySamples.at(
                    on.toPoint(), size * Math.pow(10, -17 * random.nextDouble()), 360 * random.nextDouble());
            BigVector x = BigVector.of(a.lonDeg(), a.latDeg());
            BigVector y = BigVector.of(b.lonDeg(), b.latDeg());
            BigVector z = BigVector.of(c.lonDeg(), c.latDeg());
            var det = x.cross(y).dot(z);
            close += Math.abs(det.doubleValue()) < 1e-14 * size ? 1 : 0;
            assertEquals(
                    BigVector.sign(det),
                    ExactSign.orientation(ExactPoint.of(a), ExactPoint.of(b), ExactPoint.of(c)),
                    () -> a + " " + b + " " + c);
            double d = Distance.deg(a.lonDeg(), a.latDeg(), b.lonDeg(), b.latDeg());
            double radius = Math.clamp(d + random.nextInt(-3, 4) * Math.ulp(d), 0, 180);
            var off = x.minus(y);
            var half = BigVector.sin(new java.math.BigDecimal(radius / 2));
            int expected = BigVector.sign(
                    off.dot(off).subtract(half.multiply(half).multiply(java.math.BigDecimal.valueOf(4))));
            assertEquals(expected, Distance.compare(a.lonDeg(), a.latDeg(), b.lonDeg(), b.latDeg(), radius));
        }
        assertTrue(close > 100, "few close calls: " + close);
    }

    @Test
    void areasAndCentroidsAreThoseOfKnownShapes() {
        assertEquals(FULL_SKY_DEG2, new Circle(1, 2, 180).areaDeg2(), 1e-9);
        assertEquals(FULL_SKY_DEG2 / 8, Polygon.of(0, 0, 90, 0, 0, 90).areaDeg2(), 1e-9);
        assertEquals(FULL_SKY_DEG2 / 8, new Range(10, 100, 0, 90).areaDeg2(), 1e-9);
        assertEquals(FULL_SKY_DEG2 / 2, new Range(0, 360, -30, 30).areaDeg2(), 1e-9);
        Polygon octant = Polygon.of(0, 0, 90, 0, 0, 90);
        assertEquals(45, octant.centroid().lonDeg(), 1e-12);
        assertEquals(
                Math.toDegrees(Math.asin(1 / Math.sqrt(3))), octant.centroid().latDeg(), 1e-12);
        for (double size : new double[] {1e-6, 1e-3, 1, 60}) {
            Box box = new Box(123, 45, size, size);
            SkyPoint c = box.toPolygon().centroid();
            assertTrue(Distance.deg(c.lonDeg(), c.latDeg(), 123, 45) < 1e-12 + size * 1e-7, "size " + size + " " + c);
            double expected = 4 * Math.asin(Math.pow(Math.sin(Math.toRadians(size) / 2), 2));
            assertEquals(1, box.areaSr() / expected, 1e-6);
        }
        Range cap = new Range(0, 360, 60, 90);
        assertEquals(90, cap.centroid().latDeg(), 1e-12);
        assertEquals(cap.areaSr(), new Circle(0, 90, 30).areaSr(), 1e-14);
    }

    @Test
    void aBoxIsACrossOfGreatCircles() {
        Box box = new Box(25.4, -20, 10, 10);
        assertTrue(box.contains(25.4, -15.0000000001) && box.contains(25.4, -24.9999999999));
        assertFalse(box.contains(25.4, -14.9999999999) || box.contains(25.4, -25.0000000001));
        SkyPoint east = SkySamples.at(new SkyPoint(25.4, -20), 4.9999999999, 90);
        SkyPoint beyond = SkySamples.at(new SkyPoint(25.4, -20), 5.0000000001, 90);
        assertTrue(box.contains(east.lonDeg(), east.latDeg()));
        assertFalse(box.contains(beyond.lonDeg(), beyond.latDeg()));
        assertTrue(new Box(7, 90, 4, 4).contains(187, 88.5));
        assertThrows(IllegalArgumentException.class, () -> new Box(0, 0, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new Box(0, 0, 1, 180));
    }

    @Test
    void rangesCrossLongitudeZeroAndHoldPoles() {
        Range r = new Range(350, 10, -5, 5);
        assertTrue(r.contains(355, 0) && r.contains(5, 0) && r.contains(350, 5) && r.contains(10, -5));
        assertFalse(r.contains(20, 0) || r.contains(340, 0) || r.contains(0, 5.1));
        assertEquals(20, r.areaDeg2() / new Range(0, 1, -5, 5).areaDeg2(), 1e-9);
        Range pole = new Range(0, 360, 89, Double.POSITIVE_INFINITY);
        assertTrue(pole.contains(123, 90) && pole.isWholeCircle());
        assertTrue(new Range(10, 20, 80, 90).contains(200, 90));
        assertEquals(
                new Range(0, 360, -90, 90),
                new Range(
                        Double.NEGATIVE_INFINITY,
                        Double.POSITIVE_INFINITY,
                        Double.NEGATIVE_INFINITY,
                        Double.POSITIVE_INFINITY));
        assertThrows(IllegalArgumentException.class, () -> new Range(0, 1, 5, 4));
        assertThrows(IllegalArgumentException.class, () -> new Range(Double.NaN, 1, 4, 5));
    }

    @Test
    void concavePolygonsCrossLongitudeZeroAndHoldPoles() {
        Polygon notch = Polygon.of(355, -5, 5, -5, 5, 5, 0, 0, 355, 5);
        assertTrue(notch.contains(0, -2) && notch.contains(356, 3) && notch.contains(0, 0));
        assertFalse(notch.contains(0, 2));
        List<SkyPoint> star = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            star.add(new SkyPoint(36 * i, i % 2 == 0 ? 80 : 88));
        }
        Polygon polar = Polygon.of(star);
        assertTrue(polar.contains(0, 90) && polar.contains(0, 85) && !polar.contains(36, 85) && polar.contains(36, 88));
    }
}
