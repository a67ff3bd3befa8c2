// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.demo;

import java.time.LocalDateTime;
import java.util.List;

/** A radio interferometer: a cube of velocities of carbon monoxide, and an image in four Stokes parameters. Headers as AIPS has them. */
final class RadioArray {
    private static final int SIDE = 96;
    private static final int CHANNELS = 80;
    private static final double SCALE_DEG = 12.0 / 3600;
    private static final double FIRST_KMS = -2;
    private static final double STEP_KMS = 0.25;
    private static final double CO_HZ = 1.152712018e11;
    private static final int STOKES_SIDE = 256;
    private static final double STOKES_SCALE_DEG = 6.0 / 3600;
    private static final double CONTINUUM_HZ = 1.4e9;
    private static final LocalDateTime DAY = LocalDateTime.of(2016, 5, 21, 6, 30);

    /** All of its files. */
    List<DemoFile> files() {
        return List.of(carbonMonoxide(), polarization());
    }

    private static DemoFile carbonMonoxide() {
        return new DemoFile("radio/orion-co.fits", random -> {
            Light gas = new Light.Cloud(30, 0, 0, 0.12, 61, 0);
            Light motion = new Light.Cloud(1, 0, 0, 1, 62, 0);
            float[][][] data = new float[CHANNELS][SIDE][SIDE];
            for (int y = 0; y < SIDE; y++) {
                for (int x = 0; x < SIDE; x++) {
                    double east = -(x - SIDE / 2.0) * SCALE_DEG;
                    double north = (y - SIDE / 2.0) * SCALE_DEG;
                    double kelvin = gas.at(east, north);
                    double kms = 9 + 8 * north + 3 * (motion.at(2 * east, 2 * north) - 0.5);
                    for (int channel = 0; channel < CHANNELS; channel++) {
                        double away = (FIRST_KMS + channel * STEP_KMS - kms) / 1.1;
                        data[channel][y][x] = (float) (kelvin * Math.exp(-away * away) + 0.4 * random.nextGaussian());
                    }
                }
            }
            Cards cards = head(Field.ORION, "K", 24.0 / 3600)
                    .putAll(plane(Field.ORION, SIDE, SCALE_DEG))
                    .put("CTYPE3", "VRAD")
                    .put("CUNIT3", "m/s")
                    .put("CRVAL3", FIRST_KMS * 1000)
                    .put("CDELT3", STEP_KMS * 1000)
                    .put("CRPIX3", 1.0)
                    .put("SPECSYS", "LSRK")
                    .put("RESTFRQ", CO_HZ, "[Hz] CO 1-0");
            return List.of(new DemoHdu.Image(cards, data));
        });
    }

    private static DemoFile polarization() {
        return new DemoFile("radio/sgra-iquv.fits", random -> {
            Light plasma = new Light.Cloud(0.4, 0, 0, 0.12, 71, 0);
            Light field = new Light.Cloud(1, 0, 0, 2, 72, 0);
            float[][][][] data = new float[4][1][STOKES_SIDE][STOKES_SIDE];
            for (int y = 0; y < STOKES_SIDE; y++) {
                for (int x = 0; x < STOKES_SIDE; x++) {
                    double east = -(x - STOKES_SIDE / 2.0) * STOKES_SCALE_DEG;
                    double north = (y - STOKES_SIDE / 2.0) * STOKES_SCALE_DEG;
                    double total = plasma.at(east, north);
                    double angle = 2 * Math.PI * field.at(4 * east, 4 * north);
                    double[] stokes = {total, 0.15 * total * Math.cos(angle), 0.15 * total * Math.sin(angle), 0};
                    for (int s = 0; s < 4; s++) {
                        data[s][0][y][x] = (float) (stokes[s] + 2e-3 * random.nextGaussian());
                    }
                }
            }
            Cards cards = head(Field.GALACTIC_CENTRE, "JY/BEAM", 15.0 / 3600)
                    .putAll(plane(Field.GALACTIC_CENTRE, STOKES_SIDE, STOKES_SCALE_DEG))
                    .put("CTYPE3", "FREQ")
                    .put("CRVAL3", CONTINUUM_HZ)
                    .put("CDELT3", 5e7)
                    .put("CRPIX3", 1.0)
                    .put("CTYPE4", "STOKES")
                    .put("CRVAL4", 1.0)
                    .put("CDELT4", 1.0)
                    .put("CRPIX4", 1.0);
            return List.of(new DemoHdu.Image(cards, data));
        });
    }

    private static Cards head(Field field, String unit, double beamDeg) {
        Observation when = new Observation(DAY, 4 * 3600);
        return new Cards()
                .put("TELESCOP", "Meridian Radio Array")
                .put("INSTRUME", "MRA")
                .put("OBJECT", field.target())
                .put("DATE-OBS", when.iso().substring(0, 10))
                .put("EQUINOX", 2000.0)
                .put("BUNIT", unit)
                .put("BMAJ", beamDeg)
                .put("BMIN", beamDeg)
                .put("BPA", 0.0);
    }

    private static Cards plane(Field field, int side, double scaleDeg) {
        double middle = side / 2.0 + 1;
        return Coordinates.axes("RA---SIN", "DEC--SIN", field.raDeg(), field.decDeg(), middle, middle)
                .put("CDELT1", -scaleDeg)
                .put("CDELT2", scaleDeg);
    }
}
