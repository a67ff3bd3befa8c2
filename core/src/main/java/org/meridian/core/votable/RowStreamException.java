// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.io.IOException;
import org.meridian.core.dali.DaliFault;

/** A row stream ended early; the message is in plain words, fit for the user (no SQL, no path). */
public final class RowStreamException extends IOException {
    private static final long serialVersionUID = 1L;

    private final DaliFault fault;

    /**
     * A failure of the service.
     *
     * @param message what happened, fit for the user
     * @param cause for the log only
     */
    public RowStreamException(String message, Throwable cause) {
        this(new DaliFault.FatalFault(message), cause);
    }

    /**
     * @param fault what happened, whose message is fit for the user
     * @param cause for the log only
     */
    public RowStreamException(DaliFault fault, Throwable cause) {
        super(fault.message(), cause);
        this.fault = fault;
    }

    /** The fault as a service reports it while nothing has been sent yet. */
    public DaliFault fault() {
        return fault;
    }
}
