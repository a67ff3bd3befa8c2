// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridian.core.dali.DaliFault.UsageFault;

class UsageKindsTest {

    private static final UsageKind QUERIES = UsageKind.flow("queries", "queries", "queries");
    private static final UsageKind CORES = UsageKind.level("cores", "cores", "cores");
    private static final UsageKinds KINDS = new UsageKinds(List.of(QUERIES, CORES));

    @Test
    void readsLimits() {
        assertEquals(
                Map.of(
                        new Quota(QUERIES, Period.DAY), 1500.0,
                        new Quota(QUERIES, Period.MONTH), Double.POSITIVE_INFINITY,
                        new Quota(CORES, Period.AT_ONCE), 8.0),
                KINDS.limits(" queries/day=1.5k, queries/month=unlimited\n cores/at-once=8 "));
        assertEquals(Map.of(), KINDS.limits(" "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            queries           | 'queries' is no limit: write it as in queries/day=1000
            rows/day=1        | there is no limit 'rows/day': it must be one of queries/day, queries/month, cores/at-once
            cores/day=1       | there is no limit 'cores/day': it must be one of queries/day, queries/month, cores/at-once
            queries/day=many  | 'many' is no amount: write a number such as 1000, 2.5 or 50G (k, M, G, T are powers of 1000), or unlimited
            queries/day=-1    | '-1' is no amount: write a number such as 1000, 2.5 or 50G (k, M, G, T are powers of 1000), or unlimited
            queries/day=1 queries/day=2 | there are two limits for queries/day
            """)
    void saysWhatIsWrongWithALimit(String text, String message) {
        UsageFault fault = assertThrows(UsageFault.class, () -> KINDS.limits(text));
        assertEquals(message, fault.message());
    }

    @ParameterizedTest
    @CsvSource({
        "1000, 1000",
        "0.12345, 0.123",
        "2.5k, 2500",
        "50G, 50000000000",
        "3T, 3000000000000",
        "unlimited, unlimited",
        "0, 0"
    })
    void writesAmounts(String text, String written) {
        assertEquals(written, Amounts.text(UsageKinds.amount(text)));
    }
}
