// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Values and names as PostgreSQL SQL text. The only place where a value becomes SQL: COPY, DDL and index ranges take no
 * parameters; everything else is bound.
 *
 * <p>Every result is one self-contained primary expression: it can stand in any expression without parentheses, and
 * means the same whatever {@code standard_conforming_strings}, {@code DateStyle} or {@code bytea_output} say. Database
 * encoding is UTF-8. Pure functions, safe from any thread.
 */
public final class SqlLiteral {
    /** Longest identifier in bytes of UTF-8 ({@code NAMEDATALEN - 1}); PostgreSQL would cut longer ones silently. */
    public static final int MAX_IDENTIFIER_BYTES = 63;

    private static final LocalDateTime FIRST_TIMESTAMP = LocalDateTime.of(-4712, 1, 1, 0, 0);
    private static final LocalDateTime LAST_TIMESTAMP = LocalDateTime.of(294276, 12, 31, 23, 59, 59);

    private SqlLiteral() {}

    /**
     * A name, always quoted, so that its case is kept and no reserved word can disturb.
     *
     * @param name name of a schema, table, column, role, ...; not folded
     * @return the quoted name
     * @throws IllegalArgumentException when it is empty, longer than {@link #MAX_IDENTIFIER_BYTES}, or holds a NUL or
     *     half a surrogate pair
     */
    public static String identifier(String name) {
        requireText(name);
        int bytes = name.getBytes(StandardCharsets.UTF_8).length;
        if (bytes == 0 || bytes > MAX_IDENTIFIER_BYTES) {
            throw new IllegalArgumentException(
                    "a name must have 1 to " + MAX_IDENTIFIER_BYTES + " bytes, not " + bytes);
        }
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    /**
     * A name inside a schema: {@code "schema"."name"}.
     *
     * @param schema the schema
     * @param name table, function or other name inside it
     * @return both quoted, with a dot between
     * @throws IllegalArgumentException as {@link #identifier(String)}
     */
    public static String qualified(String schema, String name) {
        return identifier(schema) + '.' + identifier(name);
    }

    /**
     * A {@code bigint}.
     *
     * @param value any value
     * @return its SQL
     */
    public static String of(long value) {
        // A minus sign is quoted: "-1" after another minus would begin a comment, and -2^63 is not a bigint constant.
        return (value < 0 ? "'" + value + "'" : Long.toString(value)) + "::bigint";
    }

    /**
     * An {@code integer}.
     *
     * @param value any value
     * @return its SQL
     */
    public static String of(int value) {
        return (value < 0 ? "'" + value + "'" : Integer.toString(value)) + "::integer";
    }

    /**
     * A {@code double precision}, bit for bit but for the payload of NaN.
     *
     * @param value any value, NaN, infinities and -0.0 included
     * @return its SQL
     */
    public static String of(double value) {
        return "'" + value + "'::double precision";
    }

    /**
     * A {@code real}, bit for bit but for the payload of NaN.
     *
     * @param value any value, NaN, infinities and -0.0 included
     * @return its SQL
     */
    public static String of(float value) {
        return "'" + value + "'::real";
    }

    /**
     * A {@code numeric}.
     *
     * @param value any value PostgreSQL can hold (it refuses more than 131072 digits before the point)
     * @return its SQL
     */
    public static String of(BigDecimal value) {
        return "'" + value + "'::numeric";
    }

    /**
     * A {@code boolean}.
     *
     * @param value the value
     * @return its SQL
     */
    public static String of(boolean value) {
        return value ? "true" : "false";
    }

    /**
     * A string of no stated type, as a quoted constant in SQL: PostgreSQL takes it as the type its neighbours ask for,
     * and as {@code text} where nothing does.
     *
     * @param value any text
     * @return its SQL
     * @throws IllegalArgumentException when it holds a NUL (which PostgreSQL cannot store) or half a surrogate pair
     */
    public static String of(String value) {
        requireText(value);
        String quoted = value.replace("'", "''");
        // Only the E form means the same whether or not standard_conforming_strings is on. The blank keeps the E from
        // becoming part of a word before it.
        return quoted.indexOf('\\') < 0 ? "'" + quoted + "'" : " E'" + quoted.replace("\\", "\\\\") + "'";
    }

    /**
     * A string of type {@code text}.
     *
     * @param value any text
     * @return its SQL
     * @throws IllegalArgumentException as {@link #of(String)}
     */
    public static String text(String value) {
        return of(value) + "::text";
    }

    /**
     * A {@code timestamp with time zone}. PostgreSQL rounds to microseconds.
     *
     * @param value from 4713 BC to AD 294276
     * @return its SQL
     * @throws IllegalArgumentException outside that range
     */
    public static String of(Instant value) {
        if (value.isBefore(FIRST_TIMESTAMP.toInstant(ZoneOffset.UTC))
                || value.isAfter(LAST_TIMESTAMP.toInstant(ZoneOffset.UTC))) {
            throw outsideTimestamps();
        }
        LocalDateTime utc = LocalDateTime.ofInstant(value, ZoneOffset.UTC);
        return "'" + timestamp(utc, "+00") + "'::timestamp with time zone";
    }

    /**
     * A {@code timestamp without time zone}. PostgreSQL rounds to microseconds.
     *
     * @param value from 4713 BC to AD 294276
     * @return its SQL
     * @throws IllegalArgumentException outside that range
     */
    public static String of(LocalDateTime value) {
        if (value.isBefore(FIRST_TIMESTAMP) || value.isAfter(LAST_TIMESTAMP)) {
            throw outsideTimestamps();
        }
        return "'" + timestamp(value, "") + "'::timestamp without time zone";
    }

    /**
     * A {@code bytea}.
     *
     * @param value any bytes
     * @return its SQL
     */
    public static String of(byte[] value) {
        return " E'\\\\x" + HexFormat.of().formatHex(value) + "'::bytea";
    }

    /**
     * A {@code bigint[]}.
     *
     * @param values any values; none gives an empty array
     * @return its SQL
     */
    public static String of(long[] values) {
        return Arrays.stream(values).mapToObj(Long::toString).collect(Collectors.joining(",", "'{", "}'::bigint[]"));
    }

    /**
     * A {@code double precision[]}.
     *
     * @param values any values; none gives an empty array
     * @return its SQL
     */
    public static String of(double[] values) {
        return Arrays.stream(values)
                .mapToObj(Double::toString)
                .collect(Collectors.joining(",", "'{", "}'::double precision[]"));
    }

    /**
     * A {@code text[]}.
     *
     * @param values any texts; none gives an empty array
     * @return its SQL
     * @throws IllegalArgumentException as {@link #of(String)}
     */
    public static String of(String[] values) {
        return Arrays.stream(values).map(SqlLiteral::of).collect(Collectors.joining(",", "(ARRAY[", "]::text[])"));
    }

    private static String timestamp(LocalDateTime time, String zone) {
        int year = time.getYear();
        // ISO year 0 is 1 BC.
        return String.format(
                Locale.ROOT,
                "%04d-%02d-%02d %02d:%02d:%02d.%09d%s%s",
                year > 0 ? year : 1 - year,
                time.getMonthValue(),
                time.getDayOfMonth(),
                time.getHour(),
                time.getMinute(),
                time.getSecond(),
                time.getNano(),
                zone,
                year > 0 ? "" : " BC");
    }

    private static IllegalArgumentException outsideTimestamps() {
        return new IllegalArgumentException("a timestamp must lie between 4713 BC and AD 294276");
    }

    private static void requireText(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0) {
                throw new IllegalArgumentException("PostgreSQL text cannot hold the character NUL");
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new IllegalArgumentException("text holds half a surrogate pair");
            }
        }
    }
}
