// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/** Keywords that make no world coordinates. The message names keyword, value and what would be right; safe to show. */
public final class WcsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String keyword;

    WcsException(String keyword, Object value, String wanted) {
        this(keyword, keyword + " = " + shown(value) + ": " + wanted);
    }

    WcsException(String keyword, String message) {
        super(message);
        this.keyword = keyword;
    }

    /** The keyword at fault. */
    public String keyword() {
        return keyword;
    }

    private static String shown(Object value) {
        return value instanceof CharSequence ? "'" + value + "'" : value.toString();
    }
}
