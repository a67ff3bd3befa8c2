// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import static org.meridian.sia.obscore.ObscoreColumn.T_EXPTIME;
import static org.meridian.sia.obscore.ObscoreColumn.T_MAX;
import static org.meridian.sia.obscore.ObscoreColumn.T_MIN;
import static org.meridian.sia.obscore.ObscoreColumn.T_RESOLUTION;
import static org.meridian.sia.obscore.ObscoreColumn.T_XEL;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meridian.core.fits.Hdu;
import org.meridian.core.sky.wcs.FitsDate;
import org.meridian.core.sky.wcs.ImageExtent.Interval;
import org.meridian.core.sky.wcs.TimeAxis;
import org.meridian.core.sky.wcs.TimeScale;
import org.meridian.core.sky.wcs.Wcs;
import org.meridian.sia.obscore.ObscoreRow;
import org.meridian.sia.scan.Product.Kind;
import org.meridian.sia.table.TimeColumn;
import org.meridian.sia.table.TimeReference;

/**
 * When a dataset was observed, as MJD in UTC (DALI 1.1, section 3.3.3): by a time axis, by the bounds of X-ray missions and
 * photometers (TSTART, TSTOP), by begin and end, by begin and exposure, by the middle and exposure, or by a column of times.
 */
final class TimeMapper {
    private static final double DAY_S = 86400;
    private static final double MJD_ZERO_JD = 2400000.5;

    /** No observation is earlier than photography, or later than anybody plans: other numbers are no dates. */
    private static final double EARLIEST_MJD = -10000;

    private static final double LATEST_MJD = 100000;

    private static final Pattern CLOCK = Pattern.compile("(\\d{1,2}):(\\d{1,2}):(\\d{1,2}(?:\\.\\d*)?)");

    private final Headers headers;
    private final Product product;
    private final TimeReference reference;
    private final String scale;

    TimeMapper(Headers headers, Product product) {
        this.headers = headers;
        this.product = product;
        this.reference = TimeReference.of(headers::text, headers::number);
        this.scale = reference.scale();
    }

    /** Writes what is known of times. */
    void map(ObscoreRow row, ColumnValues values) {
        OptionalDouble exposure = exposureS();
        Optional<Interval> bounds = axis().or(this::startStop)
                .or(() -> begins(exposure))
                .or(() -> around(exposure))
                .or(() -> column(values));
        bounds.filter(times -> times.low() >= EARLIEST_MJD && times.high() <= LATEST_MJD)
                .ifPresent(times -> {
                    row.put(T_MIN, times.low());
                    row.put(T_MAX, times.high());
                });
        row.put(T_EXPTIME, exposure);
        if (product.is(Kind.TIMESERIES)) {
            row.put(T_RESOLUTION, OptionalDoubles.map(headers.number("TIMEDEL"), step -> step * reference.unitS()));
        }
        elements().ifPresent(count -> row.put(T_XEL, count));
    }

    private Optional<Long> elements() {
        return switch (product.kind()) {
            case TIMESERIES -> product.main().isImage() ? timeAxisLength() : Optional.of(product.rows());
            case CUBE -> timeAxisLength().or(() -> Optional.of(1L));
            case IMAGE, SPECTRUM -> Optional.of(1L);
            case EVENT ->
                Optional.of(TimeColumn.of(product.main().header(), reference).isPresent() ? -1L : 1L);
            case VISIBILITY, MEASUREMENTS, HEALPIX -> Optional.empty();
        };
    }

    private Optional<Long> timeAxisLength() {
        return product.wcs()
                .filter(wcs -> wcs.time().isPresent())
                .map(wcs -> ProductFinder.length(product.main(), wcs.time().getAsInt() + 1));
    }

    private Optional<Interval> axis() {
        Hdu main = product.main();
        if (!main.isImage()) {
            return Optional.empty();
        }
        Optional<Wcs> wcs = product.wcs().filter(each -> each.time().isPresent());
        return wcs.flatMap(each -> each.extent(naxis(main))
                .timesMjd()
                .map(times -> inUtc(times, timeAxis(each).scale())));
    }

    private static TimeAxis timeAxis(Wcs wcs) {
        return (TimeAxis) wcs.axes().get(wcs.time().orElseThrow());
    }

    static long[] naxis(Hdu hdu) {
        return hdu.naxis().stream().mapToLong(n -> n).toArray();
    }

    private static Interval inUtc(Interval times, String scale) {
        return new Interval(TimeScale.toUtc(times.low(), scale), TimeScale.toUtc(times.high(), scale));
    }

    private Optional<Interval> startStop() {
        OptionalDouble start = headers.number("TSTART");
        OptionalDouble stop = headers.number("TSTOP");
        if (reference.zeroMjd().isEmpty() || start.isEmpty() || stop.isEmpty()) {
            return Optional.empty();
        }
        double first = reference.mjd(start.getAsDouble()).orElseThrow();
        double last = reference.mjd(stop.getAsDouble()).orElseThrow();
        return interval(TimeScale.toUtc(first, scale), TimeScale.toUtc(last, scale));
    }

