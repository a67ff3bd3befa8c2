// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How archives write the same thing: each dialect of the package's list beside the standard's way to say it. */
class WcsDialectTest {
    private static final double[] PIXELS = {10, 90, 50.5, 50.5, -300, 7};

    /** Headers are {@link Headers#TAN} with these changes. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "CTYPE1='ra---tan';CTYPE2='Dec--Tan'  | CTYPE1='RA---TAN'",
                "CTYPE1='RA---TAN   '                 | CTYPE1='RA---TAN'",
                "CUNIT1='DEG';CUNIT2='Degrees'        | CUNIT1='deg'",
                "CUNIT1='ARCSEC';CRVAL1=540000;CDELT1=-36 | CRVAL1=150",
                "CRVAL1='150.0';CDELT2='1.0D-02'      | CRVAL1=150",
                "RADECSYS='FK5'                       | RADESYS='FK5';EQUINOX=2000",
                "EPOCH=1950                           | RADESYS='FK4';EQUINOX=1950",
                "EQUINOX=1950                         | RADESYS='FK4'",
                "EQUINOX='B1950'                      | RADESYS='FK4'",
                "EQUINOX='J2000.0'                    | RADESYS='FK5'",
                "EPOCH=0                              | RADESYS='ICRS'",
                "RADESYS='J2000'                      | RADESYS='FK5'",
                "EPOCH=1950;EQUINOX=2000              | RADESYS='FK5'",
                "CROTA2=30                            | PC1_1=0.8660254037844387;PC1_2=0.5;PC2_1=-0.5;PC2_2=0.8660254037844387",
                "PC001002=0.25                        | PC1_2=0.25",
                "CD1_1=-0.01;CD2_2=0.01;CDELT1=7;CDELT2=7 | CDELT1=-0.01",
                "CD1_1=0;CD2_2=0;CDELT1=-0.02           | CDELT1=-0.02",
                "CD1_1=0;CD1_2=0.01;CD2_1=0.01;CDELT1=7 | PC1_1=0;PC1_2=-1;PC2_1=1;PC2_2=0",
                "CD1_2=0.01;CD2_1=0.01                | PC1_1=0;PC1_2=-1;PC2_1=1;PC2_2=0",
                "PC1_1=1;PC2_2=1;CROTA2=30            | CDELT1=-0.01",
                "PV2_1=0;PV2_2=0                      | CDELT1=-0.01",
                "CTYPE1='RA---TAN-SIP';CTYPE2='DEC--TAN-SIP' | CDELT1=-0.01",
                "A_ORDER=2;B_ORDER=2;A_2_0=1E-4       | CTYPE1='RA---TAN-SIP';CTYPE2='DEC--TAN-SIP';A_ORDER=2;B_ORDER=2;A_2_0=1E-4",
                "PV1_1=1;PV1_5=0.1;PV2_1=1            | CTYPE1='RA---TPV';CTYPE2='DEC--TPV';PV1_5=0.1",
                "PV1_1=1.1;PV2_1=1.1                  | CDELT1=-0.011;CDELT2=0.011",
                "PV1_5=0.1;A_ORDER=0                  | CDELT1=-0.01",
                "PV1_5=0.1;A_ORDER=0;CTYPE1='RA---TPV';CTYPE2='DEC--TPV' | CTYPE1='RA---TPV';CTYPE2='DEC--TPV';PV1_5=0.1",
                "CTYPE1='RA---NCP';CTYPE2='DEC--NCP';CRVAL2=45 | CTYPE1='RA---SIN';CTYPE2='DEC--SIN';CRVAL2=45;PV2_1=0;PV2_2=1",
                "CTYPE1='RA---GLS';CTYPE2='DEC--GLS';CRVAL2=45 | CTYPE1='RA---SFL';CTYPE2='DEC--SFL';CRVAL2=0;CRPIX2=-4449.5",
                "CTYPE1='RA';CTYPE2='DEC';CRVAL2=45   | CTYPE1='RA---CAR';CTYPE2='DEC--CAR';CRVAL2=0;CRPIX2=-4449.5",
                "WCSAXES=3;CTYPE3='STOKES';CDELT3=0   | CDELT1=-0.01",
            })
    void saysTheSameAs(String dialect, String standard) {
        SkyWcs given = Headers.sky(Headers.TAN, dialect);
        SkyWcs wanted = Headers.sky(Headers.TAN, standard);
        double[] found = new double[PIXELS.length];
        double[] expected = new double[PIXELS.length];
        given.pixelToIcrs(PIXELS, found, PIXELS.length / 2);
        wanted.pixelToIcrs(PIXELS, expected, PIXELS.length / 2);
        assertArrayEquals(expected, found, 1e-9);
    }

    @Test
    void anAxisOfWhichNoCdTellsKeepsItsCdelt() {
        Wcs wcs = Headers.wcs(Headers.TAN, "CD1_1=-0.01;CD2_2=0.01;CTYPE3='FREQ';CRPIX3=1;CRVAL3=1E9;CDELT3=1E6");
        double[] worlds = {10, 10, 3};
        wcs.pixelToWorld(worlds, worlds, 1);
        assertEquals(1.002e9, worlds[2]);
    }

    @Test
    void anAxisWithoutExtentStaysAtItsReference() {
        Wcs wcs = Headers.wcs(Headers.TAN, "CTYPE3='FREQ';CRPIX3=1;CRVAL3=1E9;CDELT3=0");
        double[] point = {10, 10, 3};
        wcs.pixelToWorld(point, point, 1);
        assertEquals(1e9, point[2]);
        wcs.worldToPixel(point, point, 1);
        assertArrayEquals(new double[] {10, 10, 1}, point, 1e-9);
    }

    /** A spectrum whose header places it on the sky without saying how wide it is. */
    @Test
    void aPositionWithoutExtentIsACell() {
        SkyWcs sky = Headers.sky(
                "CTYPE1='WAVE';CRVAL1=5E-7;CDELT1=1E-10;CTYPE2='RA---TAN';CRVAL2=150;CDELT2=0;CTYPE3='DEC--TAN';CRVAL3=2;CDELT3=0");
        double[] position = {1, 1};
        sky.pixelToIcrs(position, position, 1);
        assertArrayEquals(new double[] {150, 2}, position, 1e-12);
        Footprint.Cells cells = assertInstanceOf(Footprint.Cells.class, sky.footprint(1000));
        assertTrue(cells.moc().contains(150, 2));
        assertEquals(1, cells.moc().cells().size());
    }

