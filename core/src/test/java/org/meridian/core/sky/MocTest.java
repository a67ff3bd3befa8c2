// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.BitSet;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MocTest {
    @Test
    void algebraAgreesWithMocpy() {
        for (String[] row : SkyReference.rows("mocs.tsv")) {
            Moc a = Moc.parse(row[0]);
            Moc b = Moc.parse(row[1]);
            Moc[] all = {a, b, a.union(b), a.intersection(b), a.difference(b)};
            for (int i = 0; i < 5; i++) {
                assertEquals(Moc.parse(row[i]), all[i]);
                assertEquals(row[i], all[i].toAscii(), "as mocpy writes it");
                assertEquals(Double.parseDouble(row[5 + i]), all[i].skyFraction(), 1e-15);
            }
        }
    }

    @Test
    void algebraAgreesWithBits() {
        Random random = new Random(41);
        int order = 2;
        int n = (int) Healpix.cellCount(order);
        for (int i = 0; i < 500; i++) {
            BitSet x = bits(random, n);
            BitSet y = bits(random, n);
            Moc a = moc(order, x);
            Moc b = moc(order, y);
            BitSet or = (BitSet) x.clone();
            or.or(y);
            BitSet and = (BitSet) x.clone();
            and.and(y);
            BitSet not = (BitSet) x.clone();
            not.andNot(y);
            BitSet rest = (BitSet) x.clone();
            rest.flip(0, n);
            assertEquals(moc(order, or), a.union(b));
            assertEquals(moc(order, and), a.intersection(b));
            assertEquals(moc(order, not), a.difference(b));
            assertEquals(moc(order, rest), a.complement());
            assertEquals(!and.isEmpty(), a.intersects(b));
            assertEquals(not.isEmpty(), b.contains(a));
            assertEquals(x.cardinality() / (double) n, a.skyFraction(), 1e-15);
            assertEquals(a, Moc.parse(a.toAscii()));
            assertEquals(a, Moc.parse(a.toJson()));
            for (int k = 0; k < 5; k++) {
                int cell = random.nextInt(n);
                SkyPoint c = Healpix.centre(order, cell);
                assertEquals(x.get(cell), a.contains(c.lonDeg(), c.latDeg()));
            }
        }
    }

    private static BitSet bits(Random random, int n) {
        BitSet bits = new BitSet(n);
        int runs = random.nextInt(6);
        for (int i = 0; i < runs; i++) {
            int from = random.nextInt(n);
            bits.set(from, Math.min(n, from + 1 + random.nextInt(40)));
        }
        return bits;
    }

    private static Moc moc(int order, BitSet bits) {
        return Moc.ofCells(order, bits.stream().asLongStream().toArray());
    }

    @Test
    void readsAndWritesTheExampleOfTheStandard() {
        Moc moc = Moc.parse("1/1 2 4 2/12-14 21 23 25 8/");
        assertEquals(8, moc.order());
        assertEquals("1/1-2 4 2/12-14 21 23 25 8/", moc.toAscii());
        assertEquals(moc, Moc.parse("{\"1\":[1,2,4], \"2\":[12,13,14,21,23,25], \"8\":[]}"));
        assertEquals("{\"1\":[1,2,4],\"2\":[12,13,14,21,23,25],\"8\":[]}", moc.toJson());
        assertEquals(moc, Moc.parse("{\"s\": {\"1\":[1,2,4], \"2\":[12,13,14,21,23,25], \"8\":[]}}"));
        assertEquals(moc, Moc.parse("s1/1 2\n4 2/12 - 14\r\n21 23,25 8/ "));
        assertEquals("5/", Moc.empty(5).toAscii());
        assertEquals("{\"5\":[]}", Moc.empty(5).toJson());
        assertEquals(Moc.empty(5), Moc.parse("5/"));
        assertEquals("0/0-11", Moc.wholeSky(0).toAscii());
    }

    @Test
    void siblingsBecomeTheirParent() {
        assertEquals("0/0 2/", Moc.ofCells(2, LongStream.range(0, 16).toArray()).toAscii());
        assertEquals("1/3", Moc.parse("1/3 2/12-15").degraded(1).toAscii());
        assertEquals("1/3-4", Moc.parse("1/3 2/16").degraded(1).toAscii());
    }

    @Test
    void saysWhereATextIsWrong() {
        refused("1/1 2/999", 7, "no cell 999");
        refused("1/1 x", 5, "found 'x'");
        refused("30/1", 1, "order");
        refused("12", 1, "order");
        refused("", 1, "order");
        refused("1/5-4", 3, "5-4");
        refused("t1/1", 1, "time");
        refused("1/99999999999999999999", 3, "no such cell");
        refused("{\"1\":[1,99]}", 9, "no cell 99");
        refused("{\"t\":{\"1\":[1]}}", 2, "order of a space MOC");
        refused("{\"1\":[\"a\"]}", 7, "a cell");
        refused("{\"1\":[1", 8, "JSON");
    }

    private static void refused(String text, int position, String why) {
        RegionParseException e = assertThrows(RegionParseException.class, () -> Moc.parse(text), text);
        assertTrue(String.valueOf(e.getMessage()).contains(why), e.getMessage());
        assertEquals(position, e.position(), text + ": " + e.getMessage());
    }

    @Test
    void readsFitsOfMocpy() throws IOException {
        String[] row = SkyReference.rows("mocs.tsv").get(0);
        assertEquals(Moc.parse(row[0]), read(SkyReference.bytes("mocpy-a.fits")));
        assertEquals(Moc.parse(row[2]), read(SkyReference.bytes("mocpy-union.fits")));
    }

    @Test
    void fitsComesBackAsWritten() throws IOException {
        for (int order : new int[] {0, 5, 13, 14, 29}) {
            Moc moc =
                    Moc.of(new Circle(33, 44, Math.scalb(100.0, -order)), order).union(Moc.ofCells(0, 8));
            for (MocFits.Packaging packaging : MocFits.Packaging.values()) {
                byte[] file = write(moc, packaging);
                assertEquals(0, file.length % 2880);
                assertEquals(moc, read(file));
                assertEquals(Moc.empty(order), read(write(Moc.empty(order), packaging)));
            }
        }
    }

    @Test
    void refusesFitsThatIsNoSpaceMoc() throws IOException {
        assertThrows(IOException.class, () -> read(new byte[0]));
        assertThrows(IOException.class, () -> read(new byte[2880]));
        byte[] file = write(Moc.wholeSky(3), MocFits.Packaging.NUNIQ);
        assertThrows(IOException.class, () -> read(java.util.Arrays.copyOf(file, 2880)));
        assertThrows(IOException.class, () -> read(java.util.Arrays.copyOf(file, 5770)));
        String text = new String(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        byte[] time = text.replace("'SPACE   '", "'TIME    '").getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        assertTrue(
                String.valueOf(assertThrows(IOException.class, () -> read(time)).getMessage())
                        .contains("TIME"));
    }

    private static byte[] write(Moc moc, MocFits.Packaging packaging) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        MocFits.write(moc, packaging, out);
        return out.toByteArray();
    }

    private static Moc read(byte[] file) throws IOException {
        return MocFits.read(new ByteArrayInputStream(file));
    }

    @Test
    void aRegionsMocHoldsItsPositions() {
        Circle circle = new Circle(0, 89.9, 0.5);
        Moc moc = Moc.of(circle, 11);
        assertTrue(moc.contains(circle));
        assertTrue(moc.contains(180, 89.7) && moc.contains(0, 90) && !moc.contains(180, 89.5));
        assertEquals(1, moc.areaSr() / circle.areaSr(), 0.2);
        assertTrue(Distance.deg(moc.centroid().lonDeg(), moc.centroid().latDeg(), 0, 89.9) < 0.02);
        assertTrue(moc.boundingCircle().contains(moc));
        assertArrayEquals(moc.ranges(), Moc.ofRanges(11, moc.ranges()).ranges());
    }

    @Test
    void refusesARegionWhoseOutlineTakesTooManyCells() {
        Circle half = new Circle(0, 0, 90);
        IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> Moc.of(half, 29));
        assertEquals("the outline of the region is too long for cells of order 29", refused.getMessage());
        assertEquals(2 * Math.PI, Moc.of(half, 10).areaSr(), 0.02);
    }
}
