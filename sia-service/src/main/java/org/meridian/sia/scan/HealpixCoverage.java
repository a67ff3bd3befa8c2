// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import java.util.BitSet;
import java.util.Optional;
import java.util.function.Consumer;
import org.meridian.core.fits.Hdu;
import org.meridian.core.sky.Healpix;
import org.meridian.core.sky.Moc;
import org.meridian.core.sky.ReferenceFrame;
import org.meridian.core.sky.SkyPoint;
import org.meridian.sia.obscore.SkyCoverage;
import org.meridian.sia.table.HealpixTable;

/** What a map of HEALPix cells covers: all of the sky, or the cells that it lists, at an order of 8 at most. */
final class HealpixCoverage {
    private static final int MAX_ORDER = 8;

    private HealpixCoverage() {}

    static Optional<SkyCoverage> of(Hdu hdu, ColumnValues values, Consumer<String> complaints) {
        if (!HealpixTable.isPartial(hdu.header())) {
            return Optional.of(SkyCoverage.of(Moc.wholeSky(0)));
        }
        Optional<HealpixTable> map = HealpixTable.of(hdu.header());
        if (map.isEmpty()) {
            complaints.accept("the cells of the partial map are not read: " + HealpixTable.NEEDS);
            return Optional.empty();
        }
        return cells(hdu, map.get(), values, complaints);
    }

    private static Optional<SkyCoverage> cells(
            Hdu hdu, HealpixTable map, ColumnValues values, Consumer<String> complaints) {
        int kept = Math.min(map.order(), MAX_ORDER);
        BitSet cells = new BitSet((int) Healpix.cellCount(kept));
        boolean complete = values.each(hdu, map.pixelColumn().orElseThrow(), pixel -> {
            if (pixel >= 0 && pixel < map.cells()) {
                mark(map.order(), map.nested((long) pixel), map.frame(), kept, cells);
            }
        });
        if (!complete) {
            complaints.accept("not all cells of the partial map could be read");
        }
        return cells.isEmpty()
                ? Optional.empty()
                : Optional.of(SkyCoverage.of(
                        Moc.ofCells(kept, cells.stream().mapToLong(i -> i).toArray())));
    }

    private static void mark(int order, long cell, ReferenceFrame frame, int kept, BitSet cells) {
        if (frame == ReferenceFrame.ICRS) {
            cells.set((int) (cell >> (2 * (order - kept))));
            return;
        }
        SkyPoint centre = frame.transform(Healpix.centre(order, cell), ReferenceFrame.ICRS);
        cells.set((int) Healpix.hash(kept, centre.lonDeg(), centre.latDeg()));
    }
}
