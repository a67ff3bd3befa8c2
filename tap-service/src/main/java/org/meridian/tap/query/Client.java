// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.query;

import java.util.Optional;
import org.meridian.core.auth.Subject;
import org.meridian.core.usage.Spender;

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

    /** On whose account the query is run. */
    public Spender spender() {
        return Spender.of(subject, address);
    }
}
