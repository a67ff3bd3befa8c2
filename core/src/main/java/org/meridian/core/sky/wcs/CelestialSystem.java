// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import java.util.Optional;

/** Pairs of spherical coordinates by the names of their axes (paper II section 3.1 and table 2; Thompson 2006). */
enum CelestialSystem {
    EQUATORIAL,
    GALACTIC,
    ECLIPTIC,
    SUPERGALACTIC,
    /** Of the Sun, a planet or anything else that is not the sky. */
    OTHER;

    static Optional<CelestialSystem> ofLongitude(String code) {
        return code.equals("RA") ? Optional.of(EQUATORIAL) : of(code, "LON", "LN");
    }

    static Optional<CelestialSystem> ofLatitude(String code) {
        return code.equals("DEC") ? Optional.of(EQUATORIAL) : of(code, "LAT", "LT");
    }

    private static Optional<CelestialSystem> of(String code, String ofOne, String ofTwo) {
        if (code.length() == 4 && code.endsWith(ofTwo)) {
            return Optional.of(OTHER);
        }
        if (code.length() != 4 || !code.endsWith(ofOne)) {
            return Optional.empty();
        }
        return Optional.of(
                switch (code.charAt(0)) {
                    case 'G' -> GALACTIC;
                    case 'E' -> ECLIPTIC;
                    case 'S' -> SUPERGALACTIC;
                    default -> OTHER;
                });
    }
}
