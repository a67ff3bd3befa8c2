// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoundsTest {
    @Test
    void alternatesAndLeavesOutWarmups() throws Exception {
        List<String> order = new ArrayList<>();
        double[] floors = {100, 2, 4, 3};
        double[] gateways = {100, 6, 5, 7};
        int[] next = new int[2];
        Rounds.Pair pair = new Rounds(1, 3)
                .alternate(
                        () -> {
                            order.add("floor");
                            return floors[next[0]++];
                        },
                        () -> {
                            order.add("gateway");
                            return gateways[next[1]++];
                        });
        assertEquals(List.of("floor", "gateway", "floor", "gateway", "floor", "gateway", "floor", "gateway"), order);
        assertEquals(2.0, pair.cost());
        assertEquals(0.5, pair.throughput());
    }
}
