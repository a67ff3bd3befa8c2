// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.Optional;
import org.meridian.core.auth.Subject;
import org.meridian.core.http.AnswerTrailer;
import org.meridian.core.http.ClientAddress;
import org.meridian.core.http.ClientWatch;
import org.meridian.tap.query.Client;

/**
 * What the gateway knows of the client of a request.
 *
 * @param watch tells when it is gone
 * @param trailer takes what is known only at the end of the answer
 * @param client whose limits hold
 */
record Caller(ClientWatch watch, AnswerTrailer trailer, Client client) {

    static Caller of(ContainerRequestContext request) {
        return new Caller(
                request.getProperty(ClientWatch.PROPERTY) instanceof ClientWatch watch ? watch : ClientWatch.NONE,
                request.getProperty(AnswerTrailer.PROPERTY) instanceof AnswerTrailer trailer
                        ? trailer
                        : AnswerTrailer.NONE,
                new Client(
                        request.getProperty(ClientAddress.PROPERTY) instanceof String address
                                ? Optional.of(address)
                                : Optional.empty(),
                        Subject.ANONYMOUS));
    }
}
