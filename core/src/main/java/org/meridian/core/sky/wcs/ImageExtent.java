// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.function.BiFunction;

/** How far an image reaches along its axes other than the sky, from the outer edges of its pixels, as ObsCore asks. Immutable. */
public final class ImageExtent {
    private final Wcs wcs;
    private final long[] naxis;

    ImageExtent(Wcs wcs, long[] naxis) {
        this.wcs = wcs;
        this.naxis = naxis.clone();
    }

    /** Numbers from one to another, both included. */
    public record Interval(double low, double high) {}

    /** Wavelengths in vacuum, in metres; empty where there are none, or the line at rest is not known. */
    public Optional<Interval> wavelengthsM() {
        return wcs.spectral().isPresent()
                ? interval(wcs.spectral().getAsInt(), ImageExtent::vacuumM)
                : Optional.empty();
    }

    /** Times as MJD, in the axis' own time scale; empty where there are none, or the header has no reference. */
    public Optional<Interval> timesMjd() {
        return wcs.time().isPresent() ? interval(wcs.time().getAsInt(), ImageExtent::mjd) : Optional.empty();
    }

    private static OptionalDouble vacuumM(WorldAxis axis, double value) {
        return axis instanceof SpectralAxis spectrum ? spectrum.vacuumM(value) : OptionalDouble.empty();
    }

    private static OptionalDouble mjd(WorldAxis axis, double value) {
        return axis instanceof TimeAxis time ? time.mjd(value) : OptionalDouble.empty();
    }

    private Optional<Interval> interval(int axis, BiFunction<WorldAxis, Double, OptionalDouble> converted) {
        double[] edges = wcs.range(axis, naxis);
        OptionalDouble a = converted.apply(wcs.axes().get(axis), edges[0]);
        OptionalDouble b = converted.apply(wcs.axes().get(axis), edges[1]);
        return a.isPresent() && b.isPresent()
                ? Optional.of(new Interval(
                        Math.min(a.getAsDouble(), b.getAsDouble()), Math.max(a.getAsDouble(), b.getAsDouble())))
                : Optional.empty();
    }

    /** The names of the polarizations, each once, in the order of pixels; empty where there are none. */
    public List<String> polarizations() {
        List<String> names = new ArrayList<>();
        OptionalInt axis = wcs.stokes();
        if (axis.isPresent()) {
            for (double value : wcs.centres(axis.getAsInt(), naxis)) {
                StokesAxis.name(value).filter(name -> !names.contains(name)).ifPresent(names::add);
            }
        }
        return List.copyOf(names);
    }
}
