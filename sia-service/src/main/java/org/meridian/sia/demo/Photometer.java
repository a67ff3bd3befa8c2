// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.demo;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A photometer that watches stars for a month: light curves in barycentric days (as TESS writes them), and in plain MJD. */
final class Photometer {
    private static final int STARS = 26;
    private static final int FIRST_RANK = 40;
    private static final int POINTS = 1440;
    private static final double STEP_DAYS = 0.02;
    private static final double NOISE = 8e-4;
    private static final int BJD_REFERENCE = 2_457_000;
    private static final double JD_OF_MJD_0 = 2_400_000.5;
    private static final LocalDateTime FIRST_DAY = LocalDateTime.of(2021, 2, 9, 0, 0);

    private final DemoSky sky;

    /** The photometer under a sky. */
    Photometer(DemoSky sky) {
        this.sky = sky;
    }

    /** All of its files. */
    List<DemoFile> files() {
        List<DemoStar> stars = sky.catalogue();
        List<DemoFile> files = new ArrayList<>();
        for (int i = 0; i < STARS && FIRST_RANK + i < stars.size(); i++) {
            DemoStar star = stars.get(FIRST_RANK + i);
            Observation when = new Observation(FIRST_DAY.plusDays(28L * (i % 4)), POINTS * STEP_DAYS * 86_400);
            files.add(i % 2 == 0 ? barycentric(star, when) : plain(star, when));
        }
        return files;
    }

    private static DemoFile barycentric(DemoStar star, Observation when) {
        return new DemoFile("phot/phot-" + Spectrograph.word(star) + "_lc.fits", random -> {
            double start = when.mjd() + JD_OF_MJD_0 - BJD_REFERENCE;
            Cards primary = head(star)
                    .put("TSTART", start, "[d] of BJD less BJDREFI")
                    .put("TSTOP", start + POINTS * STEP_DAYS, "[d] of BJD less BJDREFI")
                    .put("DATE-OBS", when.iso() + "Z", "Begin")
                    .put("DATE-END", when.endIso() + "Z", "End");
            Cards rows = new Cards()
                    .put("EXTNAME", "LIGHTCURVE")
                    .put("TIMEREF", "SOLARSYSTEM")
                    .put("TIMESYS", "TDB")
                    .put("BJDREFI", BJD_REFERENCE)
                    .put("BJDREFF", 0.0)
                    .put("TIMEUNIT", "d")
                    .put("TSTART", start)
                    .put("TSTOP", start + POINTS * STEP_DAYS)
                    .put("EXPOSURE", POINTS * STEP_DAYS * 0.8, "[d] on source")
                    .put("TIMEDEL", STEP_DAYS, "[d]");
            return List.of(
                    new DemoHdu.Empty(primary),
                    new DemoHdu.Table(rows, columns("TIME", "BJD - 2457000, days", start, star, random)));
        });
    }

    private static DemoFile plain(DemoStar star, Observation when) {
        return new DemoFile("phot/phot-" + Spectrograph.word(star) + "_mjd.fits", random -> {
            Cards primary = head(star)
                    .put("MJD-BEG", when.mjd(), "[d]")
                    .put("MJD-END", when.endMjd(), "[d]")
                    .put("TIMESYS", "UTC")
                    .put("FILTER", "V");
            Cards rows = new Cards().put("EXTNAME", "PHOTOMETRY").put("TIMESYS", "UTC");
            return List.of(
                    new DemoHdu.Empty(primary), new DemoHdu.Table(rows, columns("MJD", "d", when.mjd(), star, random)));
        });
    }

    private static Cards head(DemoStar star) {
        return new Cards()
                .put("TELESCOP", "Meridian Photometric Satellite")
                .put("INSTRUME", "PHOT")
                .put("OBJECT", star.name())
                .put("RA_OBJ", star.raDeg(), "[deg]")
                .put("DEC_OBJ", star.decDeg(), "[deg]")
                .put("EQUINOX", 2000.0);
    }

    private static List<DemoHdu.Column> columns(
            String timeName, String timeUnit, double start, DemoStar star, Random random) {
        double[] time = new double[POINTS];
        float[] flux = new float[POINTS];
        float[] error = new float[POINTS];
        int[] quality = new int[POINTS];
        double mean = 1e6 * Math.pow(10, -0.4 * star.vmag());
        double period = 1.5 + 5 * random.nextDouble();
        double depth = 0.02 + 0.08 * random.nextDouble();
        boolean eclipsed = random.nextBoolean();
        for (int i = 0; i < POINTS; i++) {
            time[i] = start + i * STEP_DAYS;
            double phase = i * STEP_DAYS / period;
            double light = eclipsed ? eclipsed(phase, depth) : 1 + depth * Math.sin(2 * Math.PI * phase) / 2;
            flux[i] = (float) (mean * (light + NOISE * random.nextGaussian()));
            error[i] = (float) (mean * NOISE);
        }
        // The satellite turns to the ground in the middle.
        Arrays.fill(flux, POINTS / 2, POINTS / 2 + 40, Float.NaN);
        Arrays.fill(quality, POINTS / 2, POINTS / 2 + 40, 16);
        return List.of(
                new DemoHdu.Column(timeName, timeUnit, time),
                new DemoHdu.Column("FLUX", "electron/s", flux),
                new DemoHdu.Column("FLUX_ERR", "electron/s", error),
                new DemoHdu.Column("QUALITY", "", quality));
    }

    private static double eclipsed(double phase, double depth) {
        double primary = Math.exp(-Math.pow(Math.IEEEremainder(phase, 1) / 0.03, 4));
        double secondary = Math.exp(-Math.pow(Math.IEEEremainder(phase - 0.5, 1) / 0.03, 4));
        return 1 - depth * primary - 0.3 * depth * secondary;
    }
}
