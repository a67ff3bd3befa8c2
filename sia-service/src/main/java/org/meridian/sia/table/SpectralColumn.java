// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.table;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.meridian.core.fits.FitsHeader;
import org.meridian.core.sky.wcs.ImageExtent.Interval;

/**
 * The column of a table with the wavelengths, frequencies or energies of what is in its rows. Immutable.
 *
 * @param number of the column, from 1
 * @param unit of its values, or of the powers of ten of them
 * @param unitName as files write it
 * @param logarithmic whether its values are decimal logarithms
 */
public record SpectralColumn(int number, SpectralUnit unit, String unitName, boolean logarithmic) {

    private static final Pattern NAMES =
            Pattern.compile("(WAVE|WAVELENGTH|LAMBDA|LOGLAM|WLEN|WL|FREQ|FREQUENCY|ENERGY|WAVENUMBER)");

    /** Channels of detectors, which missions calibrate in energies: those with a unit. */
    private static final Pattern CHANNELS = Pattern.compile("PI");

    /** Whether a table has a column of such a name. */
    public static boolean isIn(FitsHeader table) {
        return ColumnNames.first(table, NAMES).isPresent();
    }

    /** That of a table; empty if there is none, or none with a unit that is known. */
    public static Optional<SpectralColumn> of(FitsHeader table) {
        OptionalInt named = ColumnNames.first(table, NAMES);
        if (named.isEmpty()) {
            OptionalInt channels = ColumnNames.first(table, CHANNELS);
            return channels.isEmpty()
                    ? Optional.empty()
                    : of(table, channels.getAsInt(), ColumnNames.unit(table, channels.getAsInt()), false);
        }
        int number = named.getAsInt();
        String name = ColumnNames.name(table, number);
        boolean logarithmic = name.equals("LOGLAM");
        String unit = ColumnNames.unit(table, number);
        return of(table, number, logarithmic || unit.isEmpty() ? unitOf(name) : unit, logarithmic);
    }

    private static Optional<SpectralColumn> of(FitsHeader table, int number, String unit, boolean logarithmic) {
        // ESO's Science Data Product Standard, section 5.2: wavelengths in air.
        boolean air = ColumnNames.text(table, "TUCD" + number)
                .toLowerCase(Locale.ROOT)
                .contains("obs.atmos");
        return SpectralUnit.named(unit)
                .flatMap(found ->
                        air && found.type().name().equals("WAVE") ? SpectralUnit.of("AWAV", unit) : Optional.of(found))
                .map(found -> new SpectralColumn(number, found, unit, logarithmic));
    }

    /** The unit that a column without one most likely has. */
    private static String unitOf(String name) {
        return name.startsWith("FREQ") ? "Hz" : name.equals("ENERGY") ? "keV" : "Angstrom";
    }

    /** The wavelength in vacuum of a value, in metres; empty where it is none. */
    public OptionalDouble vacuumM(double value) {
        return unit.vacuumM(logarithmic ? Math.pow(10, value) : value);
    }

    /** The interval of wavelengths between two values. */
    public Optional<Interval> interval(double one, double other) {
        return unit.interval(logarithmic ? Math.pow(10, one) : one, logarithmic ? Math.pow(10, other) : other);
    }
}
