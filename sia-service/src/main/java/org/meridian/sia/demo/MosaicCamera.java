// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.demo;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A wide-field camera of four detectors with gaps between them, in files of four extensions with distortion (SIP), as whole
 * numbers; and deep images, tile-compressed. Writes its headers as observatories do today.
 */
final class MosaicCamera {
    private static final int CHIP_PIXELS = 384;
    private static final int GAP_PIXELS = 20;
    private static final double SCALE_DEG = 4.0 / 3600;
    private static final int DEEP_PIXELS = 1000;
    /** How far to the north-east: images overlap, and what is in a gap of one is in the others. */
    private static final double[] STEPS_DEG = {0.1, -0.12, 0.25};

    private static final int POINTINGS = STEPS_DEG.length;
    private static final double BIAS = 300;
    private static final Optics OPTICS = new Optics(22, 20.8, 2.3, 1.6, 6);
    private static final Optics DEEP = new Optics(22, 22.5, 2.3, 3 * 1.6, 3);
    private static final List<Field> FIELDS = List.of(Field.PLEIADES, Field.ORION, Field.M13, Field.ANDROMEDA);
    private static final List<Passband> BANDS = List.of(Passband.G, Passband.R, Passband.I);
    private static final LocalDateTime FIRST_NIGHT = LocalDateTime.of(2023, 11, 14, 19, 12, 30, 250_000_000);

    private final DemoSky sky;

    /** The camera under a sky. */
    MosaicCamera(DemoSky sky) {
        this.sky = sky;
    }

    /** All of its files. */
    List<DemoFile> files() {
        List<DemoFile> files = new ArrayList<>();
        int night = 0;
        for (Field field : FIELDS) {
            for (Passband band : BANDS) {
                Observation when = new Observation(FIRST_NIGHT.plusDays(night).plusMinutes(20L * band.ordinal()), 90);
                for (int i = 0; i < POINTINGS; i++) {
                    files.add(single(field, band, when.plusMinutes(2L * i), i + 1));
                }
                files.add(deep(field, band, new Observation(when.begin(), 90.0 * POINTINGS)));
            }
            night += 23;
        }
        files.addAll(ofOthers());
        files.addAll(calibration());
        return files;
    }

    /** Observations that are not for everybody. */
    private List<DemoFile> ofOthers() {
        LocalDateTime night = FIRST_NIGHT.plusDays(200);
        return List.of(
                single(Field.RING, Passband.R, new Observation(night, 90), 1),
                single(Field.WHIRLPOOL, Passband.G, new Observation(night.plusHours(1), 90), 1));
    }

    private DemoFile single(Field field, Passband band, Observation when, int number) {
        String id = "wmc-" + field.word() + "-" + band.word() + "-" + number;
        double step = STEPS_DEG[number - 1];
        double dec = field.decDeg() + step;
        double ra = field.raDeg() + step / Math.cos(Math.toRadians(dec));
        return new DemoFile("wmc/" + field.word() + "/" + id + ".fits", random -> {
            List<DemoHdu> parts = new ArrayList<>();
            parts.add(new DemoHdu.Empty(primary("OBJECT", field.target(), when)
                    .put("FILTER", band.word(), "Passband")
                    .put("RA", ra, "[deg] Pointing, ICRS")
                    .put("DEC", dec, "[deg] Pointing, ICRS")
                    .put("OBS_ID", id, "Identity of the observation")
                    .put("PROP_ID", "D-" + (100 + field.ordinal()), "Proposal")));
            for (int chip = 0; chip < 4; chip++) {
                Cards cards = chip(chip).putAll(distorted(ra, dec, chip));
                float[][] counts = new Exposure(cards.sky(), CHIP_PIXELS, CHIP_PIXELS, band, OPTICS, when.seconds())
                        .of(field, sky.stars(field), when.julianYear())
                        .read(random, BIAS);
                parts.add(new DemoHdu.Image(cards, Exposure.unsigned(counts)));
            }
            return parts;
        });
    }

    private static Cards primary(String type, String object, Observation when) {
        return new Cards()
                .put("ORIGIN", "Meridian demonstration", "Rendered: never observed")
                .put("TELESCOP", "Meridian Wide Array")
                .put("INSTRUME", "WMC", "Wide-field mosaic camera")
                .put("OBSERVER", "M. E. Ridian")
                .put("OBJECT", object)
                .put("OBSTYPE", type)
                .put("DATE-OBS", when.iso(), "Begin")
                .put("MJD-OBS", when.mjd(), "[d] Begin")
                .put("TIMESYS", "UTC")
                .put("EXPTIME", when.seconds(), "[s] Exposure time")
                .put("RADESYS", "ICRS");
    }

