// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A box of pixels of an image. Immutable.
 *
 * @param axes which pixels of each axis, in the order of FITS
 */
record PixelBox(List<PixelRange> axes) {

    PixelBox {
        axes = List.copyOf(axes);
    }

    /** A whole image. */
    static PixelBox whole(List<Long> naxis) {
        return new PixelBox(naxis.stream().map(PixelRange::whole).toList());
    }

    /** How many pixels it has; {@link Long#MAX_VALUE} if they are more than can be counted. */
    long pixels() {
        try {
            return axes.stream().mapToLong(PixelRange::count).reduce(1, Math::multiplyExact);
        } catch (ArithmeticException e) {
            return Long.MAX_VALUE;
        }
    }

    /** How long its axes are. */
    List<Long> naxis() {
        return axes.stream().map(PixelRange::count).toList();
    }

    /** As in SUB: {@code [101:200,51:80]}. */
    String text() {
        return axes.stream().map(PixelRange::text).collect(Collectors.joining(",", "[", "]"));
    }
}
