// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.fits;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** The bytes of a FITS file, unpacked if it is compressed. For one thread. */
interface FitsBytes extends Closeable {

    /**
     * Reads bytes until the buffer is full, or there are no more.
     *
     * @throws FitsException if they cannot be unpacked
     */
    void read(long position, ByteBuffer to) throws IOException;

    /** How many bytes there are up to a position: it, or less if the file ends before. */
    long reach(long position) throws IOException;

    /**
     * Fills a buffer.
     *
     * @throws FitsException if the file ends before
     */
    default void readFully(long position, ByteBuffer to) throws IOException {
        read(position, to);
        if (to.hasRemaining()) {
            throw new FitsException("the file ends " + to.remaining() + " bytes before its data do");
        }
    }
}
