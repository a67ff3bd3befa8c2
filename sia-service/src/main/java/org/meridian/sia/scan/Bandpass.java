// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

/**
 * A filter, or the whole range of an instrument.
 *
 * @param name for people
 * @param minM shortest wavelength in vacuum, in metres
 * @param maxM longest
 */
record Bandpass(String name, double minM, double maxM) {
    /** @throws IllegalArgumentException if it has no width */
    Bandpass {
        if (!(minM > 0 && maxM > minM && maxM < 1e6)) {
            throw new IllegalArgumentException(
                    "the filter " + name + " needs 0 < min < max in metres, not " + minM + " and " + maxM);
        }
    }
}
