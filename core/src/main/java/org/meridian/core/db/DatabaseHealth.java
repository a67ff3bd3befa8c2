// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether users' queries can be answered, found out by asking: logs in as the query role on a connection of its own (a
 * busy pool is not an outage) and runs a query. For VOSI 1.1 availability. Safe from any thread; however often it is
 * asked, the server sees one check a second.
 */
public final class DatabaseHealth {
    /** Answers older than this are found anew. */
    public static final Duration FRESH = Duration.ofSeconds(1);

    /** Longest time of connecting and of each answer. */
    private static final Map<String, String> BOUNDS =
            Map.of("connectTimeout", "2", "loginTimeout", "4", "socketTimeout", "2");

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseHealth.class);

    /**
     * An answer.
     *
     * @param available whether queries can be answered
     * @param upSince since when they can, or could before the outage
     * @param message for people, when they cannot; names nothing that clients must not see
     */
    public record Status(boolean available, Instant upSince, Optional<String> message) {}

    private final ConnectionFactory factory;
    private final InstantSource clock;
    private Status last;
    private Instant checked;

    /**
     * A check of a database that works now.
     *
     * @param factory connections of the query role
     * @param clock the time
     */
    DatabaseHealth(ConnectionFactory factory, InstantSource clock) {
        this.factory = factory;
        this.clock = clock;
        this.checked = clock.instant();
        this.last = new Status(true, checked, Optional.empty());
    }

    /**
     * Looks, or repeats an answer at most {@link #FRESH} old. Takes some milliseconds, and never more than about eight
     * seconds.
     *
     * @return what was found
     */
    public synchronized Status check() {
        Instant now = clock.instant();
        if (Duration.between(checked, now).compareTo(FRESH) < 0) {
            return last;
        }
        try (Connection connection = factory.open(BOUNDS);
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
            if (!last.available()) {
                LOG.info("the database answers again");
            }
            last = new Status(true, last.available() ? last.upSince() : clock.instant(), Optional.empty());
        } catch (SQLException e) {
            if (last.available()) {
                LOG.warn("the database does not answer: {}", e.toString());
            }
            last = new Status(false, last.upSince(), Optional.of("The database does not answer."));
        }
        checked = clock.instant();
        return last;
    }
}
