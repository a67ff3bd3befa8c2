// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest.votable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Cells of TABLEDATA (VOTable 1.4, sections 5.1 and 6). Pure functions. */
final class TabledataCells {
    private TabledataCells() {}

    /**
     * The value of a TD.
     *
     * @return null for NULL
     * @throws MalformedCellException if it is none of the column's datatype
     */
    static @Nullable Object value(VotableColumn column, String td) throws MalformedCellException {
        if (td.isEmpty()) {
            return null;
        }
        if (column.isText()) {
            return text(column, td);
        }
        if (column.isTextArray()) {
            return texts(column, td);
        }
        String word = td.strip();
        if (word.isEmpty() || column.isScalar() && column.isNoValue(word)) {
            return null;
        }
        if (column.isScalar()) {
            Object value = element(column, word);
            return value == null ? null : ArrayValues.scalar(column.datatype(), value);
        }
        List<@Nullable Object> elements = column.datatype() == Datatype.BIT ? bits(word) : elements(column, word);
        Optional<String> wrong = column.wrongCount(elements.size());
        if (wrong.isPresent()) {
            throw new MalformedCellException(word, wrong.get());
        }
        return ArrayValues.of(column.datatype(), elements);
    }

    private static List<@Nullable Object> elements(VotableColumn column, String words) throws MalformedCellException {
        List<@Nullable Object> elements = new ArrayList<>();
        for (String word : words.split("\\s+", -1)) {
            try {
                elements.add(element(column, word));
            } catch (MalformedCellException e) {
                throw new MalformedCellException(words, "'" + word + "' is wrong: " + e.getMessage());
            }
        }
        return elements;
    }

    private static List<@Nullable Object> bits(String digits) throws MalformedCellException {
        List<@Nullable Object> elements = new ArrayList<>();
        for (char digit : digits.toCharArray()) {
            if (!Character.isWhitespace(digit)) {
                elements.add(NumberWords.bit(digit));
            }
        }
        return elements;
    }

    private static @Nullable Object element(VotableColumn column, String word) throws MalformedCellException {
        Datatype datatype = column.datatype();
        if (column.isNoValue(word)) {
            return null;
        }
        if (datatype.isWhole()) {
            long value = NumberWords.whole(word, datatype);
            return column.isNoValue(value) ? null : (Object) value;
        }
        if (datatype.isReal()) {
            double value = NumberWords.real(word, datatype);
            return column.isNoValue(value) ? null : (Object) value;
        }
        if (datatype == Datatype.BIT) {
            if (word.length() != 1) {
                throw new MalformedCellException(word, "0 or 1 is needed (datatype bit)");
            }
            return NumberWords.bit(word.charAt(0));
        }
        return word.equals("?") ? null : (Object) NumberWords.truth(word);
    }

    /** A text; one shorter than its arraysize was filled up with blanks, which are no part of it. */
    private static String text(VotableColumn column, String td) throws MalformedCellException {
        if (column.isCharacter()) {
            if (td.length() != 1) {
                throw new MalformedCellException(
                        td, "the column has one character a cell; declare texts with arraysize=\"*\"");
            }
            return td;
        }
        return column.variable() ? td : withoutPadding(td);
    }

    private static String[] texts(VotableColumn column, String td) throws MalformedCellException {
        int width = Math.max(1, column.dimensions().get(0));
        int found = (td.length() + width - 1) / width;
        int block = column.block() / width;
        int count = column.variable() ? (found + block - 1) / block * block : block;
        if (found > count) {
            throw new MalformedCellException(
                    td, "the text has " + td.length() + " characters, more than its arraysize says");
        }
        String[] texts = new String[count];
        for (int i = 0; i < count; i++) {
            int start = Math.min(td.length(), i * width);
            texts[i] = withoutPadding(td.substring(start, Math.min(td.length(), start + width)));
        }
        return texts;
    }

    static String withoutPadding(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(0, end);
    }
}
