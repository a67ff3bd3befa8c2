// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.io.IOException;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import uk.ac.starlink.fits.BintableStarTable;
import uk.ac.starlink.table.ColumnInfo;
import uk.ac.starlink.table.DescribedValue;
import uk.ac.starlink.table.RowSequence;
import uk.ac.starlink.table.StarTable;
import uk.ac.starlink.table.Tables;
import uk.ac.starlink.table.ValueInfo;
import uk.ac.starlink.table.WrapperRowSequence;
import uk.ac.starlink.table.WrapperStarTable;

/**
 * A FITS table whose arrays of whole numbers have NULL where their elements are TNULLn (FITS 4.0, section 7.3.2), of which
 * STIL 4.3.5 takes account in single numbers only. Elements that TSCALn makes floating-point numbers become NaN.
 */
final class FitsNulls extends WrapperStarTable {
    private final ColumnInfo[] columns;
    private final OptionalDouble[] nulls;

    private FitsNulls(StarTable table, OptionalDouble[] nulls) {
        super(table);
        this.nulls = nulls;
        this.columns = IntStream.range(0, nulls.length)
                .mapToObj(i -> described(table.getColumnInfo(i), nulls[i].isPresent()))
                .toArray(ColumnInfo[]::new);
    }

    /** The same table, where it has no such arrays; else with their NULLs. */
    static StarTable in(StarTable table) {
        OptionalDouble[] nulls = IntStream.range(0, table.getColumnCount())
                .mapToObj(i -> nullValue(table.getColumnInfo(i)))
                .toArray(OptionalDouble[]::new);
        boolean any = IntStream.range(0, nulls.length).anyMatch(i -> nulls[i].isPresent());
        return any ? new FitsNulls(table, nulls) : table;
    }

    /** What TNULLn is in the values that the reader gives. A number beyond 2^53 is no sensible one, but for the extremes. */
    private static OptionalDouble nullValue(ColumnInfo info) {
        if (!info.isArray() || info.getContentClass() == String[].class) {
            return OptionalDouble.empty();
        }
        OptionalDouble written = number(info, BintableStarTable.TNULL_INFO);
        double scale = number(info, BintableStarTable.TSCAL_INFO).orElse(1);
        double zero = number(info, BintableStarTable.TZERO_INFO).orElse(0);
        return written.isPresent() ? OptionalDouble.of(written.getAsDouble() * scale + zero) : written;
    }

    private static OptionalDouble number(ColumnInfo info, ValueInfo key) {
        DescribedValue value = info.getAuxDatum(key);
        return value != null && value.getValue() instanceof Number number
                ? OptionalDouble.of(number.doubleValue())
                : OptionalDouble.empty();
    }

    /** Bytes have no value to stand for NULL in answers: with NULLs they are shorts. */
    private static ColumnInfo described(ColumnInfo info, boolean hasNulls) {
        if (!hasNulls || info.getAuxDatum(Tables.UBYTE_FLAG_INFO) == null) {
            return info;
        }
        ColumnInfo wider = new ColumnInfo(info);
        wider.setAuxDatum(new DescribedValue(Tables.UBYTE_FLAG_INFO, Boolean.FALSE));
        return wider;
    }

    @Override
    public ColumnInfo getColumnInfo(int column) {
        return columns[column];
    }

    @Override
    public RowSequence getRowSequence() throws IOException {
        return new WrapperRowSequence(super.getRowSequence()) {
            @Override
            public @Nullable Object getCell(int column) throws IOException {
                Object cell = super.getCell(column);
                return cell == null || nulls[column].isEmpty() ? cell : marked(cell, nulls[column].getAsDouble());
            }

            @Override
            @SuppressWarnings("NullAway") // in STIL's rows null is a blank cell
            public Object[] getRow() throws IOException {
                @Nullable Object[] row = new Object[nulls.length];
                for (int i = 0; i < row.length; i++) {
                    row[i] = getCell(i);
                }
                return row;
            }
        };
    }

    private static Object marked(Object cell, double none) {
        return switch (cell) {
            case float[] numbers -> {
                float[] marked = numbers.clone();
                for (int i = 0; i < marked.length; i++) {
                    marked[i] = marked[i] == (float) none ? Float.NaN : marked[i];
                }
                yield marked;
            }
            case double[] numbers -> {
                double[] marked = numbers.clone();
                for (int i = 0; i < marked.length; i++) {
                    marked[i] = marked[i] == none ? Double.NaN : marked[i];
                }
                yield marked;
            }
            case byte[] numbers ->
                whole(
                        IntStream.range(0, numbers.length)
                                .mapToLong(i -> numbers[i])
                                .toArray(),
                        cell,
                        none);
            case short[] numbers ->
                whole(
                        IntStream.range(0, numbers.length)
                                .mapToLong(i -> numbers[i])
                                .toArray(),
                        cell,
                        none);
            case int[] numbers -> whole(IntStream.of(numbers).asLongStream().toArray(), cell, none);
            case long[] numbers -> whole(numbers, cell, none);
            default -> cell;
        };
    }

    /** The numbers with NULLs among them; {@code cell} where there are none. */
    private static Object whole(long[] numbers, Object cell, double none) {
        long value = (long) none;
        @Nullable Object[] marked = new Object[numbers.length];
        boolean any = false;
        for (int i = 0; i < numbers.length; i++) {
            boolean isNull = numbers[i] == value;
            any |= isNull;
            marked[i] = isNull ? null : (Object) numbers[i];
        }
        return any ? marked : cell;
    }
}
