// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.util.Optional;
import org.meridian.core.sky.SkyRegion;
import org.meridian.core.sky.wcs.SkyWcs;

/**
 * The smallest box of pixels of an image with every pixel that a region of the sky touches. The region's outline is drawn in the
 * image; a coarse net over the image finds what has no outline in it, and where a side of the box still cuts through the region, as
 * it may at the seam of a map of the whole sky, the box grows. For one thread.
 */
final class RegionPixels {

    private static final int NET = 17;

    private static final int CHECKS = 64;

    /** Of a pixel: how far a position may come back from where it went for its pixel to count. */
    private static final double RETURNED = 0.01;

    private final SkyRegion region;
    private final SkyWcs sky;
    private final double right;
    private final double top;
    private final double scaleDeg;
    private double minX = Double.POSITIVE_INFINITY;
    private double maxX = Double.NEGATIVE_INFINITY;
    private double minY = Double.POSITIVE_INFINITY;
    private double maxY = Double.NEGATIVE_INFINITY;

    /**
     * The pixels of a box.
     *
     * @param x along {@link SkyWcs#firstAxis}
     * @param y along {@link SkyWcs#secondAxis}
     */
    record Found(PixelRange x, PixelRange y) {}

    private RegionPixels(SkyRegion region, SkyWcs sky, long width, long height) {
        this.region = region;
        this.sky = sky;
        this.right = width + 0.5;
        this.top = height + 0.5;
        double scale = sky.pixelScaleDeg((width + 1) / 2.0, (height + 1) / 2.0);
        this.scaleDeg = scale > 0 ? scale : Double.NaN;
    }

    /** Those of an image of {@code width} and {@code height}; empty if region and image have nothing in common. */
    static Optional<Found> of(SkyRegion region, SkyWcs sky, long width, long height) {
        RegionPixels pixels = new RegionPixels(region, sky, width, height);
        RegionOutline.of(region).forEach(pixels::addLine);
        pixels.addNet();
        if (pixels.minX > pixels.maxX) {
            return Optional.empty();
        }
        long[] box = {
            first(pixels.minX, width), last(pixels.minX, pixels.maxX, width),
            first(pixels.minY, height), last(pixels.minY, pixels.maxY, height)
        };
        pixels.grow(box);
        return Optional.of(new Found(PixelRange.between(box[0], box[1]), PixelRange.between(box[2], box[3])));
    }

    private static long first(double min, long length) {
        return Math.clamp((long) Math.floor(min + 0.5), 1, length);
    }

    private static long last(double min, double max, long length) {
        return Math.clamp((long) Math.ceil(max - 0.5), first(min, length), length);
    }

    private void add(double x, double y) {
        minX = Math.min(minX, x);
        maxX = Math.max(maxX, x);
        minY = Math.min(minY, y);
        maxY = Math.max(maxY, y);
    }

    private boolean isInside(double x, double y) {
        return x >= 0.5 && x <= right && y >= 0.5 && y <= top;
    }

    private void addLine(double[] positions) {
        int points = positions.length / 2;
        double[] pixels = new double[positions.length];
        sky.icrsToPixel(positions, pixels, points);
        double[] back = new double[positions.length];
        sky.pixelToIcrs(pixels, back, points);
        for (int i = 0; i < points; i++) {
            if (!(angleDeg(positions, i, back, i) <= RETURNED * tolerance())) {
                // Polynomials may lead from far outside to anywhere.
                pixels[2 * i] = Double.NaN;
            }
        }
        for (int i = 0; i + 1 < points; i++) {
            addPiece(positions, pixels, i);
        }
    }

    private double tolerance() {
        return Double.isNaN(scaleDeg) ? 1 : scaleDeg;
    }

    /** The part of a piece of the outline that lies in the image. */
    private void addPiece(double[] positions, double[] pixels, int i) {
        double x1 = pixels[2 * i];
        double y1 = pixels[2 * i + 1];
        double x2 = pixels[2 * i + 2];
        double y2 = pixels[2 * i + 3];
        boolean in1 = isInside(x1, y1);
        boolean in2 = isInside(x2, y2);
        if (in1) {
            add(x1, y1);
        }
        if (in2) {
            add(x2, y2);
        }
        if (in1 && in2 || Double.isNaN(x1) || Double.isNaN(x2)) {
            return;
        }
        double[] part = clipped(x1, y1, x2, y2);
        if (part.length > 0 && isPiece(positions, i, (x1 + x2) / 2, (y1 + y2) / 2)) {
            add(x1 + part[0] * (x2 - x1), y1 + part[0] * (y2 - y1));
            add(x1 + part[1] * (x2 - x1), y1 + part[1] * (y2 - y1));
        }
    }

