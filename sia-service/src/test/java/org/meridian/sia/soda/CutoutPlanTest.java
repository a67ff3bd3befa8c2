// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.dali.DaliParameters;
import org.meridian.core.fits.FitsHeader;
import org.meridian.core.fits.Hdu;

/** Which pixels of an image parameters choose. */
class CutoutPlanTest {

    private static Hdu image(String... cards) {
        List<String> all = new ArrayList<>(List.of("SIMPLE = T", "BITPIX = -32"));
        all.addAll(Arrays.asList(cards));
        return new Hdu(0, new FitsHeader(all.stream().map(CutoutPlanTest::card).toList()), 0, 2880, 0);
    }

    private static String card(String text) {
        String[] parts = text.split(" = ", 2);
        return String.format("%-80s", String.format("%-8s= %s", parts[0], parts[1]));
    }

    /** 100 by 100 pixels of a tenth of a degree around a position. */
    private static Hdu sky(double ra, double dec) {
        return image(
                "NAXIS = 2",
                "NAXIS1 = 100",
                "NAXIS2 = 100",
                "CTYPE1 = 'RA---TAN'",
                "CTYPE2 = 'DEC--TAN'",
                "CRPIX1 = 50.5",
                "CRPIX2 = 50.5",
                "CRVAL1 = " + ra,
                "CRVAL2 = " + dec,
                "CDELT1 = -0.1",
                "CDELT2 = 0.1");
    }

    private static CutoutPlan plan(Hdu hdu, String name, String... values) {
        DaliParameters parameters = DaliParameters.of(Map.of("ID", List.of("x"), name, List.of(values)));
        CutoutRequest request = CutoutRequest.of(parameters, CutoutLimits.SYNC);
        return CutoutPlan.of(List.of(hdu), request.selections().getFirst(), () -> {});
    }

