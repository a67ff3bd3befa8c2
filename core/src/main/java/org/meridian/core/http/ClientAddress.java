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

    /** What stands for one customer: an IPv4 address, or the network of 64 bits of an IPv6 address. */
    public static String network(String address) {
        String[] groups = address.split(":", -1);
        if (groups.length < 3 || address.contains(".")) {
            return address;
        }
        int compressed = address.indexOf("::");
        if (compressed < 0) {
            return String.join(":", groups[0], groups[1], groups[2], groups[3]);
        }
        String[] before = address.substring(0, compressed).split(":", -1);
        return before.length >= 4
                ? String.join(":", before[0], before[1], before[2], before[3])
                : address.substring(0, compressed);
    }
}
