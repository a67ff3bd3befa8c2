// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.fits;

import java.nio.ByteBuffer;
import java.util.OptionalLong;

/**
 * How the numbers of an image are stored (FITS 4.0, sections 4.4.2.5 and 5). Immutable.
 *
 * @param bitpix kind of the numbers
 * @param scale by which a number is multiplied
 * @param zero what is added then
 * @param blank whole number that stands for no value
 */
public record StoredValues(int bitpix, double scale, double zero, OptionalLong blank) {

    /** Those of an image; of the uncompressed one if it is in tiles. */
    public static StoredValues of(Hdu image) {
        FitsHeader header = image.imageHeader();
        return new StoredValues(
                image.bitpix(),
                header.number("BSCALE").orElse(1),
                header.number("BZERO").orElse(0),
                image.bitpix() > 0 ? header.whole("BLANK") : OptionalLong.empty());
    }

    /** Bytes of a number. */
    public int size() {
        return Math.abs(bitpix) / 8;
    }

    /** The value of the number at a place of a buffer; NaN for none. */
    public double at(ByteBuffer bytes, int place) {
        return switch (bitpix) {
            case -32 -> zero + scale * bytes.getFloat(place);
            case -64 -> zero + scale * bytes.getDouble(place);
            case 8 -> whole(bytes.get(place) & 0xff);
            case 16 -> whole(bytes.getShort(place));
            case 32 -> whole(bytes.getInt(place));
            default -> whole(bytes.getLong(place));
        };
    }

    private double whole(long number) {
        return blank.isPresent() && blank.getAsLong() == number ? Double.NaN : zero + scale * number;
    }
}
