// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

/** Where a request comes from. */
public final class ClientAddress {

    /**
     * Name of the request property with the IP address of the client, a string: of one behind a trusted proxy its own. The
     * gateway leaves it, but not for clients on its own machine.
     */
    public static final String PROPERTY = "org.meridian.core.http.ClientAddress";

    private ClientAddress() {}
}
