// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Which jobs a list shall show (UWS 1.1, section 2.2.2.1). Immutable.
 *
 * @param phases empty for all but ARCHIVED
 * @param after created after this instant; empty for ever
 * @param last so many of the youngest; empty for all
 */
public record JobFilter(Set<Phase> phases, Optional<Instant> after, OptionalInt last) {

    /** All jobs. */
    public static final JobFilter NONE = new JobFilter(Set.of(), Optional.empty(), OptionalInt.empty());

    public JobFilter {
        phases = Set.copyOf(phases);
    }
}
