// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.usage;

import java.time.Instant;
import java.util.Optional;

/**
 * What an account has used of something, and how much it may. Immutable.
 *
 * @param quota of what, and in which time
 * @param used so far, in the unit of the kind
 * @param limit in the same unit; infinite where there is none
 * @param resets when the count starts anew; empty for what is held and given back
 */
public record Usage(Quota quota, double used, double limit, Optional<Instant> resets) {

    /** What an account holds of something at this moment. */
    public static Usage atOnce(UsageKind kind, double used, double limit) {
        return new Usage(new Quota(kind, Period.AT_ONCE), used, limit, Optional.empty());
    }

    /** Whether there is a limit. */
    public boolean isLimited() {
        return limit < Double.POSITIVE_INFINITY;
    }
}
