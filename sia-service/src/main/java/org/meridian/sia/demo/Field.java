// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.demo;

import java.util.List;

/** A part of the sky that the demonstration's telescopes look at. */
enum Field {
    PLEIADES(
            "pleiades",
            "M45",
            56.75,
            24.12,
            700,
            0.8,
            List.of(
                    new Light.Cloud(0.06, -0.05, -0.25, 0.35, 11, 0.0),
                    new Light.Cloud(0.04, 0.15, 0.1, 0.4, 12, 0.0))),
    ORION(
            "orion",
            "M42",
            83.82,
            -5.39,
            900,
            1.0,
            List.of(
                    new Light.Cloud(9, 0, 0, 0.14, 21, 1.1),
                    new Light.Cloud(1.2, 0.05, -0.1, 0.45, 22, 0.8),
                    new Light.Cloud(1.0, 0.02, 0.52, 0.2, 23, 0.1))),
    M13("m13", "M13", 250.4235, 36.4613, 600, 0.75, List.of(new Light.Galaxy(0.8, 0.025, 0.97, 0, 0.7))),
    ANDROMEDA("m31", "M31", 10.6847, 41.2688, 1500, 0.8, List.of(new Light.Galaxy(0.9, 0.28, 0.3, 37.7, 0.92))),
    GALACTIC_CENTRE(
            "galactic-centre",
            "Sgr A*",
            266.4168,
            -29.0078,
            90_000,
            4.6,
            List.of(new Light.Cloud(5, 0, 0, 0.3, 41, 4.0), new Light.Cloud(60, 0, 0, 0.03, 42, 4.0))),
    RING("m57", "M57", 283.3962, 33.0286, 2500, 0.8, List.of(new Light.Ring(6, 0.011, 0.2))),
    WHIRLPOOL("m51", "M51", 202.4696, 47.1952, 400, 0.7, List.of(new Light.Galaxy(1.4, 0.035, 0.8, 20, 0.6)));

    private final String word;
    private final String target;
    private final double raDeg;
    private final double decDeg;
    private final int starsPerSquareDeg;
    private final double bv;
    private final List<Light> lights;

    Field(String word, String target, double raDeg, double decDeg, int stars, double bv, List<Light> lights) {
        this.word = word;
        this.target = target;
        this.raDeg = raDeg;
        this.decDeg = decDeg;
        this.starsPerSquareDeg = stars;
        this.bv = bv;
        this.lights = lights;
    }

    /** In names of files. */
    String word() {
        return word;
    }

    /** The name of what is there. */
    String target() {
        return target;
    }

    /** Middle, ICRS. */
    double raDeg() {
        return raDeg;
    }

    /** Middle, ICRS. */
    double decDeg() {
        return decDeg;
    }

    /** Faint stars that no catalogue has, down to magnitude 19. */
    int starsPerSquareDeg() {
        return starsPerSquareDeg;
    }

    /** Middling colour B - V of faint stars. */
    double bv() {
        return bv;
    }

    /** What shines beside stars. */
    List<Light> lights() {
        return lights;
    }
}
