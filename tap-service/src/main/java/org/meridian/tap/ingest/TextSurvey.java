// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.io.IOException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meridian.core.dali.DaliTimestamp;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;
import uk.ac.starlink.table.ColumnInfo;
import uk.ac.starlink.table.RowSequence;
import uk.ac.starlink.votable.VOStarTable;

/**
 * What must be known of texts before a query over them is read, and is seen only in the rows: whether they are ASCII, how
 * long the longest of an array is, whether what is said to be times are times. Looks through the columns of which that is not
 * known otherwise, if there are any.
 */
final class TextSurvey {
    private final LoadColumn column;
    private final int index;
    private boolean ascii = true;
    private boolean times = true;
    private int longest = 1;

    private TextSurvey(LoadColumn column, int index) {
        this.column = column;
        this.index = index;
    }

    /** The columns of a table with their types as its rows have them. */
    static List<LoadColumn> settled(SourceTables.Source source) throws IngestException {
        List<LoadColumn> columns = new ArrayList<>(source.columns());
        List<TextSurvey> open = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            ColumnInfo info = source.table().getColumnInfo(i);
            Field field = columns.get(i).field();
            boolean unicode = "unicodeChar".equals(info.getAuxDatumValue(VOStarTable.DATATYPE_INFO, String.class));
            if (field.primitive() == Primitive.CHAR && unicode) {
                columns.set(i, columns.get(i).typed(Primitive.TEXT, field.arraysize(), field.xtype()));
            }
            boolean text = field.primitive() == Primitive.CHAR && (!unicode || field.isArray());
            boolean time = field.primitive() == Primitive.TIMESTAMP && info.getContentClass() == String.class;
            if (text || time) {
                open.add(new TextSurvey(columns.get(i), i));
            }
        }
        if (!open.isEmpty()) {
            look(source, open);
            open.forEach(survey -> columns.set(survey.index, survey.settled()));
        }
        return columns;
    }

    private static void look(SourceTables.Source source, List<TextSurvey> open) throws IngestException {
        try (RowSequence rows = ForeignTable.sequence(source.table(), source.label())) {
            while (rows.next()) {
                for (TextSurvey survey : open) {
                    survey.look(rows.getCell(survey.index));
                }
            }
        } catch (IOException | RuntimeException e) {
            throw new IngestException(source.label() + " cannot be read: " + TableFiles.reason(e), e);
        }
    }

    private void look(@Nullable Object cell) {
        if (cell instanceof String text) {
            lookAt(text);
            times = times
                    && (text.isBlank()
                            || DaliTimestamp.parse(text.strip())
                                    .filter(TextSurvey::isWholeMicroseconds)
                                    .isPresent());
        } else if (cell instanceof Character c) {
            lookAt(c.toString());
        } else if (cell instanceof String[] texts) {
            for (String text : texts) {
                if (text != null) {
                    lookAt(text);
                    longest = Math.max(longest, text.length());
                }
            }
        }
    }

    /** The database has no finer times. */
    private static boolean isWholeMicroseconds(LocalDateTime time) {
        return time.getNano() % 1000 == 0;
    }

    private void lookAt(String text) {
        for (int i = 0; ascii && i < text.length(); i++) {
            ascii = text.charAt(i) < 0x80;
        }
    }

    private LoadColumn settled() {
        Field field = column.field();
        Primitive text = ascii && field.primitive() != Primitive.TEXT ? Primitive.CHAR : Primitive.TEXT;
        if (field.primitive() == Primitive.TIMESTAMP) {
            return times ? column : column.typed(text, Optional.empty(), Optional.empty());
        }
        return column.typed(text, field.isArray() ? Optional.of(arraysize(field)) : field.arraysize(), field.xtype());
    }

    private String arraysize(Field field) {
        String size = field.arraysize().orElse("*");
        int cut = size.indexOf('x');
        return cut < 0 ? size : longest + size.substring(cut);
    }
}
