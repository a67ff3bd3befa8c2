// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeScaleTest {

    /** Seconds as {@code astropy.time.Time(mjd, scale=..., format='mjd').utc} has them. */
    @ParameterizedTest
    @CsvSource({
        "UTC, 58000, 0",
        "TT, 58000, -69.184",
        "TT(TAI), 58000, -69.184",
        "TDB, 58000, -69.184",
        "TAI, 58000, -37",
        "TAI, 50000, -29",
        "TCG, 58000, -70.0785",
        "TCB, 58000, -89.0848",
        "GPS, 58000, -18",
        "LOCAL, 58000, 0"
    })
    void becomesUtc(String scale, double mjd, double seconds) {
        assertEquals(seconds, (TimeScale.toUtc(mjd, scale) - mjd) * 86400, 2.5e-3);
    }

    @Test
    void saysWhatItDoesNotConvert() {
        assertTrue(TimeScale.isKnown("tt(BIPM08)"));
        assertFalse(TimeScale.isKnown("LOCAL"));
    }
}
