// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.query;

import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.http.ClientWatch;

/**
 * On what terms a query runs. Immutable.
 *
 * @param client whose limits hold
 * @param watch tells when the client is gone: the query is then cancelled, or leaves its queue
 * @param executionTime how long the database may work on it; at least 1 ms
 * @param patience how long it may wait for a place
 * @param background whether nobody sits before it: it is then not counted among its client's queries, nor turned away because
 *     a queue is long (whoever runs jobs bounds their number)
 * @param reference of the request or job, for the audit log
 * @param weight is told if the query turns out to be heavy, before it asks for a place among the heavy ones
 * @param bill what it costs its client
 */
public record Execution(
        Client client,
        ClientWatch watch,
        Duration executionTime,
        Duration patience,
        boolean background,
        String reference,
        Weight weight,
        QueryBill bill) {

    /** Longest wait of a job for its place. */
    private static final Duration JOB_PATIENCE = Duration.ofDays(1);

    /** Takes note of heavy work. */
    @FunctionalInterface
    public interface Weight {
        /** Does nothing with it. */
        Weight ANY = () -> {};

        /**
         * The query is heavy.
         *
         * @throws TransientFault if it cannot be run now for that reason
         */
        void heavy();
    }

    /** A query whose client waits for the answer. */
    public static Execution sync(Client client, ClientWatch watch, QueryLimits limits) {
        return new Execution(
                client,
                watch,
                limits.sync().executionTime(),
                limits.load().patience(),
                false,
                "request "
                        + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong()),
                Weight.ANY,
                QueryBill.NONE);
    }

    /**
     * A job (UWS 1.1): it waits for its place as long as needed.
     *
     * @param stop tells when the job is to stop
     * @param executionTime of this job, which the caller has kept within the limits
     * @param id of the job
     * @param weight is told if it is heavy
     */
    public static Execution job(Client client, ClientWatch stop, Duration executionTime, String id, Weight weight) {
        return new Execution(client, stop, executionTime, JOB_PATIENCE, true, "job " + id, weight, QueryBill.NONE);
    }

    /** The same, with what it costs noted on {@code account}. */
    public Execution on(QueryBill account) {
        return new Execution(client, watch, executionTime, patience, background, reference, weight, account);
    }
}
