// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * The body of an answer, for who has much to send: bytes from outside the heap go to the connection without being copied. The
 * gateway puts one into each request. Whoever writes to it has had the head of the answer made before, by writing to the stream
 * that he was given, perhaps nothing, and goes on writing here alone. Not thread-safe.
 */
@FunctionalInterface
public interface DirectOutput {

    /** Name of the request property (servlet attribute) with it. */
    String PROPERTY = "org.meridian.core.http.DirectOutput";

    /**
     * Sends bytes; waits until they are not needed any more.
     *
     * @param bytes from position to limit
     * @throws IOException if the client has gone
     */
    void write(ByteBuffer bytes) throws IOException;
}
