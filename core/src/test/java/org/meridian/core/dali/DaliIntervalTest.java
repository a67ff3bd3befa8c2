// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.dali;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.dali.DaliFault.UsageFault;

class DaliIntervalTest {

    @Test
    void readsIntervalsAndSingleValues() {
        double inf = Double.POSITIVE_INFINITY;
        assertEquals(new DaliInterval(300, 600), DaliInterval.parse("BAND", "300 600"));
        assertEquals(new DaliInterval(300, inf), DaliInterval.parse("BAND", " 300  +Inf "));
        assertEquals(new DaliInterval(-inf, 600), DaliInterval.parse("BAND", "-Inf 600."));
        assertEquals(new DaliInterval(-inf, inf), DaliInterval.parse("BAND", "-Inf +Inf"));
        assertEquals(new DaliInterval(5e-7, 5e-7), DaliInterval.parse("BAND", "500e-9"));
        assertEquals(new DaliInterval(-.5, 1), DaliInterval.parse("BAND", "-.5 1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "2 1",
                "1 2 3",
                "NaN",
                "1 NaN",
                "+Inf",
                "-Inf",
                "-Inf -Inf",
                "+Inf +Inf",
                "1,2",
                "0x1p3",
                "1d"
            })
    void refusesWhatIsNone(String text) {
        UsageFault fault = assertThrows(UsageFault.class, () -> DaliInterval.parse("TIME", text));
        assertTrue(fault.message().startsWith("TIME is '" + text + "'; it must be a number"), fault.message());
    }
}
