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
import org.meridian.tap.ingest.RowEncoder.BadRowException;
import uk.ac.starlink.table.ColumnInfo;
import uk.ac.starlink.table.RowSequence;
import uk.ac.starlink.votable.VOStarTable;

/**
 * What must be known of texts before a query over them is read, and is seen only in the rows: whether they are ASCII, how
 * long the longest of an array is, whether what looks like times are times the database can hold. Looks through the columns of which that is not
 * known otherwise, if there are any.
 */
final class TextSurvey {
    private final LoadColumn column;
    private final int index;
    /** Whether the file says that texts are times; else they were taken for some because they look so. */
    private final boolean declared;

    private boolean ascii = true;
    private boolean times = true;
    private int longest = 1;

    private TextSurvey(LoadColumn column, int index, boolean declared) {
        this.column = column;
        this.index = index;
        this.declared = declared;
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
                open.add(new TextSurvey(columns.get(i), i, isDeclared(info)));
            }
        }
        if (!open.isEmpty()) {
            look(source, open);
            open.forEach(survey -> columns.set(survey.index, survey.settled()));
        }
        return columns;
    }

    /** Readers of formats without types give texts that look like times an xtype, too: only a FIELD's own counts. */
    private static boolean isDeclared(ColumnInfo info) {
        return info.getAuxDatumValue(VOStarTable.DATATYPE_INFO, String.class) != null
                && !"iso8601".equalsIgnoreCase(info.getXtype());
    }

    private static void look(SourceTables.Source source, List<TextSurvey> open) throws IngestException {
        long row = 0;
        try (RowSequence rows = ForeignTable.sequence(source.table(), source.label())) {
            while (rows.next()) {
                row++;
                for (TextSurvey survey : open) {
                    survey.look(rows, row, source.label());
                }
            }
        } catch (IOException | RuntimeException e) {
            throw new IngestException(source.label() + " cannot be read: " + TableFiles.reason(e), e);
        }
    }

    private void look(RowSequence rows, long row, String label) throws IngestException {
        try {
            look(RowEncoder.read(rows, index, index));
        } catch (BadRowException e) {
            throw e.of(label, row, column.name());
        }
    }

    private void look(@Nullable Object cell) throws BadRowException {
        if (cell instanceof String text) {
            lookAt(text);
            if (column.field().primitive() == Primitive.TIMESTAMP && !text.isBlank()) {
                lookAtTime(text);
            }
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

    private void lookAtTime(String text) throws BadRowException {
        Optional<LocalDateTime> time = DaliTimestamp.parse(text.strip());
        if (declared && time.isEmpty()) {
            throw new BadRowException(
                    index,
                    text,
                    "a time as YYYY-MM-DDThh:mm:ss.sss is needed, since the column has xtype timestamp; without it the"
                            + " column is text");
        }
        times = times && time.filter(TextSurvey::isWholeMicroseconds).isPresent();
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
