// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A spectral axis in SI units (paper III): linear in its own variable, in the logarithm of it, or in another variable X
 * that the algorithm code names ({@code WAVE-F2W}: a wavelength, linear in frequency).
 */
public final class SpectralAxis implements WorldAxis {
    private final String ctype;
    private final SpectralType type;
    private final Sampling sampling;
    private final SpectralType linearIn;
    private final double reference;
    private final OptionalDouble restHz;
    private final Optional<String> frame;
    private final double linearReference;
    private final double linearSlope;

    /** What intermediate coordinates are linear in. */
    private enum Sampling {
        VALUE,
        LOGARITHM,
        OTHER_VARIABLE
    }

    private SpectralAxis(Ctype type, Quantity quantity, Sampling sampling, SpectralType linearIn, double reference) {
        this.ctype = type.text();
        this.type = quantity.type();
        this.sampling = sampling;
        this.linearIn = linearIn;
        this.reference = reference;
        this.restHz = quantity.restHz();
        this.frame = quantity.frame();
        double rest = restHz.orElse(1);
        double hz = this.type.frequency(reference, rest);
        this.linearReference = linearIn.value(hz, rest);
        this.linearSlope = this.type.slope(reference, rest) / linearIn.slope(linearReference, rest);
    }

    /**
     * What an axis measures.
     *
     * @param restHz frequency of the line at rest
     * @param frame SPECSYS
     */
    record Quantity(SpectralType type, OptionalDouble restHz, Optional<String> frame) {}

    /** The axis of a type and algorithm code, or why it is not read. */
    static WorldAxis of(Ctype type, Quantity quantity, double reference) {
        String algorithm = type.algorithm();
        if (algorithm.isEmpty()) {
            return new SpectralAxis(type, quantity, Sampling.VALUE, quantity.type(), reference);
        }
        if (algorithm.equals("LOG")) {
            return new SpectralAxis(type, quantity, Sampling.LOGARITHM, quantity.type(), reference);
        }
        Optional<SpectralType> linearIn = linearIn(algorithm);
        if (linearIn.isEmpty()) {
            return new UnreadAxis(type.text(), "the algorithm " + algorithm + " of spectral axes is not read");
        }
        boolean needsRest = quantity.type().needsRest() != linearIn.get().needsRest();
        if (needsRest && quantity.restHz().isEmpty()) {
            return new UnreadAxis(type.text(), "RESTFRQ or RESTWAV is missing");
        }
        return new SpectralAxis(type, quantity, Sampling.OTHER_VARIABLE, linearIn.get(), reference);
    }

    /** The variable of codes like F2W (paper III table 3): the first letter. */
    private static Optional<SpectralType> linearIn(String algorithm) {
        if (algorithm.length() != 3 || algorithm.charAt(1) != '2') {
            return Optional.empty();
        }
        return Optional.ofNullable(
                switch (algorithm.charAt(0)) {
                    case 'F' -> SpectralType.FREQ;
                    case 'W' -> SpectralType.WAVE;
                    case 'A' -> SpectralType.AWAV;
                    case 'V' -> SpectralType.VELO;
                    default -> null;
                });
    }

    @Override
    public String ctype() {
        return ctype;
    }

    /** What the axis measures. */
    public SpectralType type() {
        return type;
    }

    @Override
    public String unit() {
        return type.unit();
    }

    /** The standard of rest (SPECSYS): TOPOCENT, BARYCENT, LSRK ...; it is told, nothing is converted. */
    public Optional<String> frame() {
        return frame;
    }

    /** The frequency of the line at rest, in Hz. */
    public OptionalDouble restHz() {
        return restHz;
    }

    @Override
    public double value(double intermediate) {
        return switch (sampling) {
            case VALUE -> reference + intermediate;
            case LOGARITHM -> reference * Math.exp(intermediate / reference);
            case OTHER_VARIABLE -> converted(linearIn, linearReference + intermediate * linearSlope, type);
        };
    }

    @Override
    public double intermediate(double value) {
        return switch (sampling) {
            case VALUE -> value - reference;
            case LOGARITHM -> reference * Math.log(value / reference);
            case OTHER_VARIABLE -> (converted(type, value, linearIn) - linearReference) / linearSlope;
        };
    }

    private double converted(SpectralType from, double value, SpectralType to) {
        double rest = restHz.orElse(1);
        double hz = from.frequency(value, rest);
        return hz > 0 ? to.value(hz, rest) : Double.NaN;
    }

    /** The wavelength in vacuum, in metres, of a value; empty where it has none or the line at rest is not known. */
    public OptionalDouble vacuumM(double value) {
        if (type.needsRest() && restHz.isEmpty()) {
            return OptionalDouble.empty();
        }
        double hz = type.frequency(value, restHz.orElse(1));
        return hz > 0 && hz < Double.POSITIVE_INFINITY ? OptionalDouble.of(Spectra.LIGHT / hz) : OptionalDouble.empty();
    }
}
