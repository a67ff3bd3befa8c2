// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.io.IOException;

/** A row stream ended early; the message is in plain words, fit for the user (no SQL, no path). */
public final class RowStreamException extends IOException {
    private static final long serialVersionUID = 1L;

    /**
     * @param message what happened, fit for the user
     * @param cause for the log only
     */
    public RowStreamException(String message, Throwable cause) {
        super(message, cause);
    }
}
