// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.workspace.dav.IfHeader.State;

class IfHeaderTest {

    private static final State NOTHING = new State(Optional.empty(), Set.of());

    /** The resource of the request has tag t and lock urn:a; /b has lock urn:b and no tag; nothing else is known. */
    private static final Map<String, State> STATES = Map.of(
            "", new State(Optional.of("t"), Set.of("urn:a")), "/b", new State(Optional.empty(), Set.of("urn:b")));

    private static boolean holds(String header) throws IOException {
        return IfHeader.parse(header).holds(resource -> STATES.getOrDefault(resource.orElse(""), NOTHING));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "(<urn:a>)|true",
                "(<urn:b>)|false",
                "([\"t\"])|true",
                "([\"u\"])|false",
                "([W/\"t\"])|false",
                "(Not [W/\"t\"])|true",
                "(<urn:a> [\"t\"])|true",
                "(<urn:a> [\"u\"])|false",
                "(<urn:x>) ([\"t\"])|true",
                "(<urn:x>)([\"u\"])|false",
                "(Not <DAV:no-lock>)|true",
                "(<DAV:no-lock>)|false",
                "(<urn:x>) (Not <DAV:no-lock>)|true",
                "(Not <urn:a> [\"t\"])|false",
                "(not<urn:x>[\"t\"])|true",
                "  (\t<urn:a>  )  |true",
                "</b> (<urn:b>)|true",
                "</b> (<urn:a>)|false",
                "</b>(<urn:a>)(<urn:b>)|true",
                "</b> (<urn:a>) </c> (Not <urn:b>)|true",
                "</c> (<urn:a>) (<urn:b>)|false",
                "</b> ([\"\"])|false",
                "([\"a)b\"]) (<urn:a>)|true"
            })
    void oneListMustHoldAltogether(String header, boolean holds) throws IOException {
        assertEquals(holds, holds(header));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "()",
                "(",
                "urn:a",
                "<urn:a>",
                "(<urn:a)",
                "(urn:a)",
                "([t])",
                "([\"t\")",
                "([\"t])",
                "(<urn:a>) </b> (<urn:b>)",
                "(<urn:a>) x",
                "(Not)",
                "</b>",
                "(<urn:a>",
                "(Not Not <urn:a>)"
            })
    void refusesWhatIsNotWrittenAsItShouldBe(String header) {
        assertEquals(
                400, assertThrows(DavFault.class, () -> IfHeader.parse(header)).status());
    }

    @Test
    void allTokensInItAreShown() {
        IfHeader header = IfHeader.parse("</b> (<urn:b> [\"t\"]) (Not <urn:c>)");
        assertEquals(Set.of("urn:b", "urn:c"), header.tokens());
        assertEquals(true, header.hasTags());
        assertEquals(false, IfHeader.parse("(<urn:a>)").hasTags());
    }
}
