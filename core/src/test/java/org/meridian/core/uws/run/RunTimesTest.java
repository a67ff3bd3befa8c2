// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.run;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunTimesTest {

    /** Where jobs take a tenth of a second. */
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 2, 0", // a place is free
        "0, 1, 0, 2, 0",
        "0, 2, 0, 2, 100",
        "1, 2, 0, 2, 150",
        "3, 2, 0, 2, 250",
        "0, 1, 60000, 1, 60000", // a heavy job in the only place
        "2, 1, 60000, 1, 60200",
        "4, 0, 0, 2, 200", // nothing runs here: others may have claimed what runs
    })
    void countsWhatRunsAndWhatWaits(long ahead, int running, long elapsedMillis, int atOnce, long millis) {
        assertEquals(
                Duration.ofMillis(millis),
                new RunTimes()
                        .untilBegin(ahead, Collections.nCopies(running, Duration.ofMillis(elapsedMillis)), atOnce));
    }
}
