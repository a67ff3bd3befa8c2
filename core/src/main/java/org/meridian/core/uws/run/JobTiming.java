// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.uws.run;

import java.time.Duration;

/**
 * How often a gateway looks after its jobs. Immutable.
 *
 * @param lease how long a gateway that says nothing is believed to live; its jobs are then another's
 * @param heartbeat how often leases are renewed and progress is noted; well below the lease
 * @param poll how often it looks for jobs of other gateways, lost jobs, and changes that somebody waits for
 * @param sweep how often jobs are destroyed whose time has come
 * @param strayAge how old a folder without a job must be to be deleted: the folder of a job with uploads is there before the
 *     job is, for as long as it takes to bring them there and to write one row; whose gateway was killed meanwhile cannot be
 *     told from the folder, which several gateways may share
 */
public record JobTiming(Duration lease, Duration heartbeat, Duration poll, Duration sweep, Duration strayAge) {

    /** A lost gateway's jobs begin anew within some ten seconds. */
    public static final JobTiming DEFAULT = new JobTiming(
            Duration.ofSeconds(10),
            Duration.ofSeconds(2),
            Duration.ofSeconds(1),
            Duration.ofSeconds(30),
            Duration.ofHours(1));
}
