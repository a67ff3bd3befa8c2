// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

/**
 * Lets an answer say at its end what could not be known at its beginning, in a trailer field (RFC 9110, section 6.5). The
 * gateway leaves one as request property {@link #PROPERTY}. Thread-safe.
 */
@FunctionalInterface
public interface AnswerTrailer {

    /** Name of the request property. */
    String PROPERTY = "org.meridian.core.http.AnswerTrailer";

    /** Nothing can be said: what a server without trailers uses. */
    AnswerTrailer NONE = name -> value -> {};

    /**
     * Announces a field. To be called before anything of the answer is sent, and once only.
     *
     * @param name of the field
     * @return where its value goes, before the answer ends; without a value it is not sent. Does nothing where the client's
     *     HTTP knows no trailers
     */
    Value announce(String name);

    /** The value of a field. */
    @FunctionalInterface
    interface Value {
        /** @param value one line, ASCII; the last one counts */
        void set(String value);
    }
}
