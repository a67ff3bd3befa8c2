// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HealpixTest {
    @Test
    void agreesWithCdshealpixAndHealpy() {
        List<String[]> rows = SkyReference.rows("healpix.tsv");
        assertTrue(rows.size() > 300);
        for (String[] row : rows) {
            int order = Integer.parseInt(row[0]);
            long cell = Long.parseLong(row[3]);
            assertEquals(
                    cell,
                    Healpix.hash(order, Double.parseDouble(row[1]), Double.parseDouble(row[2])),
                    () -> String.join(" ", row));
            SkyPoint centre = Healpix.centre(order, cell);
            double off = Distance.deg(
                    centre.lonDeg(), centre.latDeg(), Double.parseDouble(row[4]), Double.parseDouble(row[5]));
            assertTrue(off < 1e-12, () -> off + " " + String.join(" ", row));
            assertArrayEquals(SkyReference.longs(row[6]), Healpix.neighbours(order, cell), () -> String.join(" ", row));
        }
    }

    @Test
    void cornersAgreeWithHealpy() {
        for (String[] row : SkyReference.rows("vertices.tsv")) {
            List<SkyPoint> corners = Healpix.vertices(Integer.parseInt(row[0]), Long.parseLong(row[1]));
            double[] v = SkyReference.doubles(row[2]);
            for (int i = 0; i < 4; i++) {
                double off = corners.get(i).toVector().angleTo(new UnitVector(v[3 * i], v[3 * i + 1], v[3 * i + 2]));
                assertTrue(off < 1e-14, () -> off + " " + String.join(" ", row));
            }
        }
    }

    @Test
    void centreHashesToItsCellAtEveryOrder() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            int order = random.nextInt(30);
            long cell = random.nextLong(Healpix.cellCount(order));
            SkyPoint c = Healpix.centre(order, cell);
            assertEquals(cell, Healpix.hash(order, c.lonDeg(), c.latDeg()));
        }
    }

    @Test
    void lowerOrdersAreShiftsOfTheFinest() {
        Random random = new Random(2);
        for (int i = 0; i < 20_000; i++) {
            SkyPoint p = SkySamples.anywhere(random);
            long finest = Healpix.hash(29, p.lonDeg(), p.latDeg());
            int order = random.nextInt(30);
            assertEquals(finest >> (2 * (29 - order)), Healpix.hash(order, p.lonDeg(), p.latDeg()), p::toString);
        }
    }

    @Test
    void longitudesAreReducedAndPolesBelongToThePolarCells() {
        assertEquals(Healpix.hash(29, 10, 20), Healpix.hash(29, 370, 20));
        assertEquals(Healpix.hash(29, 350, 20), Healpix.hash(29, -10, 20));
        assertEquals(Healpix.hash(29, 0, 20), Healpix.hash(29, 360, 20));
        assertEquals(Healpix.hash(29, 0, 20), Healpix.hash(29, -1e-300, 20));
        for (int order = 0; order < 30; order++) {
            long perFace = 1L << (2 * order);
            for (int quarter = 0; quarter < 4; quarter++) {
                assertEquals((quarter + 1) * perFace - 1, Healpix.hash(order, 90 * quarter + 1, 90));
                assertEquals((quarter + 8) * perFace, Healpix.hash(order, 90 * quarter + 1, -90));
            }
        }
    }

    @Test
    void everyEdgeOfTheGridHashesToACellThere() {
        for (int order : new int[] {0, 3, 13, 28, 29}) {
            Random random = new Random(order);
            for (int i = 0; i < 2000; i++) {
                long cell = random.nextLong(Healpix.cellCount(order));
                for (SkyPoint v : Healpix.vertices(order, cell)) {
                    long found = Healpix.hash(order, v.lonDeg(), v.latDeg());
                    boolean touches = Healpix.vertices(order, found).stream()
                            .anyMatch(w -> w.toVector().angleTo(v.toVector()) < 1e-14);
                    assertTrue(touches, () -> v + " is no corner of " + found);
                }
            }
        }
    }

    @Test
    void refusesWhatIsNoPositionOrCell() {
        assertThrows(IllegalArgumentException.class, () -> Healpix.hash(30, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> Healpix.hash(3, Double.NaN, 0));
        assertThrows(IllegalArgumentException.class, () -> Healpix.hash(3, 0, 90.0000001));
        assertThrows(IllegalArgumentException.class, () -> Healpix.hash(3, 0, Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> Healpix.centre(0, 12));
        assertThrows(IllegalArgumentException.class, () -> Healpix.neighbours(0, -1));
    }

    @Test
    void cellsKeepTheBoundsThatCoversRelyOn() {
        Random random = new Random(3);
        CellShape shape = new CellShape();
        double[] v = new double[3];
        for (int i = 0; i < 20_000; i++) {
            int order = random.nextInt(20);
            long cell = i < 3000 ? i % Healpix.cellCount(order) : random.nextLong(Healpix.cellCount(order));
            shape.set(order, cell);
            int fine = 1 << 6;
            long x = Healpix.x(order, cell) * (long) fine;
            long y = Healpix.y(order, cell) * (long) fine;
            int t = random.nextInt(fine + 1);
            long[][] edges = {{x + t, y}, {x + fine, y + t}, {x + t, y + fine}, {x, y + t}};
            for (long[] p : edges) {
                FaceMap.vector(Healpix.face(order, cell), p[0], p[1], order + 6, v, 0);
                UnitVector at = new UnitVector(v[0], v[1], v[2]);
                double[] c = shape.centre();
                assertTrue(new UnitVector(c[0], c[1], c[2]).angleTo(at) < shape.reach());
                double[] n = shape.normals();
                for (int e = 0; e < 12; e += 3) {
                    double height = n[e] * v[0] + n[e + 1] * v[1] + n[e + 2] * v[2];
                    assertTrue(height >= -shape.margin(), "cell " + cell + " of order " + order + ": " + height);
                }
            }
        }
    }
}
