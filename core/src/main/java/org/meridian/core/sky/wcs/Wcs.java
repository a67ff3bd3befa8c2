// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * World coordinates of the pixels of one image (FITS 4.0 section 8): what its keywords say, as functions. Immutable; may
 * be used from any thread.
 *
 * <p>Pixel coordinates are those of FITS: the first pixel of an axis reaches from 0.5 to 1.5. World coordinates are
 * degrees on the sky in the header's own frame, SI units on spectral axes, and on other axes what {@link
 * WorldAxis#unit} says. Points lie one after the other in arrays, all their axes in the header's order; arrays are the
 * caller's, and no object is made a point. Where a point has no image, or was not read, coordinates are NaN.
 */
public final class Wcs {
    /** More pixels than any axis of names has. */
    private static final int MAX_CENTRES = 100;

    private final List<WorldAxis> axes;
    private final LinearTransform linear;
    private final Optional<Sip> sip;
    private final Optional<CelestialAxes> celestial;
    private final Optional<CelestialFrame> frame;

    Wcs(
            List<WorldAxis> axes,
            LinearTransform linear,
            Optional<Sip> sip,
            Optional<CelestialAxes> celestial,
            Optional<CelestialFrame> frame) {
        this.axes = List.copyOf(axes);
        this.linear = linear;
        this.sip = sip;
        this.celestial = celestial;
        this.frame = frame;
    }

    /**
     * The coordinates that a header gives; empty if it gives none.
     *
     * @throws WcsException if keywords make none; it names keyword, value and what would be right
     */
    public static Optional<Wcs> read(Keywords keywords) {
        return read(keywords, "");
    }

    /**
     * One of several versions of coordinates that a header gives.
     *
     * @param version "" for the primary one, or one of the letters of {@link #versions}
     */
    public static Optional<Wcs> read(Keywords keywords, String version) {
        return versions(keywords).contains(version)
                ? Optional.of(new WcsReader(new WcsKeywords(keywords, version)).read())
                : Optional.empty();
    }

    /** The versions of coordinates that a header has: "" and letters from A to Z, in this order. */
    public static List<String> versions(Keywords keywords) {
        return List.copyOf(WcsKeywords.versions(keywords));
    }

    /** The axes in the header's order; pixel axes are as many. */
    public List<WorldAxis> axes() {
        return axes;
    }

    /** The index, from 0, of the spectral axis; empty if there is none, or none that is read. */
    public OptionalInt spectral() {
        return indexOf(SpectralAxis.class);
    }

    /** The index, from 0, of the polarization axis. */
    public OptionalInt stokes() {
        return indexOf(StokesAxis.class);
    }

    /** The index, from 0, of the time axis. */
    public OptionalInt time() {
        return indexOf(TimeAxis.class);
    }

    private OptionalInt indexOf(Class<? extends WorldAxis> kind) {
        for (int i = 0; i < axes.size(); i++) {
            if (kind.isInstance(axes.get(i))) {
                return OptionalInt.of(i);
            }
        }
        return OptionalInt.empty();
    }

    /** The frame of the celestial axes; empty where there are none, or they are not of the sky. */
    public Optional<CelestialFrame> frame() {
        return frame;
    }

    /** The sky alone, in ICRS, with all other axes at CRPIX; empty where {@link #frame()} is. */
    public Optional<SkyWcs> sky() {
        return celestial.flatMap(pair -> frame.map(f -> new SkyWcs(linear, axes.size(), sip, pair, f)));
    }

    /**
     * World coordinates of points.
     *
     * @param pixels pixel coordinates
     * @param worlds where to write as many world coordinates; may be the same array
     * @param points how many points
     */
    public void pixelToWorld(double[] pixels, double[] worlds, int points) {
        int n = axes.size();
        Room room = new Room(n);
        for (int p = 0; p < points; p++) {
            for (int j = 0; j < n; j++) {
                room.distance[j] = pixels[p * n + j] - linear.reference(j);
            }
            if (sip.isPresent() && n > 1) {
                sip.get().evaluate(room.distance[0], room.distance[1], room.plane);
                room.distance[0] = room.plane[0];
                room.distance[1] = room.plane[1];
            }
            linear.forward(room.distance, room.intermediate);
            for (int i = 0; i < n; i++) {
                worlds[p * n + i] = axes.get(i).value(room.intermediate[i]);
            }
            if (celestial.isPresent()) {
                CelestialAxes pair = celestial.get();
                pair.toVector(
                        room.intermediate[pair.longitude()],
                        room.intermediate[pair.latitude()],
                        room.plane,
                        room.vector);
                CelestialAxes.toLonLat(room.vector, room.plane, 0);
                worlds[p * n + pair.longitude()] = room.plane[0];
                worlds[p * n + pair.latitude()] = room.plane[1];
            }
        }
    }

