// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws;

import java.time.Duration;

/**
 * What the jobs of a service may use. An account is a user, or the network address of anonymous ones. Immutable.
 *
 * @param queue how many run and wait
 * @param jobsPerAccount jobs of one account that exist at once, ended ones included
 * @param bytesPerAccount results that one account keeps at once, in bytes
 * @param execution how long a job may execute
 * @param retention how long after its creation a job is kept
 */
public record JobLimits(Queue queue, int jobsPerAccount, long bytesPerAccount, Span execution, Span retention) {

    /** Limits fit for a small machine. */
    public static final JobLimits DEFAULT = new JobLimits(
            new Queue(new Lane(4, 3), new Lane(2, 1), Duration.ofSeconds(5), 10_000),
            5000,
            20L << 30,
            new Span(Duration.ofHours(1), Duration.ofHours(6)),
            new Span(Duration.ofDays(7), Duration.ofDays(30)));

    public JobLimits {
        require(jobsPerAccount > 0, "number of jobs per account must be positive");
        require(bytesPerAccount > 0, "bytes of results per account must be positive");
        require(retention.standard.isPositive(), "retention must be positive");
    }

    /**
     * How many jobs run and wait. Heavy ones do so apart from the others.
     *
     * @param small jobs that run at once, heavy ones aside
     * @param heavy heavy jobs that run at once
     * @param smallTime a job that has run for longer is heavy, whatever was thought of it
     * @param length jobs that wait, of all accounts; an approximate limit
     */
    public record Queue(Lane small, Lane heavy, Duration smallTime, int length) {
        public Queue {
            require(smallTime.isPositive(), "time of a small job must be positive");
            require(length > 0, "length of the queue must be positive");
        }
    }

    /**
     * How many jobs of one weight run.
     *
     * @param atOnce jobs that one gateway runs at once
     * @param perAccount jobs of one account among those that run, on all gateways; an approximate limit
     */
    public record Lane(int atOnce, int perAccount) {
        public Lane {
            require(atOnce > 0, "number of concurrent jobs must be positive");
            require(perAccount > 0, "number of concurrent jobs per account must be positive");
        }
    }

    /**
     * A time that a client may choose.
     *
     * @param standard where it chooses none
     * @param most at most, whatever it chooses; not below {@code standard}
     */
    public record Span(Duration standard, Duration most) {
        public Span {
            require(standard.toSeconds() > 0, "a time must be at least one second");
            require(most.compareTo(standard) >= 0, "a longest time must not be below the standard one");
        }

        /** What a client gets that asks for {@code wish}; zero and less ask for no limit, which is the longest. */
        public Duration granted(Duration wish) {
            return wish.isPositive() && wish.compareTo(most) < 0 ? wish : most;
        }
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
