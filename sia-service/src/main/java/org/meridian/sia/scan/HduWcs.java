// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import java.util.Optional;
import org.meridian.core.fits.Hdu;
import org.meridian.core.sky.wcs.Wcs;
import org.meridian.core.sky.wcs.WcsException;

/** World coordinates of images. */
final class HduWcs {
    private HduWcs() {}

    /** The coordinates; empty if there are none, or none that can be read. */
    static Optional<Wcs> of(Hdu hdu) {
        try {
            return read(hdu);
        } catch (WcsException unreadable) {
            return Optional.empty();
        }
    }

    /**
     * The coordinates; empty if there are none.
     *
     * @throws WcsException if they cannot be read
     */
    static Optional<Wcs> read(Hdu hdu) {
        return Wcs.read(hdu.imageHeader().keywords());
    }
}
