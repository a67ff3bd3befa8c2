// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.meridian.core.db.SqlLiteral;

class BoundSqlTest {
    @Test
    void takesOutTypedNumbersAndLeavesTheRest() {
        String sql = "SELECT \"a1\" FROM t WHERE hpx BETWEEN " + SqlLiteral.of(12L) + " AND " + SqlLiteral.of(-3L)
                + " AND x < " + SqlLiteral.of(-1.5e-7) + " AND name = 'x 5' LIMIT 7";
        assertEquals(
                new BoundSql(
                        "SELECT \"a1\" FROM t WHERE hpx BETWEEN ?::bigint AND ?::bigint"
                                + " AND x < ?::double precision AND name = 'x 5' LIMIT 7",
                        List.of(12L, -3L, -1.5e-7)),
                BoundSql.of(sql));
    }
}