    @Test
    void moreWorldAxesThanTheImageHas() {
        Wcs wcs = Headers.wcs(
                "NAXIS=1;NAXIS1=100;WCSAXES=3;CTYPE1='WAVE';CRPIX1=1;CRVAL1=5E-7;CDELT1=1E-10;CTYPE2='RA---TAN';CRVAL2=150;"
                        + "CDELT2=-0.001;CRPIX2=1;CTYPE3='DEC--TAN';CRVAL3=2;CDELT3=0.001;CRPIX3=1");
        SkyWcs sky = wcs.sky().orElseThrow();
        assertEquals(List.of(1, 2), List.of(sky.firstAxis(), sky.secondAxis()));
        Footprint.Outline outline = assertInstanceOf(Footprint.Outline.class, sky.footprint(100));
        assertTrue(outline.polygon().contains(150, 2));
        assertEquals(1e-6, outline.polygon().areaDeg2(), 1e-11);
    }

    @Test
    void theReferenceOfTheLatitudeRotatesAlone() {
        double[] plain = icrs(Headers.TAN);
        assertArrayEquals(plain, icrs(Headers.TAN, "CROTA1=30"));
        assertNotEquals(plain[0], icrs(Headers.TAN, "CROTA2=30")[0]);
    }

    @Test
    void versionsOfCoordinatesAreTold() {
        Keywords keywords = Headers.keywords(
                Headers.TAN,
                "CTYPE1B='GLON-CAR';CTYPE2B='GLAT-CAR';CRVAL1B=10;RADESYSB='ICRS';LONPOLEA=180;LATPOLEA=0");
        assertEquals(List.of("", "B"), Wcs.versions(keywords));
        Wcs galactic = Wcs.read(keywords, "B").orElseThrow();
        assertEquals("GALACTIC", galactic.frame().orElseThrow().name());
        double[] point = {0, 0};
        galactic.pixelToWorld(point, point, 1);
        assertArrayEquals(new double[] {10, 0}, point, 1e-12);
        assertEquals(Optional.empty(), Wcs.read(keywords, "A"));
    }

