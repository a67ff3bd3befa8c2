// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The plate solution of the Digitized Sky Survey, which its headers carry beside a linear approximation: places on the
 * plate in mm, by polynomials AMDXi and AMDYi, are standard coordinates around the plate's centre (STScI, "The Digitized
 * Sky Survey", astrometry; Russell et al. 1990, AJ 99, 2059). As in wcslib it comes before the approximation.
 */
final class DssPlate implements PlaneDistortion {
    private static final int TERMS = 13;
    private static final double MICRON_TO_MM = 1e-3;
    private static final double ARCSEC = 1 / 3600.0;

    /** Powers of x and y that a term of AMDX is a product of; 7, 12 and 13 are sums of several. */
    private static final int[][][] POWERS = {
        {{1, 0}},
        {{0, 1}},
        {{0, 0}},
        {{2, 0}},
        {{1, 1}},
        {{0, 2}},
        {{2, 0}, {0, 2}},
        {{3, 0}},
        {{2, 1}},
        {{1, 2}},
        {{0, 3}},
        {{3, 0}, {1, 2}},
        {{5, 0}, {3, 2}, {3, 2}, {1, 4}}
    };

    private final Polynomial2 xi;
    private final Polynomial2 eta;

    private DssPlate(Keywords keywords) {
        this.xi = polynomial(keywords, "AMDX", false);
        this.eta = polynomial(keywords, "AMDY", true);
    }

    static boolean in(Keywords keywords) {
        return keywords.has("AMDX1") && keywords.has("AMDY1") && keywords.has("PLTRAH") && keywords.has("PPO3");
    }

    /** The terms of eta are those of xi with x and y exchanged. */
    private static Polynomial2 polynomial(Keywords keywords, String stem, boolean exchanged) {
        double[][] c = new double[6][6];
        for (int i = 0; i < TERMS; i++) {
            double value = keywords.number(stem + (i + 1)).orElse(0) * ARCSEC;
            for (int[] power : POWERS[i]) {
                c[power[exchanged ? 1 : 0]][power[exchanged ? 0 : 1]] += value;
            }
        }
        return new Polynomial2(c);
    }

    /** The coordinates of a header that has a plate solution. */
    static Wcs wcs(WcsKeywords header) {
        Keywords keywords = header.all();
        double sizeX = number(keywords, "XPIXELSZ") * MICRON_TO_MM;
        double sizeY = number(keywords, "YPIXELSZ") * MICRON_TO_MM;
        // the pixel at which x and y are 0
        double[] reference = {
            number(keywords, "PPO3") * MICRON_TO_MM / sizeX - number(keywords, "CNPIX1") + 0.5,
            number(keywords, "PPO6") * MICRON_TO_MM / sizeY - number(keywords, "CNPIX2") + 0.5
        };
        LinearTransform linear = new LinearTransform(reference, new double[] {-sizeX, 0, 0, sizeY}, "XPIXELSZ");
        double ra = 15 * sexagesimal(keywords, "PLTRAH", "PLTRAM", "PLTRAS");
        double dec = sexagesimal(keywords, "PLTDECD", "PLTDECM", "PLTDECS");
        double[] rotation = CelestialRotation.matrix(
                ra,
                keywords.word("PLTDECSN").orElse("+").equals("-") ? -dec : dec,
                0,
                90,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                "LONPOLE");
        CelestialAxes pair =
                new CelestialAxes(0, 1, Optional.of(new DssPlate(keywords)), new Tan(), new double[2], rotation);
        List<WorldAxis> axes = List.of(
                new SkyAxis(keywords.text("CTYPE1").orElse("RA---TAN"), true),
                new SkyAxis(keywords.text("CTYPE2").orElse("DEC--TAN"), false));
        Optional<CelestialFrame> frame = new CelestialFrameReader(header).read(CelestialSystem.EQUATORIAL);
        return new Wcs(axes, linear, Optional.empty(), Optional.of(pair), frame);
    }

    private static double number(Keywords keywords, String name) {
        return keywords.number(name)
                .orElseThrow(() -> new WcsException(name, name + " is missing: a plate solution needs it"));
    }

    private static double sexagesimal(Keywords keywords, String whole, String minutes, String seconds) {
        return number(keywords, whole) + number(keywords, minutes) / 60 + number(keywords, seconds) / 3600;
    }

    @Override
    public void evaluate(double u, double v, double[] out) {
        xi.evaluate(u, v, out, 0, 2);
        eta.evaluate(u, v, out, 1, 4);
    }
}
