// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.gms;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GroupIdentifierTest {

    @Test
    void readsTheExamplesOfTheStandard() {
        assertEquals(
                Optional.of(new GroupIdentifier("ivo://authority.example.com/groupservice", "mygroup")),
                GroupIdentifier.parse("ivo://authority.example.com/groupService?mygroup"));
        assertEquals(
                "ivo://authority.example.com/gms/instance1?my-collaboration",
                GroupIdentifier.parse("ivo://authority.example.com/gms/instance1?my-collaboration")
                        .map(GroupIdentifier::toString)
                        .orElse(""));
    }

    @Test
    void tellsNamesApartByCaseButNotServices() {
        assertEquals(
                GroupIdentifier.parse("ivo://Example.org/GMS?a"), GroupIdentifier.parse("ivo://example.org/gms?a"));
        assertFalse(GroupIdentifier.parse("ivo://example.org/gms?a")
                .equals(GroupIdentifier.parse("ivo://example.org/gms?A")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mygroup",
                "ivo://example.org/gms",
                "ivo://example.org/gms?",
                "ivo://?x",
                "ivo://example.org/gms?a b",
                "ivo://example.org/gms?a?b",
                "ivo://example.org/gms?a#b",
                "ivo://example.org/gms?a/b",
                "ivo://example.org/gms?pl\u00e9iades",
                "ivo://example.org/gms?a\n",
                "https://example.org/gms?a"
            })
    void refusesWhatIsNone(String text) {
        assertEquals(Optional.empty(), GroupIdentifier.parse(text));
    }
}
