// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What each format cannot tell apart, or cannot hold: all by which a value may differ that went into a table by one format
 * and came out by another. Everything else must come back as it was. Pure functions.
 */
final class FormatLimits {

    /** What a format loses. */
    enum Loss {
        /** An empty text is NULL. */
        EMPTY_TEXT,
        /** A text of nothing but white space is NULL. */
        BLANK_TEXT,
        /** An array without elements is NULL. */
        EMPTY_ARRAY,
        /** An array of fixed size has no NULL but those of its elements; bits have none at all, bytes all ones. */
        NULL_ARRAY,
        /** As before, but elements have none either: those of a NULL are 0, others the least number, or false. */
        NULL_ELEMENTS,
        /** The least number of a type is NULL in arrays. */
        LEAST_ELEMENT,
        /** The least number of a type is NULL. */
        LEAST_NUMBER,
        /** The least long is NULL. */
        LEAST_LONG,
        /** Tabulators and line ends are blanks. */
        LINES,
        /** Arrays of texts are filled up to the longest with empty ones, which are none. */
        PADDED_TEXTS,
        /** Text is ASCII without control characters and blanks at its end. */
        NOT_ASCII
    }

    /** What uploads lose on their way in. NaN is NULL, but in arrays (VOTable 1.4, section 5.5). */
    private static final Map<String, Set<Loss>> IN = Map.of(
            "TABLEDATA", Set.of(Loss.EMPTY_TEXT, Loss.EMPTY_ARRAY),
            "BINARY", Set.of(Loss.EMPTY_TEXT, Loss.EMPTY_ARRAY, Loss.NULL_ARRAY),
            "BINARY2", Set.of(),
            "parquet", Set.of(),
            "csv", Set.of(Loss.BLANK_TEXT),
            "tsv", Set.of(Loss.BLANK_TEXT),
            "ecsv", Set.of(Loss.EMPTY_TEXT),
            "fits", Set.of(Loss.EMPTY_TEXT, Loss.LEAST_NUMBER, Loss.NOT_ASCII));

    /** What answers lose on their way out. */
    private static final Map<String, Set<Loss>> OUT = Map.of(
            "votable/td", Set.of(Loss.EMPTY_TEXT, Loss.EMPTY_ARRAY, Loss.LEAST_ELEMENT),
            "votable/b",
                    Set.of(Loss.EMPTY_TEXT, Loss.EMPTY_ARRAY, Loss.NULL_ARRAY, Loss.LEAST_ELEMENT, Loss.LEAST_LONG),
            "votable/b2", Set.of(Loss.LEAST_ELEMENT),
            "csv", Set.of(Loss.EMPTY_ARRAY),
            "tsv", Set.of(Loss.EMPTY_TEXT, Loss.EMPTY_ARRAY, Loss.LINES),
            "html", Set.of(Loss.EMPTY_TEXT, Loss.EMPTY_ARRAY),
            "json", Set.of(),
            "ecsv", Set.of(),
            "parquet", Set.of(),
            "fits",
                    Set.of(
                            Loss.EMPTY_TEXT,
                            Loss.EMPTY_ARRAY,
                            Loss.NULL_ELEMENTS,
                            Loss.LEAST_NUMBER,
                            Loss.PADDED_TEXTS,
                            Loss.NOT_ASCII));

    private FormatLimits() {}

    /** What is stored of a value sent in {@code format}. */
    static @Nullable Object stored(String format, UploadColumn column, @Nullable Object value) {
        Set<Loss> losses = IN.getOrDefault(format, Set.of());
        if (value == null && column.datatype().equals("bit") && losses.contains(Loss.NULL_ARRAY)) {
            return column.variable()
                    ? null
                    : column.isList() ? Collections.nCopies(column.block(), false) : (Object) false;
        }
        boolean bytes = column.isWhole() && !column.hasNoValue();
        if (value == null && bytes && losses.contains(Loss.NULL_ARRAY) && !column.variable()) {
            return Collections.nCopies(column.block(), 255L);
        }
        if (value == null && column.xtype().equals("point")) {
            return null;
        }
        Object lost = lost(losses, column, value);
        return lost instanceof Double d && d.isNaN() ? null : lost;
    }

