// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws;

import java.time.Duration;
import org.meridian.core.dali.DaliFault;

/**
 * Why a job failed or was stopped by the service (UWS 1.1, section 2.2.2.5). Immutable.
 *
 * @param kind whether the same job may succeed another time
 * @param fault the standard's name of the fault, such as {@code UsageFault}
 * @param message in plain words, for the client
 */
public record JobError(Kind kind, String fault, String message) {

    /** Attribute {@code type} of {@code errorSummary}. */
    public enum Kind {
        /** The same job may succeed later. */
        TRANSIENT,
        /** It will fail again. */
        FATAL
    }

    private static final Duration LATER = Duration.ofMinutes(1);

    /** A fault as the error of a job. */
    public static JobError of(DaliFault fault) {
        boolean later = fault instanceof DaliFault.TransientFault;
        return new JobError(later ? Kind.TRANSIENT : Kind.FATAL, fault.name(), fault.message());
    }

    /** The same job may succeed later. */
    public static JobError transientError(String message) {
        return of(new DaliFault.TransientFault(message, LATER));
    }

    /** The error as a fault, for an error document. */
    public DaliFault asFault() {
        return switch (kind) {
            case TRANSIENT -> new DaliFault.TransientFault(message, LATER);
            case FATAL ->
                fault.equals("FatalFault") ? new DaliFault.FatalFault(message) : new DaliFault.UsageFault(message);
        };
    }
}
