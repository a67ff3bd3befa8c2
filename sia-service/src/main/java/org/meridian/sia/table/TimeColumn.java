// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.table;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meridian.core.fits.FitsHeader;
import org.meridian.core.sky.wcs.TimeScale;

/**
 * The column of a table with the times of what is in its rows. Immutable.
 *
 * @param number of the column, from 1
 * @param zeroMjd at which its values are 0, in the scale
 * @param dayPerUnit days of a unit of its values
 * @param scale time scale
 */
public record TimeColumn(int number, double zeroMjd, double dayPerUnit, String scale) {

    private static final Pattern NAMES =
            Pattern.compile("(TIME|T?[BHMT]?JD(-\\d+)?|TIME_[BHM]?JD|BARYTIME|OBSTIME|DATE_?OBS)");
    private static final Pattern COUNTED_FROM = Pattern.compile("\\b[BHT]?JD\\s*-\\s*(\\d{5,7}(?:\\.\\d+)?)");

    /** Which column of a table has such a name. */
    public static OptionalInt numberIn(FitsHeader table) {
        return ColumnNames.first(table, NAMES);
    }

    /** That of a table whose name, unit or headers say from when it counts. */
    public static Optional<TimeColumn> of(FitsHeader table, TimeReference reference) {
        OptionalInt number = numberIn(table);
        return number.isEmpty() ? Optional.empty() : of(table, number.getAsInt(), reference);
    }

    private static Optional<TimeColumn> of(FitsHeader table, int number, TimeReference reference) {
        String name = ColumnNames.name(table, number);
        String unit = ColumnNames.unit(table, number);
        double day = dayPerUnit(name, unit, reference);
        Matcher counted = COUNTED_FROM.matcher(name + " " + unit);
        OptionalDouble zero;
        if (counted.find()) {
            zero = OptionalDouble.of(Double.parseDouble(counted.group(1)) - TimeReference.MJD_ZERO_JD);
        } else if (name.contains("MJD")) {
            zero = OptionalDouble.of(0);
        } else if (name.contains("JD")) {
            zero = OptionalDouble.of(-TimeReference.MJD_ZERO_JD);
        } else {
            zero = reference.mjd(0);
        }
        return zero.isPresent()
                ? Optional.of(new TimeColumn(number, zero.getAsDouble(), day, reference.scale()))
                : Optional.empty();
    }

    private static double dayPerUnit(String name, String unit, TimeReference reference) {
        OptionalDouble seconds = unit.isEmpty() && name.equals("TIME")
                ? OptionalDouble.of(reference.unitS())
                : TimeReference.seconds(unit);
        return seconds.isPresent() ? seconds.getAsDouble() / TimeReference.DAY_S : 1;
    }

    /** The MJD in UTC of a value; NaN of NaN. */
    public double mjdUtc(double value) {
        return TimeScale.toUtc(zeroMjd + value * dayPerUnit, scale);
    }
}
