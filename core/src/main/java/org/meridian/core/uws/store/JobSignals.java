// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.db.Database;
import org.meridian.core.db.Statements;
import org.meridian.core.uws.JobId;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What gateways on one database tell one another at once about the jobs of a service. A signal may get lost with its
 * connection: whoever relies on one looks for himself from time to time. Thread-safe.
 */
public final class JobSignals implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobSignals.class);
    private static final Duration RECONNECT = Duration.ofSeconds(2);
    private static final int LISTEN_MILLIS = 500;
    private static final String QUEUED = "queued ";
    private static final String STOP = "stop ";

    private final Database database;
    private final Statements statements;
    private final String channel;
    private final String gateway;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * Whom to tell.
     *
     * @param queued a job waits for which the gateway that took it has no place
     * @param stop a running job is to be stopped
     */
    public record Listener(Runnable queued, Consumer<JobId> stop) {}

    /**
     * Signals about the jobs of a service.
     *
     * @param gateway name of this gateway, which does not hear itself
     */
    public JobSignals(Database database, String service, String gateway) {
        this.database = database;
        this.statements = new Statements(database.owner());
        this.gateway = gateway;
        this.channel = "meridian_jobs_" + service;
    }

    /** Begins to listen, on a thread and a connection of its own. */
    public void listen(Listener listener) {
        Thread.ofPlatform().name(channel).daemon().start(() -> listenUntilClosed(listener));
    }

    /** Tells the other gateways that a job waits. */
    public void queued() {
        send(QUEUED + gateway);
    }

    /** Tells the gateway that runs a job to stop it. */
    public void stop(JobId id) {
        send(STOP + id.text());
    }

    private void send(String message) {
        try {
            // Outside the transaction of the change: a transaction with a signal makes all others wait for its commit.
            statements.rows("SELECT pg_notify(?, ?)", List.of(channel, message), row -> message);
        } catch (TransientFault e) {
            LOG.debug("a signal was not sent: {}", e.message());
        }
    }

    private void listenUntilClosed(Listener listener) {
        while (closed.getCount() > 0) {
            try (Connection connection = database.listeningConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("LISTEN " + channel);
                PGConnection postgres = connection.unwrap(PGConnection.class);
                while (closed.getCount() > 0) {
                    for (PGNotification signal : postgres.getNotifications(LISTEN_MILLIS)) {
                        receive(signal.getParameter(), listener);
                    }
                }
            } catch (SQLException e) {
                LOG.debug("no signals of other gateways for now: {}", e.toString());
                awaitClosed();
            }
        }
    }

    private void awaitClosed() {
        try {
            if (closed.await(RECONNECT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("closed while the database was away");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void receive(String message, Listener listener) {
        if (message.startsWith(QUEUED) && !message.endsWith(gateway)) {
            listener.queued.run();
        } else if (message.startsWith(STOP)) {
            JobId.parse(message.substring(STOP.length())).ifPresent(listener.stop);
        }
    }

    /** Listens no more. */
    @Override
    public void close() {
        closed.countDown();
    }
}
