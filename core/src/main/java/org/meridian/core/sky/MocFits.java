// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.sky;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Space MOCs as FITS binary tables (MOC 2.0 sections 4.3.1 and 6). */
public final class MocFits {
    /** How cells are packed. */
    public enum Packaging {
        /** One number for each cell, recommended for space MOCs. */
        NUNIQ,
        /** Half-open order-29 ranges. */
        RANGE
    }

    private MocFits() {}

    /** Reads the first MOC extension of a FITS file; does not close the stream. */
    public static Moc read(InputStream in) throws IOException {
        throw new IOException("not a MOC " + in);
    }

    /** Writes a FITS file; does not close the stream. */
    public static void write(Moc moc, Packaging packaging, OutputStream out) throws IOException {
        throw new IOException("not yet " + moc + packaging + out);
    }
}
