// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import java.util.OptionalDouble;
import org.meridian.core.sky.Matrix3;

/**
 * From the native sphere to the celestial one (paper II section 2): where the native pole lies, by the celestial
 * coordinates of one native point and the native longitude of the celestial pole.
 */
final class CelestialRotation {
    private static final double SLACK = 1e-10;

    private CelestialRotation() {}

    /**
     * The matrix from native to celestial unit vectors.
     *
     * @param refLon CRVAL of longitude, degrees
     * @param refLat CRVAL of latitude
     * @param phi0 native longitude of the point with the coordinates of CRVAL
     * @param theta0 its native latitude
     * @param lonpole LONPOLE; if empty phi0, or phi0 + 180 where the reference lies nearer to the equator than theta0
     * @param latpole LATPOLE, which decides between two solutions, the northern one if both are as near; 90 if empty
     * @param lonpoleName keyword to name where no native pole fits
     */
    static double[] matrix(
            double refLon,
            double refLat,
            double phi0,
            double theta0,
            OptionalDouble lonpole,
            OptionalDouble latpole,
            String lonpoleName) {
        double phiP = lonpole.orElse(refLat < theta0 ? phi0 + 180 : phi0);
        double poleLat =
                theta0 == 90 ? refLat : poleLatitude(refLat, phiP - phi0, theta0, latpole.orElse(90), lonpoleName);
        double poleLon = theta0 == 90 ? refLon : poleLongitude(refLon, refLat, phiP - phi0, theta0, poleLat);
        return fromPole(poleLon, poleLat, phiP);
    }

    /** Equation 8. */
    private static double poleLatitude(double refLat, double turn, double theta0, double latpole, String lonpoleName) {
        double along = Degrees.cos(theta0) * Degrees.cos(turn);
        double across = Degrees.cos(theta0) * Degrees.sin(turn);
        double length = Math.sqrt(Math.max(0, 1 - across * across));
        if (length < SLACK) {
            if (Math.abs(refLat) > SLACK) {
                throw noPole(lonpoleName, refLat);
            }
            return latpole;
        }
        double ratio = Degrees.sin(refLat) / length;
        if (Math.abs(ratio) > 1 + SLACK) {
            throw noPole(lonpoleName, refLat);
        }
        double middle = Degrees.atan2(Degrees.sin(theta0), along);
        double half = Math.toDegrees(Math.acos(Math.clamp(ratio, -1, 1)));
        double first = reduced(middle + half);
        double second = reduced(middle - half);
        boolean firstFits = Math.abs(first) <= 90 + SLACK;
        boolean secondFits = Math.abs(second) <= 90 + SLACK;
        if (!firstFits && !secondFits) {
            throw noPole(lonpoleName, refLat);
        }
        double byLatpole = Math.abs(latpole - first) - Math.abs(latpole - second);
        boolean nearer = Math.abs(byLatpole) < SLACK ? first > second : byLatpole < 0;
        boolean useFirst = firstFits && (!secondFits || nearer);
        return Math.max(-90, Math.min(90, useFirst ? first : second));
    }

    /** Equations 9 and 10 with their special cases. */
    private static double poleLongitude(double refLon, double refLat, double turn, double theta0, double poleLat) {
        if (Math.abs(refLat) == 90) {
            return refLon;
        }
        if (Math.abs(poleLat) > 90 - SLACK) {
            return poleLat > 0 ? refLon + turn - 180 : refLon - turn;
        }
        double sine = Degrees.sin(turn) * Degrees.cos(theta0) / Degrees.cos(refLat);
        double cosine = (Degrees.sin(theta0) - Degrees.sin(poleLat) * Degrees.sin(refLat))
                / (Degrees.cos(poleLat) * Degrees.cos(refLat));
        return refLon - Degrees.atan2(sine, cosine);
    }

    /** Equation 2: the Euler angles are {@code (phiP, 90 - poleLat, poleLon + 180)}. */
    private static double[] fromPole(double poleLon, double poleLat, double phiP) {
        double[] native2Pole = Matrix3.aboutZ(Math.toRadians(phiP));
        double sin = Degrees.sin(poleLat);
        double cos = Degrees.cos(poleLat);
        double[] tilt = {-sin, 0, cos, 0, -1, 0, cos, 0, sin};
        double[] turn = Matrix3.aboutZ(Math.toRadians(-poleLon));
        return Matrix3.product(turn, Matrix3.product(tilt, native2Pole));
    }

    private static WcsException noPole(String lonpoleName, double refLat) {
        return new WcsException(
                lonpoleName,
                lonpoleName + ": the celestial pole cannot have this native longitude with the reference at latitude "
                        + refLat);
    }

    private static double reduced(double deg) {
        double rest = deg % 360;
        return rest > 180 ? rest - 360 : rest < -180 ? rest + 360 : rest;
    }
}
