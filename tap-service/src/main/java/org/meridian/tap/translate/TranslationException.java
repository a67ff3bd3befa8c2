// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

/** The engine cannot answer a query that is right in itself. The message is fit for the user. */
public final class TranslationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** @param message what cannot be done, and what could be written instead */
    public TranslationException(String message) {
        super(message);
    }
}
