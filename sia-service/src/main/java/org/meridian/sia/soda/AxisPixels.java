// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.function.DoublePredicate;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.dali.DaliInterval;
import org.meridian.core.sky.wcs.StokesAxis;
import org.meridian.core.sky.wcs.Wcs;

/**
 * Pixels along one axis of an image whose wavelength, time or polarization is asked for; all other axes stay at their middle.
 *
 * @param wcs of the image
 * @param world index of the axis of world coordinates, from 0
 * @param pixelAxis index of the pixel axis that moves it
 * @param naxis of the image
 * @param check called every now and then; what it throws ends the search
 */
record AxisPixels(Wcs wcs, int world, int pixelAxis, List<Long> naxis, Runnable check) {

    private static final int CHUNK = 4096;

    /** Pixels along an axis; more are searched for nobody. */
    private static final long LONGEST = 1L << 30;

    /**
     * Over a world axis; its pixel axis is that along which it changes most.
     *
     * @throws UsageFault if it changes along none, or that has too many pixels
     */
    static AxisPixels of(Wcs wcs, int world, List<Long> naxis, Runnable check) {
        int moving = 0;
        double most = -1;
        for (int axis = 0; axis < naxis.size(); axis++) {
            AxisPixels candidate = new AxisPixels(wcs, world, axis, naxis, check);
            double[] values = candidate.values(candidate.middle(axis) - 0.5, 2);
            double change = Math.abs(values[1] - values[0]);
            if (change > most) {
                most = change;
                moving = axis;
            }
        }
        if (!(most > 0)) {
            throw new UsageFault("none of its axes of pixels is one of "
                    + wcs.axes().get(world).ctype());
        }
        if (naxis.get(moving) > LONGEST) {
            throw new UsageFault("axis " + (moving + 1) + " has " + naxis.get(moving) + " pixels, and no more than "
                    + LONGEST + " can be searched: choose by SUB");
        }
        return new AxisPixels(wcs, world, moving, naxis, check);
    }

    private double middle(int axis) {
        return axis < naxis.size() ? (naxis.get(axis) + 1) / 2.0 : 1;
    }

    /** World coordinates at {@code count} places, a pixel apart. */
    private double[] values(double first, int count) {
        int axes = wcs.axes().size();
        double[] points = new double[axes * count];
        for (int i = 0; i < count; i++) {
            for (int axis = 0; axis < axes; axis++) {
                points[i * axes + axis] = axis == pixelAxis ? first + i : middle(axis);
            }
        }
        wcs.pixelToWorld(points, points, count);
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            values[i] = points[i * axes + world];
        }
        return values;
    }

    /**
     * The pixels that have a part in an interval; of a single value the pixel that has it.
     *
     * @param converted the world coordinate in the unit of the interval
     */
    Optional<PixelRange> within(DaliInterval interval, DoubleFunction<OptionalDouble> converted) {
        long first = 0;
        long last = 0;
        long length = naxis.get(pixelAxis);
        for (long at = 1; at <= length; at += CHUNK) {
            check.run();
            int count = (int) Math.min(CHUNK, length - at + 1);
            double[] edges = values(at - 0.5, count + 1);
            for (int i = 0; i <= count; i++) {
                edges[i] = converted.apply(edges[i]).orElse(Double.NaN);
            }
            for (int i = 0; i < count; i++) {
                if (overlap(interval, Math.min(edges[i], edges[i + 1]), Math.max(edges[i], edges[i + 1]))) {
                    first = first == 0 ? at + i : first;
                    last = at + i;
                }
            }
        }
        return first == 0 ? Optional.empty() : Optional.of(PixelRange.between(first, last));
    }

    private static boolean overlap(DaliInterval interval, double low, double high) {
        return interval.min() == interval.max()
                ? low <= interval.min() && interval.min() < high
                : low < interval.max() && interval.min() < high;
    }

    /** The pixels from the first to the last with one of some polarizations. */
    Optional<PixelRange> with(Set<String> polarizations) {
        return where(
                value -> StokesAxis.name(value).filter(polarizations::contains).isPresent());
    }

    private Optional<PixelRange> where(DoublePredicate wanted) {
        long first = 0;
        long last = 0;
        long length = naxis.get(pixelAxis);
        for (long at = 1; at <= length; at += CHUNK) {
            check.run();
            double[] centres = values(at, (int) Math.min(CHUNK, length - at + 1));
            for (int i = 0; i < centres.length; i++) {
                if (wanted.test(centres[i])) {
                    first = first == 0 ? at + i : first;
                    last = at + i;
                }
            }
        }
        return first == 0 ? Optional.empty() : Optional.of(PixelRange.between(first, last));
    }
}
