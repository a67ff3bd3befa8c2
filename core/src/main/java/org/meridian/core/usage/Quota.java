// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.usage;

/**
 * What a limit is about: so much of a kind in a period. Immutable.
 *
 * @param kind of what
 * @param period in which time; one in which the kind is counted
 */
public record Quota(UsageKind kind, Period period) {

    public Quota {
        if (!kind.isCounted(period)) {
            throw new IllegalArgumentException(kind.name() + " is not counted per " + period.text());
        }
    }

    /** As it is written in limits: {@code queries/day}. */
    public String text() {
        return kind.name() + "/" + period.text();
    }
}
