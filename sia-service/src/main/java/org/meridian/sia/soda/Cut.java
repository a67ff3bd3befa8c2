// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.io.IOException;
import org.meridian.core.fits.FitsFile;
import org.meridian.core.fits.Hdu;

/** A part of an HDU that is to be given. Immutable. */
sealed interface Cut permits ImageCut, TableCut, MapCut, WholeHdu {

    /** Of which HDU. */
    Hdu hdu();

    /** Bytes of data, as far as they are known before anything is read. */
    long bytes();

    /** Whether it goes along with others, and is nothing without them. */
    default boolean isCompanion() {
        return false;
    }

    /**
     * Its data.
     *
     * @param file that has the HDU
     * @throws IOException if they cannot be read
     */
    CutData open(FitsFile file) throws IOException;
}
