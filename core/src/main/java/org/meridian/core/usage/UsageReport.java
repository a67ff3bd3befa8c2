// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * All that somebody uses and may use: what adds up, of the meter, and what services say he holds now. Thread-safe.
 *
 * @param meter of what adds up
 * @param held what an account holds of something at this moment, as services count it
 */
public record UsageReport(Meter meter, List<Function<Spender, List<Usage>>> held) {

    public UsageReport {
        held = List.copyOf(held);
    }

    /** What an account has used and holds, and its limits. */
    public List<Usage> of(Spender who) {
        List<Usage> all = new ArrayList<>(meter.usage(who));
        held.forEach(service -> all.addAll(service.apply(who)));
        return all;
    }
}
