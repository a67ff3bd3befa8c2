// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.dali.DaliFault.UsageFault;

class ReturnPathTest {

    @ParameterizedTest
    @ValueSource(strings = {"/", "/account", "/tap/sync?QUERY=SELECT%201", "/a//b", "/a:b"})
    void takesPathsOfTheGateway(String path) {
        assertEquals(path, new ReturnPath(path).path());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "account",
                "//evil.example",
                "///evil.example",
                "/\\evil.example",
                "\\/evil.example",
                "https://evil.example",
                "javascript:alert(1)",
                "/\t/evil.example",
                "/a b",
                "/a\nb",
                "/a#b",
                "/é",
                "/%"
            })
    void takesNothingElse(String path) {
        assertThrows(UsageFault.class, () -> new ReturnPath(path));
    }

    @Test
    void beginsAtTheStartPage() {
        assertEquals(ReturnPath.START, ReturnPath.of(Optional.empty()));
    }
}
