// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.duckdb.DuckDBArray;
import org.jspecify.annotations.Nullable;
import org.meridian.core.dali.DaliTimestamp;

/** Values of the sample table, and what readers make of them, as texts that can be compared. */
final class Values {
    private Values() {}

    /** One spelling for each value, however it is held. */
    static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Optional<?> nothing -> "null";
            case List<?> list -> list.stream().map(Values::text).collect(Collectors.joining(" ", "[", "]"));
            case byte[] bytes -> {
                List<Integer> list = new ArrayList<>();
                for (byte one : bytes) {
                    list.add(one & 0xFF);
                }
                yield text(list);
            }
            case Float number when number.isNaN() || number.isInfinite() -> text(number.doubleValue());
            case Float number ->
                new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
            case Double number when number.isNaN() || number.isInfinite() -> number.toString();
            case Double number ->
                new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
            case Number number ->
                new BigDecimal(number.toString()).stripTrailingZeros().toPlainString();
            case LocalDateTime time -> DaliTimestamp.format(time);
            case Object array
            when array.getClass().isArray() -> {
                List<@Nullable Object> list = new ArrayList<>();
                for (int i = 0; i < java.lang.reflect.Array.getLength(array); i++) {
                    list.add(java.lang.reflect.Array.get(array, i));
                }
                yield text(list);
            }
            default -> value.toString();
        };
    }

    /** The elements of an array, each as {@code element} gives it. */
    private static String elements(Object value, Function<Object, String> element) {
        return ((List<?>) value).stream().map(element::apply).collect(Collectors.joining(" ", "[", "]"));
    }

    /** As STIL reads ECSV: an empty text or array is NULL, and a NULL element is what the type has for it. */
    static String inEcsv(Column column, Object value) {
        if (value.equals("") || value.equals(List.of()) || value instanceof byte[] bytes && bytes.length == 0) {
            return "null";
        }
        if (value.equals(SampleTable.NULL) && column.shape() == Column.Shape.SCALAR && isReal(column)) {
            return "NaN";
        }
        return value instanceof List<?>
                ? elements(
                        value,
                        element -> element.equals(SampleTable.NULL) || element.equals("")
                                ? noElement(column, "0")
                                : text(element))
                : text(value);
    }

    /** As STIL reads FITS: text is ASCII without blanks at its end, and arrays of fixed size have no NULL but their elements'. */
    static String inFits(Column column, Object value) {
        return switch (value) {
            case String text -> fitsText(text);
            case Optional<?> nothing -> fitsNull(column);
            case List<?> texts when column.shape() == Column.Shape.TEXT_LIST -> fitsText(inPlainText(column, texts));
            case byte[] bytes when bytes.length == 0 -> "null";
            case List<?> list when list.isEmpty() && column.shape() == Column.Shape.ARRAY -> "null";
            case List<?> list ->
                elements(
                        list,
                        element -> element.equals(SampleTable.NULL)
                                ? noElement(column, leastOf(column))
                                : inFits(column, element));
            default -> text(value);
        };
    }

    private static String fitsNull(Column column) {
        return switch (column.shape()) {
            case SCALAR -> isReal(column) ? "NaN" : "null";
            case ARRAY, TEXT_ARRAY ->
                column.count() < 0
                        ? "null"
                        : elements(
                                Collections.nCopies(column.count(), SampleTable.NULL),
                                element -> noElement(column, "0"));
            case BYTES -> column.count() < 0 ? "null" : text(new byte[column.count()]);
            case TIMESTAMP, TEXT, TEXT_LIST -> "null";
        };
    }

    private static String leastOf(Column column) {
        return Column.nullValue(column.field().primitive())
                .map(Object::toString)
                .orElse("");
    }

    private static String fitsText(String text) {
        String ascii = SpooledTable.ascii(text).stripTrailing();
        return ascii.isEmpty() ? "null" : ascii;
    }

    private static String noElement(Column column, String integer) {
        return switch (column.field().primitive()) {
            case BOOLEAN -> "false";
            case FLOAT, DOUBLE -> "NaN";
            case UNSIGNED_BYTE, SHORT, INT, LONG -> integer;
            case TEXT, CHAR, TIMESTAMP -> "null";
        };
    }

    /** As JSON holds it: no element of a list of numbers is lost. */
    static String inJson(Column column, Object value) {
        return text(value);
    }

    /** As it stands in CSV and HTML: elements with blanks between, lists of texts as JSON. */
    static String inPlainText(Column column, Object value) {
        return switch (value) {
            case List<?> list
            when column.shape() == Column.Shape.TEXT_ARRAY || column.shape() == Column.Shape.TEXT_LIST ->
                list.stream()
                        .map(text -> text.equals(SampleTable.NULL) ? "null" : quoted((String) text))
                        .collect(Collectors.joining(",", "[", "]"));
            case List<?> list ->
                list.stream()
                        .map(element -> element.equals(SampleTable.NULL)
                                ? isReal(column) ? "NaN" : "null"
                                : inPlainText(column, element))
                        .collect(Collectors.joining(" "));
            case byte[] bytes -> text(bytes).replaceAll("[\\[\\]]", "");
            case Float number when number.isInfinite() -> number > 0 ? "+Inf" : "-Inf";
            case Double number when number.isInfinite() -> number > 0 ? "+Inf" : "-Inf";
            case Float number -> spelt(sink -> sink.decimal(number));
            case Double number -> spelt(sink -> sink.decimal(number));
            default -> text(value);
        };
    }

    private static String spelt(java.util.function.Consumer<ByteSink> number) {
        ByteSink sink = new ByteSink(java.io.OutputStream.nullOutputStream());
        number.accept(sink);
        return new String(sink.array(), 0, sink.position(), java.nio.charset.StandardCharsets.US_ASCII);
    }

    static String quoted(String text) {
        return '"'
                + text.replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t")
                + '"';
    }

    private static boolean isReal(Column column) {
        return column.field().primitive() == Primitive.FLOAT || column.field().primitive() == Primitive.DOUBLE;
    }

    static @Nullable Object fromDuckDb(@Nullable Object cell) throws SQLException {
        return switch (cell) {
            case DuckDBArray array -> array.getArray();
            case java.sql.Blob blob -> blob.getBytes(1, (int) blob.length());
            case java.sql.Timestamp time -> time.toLocalDateTime();
            case null, default -> cell;
        };
    }

    static String unescaped(String html) {
        return html.replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("&quot;", "\"")
                .replace("&#13;", "\r")
                .replace("&amp;", "&");
    }
}
