// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpectralAxisTest {

    /** Two channels of each axis: its outer edges as wavelengths in vacuum. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "CTYPE1='WAVE';CUNIT1='Angstrom';CRVAL1=5000;CDELT1=10 | 4.995E-7 | 5.015E-7",
                "CTYPE1='WAVE';CUNIT1='ANGSTROM';CRVAL1=5000;CDELT1=10 | 4.995E-7 | 5.015E-7",
                "CTYPE1='wave';CUNIT1='um';CRVAL1=0.5;CDELT1=0.001     | 4.995E-7 | 5.015E-7",
                "CTYPE1='FREQ';CUNIT1='GHZ';CRVAL1=1;CDELT1=0.5        | 0.171309976 | 0.399723277333",
                "CTYPE1='ENER';CUNIT1='keV';CRVAL1=2;CDELT1=2          | 2.47968396866E-10 | 1.23984198433E-9",
                "CTYPE1='WAVN';CUNIT1='cm-1';CRVAL1=1000;CDELT1=-500   | 8E-6 | 4E-5",
                "CTYPE1='AWAV';CUNIT1='nm';CRVAL1=656.2801;CDELT1=0    | 6.564614E-7 | 6.564614E-7",
                "CTYPE1='VRAD';CUNIT1='km/s';CRVAL1=0;CDELT1=0;RESTFRQ=1.420405752E9 | 0.211061140507 | 0.211061140507",
                "CTYPE1='VOPT';CRVAL1=299792458;CDELT1=0;RESTWAV=5E-7  | 1E-6 | 1E-6",
                "CTYPE1='ZOPT';CRVAL1=1;CDELT1=0;RESTWAV=5E-7          | 1E-6 | 1E-6",
                "CTYPE1='VELO';CRVAL1=0;CDELT1=0;RESTFREQ=299792458    | 1 | 1",
                "CTYPE1='VELO-LSR';CUNIT1='M/S';CRVAL1=0;CDELT1=0;RESTFREQ=299792458 | 1 | 1",
            })
    void becomesWavelengthsInVacuum(String header, double least, double largest) {
        ImageExtent.Interval found =
                Headers.wcs("CRPIX1=1", header).extent(2).wavelengthsM().orElseThrow();
        assertEquals(least, found.low(), 1e-7 * least);
        assertEquals(largest, found.high(), 1e-7 * largest);
    }

    @Test
    void hasNoWavelengthWithoutTheLine() {
        SpectralAxis axis =
                (SpectralAxis) Headers.wcs("CTYPE1='VRAD';CRVAL1=1000").axes().getFirst();
        assertTrue(axis.vacuumM(1000).isEmpty());
    }

    @Test
    void frequenciesReachingZeroHaveNoWavelength() {
        SpectralAxis axis =
                (SpectralAxis) Headers.wcs("CTYPE1='FREQ';CRVAL1=1E9").axes().getFirst();
        assertTrue(axis.vacuumM(0).isEmpty());
        assertTrue(axis.vacuumM(-1e9).isEmpty());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "CTYPE1='FREQ';SPECSYS='LSRK'       | LSRK",
                "CTYPE1='FREQ-HEL'                  | BARYCENT",
                "CTYPE1='VELO';VELREF=259           | TOPOCENT",
                "CTYPE1='FELO-OBS';RESTFRQ=1E9      | TOPOCENT",
            })
    void tellsItsFrame(String header, String frame) {
        SpectralAxis axis =
                (SpectralAxis) Headers.wcs(header, "CRVAL1=1E6").axes().getFirst();
        assertEquals(Optional.of(frame), axis.frame());
    }

    @Test
    void timesAreMjd() {
        assertMjd("CTYPE1='TIME';CUNIT1='s';MJDREF=50000;CRVAL1=86400;CDELT1=864", 50000.995, 50001.015);
        assertMjd("CTYPE1='TIME';MJDREFI=50000;MJDREFF=0.5;TIMEUNIT='d';CRVAL1=1;CDELT1=1", 50001.0, 50003.0);
        assertMjd("CTYPE1='TT';JDREF=2450000.5;CUNIT1='d';CRVAL1=1;CDELT1=1", 50000.5, 50002.5);
        assertMjd("CTYPE1='UTC';DATEREF='1995-10-10T12:00:00';CUNIT1='h';CRVAL1=0;CDELT1=24", 50000.0, 50002.0);
        assertMjd("CTYPE1='MJD';CRVAL1=60000;CDELT1=1", 59999.5, 60001.5);
        assertMjd("CTYPE1='JD';CRVAL1=2460000.5;CDELT1=1", 59999.5, 60001.5);
    }

    private static void assertMjd(String header, double first, double last) {
        ImageExtent.Interval found =
                Headers.wcs("CRPIX1=1", header).extent(2).timesMjd().orElseThrow();
        assertEquals(first, found.low(), 1e-9);
        assertEquals(last, found.high(), 1e-9);
    }

    @Test
    void timesTellTheirScaleAndWhetherTheyHaveAReference() {
        TimeAxis elapsed =
                (TimeAxis) Headers.wcs("CTYPE1='TIME';TIMESYS='TDB'").axes().getFirst();
        assertEquals("TDB", elapsed.scale());
        assertTrue(elapsed.mjd(1).isEmpty());
        assertEquals(
                "TT",
                ((TimeAxis) Headers.wcs("CTYPE1='TT';TIMESYS='TDB'").axes().getFirst()).scale());
    }

    @Test
    void anImageTellsItsPolarizations() {
        String stokes = "CTYPE3='STOKES';CRPIX3=1;CRVAL3=";
        assertEquals(
                List.of("I", "Q", "U", "V"),
                Headers.wcs(Headers.TAN, stokes + "1").extent(9, 9, 4).polarizations());
        assertEquals(
                List.of("XX", "YY"),
                Headers.wcs(Headers.TAN, stokes + "-5;CDELT3=-1")
                        .extent(9, 9, 2)
                        .polarizations());
        assertEquals(
                List.of("I"),
                Headers.wcs(Headers.TAN, stokes + "1;CDELT3=0").extent(9, 9).polarizations());
        assertEquals(List.of(), Headers.wcs(Headers.TAN).extent(9, 9).polarizations());
    }

    @Test
    void anAxisThatIsNotThereReachesNowhere() {
        ImageExtent extent = Headers.wcs(Headers.TAN).extent(100, 100);
        assertEquals(Optional.empty(), extent.wavelengthsM());
        assertEquals(Optional.empty(), extent.timesMjd());
    }

    @Test
    void polarizationsHaveNames() {
        assertEquals(Optional.of("I"), StokesAxis.name(1));
        assertEquals(Optional.of("V"), StokesAxis.name(4));
        assertEquals(Optional.of("RR"), StokesAxis.name(-1));
        assertEquals(Optional.of("YX"), StokesAxis.name(-8));
        assertEquals(Optional.empty(), StokesAxis.name(0));
        assertEquals(Optional.empty(), StokesAxis.name(5));
    }
}
