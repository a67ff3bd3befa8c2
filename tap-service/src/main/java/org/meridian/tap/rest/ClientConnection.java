// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import org.meridian.core.auth.rest.Caller;
import org.meridian.core.http.AnswerTrailer;
import org.meridian.core.http.ClientWatch;
import org.meridian.tap.query.Client;

/**
 * What the gateway knows of the client of a request.
 *
 * @param watch tells when it is gone
 * @param trailer takes what is known only at the end of the answer
 * @param client whose limits hold
 */
record ClientConnection(ClientWatch watch, AnswerTrailer trailer, Client client) {

    static ClientConnection of(ContainerRequestContext request) {
        return new ClientConnection(
                ClientWatch.of(request.getProperty(ClientWatch.PROPERTY)),
                request.getProperty(AnswerTrailer.PROPERTY) instanceof AnswerTrailer trailer
                        ? trailer
                        : AnswerTrailer.NONE,
                new Client(Caller.address(request), Caller.subject(request)));
    }
}
