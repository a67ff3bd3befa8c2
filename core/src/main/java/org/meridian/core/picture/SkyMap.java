// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Path2D;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import org.meridian.core.sky.CoverCell;
import org.meridian.core.sky.Healpix;
import org.meridian.core.sky.Moc;
import org.meridian.core.sky.SkyPoint;
import org.meridian.core.sky.wcs.Keywords;
import org.meridian.core.sky.wcs.SkyWcs;
import org.meridian.core.sky.wcs.Wcs;

/**
 * A picture of the whole sky in an ellipse, with longitudes growing to the left. Used by one thread.
 */
public final class SkyMap {

    /** How the sphere is laid on the plane; both keep areas as they are. */
    public enum Projection {
        /** Hammer and Aitoff. */
        AIT,
        /** Mollweide. */
        MOL
    }

    /** Of the ellipse, in degrees of the plane: in both projections it is twice as wide as high. */
    private static final double HALF_WIDTH_DEG = Math.toDegrees(2 * Math.sqrt(2));

    private static final Color NET = new Color(0x77, 0x77, 0x77, 0xa0);
    private static final Color INK = new Color(0x33, 0x33, 0x33);
    private static final Color LIGHT = new Color(0xf0, 0xd8, 0x80);
    private static final Color COVERED = new Color(0x1f, 0x5a, 0xa8);
    private static final Color EMPTY = new Color(0xf4, 0xf4, 0xf4);

    /** Below so many pixels of width there are no numbers at the net. */
    private static final int NUMBERED = 400;

    /** Finer cells than this are no larger than the dot that is drawn for each. */
    private static final int DOTTED_ORDER = 9;

    private final BufferedImage picture;
    private final SkyWcs wcs;

    /** Whether the map is dark below the net. */
    private boolean shaded;

