// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

/**
 * Neighbouring pixels along an axis.
 *
 * @param first index of the first, from 0
 * @param count of them, 1 at least
 */
record PixelRange(long first, long count) {

    PixelRange {
        if (first < 0 || count < 1) {
            throw new IllegalArgumentException(count + " pixels from " + first);
        }
    }

    /** From one pixel to another, both included, counted from 1 as FITS does. */
    static PixelRange between(long first, long last) {
        return new PixelRange(first - 1, last - first + 1);
    }

    /** All pixels of an axis. */
    static PixelRange whole(long length) {
        return new PixelRange(0, length);
    }

    /** As in SUB: {@code 101:200}, from 1, the last included. */
    String text() {
        return first + 1 + ":" + (first + count);
    }
}
