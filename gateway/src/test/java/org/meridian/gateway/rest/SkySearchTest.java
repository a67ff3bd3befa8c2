// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.rest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.sky.Circle;

/** What people write to find observations. */
class SkySearchTest {

    @ParameterizedTest
    @CsvSource({
        "'83.82 -5.39', 83.82, -5.39",
        "'83.82, +5.39', 83.82, 5.39",
        "'05:35:17.3 -05:23:28', 83.822083333, -5.391111111",
        "'5 35 17.3 -0 23 28', 83.822083333, -0.391111111",
        "' 0 0 ', 0, 0"
    })
    void understandsPositions(String text, double raDeg, double decDeg) {
        Circle circle =
                SkySearch.of(Optional.of(text), Optional.empty()).around().orElseThrow();
        assertEquals(raDeg, circle.lonDeg(), 1e-8);
        assertEquals(decDeg, circle.latDeg(), 1e-8);
        assertEquals(0.1, circle.radiusDeg());
    }

    @ParameterizedTest
    @ValueSource(strings = {"M31", "NGC 224", "83.82", "Field 12 -5", "1e5 2", ""})
    void takesTheRestAsWords(String text) {
        assertEquals(new SkySearch(text, Optional.empty()), SkySearch.of(Optional.of(text), Optional.of("nonsense")));
    }

    @Test
    void refusesPlacesThatAreNone() {
        assertThrows(UsageFault.class, () -> SkySearch.of(Optional.of("361 0"), Optional.empty()));
        assertThrows(UsageFault.class, () -> SkySearch.of(Optional.of("10 91"), Optional.empty()));
        assertThrows(UsageFault.class, () -> SkySearch.of(Optional.of("10 20"), Optional.of("31")));
        assertThrows(UsageFault.class, () -> SkySearch.of(Optional.of("10 20"), Optional.of("-1")));
        assertThrows(UsageFault.class, () -> SkySearch.of(Optional.of("x".repeat(201)), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({"4.0e-7, 7e-7, 400 nm to 700 nm", "1.24e-10, 0.218, 124 pm to 218 mm", "2.19e-6, 2.19e-6, 2.19 µm"})
    void saysWavelengthsInUnitsOfTheirSize(double min, double max, String words) {
        assertEquals(words, Quantities.wavelengths(min, max));
    }

    @Test
    void saysDaysAndSizes() {
        assertEquals("2000-01-01", Quantities.day(51544.9));
        assertEquals("2000-01-01 to 2000-01-02", Quantities.days(51544, 51545));
        assertEquals("999 bytes", Quantities.bytes(999));
        assertEquals("1.21 MB", Quantities.bytes(1_212_480));
    }
}
