// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Keywords that make no coordinates: named, with their value and what would be right. */
class WcsFaultsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "CRVAL1='north'      | CRVAL1 | CRVAL1 = 'north': a number is needed",
                "CRVAL1=NaN          | CRVAL1 | CRVAL1 = NaN: a finite number is needed",
                "CRVAL2=95           | CRVAL2 | CRVAL2 = 95.0: a latitude lies between -90 and 90 degrees",
                "CTYPE2='DEC--SIN'   | CTYPE2 | CTYPE2 = 'DEC--SIN': it does not belong to CTYPE1 = 'RA---TAN'",
                "CTYPE2='GLAT-TAN'   | CTYPE2 | CTYPE2 = 'GLAT-TAN': it does not belong to CTYPE1 = 'RA---TAN'",
                "CTYPE2='WAVE'       | CTYPE1 | CTYPE1 = 'RA---TAN': the latitude axis that belongs to it is missing",
                "CUNIT1='m'          | CUNIT1 | CUNIT1 = 'm': an axis of the sky is in deg, arcmin, arcsec, mas or rad",
                "CD1_1=1;CD1_2=1;CD2_1=1;CD2_2=1 | CDi_j | the matrix of CDi_j keywords and CDELT has no inverse",
                "PC1_1=1;PC1_2=1;PC2_1=1;PC2_2=1 | PCi_j  | the matrix of PCi_j keywords and CDELT has no inverse",
                "RADESYS='GAPPT'     | RADESYS | RADESYS = 'GAPPT': ICRS, FK5, FK4 and FK4-NO-E are read; apparent places are not",
                "EQUINOX=51544       | EQUINOX | EQUINOX = '51544.0': an equinox is a year such as 2000.0",
                "A_ORDER=12          | A_ORDER | A_ORDER = 12.0: an order is a whole number from 0 to 9",
                "WCSAXES=1000        | WCSAXES | WCSAXES = 1000.0: a number of axes is a whole one from 0 to 99",
                "CTYPE1='RA---COE';CTYPE2='DEC--COE' | PV2_1 | PV2_1 is missing: the projection needs the middle of its standard parallels",
                "CTYPE1='RA---CEA';CTYPE2='DEC--CEA';PV2_1=2 | PV2_1 | PV2_1 = 2.0: lambda of a cylindrical equal-area projection lies above 0 and up to 1",
                "CTYPE1='RA---CAR';CTYPE2='DEC--CAR';CRVAL2=45;LONPOLE=180 | LONPOLE | LONPOLE: the celestial pole cannot have this native longitude with the reference at latitude 45.0",
                "CTYPE1='RA---SIN';CTYPE2='DEC--SIN';PV1_0=1;PV1_2=-10 | PV1_2 | PV1_2 = -10.0: the projection has no image of the reference point there",
                "CTYPE3='FREQ';CUNIT3='furlong' | CUNIT3 | CUNIT3 = 'furlong': an axis of FREQ is in Hz or a unit like it",
                "CTYPE3='TIME';CUNIT3='m' | CUNIT3 | CUNIT3 = 'm': a time is in s, ms, us, min, h, d, a, yr or cy",
            })
    void areNamed(String change, String keyword, String message) {
        WcsException fault = assertThrows(WcsException.class, () -> Headers.wcs(Headers.TAN, change));
        assertEquals(message, fault.getMessage());
        assertEquals(keyword, fault.keyword());
    }

    @Test
    void anUnknownProjectionListsThoseThatAreRead() {
        WcsException fault =
                assertThrows(WcsException.class, () -> Headers.wcs(Headers.TAN, "CTYPE1='RA---XYZ';CTYPE2='DEC--XYZ'"));
        assertTrue(
                fault.getMessage().startsWith("CTYPE1 = 'RA---XYZ': the projection XYZ is not read; AZP, SZP, TAN, "));
    }

    @Test
    void anAxisInALookupTableSaysSoAndTheSkyIsRead() {
        Wcs wcs = Headers.wcs(Headers.TAN, "CTYPE3='WAVE-TAB';CRVAL3=1");
        UnreadAxis axis = assertInstanceOf(UnreadAxis.class, wcs.axes().get(2));
        assertEquals("its coordinates stand in a lookup table, which is not read", axis.reason());
        double[] point = {50.5, 50.5, 1};
        wcs.pixelToWorld(point, point, 1);
        assertEquals(150, point[0], 1e-12);
        assertTrue(Double.isNaN(point[2]));
        wcs.worldToPixel(point, point, 1);
        assertEquals(50.5, point[0], 1e-9);
        assertTrue(Double.isNaN(point[2]));
    }

    @Test
    void aSpectrumWithoutItsRestFrequencySaysSo() {
        Wcs wcs = Headers.wcs(Headers.TAN, "CTYPE3='VRAD-W2F';CRVAL3=1000");
        UnreadAxis axis = assertInstanceOf(UnreadAxis.class, wcs.axes().get(2));
        assertEquals("RESTFRQ or RESTWAV is missing", axis.reason());
    }

    /** Whatever a header says, it is read or refused by name; what it says of pixels are numbers or none. */
    @Test
    void randomHeadersAreReadOrRefused() {
        Random random = new Random(6);
        int read = 0;
        for (int i = 0; i < 4000; i++) {
            StringBuilder header = new StringBuilder(Headers.TAN);
            for (int change = random.nextInt(1, 5); change > 0; change--) {
                header.append(';').append(pick(random, NAMES)).append('=').append(pick(random, VALUES));
            }
            try {
                Wcs wcs = Headers.wcs(header.toString());
                double[] points = new double[2 * wcs.axes().size()];
                Arrays.fill(points, 40.5);
                wcs.pixelToWorld(points, points, 2);
                wcs.worldToPixel(points, points, 2);
                wcs.range(0, 100, 100);
                read++;
                if (i % 100 == 0) {
                    wcs.sky().ifPresent(sky -> sky.footprint(100, 100));
                }
            } catch (WcsException e) {
                assertFalse(e.keyword().isEmpty(), header.toString());
            }
        }
        assertTrue(read > 500, "hardly any header was read: " + read);
    }

    private static final String[] NAMES = {
        "CTYPE1", "CTYPE2", "CTYPE3", "CRVAL1", "CRVAL2", "CRPIX1", "CDELT1", "CDELT2", "CD1_1", "CD1_2", "PC2_1",
                "PC1_1",
        "PV1_1", "PV1_0", "PV1_2", "PV2_1", "PV2_2", "PV2_3", "PV1_5", "PV2_39", "LONPOLE", "LATPOLE", "A_ORDER",
                "A_2_0",
        "RADESYS", "EQUINOX", "EPOCH", "WCSAXES", "CUNIT1", "CUNIT3", "RESTFRQ", "CROTA2", "CRVAL3", "CDELT3", "MJD-OBS"
    };

    private static final String[] VALUES = {
        "0",
        "1",
        "-1",
        "2",
        "45",
        "-45",
        "90",
        "-90",
        "180",
        "1E-300",
        "1E300",
        "-1E9",
        "NaN",
        "2000",
        "1950",
        "'x'",
        "''",
        "'RA---SIN'",
        "'DEC--SIN'",
        "'DEC--ZPN'",
        "'RA---ZPN'",
        "'GLON-AIT'",
        "'FREQ-LOG'",
        "'WAVE-F2W'",
        "'VOPT-W2V'",
        "'TIME'",
        "'deg'",
        "'GHz'",
        "'FK4'",
        "'1E5'",
        "'-'",
        "'RA---'",
        "'----TAN'",
        "'2020-13-45'",
        "0.01"
    };

    private static String pick(Random random, String[] from) {
        return from[random.nextInt(from.length)];
    }

    @Test
    void positionsOutsideOfTheSphereHaveNoPixel() {
        double[] point = {150, 91};
        Headers.sky(Headers.TAN).icrsToPixel(point, point, 1);
        assertTrue(Double.isNaN(point[0]) && Double.isNaN(point[1]));
    }
}
