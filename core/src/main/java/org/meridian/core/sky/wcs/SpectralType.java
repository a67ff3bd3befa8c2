// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import java.util.Arrays;
import java.util.Optional;

/**
 * Spectral coordinates, by their codes (Greisen, Calabretta, Valdes &amp; Allen 2006, A&amp;A 446, 747, "paper III", table 1).
 * Values are in SI units.
 */
public enum SpectralType {
    /** Frequency. */
    FREQ("Hz", WcsUnit.Quantity.FREQUENCY, false),
    /** Photon energy. */
    ENER("J", WcsUnit.Quantity.ENERGY, false),
    /** Wave number. */
    WAVN("m-1", WcsUnit.Quantity.WAVE_NUMBER, false),
    /** Radio velocity. */
    VRAD("m s-1", WcsUnit.Quantity.SPEED, true),
    /** Wavelength in vacuum. */
    WAVE("m", WcsUnit.Quantity.LENGTH, false),
    /** Optical velocity. */
    VOPT("m s-1", WcsUnit.Quantity.SPEED, true),
    /** Redshift. */
    ZOPT("", WcsUnit.Quantity.NONE, true),
    /** Wavelength in air. */
    AWAV("m", WcsUnit.Quantity.LENGTH, false),
    /** Relativistic velocity along the line of sight. */
    VELO("m s-1", WcsUnit.Quantity.SPEED, true),
    /** Relativistic velocity by that of light. */
    BETA("", WcsUnit.Quantity.NONE, true);

    private final String unit;
    private final WcsUnit.Quantity quantity;
    private final boolean needsRest;

    SpectralType(String unit, WcsUnit.Quantity quantity, boolean needsRest) {
        this.unit = unit;
        this.quantity = quantity;
        this.needsRest = needsRest;
    }

    static Optional<SpectralType> named(String code) {
        return Arrays.stream(values()).filter(type -> type.name().equals(code)).findFirst();
    }

    /** The SI unit of values; empty where they have none. */
    public String unit() {
        return unit;
    }

    WcsUnit.Quantity quantity() {
        return quantity;
    }

    /** Whether a frequency follows only with that of a line at rest. */
    public boolean needsRest() {
        return needsRest;
    }

    /** The frequency in Hz of a value, with the line's frequency at rest (paper III equations 1-8). */
    double frequency(double value, double rest) {
        return switch (this) {
            case FREQ -> value;
            case ENER -> value / Spectra.PLANCK;
            case WAVN -> value * Spectra.LIGHT;
            case VRAD -> rest * (1 - value / Spectra.LIGHT);
            case WAVE -> Spectra.LIGHT / value;
            case VOPT -> rest / (1 + value / Spectra.LIGHT);
            case ZOPT -> rest / (1 + value);
            case AWAV -> Spectra.LIGHT / Spectra.vacuum(value);
            case VELO -> relativistic(value / Spectra.LIGHT, rest);
            case BETA -> relativistic(value, rest);
        };
    }

    private static double relativistic(double beta, double rest) {
        return rest * Math.sqrt((1 - beta) / (1 + beta));
    }

    /** The value of a frequency in Hz. */
    double value(double frequency, double rest) {
        return switch (this) {
            case FREQ -> frequency;
            case ENER -> frequency * Spectra.PLANCK;
            case WAVN -> frequency / Spectra.LIGHT;
            case VRAD -> Spectra.LIGHT * (rest - frequency) / rest;
            case WAVE -> Spectra.LIGHT / frequency;
            case VOPT -> Spectra.LIGHT * (rest - frequency) / frequency;
            case ZOPT -> (rest - frequency) / frequency;
            case AWAV -> Spectra.air(Spectra.LIGHT / frequency);
            case VELO -> Spectra.LIGHT * beta(frequency, rest);
            case BETA -> beta(frequency, rest);
        };
    }

    private static double beta(double frequency, double rest) {
        return (rest - frequency) * (rest + frequency) / (rest * rest + frequency * frequency);
    }

    /** The change of frequency with the value. */
    double slope(double value, double rest) {
        double c = Spectra.LIGHT;
        return switch (this) {
            case FREQ -> 1;
            case ENER -> 1 / Spectra.PLANCK;
            case WAVN -> c;
            case VRAD -> -rest / c;
            case WAVE -> -c / (value * value);
            case VOPT -> -rest / c / ((1 + value / c) * (1 + value / c));
            case ZOPT -> -rest / ((1 + value) * (1 + value));
            case AWAV -> {
                double wave = Spectra.vacuum(value);
                yield -c / (wave * wave) * Spectra.vacuumSlope(value);
            }
            case VELO -> relativisticSlope(value / c, rest) / c;
            case BETA -> relativisticSlope(value, rest);
        };
    }

    private static double relativisticSlope(double beta, double rest) {
        return -rest / ((1 + beta) * Math.sqrt((1 - beta) * (1 + beta)));
    }
}
