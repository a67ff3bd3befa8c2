// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.meridian.core.fits.Hdu;
import org.meridian.core.sky.wcs.Wcs;

/**
 * What the dataset in a file is, and which HDUs hold it.
 *
 * @param kind what it is
 * @param subtype a narrower word, of the IVOA's vocabulary {@code product-type} where it has one
 * @param main the HDU that says most of it
 * @param images all of its image HDUs, if it is an image or a cube
 * @param coordinates of all HDUs of the file
 */
record Product(Kind kind, Optional<String> subtype, Hdu main, List<Hdu> images, HduWcs coordinates) {
    Product {
        images = List.copyOf(images);
    }

    /** The types of ObsCore 1.1, section 3.3.1, and maps of HEALPix cells, for which it has none. */
    enum Kind {
        IMAGE,
        CUBE,
        SPECTRUM,
        TIMESERIES,
        EVENT,
        VISIBILITY,
        MEASUREMENTS,
        HEALPIX;

        /** {@code dataproduct_type}; empty for NULL. */
        Optional<String> obscore() {
            return this == HEALPIX ? Optional.empty() : Optional.of(name().toLowerCase(Locale.ROOT));
        }
    }

    /** The world coordinates of the main HDU; empty if there are none, or none that can be read. */
    Optional<Wcs> wcs() {
        return coordinates.of(main);
    }

    boolean is(Kind... kinds) {
        return List.of(kinds).contains(kind);
    }

    /** Rows of the table that it is; 0 for what is no table. */
    long rows() {
        return main.isImage() ? 0 : Math.max(0, main.header().whole("NAXIS2").orElse(0));
    }
}
