// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meridian.core.sky.Cover;
import org.meridian.core.sky.CoverCell;
import org.meridian.core.sky.DaliRegion;
import org.meridian.core.sky.Healpix;
import org.meridian.core.sky.SkyRegion;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;
import org.meridian.tap.ingest.votable.MalformedCellException;
import org.meridian.tap.schema.AdqlName;
import org.meridian.tap.schema.ValueType;
import uk.ac.starlink.table.RowSequence;

/** Turns rows of files into rows of binary COPY, with the sky cells of their positions. Not thread-safe. */
final class RowEncoder {
    /** Sort key of rows without position: behind all others. */
    static final long NO_POSITION = (1L << 62) - 1;

    private static final int COVER_ROWS = 16;
    private static final int CELL14_SHIFT = 2 * (Healpix.MAX_ORDER - 14);

    private final LoadPlan plan;
    private final CellEncoder[] encoders;
    private final @Nullable Object[] cells;
    private final CoverSink covers;
    private final CopyBuffer coverRow = new CopyBuffer();
    private final int fieldCount;
    private final boolean numbered;
    private long nextRow;

    /** Receives the cells of one region's cover. */
    @FunctionalInterface
    interface CoverSink {
        /** A row of the cover table of the {@code region}-th region column, ready for COPY; {@code lo} is its sort key. */
        void row(int region, long lo, CopyBuffer row) throws IOException;
    }

    /**
     * An encoder.
     *
     * @param firstRow number of the first row, where rows are numbered
     */
    RowEncoder(LoadPlan plan, long firstRow, CoverSink covers) {
        this.plan = plan;
        this.nextRow = firstRow;
        this.covers = covers;
        this.encoders = plan.columns().stream().map(CellEncoder::new).toArray(CellEncoder[]::new);
        this.cells = new Object[encoders.length];
        this.fieldCount = encoders.length + plan.hiddenColumns().size();
        this.numbered = plan.rowColumn().isPresent();
    }

    /** A value that cannot be stored, and its column. */
    static final class BadRowException extends Exception {
        private static final long serialVersionUID = 1L;
        private final int column;
        private final String value;
        private final boolean text;

        BadRowException(int column, @Nullable Object value, String why) {
            super(why, null, false, false);
            this.column = column;
            this.value = shown(value);
            this.text = value instanceof String;
        }

        /**
         * What the sender of the table is told.
         *
         * @param table how messages call it
         * @param row from 1
         * @param column its name
         */
        IngestException of(String table, long row, String column) {
            return new IngestException(table + ", row " + row + ", column " + AdqlName.written(column) + ", value "
                    + value + ": " + getMessage());
        }

        /** Number of the column. */
        int column() {
            return column;
        }

        /** The value, shortened. */
        String value() {
            return value;
        }

        /** Whether the value is a text. */
        boolean isText() {
            return text;
        }

        private static String shown(@Nullable Object value) {
            String text = switch (value) {
                case null -> "unreadable";
                case String s -> "'" + s.replaceAll("\\p{Cntrl}", "?") + "'";
                case double[] d -> Arrays.toString(d);
                case float[] f -> Arrays.toString(f);
                default -> value.toString();
            };
            return text.length() > 100 ? text.substring(0, 97) + "..." : text;
        }
    }

    /**
     * Encodes the current row.
     *
     * @param source stands at the row
     * @param sourceColumns for each column of the plan, its index in {@code source}
     * @param out is cleared and filled
     * @return the sort key
     */
    long encode(RowSequence source, int[] sourceColumns, CopyBuffer out) throws IOException, BadRowException {
        out.clear();
        out.putShort(fieldCount);
        for (int i = 0; i < encoders.length; i++) {
            Object cell = read(source, sourceColumns[i], i);
            cells[i] = cell;
            if (cell == null) {
                out.putNull();
                continue;
            }
            try {
                encoders[i].put(cell, out);
            } catch (BadCellException e) {
                throw new BadRowException(i, cell, String.valueOf(e.getMessage()));
            }
        }
        long row = nextRow++;
        if (numbered) {
            out.putLongCell(row);
        }
        long key = NO_POSITION;
        for (int p = 0; p < plan.positions().size(); p++) {
            long cell = putCells(plan.positions().get(p), out);
            key = p == 0 ? cell : key;
        }
        for (int r = 0; r < plan.regions().size(); r++) {
            long cell = putCover(r, row);
            key = plan.positions().isEmpty() && r == 0 ? cell : key;
        }
        return key;
    }

