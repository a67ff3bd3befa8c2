// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

/** Text that is no region; says what was wrong and where. The message is safe to show to clients. */
public final class RegionParseException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final int position;

    RegionParseException(String message, int position) {
        super(message + " (at character " + position + ")");
        this.position = position;
    }

    /** The first character, counted from 1, of what was wrong; one past the end where something was missing. */
    public int position() {
        return position;
    }
}
