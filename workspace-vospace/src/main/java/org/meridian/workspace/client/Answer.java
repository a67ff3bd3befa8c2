// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import java.net.URI;
import java.net.http.HttpHeaders;

/**
 * What a service answered that did not refuse.
 *
 * @param status HTTP's
 * @param headers its headers
 * @param body what was made of its body
 * @param uri where it came from, after redirects
 * @param repeated whether it took more than one attempt
 */
record Answer<T>(int status, HttpHeaders headers, T body, URI uri, boolean repeated) {

    /** The same after more attempts. */
    Answer<T> again() {
        return new Answer<>(status, headers, body, uri, true);
    }
}
