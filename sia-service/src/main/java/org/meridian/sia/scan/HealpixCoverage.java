// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import java.util.BitSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.meridian.core.fits.FitsHeader;
import org.meridian.core.fits.Hdu;
import org.meridian.core.sky.Healpix;
import org.meridian.core.sky.Moc;
import org.meridian.core.sky.ReferenceFrame;
import org.meridian.core.sky.SkyPoint;
import org.meridian.sia.obscore.SkyCoverage;

/** What a map of HEALPix cells covers: all of the sky, or the cells that it lists, at an order of 8 at most. */
final class HealpixCoverage {
    private static final Pattern PIXEL_COLUMN = Pattern.compile("(PIXEL|PIX|HPX_?PIXEL|HEALPIX|INDEX|IPIX)");
    private static final int MAX_ORDER = 8;

    private HealpixCoverage() {}

    static Optional<SkyCoverage> of(Hdu hdu, ColumnValues values, Consumer<String> complaints) {
        FitsHeader header = hdu.header();
        boolean partial = header.text("INDXSCHM").orElse("").strip().equalsIgnoreCase("EXPLICIT")
                || header.text("OBJECT").orElse("").strip().equalsIgnoreCase("PARTIAL");
        if (!partial) {
            return Optional.of(SkyCoverage.of(Moc.wholeSky(0)));
        }
        OptionalLong nside = header.whole("NSIDE");
        boolean nested = header.text("ORDERING")
                .orElse("")
                .strip()
                .toUpperCase(Locale.ROOT)
                .startsWith("NEST");
        Optional<TableColumn> column = TableColumn.named(TableColumn.of(hdu), PIXEL_COLUMN);
        boolean order = nside.isPresent() && nside.getAsLong() > 0 && Long.bitCount(nside.getAsLong()) == 1;
        if (!nested || !order || column.isEmpty()) {
            complaints.accept(
                    "the cells of the partial map are not read: NSIDE a power of two, ORDERING = 'NESTED' and a"
                            + " column PIXEL are needed");
            return Optional.empty();
        }
        return cells(hdu, column.get(), Long.numberOfTrailingZeros(nside.getAsLong()), values, complaints);
    }

    private static Optional<SkyCoverage> cells(
            Hdu hdu, TableColumn column, int order, ColumnValues values, Consumer<String> complaints) {
        ReferenceFrame frame = frame(hdu.header().text("COORDSYS").orElse("C").strip());
        int kept = Math.min(order, MAX_ORDER);
        BitSet cells = new BitSet((int) Healpix.cellCount(kept));
        boolean complete = values.each(hdu, column, pixel -> {
            if (pixel >= 0 && pixel < Healpix.cellCount(order)) {
                mark(order, (long) pixel, frame, kept, cells);
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

    private static ReferenceFrame frame(String name) {
        return switch (name.isEmpty() ? 'C' : Character.toUpperCase(name.charAt(0))) {
            case 'G' -> ReferenceFrame.GALACTIC;
            case 'E' -> ReferenceFrame.ECLIPTIC;
            default -> ReferenceFrame.ICRS;
        };
    }
}
