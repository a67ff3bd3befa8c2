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

    /** The same, and before that where. */
    FitsException behind(String where) {
        return new FitsException(where + getMessage());
    }

    /** The file is no FITS file at all. */
    public static final class NoFits extends FitsException {
        private static final long serialVersionUID = 1;

        NoFits(String message) {
            super(message);
        }

        @Override
        FitsException behind(String where) {
            return where.startsWith("HDU") ? this : new NoFits(where + getMessage());
        }
    }

    /** The first header of the file can be read, but does not say how many data there are. */
    public static final class BadHeader extends FitsException {
        private static final long serialVersionUID = 1;

        private final transient FitsHeader header;

        BadHeader(String message, FitsHeader header) {
            super(message);
            this.header = header;
        }

        /** The header. */
        public FitsHeader header() {
            return header;
        }

        @Override
        FitsException behind(String where) {
            return new BadHeader(where + getMessage(), header);
        }
    }
}
