// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.syntax;

import java.util.Locale;
import java.util.Optional;
import org.meridian.tap.adql.AdqlException;

/** What people write who know another SQL, and what ADQL has for it. */
final class Habits {

    private Habits() {}

    /** Explains symbols that ADQL does not have. */
    static void refuseSymbol(String text, int at, Position position) throws AdqlException {
        Optional<String> reason = symbol(text, at);
        if (reason.isPresent()) {
            throw new AdqlException(position, reason.get());
        }
    }

    private static Optional<String> symbol(String text, int at) {
        if (text.startsWith("::", at)) {
            return Optional.of("'::' is not ADQL; a type is changed by CAST(value AS type)");
        }
        if (text.startsWith("==", at)) {
            return Optional.of("'==' is not ADQL; values are compared by '='");
        }
        if (text.startsWith("/*", at)) {
            return Optional.of("ADQL has no '/*' comments; a comment begins with -- and ends with the line");
        }
        if (text.startsWith("..", at)) {
            return Optional.of("a part of the name is missing between the periods");
        }
        return switch (text.charAt(at)) {
            case '%' -> Optional.of("'%' is no operator of ADQL; the remainder of a division is MOD(x, y)");
            case '^' -> Optional.of("'^' is no operator of ADQL; a power is POWER(x, y)");
            case '\\' ->
                Optional.of("the backslash has no meaning in ADQL; a quote inside a text is written twice: ''");
            case '`', '[', ']' -> Optional.of("names that need quotes stand in double quotes in ADQL: \"name\"");
            case '&', '~', '#' -> Optional.of("ADQL has no bit operators");
            case '|' ->
                text.startsWith("||", at)
                        ? Optional.empty()
                        : Optional.of("'|' is no operator of ADQL; texts are joined by '||'");
            case '!' ->
                text.startsWith("!=", at)
                        ? Optional.empty()
                        : Optional.of("'!' is no operator of ADQL; a condition is negated by NOT");
            case '_' ->
                Optional.of("a name begins with a letter; write it in double quotes to begin with an underscore");
            case '‘', '’', '´' -> Optional.of("this is a typographic quote; texts stand in plain ones: 'text'");
            case '“', '”', '„' -> Optional.of("this is a typographic quote; names stand in plain ones: \"name\"");
            case '−', '–' -> Optional.of("this is a typographic dash; minus is '-'");
            case '\u00a0' -> Optional.of("this is a no-break space; write a plain space");
            default ->
                Character.isLetter(text.codePointAt(at))
                        ? Optional.of(
                                "a name has only the letters A to Z, digits and underscores; write it in double quotes")
                        : Optional.empty();
        };
    }

    /** A character as a message can show it. */
    static String shown(int codePoint) {
        return codePoint > 32 && codePoint < 127 ? "'" + (char) codePoint + "'" : String.format("U+%04X", codePoint);
    }

    /** Explains words of other dialects: {@code previous} stands before {@code found}, {@code next} after it. */
    static Optional<AdqlException> word(Token previous, Token found, Token next) {
        if (found.isWord("LIMIT") && next.kind() == Token.Kind.NUMBER) {
            return of(found, "ADQL has no LIMIT; write SELECT TOP " + next.text() + " ... instead");
        }
        if (previous.isWord("LIMIT") && found.kind() == Token.Kind.NUMBER) {
            return of(previous, "ADQL has no LIMIT; write SELECT TOP " + found.text() + " ... instead");
        }
        if (found.isWord("FETCH")) {
            return of(found, "ADQL has no FETCH FIRST; write SELECT TOP 10 ... instead");
        }
        if (found.isWord("CROSS")) {
            return of(found, "ADQL has no CROSS JOIN; separate the tables by a comma");
        }
        if (found.isWord("WITH")) {
            return of(
                    found,
                    "WITH stands only at the very beginning of a query, not in a subquery or an operand of a set operator");
        }
        if (found.isWord("NULLS") || previous.isWord("NULLS")) {
            return of(found, "ADQL has no NULLS FIRST and NULLS LAST");
        }
        if (found.isWord("OVER") || previous.isWord("OVER")) {
            return of(found, "ADQL has no window functions");
        }
        if (found.isWord("TRUE") || found.isWord("FALSE")) {
            return of(found, "ADQL has no " + found.described() + "; compare a boolean column with 1 or 0");
        }
        if (found.isWord("ESCAPE")) {
            return of(found, "ADQL has no ESCAPE; in a LIKE pattern % and _ always stand for any characters");
        }
        if (found.isWord("REGEXP") || found.isWord("RLIKE") || found.isWord("SIMILAR") || found.isWord("GLOB")) {
            return of(found, "ADQL has no regular expressions; LIKE and ILIKE compare with % and _");
        }
        if ((previous.isWord("TIMESTAMP") || previous.isWord("DATE")) && found.kind() == Token.Kind.TEXT) {
            return of(previous, "a time is written CAST('" + found.text() + "' AS TIMESTAMP)");
        }
        if ((found.isWord("TIMESTAMP") || found.isWord("DATE")) && next.kind() == Token.Kind.TEXT) {
            return of(found, "a time is written CAST('" + next.text() + "' AS TIMESTAMP)");
        }
        if (found.isWord("CURRENT_TIMESTAMP") || found.isWord("CURRENT_DATE")) {
            return of(
                    found,
                    "ADQL has no " + found.described() + "; write the time, as in CAST('2024-01-31' AS TIMESTAMP)");
        }
        if (found.isWord("INSERT")
                || found.isWord("UPDATE")
                || found.isWord("DELETE")
                || found.isWord("CREATE")
                || found.isWord("DROP")
                || found.isWord("ALTER")) {
            return of(found, found.described() + " is not ADQL, which only asks: a query begins with SELECT or WITH");
        }
        if (found.isWord("DISTINCT") && previous.kind() == Token.Kind.NUMBER) {
            return of(found, "DISTINCT stands before TOP: SELECT DISTINCT TOP " + previous.text() + " ...");
        }
        return Optional.empty();
    }

    /** Explains functions of SQL whose names ADQL reserves without having them. */
    static Optional<AdqlException> function(Token name) {
        String instead = switch (name.text().toUpperCase(Locale.ROOT)) {
            case "SUBSTRING", "LEFT", "RIGHT" -> "; LIKE compares parts of texts, as in name LIKE 'HD%'";
            case "POSITION" -> "; LIKE finds a text in another, as in name LIKE '%HD%'";
            case "EXTRACT", "YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND" ->
                "; times can be compared, as in t >= CAST('2024-01-31' AS TIMESTAMP)";
            case "CONVERT",
                    "CHAR",
                    "VARCHAR",
                    "INT",
                    "INTEGER",
                    "SMALLINT",
                    "BIGINT",
                    "REAL",
                    "FLOAT",
                    "DOUBLE",
                    "DECIMAL",
                    "NUMERIC",
                    "DATE",
                    "TIME",
                    "TIMESTAMP" -> "; a type is changed by CAST(value AS type)";
            case "TRIM",
                    "TRANSLATE",
                    "CHAR_LENGTH",
                    "CHARACTER_LENGTH",
                    "OCTET_LENGTH",
                    "BIT_LENGTH",
                    "OVERLAPS",
                    "ANY",
                    "SOME" -> "";
            default -> "no function";
        };
        return instead.equals("no function") ? Optional.empty() : of(name, "ADQL has no " + name.described() + instead);
    }

    private static Optional<AdqlException> of(Token at, String reason) {
        return Optional.of(new AdqlException(at.position(), reason));
    }
}
