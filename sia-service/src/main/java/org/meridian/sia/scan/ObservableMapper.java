// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import static org.meridian.sia.obscore.ObscoreColumn.O_CALIB_STATUS;
import static org.meridian.sia.obscore.ObscoreColumn.O_UCD;
import static org.meridian.sia.obscore.ObscoreColumn.O_UNIT;
import static org.meridian.sia.obscore.ObscoreColumn.POL_STATES;
import static org.meridian.sia.obscore.ObscoreColumn.POL_XEL;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meridian.core.fits.Hdu;
import org.meridian.sia.obscore.ObscoreRow;
import org.meridian.sia.scan.Product.Kind;

/** What a dataset measures, by the unit of its pixels or of the column of fluxes, and in which polarizations. */
final class ObservableMapper {
    /** The order that ObsCore 1.1, section B.6.5.1, wants. */
    private static final List<String> STATES =
            List.of("I", "Q", "U", "V", "RR", "LL", "RL", "LR", "XX", "YY", "XY", "YX", "POLI", "POLA");

    private static final Pattern OBSERVED = Pattern.compile(
            "(PDCSAP_FLUX|FLUX.*|.*FLUX|RATE\\d?|COUNTS?|.*MAG|PROB(ABILITY)?|I_STOKES|TEMPERATURE|SIGNAL|INTENSITY)");

    private static final Pattern MAP_STATE =
            Pattern.compile("(TEMPERATURE|INTENSITY)|([IQUV])_(?:STOKES|POLARI[SZ]ATION)");

    /** Kinds of units, the first that fits. */
    private enum Unit {
        BRIGHTNESS(
                "(k|m|u)?jy/?(sr|arcsec.*|pix.*)|(k|m)jy ?sr\\^?-1|.*/sr|.*sr-1|.*arcsec\\^?-2",
                "phot.flux.density.sb",
                true),
        DENSITY(
                "[munk]?jy.*|.*maggies|nanomaggy|nmgy|.*(ergs?|w|j) ?[/.* ].*(hz|angstrom|[/ ]a|um|nm|micron).*",
                "phot.flux.density",
                true),
        FLUX(".*(ergs?|w|j)[/ ].*(cm|m).*", "phot.flux", true),
        TEMPERATURE("[mu]?k([ _(].*)?|kelvin.*", "phot.antennaTemp", true),
        MAGNITUDE("mag.*", "phot.mag", true),
        COUNTS(
                ".*(counts?|cts?|adu|dn|electrons?|e-|photons?|phot)\\b.*|.*e-/s.*|data numbers?|du",
                "phot.count",
                false),
        SPEED("k?m ?(/ ?s|s\\^?-1).*", "spect.dopplerVeloc", true),
        PROBABILITY("(1/|)pix(el)?\\^?-1", "stat.probability", false);

        private final Pattern spelling;
        private final String ucd;
        private final boolean absolute;

        Unit(String spelling, String ucd, boolean absolute) {
            this.spelling = Pattern.compile(spelling);
            this.ucd = ucd;
            this.absolute = absolute;
        }
    }

    private ObservableMapper() {}

    /** Writes what is known of what is measured. */
    static void map(ObscoreRow row, Product product) {
        unit(product).ifPresent(unit -> {
            row.put(O_UNIT, unit);
            known(unit).filter(known -> !product.is(Kind.EVENT)).ifPresent(known -> {
                row.put(O_UCD, known.ucd);
                if (known.absolute) {
                    row.put(O_CALIB_STATUS, "absolute");
                }
            });
        });
        List<String> states = switch (product.kind()) {
            case IMAGE, CUBE -> states(product);
            case HEALPIX -> mapStates(product);
            case SPECTRUM, TIMESERIES, EVENT, VISIBILITY, MEASUREMENTS ->
                product.main().isImage() ? states(product) : List.of();
        };
        if (!states.isEmpty()) {
            row.put(POL_STATES, "/" + String.join("/", states) + "/");
        }
        row.put(POL_XEL, (long) states.size());
    }

    private static Optional<String> unit(Product product) {
        Hdu main = product.main();
        if (main.isImage()) {
            return main.imageHeader().text("BUNIT").map(String::strip).filter(unit -> !unit.isEmpty());
        }
        return TableColumn.named(TableColumn.of(main), OBSERVED)
                .map(TableColumn::unit)
                .filter(unit -> !unit.isEmpty());
    }

    private static Optional<Unit> known(String unit) {
        String small = unit.strip().toLowerCase(Locale.ROOT);
        for (Unit kind : Unit.values()) {
            if (kind.spelling.matcher(small).matches()) {
                return Optional.of(kind);
            }
        }
        return Optional.empty();
    }

    private static List<String> states(Product product) {
        return product
                .wcs()
                .map(wcs -> wcs.extent(TimeMapper.naxis(product.main())).polarizations())
                .orElse(List.of())
                .stream()
                .sorted(Comparator.comparingInt(STATES::indexOf))
                .toList();
    }

    /** Of a map with a column of each Stokes parameter. */
    private static List<String> mapStates(Product product) {
        List<String> states = TableColumn.of(product.main()).stream()
                .map(column -> MAP_STATE.matcher(column.name()))
                .filter(Matcher::matches)
                .map(name -> name.group(1) == null ? name.group(2) : "I")
                .distinct()
                .toList();
        return states.size() > 1 ? states : List.of();
    }
}
