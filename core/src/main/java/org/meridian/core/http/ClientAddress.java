// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

/** The network address a request came from. The gateway leaves it as request property {@link #PROPERTY}, a string. */
public final class ClientAddress {

    /** Name of the request property. */
    public static final String PROPERTY = "org.meridian.core.http.ClientAddress";

    private ClientAddress() {}
}
