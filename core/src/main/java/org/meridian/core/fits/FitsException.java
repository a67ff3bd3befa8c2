// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.fits;

import java.io.IOException;

/** A file is not as FITS 4.0 wants it. The message says what is wrong, and where; it names no path. */
public class FitsException extends IOException {
    private static final long serialVersionUID = 1;

    /** What is wrong, for whoever has the file. */
    public FitsException(String message) {
        super(message);
    }

    /** The file is no FITS file at all. */
    public static final class NoFits extends FitsException {
        private static final long serialVersionUID = 1;

        NoFits(String message) {
            super(message);
        }
    }
}
