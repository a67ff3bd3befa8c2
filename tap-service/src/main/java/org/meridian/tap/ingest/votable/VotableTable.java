// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest.votable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.meridian.tap.ingest.votable.DataReader.Serialization;
import uk.ac.starlink.table.AbstractStarTable;
import uk.ac.starlink.table.ColumnInfo;
import uk.ac.starlink.table.DefaultValueInfo;
import uk.ac.starlink.table.DescribedValue;
import uk.ac.starlink.table.EmptyRowSequence;
import uk.ac.starlink.table.RowSequence;
import uk.ac.starlink.table.Tables;
import uk.ac.starlink.table.ValueInfo;
import uk.ac.starlink.util.DataSource;
import uk.ac.starlink.votable.FieldElement;
import uk.ac.starlink.votable.TableElement;
import uk.ac.starlink.votable.VOStarTable;

/**
 * A table of a VOTable document whose rows stand in it, as TABLEDATA, BINARY or BINARY2. Each pass over the rows reads the
 * document anew; nothing of them is kept. Cells are as STIL has them, but whole numbers in arrays are {@code long[]}, an
 * array with NULL elements is {@code Object[]}, complex numbers are two real ones, and bits truth values. Cells throw
 * {@link MalformedCellException}.
 */
public final class VotableTable extends AbstractStarTable {
    /** On columns in which an empty text is one, not NULL. */
    public static final ValueInfo EMPTY_IS_TEXT = new DefaultValueInfo("EMPTY_IS_TEXT", Boolean.class, "");

    private final DataSource source;
    private final int number;
    private final long nrows;
    private final List<VotableColumn> columns = new ArrayList<>();
    private final List<ColumnInfo> infos = new ArrayList<>();

    private VotableTable(DataSource source, int number, TableElement table) throws IOException {
        this.source = source;
        this.number = number;
        this.nrows = nrows(table.getAttribute("nrows"));
        for (FieldElement field : table.getFields()) {
            Optional<String> noValue = Optional.ofNullable(field.getNull());
            VotableColumn column = VotableColumn.of(
                    field.getHandle(), field.getAttribute("datatype"), field.getAttribute("arraysize"), noValue);
            columns.add(column);
            infos.add(info(column, field));
        }
        setName(table.getName());
        String description = table.getDescription();
        if (description != null && !description.isBlank()) {
            setParameter(
                    new DescribedValue(new DefaultValueInfo("Description", String.class, "of the table"), description));
        }
    }

    /**
     * Opens a table.
     *
     * @param source whose position is the number of the table in the document, from 0; where it has none, the table that
     *     {@link TableChoice} says, whose number becomes its position if the table is not one for this class
     * @return empty if the rows are in another form than this class reads
     * @throws IOException if the document is broken, has no such table, or a column has no datatype of VOTable
     */
    public static Optional<VotableTable> open(DataSource source) throws IOException {
        TableChoice.Chosen chosen = TableChoice.of(MetadataDocument.read(source), number(source));
        try (DataReader document = DataReader.open(source, chosen.number())) {
            if (document.serialization() == Serialization.OTHER) {
                source.setPosition(Integer.toString(chosen.number()));
                return Optional.empty();
            }
        }
        return Optional.of(new VotableTable(source, chosen.number(), chosen.table()));
    }

    /** Whether a file is XML with the top element VOTABLE. */
    public static boolean isVotable(DataSource source) throws IOException {
        return DataReader.topElement(source).filter("VOTABLE"::equals).isPresent();
    }

    private static OptionalInt number(DataSource source) throws IOException {
        String position = source.getPosition();
        if (position == null || position.isBlank()) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseUnsignedInt(position.strip()));
        } catch (NumberFormatException e) {
            throw new IOException("'" + position + "' is no number of a table", e);
        }
    }

    private static long nrows(String attribute) {
        String digits = attribute.strip();
        return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : -1;
    }

    private static ColumnInfo info(VotableColumn column, FieldElement field) {
        ColumnInfo info = new ColumnInfo(VOStarTable.getValueInfo(field));
        boolean isArray = !column.isScalar() && !column.isText();
        Datatype datatype = column.datatype();
        boolean isString = column.isText() && !column.isCharacter();
        info.setContentClass(isString ? String.class : isArray ? datatype.array() : datatype.scalar());
        info.setShape(isArray ? column.shape() : null);
        // Bytes with NULLs among them are no bytes any more.
        boolean bytes = datatype == Datatype.UNSIGNED_BYTE
                && !(isArray && column.noValue().isPresent());
        if (bytes) {
            info.setAuxDatum(new DescribedValue(Tables.UBYTE_FLAG_INFO, Boolean.TRUE));
        } else {
            info.getAuxData().removeIf(d -> d.getInfo().getName().equals(Tables.UBYTE_FLAG_INFO.getName()));
        }
        info.setAuxDatum(new DescribedValue(VOStarTable.DATATYPE_INFO, datatype.word()));
        info.setAuxDatum(new DescribedValue(EMPTY_IS_TEXT, Boolean.TRUE));
        return info;
    }

    @Override
    public int getColumnCount() {
        return infos.size();
    }

    @Override
    public ColumnInfo getColumnInfo(int index) {
        return infos.get(index);
    }

    @Override
    public long getRowCount() {
        return nrows;
    }

    @Override
    public RowSequence getRowSequence() throws IOException {
        DataReader document = DataReader.open(source, number);
        return switch (document.serialization()) {
            case NONE -> {
                document.close();
                if (nrows > 0) {
                    throw new IOException("the table has no DATA, its attribute nrows says " + nrows);
                }
                yield EmptyRowSequence.getInstance();
            }
            case TABLEDATA -> new TabledataRows(document, columns, nrows);
            case BINARY -> new BinaryRows(document, columns, nrows, false);
            case BINARY2 -> new BinaryRows(document, columns, nrows, true);
            case OTHER -> throw new IOException("the rows have changed their form");
        };
    }
}
