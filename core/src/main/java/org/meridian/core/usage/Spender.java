// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.usage;

import java.util.Optional;
import java.util.Set;
import org.meridian.core.auth.Subject;

/**
 * On whose account something is done: a user's, or that of the network from which an anonymous client comes. Immutable.
 *
 * @param user his name; empty for an anonymous client
 * @param network of an anonymous client, see {@link #network(String)}; empty on the gateway's own machine
 * @param groups that the user is in
 */
public record Spender(Optional<String> user, Optional<String> network, Set<String> groups) {

    /** The account of anonymous clients on the gateway's own machine. */
    private static final String LOCAL = "address:unknown";

    public Spender {
        groups = Set.copyOf(groups);
    }

    /**
     * Whoever asks.
     *
     * @param address from where: an IP address; empty on the gateway's own machine
     */
    public static Spender of(Subject subject, Optional<String> address) {
        return subject.isAnonymous()
                ? new Spender(Optional.empty(), address.map(Spender::network), Set.of())
                : new Spender(subject.name(), Optional.empty(), subject.groups());
    }

    /** Under which name everything is counted: {@code user:ada}, {@code address:192.0.2.1}. */
    public String account() {
        return user.map(name -> "user:" + name)
                .or(() -> network.map(text -> "address:" + text))
                .orElse(LOCAL);
    }

    /** Whether it is an anonymous client on the gateway's own machine: counted, but no limit by address holds for it. */
    public boolean isLocal() {
        return user.isEmpty() && network.isEmpty();
    }

    /** What counts as one client: an IPv4 address, or an IPv6 network of 64 bits, which is one customer's. */
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
