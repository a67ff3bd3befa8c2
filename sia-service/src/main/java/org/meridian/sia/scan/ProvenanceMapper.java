// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import static org.meridian.sia.obscore.ObscoreColumn.BIB_REFERENCE;
import static org.meridian.sia.obscore.ObscoreColumn.CALIB_LEVEL;
import static org.meridian.sia.obscore.ObscoreColumn.ENERGY_BANDPASSNAME;
import static org.meridian.sia.obscore.ObscoreColumn.FACILITY_NAME;
import static org.meridian.sia.obscore.ObscoreColumn.INSTRUMENT_NAME;
import static org.meridian.sia.obscore.ObscoreColumn.OBS_CREATION_DATE;
import static org.meridian.sia.obscore.ObscoreColumn.OBS_CREATOR_NAME;
import static org.meridian.sia.obscore.ObscoreColumn.OBS_ID;
import static org.meridian.sia.obscore.ObscoreColumn.OBS_TITLE;
import static org.meridian.sia.obscore.ObscoreColumn.PROPOSAL_ID;
import static org.meridian.sia.obscore.ObscoreColumn.S_CALIB_STATUS;
import static org.meridian.sia.obscore.ObscoreColumn.TARGET_NAME;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.meridian.core.sky.wcs.FitsDate;
import org.meridian.sia.obscore.ObscoreRow;
import org.meridian.sia.scan.Product.Kind;

/** Who observed what with what, and how far the data are calibrated. */
final class ProvenanceMapper {
    private static final LocalDateTime MJD_ZERO = LocalDate.of(1858, 11, 17).atStartOfDay();
    private static final int RAW = 1;
    private static final int CALIBRATED = 2;
    private static final int ENHANCED = 3;
    private static final int ANALYSED = 4;

    private final Headers headers;
    private final Product product;

    ProvenanceMapper(Headers headers, Product product) {
        this.headers = headers;
        this.product = product;
    }

    /**
     * Writes names, identifiers, dates and the level of calibration, behind all other mappers.
     *
     * @param stem name of the file without extensions, for a dataset without identifier
     */
    void map(ObscoreRow row, String stem) {
        row.put(FACILITY_NAME, headers.text("TELESCOP", "OBSERVAT", "MISSION"));
        row.put(INSTRUMENT_NAME, headers.text("INSTRUME", "INSTRUMENT"));
        row.put(TARGET_NAME, headers.text("OBJECT", "TARGNAME", "TARGET", "OBJNAME", "TGT_NAME", "SRCNAME"));
        row.put(
                PROPOSAL_ID,
                headers.text("PROPOSID", "PROG_ID", "ESO OBS PROG ID", "PROGID", "PROPID", "PROP_ID", "PROPOSAL")
                        .or(() -> headers.text("PROGRAM").filter(text -> text.matches("\\d{4,5}"))));
        row.put(
                OBS_ID,
                headers.text("OBS_ID", "OBSID", "OBSERVID", "ROOTNAME", "EXPID").orElse(stem));
        row.put(OBS_CREATOR_NAME, headers.text("ORIGIN"));
        row.put(BIB_REFERENCE, headers.text("REFERENC", "BIBCODE"));
        row.put(OBS_CREATION_DATE, headers.text("DATE").flatMap(ProvenanceMapper::date));
        row.put(CALIB_LEVEL, level(row));
        row.put(OBS_TITLE, headers.text("TITLE").orElseGet(() -> title(row)));
    }

    private String title(ObscoreRow row) {
        String what = product.is(Kind.HEALPIX)
                ? "HEALPix map"
                : product.subtype()
                        .or(() -> product.kind().obscore())
                        .orElse("")
                        .replace('-', ' ');
        return Stream.of(
                        row.text(TARGET_NAME),
                        row.text(INSTRUMENT_NAME).or(() -> row.text(FACILITY_NAME)),
                        row.text(ENERGY_BANDPASSNAME),
                        Optional.of(what))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(" "));
    }

    /** The time of a date of a keyword, to the second. */
    static Optional<LocalDateTime> date(String text) {
        OptionalDouble mjd = FitsDate.mjd(text);
        return mjd.isPresent() ? Optional.of(ofMjd(mjd.getAsDouble())) : Optional.empty();
    }

    /** The time of an MJD in UTC, to the second. */
    static LocalDateTime ofMjd(double mjd) {
        return MJD_ZERO.plus(
                Duration.ofSeconds(Math.round(mjd * Duration.ofDays(1).toSeconds())));
    }

    /**
     * A guess, for which rules may put a better one: raw is what has no positions, comes from a raw archive, or is visibilities; enhanced what was made of several; analysed what was measured; all else is calibrated.
     */
    private long level(ObscoreRow row) {
        OptionalDouble given = headers.number("CALIBLEV", "CALLEVEL", "PRODLVL");
        if (given.isPresent() && given.getAsDouble() >= 0 && given.getAsDouble() <= ANALYSED) {
            return (long) given.getAsDouble();
        }
        return switch (product.kind()) {
            case VISIBILITY -> RAW;
            case EVENT -> hasPositions(row) ? CALIBRATED : RAW;
            case MEASUREMENTS -> ANALYSED;
            case HEALPIX -> ENHANCED;
            case IMAGE, CUBE ->
                isRaw()
                                || !hasPositions(row)
                                || product.is(Kind.IMAGE) && product.subtype().isPresent()
                        ? RAW
                        : stacked() ? ENHANCED : CALIBRATED;
            case SPECTRUM, TIMESERIES -> isRaw() ? RAW : stacked() ? ENHANCED : CALIBRATED;
        };
    }

    /** An observation of ESO's archive that no pipeline has touched, or an X-ray spectrum in channels. */
    private boolean isRaw() {
        return headers.text("ESO DPR CATG").isPresent()
                        && headers.text("ESO PRO CATG").isEmpty()
                || headers.text("HDUCLAS1").orElse("").equals("SPECTRUM");
    }

    private static boolean hasPositions(ObscoreRow row) {
        return row.text(S_CALIB_STATUS).equals(Optional.of("calibrated"));
    }

    private boolean stacked() {
        return headers.number("NCOMBINE", "NIMAGES", "NDRIZIM", "IMCMB_N", "NSTACK")
                                .orElse(1)
                        > 1
                || headers.text("MOSAICER", "IMCMB001", "D001DATA").isPresent();
    }
}
