// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.DoublePredicate;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.dali.DaliInterval;
import org.meridian.core.fits.BinColumn;
import org.meridian.core.fits.FitsException;
import org.meridian.core.fits.FitsHeader;
import org.meridian.core.fits.Hdu;
import org.meridian.core.sky.RingCover;
import org.meridian.core.sky.SkyRegion;
import org.meridian.sia.soda.RowCondition.OfNumber;
import org.meridian.sia.soda.RowCondition.OfPosition;
import org.meridian.sia.soda.Selection.Stencil;
import org.meridian.sia.table.HealpixTable;
import org.meridian.sia.table.SkyColumns;
import org.meridian.sia.table.SpectralColumn;
import org.meridian.sia.table.TimeColumn;
import org.meridian.sia.table.TimeReference;

/**
 * What a stencil chooses of a binary table, by the columns that are its axes.
 *
 * @param table of which
 * @param columns of the table
 * @param headers its own, and that of the primary HDU, which says what its own does not
 * @param check called every now and then; what it throws ends the search
 */
record TableChoice(Hdu table, List<BinColumn> columns, List<FitsHeader> headers, Runnable check) {

    /** Numbers of cells up to here are exact in double precision. */
    private static final int FINEST = 24;

    /**
     * The part of a table.
     *
     * @return empty if nothing of the table is in the stencil
     * @throws UsageFault if it has no axis of those by which is chosen
     */
    static Optional<Cut> of(Hdu table, FitsHeader primary, Stencil stencil, Runnable check) {
        if (!stencil.polarizations().isEmpty()) {
            throw new UsageFault("it has no axis of polarizations that is known");
        }
        try {
            List<BinColumn> columns = BinColumn.of(table);
            TableChoice choice = new TableChoice(table, columns, List.of(table.header(), primary), check);
            return HealpixTable.isMap(table) ? choice.ofMap(stencil) : Optional.of(choice.ofRows(stencil));
        } catch (FitsException e) {
            throw new UsageFault(String.valueOf(e.getMessage()));
        }
    }

    private Optional<Cut> ofMap(Stencil stencil) {
        if (stencil.bandM().isPresent()
                || stencil.timeMjd().isPresent()
                || stencil.region().isEmpty()) {
            throw new UsageFault("it is a map of the sky: choose by CIRCLE, POLYGON or POS");
        }
        HealpixTable map = HealpixTable.of(table.header())
                .filter(known -> known.order() <= FINEST)
                .orElseThrow(() -> new UsageFault("the cells of the map are not known: " + HealpixTable.NEEDS));
        long[] ranges = MapCells.of(map, stencil.region().get(), check);
        if (ranges.length == 0) {
            return Optional.empty();
        }
        if (map.pixelColumn().isEmpty()) {
            boolean even =
                    columns.stream().mapToInt(BinColumn::repeat).distinct().count() == 1
                            && columns.getFirst().repeat() > 0
                            && columns.stream().noneMatch(column -> column.isVariable() || column.form() == 'X');
            if (!even) {
                throw new UsageFault("the columns of the map have different numbers of cells in a row");
            }
            return Optional.of(new MapCut(table, columns, ranges));
        }
        BinColumn pixels = numeric(map.pixelColumn().getAsInt());
        return Optional.of(rows(List.of(
                new OfNumber(pixels, value -> value >= 0 && RingCover.contains(ranges, (long) value)))));
    }

    private Cut ofRows(Stencil stencil) {
        List<RowCondition> conditions = new ArrayList<>();
        stencil.region().ifPresent(region -> conditions.add(position(region)));
        stencil.bandM().ifPresent(band -> conditions.add(wavelength(band)));
        stencil.timeMjd().ifPresent(time -> conditions.add(time(time)));
        return rows(conditions);
    }

    private RowCondition position(SkyRegion region) {
        SkyColumns sky = SkyColumns.of(headers)
                .orElseThrow(() -> new UsageFault("it has no columns of positions on the sky that are known"));
        BinColumn x = numeric(sky.first());
        BinColumn y = numeric(sky.second());
        if (x.repeat() != 1 || y.repeat() != 1) {
            throw new UsageFault(
                    "the columns " + x.name() + " and " + y.name() + " have more than a position in a row");
        }
        return new OfPosition(x, y, sky, region);
    }

    private RowCondition wavelength(DaliInterval band) {
        SpectralColumn spectral = SpectralColumn.of(table.header())
                .orElseThrow(() -> new UsageFault(
                        "it has no column of wavelengths, frequencies or energies in units that are known"));
        DoublePredicate inBand = value -> {
            OptionalDouble wavelengthM = spectral.vacuumM(value);
            return wavelengthM.isPresent() && isIn(band, wavelengthM.getAsDouble());
        };
        return new OfNumber(numeric(spectral.number()), inBand);
    }

    private RowCondition time(DaliInterval interval) {
        TimeColumn time = TimeColumn.of(table.header(), TimeReference.of(headers))
                .orElseThrow(() -> new UsageFault("it has no column of times of which is known from when they count"));
        return new OfNumber(numeric(time.number()), value -> isIn(interval, time.mjdUtc(value)));
    }

    private static boolean isIn(DaliInterval interval, double value) {
        return interval.min() <= value && value <= interval.max();
    }

    private BinColumn numeric(int number) {
        BinColumn column = columns.get(number - 1);
        if (!column.isNumeric() || column.isVariable() || column.repeat() == 0) {
            throw new UsageFault("the cells of column " + column.name()
                    + " are not numbers, or arrays of variable length, by which is not chosen");
        }
        return column;
    }

    /** Conditions of columns with one number in a cell choose rows, those of columns of arrays elements of these. */
    private Cut rows(List<RowCondition> conditions) {
        List<RowCondition> ofRows = new ArrayList<>();
        List<RowCondition> ofElements = new ArrayList<>();
        int elements = 1;
        for (RowCondition condition : conditions) {
            int repeat = condition instanceof OfNumber number ? number.column().repeat() : 1;
            if (repeat == 1) {
                ofRows.add(condition);
            } else if (elements != 1 && elements != repeat) {
                throw new UsageFault("its columns of times and wavelengths have arrays of different lengths");
            } else {
                ofElements.add(condition);
                elements = repeat;
            }
        }
        return new TableCut(table, PixelRange.whole(Long.MAX_VALUE), ofRows, ofElements, elements);
    }
}
