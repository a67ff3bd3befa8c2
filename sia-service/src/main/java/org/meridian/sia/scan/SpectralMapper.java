// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import static org.meridian.sia.obscore.ObscoreColumn.EM_MAX;
import static org.meridian.sia.obscore.ObscoreColumn.EM_MIN;
import static org.meridian.sia.obscore.ObscoreColumn.EM_RES_POWER;
import static org.meridian.sia.obscore.ObscoreColumn.EM_UCD;
import static org.meridian.sia.obscore.ObscoreColumn.EM_UNIT;
import static org.meridian.sia.obscore.ObscoreColumn.EM_XEL;
import static org.meridian.sia.obscore.ObscoreColumn.ENERGY_BANDPASSNAME;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.meridian.core.fits.Hdu;
import org.meridian.core.sky.wcs.ImageExtent.Interval;
import org.meridian.core.sky.wcs.SpectralAxis;
import org.meridian.core.sky.wcs.SpectralType;
import org.meridian.core.sky.wcs.Wcs;
import org.meridian.sia.obscore.ObscoreRow;
import org.meridian.sia.scan.Product.Kind;
import org.meridian.sia.table.Dispersion;
import org.meridian.sia.table.SpectralColumn;
import org.meridian.sia.table.SpectralUnit;

/**
 * Which wavelengths a dataset covers, in metres in vacuum: by a spectral axis or column, by keywords, by the filter, by the
 * instrument.
 */
final class SpectralMapper {
    /** A rms width of a band as half of its full width at half maximum. */
    private static final double HALF_FWHM_PER_RMS = Math.sqrt(2 * Math.log(2));

    private static final String[] FILTERS = {
        "FILTER",
        "FILTERS",
        "FILTNAM1",
        "FILTNAM",
        "FILTER1",
        "FILTER2",
        "FILTERID",
        "INSFILTE",
        "FILT",
        "ESO INS FILT1 NAME",
        "ESO INS FILT2 NAME",
        "BAND",
        "BANDPASS",
        "CHNLNUM"
    };

    private static final Pattern NO_FILTER = Pattern.compile("(?i)(clear|open|empty|free|blank|air)[\\w ]*|\\d+");

    private final Headers headers;
    private final Product product;
    private final Bandpasses bandpasses;

    SpectralMapper(Headers headers, Product product, Bandpasses bandpasses) {
        this.headers = headers;
        this.product = product;
        this.bandpasses = bandpasses;
    }

    /**
     * Writes what is known of wavelengths.
     *
     * @param filter the name of the filter that a rule gives; empty to look for it
     */
    void map(ObscoreRow row, ColumnValues values, Optional<String> filter) {
        if (product.is(Kind.HEALPIX, Kind.MEASUREMENTS) && filter.isEmpty()) {
            return;
        }
        axis(row);
        Optional<Interval> spectrum = image().or(() -> column(row, values)).or(this::bounds);
        Optional<Bandpass> band = filter.isPresent() ? bandpasses.ofFilter(filter.get(), telescopes()) : namedFilter();
        band.ifPresent(known -> row.put(ENERGY_BANDPASSNAME, known.name()));
        filter.or(this::anyFilter).ifPresent(name -> row.putIfAbsent(ENERGY_BANDPASSNAME, name));
        spectrum.or(() -> band.map(SpectralMapper::interval))
                .or(this::photometry)
                .or(() -> bandpasses.ofInstrument(telescopes()).map(SpectralMapper::interval))
                .ifPresent(range -> {
                    row.put(EM_MIN, range.low());
                    row.put(EM_MAX, range.high());
                });
        row.put(EM_RES_POWER, headers.number("SPEC_RP", "RESPOWER", "SPECRP", "SPEC_RES_POWER"));
    }

    private static Interval interval(Bandpass band) {
        return new Interval(band.minM(), band.maxM());
    }

    private static Optional<Interval> interval(String code, String unit, double one, double other) {
        return SpectralUnit.of(code, unit).flatMap(known -> known.interval(one, other));
    }

    private void axis(ObscoreRow row) {
        Optional<Wcs> wcs = product.main().isImage()
                ? product.wcs().filter(each -> each.spectral().isPresent())
                : Optional.empty();
        wcs.ifPresent(each -> {
            int axis = each.spectral().orElseThrow();
            row.put(EM_XEL, ProductFinder.length(product.main(), axis + 1));
            SpectralType type = ((SpectralAxis) each.axes().get(axis)).type();
            row.put(EM_UCD, ucd(type));
            row.put(EM_UNIT, type.unit().replace("m s-1", "m/s").replace("m-1", "m**-1"));
        });
        if (wcs.isEmpty() && product.is(Kind.SPECTRUM)) {
            row.put(EM_XEL, product.main().isImage() ? ProductFinder.length(product.main(), 1) : elements());
        } else if (product.is(Kind.IMAGE, Kind.CUBE, Kind.TIMESERIES)) {
            row.putIfAbsent(EM_XEL, 1L);
        } else if (product.is(Kind.EVENT)) {
            row.put(EM_XEL, SpectralColumn.of(product.main().header()).isPresent() ? -1L : 1L);
        }
    }

