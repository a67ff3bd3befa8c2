// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.usage;

import java.util.Optional;
import java.util.Set;
import org.meridian.core.auth.Subject;
import org.meridian.core.http.ClientAddress;

/**
 * On whose account something is done: a user's, or that of the network from which an anonymous client comes. Immutable.
 *
 * @param user his name; empty for an anonymous client
 * @param network of an anonymous client, see {@link ClientAddress#network}; empty on the gateway's own machine
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
                ? new Spender(Optional.empty(), address.map(ClientAddress::network), Set.of())
                : new Spender(subject.name(), Optional.empty(), subject.groups());
    }

    /** Under which name everything is counted: {@code user:ada}, {@code address:192.0.2.1}. */
    public String account() {
        return user.map(name -> "user:" + name)
                .or(() -> network.map(text -> "address:" + text))
                .orElse(LOCAL);
    }

    /** The account, where limits of what one client may do at once hold for it: not for {@linkplain #isLocal local} clients. */
    public Optional<String> limitedAccount() {
        return isLocal() ? Optional.empty() : Optional.of(account());
    }

    /** Whether it is an anonymous client on the gateway's own machine: counted, but no limit by address holds for it. */
    public boolean isLocal() {
        return user.isEmpty() && network.isEmpty();
    }
}
