// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.unit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitTest {

    @ParameterizedTest
    @CsvSource({
        "deg, arcsec, 3600",
        "arcmin, deg, 0.016666666666666666",
        "mas/yr, arcsec/yr, 0.001",
        "mas.yr**-1, deg/d, 7.605141075e-10",
        "km/s, m.s**-1, 1000",
        "erg.s**-1.cm**-2, W/m2, 0.001",
        "erg/s/cm^2, W.m-2, 0.001",
        "Jy, W.m**-2.Hz**-1, 1e-26",
        "mJy, Jy, 0.001",
        "Angstrom, nm, 0.1",
        "keV, J, 1.602176634e-16",
        "pc, AU, 206264.806247",
        "kpc, lyr, 3261.56377717",
        "h, min, 60",
        "a, d, 365.25",
        "Pa, N/m**2, 1",
        "cd, cd, 1",
        "solMass, kg, 1.988409870698051e30",
        "mmag, mag, 0.001",
        "10**3 Jy, Jy, 1000",
        "sqrt(m**2), m, 1",
        "(km/s)**2, m2.s-2, 1e6",
        "m**(1/2).m**(1/2), cm, 100",
        "count/s, ct/min, 60",
        "photon, ph, 1",
        "/s, Hz, 1",
        "byte, bit, 8"
    })
    void convertsOneUnitToAnother(String from, String to, double factor) {
        double actual = Unit.parse(from)
                .orElseThrow()
                .factorTo(Unit.parse(to).orElseThrow())
                .orElseThrow();
        assertEquals(factor, actual, 1e-9 * factor);
    }

    @ParameterizedTest
    @CsvSource({"deg, kg", "m, s", "mag, Jy", "pixel, arcsec", "km/s, km", "sr, rad"})
    void refusesToConvertDifferentQuantities(String from, String to) {
        assertEquals(
                Optional.empty(),
                Unit.parse(from).orElseThrow().factorTo(Unit.parse(to).orElseThrow()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", " ", "foo", "unknown", "kmin", "m/", "m**", "(m", "m)", "log(Hz)", "m s s)", "kkm", "m**999", "1/"
            })
    void refusesWhatIsNoUnit(String text) {
        assertTrue(Unit.parse(text).isEmpty());
    }

    @Test
    void readsSolidAnglesAsSquaredAngles() {
        assertEquals(
                Optional.of(Math.pow(Math.PI / 180, 2)),
                Unit.parse("deg**2").orElseThrow().factorTo(Unit.parse("sr").orElseThrow()));
    }

    @Test
    void writesProductsInVoUnitsSyntax() {
        Unit velocity = Unit.parse("km/s").orElseThrow();
        assertEquals("km.s**-1", velocity.text());
        assertEquals("km**2.s**-2", velocity.power(2).text());
        assertEquals("", velocity.times(velocity.power(-1)).text());
    }
}
