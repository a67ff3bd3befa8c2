// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws;

import java.util.Arrays;
import java.util.Optional;

/** Where a job stands in its life (UWS 1.1, section 2.1.3). This implementation uses the first six. */
public enum Phase {
    /** Being set up; not yet to be run. */
    PENDING,
    /** To be run; waits for its turn. */
    QUEUED,
    /** Being run. */
    EXECUTING,
    /** Has run; its results are there. */
    COMPLETED,
    /** Has failed. */
    ERROR,
    /** Was stopped by its owner, or by the service at a limit. */
    ABORTED,
    /** Not known. */
    UNKNOWN,
    /** To be run once the client asks again. */
    HELD,
    /** Interrupted; goes on by itself. */
    SUSPENDED,
    /** Its results were destroyed, its description is kept. */
    ARCHIVED;

    /** The phase of that name, as the standard spells it. */
    public static Optional<Phase> parse(String name) {
        return Arrays.stream(values())
                .filter(phase -> phase.name().equals(name))
                .findFirst();
    }

    /** Whether it will end by itself or by its client: the phases in which a server may let WAIT block (section 2.2.1.2). */
    public boolean isActive() {
        return this == PENDING || this == QUEUED || this == EXECUTING;
    }
}
