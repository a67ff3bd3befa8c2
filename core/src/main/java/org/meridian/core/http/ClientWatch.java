// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Tells whoever works on a request that its client has gone away before anything was sent, and lets an answer be broken
 * off. The gateway leaves one as request property {@link #PROPERTY}. Thread-safe.
 */
@FunctionalInterface
public interface ClientWatch {

    /** Name of the request property. */
    String PROPERTY = "org.meridian.core.http.ClientWatch";

    /** Nobody looks: what a server without such a watch uses. */
    ClientWatch NONE = action -> () -> {};

    /** The one that the gateway has left with a request, by the value of the property. */
    static ClientWatch of(@Nullable Object property) {
        return property instanceof ClientWatch watch ? watch : NONE;
    }

    /**
     * Asks for {@code action} to be run, once and on another thread, when the client closes its connection.
     *
     * @param action short, and harmless when the work is already done
     * @return ends the watch; to be closed before the answer is sent
     */
    Watch whenGone(Runnable action);

    /**
     * Closes the connection in the middle of the answer, so that the client cannot take a part for the whole. What is
     * written afterwards goes nowhere.
     *
     * @throws IOException if the server has no way to do so
     */
    default void breakOff() throws IOException {
        throw new IOException("this server cannot break an answer off");
    }

    /** A watch that goes on until it is closed or the request ends. */
    @FunctionalInterface
    interface Watch extends AutoCloseable {
        @Override
        void close();
    }
}