    private static String box(Hdu hdu, String name, String... values) {
        CutoutPlan plan = plan(hdu, name, values);
        return plan.cuts().isEmpty()
                ? "none"
                : plan.firstImage().orElseThrow().box().text();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 0 | CIRCLE 0 0 0.26 | [48:53,48:53]",
                "0 | 0 | RANGE 359.88 0.15 -0.12 0.12 | [49:52,49:52]",
                "0 | 0 | CIRCLE 0.05 0.05 0.001 | [50:50,51:51]",
                "0 | 0 | CIRCLE 0 0 90 | [1:100,1:100]",
                "0 | 0 | RANGE 0 360 -90 90 | [1:100,1:100]",
                "0 | 0 | CIRCLE 180 0 80 | none",
                "0 | 0 | CIRCLE 20 0 1 | none",
                "10 | 90 | CIRCLE 0 90 0.26 | [48:53,48:53]",
                "10 | 90 | RANGE 0 360 89.74 90 | [48:53,48:53]",
                "10 | -90 | POLYGON 0 -89.5 90 -89.5 180 -89.5 270 -89.5 | [46:55,46:55]"
            })
    void regionsAreWhatTheyTouch(double ra, double dec, String region, String expected) {
        assertEquals(expected, box(sky(ra, dec), "POS", region));
    }

    @Test
    void growsAtTheSeamOfAMapOfTheWholeSky() {
        Hdu map = image(
                "NAXIS = 2",
                "NAXIS1 = 360",
                "NAXIS2 = 180",
                "CTYPE1 = 'RA---CAR'",
                "CTYPE2 = 'DEC--CAR'",
                "CRPIX1 = 180.5",
                "CRPIX2 = 90.5",
                "CRVAL1 = 0",
                "CRVAL2 = 0",
                "CDELT1 = -1",
                "CDELT2 = 1");
        assertEquals("[1:360,169:180]", box(map, "CIRCLE", "0 90 11.5"));
        assertTrue(box(map, "CIRCLE", "180 0 5.2").startsWith("[1:360,85:96"));
    }

    private static Hdu cube() {
        return image(
                "NAXIS = 4",
                "NAXIS1 = 10",
                "NAXIS2 = 10",
                "NAXIS3 = 100",
                "NAXIS4 = 4",
                "CTYPE1 = 'RA---TAN'",
                "CTYPE2 = 'DEC--TAN'",
                "CRPIX1 = 5",
                "CRPIX2 = 5",
                "CRVAL1 = 10",
                "CRVAL2 = 20",
                "CDELT1 = -0.1",
                "CDELT2 = 0.1",
                "CTYPE3 = 'FREQ'",
                "CUNIT3 = 'GHz'",
                "CRPIX3 = 1",
                "CRVAL3 = 100",
                "CDELT3 = 1",
                "CTYPE4 = 'STOKES'",
                "CRPIX4 = 1",
                "CRVAL4 = 1",
                "CDELT4 = 1");
    }

    @Test
    void wavelengthsAreThoseOfFrequencies() {
        // 150 GHz is pixel 51, 1.9986 mm.
        assertEquals("[1:10,1:10,51:51,1:4]", box(cube(), "BAND", "1.99862e-3"));
        assertEquals("[1:10,1:10,51:100,1:4]", box(cube(), "BAND", "-Inf 1.99862e-3"));
        assertEquals("none", box(cube(), "BAND", "4e-7 7e-7"));
    }

    private static Hdu times(String scale) {
        return image(
                "NAXIS = 1",
                "NAXIS1 = 1000",
                "CTYPE1 = 'TIME'",
                "CUNIT1 = 's'",
                "CRPIX1 = 1",
                "CRVAL1 = 0",
                "CDELT1 = 1",
                "MJDREF = 58000",
                "TIMESYS = '" + scale + "'",
                "TREFPOS = 'BARYCENTER'");
    }

    @ParameterizedTest
    @CsvSource({"UTC, 101", "TT, 170", "TDB, 170", "TAI, 138", "TCB, 190", "GPS, 119", "LOCAL, 101"})
    void timesAreInUtcWhateverTheAxisHas(String scale, int pixel) {
        // 100 s after MJD 58000, when TAI was 37 s ahead.
        assertEquals("[" + pixel + ":" + pixel + "]", box(times(scale), "TIME", "" + (58000 + 100 / 86400.0)));
    }

    @Test
    void saysWhatWasNotConverted() {
        assertEquals(
                List.of(
                        "TIME was compared in the time scale of the axis, LOCAL",
                        "TIME was compared with times at BARYCENTER"),
                plan(times("LOCAL"), "TIME", "-Inf +Inf")
                        .firstImage()
                        .orElseThrow()
                        .remarks());
        assertEquals(
                List.of("BAND was compared in the standard of rest of the axis, which is not told"),
                plan(cube(), "BAND", "-Inf +Inf").firstImage().orElseThrow().remarks());
        assertEquals(
                List.of(), plan(cube(), "POL", "I").firstImage().orElseThrow().remarks());
    }

    @Test
    void longAxesAreSearchedForAsLongAsSomebodyWaits() {
        List<String> cards = cube().header().cards().stream()
                .map(card -> card.startsWith("NAXIS3") ? card("NAXIS3 = 1000000000") : card)
                .toList();
        Hdu cube = new Hdu(0, new FitsHeader(cards), 0, 2880, 0);
        DaliParameters parameters = DaliParameters.of(Map.of("ID", List.of("x"), "BAND", List.of("1e-3 2e-3")));
        CutoutRequest request = CutoutRequest.of(parameters, CutoutLimits.SYNC);
        AtomicInteger asked = new AtomicInteger();
        Runnable check = () -> {
            if (asked.incrementAndGet() > 3) {
                throw new IllegalStateException("nobody waits");
            }
        };
        assertThrows(
                IllegalStateException.class,
                () -> CutoutPlan.of(List.of(cube), request.selections().getFirst(), check));
    }

    @Test
    void refusesToSearchAxesThatNobodyHas() {
        List<String> cards = cube().header().cards().stream()
                .map(card -> card.startsWith("NAXIS3") ? card("NAXIS3 = 1000000000000000") : card)
                .toList();
        Hdu cube = new Hdu(0, new FitsHeader(cards), 0, 2880, 0);
        UsageFault fault = assertThrows(UsageFault.class, () -> plan(cube, "BAND", "1e-3 2e-3"));
        assertTrue(fault.message().contains("axis 3 has 1000000000000000 pixels"), fault.message());
    }

    @Test
    void polarizationsAreOneFilter() {
        assertEquals("[1:10,1:10,1:100,2:3]", box(cube(), "POL", "Q", "U"));
        assertEquals("none", box(cube(), "POL", "XX"));
    }

    @Test
    void refusesToChooseByWhatIsNotThere() {
        UsageFault fault = assertThrows(UsageFault.class, () -> plan(sky(0, 0), "TIME", "59000"));
        assertTrue(fault.message().contains("HDU 0: it has no axis of times"), fault.message());
    }

    @Test
    void sectionsAreCutAtTheEndOfTheImage() {
        assertEquals("[91:100,1:100]", box(sky(0, 0), "SUB", "[91:200,*]"));
        assertEquals("[91:100,1:100]", box(sky(0, 0), "SUB", "[primary][91:*,*]"));
        assertEquals("none", box(sky(0, 0), "SUB", "[101:200,*]"));
    }
}
