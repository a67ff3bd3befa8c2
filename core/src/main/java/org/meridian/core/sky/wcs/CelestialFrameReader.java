// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The frame of a header's celestial axes with the standard's defaults (paper II section 3.1): RADESYS is ICRS, or FK4
 * where EQUINOX is before 1984, or FK5; EQUINOX is 1950 for FK4 and 2000 for all else. RADECSYS and EPOCH are the old
 * names of the two.
 */
final class CelestialFrameReader {
    private static final double FIRST_FK5 = 1984;
    private static final Pattern EQUINOX = Pattern.compile("([BJ]?)\\s*(\\d{4}(\\.\\d*)?)");

    private final WcsKeywords keywords;

    CelestialFrameReader(WcsKeywords keywords) {
        this.keywords = keywords;
    }

    /** The frame; empty for coordinates that are not of the sky. */
    Optional<CelestialFrame> read(CelestialSystem system) {
        return switch (system) {
            case EQUATORIAL -> Optional.of(equatorial());
            case GALACTIC -> Optional.of(CelestialFrame.galactic());
            case SUPERGALACTIC -> Optional.of(CelestialFrame.supergalactic());
            case ECLIPTIC -> Optional.of(CelestialFrame.ecliptic(equinox().orElse(2000)));
            case OTHER -> Optional.empty();
        };
    }

    private CelestialFrame equatorial() {
        OptionalDouble equinox = equinox();
        String system = radesys()
                .orElseGet(() -> equinox.isEmpty() ? "ICRS" : equinox.getAsDouble() < FIRST_FK5 ? "FK4" : "FK5");
        return switch (system) {
            case "ICRS", "ICRF", "ICRF2", "ICRF3" -> CelestialFrame.icrs();
            case "FK5" -> CelestialFrame.fk5(equinox.orElse(2000));
            case "J2000", "FK5/J2000", "FK5 J2000", "FK5/J2000.0", "J2000.0" -> CelestialFrame.fk5(2000);
            case "FK4" -> CelestialFrame.fk4(equinox.orElse(1950), observed(equinox.orElse(1950)));
            case "B1950", "B1950.0" -> CelestialFrame.fk4(1950, observed(1950));
            case "FK4-NO-E" -> CelestialFrame.fk4NoE(equinox.orElse(1950), observed(equinox.orElse(1950)));
            default ->
                throw new WcsException(
                        keywords.name("RADESYS"),
                        system,
                        "ICRS, FK5, FK4 and FK4-NO-E are read; apparent places are not");
        };
    }

    private Optional<String> radesys() {
        Optional<String> own = keywords.word("RADESYS");
        return own.isPresent() ? own : keywords.word("RADECSYS");
    }

    /** EQUINOX, or the header's EPOCH; also as text, J2000 or B1950.0. Zero, which AIPS writes, tells nothing. */
    private OptionalDouble equinox() {
        String name = keywords.all().has(keywords.name("EQUINOX")) ? keywords.name("EQUINOX") : "EPOCH";
        Optional<String> text = keywords.all().word(name);
        if (text.isEmpty()) {
            return OptionalDouble.empty();
        }
        Matcher m = EQUINOX.matcher(text.get());
        double year = m.matches()
                ? Double.parseDouble(m.group(2))
                : keywords.all().number(name).orElse(0);
        if (year != 0 && !(year >= 1700 && year <= 2300)) {
            throw new WcsException(name, text.get(), "an equinox is a year such as 2000.0");
        }
        return year == 0 ? OptionalDouble.empty() : OptionalDouble.of(year);
    }

    /** The Julian year of the observation: MJD-OBS or DATE-OBS; that of the equinox where there is neither. */
    private double observed(double besselianEquinox) {
        OptionalDouble mjd = keywords.all().number("MJD-OBS");
        OptionalDouble date = mjd.isPresent()
                ? mjd
                : keywords.all().text("DATE-OBS").map(FitsDate::mjd).orElse(OptionalDouble.empty());
        return date.isPresent() ? 2000 + (date.getAsDouble() - 51544.5) / 365.25 : Fk4.julianYear(besselianEquinox);
    }
}