    /**
     * An empty map.
     *
     * @param width pixels, twice the height
     * @param centreDeg longitude of its middle
     */
    public SkyMap(int width, Projection projection, double centreDeg) {
        int height = width / 2;
        double step = 2 * HALF_WIDTH_DEG / (width - 4);
        this.wcs = Wcs.read(Keywords.of(Map.of(
                        "NAXIS",
                        2L,
                        "CTYPE1",
                        "RA---" + projection,
                        "CTYPE2",
                        "DEC--" + projection,
                        "CRPIX1",
                        (width + 1) / 2.0,
                        "CRPIX2",
                        (height + 1) / 2.0,
                        "CRVAL1",
                        centreDeg,
                        "CRVAL2",
                        0.0,
                        "CDELT1",
                        -step,
                        "CDELT2",
                        step)))
                .flatMap(Wcs::sky)
                .orElseThrow();
        this.picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, width, height);
        graphics.dispose();
    }

    /** Colours the part of the sky that is covered; what is too small to be seen is a dot. */
    public void cover(Moc moc) {
        paint((lon, lat) -> (moc.contains(lon, lat) ? COVERED : EMPTY).getRGB());
        Graphics2D graphics = picture.createGraphics();
        graphics.setColor(COVERED);
        Moc dots = moc.order() > DOTTED_ORDER ? moc.degraded(DOTTED_ORDER) : moc;
        double[] place = new double[2];
        for (CoverCell cell : dots.cells()) {
            SkyPoint centre = Healpix.centre(cell.order(), cell.cell());
            place[0] = centre.lonDeg();
            place[1] = centre.latDeg();
            wcs.icrsToPixel(place, place, 1);
            graphics.fillRect(
                    (int) Math.round(place[0]) - 2, picture.getHeight() - (int) Math.round(place[1]) - 1, 3, 3);
        }
        graphics.dispose();
    }

    /**
     * Shows a map of numbers in shades of gray.
     *
     * @param values at places, longitude and latitude in degrees; NaN where there are none
     */
    public void shades(DoubleBinaryOperator values) {
        float[] seen = new float[picture.getWidth() * picture.getHeight()];
        int[] count = new int[1];
        paint((lon, lat) -> {
            seen[count[0]++] = (float) values.applyAsDouble(lon, lat);
            return 0;
        });
        Stretch stretch = Stretch.of(Arrays.copyOf(seen, count[0]));
        shaded = true;
        paint((lon, lat) -> {
            double value = values.applyAsDouble(lon, lat);
            int gray = (int) Math.round(255 * stretch.shade(value));
            return Double.isNaN(value) ? EMPTY.getRGB() : gray << 16 | gray << 8 | gray;
        });
    }

    /** Colour of a place. */
    @FunctionalInterface
    private interface Paint {
        int rgb(double lonDeg, double latDeg);
    }

    private void paint(Paint paint) {
        int width = picture.getWidth();
        double[] row = new double[2 * width];
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < width; x++) {
                row[2 * x] = x + 1;
                row[2 * x + 1] = picture.getHeight() - y;
            }
            wcs.pixelToIcrs(row, row, width);
            for (int x = 0; x < width; x++) {
                if (!Double.isNaN(row[2 * x])) {
                    picture.setRGB(x, y, paint.rgb(row[2 * x], row[2 * x + 1]));
                }
            }
        }
    }

    /** Draws meridians and parallels, every 30 degrees. */
    public void net() {
        Graphics2D graphics = picture.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        graphics.setStroke(new BasicStroke(0.7f));
        graphics.setColor(NET);
        for (int lon = 0; lon < 360; lon += 30) {
            graphics.draw(line(lon, -90, lon, 90));
        }
        for (int lat = -60; lat <= 60; lat += 30) {
            graphics.draw(line(0, lat, 360, lat));
        }
        int width = picture.getWidth();
        if (width >= NUMBERED) {
            numbers(graphics);
        }
        graphics.setColor(INK);
        graphics.setStroke(new BasicStroke(1.2f));
        graphics.drawOval(1, 1, width - 3, picture.getHeight() - 3);
        graphics.dispose();
    }

    /** A curve in steps of a degree, broken where it leaves the map on one side and comes back on the other. */
    private Path2D line(double fromLon, double fromLat, double toLon, double toLat) {
        Path2D line = new Path2D.Double();
        int steps = (int) Math.max(Math.abs(toLon - fromLon), Math.abs(toLat - fromLat));
        double[] place = new double[2];
        double before = Double.NaN;
        for (int i = 0; i <= steps; i++) {
            place[0] = (fromLon + (toLon - fromLon) * i / steps) % 360;
            place[1] = fromLat + (toLat - fromLat) * i / steps;
            wcs.icrsToPixel(place, place, 1);
            double y = picture.getHeight() - place[1] + 0.5;
            if (Math.abs(place[0] - before) < picture.getWidth() / 4.0) {
                line.lineTo(place[0], y);
            } else if (!Double.isNaN(place[0])) {
                line.moveTo(place[0], y);
            }
            before = place[0];
        }
        return line;
    }

    private void numbers(Graphics2D graphics) {
        graphics.setColor(shaded ? LIGHT : INK);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, Math.clamp(picture.getWidth() / 75, 10, 20)));
        double[] place = new double[2];
        for (int lon = 0; lon < 360; lon += 60) {
            place[0] = lon;
            place[1] = 2;
            number(graphics, lon / 15 + "h", place);
        }
        for (int lat = -60; lat <= 60; lat += 30) {
            if (lat != 0) {
                place[0] = 2;
                place[1] = lat;
                number(graphics, (lat > 0 ? "+" : "") + lat + "\u00b0", place);
            }
        }
    }

    private void number(Graphics2D graphics, String text, double[] place) {
        wcs.icrsToPixel(place, place, 1);
        int x = (int) Math.clamp(
                place[0] + 3, 0, picture.getWidth() - graphics.getFontMetrics().stringWidth(text) - 12);
        graphics.drawString(text, x, (float) (picture.getHeight() - place[1]));
    }

    /** The map as PNG. */
    public byte[] png() {
        return Pictures.png(picture);
    }
}
