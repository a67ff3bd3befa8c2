// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

import java.io.IOException;

/** The body of a request comes too slowly, or not at all any more. The web server throws it to whoever reads the body. */
public final class SlowBodyException extends IOException {
    private static final long serialVersionUID = 1L;

    /** @param message what came in which time, and what would be right */
    public SlowBodyException(String message) {
        super(message);
    }
}
