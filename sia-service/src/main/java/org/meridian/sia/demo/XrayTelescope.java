// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.demo;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** An X-ray telescope: photons one by one, in tables with celestial axes in their columns, as NASA's archives have them. */
final class XrayTelescope {
    private static final int EVENTS = 40_000;
    private static final int SIDE = 1024;
    private static final double SCALE_DEG = 2.0 / 3600;
    private static final double SHARPNESS_PIXELS = 2.5;
    private static final int SOURCES = 120;
    private static final int MJD_REFERENCE = 50814;
    private static final LocalDateTime DAY = LocalDateTime.of(2012, 10, 3, 11, 0);

    private final DemoSky sky;

    /** The telescope under a sky. */
    XrayTelescope(DemoSky sky) {
        this.sky = sky;
    }

    /** All of its files. */
    List<DemoFile> files() {
        return List.of(
                events("xray/orion_evt.fits.gz", Field.ORION, new Observation(DAY, 20_000)),
                events("xray/pleiades_evt.fits", Field.PLEIADES, new Observation(DAY.plusDays(40), 30_000)));
    }

    private DemoFile events(String path, Field field, Observation when) {
        return new DemoFile(path, random -> {
            double start = Math.rint((when.mjd() - MJD_REFERENCE) * 86_400);
            Cards primary = head(field, when);
            Cards rows = head(field, when)
                    .put("EXTNAME", "EVENTS")
                    .put("HDUCLASS", "OGIP")
                    .put("HDUCLAS1", "EVENTS")
                    .put("MJDREF", MJD_REFERENCE)
                    .put("TIMEZERO", 0.0)
                    .put("TIMEUNIT", "s")
                    .put("TSTART", start)
                    .put("TSTOP", start + when.seconds())
                    .put("ONTIME", when.seconds())
                    .put("LIVETIME", 0.95 * when.seconds())
                    .put("TCTYP2", "RA---TAN")
                    .put("TCTYP3", "DEC--TAN")
                    .put("TCUNI2", "deg")
                    .put("TCUNI3", "deg")
                    .put("TCRVL2", field.raDeg())
                    .put("TCRVL3", field.decDeg())
                    .put("TCRPX2", (SIDE + 1) / 2.0)
                    .put("TCRPX3", (SIDE + 1) / 2.0)
                    .put("TCDLT2", -SCALE_DEG)
                    .put("TCDLT3", SCALE_DEG)
                    .put("TLMIN2", 0.5)
                    .put("TLMAX2", SIDE + 0.5)
                    .put("TLMIN3", 0.5)
                    .put("TLMAX3", SIDE + 0.5);
            Cards good =
                    new Cards().put("EXTNAME", "GTI").put("HDUCLASS", "OGIP").put("HDUCLAS1", "GTI");
            List<DemoHdu.Column> intervals = List.of(
                    new DemoHdu.Column("START", "s", new double[] {start}),
                    new DemoHdu.Column("STOP", "s", new double[] {start + when.seconds()}));
            return List.of(
                    new DemoHdu.Empty(primary),
                    new DemoHdu.Table(rows, photons(field, when, start, random)),
                    new DemoHdu.Table(good, intervals));
        });
    }

    private static Cards head(Field field, Observation when) {
        return new Cards()
                .put("TELESCOP", "MERIDIAN-X")
                .put("INSTRUME", "XCAM")
                .put("OBJECT", field.target())
                .put("RA_NOM", field.raDeg(), "[deg]")
                .put("DEC_NOM", field.decDeg(), "[deg]")
                .put("RADECSYS", "ICRS")
                .put("DATE-OBS", when.iso().substring(0, 19))
                .put("DATE-END", when.endIso().substring(0, 19))
                .put("TIMESYS", "TT")
                .put("EXPOSURE", 0.95 * when.seconds(), "[s]");
    }

    private List<DemoHdu.Column> photons(Field field, Observation when, double start, Random random) {
        double[] time = new double[EVENTS];
        float[] x = new float[EVENTS];
        float[] y = new float[EVENTS];
        float[] energy = new float[EVENTS];
        List<double[]> sources = sources(field, when);
        for (int i = 0; i < EVENTS; i++) {
            time[i] = start + when.seconds() * i / EVENTS;
            // Half of the photons are the sky's; the brighter half of the rest comes from the first sources.
            boolean sky = sources.isEmpty() || random.nextBoolean();
            double[] source = sky
                    ? new double[] {1 + (SIDE - 1) * random.nextDouble(), 1 + (SIDE - 1) * random.nextDouble()}
                    : sources.get((int) (sources.size() * random.nextDouble() * random.nextDouble()));
            double spread = sky ? 0 : SHARPNESS_PIXELS;
            x[i] = (float) Math.clamp(source[0] + spread * random.nextGaussian(), 0.5, SIDE + 0.5);
            y[i] = (float) Math.clamp(source[1] + spread * random.nextGaussian(), 0.5, SIDE + 0.5);
            energy[i] = (float) Math.clamp(-1500 * Math.log(1 - random.nextDouble()) + 300, 300, 10_000);
        }
        return List.of(
                new DemoHdu.Column("TIME", "s", time),
                new DemoHdu.Column("X", "pixel", x),
                new DemoHdu.Column("Y", "pixel", y),
                new DemoHdu.Column("ENERGY", "eV", energy));
    }

    /** Pixels of the brightest stars: young ones shine in X-rays. */
    private List<double[]> sources(Field field, Observation when) {
        double middle = (SIDE + 1) / 2.0;
        var plane = Coordinates.tangent(field.raDeg(), field.decDeg(), middle, middle, "")
                .put("CDELT1", -SCALE_DEG)
                .put("CDELT2", SCALE_DEG)
                .sky();
        List<double[]> found = new ArrayList<>();
        for (DemoStar star : sky.stars(field)) {
            double[] point = star.positionAt(when.julianYear());
            plane.icrsToPixel(point, point, 1);
            if (point[0] > 1 && point[0] < SIDE && point[1] > 1 && point[1] < SIDE && found.size() < SOURCES) {
                found.add(point);
            }
        }
        return found;
    }
}
