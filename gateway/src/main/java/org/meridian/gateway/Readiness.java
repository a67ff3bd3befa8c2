// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.meridian.core.db.DatabaseHealth;

/** Whether queries find what they should: the database answers, and nothing is being prepared for them. Thread-safe. */
final class Readiness {

    private final DatabaseHealth health;
    private final InstantSource clock;
    private Optional<String> preparation = Optional.empty();
    private Instant readySince = Instant.MIN;

    /**
     * Ready as long as the database is.
     *
     * @param health asks it
     * @param clock the time
     */
    Readiness(DatabaseHealth health, InstantSource clock) {
        this.health = health;
        this.clock = clock;
    }

    /** From now on something is being prepared; {@code note} tells people what. */
    synchronized void preparing(String note) {
        preparation = Optional.of(note);
    }

    /** Nothing is being prepared any more. */
    synchronized void ready() {
        if (preparation.isPresent()) {
            preparation = Optional.empty();
            readySince = clock.instant();
        }
    }

    /** What there is to say of it now. */
    DatabaseHealth.Status status() {
        DatabaseHealth.Status database = health.check();
        synchronized (this) {
            Instant since = database.upSince().isAfter(readySince) ? database.upSince() : readySince;
            return preparation.isPresent() && database.available()
                    ? new DatabaseHealth.Status(false, since, preparation)
                    : new DatabaseHealth.Status(database.available(), since, database.message());
        }
    }
}
