// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What is asked of a service. Its movement is the only part of it that changes.
 *
 * @param method HTTP's
 * @param uri of what
 * @param headers beside those for credentials and the body
 * @param body made anew for each attempt
 * @param idempotent whether doing it twice is as good as doing it once
 * @param movement told of its bytes
 */
record Request(
        String method,
        URI uri,
        Map<String, String> headers,
        Supplier<BodyPublisher> body,
        boolean idempotent,
        Movement movement) {

    Request {
        headers = Map.copyOf(headers);
    }

    static Request get(URI uri) {
        return new Request("GET", uri, Map.of(), BodyPublishers::noBody, true, Movement.unseen());
    }

    static Request delete(URI uri) {
        return new Request("DELETE", uri, Map.of(), BodyPublishers::noBody, true, Movement.unseen());
    }

    /** Sends a text. */
    static Request text(String method, URI uri, String type, String text) {
        return new Request(
                method,
                uri,
                Map.of("Content-Type", type),
                () -> BodyPublishers.ofString(text),
                method.equals("PUT"),
                Movement.unseen());
    }

    Request at(URI other) {
        return new Request(method, other, headers, body, idempotent, movement);
    }

    Request with(String name, String value) {
        Map<String, String> more = new HashMap<>(headers);
        more.put(name, value);
        return new Request(method, uri, more, body, idempotent, movement);
    }

    Request moving(Movement other) {
        return new Request(method, uri, headers, body, idempotent, other);
    }
}