    private static Cards chip(int chip) {
        return new Cards()
                .put("EXTNAME", "CHIP" + (chip + 1))
                .put("INHERIT", true)
                .put("BSCALE", 1.0)
                .put("BZERO", 32768.0)
                .put("BUNIT", "adu")
                .put("GAIN", OPTICS.gain(), "[electron/adu]")
                .put("RDNOISE", OPTICS.readNoise(), "[electron]")
                .put("SATURATE", 65535, "[adu]");
    }

    /** Where a detector looks: the optical axis is the middle of all four. */
    private static Cards distorted(double ra, double dec, int chip) {
        double first = 0.5 - GAP_PIXELS / 2.0;
        double second = CHIP_PIXELS + 0.5 + GAP_PIXELS / 2.0;
        return Coordinates.tangent(ra, dec, (chip & 1) == 0 ? second : first, chip < 2 ? second : first, "-SIP")
                .put("CD1_1", -SCALE_DEG)
                .put("CD1_2", 2.1e-6)
                .put("CD2_1", 2.1e-6)
                .put("CD2_2", SCALE_DEG)
                .put("RADESYS", "ICRS")
                .put("A_ORDER", 3)
                .put("A_2_0", 1.1e-6)
                .put("A_1_1", -4.0e-7)
                .put("A_3_0", 1.6e-8)
                .put("A_1_2", 1.6e-8)
                .put("B_ORDER", 3)
                .put("B_0_2", 9.0e-7)
                .put("B_1_1", 5.0e-7)
                .put("B_2_1", 1.6e-8)
                .put("B_0_3", 1.6e-8);
    }

    private DemoFile deep(Field field, Passband band, Observation when) {
        String id = "wmc-" + field.word() + "-" + band.word();
        return new DemoFile("wmc/" + field.word() + "/" + id + "-deep.fits.fz", random -> {
            double middle = (DEEP_PIXELS + 1) / 2.0;
            Cards cards = new Cards()
                    .put("BUNIT", "adu")
                    .put("TELESCOP", "Meridian Wide Array")
                    .put("INSTRUME", "WMC")
                    .put("OBJECT", field.target())
                    .put("FILTER", band.word())
                    .put("DATE-BEG", when.iso(), "Begin of the first exposure")
                    .put("DATE-END", when.endIso(), "End of the last one")
                    .put("XPOSURE", when.seconds(), "[s] All exposures together")
                    .put("OBS_ID", id)
                    .put("PROP_ID", "D-" + (100 + field.ordinal()))
                    .put("NCOMBINE", POINTINGS)
                    .putAll(Coordinates.tangent(field.raDeg(), field.decDeg(), middle, middle, ""))
                    .put("PC1_1", 1.0)
                    .put("PC1_2", 0.0)
                    .put("PC2_1", 0.0)
                    .put("PC2_2", 1.0)
                    .put("CDELT1", -SCALE_DEG)
                    .put("CDELT2", SCALE_DEG)
                    .put("RADESYS", "ICRS")
                    .history("Rendered as " + POINTINGS + " exposures would add up");
            float[][] counts = new Exposure(cards.sky(), DEEP_PIXELS, DEEP_PIXELS, band, DEEP, when.seconds())
                    .of(field, sky.stars(field), when.julianYear())
                    .read(random, 0);
            return List.of(new DemoHdu.Image(cards, counts));
        });
    }

    private static List<DemoFile> calibration() {
        List<DemoFile> files = new ArrayList<>();
        Observation noon = new Observation(FIRST_NIGHT.withHour(15), 0);
        for (int i = 1; i <= 2; i++) {
            Observation when = noon.plusMinutes(i);
            files.add(frame("wmc-bias-" + i, primary("BIAS", "bias", when), BIAS, 6 / OPTICS.gain()));
        }
        for (Passband band : BANDS) {
            Observation when = new Observation(noon.begin().plusMinutes(10L + band.ordinal()), 4);
            Cards cards = primary("FLAT", "dome flat", when).put("FILTER", band.word());
            files.add(frame("wmc-flat-" + band.word(), cards, 28_000, 130));
        }
        return files;
    }

    private static DemoFile frame(String id, Cards cards, double level, double deviation) {
        cards.put("OBS_ID", id);
        return new DemoFile("wmc/calibration/" + id + ".fits", random -> {
            List<DemoHdu> parts = new ArrayList<>();
            parts.add(new DemoHdu.Empty(cards));
            for (int chip = 0; chip < 4; chip++) {
                parts.add(new DemoHdu.Image(chip(chip), Exposure.unsigned(even(level, deviation, random))));
            }
            return parts;
        });
    }

    /** Light that is the same everywhere. */
    private static float[][] even(double level, double deviation, Random random) {
        float[][] counts = new float[CHIP_PIXELS][CHIP_PIXELS];
        for (float[] row : counts) {
            for (int x = 0; x < row.length; x++) {
                row[x] = (float) (level + deviation * random.nextGaussian());
            }
        }
        return counts;
    }
}