    private Optional<Interval> begins(OptionalDouble exposure) {
        Optional<Double> begin = firstTime("MJD-BEG", "DATE-BEG", "EXPSTART", "MJD-OBS", "MJD_OBS", "MJDSTART")
                .or(() -> dateTime("DATE-OBS"))
                .or(() -> dateTime("DATE_OBS"))
                .or(() -> firstTime("JD-OBS", "JD_OBS", "JD", "HJD", "BJD"))
                .or(this::taiSeconds);
        if (begin.isEmpty()) {
            return onDay();
        }
        Optional<Double> end = firstTime("MJD-END", "DATE-END", "EXPEND", "MJDEND", "MJD_END", "DATE_END");
        OptionalDouble lasted = headers.number(CardUnit.Kind.TIME_S, "TELAPSE");
        double span = (lasted.isPresent() ? lasted : exposure).orElse(0) / DAY_S;
        double last = end.filter(time -> time >= begin.get()).orElse(begin.get() + Math.max(0, span));
        return interval(begin.get(), last);
    }

    /** A time given by its middle. */
    private Optional<Interval> around(OptionalDouble exposure) {
        double half = Math.max(0, exposure.orElse(0)) / DAY_S / 2;
        return firstTime("MJD-AVG", "DATE-AVG", "MJD-MID", "DATE-MID").flatMap(mid -> interval(mid - half, mid + half));
    }

    /** A day of which the hour is not known: all of it. */
    private Optional<Interval> onDay() {
        return Optional.of(headers.text("DATE-OBS", "DATE_OBS"))
                .flatMap(date -> date)
                .flatMap(date -> OptionalDoubles.boxed(FitsDate.mjd(date)))
                .flatMap(day -> interval(day, day + 1));
    }

    /** The first of some keywords that is a time; MJD or JD by its name, or a date. */
    private Optional<Double> firstTime(String... keywords) {
        for (String keyword : keywords) {
            Optional<Double> time = keyword.startsWith("DATE") ? dateTime(keyword) : days(keyword);
            if (time.isPresent()) {
                return time;
            }
        }
        return Optional.empty();
    }

    private Optional<Double> days(String keyword) {
        boolean julian = keyword.contains("JD") && !keyword.contains("MJD");
        return OptionalDoubles.boxed(headers.number(keyword))
                .map(days -> julian ? days - MJD_ZERO_JD : days)
                .filter(mjd -> mjd > EARLIEST_MJD && mjd < LATEST_MJD && mjd != 0)
                .map(mjd -> TimeScale.toUtc(mjd, scale));
    }

    /** A date with an hour, its own or that of another keyword. */
    private Optional<Double> dateTime(String keyword) {
        Optional<String> date = headers.text(keyword);
        OptionalDouble mjd = date.map(FitsDate::mjd).orElse(OptionalDouble.empty());
        if (mjd.isEmpty()) {
            return Optional.empty();
        }
        if (date.orElse("").contains(":")) {
            return Optional.of(TimeScale.toUtc(mjd.getAsDouble(), scale));
        }
        return headers.text("TIME-OBS", "TIME_OBS", "UTSTART", "UTC-OBS", "UT", "UTC", "TIME-BEG", "TAIHMS")
                .flatMap(TimeMapper::dayFraction)
                .map(fraction -> TimeScale.toUtc(mjd.getAsDouble() + fraction, scale));
    }

    private static Optional<Double> dayFraction(String clock) {
        Matcher parts = CLOCK.matcher(clock.strip());
        if (!parts.matches()) {
            return Optional.empty();
        }
        double seconds = Integer.parseInt(parts.group(1)) * 3600
                + Integer.parseInt(parts.group(2)) * 60
                + Double.parseDouble(parts.group(3));
        return seconds <= DAY_S ? Optional.of(seconds / DAY_S) : Optional.empty();
    }

    /** Seconds of TAI since MJD 0, as the Sloan survey has them. */
    private Optional<Double> taiSeconds() {
        return OptionalDoubles.boxed(headers.number("TAI", "TAI-BEG"))
                .map(seconds -> seconds / DAY_S)
                .filter(mjd -> mjd > EARLIEST_MJD && mjd < LATEST_MJD && mjd != 0)
                .map(mjd -> TimeScale.toUtc(mjd, "TAI"));
    }

    /** The first and the last time in a column whose name or unit says from when it counts. */
    private Optional<Interval> column(ColumnValues values) {
        if (!product.is(Kind.TIMESERIES) || product.main().isImage()) {
            return Optional.empty();
        }
        return TimeColumn.of(product.main().header(), reference)
                .flatMap(column -> values.range(product.main(), column.number())
                        .map(range -> new Interval(column.mjdUtc(range.low()), column.mjdUtc(range.high()))));
    }

    private OptionalDouble exposureS() {
        OptionalDouble seconds = headers.number(
                CardUnit.Kind.TIME_S,
                "EXPTIME",
                "XPOSURE",
                "EXPOSURE",
                "TEXPTIME",
                "EXP_TIME",
                "ITIME",
                "ONTIME",
                "LIVETIME",
                "INTTIME",
                "TELAPSE");
        return seconds.isPresent() && seconds.getAsDouble() >= 0 ? seconds : OptionalDouble.empty();
    }

    private static Optional<Interval> interval(double low, double high) {
        return low <= high ? Optional.of(new Interval(low, high)) : Optional.empty();
    }
}
