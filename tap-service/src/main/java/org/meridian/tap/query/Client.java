// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.query;

import java.util.Optional;
import org.meridian.core.auth.Subject;

/**
 * Who a query is run for, as far as limits are concerned.
 *
 * @param address from where: an IP address, of a client behind a trusted proxy its own; empty for this machine and services of
 *     the gateway itself, which no limit by address holds for
 * @param subject on whose behalf
 */
public record Client(Optional<String> address, Subject subject) {

    /** The gateway itself. */
    public static final Client LOCAL = new Client(Optional.empty(), Subject.ANONYMOUS);

    /** Whose queries count together: a user's, or those of an address. Empty if nobody counts. */
    Optional<String> key() {
        return subject.name().map(name -> "user " + name).or(() -> address.map(a -> "address " + network(a)));
    }

    /** An IPv6 network of 64 bits is one customer. */
    private static String network(String address) {
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
