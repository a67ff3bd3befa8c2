// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.demo;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** A spectrograph that looks at bright stars: spectra as images of one axis, and as tables of one row (ESO's Phase 3 form). */
final class Spectrograph {
    private static final int IMAGES = 18;
    private static final int TABLES = 12;
    private static final int PIXELS = 2600;
    private static final double FIRST_NM = 380;
    private static final double STEP_NM = 0.2;
    private static final double SIGNAL_TO_NOISE = 90;
    private static final LocalDateTime FIRST_NIGHT = LocalDateTime.of(2019, 3, 2, 18, 55, 4, 120_000_000);

    private final DemoSky sky;

    /** The spectrograph under a sky. */
    Spectrograph(DemoSky sky) {
        this.sky = sky;
    }

    /** All of its files. */
    List<DemoFile> files() {
        List<DemoStar> stars = sky.catalogue();
        List<DemoFile> files = new ArrayList<>();
        for (int i = 0; i < Math.min(IMAGES + TABLES, stars.size()); i++) {
            DemoStar star = stars.get(i);
            Observation when = new Observation(FIRST_NIGHT.plusDays(3L * i), 30 + 10.0 * (i % 7));
            files.add(i < IMAGES ? image(star, when, i) : table(star, when));
        }
        return files;
    }

    private static DemoFile image(DemoStar star, Observation when, int number) {
        String path = "spes/1d/spes-" + word(star) + ".fits";
        // Vacuum by name, air by name, and as many programs leave it: without saying which.
        String type = List.of("WAVE", "AWAV", "LINEAR").get(number % 3);
        return new DemoFile(path, random -> {
            double[] flux = flux(star, random);
            float[] stored = new float[PIXELS];
            for (int i = 0; i < PIXELS; i++) {
                stored[i] = (float) flux[i];
            }
            Cards cards = head(star, when)
                    .put("BUNIT", "erg/cm**2/s/Angstrom")
                    .put("CTYPE1", type)
                    .put("CUNIT1", "Angstrom")
                    .put("CRPIX1", 1.0)
                    .put("CRVAL1", 10 * FIRST_NM)
                    .put("CDELT1", 10 * STEP_NM)
                    .put("SPECSYS", "TOPOCENT");
            return List.of(new DemoHdu.Image(cards, stored));
        });
    }

    private static DemoFile table(DemoStar star, Observation when) {
        String path = "spes/phase3/spes-" + word(star) + ".fits";
        return new DemoFile(path, random -> {
            double[] wave = new double[PIXELS];
            float[] flux = new float[PIXELS];
            float[] error = new float[PIXELS];
            double[] seen = flux(star, random);
            for (int i = 0; i < PIXELS; i++) {
                wave[i] = 10 * (FIRST_NM + i * STEP_NM);
                flux[i] = (float) seen[i];
                error[i] = (float) (seen[i] / SIGNAL_TO_NOISE);
            }
            Cards primary = head(star, when)
                    .put("MJD-END", when.endMjd(), "[d] End")
                    .put("PRODCATG", "SCIENCE.SPECTRUM")
                    .put("WAVELMIN", FIRST_NM, "[nm]")
                    .put("WAVELMAX", FIRST_NM + (PIXELS - 1) * STEP_NM, "[nm]")
                    .put("SPEC_RES", 3000.0, "Resolving power")
                    .put("SPECSYS", "BARYCENT");
            Cards rows = new Cards()
                    .put("EXTNAME", "SPECTRUM")
                    .put("VOCLASS", "SPECTRUM V2.0")
                    .put("NELEM", PIXELS)
                    .put("APERTURE", 2.0 / 3600, "[deg]")
                    .put("SPEC_VAL", FIRST_NM + PIXELS * STEP_NM / 2, "[nm] Middle")
                    .put("SPEC_BW", PIXELS * STEP_NM, "[nm] Width");
            List<DemoHdu.Column> columns = List.of(
                    new DemoHdu.Column("WAVE", "angstrom", new double[][] {wave}),
                    new DemoHdu.Column("FLUX", "erg/cm**2/s/angstrom", new float[][] {flux}),
                    new DemoHdu.Column("ERR", "erg/cm**2/s/angstrom", new float[][] {error}));
            return List.of(new DemoHdu.Empty(primary), new DemoHdu.Table(rows, columns));
        });
    }

    private static Cards head(DemoStar star, Observation when) {
        double[] place = star.positionAt(when.julianYear());
        return new Cards()
                .put("TELESCOP", "Meridian 1.2 m")
                .put("INSTRUME", "SPES")
                .put("OBJECT", star.name())
                .put("RA", place[0], "[deg]")
                .put("DEC", place[1], "[deg]")
                .put("RADESYS", "ICRS")
                .put("DATE-OBS", when.iso(), "Begin")
                .put("MJD-OBS", when.mjd(), "[d] Begin")
                .put("TIMESYS", "UTC")
                .put("EXPTIME", when.seconds(), "[s]");
    }

    /** Flux density at each step of wavelength: erg/cm2/s/Angstrom, with noise. */
    private static double[] flux(DemoStar star, Random random) {
        StarSpectrum spectrum = new StarSpectrum(star.bv());
        // Vega's at 550 nm.
        double scale = 3.63e-9 * Math.pow(10, -0.4 * star.vmag());
        double[] flux = new double[PIXELS];
        for (int i = 0; i < PIXELS; i++) {
            double light = spectrum.at(FIRST_NM + i * STEP_NM);
            flux[i] = scale * light * (1 + random.nextGaussian() / SIGNAL_TO_NOISE);
        }
        return flux;
    }

    /** The name of a star in the name of a file. */
    static String word(DemoStar star) {
        return star.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }
}
