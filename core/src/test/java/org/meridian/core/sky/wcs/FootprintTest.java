// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.meridian.core.sky.Moc;
import org.meridian.core.sky.Polygon;

class FootprintTest {

    @Test
    void aGnomonicImageHasFourCorners() {
        Polygon polygon = outline(Headers.sky(Headers.TAN), 100, 100);
        assertEquals(4, polygon.vertices().size());
        assertEquals(1, polygon.areaDeg2(), 1e-3);
        double[] corner = {0.5, 0.5};
        Headers.sky(Headers.TAN).pixelToIcrs(corner, corner, 1);
        assertArrayEquals(
                corner,
                new double[] {
                    polygon.vertices().getFirst().lonDeg(),
                    polygon.vertices().getFirst().latDeg()
                },
                1e-12);
    }

    @Test
    void bentEdgesHaveMoreVerticesAndStayWithinATenthOfAPixel() {
        SkyWcs sky = Headers.sky(Headers.TAN, "CTYPE1='RA---CAR';CTYPE2='DEC--CAR';CRVAL2=0;CRPIX2=-5949.5");
        assertCoversWhatTheImageCovers(sky, 400, 300);
        assertTrue(outline(sky, 400, 300).vertices().size() > 4);
    }

    @Test
    void aDistortedImageIsOutlined() {
        assertCoversWhatTheImageCovers(
                Headers.sky(Headers.TAN, "A_ORDER=2;B_ORDER=2;A_0_2=1E-3;B_2_0=-1E-3;CROTA2=20"), 100, 100);
    }

    @Test
    void anImageAroundThePoleIsOutlined() {
        SkyWcs sky = Headers.sky(Headers.TAN, "CRVAL2=90");
        assertCoversWhatTheImageCovers(sky, 100, 100);
        assertTrue(outline(sky, 100, 100).contains(17, 90));
    }

    @Test
    void aWideImageOfLessThanHalfTheSkyIsOutlined() {
        SkyWcs sky = Headers.sky(Headers.TAN, "CTYPE1='RA---ZEA';CTYPE2='DEC--ZEA';CDELT1=-1;CDELT2=1");
        assertEquals(10000, outline(sky, 100, 100).areaDeg2(), 20);
    }

    /** Random pixels around the edges are inside and outside, but for a tenth of one. */
    private static void assertCoversWhatTheImageCovers(SkyWcs sky, int width, int height) {
        Polygon polygon = outline(sky, width, height);
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            double x = random.nextDouble(-0.1, 1.1) * width;
            double y = random.nextDouble(-0.1, 1.1) * height;
            double depth = Math.min(Math.min(x - 0.5, width + 0.5 - x), Math.min(y - 0.5, height + 0.5 - y));
            if (Math.abs(depth) > 0.11) {
                double[] position = {x, y};
                sky.pixelToIcrs(position, position, 1);
                assertEquals(depth > 0, polygon.contains(position[0], position[1]), "pixel " + x + "," + y);
            }
        }
    }

    @Test
    void aMapOfTheWholeSkyIsTheWholeSky() {
        SkyWcs aitoff =
                Headers.sky("CTYPE1='GLON-AIT';CTYPE2='GLAT-AIT';CRPIX1=240.5;CRPIX2=120.5;CDELT1=-0.675;CDELT2=0.675");
        assertInstanceOf(Footprint.WholeSky.class, aitoff.footprint(480, 240));
        SkyWcs plate = Headers.sky("CTYPE1='RA---CAR';CTYPE2='DEC--CAR';CRPIX1=180.5;CRPIX2=90.5;CDELT1=-1;CDELT2=1");
        assertInstanceOf(Footprint.WholeSky.class, plate.footprint(360, 180));
        SkyWcs healpix = Headers.sky("CTYPE1='RA---HPX';CTYPE2='DEC--HPX';CRPIX1=180.5;CRPIX2=90.5;CDELT1=-1;CDELT2=1");
        assertInstanceOf(Footprint.WholeSky.class, healpix.footprint(360, 180));
    }

    @Test
    void moreThanHalfOfTheSkyIsCells() {
        SkyWcs sky = Headers.sky("CTYPE1='RA---CAR';CTYPE2='DEC--CAR';CRPIX1=180.5;CRPIX2=90.5;CDELT1=-1;CDELT2=1");
        assertCells(sky, 300, 180, 300.0 / 360);
    }

    @Test
    void anImageClosedAroundThePoleIsCells() {
        SkyWcs sky = Headers.sky("CTYPE1='RA---CAR';CTYPE2='DEC--CAR';CRPIX1=180.5;CRPIX2=-59.5;CDELT1=-1;CDELT2=1");
        assertCells(sky, 360, 30, (1 - Math.sin(Math.toRadians(60))) / 2);
    }

    @Test
    void anImageBeyondTheEndOfItsProjectionIsCells() {
        SkyWcs sky = Headers.sky(
                "CTYPE1='RA---SIN';CTYPE2='DEC--SIN';CRPIX1=70.5;CRPIX2=70.5;CRVAL1=40;CRVAL2=30;CDELT1=-1;CDELT2=1");
        assertCells(sky, 140, 140, 0.5);
    }

    private static void assertCells(SkyWcs sky, int width, int height, double fraction) {
        Moc moc = assertInstanceOf(Footprint.Cells.class, sky.footprint(width, height))
                .moc();
        assertTrue(moc.skyFraction() >= fraction, "cells cover " + moc.skyFraction() + " of the sky");
        assertEquals(fraction, moc.skyFraction(), 0.03);
    }

    @Test
    void anImageWithoutSkyCoversNothing() {
        SkyWcs sky = Headers.sky("CTYPE1='RA---SIN';CTYPE2='DEC--SIN';CRPIX1=1000;CRPIX2=0;CDELT1=-1;CDELT2=1");
        assertInstanceOf(Footprint.Nothing.class, sky.footprint(100, 100));
    }

    @Test
    void pixelsHaveTheirSize() {
        assertEquals(0.01, Headers.sky(Headers.TAN).pixelScaleDeg(50.5, 50.5), 1e-9);
        SkyWcs sky = Headers.sky(Headers.TAN, "CTYPE1='RA---ZEA';CTYPE2='DEC--ZEA';CDELT1=-1;CDELT2=1");
        for (double x = 10; x < 100; x += 20) {
            assertEquals(1, sky.pixelScaleDeg(x, 20), 1e-3);
        }
    }

    private static Polygon outline(SkyWcs sky, long... naxis) {
        return assertInstanceOf(Footprint.Outline.class, sky.footprint(naxis)).polygon();
    }
}
