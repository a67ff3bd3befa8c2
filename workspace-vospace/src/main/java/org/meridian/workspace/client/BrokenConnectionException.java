// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import java.io.IOException;

/** A service was not reached, or its answer ended before its end: what was asked may be asked again. */
final class BrokenConnectionException extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenConnectionException(String message, Throwable cause) {
        super(message, cause);
    }

    BrokenConnectionException(String message) {
        super(message);
    }
}
