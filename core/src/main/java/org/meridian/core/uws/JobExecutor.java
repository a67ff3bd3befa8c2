// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws;

import java.io.IOException;
import java.time.Duration;
import org.meridian.core.dali.DaliFault;

/**
 * What a service does with its jobs. Thread-safe: jobs run at the same time. A job may be run again when the gateway that ran
 * it is lost, so that running it twice must be the same as running it once.
 */
@FunctionalInterface
public interface JobExecutor {

    /**
     * Runs a job to its end.
     *
     * @throws DaliFault if the job fails: the client is told its message
     * @throws JobFailedException likewise
     * @throws NotNowException if it cannot begin now; it goes back to its place in the queue
     * @throws IOException if a result cannot be written
     * @throws InterruptedException if the gateway is being stopped
     */
    void execute(JobExecution execution) throws JobFailedException, NotNowException, IOException, InterruptedException;

    /** A job has failed for a reason that has a name of its own in the standard of its service. */
    final class JobFailedException extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient JobError error;

        /** @param error which the client is told */
        public JobFailedException(JobError error) {
            super(error.message());
            this.error = error;
        }

        /** Which the client is told. */
        public JobError error() {
            return error;
        }
    }

    /** A job cannot begin now for want of something that comes back by itself. */
    final class NotNowException extends Exception {
        private static final long serialVersionUID = 1L;

        private final Duration retryAfter;

        /**
         * @param reason for the log
         * @param retryAfter when to try again
         */
        public NotNowException(String reason, Duration retryAfter) {
            super(reason);
            this.retryAfter = retryAfter;
        }

        /** When to try again. */
        public Duration retryAfter() {
            return retryAfter;
        }
    }
}
