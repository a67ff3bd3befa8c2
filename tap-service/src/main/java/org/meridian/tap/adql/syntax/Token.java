// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.syntax;

import java.util.Locale;

/**
 * A piece of a query.
 *
 * @param text of a word, number or symbol: as written; of a delimited identifier or a text: quotes undone
 */
record Token(Kind kind, String text, Position position) {

    enum Kind {
        /** Keyword or regular identifier. */
        WORD,
        /** Identifier in double quotes. */
        DELIMITED,
        /** Character string. */
        TEXT,
        /** Unsigned number. */
        NUMBER,
        SYMBOL,
        END
    }

    boolean isWord(String upperCase) {
        return kind == Kind.WORD && text.equalsIgnoreCase(upperCase);
    }

    boolean isSymbol(String symbol) {
        return kind == Kind.SYMBOL && text.equals(symbol);
    }

    boolean isReserved() {
        return kind == Kind.WORD && ReservedWords.contains(text);
    }

    /** Whether it is a name as it stands. */
    boolean isIdentifier() {
        return kind == Kind.DELIMITED || (kind == Kind.WORD && !isReserved());
    }

    /** How a message calls it. */
    String described() {
        return switch (kind) {
            case WORD -> isReserved() ? text.toUpperCase(Locale.ROOT) : "the name " + shortened(text);
            case DELIMITED -> "the name \"" + shortened(text) + "\"";
            case TEXT -> "the text '" + shortened(text) + "'";
            case NUMBER -> "the number " + shortened(text);
            case SYMBOL -> "'" + text + "'";
            case END -> "the end of the query";
        };
    }

    /** The beginning of a text that may be long. */
    static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 37) + "...";
    }
}
