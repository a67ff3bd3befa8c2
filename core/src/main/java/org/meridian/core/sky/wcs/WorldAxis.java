// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky.wcs;

/**
 * One axis of world coordinates: how its intermediate coordinate, which is linear in pixels and 0 at CRPIX, becomes a
 * value.
 */
public sealed interface WorldAxis permits SkyAxis, SpectralAxis, StokesAxis, TimeAxis, PlainAxis, UnreadAxis {
    /** CTYPE as the header has it, without blanks around it; "" if it has none. */
    String ctype();

    /** The unit of values; "" if they have none or none is known. */
    String unit();

    /** The value of an intermediate coordinate; NaN where there is none. */
    double value(double intermediate);

    /** The intermediate coordinate of a value; NaN where there is none. */
    double intermediate(double value);
}