    /** Elements of the spectrum in a table: its rows, or those of the array in the only one. */
    private long elements() {
        return product.rows() == 1
                ? SpectralColumn.of(product.main().header())
                        .map(column -> (long) TableColumn.of(product.main())
                                .get(column.number() - 1)
                                .repeat())
                        .orElse(1L)
                : product.rows();
    }

    private static String ucd(SpectralType type) {
        return switch (type) {
            case FREQ -> "em.freq";
            case ENER -> "em.energy";
            case WAVN -> "em.wavenumber";
            case WAVE, AWAV -> "em.wl";
            case VRAD -> "spect.dopplerVeloc.radio";
            case VOPT -> "spect.dopplerVeloc.opt";
            case VELO, BETA -> "spect.dopplerVeloc.rel";
            case ZOPT -> "spect.doppler.z";
        };
    }

    private Optional<Interval> image() {
        Hdu main = product.main();
        if (!main.isImage()) {
            return Optional.empty();
        }
        return product.wcs()
                .flatMap(wcs -> wcs.extent(TimeMapper.naxis(main)).wavelengthsM())
                .or(() -> product.is(Kind.SPECTRUM) ? dispersed(main) : Optional.empty());
    }

    private static Optional<Interval> dispersed(Hdu image) {
        return Dispersion.wcs(image.imageHeader())
                .flatMap(wcs -> wcs.extent(TimeMapper.naxis(image)).wavelengthsM());
    }

    private Optional<Interval> column(ObscoreRow row, ColumnValues values) {
        if (!product.is(Kind.SPECTRUM, Kind.EVENT) || product.main().isImage()) {
            return Optional.empty();
        }
        Optional<SpectralColumn> found = SpectralColumn.of(product.main().header());
        found.ifPresent(column -> {
            row.put(EM_UCD, ucd(column.unit().type()));
            row.put(EM_UNIT, column.unitName());
        });
        return found.flatMap(column -> values.range(product.main(), column.number())
                .flatMap(range -> column.interval(range.low(), range.high())));
    }

    /** Bounds that keywords give: of spectra (Spectrum DM 1.1: centre and width in metres), of ESO (nm), of X-ray tables (keV). */
    private Optional<Interval> bounds() {
        OptionalDouble centre = headers.number("SPEC_VAL");
        OptionalDouble width = headers.number("SPEC_BW");
        if (centre.isPresent() && width.isPresent()) {
            return interval(
                    "WAVE",
                    "m",
                    centre.getAsDouble() - width.getAsDouble() / 2,
                    centre.getAsDouble() + width.getAsDouble() / 2);
        }
        return between("WAVE", "nm", "WAVELMIN", "WAVELMAX")
                .or(() -> between("ENER", "keV", "E_MIN", "E_MAX"))
                .or(() -> between("ENER", "keV", "ENERG_LO", "ENERG_HI"));
    }

    private Optional<Interval> between(String code, String unit, String low, String high) {
        OptionalDouble a = headers.number(low);
        OptionalDouble b = headers.number(high);
        return a.isPresent() && b.isPresent()
                ? interval(code, unit, a.getAsDouble(), b.getAsDouble())
                : Optional.empty();
    }

    /** The pivot wavelength and the rms width of the band, in ångströms, as Hubble's headers have them. */
    private Optional<Interval> photometry() {
        OptionalDouble pivot = headers.number("PHOTPLAM");
        OptionalDouble width = headers.number("PHOTBW");
        if (pivot.isEmpty() || width.isEmpty()) {
            return Optional.empty();
        }
        double half = width.getAsDouble() * HALF_FWHM_PER_RMS;
        return interval("WAVE", "Angstrom", pivot.getAsDouble() - half, pivot.getAsDouble() + half);
    }

    private Optional<Bandpass> namedFilter() {
        for (String keyword : FILTERS) {
            Optional<Bandpass> band = headers.text(keyword).flatMap(name -> bandpasses.ofFilter(name, telescopes()));
            if (band.isPresent()) {
                return band;
            }
        }
        return Optional.empty();
    }

    /** The name of the first filter that is in the light. */
    private Optional<String> anyFilter() {
        return Stream.of(FILTERS)
                .map(headers::text)
                .flatMap(Optional::stream)
                .filter(name -> !NO_FILTER.matcher(name).matches())
                .findFirst();
    }

    private String telescopes() {
        StringBuilder all = new StringBuilder();
        for (String keyword : List.of("TELESCOP", "INSTRUME", "DATASET", "SURVEY", "ORIGIN")) {
            headers.text(keyword).ifPresent(text -> all.append(text).append(' '));
        }
        return all.toString();
    }
}
