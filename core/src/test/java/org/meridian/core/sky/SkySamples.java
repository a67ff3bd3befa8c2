// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Random positions and shapes, with a liking for poles, longitude 0 and the seams of HEALPix. */
final class SkySamples {
    private static final double TRANSITION = Math.toDegrees(Math.asin(2.0 / 3.0));

    private SkySamples() {}

    static SkyPoint anywhere(Random random) {
        double lon = random.nextDouble() * 360;
        double lat = Math.toDegrees(Math.asin(2 * random.nextDouble() - 1));
        double sign = random.nextBoolean() ? 1 : -1;
        return switch (random.nextInt(8)) {
            case 0 -> new SkyPoint(lon, sign * (90 - Math.pow(10, -9 * random.nextDouble())));
            case 1 -> new SkyPoint(lon, sign * 90);
            case 2 -> new SkyPoint(45 * random.nextInt(8) + sign * Math.pow(10, -12 * random.nextDouble()), lat);
            case 3 -> new SkyPoint(45 * random.nextInt(8), lat);
            case 4 -> new SkyPoint(lon, sign * TRANSITION + 1e-6 * random.nextGaussian());
            default -> new SkyPoint(lon, lat);
        };
    }

    /** The position at a distance and bearing (from north through east) from another. */
    static SkyPoint at(SkyPoint from, double distanceDeg, double bearingDeg) {
        UnitVector c = from.toVector();
        double lon = Math.toRadians(from.lonDeg());
        double lat = Math.toRadians(from.latDeg());
        UnitVector east = new UnitVector(-Math.sin(lon), Math.cos(lon), 0);
        UnitVector north =
                new UnitVector(-Math.sin(lat) * Math.cos(lon), -Math.sin(lat) * Math.sin(lon), Math.cos(lat));
        double d = Math.toRadians(distanceDeg);
        double b = Math.toRadians(bearingDeg);
        return c.times(Math.cos(d))
                .plus(north.times(Math.sin(d) * Math.cos(b)))
                .plus(east.times(Math.sin(d) * Math.sin(b)))
                .toPoint();
    }

    /** From 0.01 arcsec to the whole sky. */
    static double radius(Random random) {
        return random.nextInt(10) == 0 ? 90 + 90 * random.nextDouble() : Math.pow(10, -5.5 + 7.4 * random.nextDouble());
    }

    static Circle circle(Random random) {
        SkyPoint c = anywhere(random);
        return new Circle(c.lonDeg(), c.latDeg(), radius(random));
    }

    /** A star-shaped polygon about a position: convex, concave or a sliver. */
    static Polygon polygon(Random random, double maxSizeDeg) {
        SkyPoint centre = anywhere(random);
        double size = Math.min(maxSizeDeg, radius(random));
        boolean sliver = random.nextInt(4) == 0;
        int n = 3 + random.nextInt(7);
        List<SkyPoint> vertices = new ArrayList<>();
        double turn = 360 * random.nextDouble();
        for (int i = 0; i < n; i++) {
            double bearing = 360.0 * (i + 0.8 * random.nextDouble()) / n;
            double reach = size * (0.2 + 0.8 * random.nextDouble());
            if (sliver && Math.abs(Math.sin(Math.toRadians(bearing))) > 0.1) {
                reach *= 1e-3;
            }
            vertices.add(at(centre, reach, bearing + turn));
        }
        if (random.nextBoolean()) {
            java.util.Collections.reverse(vertices);
        }
        return Polygon.of(vertices);
    }

    static Range range(Random random) {
        SkyPoint p = anywhere(random);
        double lon2 = p.lonDeg() + (random.nextInt(4) == 0 ? 360 * random.nextDouble() : radius(random));
        double lat2 = random.nextInt(5) == 0 ? 90 : Math.min(90, p.latDeg() + radius(random));
        return new Range(p.lonDeg(), lon2, p.latDeg(), lat2);
    }

    static SkyRegion region(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> circle(random);
            case 1 -> range(random);
            case 2 -> {
                SkyPoint c = anywhere(random);
                yield new Box(c.lonDeg(), c.latDeg(), Math.min(150, radius(random)), Math.min(150, radius(random)));
            }
            default -> polygon(random, 60);
        };
    }
}
