// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db.copy;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SqlFaultsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "22003 | ERROR: value out of range: overflow | numeric overflow",
                "22003 | ERROR: integer out of range | numeric overflow",
                "22003 | ERROR: value out of range: underflow | underflow",
                "22003 | ERROR: input is out of range | outside the range for which it is defined",
                "22M01 | ERROR: out of the domain: 2 | ACOS or ASIN is outside [-1, 1]",
                "22M02 | ERROR: out of the domain: 91 | a latitude is outside [-90, 90] degrees",
                "22M03 | ERROR: out of the domain: -1 | the radius of a circle is outside [0, 180] degrees",
            })
    void tellsWhatIsOutOfRange(String state, String message, String words) {
        String text =
                SqlFaults.inWords(new SQLException(message, state)).fault().message();
        assertTrue(text.contains(words), text);
    }
}