    /**
     * Reads a cell.
     *
     * @param index of the column in {@code source}
     * @param column its number in the plan
     */
    static @Nullable Object read(RowSequence source, int index, int column) throws BadRowException {
        try {
            return source.getCell(index);
        } catch (MalformedCellException e) {
            throw new BadRowException(column, e.value(), e.getMessage());
        } catch (IOException | RuntimeException e) {
            // STIL's readers tell of malformed cells in either way.
            throw new BadRowException(column, null, TableFiles.reason(e));
        }
    }

    private long putCells(LoadPlan.Position position, CopyBuffer out) throws BadRowException {
        double lon;
        double lat;
        if (position.lat() >= 0) {
            lon = number(position.lon());
            lat = number(position.lat());
            if (!Double.isNaN(lon) && !Double.isNaN(lat)) {
                checkPosition(position, lon, lat);
            }
        } else {
            double[] point = numbers(position.lon());
            lon = point.length == 2 ? point[0] : Double.NaN;
            lat = point.length == 2 ? point[1] : Double.NaN;
        }
        if (Double.isNaN(lon) || Double.isNaN(lat)) {
            out.putNull();
            out.putNull();
            return NO_POSITION;
        }
        long cell = Healpix.hash(Healpix.MAX_ORDER, lon, lat);
        out.putLongCell(cell);
        out.putLongCell(cell >> CELL14_SHIFT);
        return cell;
    }

    private void checkPosition(LoadPlan.Position position, double lon, double lat) throws BadRowException {
        if (!(lat >= -90 && lat <= 90)) {
            throw new BadRowException(position.lat(), lat, "a declination lies between -90 and 90 degrees");
        }
        if (!(lon >= -360 && lon <= 720)) {
            throw new BadRowException(position.lon(), lon, "a right ascension lies between 0 and 360 degrees");
        }
    }

    private double number(int column) {
        return cells[column] instanceof Number n ? n.doubleValue() : Double.NaN;
    }

    private double[] numbers(int column) {
        Object cell = cells[column];
        try {
            return cell == null ? new double[0] : CellEncoder.doubles(cell);
        } catch (BadCellException alreadyRefused) {
            return new double[0];
        }
    }

    /** Writes the cover of a region and gives the cell of its first position as sort key. */
    private long putCover(int region, long row) throws IOException, BadRowException {
        int column = plan.regions().get(region).column();
        double[] numbers = numbers(column);
        if (numbers.length < 3 || Double.isNaN(numbers[0])) {
            return NO_POSITION;
        }
        boolean circle = plan.columns().get(column).type() == ValueType.Geometry.CIRCLE;
        try {
            SkyRegion shape = circle ? DaliRegion.circle(numbers) : DaliRegion.polygon(numbers);
            for (CoverCell cell : Cover.rows(shape, COVER_ROWS)) {
                coverRow.clear();
                coverRow.putShort(4);
                coverRow.putLongCell(row);
                coverRow.putInt(2);
                coverRow.putShort(cell.order());
                coverRow.putLongCell(cell.lo());
                coverRow.putInt(1);
                coverRow.putByte(cell.full() ? 1 : 0);
                covers.row(region, cell.lo(), coverRow);
            }
        } catch (IllegalArgumentException e) {
            throw new BadRowException(column, cells[column], String.valueOf(e.getMessage()));
        }
        return Healpix.hash(Healpix.MAX_ORDER, numbers[0], numbers[1]);
    }

    /** The number the next row would get. */
    long nextRow() {
        return nextRow;
    }

    /** The fields as their values turned out to be: text ASCII or not, arrays of texts with the length of the longest. */
    List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < encoders.length; i++) {
            LoadColumn column = plan.columns().get(i);
            Field field = column.field();
            boolean text = field.primitive() == Primitive.CHAR || field.primitive() == Primitive.TEXT;
            if (text) {
                Primitive primitive = encoders[i].isAscii() ? field.primitive() : Primitive.TEXT;
                Optional<String> size = field.isArray() ? Optional.of(textArraysize(field, i)) : field.arraysize();
                field = column.typed(primitive, size, field.xtype()).field();
            }
            fields.add(field);
        }
        return fields;
    }

    private String textArraysize(Field field, int column) {
        String size = field.arraysize().orElse("*x*");
        int cut = size.indexOf('x');
        String known = size.substring(0, cut);
        int longest = encoders[column].longestElement();
        if (!known.equals("*")) {
            longest = Math.max(longest, Integer.parseInt(known));
        }
        return longest + size.substring(cut);
    }
}
