// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db;

/**
 * The database cannot be used, and its operator has to do something about it. The message is written for the operator:
 * what is wrong and what would be right. It may name paths, roles and URLs and is never shown to clients.
 */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * A fault that has no underlying exception.
     *
     * @param message what is wrong and what to do
     */
    public DatabaseException(String message) {
        super(message);
    }

    /**
     * A fault with its cause.
     *
     * @param message what is wrong and what to do
     * @param cause the underlying failure
     */
    public DatabaseException(String message, Throwable cause) {
        super(message, cause);
    }
}
