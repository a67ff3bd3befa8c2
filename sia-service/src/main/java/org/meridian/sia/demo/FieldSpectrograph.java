// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.demo;

import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import org.meridian.core.sky.wcs.SkyWcs;

/** An integral-field spectrograph: cubes of sky and wavelength with their variance, with headers as MUSE has them. */
final class FieldSpectrograph {
    private static final int SIDE = 64;
    private static final int CHANNELS = 300;
    private static final double SCALE_DEG = 0.8 / 3600;
    private static final double FIRST_ANGSTROM = 4750;
    private static final double STEP_ANGSTROM = 8;
    /** Hydrogen, oxygen, nitrogen, sulphur: wavelength in Angstrom and strength. */
    private static final double[][] LINES = {
        {4861.3, 1},
        {4958.9, 1.1},
        {5006.8, 3.3},
        {6548.1, 0.3},
        {6562.8, 2.9},
        {6583.4, 0.9},
        {6716.4, 0.15},
        {6730.8, 0.2}
    };

    private static final LocalDateTime NIGHT = LocalDateTime.of(2022, 1, 8, 1, 2, 3, 400_000_000);

    private final DemoSky sky;

    /** The spectrograph under a sky. */
    FieldSpectrograph(DemoSky sky) {
        this.sky = sky;
    }

    /** All of its files. */
    List<DemoFile> files() {
        return List.of(
                cube("ifs-orion", Field.ORION, new Observation(NIGHT, 600), 1, 220),
                cube("ifs-m31", Field.ANDROMEDA, new Observation(NIGHT.minusDays(60), 900), 0, -300),
                white("ifs-orion-white", Field.ORION, new Observation(NIGHT, 600)));
    }

    /** A cube; lines have a strength, and are moved by a velocity in km/s. */
    private DemoFile cube(String id, Field field, Observation when, double lines, double kms) {
        return new DemoFile("ifs/" + id + ".fits", random -> {
            Cards plane = plane(field);
            float[][] light = light(plane.sky(), field, when);
            float[][][] data = new float[CHANNELS][SIDE][SIDE];
            float[][][] variance = new float[CHANNELS][SIDE][SIDE];
            StarSpectrum stars = new StarSpectrum(field.bv());
            for (int channel = 0; channel < CHANNELS; channel++) {
                double angstrom = FIRST_ANGSTROM + channel * STEP_ANGSTROM;
                double continuum = stars.at(angstrom / 10);
                for (int y = 0; y < SIDE; y++) {
                    for (int x = 0; x < SIDE; x++) {
                        // A gradient of velocity from east to west.
                        double moved = kms * (x - SIDE / 2.0) / SIDE / 299_792.458;
                        double seen = light[y][x] * (continuum + lines * lines(angstrom, moved));
                        variance[channel][y][x] = (float) (seen + 4);
                        data[channel][y][x] = (float) (seen + Math.sqrt(seen + 4) * random.nextGaussian());
                    }
                }
            }
            Cards primary = head(id, field, when);
            return List.of(
                    new DemoHdu.Empty(primary),
                    new DemoHdu.Image(extension("DATA", "10**(-20)*erg/s/cm**2/Angstrom", plane), data),
                    new DemoHdu.Image(extension("STAT", "(10**(-20)*erg/s/cm**2/Angstrom)**2", plane), variance));
        });
    }

    /** All wavelengths together. */
    private DemoFile white(String id, Field field, Observation when) {
        return new DemoFile("ifs/" + id + ".fits", random -> {
            Cards plane = plane(field);
            Cards cards = head(id, field, when).put("BUNIT", "count").putAll(plane);
            return List.of(new DemoHdu.Image(cards, light(plane.sky(), field, when)));
        });
    }

    private float[][] light(SkyWcs plane, Field field, Observation when) {
        Optics optics = new Optics(23, 21.5, 2.2, 1, 1);
        return new Exposure(plane, SIDE, SIDE, Passband.R, optics, when.seconds())
                .of(field, sky.stars(field), when.julianYear())
                .counts();
    }

    private static double lines(double angstrom, double moved) {
        return Arrays.stream(LINES)
                .mapToDouble(line -> 6 * line[1] * Math.exp(-Math.pow((angstrom - line[0] * (1 + moved)) / 6, 2)))
                .sum();
    }

    private static Cards head(String id, Field field, Observation when) {
        return new Cards()
                .put("TELESCOP", "Meridian 8 m")
                .put("INSTRUME", "IFS")
                .put("OBJECT", field.target())
                .put("RA", field.raDeg(), "[deg]")
                .put("DEC", field.decDeg(), "[deg]")
                .put("DATE-OBS", when.iso())
                .put("MJD-OBS", when.mjd())
                .put("EXPTIME", when.seconds())
                .put("RADECSYS", "FK5")
                .put("EQUINOX", 2000.0)
                .put("OBS_ID", id);
    }

    private static Cards plane(Field field) {
        double middle = (SIDE + 1) / 2.0;
        return Coordinates.tangent(field.raDeg(), field.decDeg(), middle, middle, "")
                .put("CD1_1", -SCALE_DEG)
                .put("CD1_2", 0.0)
                .put("CD2_1", 0.0)
                .put("CD2_2", SCALE_DEG);
    }

    private static Cards extension(String name, String unit, Cards plane) {
        return new Cards()
                .put("EXTNAME", name)
                .put("BUNIT", unit)
                .putAll(plane)
                .put("CTYPE3", "AWAV")
                .put("CUNIT3", "Angstrom")
                .put("CRVAL3", FIRST_ANGSTROM)
                .put("CRPIX3", 1.0)
                .put("CD3_3", STEP_ANGSTROM)
                .put("CD1_3", 0.0)
                .put("CD2_3", 0.0)
                .put("CD3_1", 0.0)
                .put("CD3_2", 0.0)
                .put("SPECSYS", "TOPOCENT");
    }
}
