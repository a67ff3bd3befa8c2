// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.demo;

/** Light that is spread over the sky. Immutable. */
sealed interface Light {

    /**
     * Its brightness in V at a place.
     *
     * @param east degrees east of the middle of the field, in its tangent plane
     * @param north degrees north of it
     * @return in units of 20 mag/arcsec2
     */
    double at(double east, double north);

    /** Its colour B - V, magnitudes. */
    double bv();

    /**
     * A disk that fades exponentially, with a bulge.
     *
     * @param centre in units of 20 mag/arcsec2
     * @param scaleDeg along the major axis
     * @param axisRatio of minor to major axis
     * @param angleDeg of the major axis, from north through east
     */
    record Galaxy(double centre, double scaleDeg, double axisRatio, double angleDeg, double bv) implements Light {
        @Override
        public double at(double east, double north) {
            double sin = Math.sin(Math.toRadians(angleDeg));
            double cos = Math.cos(Math.toRadians(angleDeg));
            double along = east * sin + north * cos;
            double across = (east * cos - north * sin) / axisRatio;
            double r = Math.hypot(along, across) / scaleDeg;
            // Two dusty arms that wind outwards.
            double arms = 1 + 0.35 * Math.min(1, r) * Math.sin(2 * Math.atan2(across, along) + 5 * Math.log1p(r));
            double bulge = 6 / (1 + 400 * (along * along + across * across * 0.4) / (scaleDeg * scaleDeg));
            return centre * (arms * Math.exp(-r) + bulge * Math.exp(-2 * r));
        }
    }

    /**
     * A nebula: noise of several sizes within a round outline.
     *
     * @param brightness of its brighter parts, in units of 20 mag/arcsec2
     * @param eastDeg where its middle lies
     * @param northDeg where its middle lies
     * @param radiusDeg where it has faded to a third
     * @param seed of its shape
     */
    record Cloud(double brightness, double eastDeg, double northDeg, double radiusDeg, int seed, double bv)
            implements Light {
        @Override
        public double at(double east, double north) {
            double x = (east - eastDeg) / radiusDeg;
            double y = (north - northDeg) / radiusDeg;
            double outline = Math.exp(-(x * x + y * y));
            if (outline < 1e-4) {
                return 0;
            }
            double noise = 0;
            double weight = 1;
            for (int octave = 0; octave < 6; octave++) {
                // Each octave is turned and twice as fine, so that the grid is not seen.
                double turned = 1.6 * x + 1.2 * y;
                y = 1.6 * y - 1.2 * x;
                x = turned;
                noise += weight * (1 - Math.abs(2 * smooth(x, y, seed + octave) - 1));
                weight *= 0.55;
            }
            return brightness * outline * Math.pow(noise / 2.2, 3) * 2;
        }

        /** Value noise from 0 to 1, smooth between whole numbers. */
        private static double smooth(double x, double y, int seed) {
            int column = (int) Math.floor(x);
            int row = (int) Math.floor(y);
            double u = fade(x - column);
            double v = fade(y - row);
            double below = corner(column, row, seed) * (1 - u) + corner(column + 1, row, seed) * u;
            double above = corner(column, row + 1, seed) * (1 - u) + corner(column + 1, row + 1, seed) * u;
            return below * (1 - v) + above * v;
        }

        private static double fade(double t) {
            return t * t * (3 - 2 * t);
        }

        private static double corner(int column, int row, int seed) {
            int h = column * 0x27d4eb2d ^ row * 0x165667b1 ^ seed * 0x9e3779b1;
            h = (h ^ h >>> 15) * 0x85ebca6b;
            h = (h ^ h >>> 13) * 0xc2b2ae35;
            return ((h ^ h >>> 16) >>> 8) * 0x1p-24;
        }
    }

    /** A ring, as old stars leave it: its radius, in degrees. */
    record Ring(double brightness, double radiusDeg, double bv) implements Light {
        @Override
        public double at(double east, double north) {
            double r = Math.hypot(east, 1.25 * north) / radiusDeg;
            return brightness * (Math.exp(-8 * (r - 1) * (r - 1)) + 0.25 * Math.exp(-r * r));
        }
    }
}