    /** Between which shares of a line it is in the image (Liang and Barsky); empty if nowhere. */
    private double[] clipped(double x1, double y1, double x2, double y2) {
        double[] steps = {x1 - x2, x2 - x1, y1 - y2, y2 - y1};
        double[] rooms = {x1 - 0.5, right - x1, y1 - 0.5, top - y1};
        double from = 0;
        double to = 1;
        for (int side = 0; side < steps.length; side++) {
            if (steps[side] == 0) {
                if (rooms[side] < 0) {
                    return new double[0];
                }
            } else if (steps[side] < 0) {
                from = Math.max(from, rooms[side] / steps[side]);
            } else {
                to = Math.min(to, rooms[side] / steps[side]);
            }
        }
        return from <= to ? new double[] {from, to} : new double[0];
    }

    /** Whether the middle of a line in the image is near its middle on the sky: else the seam of a map is between its ends. */
    private boolean isPiece(double[] positions, int i, double x, double y) {
        double[] middle = {x, y};
        sky.pixelToIcrs(middle, middle, 1);
        double apart = angleDeg(positions, i, positions, i + 1);
        return angleDeg(middle, 0, positions, i) <= apart && angleDeg(middle, 0, positions, i + 1) <= apart;
    }

    /** Corners, middles of sides, and what lies between. */
    private void addNet() {
        double[] net = new double[2 * NET * NET];
        for (int i = 0; i < NET * NET; i++) {
            net[2 * i] = 0.5 + (right - 0.5) * (i % NET) / (NET - 1);
            net[2 * i + 1] = 0.5 + (top - 0.5) * (i / NET) / (NET - 1);
        }
        boolean[] inside = inRegion(net);
        for (int i = 0; i < inside.length; i++) {
            if (inside[i]) {
                add(net[2 * i], net[2 * i + 1]);
            }
        }
    }

    private boolean[] inRegion(double[] pixels) {
        int points = pixels.length / 2;
        double[] positions = new double[pixels.length];
        sky.pixelToIcrs(pixels, positions, points);
        boolean[] inside = new boolean[points];
        for (int i = 0; i < points; i++) {
            inside[i] = !Double.isNaN(positions[2 * i]) && region.contains(positions[2 * i], positions[2 * i + 1]);
        }
        return inside;
    }

    /** Moves sides outwards for as long as the region goes on beyond them. */
    private void grow(long[] box) {
        boolean grown = true;
        while (grown) {
            grown = false;
            for (int side = 0; side < box.length; side++) {
                boolean low = side % 2 == 0;
                long beyond = box[side] + (low ? -1 : 1);
                boolean vertical = side < 2;
                double end = (vertical ? right : top) - 0.5;
                if (beyond >= 1 && beyond <= end && goesOn(vertical, beyond, box)) {
                    box[side] = beyond;
                    grown = true;
                }
            }
        }
    }

    private boolean goesOn(boolean vertical, long beyond, long[] box) {
        long from = vertical ? box[2] : box[0];
        long to = vertical ? box[3] : box[1];
        int points = (int) Math.min(CHECKS, to - from + 1);
        double[] line = new double[2 * points];
        for (int i = 0; i < points; i++) {
            double along = points == 1 ? from : from + (double) (to - from) * i / (points - 1);
            line[2 * i] = vertical ? beyond : along;
            line[2 * i + 1] = vertical ? along : beyond;
        }
        for (boolean inside : inRegion(line)) {
            if (inside) {
                return true;
            }
        }
        return false;
    }

    /** Between two of the positions; NaN where one is none. */
    private static double angleDeg(double[] a, int i, double[] b, int j) {
        double lat1 = Math.toRadians(a[2 * i + 1]);
        double lat2 = Math.toRadians(b[2 * j + 1]);
        double halfLat = Math.sin((lat1 - lat2) / 2);
        double halfLon = Math.sin(Math.toRadians(a[2 * i] - b[2 * j]) / 2);
        double square = halfLat * halfLat + Math.cos(lat1) * Math.cos(lat2) * halfLon * halfLon;
        return Math.toDegrees(2 * Math.asin(Math.min(1, Math.sqrt(square))));
    }
}
