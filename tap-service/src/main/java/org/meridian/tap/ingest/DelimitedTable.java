// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import uk.ac.starlink.table.AbstractStarTable;
import uk.ac.starlink.table.ColumnInfo;
import uk.ac.starlink.table.RowSequence;
import uk.ac.starlink.table.StarTable;
import uk.ac.starlink.table.StoragePolicy;
import uk.ac.starlink.table.TableFormatException;
import uk.ac.starlink.table.formats.CsvTableBuilder;
import uk.ac.starlink.table.formats.RowEvaluator;
import uk.ac.starlink.util.DataSource;

/**
 * A table in CSV or with tabulators, read twice: the first time for the types of its columns. Its first line has their names,
 * unless it fits their types; where all columns are texts it is names, too. Lines before it that begin with {@code #} are comments;
 * the last of them has the names where it has as many fields as the line below. An empty cell is NULL.
 */
final class DelimitedTable extends AbstractStarTable {
    private final DataSource source;
    private final char delimiter;
    private final RowEvaluator.Metadata metadata;
    private final int before;

    /** @param before how many rows of the text are none of the table */
    private DelimitedTable(DataSource source, char delimiter, RowEvaluator.Metadata metadata, int before) {
        this.source = source;
        this.delimiter = delimiter;
        this.metadata = metadata;
        this.before = before;
    }

    /** A reader of such tables, under STIL's name of CSV. */
    static final class Builder extends ForwardingTableBuilder {
        private final char delimiter;

        Builder(char delimiter) {
            super(new CsvTableBuilder());
            this.delimiter = delimiter;
        }

        @Override
        public StarTable makeStarTable(DataSource source, boolean random, StoragePolicy storage) throws IOException {
            try (DelimitedRows rows = new DelimitedRows(source.getInputStream(), delimiter)) {
                return read(rows, source, delimiter);
            }
        }
    }

    private static StarTable read(DelimitedRows rows, DataSource source, char delimiter) throws IOException {
        int comments = 0;
        List<String> first = rows.row();
        long firstLine = rows.line();
        List<String> row = rows.row();
        while (!row.isEmpty() && isHash(first) && (isHash(row) || first.size() != row.size())) {
            comments++;
            first = row;
            firstLine = rows.line();
            row = rows.row();
        }
        if (row.isEmpty()) {
            throw new TableFormatException("there are no rows below the names of the columns");
        }
        RowEvaluator evaluator = new RowEvaluator(TextDecoders.all());
        for (; !row.isEmpty(); row = rows.row()) {
            if (row.size() != first.size()) {
                throw new RaggedTableException(rows.line(), row.size(), firstLine, first.size(), delimiter);
            }
            evaluator.submitRow(row);
        }
        RowEvaluator.Metadata metadata = evaluator.getMetadata();
        if (isData(first, metadata)) {
            evaluator.submitRow(first);
            return new DelimitedTable(source, delimiter, evaluator.getMetadata(), comments);
        }
        for (int i = 0; i < first.size(); i++) {
            if (!first.get(i).isBlank()) {
                metadata.colInfos_[i].setName(first.get(i).strip());
            }
        }
        return new DelimitedTable(source, delimiter, metadata, comments + 1);
    }

    private static boolean isHash(List<String> row) {
        return row.getFirst().startsWith("#");
    }

    private static boolean isData(List<String> row, RowEvaluator.Metadata metadata) {
        boolean texts = true;
        for (int i = 0; i < row.size(); i++) {
            texts &= metadata.colInfos_[i].getContentClass() == String.class;
            String cell = row.get(i).strip();
            if (!cell.isEmpty() && !metadata.decoders_[i].isValid(cell)) {
                return false;
            }
        }
        return !texts;
    }

    /** A row has another number of fields than the first. */
    static final class RaggedTableException extends IOException {
        private static final long serialVersionUID = 1;

        RaggedTableException(long line, int fields, long firstLine, int firstFields, char delimiter) {
            super("line " + line + " has " + counted(fields) + " where line " + firstLine + ", the first, has "
                    + counted(firstFields) + "; each line needs as many, and a text with "
                    + (delimiter == ',' ? "commas" : "tabulators") + " quotation marks around it");
        }

        private static String counted(int fields) {
            return fields == 1 ? "1 field" : fields + " fields";
        }
    }

    @Override
    public int getColumnCount() {
        return metadata.ncol_;
    }

    @Override
    public ColumnInfo getColumnInfo(int column) {
        return metadata.colInfos_[column];
    }

    @Override
    public long getRowCount() {
        return metadata.nrow_;
    }

    @Override
    public RowSequence getRowSequence() throws IOException {
        DelimitedRows rows = new DelimitedRows(source.getInputStream(), delimiter);
        for (int i = 0; i < before; i++) {
            rows.row();
        }
        return new Rows(rows);
    }

    private final class Rows implements RowSequence {
        private final DelimitedRows rows;
        private List<String> row = List.of();

        Rows(DelimitedRows rows) {
            this.rows = rows;
        }

        @Override
        public boolean next() throws IOException {
            row = rows.row();
            return !row.isEmpty();
        }

        @Override
        public @Nullable Object getCell(int column) {
            String cell = row.get(column);
            return cell.isBlank() ? null : metadata.decoders_[column].decode(cell);
        }

        @Override
        @SuppressWarnings("NullAway") // in STIL's rows null is a blank cell
        public Object[] getRow() {
            @Nullable Object[] cells = new Object[row.size()];
            for (int i = 0; i < cells.length; i++) {
                cells[i] = getCell(i);
            }
            return cells;
        }

        @Override
        public void close() throws IOException {
            rows.close();
        }
    }
}