    @Test
    void aHeaderWithoutCoordinatesHasNone() {
        assertEquals(Optional.empty(), Wcs.read(Headers.keywords("NAXIS=2;NAXIS1=10;NAXIS2=10;CTYPE1='  '")));
    }

    @Test
    void aMissingCtypeIsALinearAxis() {
        Wcs wcs = Headers.wcs("NAXIS=2;CRVAL1=5;CDELT1=2;CUNIT1='pixel'");
        double[] point = {3, 4};
        wcs.pixelToWorld(point, point, 1);
        assertArrayEquals(new double[] {11, 4}, point);
        assertTrue(wcs.sky().isEmpty());
    }

    @Test
    void coordinatesOfTheSunAreNotOfTheSky() {
        Wcs wcs = Headers.wcs(Headers.TAN, "CTYPE1='HPLN-TAN';CTYPE2='HPLT-TAN'");
        assertTrue(wcs.frame().isEmpty());
        assertTrue(wcs.sky().isEmpty());
    }

    /** Paper II section 2.4: where the reference does not tell the native pole's latitude, LATPOLE is it. */
    @Test
    void latpoleAloneTellsThePole() {
        Wcs wcs = Headers.wcs("CTYPE1='RA---CAR';CTYPE2='DEC--CAR';CRVAL1=120;CRVAL2=0;LONPOLE=90;LATPOLE=10");
        double[] pole = {0, 90};
        wcs.pixelToWorld(pole, pole, 1);
        assertArrayEquals(new double[] {30, 10}, pole, 1e-12);
    }

    /** Where LATPOLE lies in the middle of both solutions, as LATPOLE = 0 often does, rounding does not decide. */
    @Test
    void theNorthernPoleIsTakenWhereLatpoleDoesNotTell() {
        for (double latitude = -80; latitude < 0; latitude += 0.37) {
            Wcs wcs = Headers.wcs("CTYPE1='RA---CAR';CTYPE2='DEC--CAR';LONPOLE=180;LATPOLE=0;CRVAL2=" + latitude);
            double[] pole = {0, 90};
            wcs.pixelToWorld(pole, pole, 1);
            assertEquals(90 + latitude, pole[1], 1e-9);
        }
    }

    /** The Digitized Sky Survey's plate solution counts, as in wcslib, and its linear approximation does not. */
    @Test
    void aPlateSolutionNeedsNoCtype() {
        String plate =
                "PLTRAH=5;PLTRAM=42;PLTRAS=0;PLTDECSN='-';PLTDECD=4;PLTDECM=30;PLTDECS=0;CNPIX1=0;CNPIX2=0;XPIXELSZ=15;"
                        + "YPIXELSZ=15;PPO3=150000;PPO6=150000;AMDX1=67.2;AMDY1=67.2;EQUINOX=2000;RADESYS='ICRS'";
        double[] centre = {10000.5, 10000.5};
        Headers.sky(plate).pixelToIcrs(centre, centre, 1);
        assertArrayEquals(new double[] {85.5, -4.5}, centre, 1e-12);
        double[] above = {10000.5, 10100.5};
        Headers.sky(plate).pixelToIcrs(above, above, 1);
        assertArrayEquals(new double[] {85.5, -4.5 + 1.5 * 67.2 / 3600}, above, 1e-8);
    }

    private static double[] icrs(String... header) {
        double[] found = new double[PIXELS.length];
        Headers.sky(header).pixelToIcrs(PIXELS, found, PIXELS.length / 2);
        return found;
    }
}
