// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Instant;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlLiteralTest {
    @ParameterizedTest
    @ValueSource(strings = {"\u0000", "a\u0000b", "\ud83d", "\udd2d", "\udd2d\ud83d", "x\ud83d"})
    void refusesTextThatPostgresCannotHold(String text) {
        assertThrows(IllegalArgumentException.class, () -> SqlLiteral.of(text));
        assertThrows(IllegalArgumentException.class, () -> SqlLiteral.text(text));
        assertThrows(IllegalArgumentException.class, () -> SqlLiteral.identifier(text));
        assertThrows(IllegalArgumentException.class, () -> SqlLiteral.of(new String[] {"fine", text}));
    }

    @Test
    void refusesNamesThatPostgresWouldCut() {
        assertEquals('"' + "x".repeat(63) + '"', SqlLiteral.identifier("x".repeat(63)));
        assertThrows(IllegalArgumentException.class, () -> SqlLiteral.identifier("x".repeat(64)));
        assertThrows(IllegalArgumentException.class, () -> SqlLiteral.identifier("\u00e9".repeat(32)));
        assertThrows(IllegalArgumentException.class, () -> SqlLiteral.identifier(""));
    }

    @Test
    void quotesBothPartsOfAQualifiedName() {
        assertEquals("\"a\"\"b\".\"c.d\"", SqlLiteral.qualified("a\"b", "c.d"));
    }

    @Test
    void refusesTimesOutsideTheRangeOfPostgres() {
        assertThrows(IllegalArgumentException.class, () -> SqlLiteral.of(Instant.MAX));
        assertThrows(IllegalArgumentException.class, () -> SqlLiteral.of(Instant.MIN));
        assertThrows(IllegalArgumentException.class, () -> SqlLiteral.of(LocalDateTime.MAX));
        assertThrows(IllegalArgumentException.class, () -> SqlLiteral.of(LocalDateTime.of(-5000, 1, 1, 0, 0)));
    }
}