    /** What is read of a stored value in an answer in {@code format}. */
    static @Nullable Object answered(String format, UploadColumn column, @Nullable Object value) {
        return lost(OUT.getOrDefault(format, Set.of()), column, value);
    }

    /** Whether a value that was read is all that the format has for NULL. */
    static boolean meansNull(String format, Object found) {
        Set<Loss> losses = OUT.getOrDefault(format, Set.of());
        boolean hasNoNull = losses.contains(Loss.NULL_ARRAY) || losses.contains(Loss.NULL_ELEMENTS);
        return found.equals("") && losses.contains(Loss.EMPTY_TEXT)
                || found.equals(List.of()) && losses.contains(Loss.EMPTY_ARRAY)
                || found.equals(Double.NaN) && hasNoNull;
    }

    /** A value as it is or would be read in an answer, without what the format adds. */
    static @Nullable Object withoutPadding(String format, UploadColumn column, @Nullable Object found) {
        if (!OUT.getOrDefault(format, Set.of()).contains(Loss.PADDED_TEXTS)
                || !column.isTextArray()
                || !column.variable()
                || !(found instanceof List<?> list)) {
            return found;
        }
        int end = list.size();
        while (end > 0 && list.get(end - 1) == null) {
            end--;
        }
        return list.subList(0, end);
    }

    private static @Nullable Object lost(Set<Loss> losses, UploadColumn column, @Nullable Object value) {
        boolean noNullArray = losses.contains(Loss.NULL_ARRAY) || losses.contains(Loss.NULL_ELEMENTS);
        if (value == null && noNullArray && column.isList() && !column.variable()) {
            return lost(losses, column, Collections.nCopies(column.block(), nullElement(losses, column)));
        }
        return switch (value) {
            case null -> null;
            case String text -> text(losses, text);
            case List<?> list when list.isEmpty() -> losses.contains(Loss.EMPTY_ARRAY) ? null : list;
            case List<?> list -> {
                List<@Nullable Object> elements = new ArrayList<>();
                for (Object element : list) {
                    elements.add(element(losses, column, element));
                }
                yield elements;
            }
            case Long number -> {
                boolean least = number == column.least();
                boolean isNull = least
                        && (losses.contains(Loss.LEAST_NUMBER)
                                || losses.contains(Loss.LEAST_LONG) && number == Long.MIN_VALUE);
                yield isNull ? null : number;
            }
            default -> value;
        };
    }

    /** What stands in the elements of an array that is NULL. */
    private static @Nullable Object nullElement(Set<Loss> losses, UploadColumn column) {
        if (column.isTextArray()) {
            return "";
        } else if (column.isReal()) {
            return Double.NaN;
        }
        return losses.contains(Loss.NULL_ELEMENTS) ? column.isTruth() ? false : (Object) 0L : null;
    }

    private static @Nullable Object element(Set<Loss> losses, UploadColumn column, @Nullable Object element) {
        if (element instanceof String text) {
            String kept =
                    (String) lost(losses.contains(Loss.NOT_ASCII) ? Set.of(Loss.NOT_ASCII) : Set.of(), column, text);
            return losses.contains(Loss.NOT_ASCII) && "".equals(kept) ? null : kept;
        }
        if (element == null && losses.contains(Loss.NULL_ELEMENTS)) {
            return column.isTruth() ? false : (Object) column.least();
        }
        boolean least = element instanceof Long number && number == column.least();
        return least && losses.contains(Loss.LEAST_ELEMENT) ? null : element;
    }

    private static @Nullable Object text(Set<Loss> losses, String text) {
        UnaryOperator<String> ascii = t -> t.codePoints()
                .map(c -> c < ' ' ? ' ' : c > '~' ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .replaceAll(" +$", "");
        String kept = losses.contains(Loss.LINES) ? text.replaceAll("[\t\n\r]", " ") : text;
        kept = losses.contains(Loss.NOT_ASCII) ? ascii.apply(kept) : kept;
        boolean isNull = kept.isEmpty() && losses.contains(Loss.EMPTY_TEXT)
                || kept.isBlank() && losses.contains(Loss.BLANK_TEXT);
        return isNull ? null : kept;
    }
}
