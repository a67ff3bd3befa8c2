// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.meridian.core.usage.LimitRule.Holder;

class UsageLimitsTest {

    private static final UsageKind ROWS = UsageKind.flow("rows", "rows", "rows");
    private static final Quota ROWS_A_DAY = new Quota(ROWS, Period.DAY);
    private static final double NONE = Double.POSITIVE_INFINITY;

    private final UsageLimits limits = new UsageLimits(
            new UsageLimits.Defaults(Map.of(ROWS_A_DAY, 10.0), Map.of(ROWS_A_DAY, 20.0)),
            List.of(
                    new LimitRule(Holder.group("small"), ROWS_A_DAY, 5),
                    new LimitRule(Holder.group("large"), ROWS_A_DAY, 500),
                    new LimitRule(Holder.group("endless"), ROWS_A_DAY, NONE),
                    new LimitRule(Holder.user("ada"), ROWS_A_DAY, 7),
                    new LimitRule(Holder.user("large"), ROWS_A_DAY, 1)));

    private double of(String user, String... groups) {
        return limits.of(new Spender(Optional.of(user), Optional.empty(), Set.of(groups)), ROWS_A_DAY);
    }

    @Test
    void takesTheUsersOwnLimitBeforeAnyOther() {
        assertEquals(7, of("ada"));
        assertEquals(7, of("ada", "large", "endless"));
    }

    @Test
    void takesTheMostGenerousOfTheGroupsOtherwise() {
        assertEquals(5, of("grace", "small", "unknown"));
        assertEquals(500, of("grace", "small", "large"));
        assertEquals(NONE, of("grace", "small", "large", "endless"));
    }

    @Test
    void takesTheDefaultOtherwise() {
        assertEquals(20, of("grace"));
        assertEquals(20, of("grace", "unknown"));
        assertEquals(10, limits.of(address("192.0.2.1"), ROWS_A_DAY));
        assertEquals(NONE, limits.of(address("192.0.2.1"), new Quota(ROWS, Period.MONTH)));
        assertEquals(
                NONE, limits.of(new Spender(Optional.empty(), Optional.empty(), Set.of()), ROWS_A_DAY), "this machine");
    }

    private static Spender address(String address) {
        return new Spender(Optional.empty(), Optional.of(address), Set.of());
    }
}
