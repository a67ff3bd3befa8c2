// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.preview;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import org.meridian.core.fits.FitsFile;
import org.meridian.core.fits.FitsHeader;
import org.meridian.core.fits.Hdu;
import org.meridian.core.picture.SkyMap;
import org.meridian.core.sky.Healpix;

/** Pictures of maps of the whole sky in HEALPix cells: their first column, in the map's own frame. Pure functions. */
final class HealpixPicture {

    /** Finer cells are no larger than the pixels of any picture here. */
    private static final int FINEST = 9;

    /** What tables of maps say of missing values (HEALPix primer, section 3). */
    private static final double UNSEEN = -1.6375e30;

    private static final int CHUNK_ROWS = 1024;

    private HealpixPicture() {}

    /**
     * The picture; empty if the map is of a kind that is not known here.
     *
     * @param size pixels of the longer side
     */
    static Optional<byte[]> of(FitsFile file, Hdu table, int size, Runnable check) throws IOException {
        Optional<MapColumn> found = MapColumn.of(table.header());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        MapColumn column = found.get();
        int order = Math.min(FINEST, column.order);
        Cells cells = new Cells(order);
        ByteBuffer rows = ByteBuffer.allocate(Math.toIntExact(Math.min(CHUNK_ROWS, column.rows) * column.rowBytes));
        for (long row = 0; row < column.rows; row += CHUNK_ROWS) {
            check.run();
            int count = (int) Math.min(CHUNK_ROWS, column.rows - row);
            rows.clear().limit(Math.toIntExact(count * column.rowBytes));
            file.read(table, row * column.rowBytes, rows);
            for (int i = 0; i < count * column.repeat; i++) {
                int at = Math.toIntExact(i / column.repeat * column.rowBytes) + i % column.repeat * column.bytes;
                double value = column.bytes == 4 ? rows.getFloat(at) : rows.getDouble(at);
                cells.add(column.nested(row * column.repeat + i) >> 2 * (column.order - order), value);
            }
        }
        SkyMap map = new SkyMap(size, SkyMap.Projection.MOL, 0);
        map.shades((lon, lat) -> cells.mean(Healpix.hash(order, lon, lat)));
        map.net();
        return Optional.of(map.png());
    }

    private static final class Cells {
        private final double[] sums;
        private final int[] counts;

        Cells(int order) {
            this.sums = new double[(int) Healpix.cellCount(order)];
            this.counts = new int[sums.length];
        }

        void add(long cell, double value) {
            if (Double.isFinite(value) && value > UNSEEN * 0.999) {
                sums[(int) cell] += value;
                counts[(int) cell]++;
            }
        }

        double mean(long cell) {
            return counts[(int) cell] == 0 ? Double.NaN : sums[(int) cell] / counts[(int) cell];
        }
    }

    /**
     * The first column of a map that has a value for each cell, one after another.
     *
     * @param order of the cells
     * @param ring whether they are counted along parallels, and not nested
     * @param rows of the table
     * @param rowBytes of each
     * @param repeat values in a cell of the table
     * @param bytes of a value: 4 or 8
     */
    private record MapColumn(int order, boolean ring, long rows, long rowBytes, int repeat, int bytes) {

        static Optional<MapColumn> of(FitsHeader header) {
            long nside = header.whole("NSIDE").orElse(0);
            String form = header.text("TFORM1").orElse("").strip().toUpperCase(Locale.ROOT);
            boolean known = Long.bitCount(nside) == 1
                    && nside <= 1 << 14
                    && form.matches("[0-9]{0,6}[ED]")
                    && !header.text("INDXSCHM").orElse("IMPLICIT").strip().equals("EXPLICIT");
            if (!known) {
                return Optional.empty();
            }
            String digits = form.substring(0, form.length() - 1);
            int repeat = digits.isEmpty() ? 1 : Integer.parseInt(digits);
            MapColumn column = new MapColumn(
                    Long.numberOfTrailingZeros(nside),
                    !header.text("ORDERING").orElse("RING").strip().equals("NESTED"),
                    header.whole("NAXIS2").orElse(0),
                    header.whole("NAXIS1").orElse(0),
                    repeat,
                    form.endsWith("E") ? 4 : 8);
            long cells = 12 * nside * nside;
            boolean whole = column.rows * repeat == cells
                    && column.rowBytes >= (long) repeat * column.bytes
                    && column.rowBytes * Math.min(CHUNK_ROWS, column.rows) <= 1 << 28;
            return Optional.of(column).filter(one -> whole);
        }

        /** The nested index of a cell by its place in the table. */
        long nested(long index) {
            if (!ring) {
                return index;
            }
            return Healpix.ofRing(order, index);
        }
    }
}
