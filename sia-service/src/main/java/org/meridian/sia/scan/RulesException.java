// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

/** Rules that cannot be read; the message says what is wrong, in which line, and what would be right. */
public final class RulesException extends Exception {
    private static final long serialVersionUID = 1L;

    RulesException(String message, Throwable cause) {
        super(message, cause);
    }
}
