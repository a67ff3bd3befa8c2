// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/** Writes FITS files: images with every byte written, and observations of which little more than the headers is on the disk. */
final class SampleFits {

    /** HDUs of an {@link #observation}. */
    static final int HDUS = 4;

    private static final int BLOCK = 2880;
    private static final int DETECTOR = 2048;
    private static final int ENGINEERING_CARDS = 80;
    private static final int DETECTOR_CARDS = 50;

    private SampleFits() {}

    /** A square image around a position, without rotation. */
    record Image(int side, int bitpix, double raDeg, double decDeg, double scaleDeg) {
        /** Declination of the middle of a pixel of the central column, near enough; the first pixel is 0. */
        double decOf(double y) {
            return decDeg + (y - (side - 1) / 2.0) * scaleDeg;
        }

        /** Right ascension of the middle of a pixel, near enough within a degree of the middle. */
        double raOf(double x, double y) {
            return raDeg - (x - (side - 1) / 2.0) * scaleDeg / Math.cos(Math.toRadians(decOf(y)));
        }

        long bytes() {
            return (long) side * side * Math.abs(bitpix) / 8;
        }
    }

    /** Writes an image, random numbers between 1 and 2, to the disk. */
    static void image(Path file, Image image) throws IOException {
        List<String> cards = new ArrayList<>(List.of(card("SIMPLE", "T"), card("BITPIX", image.bitpix)));
        axes(cards, image.side);
        cards.addAll(List.of(text("OBJECT", "Field " + file.getFileName()), text("DATE-OBS", "2020-01-01T00:00:00")));
        coordinates(cards, image.side, image.raDeg, image.decDeg, image.scaleDeg);
        ByteBuffer row = ByteBuffer.allocateDirect(1 << 20);
        SplittableRandom random = new SplittableRandom(image.side);
        while (row.hasRemaining()) {
            // As a float a number from 1 to 2, as two short ones anything.
            row.putInt(0x3f800000 | random.nextInt() >>> 9);
        }
        try (FileChannel channel = create(file)) {
            write(channel, header(cards));
            long left = image.bytes();
            while (left > 0) {
                row.position(0).limit((int) Math.min(left, row.capacity()));
                left -= row.remaining();
                write(channel, row);
            }
            write(channel, ByteBuffer.allocate((int) ((BLOCK - image.bytes() % BLOCK) % BLOCK)));
            channel.force(true);
        }
    }

    /**
     * Writes an observation as pipelines do: a primary header of a hundred cards, and an image, its weights and its mask with
     * half as many each. Pixels are holes of the file.
     */
    static void observation(Path file, int number) throws IOException {
        SplittableRandom random = new SplittableRandom(number);
        double ra = 360 * random.nextDouble();
        double dec = 140 * random.nextDouble() - 70;
        List<String> primary = new ArrayList<>(List.of(
                card("SIMPLE", "T"),
                card("BITPIX", 16),
                card("NAXIS", 0),
                card("EXTEND", "T"),
                text("TELESCOP", "Example 2m"),
                text("INSTRUME", "CAM2"),
                text("OBJECT", "F" + number),
                text("DATE-OBS", String.format(Locale.ROOT, "2019-03-%02dT10:10:11.5", number % 28 + 1)),
                card("EXPTIME", 120.5),
                text("FILTER", "SDSS r"),
                text("PROPOSID", "P" + number % 50),
                text("OBS_ID", "ex" + number)));
        for (int i = 0; i < ENGINEERING_CARDS; i++) {
            primary.add(card(String.format(Locale.ROOT, "ENG%05d", i), 100 * random.nextDouble()));
        }
        for (int i = 0; i < 20; i++) {
            primary.add("HISTORY step " + i + " of the pipeline was done");
        }
        try (FileChannel channel = create(file)) {
            write(channel, header(primary));
            for (String name : List.of("SCI", "WHT", "DQ")) {
                int bitpix = name.equals("DQ") ? 16 : -32;
                List<String> cards = new ArrayList<>(List.of(text("XTENSION", "IMAGE"), card("BITPIX", bitpix)));
                axes(cards, DETECTOR);
                cards.addAll(List.of(card("PCOUNT", 0), card("GCOUNT", 1), text("EXTNAME", name), card("EXTVER", 1)));
                coordinates(cards, DETECTOR, ra, dec, 7e-5);
                for (int i = 0; i < DETECTOR_CARDS; i++) {
                    cards.add(card(String.format(Locale.ROOT, "DET%05d", i), random.nextDouble()));
                }
                write(channel, header(cards));
                long data = (long) DETECTOR * DETECTOR * Math.abs(bitpix) / 8;
                long end = channel.position() + (data + BLOCK - 1) / BLOCK * BLOCK;
                channel.write(ByteBuffer.allocate(1), end - 1);
                channel.position(end);
            }
        }
    }

    private static FileChannel create(Path file) throws IOException {
        return FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
    }

    private static void axes(List<String> cards, int side) {
        cards.addAll(List.of(card("NAXIS", 2), card("NAXIS1", side), card("NAXIS2", side)));
    }

    private static void coordinates(List<String> cards, int side, double ra, double dec, double scale) {
        cards.addAll(List.of(
                text("CTYPE1", "RA---TAN"),
                text("CTYPE2", "DEC--TAN"),
                card("CRVAL1", ra),
                card("CRVAL2", dec),
                card("CRPIX1", (side + 1) / 2.0),
                card("CRPIX2", (side + 1) / 2.0),
                card("CD1_1", -scale),
                card("CD1_2", 0.0),
                card("CD2_1", 0.0),
                card("CD2_2", scale),
                text("CUNIT1", "deg"),
                text("CUNIT2", "deg"),
                text("RADESYS", "ICRS")));
    }

    private static String card(String keyword, Object value) {
        return String.format(Locale.ROOT, "%-8s= %20s / what it says", keyword, value);
    }

    private static String text(String keyword, String value) {
        return String.format(Locale.ROOT, "%-8s= '%-8s' / what it says", keyword, value);
    }

    private static ByteBuffer header(List<String> cards) {
        StringBuilder all = new StringBuilder();
        cards.forEach(card -> all.append(String.format(Locale.ROOT, "%-80s", card)));
        all.append(String.format(Locale.ROOT, "%-80s", "END"));
        all.append(" ".repeat((BLOCK - all.length() % BLOCK) % BLOCK));
        return ByteBuffer.wrap(all.toString().getBytes(US_ASCII));
    }

    private static void write(FileChannel channel, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }
}
