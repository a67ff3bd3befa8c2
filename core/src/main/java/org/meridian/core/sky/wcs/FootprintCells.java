// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

import java.util.Set;
import java.util.TreeSet;
import org.meridian.core.sky.Healpix;
import org.meridian.core.sky.Moc;
import org.meridian.core.sky.SkyPoint;
import org.meridian.core.sky.UnitVector;

/**
 * The cells that an image covers, found from both sides: cells of positions of the image, sampled more finely than cells
 * are wide, and cells whose centres are in the image.
 */
final class FootprintCells {
    /** Cells across an image, about. */
    private static final int ACROSS = 128;

    private static final int SAMPLES = 3 * ACROSS;
    private static final int MIN_ORDER = 3;
    private static final int MAX_ORDER = 18;

    /** Orders up to which every cell of the sky is asked whether its centre is in the image. */
    private static final int ALL_CELLS = 6;

    /** Width of a cell of order 0, about, in radians. */
    private static final double BASE_CELL = Math.sqrt(Math.PI / 3);

    private final SkyWcs wcs;
    private final double width;
    private final double height;

    FootprintCells(SkyWcs wcs, double width, double height) {
        this.wcs = wcs;
        this.width = width;
        this.height = height;
    }

    Footprint cover() {
        double[] samples = samples();
        int order = order(samples);
        Set<Long> cells = new TreeSet<>();
        for (int i = 0; i < samples.length; i += 2) {
            if (!Double.isNaN(samples[i])) {
                cells.add(Healpix.hash(order, samples[i], samples[i + 1]));
            }
        }
        if (cells.isEmpty()) {
            return new Footprint.Nothing();
        }
        if (order <= ALL_CELLS) {
            addCellsWithin(order, cells);
        }
        if (cells.size() == Healpix.cellCount(order)) {
            return new Footprint.WholeSky();
        }
        return new Footprint.Cells(
                Moc.ofCells(order, cells.stream().mapToLong(c -> c).toArray()));
    }

    /** Positions of a grid over the image, edges included. */
    private double[] samples() {
        double[] grid = new double[2 * (SAMPLES + 1) * (SAMPLES + 1)];
        int at = 0;
        for (int row = 0; row <= SAMPLES; row++) {
            for (int column = 0; column <= SAMPLES; column++) {
                grid[at++] = 0.5 + width * column / SAMPLES;
                grid[at++] = 0.5 + height * row / SAMPLES;
            }
        }
        wcs.pixelToIcrs(grid, grid, grid.length / 2);
        return grid;
    }

    /** The order whose cells are about as wide as the image by {@link #ACROSS}. */
    private static int order(double[] samples) {
        double widest = 0;
        UnitVector first = null;
        for (int i = 0; i < samples.length; i += 2) {
            if (!Double.isNaN(samples[i])) {
                UnitVector here = UnitVector.of(samples[i], samples[i + 1]);
                first = first == null ? here : first;
                widest = Math.max(widest, first.angleTo(here));
            }
        }
        double cell = Math.max(2 * widest / ACROSS, 1e-12);
        long order = Math.round(Math.log(BASE_CELL / cell) / Math.log(2));
        return (int) Math.max(MIN_ORDER, Math.min(MAX_ORDER, order));
    }

    private void addCellsWithin(int order, Set<Long> cells) {
        double[] point = new double[2];
        for (long cell = 0; cell < Healpix.cellCount(order); cell++) {
            SkyPoint centre = Healpix.centre(order, cell);
            point[0] = centre.lonDeg();
            point[1] = centre.latDeg();
            wcs.icrsToPixel(point, point, 1);
            if (point[0] >= 0.5 && point[0] <= width + 0.5 && point[1] >= 0.5 && point[1] <= height + 0.5) {
                cells.add(cell);
            }
        }
    }
}
