// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TableNameTest {
    @Test
    void foldsToLowerCase() {
        assertEquals(new TableName("my_cat", "stars2"), TableName.parse(" My_Cat.STARS2 "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stars",
                "a.b.c",
                "a.1b",
                "a.select",
                "tap_schema.x",
                "TAP_UPLOAD.x",
                "pg_temp.x",
                "meridian.x",
                "meridian_cover.x",
                "a.meridian_x",
                "a.b-c",
                "a.\"b\"",
                ".",
                "a.",
                "a.xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx"
            })
    void refusesOtherNames(String text) {
        assertThrows(IllegalArgumentException.class, () -> TableName.parse(text));
    }
}
