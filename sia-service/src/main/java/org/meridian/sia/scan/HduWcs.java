// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.meridian.core.fits.Hdu;
import org.meridian.core.sky.wcs.Wcs;
import org.meridian.core.sky.wcs.WcsException;

/** World coordinates of the images of one file, each read once. For one thread. */
final class HduWcs {
    private final Map<Integer, Reading> known = new HashMap<>();

    /** What the header of one HDU gives, or why it gives nothing. */
    private record Reading(Optional<Wcs> wcs, Optional<WcsException> fault) {}

    /** The coordinates; empty if there are none, or none that can be read. */
    Optional<Wcs> of(Hdu hdu) {
        return reading(hdu).wcs();
    }

    /**
     * The coordinates; empty if there are none.
     *
     * @throws WcsException if they cannot be read
     */
    Optional<Wcs> read(Hdu hdu) {
        Reading reading = reading(hdu);
        if (reading.fault().isPresent()) {
            throw reading.fault().get();
        }
        return reading.wcs();
    }

    private Reading reading(Hdu hdu) {
        return known.computeIfAbsent(hdu.index(), index -> {
            try {
                return new Reading(Wcs.read(hdu.imageHeader().keywords()), Optional.empty());
            } catch (WcsException e) {
                return new Reading(Optional.empty(), Optional.of(e));
            }
        });
    }
}
