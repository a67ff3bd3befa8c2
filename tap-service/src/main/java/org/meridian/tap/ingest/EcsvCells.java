// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.meridian.tap.ingest.votable.MalformedCellException;
import uk.ac.starlink.table.ColumnInfo;

/** The values of cells of ECSV 1.0, arrays in JSON (RFC 8259) with NaN and Infinity. Pure functions. */
final class EcsvCells {
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1,100}");
    private static final Pattern REAL = Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");
    /** A bracket, a comma, a text or a word. */
    private static final Pattern TOKEN =
            Pattern.compile("\\s*([\\[\\],]|\"((?:[^\"\\\\]|\\\\.)*+)\"|[^\\s\\[\\],\"]+)\\s*");

    /** How an infinity is written in JSON, which has none. */
    private static final Pattern INFINITE = Pattern.compile("[+-]?1[eE]999");

    private static final Pattern ESCAPE = Pattern.compile("\\\\(u[0-9a-fA-F]{4}|.)");

    private EcsvCells() {}

    /**
     * The value of a cell, as the readers of VOTables give it.
     *
     * @return null for NULL
     * @throws MalformedCellException if it is none of the column's type
     */
    static @Nullable Object value(ColumnInfo column, String cell) throws MalformedCellException {
        Class<?> kind = column.getContentClass();
        if (kind == String.class) {
            return cell.isEmpty() ? null : cell;
        }
        String word = cell.strip();
        if (word.isEmpty()) {
            return null;
        }
        return kind.isArray() ? array(column, word) : element(kind, word, word);
    }

    private static Object element(Class<?> kind, String word, String cell) throws MalformedCellException {
        if (kind == Boolean.class || kind == boolean.class) {
            return switch (word.toLowerCase(Locale.ROOT)) {
                case "true" -> true;
                case "false" -> false;
                default -> throw wrong(cell, word, "True or False is needed");
            };
        } else if (kind == Double.class || kind == double.class) {
            return real(word, cell);
        } else if (kind == Float.class || kind == float.class) {
            boolean digits = REAL.matcher(word).matches();
            // From the text itself: by way of a double it would be rounded twice.
            float value = digits ? Float.parseFloat(word) : (float) real(word, cell);
            if (digits && Float.isInfinite(value) && !INFINITE.matcher(word).matches()) {
                throw wrong(cell, word, "the number is too large for a float");
            }
            return value;
        }
        long max = max(kind);
        if (!WHOLE.matcher(word).matches()) {
            throw wrong(cell, word, "a whole number is needed");
        }
        BigInteger value = new BigInteger(word);
        if (value.compareTo(BigInteger.valueOf(max)) > 0 || value.compareTo(BigInteger.valueOf(-1 - max)) < 0) {
            throw wrong(cell, word, "the column holds whole numbers from " + (-1 - max) + " to " + max);
        }
        return value.longValue();
    }

    private static long max(Class<?> kind) {
        if (kind == Long.class || kind == long.class) {
            return Long.MAX_VALUE;
        } else if (kind == Integer.class || kind == int.class) {
            return Integer.MAX_VALUE;
        }
        return kind == Short.class || kind == short.class ? Short.MAX_VALUE : Byte.MAX_VALUE;
    }

    private static double real(String word, String cell) throws MalformedCellException {
        if (REAL.matcher(word).matches()) {
            double value = Double.parseDouble(word);
            if (Double.isInfinite(value) && !INFINITE.matcher(word).matches()) {
                throw wrong(cell, word, "the number is too large for a double");
            }
            return value;
        }
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "nan" -> Double.NaN;
            case "inf", "+inf", "infinity", "+infinity" -> Double.POSITIVE_INFINITY;
            case "-inf", "-infinity" -> Double.NEGATIVE_INFINITY;
            default -> throw wrong(cell, word, "a number is needed, or nan, inf or -inf");
        };
    }

    private static MalformedCellException wrong(String cell, String word, String why) {
        return new MalformedCellException(cell, cell.equals(word) ? why : "'" + word + "' is wrong: " + why);
    }

    private static Object array(ColumnInfo column, String cell) throws MalformedCellException {
        Class<?> kind = column.getContentClass().getComponentType();
        List<@Nullable Object> elements = new ArrayList<>();
        Matcher token = TOKEN.matcher(cell);
        int at = 0;
        int depth = 0;
        while (at < cell.length() && token.find(at) && token.start() == at && (depth > 0 || at == 0)) {
            String word = token.group(1);
            at = token.end();
            switch (word.charAt(0)) {
                case '[' -> depth++;
                case ']' -> depth--;
                case ',' -> {}
                default -> elements.add(element(kind, token, cell));
            }
        }
        if (depth != 0 || at < cell.length() || cell.charAt(0) != '[') {
            throw new MalformedCellException(cell, "an array in JSON is needed, such as [1, 2]");
        }
        requireCount(column.getShape(), elements.size(), cell);
        return typed(kind, elements);
    }

    private static @Nullable Object element(Class<?> kind, Matcher token, String cell) throws MalformedCellException {
        String word = token.group(1);
        if (word.equals("null")) {
            return kind == double.class || kind == float.class ? Double.NaN : null;
        } else if (kind == String.class) {
            String text = token.group(2) == null ? word : token.group(2);
            return token.group(2) == null ? text : ESCAPE.matcher(text).replaceAll(EcsvCells::unescaped);
        }
        return element(kind, word, cell);
    }

    private static String unescaped(java.util.regex.MatchResult escape) {
        String code = escape.group(1);
        String character = switch (code.charAt(0)) {
            case 'n' -> "\n";
            case 't' -> "\t";
            case 'r' -> "\r";
            case 'b' -> "\b";
            case 'f' -> "\f";
            case 'u' -> String.valueOf((char) Integer.parseInt(code.substring(1), 16));
            default -> code;
        };
        return Matcher.quoteReplacement(character);
    }

    /** @param shape with -1 for a dimension that varies */
    private static void requireCount(int @Nullable [] shape, int count, String cell) throws MalformedCellException {
        int[] sizes = shape == null ? new int[] {-1} : shape;
        long block =
                Arrays.stream(sizes).filter(size -> size >= 0).asLongStream().reduce(1, (a, b) -> a * b);
        boolean varies = Arrays.stream(sizes).anyMatch(size -> size < 0);
        if (varies ? block > 0 && count % block != 0 : count != block) {
            throw new MalformedCellException(
                    cell,
                    "the array has " + count + " elements; its subtype says " + (varies ? "a multiple of " : "")
                            + block);
        }
    }

    private static Object typed(Class<?> kind, List<@Nullable Object> elements) {
        if (kind == String.class) {
            return elements.toArray(String[]::new);
        } else if (kind == float.class || kind == double.class) {
            return elements.stream()
                    .mapToDouble(e -> ((Number) Objects.requireNonNull(e)).doubleValue())
                    .toArray();
        } else if (elements.stream().anyMatch(Objects::isNull)) {
            return elements.toArray();
        } else if (kind == boolean.class) {
            boolean[] truths = new boolean[elements.size()];
            for (int i = 0; i < truths.length; i++) {
                truths[i] = Boolean.TRUE.equals(elements.get(i));
            }
            return truths;
        }
        return elements.stream()
                .mapToLong(e -> (Long) Objects.requireNonNull(e))
                .toArray();
    }
}
