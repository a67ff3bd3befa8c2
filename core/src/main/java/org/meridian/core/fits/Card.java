// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.fits;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How one card of a header is read (FITS 4.0, sections 4.1 and 4.2). Pure functions. */
final class Card {

    /** Characters of a card. */
    static final int LENGTH = 80;

    private static final int KEYWORD = 8;
    private static final String HIERARCH = "HIERARCH ";
    private static final String CONTINUE = "CONTINUE  ";

    private Card() {}

    /** The keyword, in capitals; of a HIERARCH card the words behind that; empty if the card has no value. */
    static String keyword(String card) {
        if (card.startsWith(HIERARCH)) {
            int equals = card.indexOf('=');
            return equals < 0
                    ? ""
                    : card.substring(HIERARCH.length(), equals).strip().toUpperCase(Locale.ROOT);
        }
        if (card.length() <= KEYWORD || card.charAt(KEYWORD) != '=') {
            return "";
        }
        String keyword = card.substring(0, KEYWORD).stripTrailing();
        return keyword.equals("COMMENT") || keyword.equals("HISTORY") ? "" : keyword.toUpperCase(Locale.ROOT);
    }

    /** What stands behind the sign of equality. */
    static String field(String card) {
        return card.substring(card.startsWith(HIERARCH) ? card.indexOf('=') + 1 : KEYWORD + 1);
    }

    /** Whether the card goes on with the text of the one before (FITS 4.0, section 4.2.1.2). */
    static boolean continues(String card) {
        return card.startsWith(CONTINUE);
    }

    /** What stands behind CONTINUE. */
    static String continued(String card) {
        return card.substring(CONTINUE.length());
    }

    /** Whether a field has a value, of whatever kind. */
    static boolean hasValue(String field) {
        int at = 0;
        while (at < field.length() && Character.isWhitespace(field.charAt(at))) {
            at++;
        }
        return at < field.length() && field.charAt(at) != '/';
    }

    /** The value of a field: {@link String}, {@link Long}, {@link Double} or {@link Boolean}; null if there is none. */
    static @Nullable Object value(String field) {
        int at = 0;
        while (at < field.length() && field.charAt(at) == ' ') {
            at++;
        }
        if (at < field.length() && field.charAt(at) == '\'') {
            return quoted(field, at + 1);
        }
        int comment = field.indexOf('/', at);
        String text =
                field.substring(at, comment < 0 ? field.length() : comment).strip();
        if (text.isEmpty()) {
            return null;
        }
        if (text.length() == 1 && (text.charAt(0) == 'T' || text.charAt(0) == 'F')) {
            return text.charAt(0) == 'T';
        }
        Number number = number(text);
        return number == null ? text : number;
    }

    private static String quoted(String field, int from) {
        int end = field.indexOf('\'', from);
        if (end >= 0 && (end + 1 == field.length() || field.charAt(end + 1) != '\'')) {
            return field.substring(from, end).stripTrailing();
        }
        StringBuilder text = new StringBuilder();
        for (int at = from; at < field.length(); at++) {
            char each = field.charAt(at);
            if (each == '\'') {
                at++;
                if (at == field.length() || field.charAt(at) != '\'') {
                    break;
                }
            }
            text.append(each);
        }
        return text.toString().stripTrailing();
    }

    /** A number as FITS writes it, {@link Long} if it is whole and small enough, else {@link Double}; null if it is none. */
    static @Nullable Number number(String text) {
        boolean whole = true;
        boolean digits = false;
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            if (each >= '0' && each <= '9') {
                digits = true;
            } else if (each == '.' || (digits && (each == 'E' || each == 'D' || each == 'e' || each == 'd'))) {
                whole = false;
            } else if (each != '+' && each != '-') {
                return null;
            }
        }
        if (!digits) {
            return null;
        }
        try {
            if (whole) {
                return Long.valueOf(text);
            }
        } catch (NumberFormatException tooLong) {
            // Or signs stand where none may.
        }
        return real(text);
    }

    private static @Nullable Double real(String text) {
        try {
            return Double.valueOf(text.replace('D', 'E').replace('d', 'e'));
        } catch (NumberFormatException e) {
            return null;
        }
    }
}
