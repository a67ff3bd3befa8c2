// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql;

import org.meridian.tap.adql.syntax.Position;

/**
 * A query that is not valid: where and why, in words for the person who wrote it. The message holds nothing of the server
 * beyond published names; over HTTP it is a fault of the client (400).
 */
public final class AdqlException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    /**
     * Reports a fault.
     *
     * @param position where it was found
     * @param message one sentence, or several, without the position
     */
    public AdqlException(Position position, String message) {
        super(message);
        this.line = position.line();
        this.column = position.column();
    }

    /** Line of the fault, from 1. */
    public int line() {
        return line;
    }

    /** Column of the fault in its line, from 1, in characters (UTF-16 units). */
    public int column() {
        return column;
    }

    /** Why, without the position. */
    public String reason() {
        String message = getMessage();
        return message == null ? "" : message;
    }

    /** Position and reason in one line: {@code line 1, column 8: ...}. */
    public String describe() {
        return "line " + line + ", column " + column + ": " + reason();
    }
}
