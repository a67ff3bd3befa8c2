// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.demo;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A near-infrared camera of the nineties, with headers as they were then: CDELT and CROTA, FK5 and FK4, years of two digits,
 * exposures that overlap in mosaics, and maps in galactic coordinates. Every third file is compressed.
 */
final class InfraredImager {
    private static final int PIXELS = 512;
    private static final double SCALE_DEG = 1.5 / 3600;
    private static final double TILE_DEG = 0.19;
    private static final int MAP_PIXELS = 640;
    private static final Optics OPTICS = new Optics(20.5, 15.8, 2.1, 4, 30);
    private static final List<Passband> BANDS = List.of(Passband.J, Passband.H, Passband.KS);
    private static final LocalDateTime FIRST_NIGHT = LocalDateTime.of(1998, 7, 22, 3, 41, 7);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("dd/MM/yy", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);
    private static final double JD_OF_MJD_0 = 2_400_000.5;
    /** Where Orion's nebula was in FK4 at B1950, as its header has it; ICRS follows from the header. */
    private static final double[] ORION_B1950 = {83.2056, -5.4215};

    private final DemoSky sky;

    /** The camera under a sky. */
    InfraredImager(DemoSky sky) {
        this.sky = sky;
    }

    /** All of its files. */
    List<DemoFile> files() {
        List<DemoFile> files = new ArrayList<>();
        for (Passband band : BANDS) {
            Observation when = new Observation(FIRST_NIGHT.plusHours(band.ordinal()), 8);
            for (int tile = 0; tile < 6; tile++) {
                files.add(tile(band, when.plusMinutes(3L * tile), tile));
            }
            files.add(galacticMap(band, new Observation(when.begin(), 6 * 8)));
            files.add(orion(band, when.plusMinutes(60L * 24 * 180)));
            files.add(andromeda(band, when.plusMinutes(60L * 24 * 90)));
        }
        files.add(dark());
        return files;
    }

    private DemoFile tile(Passband band, Observation when, int tile) {
        Field field = Field.GALACTIC_CENTRE;
        double dec = field.decDeg() + TILE_DEG * (tile / 3 - 0.5);
        double ra = field.raDeg() + TILE_DEG * (tile % 3 - 1) / Math.cos(Math.toRadians(dec));
        Cards frame = Coordinates.tangent(ra, dec, 256.5, 256.5, "").put("EQUINOX", 2000.0);
        String name = "nica/gc/gc-" + band.word() + "-" + (tile + 1) + ".fits";
        return image(tile % 3 == 2 ? name + ".gz" : name, field, band, when, frame, -31.5);
    }

    private DemoFile orion(Passband band, Observation when) {
        Cards frame = Coordinates.tangent(ORION_B1950[0], ORION_B1950[1], 256.5, 256.5, "")
                .put("EQUINOX", 1950.0)
                .put("RADECSYS", "FK4");
        String name = "nica/m42/m42-" + band.word() + ".fits";
        return image(name, Field.ORION, band, when, frame, 0);
    }

    private DemoFile andromeda(Passband band, Observation when) {
        Field field = Field.ANDROMEDA;
        Cards frame = Coordinates.tangent(field.raDeg(), field.decDeg(), 256.5, 256.5, "")
                .put("RADECSYS", "FK5")
                .put("EQUINOX", 2000.0);
        String name = "nica/m31/m31-" + band.word() + ".fits";
        return image(band == Passband.H ? name + ".gz" : name, field, band, when, frame, 90);
    }

    private DemoFile image(String path, Field field, Passband band, Observation when, Cards frame, double rotationDeg) {
        return new DemoFile(path, random -> {
            Cards cards = head(field.target(), when)
                    .put("FILTER", band.word())
                    .putAll(frame)
                    .put("CDELT1", -SCALE_DEG)
                    .put("CDELT2", SCALE_DEG)
                    .put("CROTA2", rotationDeg);
            float[][] counts = new Exposure(cards.sky(), PIXELS, PIXELS, band, OPTICS, when.seconds())
                    .of(field, sky.stars(field), when.julianYear())
                    .read(random, 0);
            return List.of(new DemoHdu.Image(cards, counts));
        });
    }

    private static Cards head(String object, Observation when) {
        return new Cards()
                .put("TELESCOP", "Meridian 1.5 m")
                .put("INSTRUME", "NICA")
                .put("OBJECT", object)
                .put("DATE-OBS", DAY.format(when.begin()), "dd/mm/yy")
                .put("UT", TIME.format(when.begin()), "Begin")
                .put("JD", when.mjd() + JD_OF_MJD_0, "Begin")
                .put("EXPOSURE", when.seconds(), "s")
                .put("BUNIT", "DN");
    }

    /** Plate carree in galactic coordinates, with the reference on the equator, as the projection wants it. */
    private DemoFile galacticMap(Passband band, Observation when) {
        String path = "nica/gc/gc-" + band.word() + "-map.fits";
        return new DemoFile(path, random -> {
            double middle = (MAP_PIXELS + 1) / 2.0;
            double scale = 3.0 / 3600;
            Cards cards = head(Field.GALACTIC_CENTRE.target(), when)
                    .put("FILTER", band.word())
                    .putAll(Coordinates.axes("GLON-CAR", "GLAT-CAR", 0, 0, middle, middle))
                    .put("CDELT1", -scale)
                    .put("CDELT2", scale)
                    .history("Rendered as a mosaic of six exposures");
            float[][] counts = new Exposure(cards.sky(), MAP_PIXELS, MAP_PIXELS, band, OPTICS, when.seconds())
                    .of(Field.GALACTIC_CENTRE, sky.stars(Field.GALACTIC_CENTRE), when.julianYear())
                    .read(random, 0);
            return List.of(new DemoHdu.Image(cards, counts));
        });
    }

    private static DemoFile dark() {
        return new DemoFile("nica/calibration/dark.fits", random -> {
            float[][] counts = new float[PIXELS][PIXELS];
            for (float[] row : counts) {
                for (int x = 0; x < row.length; x++) {
                    row[x] = (float) (OPTICS.readNoise() / OPTICS.gain() * random.nextGaussian());
                }
            }
            Cards cards =
                    head("DARK", new Observation(FIRST_NIGHT.minusHours(3), 8)).put("IMAGETYP", "dark");
            return List.of(new DemoHdu.Image(cards, counts));
        });
    }
}
