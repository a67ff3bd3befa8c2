// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Spectral axes of a header, those of AIPS included (paper III section 3.6 and appendix A). */
final class SpectralAxisReader {
    private static final Map<String, String> AIPS_FRAMES = Map.of(
            "LSR", "LSRK", "LSRK", "LSRK", "LSRD", "LSRD", "HEL", "BARYCENT", "OBS", "TOPOCENT", "GEO", "GEOCENTR");

    /** VELREF modulo 256: 1 to 7. */
    private static final String[] VELREF_FRAMES = {
        "LSRK", "BARYCENT", "TOPOCENT", "LSRD", "GEOCENTR", "SOURCE", "GALACTOC"
    };

    private static final int RADIO = 256;

    private final WcsKeywords keywords;

    SpectralAxisReader(WcsKeywords keywords) {
        this.keywords = keywords;
    }

    static boolean isSpectral(Ctype type) {
        return type.code().equals("FELO") || SpectralType.named(type.code()).isPresent();
    }

    /**
     * The type an AIPS name stands for: FREQ-LSR is FREQ, VELO-HEL is VOPT, or VRAD where VELREF says so, FELO-LSR is
     * VOPT-F2W; any other is itself.
     */
    Ctype standard(Ctype type) {
        boolean suffixed = AIPS_FRAMES.containsKey(type.algorithm());
        OptionalDouble velref = keywords.all().number("VELREF");
        return switch (type.code()) {
            case "FELO" -> new Ctype(type.text(), "VOPT", "F2W");
            case "VELO" ->
                suffixed || (velref.isPresent() && type.algorithm().isEmpty())
                        ? new Ctype(type.text(), velref.orElse(0) > RADIO ? "VRAD" : "VOPT", "")
                        : type;
            case "FREQ" -> suffixed ? new Ctype(type.text(), "FREQ", "") : type;
            default -> type;
        };
    }

    WorldAxis read(int axis, Ctype given, double crval) {
        Ctype type = standard(given);
        SpectralType quantity = SpectralType.named(type.code()).orElseThrow();
        double reference = crval * scale(axis, quantity);
        return SpectralAxis.of(type, new SpectralAxis.Quantity(quantity, restHz(), frame(given)), reference);
    }

    /** How many SI units one of the axis' own is. */
    double scale(int axis, SpectralType type) {
        Optional<String> unit = keywords.text("CUNIT", axis);
        if (unit.isEmpty()) {
            return 1;
        }
        Optional<WcsUnit> known = WcsUnit.named(unit.get());
        if (type.quantity() == WcsUnit.Quantity.NONE) {
            return 1;
        }
        return known.filter(u -> u.quantity() == type.quantity())
                .orElseThrow(() -> new WcsException(
                        keywords.name("CUNIT", axis),
                        unit.get(),
                        "an axis of " + type + " is in " + type.unit() + " or a unit like it"))
                .factor();
    }

    private OptionalDouble restHz() {
        for (String name : new String[] {"RESTFRQ", "RESTFREQ"}) {
            OptionalDouble hz = keywords.numberOrShared(name);
            if (hz.isPresent() && hz.getAsDouble() > 0) {
                return hz;
            }
        }
        OptionalDouble wave = keywords.numberOrShared("RESTWAV");
        return wave.isPresent() && wave.getAsDouble() > 0
                ? OptionalDouble.of(Spectra.LIGHT / wave.getAsDouble())
                : OptionalDouble.empty();
    }

    private Optional<String> frame(Ctype given) {
        Optional<String> named = keywords.word("SPECSYS");
        if (named.isPresent()) {
            return named;
        }
        double velref = keywords.all().number("VELREF").orElse(0);
        int place = (int) velref % RADIO - 1;
        if (velref > 0 && place >= 0 && place < VELREF_FRAMES.length) {
            return Optional.of(VELREF_FRAMES[place]);
        }
        return Optional.ofNullable(AIPS_FRAMES.get(given.algorithm()));
    }
}