    /**
     * Pixel coordinates of points; NaN on axes that depend on a coordinate that has no image.
     *
     * @param worlds world coordinates
     * @param pixels where to write as many pixel coordinates; may be the same array
     * @param points how many points
     */
    public void worldToPixel(double[] worlds, double[] pixels, int points) {
        int n = axes.size();
        Room room = new Room(n);
        for (int p = 0; p < points; p++) {
            for (int i = 0; i < n; i++) {
                room.intermediate[i] = axes.get(i).intermediate(worlds[p * n + i]);
            }
            if (celestial.isPresent()) {
                CelestialAxes pair = celestial.get();
                double lat = worlds[p * n + pair.latitude()];
                CelestialAxes.fromLonLat(
                        worlds[p * n + pair.longitude()], Math.abs(lat) <= 90 ? lat : Double.NaN, room.vector);
                pair.toPlane(room.vector, room.plane);
                room.intermediate[pair.longitude()] = room.plane[0];
                room.intermediate[pair.latitude()] = room.plane[1];
            }
            linear.back(room.intermediate, room.distance);
            if (sip.isPresent() && n > 1) {
                sip.get().invert(room.distance[0], room.distance[1], room.plane);
                room.distance[0] = room.plane[0];
                room.distance[1] = room.plane[1];
            }
            for (int j = 0; j < n; j++) {
                pixels[p * n + j] = room.distance[j] + linear.reference(j);
            }
        }
    }

    /** Where the numbers of one point lie while it is computed. */
    private static final class Room {
        final double[] distance;
        final double[] intermediate;
        final double[] plane = new double[PlaneDistortion.ROOM];
        final double[] vector = new double[3];

        Room(int n) {
            distance = new double[n];
            intermediate = new double[n];
        }
    }

    /**
     * How far an image reaches in wavelength, time and polarization.
     *
     * @param naxis pixels along each pixel axis; those not given are 1
     */
    public ImageExtent extent(long... naxis) {
        return new ImageExtent(this, naxis);
    }

    /** Values of an axis at the middles of the pixels along the pixel axis that moves it, up to {@link #MAX_CENTRES}. */
    double[] centres(int axis, long... naxis) {
        int moving = axis;
        for (int j = 0; j < axes.size(); j++) {
            moving = Math.abs(linear.element(axis, j)) > Math.abs(linear.element(axis, moving)) ? j : moving;
        }
        double step = linear.element(axis, moving);
        double[] values = new double[(int) Math.clamp(length(moving, naxis), 0, MAX_CENTRES)];
        for (int pixel = 1; pixel <= values.length; pixel++) {
            values[pixel - 1] = axes.get(axis).value(step * (pixel - linear.reference(moving)));
        }
        return values;
    }

    private static long length(int axis, long... naxis) {
        return axis < naxis.length ? naxis[axis] : 1;
    }

    /**
     * The least and the largest value of an axis over an image, from the outer edges of its pixels; NaN where it has no
     * values, or on celestial axes, of which {@link SkyWcs#footprint} tells.
     *
     * @param axis index from 0
     * @param naxis pixels along each pixel axis; those not given are 1
     */
    public double[] range(int axis, long... naxis) {
        double low = 0;
        double high = 0;
        for (int j = 0; j < axes.size(); j++) {
            double first = linear.element(axis, j) * (0.5 - linear.reference(j));
            double last = linear.element(axis, j) * (length(j, naxis) + 0.5 - linear.reference(j));
            low += Math.min(first, last);
            high += Math.max(first, last);
        }
        double a = axes.get(axis).value(low);
        double b = axes.get(axis).value(high);
        return new double[] {Math.min(a, b), Math.max(a, b)};
    }
}
