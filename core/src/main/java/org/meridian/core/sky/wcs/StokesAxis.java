// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import java.util.Optional;

/**
 * Polarization by numbers (FITS 4.0 table 29).
 *
 * @param reference CRVAL
 */
public record StokesAxis(String ctype, double reference) implements WorldAxis {
    private static final String[] STOKES = {"I", "Q", "U", "V"};
    private static final String[] FEEDS = {"RR", "LL", "RL", "LR", "XX", "YY", "XY", "YX"};

    /** The name of a value, as ObsCore's {@code pol_states} has it; empty where the number has none. */
    public static Optional<String> name(double value) {
        long number = Math.round(value);
        if (number >= 1 && number <= STOKES.length) {
            return Optional.of(STOKES[(int) number - 1]);
        }
        return number <= -1 && number >= -FEEDS.length ? Optional.of(FEEDS[(int) -number - 1]) : Optional.empty();
    }

    @Override
    public String unit() {
        return "";
    }

    @Override
    public double value(double intermediate) {
        return reference + intermediate;
    }

    @Override
    public double intermediate(double value) {
        return value - reference;
    }
}
