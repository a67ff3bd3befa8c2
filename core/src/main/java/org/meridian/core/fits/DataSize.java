// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.fits;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** How many data there are behind a header (FITS 4.0, sections 4.4.1 and 6.2). Pure functions. */
final class DataSize {
    private static final int MOST_AXES = 999;

    /** FITS 4.0, table 8. */
    private static final List<Long> BITPIX = List.of(8L, 16L, 32L, 64L, -32L, -64L);

    private DataSize() {}

    /**
     * Bytes of data, without what fills the last block.
     *
     * @throws FitsException if that is no number of bytes
     */
    static long of(FitsHeader header) throws FitsException {
        long bitpix = bitpix(header, "");
        List<Long> axes = axes(header, "");
        if (axes.isEmpty()) {
            return 0;
        }
        try {
            long values = 1;
            for (long axis : hasGroups(header) ? axes.subList(1, axes.size()) : axes) {
                values = Math.multiplyExact(values, axis);
            }
            long each = Math.multiplyExact(Math.addExact(values, count(header, "PCOUNT", 0)), Math.abs(bitpix) / 8);
            long bytes = Math.multiplyExact(Math.max(1, count(header, "GCOUNT", 1)), each);
            // Twice as many are a number still, so that what is before them can be added.
            Math.addExact(bytes, bytes);
            return bytes;
        } catch (ArithmeticException e) {
            throw new FitsException("the header promises more bytes than any file has");
        }
    }

    /** Whether it has random groups (FITS 4.0, section 6). */
    static boolean hasGroups(FitsHeader header) {
        return header.isTrue("GROUPS")
                && header.whole("NAXIS").orElse(0) > 1
                && header.whole("NAXIS1").orElse(1) == 0;
    }

    /** Whether keywords with a prefix are those of an image. */
    static boolean isImage(FitsHeader header, String prefix) {
        try {
            long bytes = Math.abs(bitpix(header, prefix)) / 8;
            for (long axis : axes(header, prefix)) {
                bytes = Math.multiplyExact(bytes, Math.max(1, axis));
            }
            return true;
        } catch (FitsException | ArithmeticException e) {
            return false;
        }
    }

    /** The axes of an image that {@link #isImage}; empty if there are no pixels. */
    static List<Long> image(FitsHeader header, String prefix) {
        try {
            List<Long> axes = axes(header, prefix);
            return axes.contains(0L) ? List.of() : axes;
        } catch (FitsException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long bitpix(FitsHeader header, String prefix) throws FitsException {
        String keyword = prefix + "BITPIX";
        OptionalLong bitpix = header.whole(keyword);
        if (bitpix.isEmpty() || !BITPIX.contains(bitpix.getAsLong())) {
            throw new FitsException(shown(header, keyword) + ", and should be one of 8, 16, 32, 64, -32, -64");
        }
        return bitpix.getAsLong();
    }

    private static List<Long> axes(FitsHeader header, String prefix) throws FitsException {
        long number = count(header, prefix + "NAXIS", -1);
        if (number < 0 || number > MOST_AXES) {
            throw new FitsException(shown(header, prefix + "NAXIS") + ", and should be a number from 0 to 999");
        }
        List<Long> axes = new ArrayList<>();
        for (int axis = 1; axis <= number; axis++) {
            String keyword = prefix + "NAXIS" + axis;
            long length = count(header, keyword, -1);
            if (length < 0) {
                throw new FitsException(keyword + " is missing");
            }
            axes.add(length);
        }
        return axes;
    }

    private static long count(FitsHeader header, String keyword, long otherwise) throws FitsException {
        OptionalLong value = header.whole(keyword);
        if (value.isPresent() ? value.getAsLong() < 0 : header.values().containsKey(keyword)) {
            throw new FitsException(shown(header, keyword) + ", and should be a whole number, not negative");
        }
        return value.orElse(otherwise);
    }

    private static String shown(FitsHeader header, String keyword) {
        return header.text(keyword).map(value -> keyword + " is " + value).orElse(keyword + " is missing");
    }
}
