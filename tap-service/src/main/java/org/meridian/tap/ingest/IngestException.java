// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.util.Objects;

/**
 * An ingest was refused or broke off; the database is as before. The message is for the operator: it names file, row,
 * column and value where these matter, and what would be right.
 */
public final class IngestException extends Exception {
    private static final long serialVersionUID = 1L;

    /**
     * A refusal.
     *
     * @param message what is wrong and what would be right
     */
    public IngestException(String message) {
        super(message);
    }

    /**
     * A failure with its cause.
     *
     * @param message what is wrong and what would be right
     * @param cause the underlying failure
     */
    public IngestException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What is wrong and what would be right; never absent. */
    @Override
    public String getMessage() {
        return Objects.requireNonNullElse(super.getMessage(), "");
    }
}
