// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.picture;

/**
 * A small image of numbers.
 *
 * @param width pixels of a row
 * @param height rows, the first one below
 * @param values row by row; NaN where there are none
 */
@SuppressWarnings("ArrayRecordComponent") // made once and read once; a copy would be one more image
public record Raster(int width, int height, float[] values) {

    public Raster {
        if (width <= 0 || height <= 0 || values.length != width * height) {
            throw new IllegalArgumentException(width + " x " + height + " pixels with " + values.length + " values");
        }
    }
}
