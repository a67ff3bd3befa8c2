// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** A result that is ready to be written, once. For one thread; closed by whoever got it. */
public interface CutoutProduct extends Closeable {

    /** For the HTTP header Content-Type. */
    String mediaType();

    /** Under which a client keeps it. */
    String fileName();

    /** How many bytes it has. */
    long bytes();

    /** Writes it. */
    void write(OutputStream out) throws IOException;
}
