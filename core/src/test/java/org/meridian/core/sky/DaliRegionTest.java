// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DaliRegionTest {
    @Test
    void readsPosValues() {
        assertEquals(new Circle(12, 34, 0.5), DaliRegion.parsePos("CIRCLE 12.0 34.0 0.5"));
        assertEquals(new Range(12, 12.5, 34, 36), DaliRegion.parsePos(" RANGE 12.0 12.5 34.0 36.0 "));
        assertEquals(
                Polygon.of(12, 34, 14, 35, 14, 36, 12, 35),
                DaliRegion.parsePos("POLYGON 12.0 34.0 14.0 35.0 14. 36.0 12.0 35.0"));
        assertEquals(new Range(0, 360, 89, 90), DaliRegion.parsePos("RANGE 0 360.0 89.0 +Inf"));
        assertEquals(new Range(0, 360, -90, 90), DaliRegion.parsePos("RANGE -Inf +Inf -Inf +Inf"));
        assertEquals(new Circle(1e-3, -0.5, 1.5e-4), DaliRegion.parsePos("CIRCLE 1e-3 -.5 1.5E-4"));
    }

    @Test
    void readsStcsAsArchivesWriteIt() {
        Polygon polygon = Polygon.of(1, 2, 3, 4, 1, 5);
        assertEquals(polygon, DaliRegion.parse("Polygon ICRS 1 2 3 4 1 5"));
        assertEquals(polygon, DaliRegion.parse("POLYGON ICRS 1 2 3 4 1 5 1 2"));
        assertEquals(polygon, DaliRegion.parse("polygon j2000 1 2 3 4 1 5"));
        assertEquals(polygon, DaliRegion.parse("POLYGON 1.0 2.0 3.0 4.0 1.0 5.0"));
        assertEquals(polygon, DaliRegion.parse("Polygon FK5 TOPOCENTER SPHERICAL2 1 2 3 4 1 5"));
        assertEquals(new Circle(10, 20, 0.3), DaliRegion.parse("Circle ICRS GEOCENTER 10 20 0.3"));
        assertEquals(new Circle(10, 20, 0), DaliRegion.parse("POSITION ICRS 10 20"));
        assertEquals(new Box(10, 20, 1, 2), DaliRegion.parse("BOX ICRS 10 20 1 2"));
        assertEquals(new Circle(10, 20, 0.3), DaliRegion.parse("CIRCLE(10,20,0.3)"));
    }

    @Test
    void readsUnionsOfRegions() {
        SkyRegion circle = new Circle(10, 20, 0.3);
        SkyRegion polygon = Polygon.of(1, 2, 3, 4, 1, 5);
        assertEquals(List.of(circle), DaliRegion.parts("CIRCLE ICRS 10 20 0.3"));
        assertEquals(List.of(circle, polygon), DaliRegion.parts("UNION ICRS (CIRCLE 10 20 0.3 POLYGON 1 2 3 4 1 5)"));
        assertEquals(
                List.of(polygon, circle),
                DaliRegion.parts("Union ICRS TOPOCENTER ( Polygon ICRS 1 2 3 4 1 5, Circle FK5 10 20 0.3 )"));
        String written = DaliRegion.formatStcs(List.of(circle, polygon));
        assertEquals("UNION ICRS (CIRCLE 10 20 0.3 POLYGON 1 2 3 4 1 5)", written);
        assertEquals(List.of(circle, polygon), DaliRegion.parts(written));
        assertEquals("CIRCLE ICRS 10 20 0.3", DaliRegion.formatStcs(List.of(circle)));
        for (String wrong : List.of(
                "UNION ICRS ()",
                "UNION ICRS (CIRCLE 1 2)",
                "UNION (CIRCLE 1 2 3 UNION (CIRCLE 3 4 5))",
                "CIRCLE 1 2 3 CIRCLE 3 4 5 UNION",
                "UNION GALACTIC (CIRCLE 1 2 3)")) {
            assertThrows(RegionParseException.class, () -> DaliRegion.parts(wrong), wrong);
        }
        refused("CIRCLE 1 2 3 CIRCLE 4 5 6", 14, "found 'CIRCLE'");
    }

    @Test
    void saysWhereATextIsWrong() {
        refused("CIRCEL 1 2 3", 1, "found 'CIRCEL'");
        refused("CIRCLE 1 2", 11, "found 2");
        refused("CIRCLE 1 2 3 4", 14, "found 4");
        refused("CIRCLE 1 x 3", 10, "found 'x'");
        refused("CIRCLE 1 0x10 3", 10, "found '0x10'");
        refused("CIRCLE 1 2d 3", 10, "found '2d'");
        refused("CIRCLE 1 95 3", 1, "latitude");
        refused("CIRCLE 1 2 -3", 1, "radius");
        refused("CIRCLE 1 NaN 3", 10, "NaN");
        refused("POLYGON ICRS 1 2 3 4", 14, "3 pairs");
        refused("POLYGON ICRS 1 2 3 4 5 6 7", 14, "found 7 numbers");
        refused("POLYGON GALACTIC 1 2 3 4 5 6", 9, "GALACTIC");
        refused("UNION ICRS (CIRCLE 1 2 3)", 1, "UNION");
        refused("", 1, "shape");
        refused("POLYGON 0 0 10 10 10 0 0 10", 1, "crosses");
        RegionParseException lower =
                assertThrows(RegionParseException.class, () -> DaliRegion.parsePos("circle 1 2 3"));
        assertTrue(String.valueOf(lower.getMessage()).contains("upper case"));
        assertThrows(RegionParseException.class, () -> DaliRegion.parsePos("CIRCLE ICRS 1 2 3"));
        assertThrows(RegionParseException.class, () -> DaliRegion.parsePos("BOX 1 2 3 4"));
    }

    private static void refused(String text, int position, String why) {
        RegionParseException e = assertThrows(RegionParseException.class, () -> DaliRegion.parse(text), text);
        assertTrue(String.valueOf(e.getMessage()).contains(why), e.getMessage());
        assertEquals(position, e.position(), text + ": " + e.getMessage());
    }

    @Test
    void whatIsWrittenReadsBackEqual() {
        Random random = new Random(51);
        for (int i = 0; i < 500; i++) {
            Circle circle = SkySamples.circle(random);
            assertEquals(circle, DaliRegion.parsePos(DaliRegion.format(circle)));
            assertEquals(circle, DaliRegion.parse(DaliRegion.formatStcs(circle)));
            assertEquals(circle, DaliRegion.circle(DaliRegion.toArray(circle)));
            Polygon polygon = SkySamples.polygon(random, 60);
            assertEquals(polygon, DaliRegion.parsePos(DaliRegion.format(polygon)));
            assertEquals(polygon, DaliRegion.polygon(DaliRegion.toArray(polygon)));
        }
        assertEquals("CIRCLE ICRS 12 34.5 0.25", DaliRegion.formatStcs(new Circle(12, 34.5, 0.25)));
        assertEquals("RANGE 350 10 -5 5", DaliRegion.format(new Range(350, 370, -5, 5)));
        assertEquals(new Range(350, 10, -5, 5), DaliRegion.parsePos("RANGE 350 10 -5 5"));
    }

    @Test
    void arraysNeedTheRightNumberOfValues() {
        assertThrows(IllegalArgumentException.class, () -> DaliRegion.circle(new double[] {1, 2}));
        assertThrows(IllegalArgumentException.class, () -> DaliRegion.polygon(new double[] {1, 2, 3, 4}));
        assertThrows(IllegalArgumentException.class, () -> DaliRegion.polygon(new double[] {1, 2, 3, 4, 5, 6, 7}));
        assertThrows(IllegalArgumentException.class, () -> DaliRegion.point(new double[] {1}));
        assertEquals(new SkyPoint(1, 2), DaliRegion.point(new double[] {361, 2}));
    }
}
