// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import java.util.Map;
import java.util.Optional;

/**
 * Reference frames of the IVOA's vocabulary {@code refframe} that are rotations of each other. FK5 (J2000) is taken for ICRS, from
 * which it differs by 0.02 arcsec; FK4 (B1950) is the frame in which the galactic one was defined, without the terms of
 * elliptic aberration (up to 0.34 arcsec); the ecliptic is that of J2000 (IAU 2006). Proper motions are nobody's here.
 */
public enum ReferenceFrame {
    /** International Celestial Reference System. */
    ICRS(pole(0, 90, 180)),
    /** Equator and equinox J2000.0. */
    FK5(pole(0, 90, 180)),
    /** Equator and equinox B1950.0. */
    FK4(Matrix3.product(Matrix3.transposed(pole(192.25, 27.4, 123)), Constants.GALACTIC)),
    /** Galactic coordinates of 1958. */
    GALACTIC(Constants.GALACTIC),
    /** Supergalactic coordinates: pole at galactic (47.37, 6.32), origin at galactic (137.37, 0). */
    SUPER_GALACTIC(Matrix3.product(pole(47.37, 6.32, 90), Constants.GALACTIC)),
    /** Ecliptic and equinox J2000.0. */
    ECLIPTIC(pole(270, 90 - Constants.OBLIQUITY_DEG, 90));

    /** Names the vocabulary deprecates, by the names it wants used instead. */
    private static final Map<String, ReferenceFrame> DEPRECATED = Map.of(
            "eq_FK4", FK4, "eq_FK5", FK5, "galactic", GALACTIC, "supergalactic", SUPER_GALACTIC, "ecl_FK5", ECLIPTIC);

    private static final class Constants {
        /** The frame of 1958 by way of FK4 without elliptic aberration, FK5 and the bias of ICRS. */
        static final double[] GALACTIC = pole(192.85947789477606, 27.128252414968028, 122.93192525541662);

        static final double OBLIQUITY_DEG = 84381.406 / 3600;
    }

    private final double[] fromIcrs;

    ReferenceFrame(double[] fromIcrs) {
        this.fromIcrs = fromIcrs;
    }

    /** The frame of a name, letters as the vocabulary writes them, deprecated names included; empty if it is none here. */
    public static Optional<ReferenceFrame> named(String name) {
        for (ReferenceFrame frame : values()) {
            if (frame.name().equals(name)) {
                return Optional.of(frame);
            }
        }
        return Optional.ofNullable(DEPRECATED.get(name));
    }

    /** Three rows of the matrix that turns unit vectors of this frame into those of another. */
    public double[] rotationTo(ReferenceFrame to) {
        return Matrix3.product(to.fromIcrs, Matrix3.transposed(fromIcrs));
    }

    /** A position of this frame in another. */
    public SkyPoint transform(SkyPoint point, ReferenceFrame to) {
        double[] m = rotationTo(to);
        UnitVector v = point.toVector();
        return new UnitVector(
                        m[0] * v.x() + m[1] * v.y() + m[2] * v.z(),
                        m[3] * v.x() + m[4] * v.y() + m[5] * v.z(),
                        m[6] * v.x() + m[7] * v.y() + m[8] * v.z())
                .toPoint();
    }

    /** The rotation into a frame by the position of its pole, and the longitude in it of the old pole. */
    private static double[] pole(double lonDeg, double latDeg, double nodeDeg) {
        double a = Math.toRadians(lonDeg);
        double b = Math.toRadians(90 - latDeg);
        double c = Math.toRadians(180 - nodeDeg);
        return Matrix3.product(Matrix3.aboutZ(c), Matrix3.product(Matrix3.aboutY(b), Matrix3.aboutZ(a)));
    }
}
