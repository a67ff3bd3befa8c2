// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.demo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * What the demonstration's telescopes can see: the stars of catalogues, and in each field faint ones that no catalogue has.
 * Immutable.
 */
final class DemoSky {
    /** How far around the middle of a field there are stars of no catalogue. */
    private static final double RADIUS_DEG = 1.1;

    private static final double BRIGHTEST = 9;
    private static final double FAINTEST = 19;
    /** How fast the number of stars grows with magnitude: its logarithm, each magnitude. */
    private static final double GROWTH = 0.28;

    private static final long SEED = 0x536B79L;
    private static final int GLOBULAR_STARS = 9000;
    private static final double GLOBULAR_RADIUS_DEG = 0.028;

    private final List<DemoStar> catalogue;
    private final Map<Field, List<DemoStar>> stars = new EnumMap<>(Field.class);

    /** A sky with the stars of catalogues, in any order. */
    DemoSky(List<DemoStar> catalogue) {
        this.catalogue = catalogue.stream()
                .sorted(Comparator.comparingDouble(DemoStar::vmag)
                        .thenComparingDouble(DemoStar::raDeg)
                        .thenComparingDouble(DemoStar::decDeg))
                .toList();
        for (Field field : Field.values()) {
            stars.put(field, List.copyOf(inField(field)));
        }
    }

    /** The stars of catalogues, the brightest first. */
    List<DemoStar> catalogue() {
        return catalogue;
    }

    /** All stars of a field. */
    List<DemoStar> stars(Field field) {
        return stars.getOrDefault(field, List.of());
    }

    private List<DemoStar> inField(Field field) {
        List<DemoStar> found = new ArrayList<>();
        for (DemoStar star : catalogue) {
            if (isIn(field, star.raDeg(), star.decDeg())) {
                found.add(star);
            }
        }
        addFaint(field, new Random(SEED + field.ordinal()), found);
        return found;
    }

    /** Whether a position (ICRS, degrees) lies in a field. */
    static boolean isIn(Field field, double raDeg, double decDeg) {
        double north = decDeg - field.decDeg();
        double east = Math.IEEEremainder(raDeg - field.raDeg(), 360) * Math.cos(Math.toRadians(field.decDeg()));
        return Math.hypot(east, north) < RADIUS_DEG;
    }

    private static void addFaint(Field field, Random random, List<DemoStar> stars) {
        int count = (int) (field.starsPerSquareDeg() * Math.PI * RADIUS_DEG * RADIUS_DEG);
        for (int i = 0; i < count; i++) {
            double r = RADIUS_DEG * Math.sqrt(random.nextDouble());
            stars.add(faint(field, r, random, BRIGHTEST));
        }
        if (field == Field.M13) {
            for (int i = 0; i < GLOBULAR_STARS; i++) {
                // Plummer's model: the share of stars within a radius, turned round.
                double share = 0.97 * (1 - random.nextDouble());
                double r = GLOBULAR_RADIUS_DEG / Math.sqrt(1 / share - 1);
                stars.add(faint(field, r, random, 12));
            }
        }
    }

    private static DemoStar faint(Field field, double radiusDeg, Random random, double brightest) {
        double angle = 2 * Math.PI * random.nextDouble();
        double dec = field.decDeg() + radiusDeg * Math.cos(angle);
        double ra = field.raDeg() + radiusDeg * Math.sin(angle) / Math.cos(Math.toRadians(dec));
        double least = Math.pow(10, GROWTH * (brightest - FAINTEST));
        double vmag = FAINTEST + Math.log10(least + (1 - least) * random.nextDouble()) / GROWTH;
        double bv = field.bv() + 0.35 * random.nextGaussian();
        return new DemoStar("", ra, dec, vmag, bv, 0, 0);
    }
}
