// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.sky.Box;
import org.meridian.core.sky.Circle;
import org.meridian.core.sky.Cover;
import org.meridian.core.sky.Healpix;
import org.meridian.core.sky.Moc;
import org.meridian.core.sky.Polygon;
import org.meridian.core.sky.Range;
import org.meridian.core.sky.ReferenceFrame;
import org.meridian.core.sky.RingCover;
import org.meridian.core.sky.SkyPoint;
import org.meridian.core.sky.SkyRegion;
import org.meridian.sia.table.HealpixTable;

/**
 * The cells of a HEALPix map that a region touches. Circles and polygons are turned into the frame of the map; of ranges of right
 * ascension and declination, which are none in another frame, those count that have their centre, a corner, or a position of
 * {@link RegionOutline} in common. Pure functions.
 */
final class MapCells {

    private MapCells() {}

    /**
     * Ranges of numbers of cells in the order of the map: first and last by turns.
     *
     * @param region in ICRS
     * @param check called every now and then; what it throws ends the search
     * @throws UsageFault if there are too many
     */
    static long[] of(HealpixTable map, SkyRegion region, Runnable check) {
        try {
            SkyRegion turned = map.frame() == ReferenceFrame.ICRS ? region : turned(map, region, check);
            return map.ring()
                    ? RingCover.cellRanges(turned, map.order(), check)
                    : Cover.cellRanges(turned, map.order());
        } catch (IllegalArgumentException e) {
            throw new UsageFault("the region has too many cells of the map: choose a smaller one");
        }
    }

    private static SkyRegion turned(HealpixTable map, SkyRegion region, Runnable check) {
        return switch (region) {
            case Circle circle -> turned(circle, map.frame());
            case Polygon polygon ->
                Polygon.of(polygon.vertices().stream()
                        .map(vertex -> ReferenceFrame.ICRS.transform(vertex, map.frame()))
                        .toList());
            case Range range -> cells(map, range, check);
            case Box box -> turned(map, box.toPolygon(), check);
            case Moc moc -> throw new IllegalStateException("regions of parameters are none");
        };
    }

    private static Circle turned(Circle circle, ReferenceFrame frame) {
        SkyPoint centre = ReferenceFrame.ICRS.transform(new SkyPoint(circle.lonDeg(), circle.latDeg()), frame);
        return new Circle(centre.lonDeg(), centre.latDeg(), circle.radiusDeg());
    }

    private static Moc cells(HealpixTable map, Range range, Runnable check) {
        int order = map.order();
        long[] around = Cover.cells(turned(range.boundingCircle(), map.frame()), order);
        check.run();
        LongStream inside = Arrays.stream(around).filter(cell -> isMet(map, range, cell));
        LongStream onOutline = RegionOutline.of(range).stream().flatMapToLong(line -> cells(map, line));
        return Moc.ofCells(
                order, LongStream.concat(inside, onOutline).sorted().distinct().toArray());
    }

    private static boolean isMet(HealpixTable map, Range range, long cell) {
        return isMet(map, range, List.of(Healpix.centre(map.order(), cell)))
                || isMet(map, range, Healpix.vertices(map.order(), cell));
    }

    private static boolean isMet(HealpixTable map, Range range, List<SkyPoint> points) {
        return points.stream()
                .map(point -> map.frame().transform(point, ReferenceFrame.ICRS))
                .anyMatch(point -> range.contains(point.lonDeg(), point.latDeg()));
    }

    private static LongStream cells(HealpixTable map, double[] line) {
        return LongStream.range(0, line.length / 2).map(i -> {
            SkyPoint point = ReferenceFrame.ICRS.transform(
                    new SkyPoint(line[(int) (2 * i)], line[(int) (2 * i + 1)]), map.frame());
            return Healpix.hash(map.order(), point.lonDeg(), point.latDeg());
        });
    }
}
