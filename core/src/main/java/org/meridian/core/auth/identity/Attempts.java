// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.meridian.core.dali.DaliFault.TransientFault;

/** Failed attempts to guess a secret, by what they have in common. Forgets them after a while. Thread-safe. */
public final class Attempts {

    static final Duration WINDOW = Duration.ofMinutes(10);
    private static final int MOST_KNOWN = 100_000;

    private record Failures(Instant since, int count) {}

    private final InstantSource clock;
    private final String tooMany;
    private final Map<String, Failures> failures = new ConcurrentHashMap<>();

    /** Attempts to sign in. */
    Attempts(InstantSource clock) {
        this(clock, "too many attempts to sign in have failed");
    }

    /**
     * Attempts at something.
     *
     * @param tooMany what to tell those who made too many
     */
    public Attempts(InstantSource clock, String tooMany) {
        this.clock = clock;
        this.tooMany = tooMany;
    }

    /** @throws TransientFault if there were {@code most} failures under a key, or more */
    public void require(String key, int most) {
        Failures known = failures.get(key);
        if (known == null || known.count < most) {
            return;
        }
        Duration left = Duration.between(clock.instant(), known.since.plus(WINDOW));
        if (left.isPositive()) {
            throw TransientFault.tooManyRequests(
                    tooMany + "; try again in " + (left.toMinutes() + 1) + " minutes", left);
        }
        failures.remove(key, known);
    }

    /** Notes a failure. */
    public void failed(String key) {
        Instant now = clock.instant();
        if (failures.size() >= MOST_KNOWN) {
            failures.values().removeIf(known -> known.since.plus(WINDOW).isBefore(now));
        }
        failures.merge(
                key,
                new Failures(now, 1),
                (known, one) ->
                        known.since.plus(WINDOW).isBefore(now) ? one : new Failures(known.since, known.count + 1));
    }

    /** Forgets the failures under a key. */
    public void succeeded(String key) {
        failures.remove(key);
    }
}
