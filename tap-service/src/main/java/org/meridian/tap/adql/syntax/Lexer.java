// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.syntax;

import java.util.ArrayList;
import java.util.List;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.AdqlLimits;
import org.meridian.tap.adql.syntax.Token.Kind;

/** Cuts a query into tokens (ADQL 2.1, section 2.1). */
final class Lexer {
    private static final String TWO_CHARACTER_SYMBOLS = "<> != <= >= ||";

    private final String text;
    private final AdqlLimits limits;
    private final List<Token> tokens = new ArrayList<>();
    private int at;
    private int line = 1;
    private int lineStart;

    private Lexer(String text, AdqlLimits limits) {
        this.text = text;
        this.limits = limits;
    }

    /** The tokens of a text, the last of them {@link Kind#END}. */
    static List<Token> tokens(String text, AdqlLimits limits) throws AdqlException {
        if (text.length() > limits.maxLength()) {
            throw new AdqlException(
                    Position.NONE,
                    "the query has " + text.length() + " characters; at most " + limits.maxLength() + " are read");
        }
        Lexer lexer = new Lexer(text, limits);
        while (lexer.next()) {
            if (lexer.tokens.size() > limits.maxTokens()) {
                throw new AdqlException(
                        lexer.position(),
                        "the query is too long: it has more than " + limits.maxTokens() + " words and symbols");
            }
        }
        return lexer.tokens;
    }

    private boolean next() throws AdqlException {
        int lineBefore = line;
        Position end = position();
        skipSeparators();
        if (at >= text.length()) {
            tokens.add(new Token(Kind.END, "", end));
            return false;
        }
        Position position = position();
        char c = text.charAt(at);
        if (isLetter(c)) {
            word(position);
        } else if (isDigit(c) || (c == '.' && isDigit(charAt(at + 1)))) {
            number(position);
        } else if (c == '\'') {
            characterString(position, line > lineBefore);
        } else if (c == '"') {
            delimitedIdentifier(position);
        } else {
            symbol(position);
        }
        return true;
    }

    /** White space and comments. */
    private void skipSeparators() {
        while (at < text.length()) {
            char c = text.charAt(at);
            if (c == '-' && charAt(at + 1) == '-') {
                while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
                    at++;
                }
            } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || (c == '\uFEFF' && at == 0)) {
                advance();
            } else {
                return;
            }
        }
    }

    private void word(Position position) throws AdqlException {
        int start = at;
        while (isLetter(charAt(at)) || isDigit(charAt(at)) || charAt(at) == '_') {
            at++;
        }
        if (Character.isLetter(charAt(at)) || charAt(at) == '$') {
            while (Character.isLetterOrDigit(charAt(at)) || charAt(at) == '_' || charAt(at) == '$') {
                at++;
            }
            throw new AdqlException(
                    position,
                    "a name has only the letters A to Z, digits and underscores; write \""
                            + Token.shortened(text.substring(start, at))
                            + "\" in double quotes");
        }
        tokens.add(new Token(Kind.WORD, name(text.substring(start, at), position), position));
    }

    private static String name(String name, Position position) throws AdqlException {
        if (name.length() > AdqlLimits.NAME_LENGTH) {
            throw new AdqlException(
                    position,
                    "the name " + Token.shortened(name) + " has " + name.length() + " characters; at most "
                            + AdqlLimits.NAME_LENGTH + " are read");
        }
        return name;
    }

    private void number(Position position) throws AdqlException {
        int start = at;
        skipDigits();
        if (charAt(at) == '.') {
            at++;
            skipDigits();
        }
        if (charAt(at) == 'e' || charAt(at) == 'E') {
            int sign = charAt(at + 1) == '+' || charAt(at + 1) == '-' ? 1 : 0;
            if (isDigit(charAt(at + 1 + sign))) {
                at += 1 + sign;
                skipDigits();
            }
        }
        char following = charAt(at);
        if (isLetter(following) || following == '_' || following == '.') {
            throw new AdqlException(
                    position(),
                    "the number " + Token.shortened(text.substring(start, at)) + " runs into '" + following
                            + "'; put a space between");
        }
        tokens.add(new Token(Kind.NUMBER, text.substring(start, at), position));
    }

    /** A text; one that follows another on a later line continues it, as in SQL-92. */
    private void characterString(Position position, boolean onNewLine) throws AdqlException {
        String value = quoted('\'', position, "this text has no closing quote");
        int last = tokens.size() - 1;
        if (onNewLine && last >= 0 && tokens.get(last).kind() == Kind.TEXT) {
            Token first = tokens.get(last);
            tokens.set(last, new Token(Kind.TEXT, first.text() + value, first.position()));
        } else {
            tokens.add(new Token(Kind.TEXT, value, position));
        }
    }

    private void delimitedIdentifier(Position position) throws AdqlException {
        String name = quoted('"', position, "this name in double quotes has no closing quote");
        if (name.isEmpty()) {
            throw new AdqlException(position, "a name in double quotes has at least one character");
        }
        tokens.add(new Token(Kind.DELIMITED, name(name, position), position));
    }

    private String quoted(char quote, Position start, String unclosed) throws AdqlException {
        advance();
        StringBuilder value = new StringBuilder();
        while (true) {
            if (at >= text.length()) {
                throw new AdqlException(start, unclosed);
            }
            char c = text.charAt(at);
            if (c == '\0') {
                throw new AdqlException(position(), "the character with code 0 cannot be part of a query");
            }
            if (c == quote) {
                if (charAt(at + 1) != quote) {
                    at++;
                    return value.toString();
                }
                at++;
            }
            value.append(c);
            advance();
        }
    }

    private void symbol(Position position) throws AdqlException {
        Habits.refuseSymbol(text, at, position);
        char c = text.charAt(at);
        String two = at + 1 < text.length() ? text.substring(at, at + 2) : "";
        if (two.length() == 2 && !two.contains(" ") && TWO_CHARACTER_SYMBOLS.contains(two)) {
            at += 2;
            tokens.add(new Token(Kind.SYMBOL, two, position));
        } else if ("+-*/(),.;=<>".indexOf(c) >= 0) {
            at++;
            tokens.add(new Token(Kind.SYMBOL, String.valueOf(c), position));
        } else {
            throw new AdqlException(
                    position, "the character " + Habits.shown(text.codePointAt(at)) + " has no meaning in ADQL");
        }
    }

    private void skipDigits() {
        while (isDigit(charAt(at))) {
            at++;
        }
    }

    /** One character further; a carriage return, a line feed or both end a line. */
    private void advance() {
        char c = text.charAt(at++);
        if (c == '\n' || (c == '\r' && charAt(at) != '\n')) {
            line++;
            lineStart = at;
        }
    }

    private Position position() {
        return new Position(line, at - lineStart + 1);
    }

    /** The character at an index, code 0 beyond the end. */
    private char charAt(int index) {
        return index < text.length() ? text.charAt(index) : '\0';
    }

    private static boolean isLetter(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }
}
