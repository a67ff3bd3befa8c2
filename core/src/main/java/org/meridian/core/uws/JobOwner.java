// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws;

import java.util.Optional;
import java.util.Set;
import org.meridian.core.auth.Subject;
import org.meridian.core.http.ClientAddress;
import org.meridian.core.usage.Spender;

/**
 * Whose job it is (UWS 1.1, section 2.1.8). Immutable.
 *
 * @param user name of the user; empty for an anonymous one
 * @param address network address from which the job was or is asked for; {@code unknown} on the gateway's own machine
 */
public record JobOwner(Optional<String> user, String address) {

    private static final String LOCAL = "unknown";

    /**
     * Whoever asks now.
     *
     * @param address from where; empty on the gateway's own machine
     */
    public static JobOwner of(Subject subject, Optional<String> address) {
        return new JobOwner(subject.name(), address.orElse(LOCAL));
    }

    /** The network address; empty on the gateway's own machine. */
    public Optional<String> knownAddress() {
        return Optional.of(address).filter(text -> !text.equals(LOCAL));
    }

    /** Under which name jobs are counted and take turns; see {@link Spender#account()}. */
    public String account() {
        return new Spender(user, knownAddress().map(ClientAddress::network), Set.of()).account();
    }
}
