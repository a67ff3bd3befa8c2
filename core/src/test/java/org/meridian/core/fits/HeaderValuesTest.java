// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.fits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HeaderValuesTest {

    private static Map<String, Object> values(String... cards) {
        return new HeaderValues(List.of(cards).stream()
                .map(card -> String.format("%-80s", card))
                .toList());
    }

    @Test
    void firstCardWithAValueCounts() {
        Map<String, Object> values =
                values("A       = / nothing yet", "A       = 2 / two", "A       = 3", "B       =   ");
        assertEquals(2L, values.get("A"));
        assertEquals(List.of("A"), List.copyOf(values.keySet()));
        assertFalse(values.containsKey("B"));
    }

    @Test
    void keepsTheOrderOfCardsAndEveryKindOfValue() {
        Map<String, Object> values = values(
                "Z       = 'text  ' / words", "COMMENT = 1", "HIERARCH ESO A = 1.5", "M       = T", "E       = ''");
        assertEquals("{Z=text, ESO A=1.5, M=true, E=}", values.toString());
        assertEquals(4, values.size());
    }

    @Test
    void nobodyChangesThem() {
        Map<String, Object> values = values("A       = 1");
        assertThrows(UnsupportedOperationException.class, () -> values.put("B", 2L));
        assertThrows(UnsupportedOperationException.class, () -> values.keySet().remove("A"));
    }
}
