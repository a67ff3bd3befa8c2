// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.meridian.core.dali.DaliFault.FatalFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An unexpected failure: its cause goes to the log under an id, the client is told the id and nothing else. Immutable.
 *
 * @param id eight hexadecimal digits
 */
public record Incident(String id) {

    private static final Logger LOG = LoggerFactory.getLogger(Incident.class);

    /**
     * Logs a failure that nobody foresaw.
     *
     * @param what was being done, for the log
     * @param cause with its stack trace
     */
    public static Incident log(String what, Throwable cause) {
        String id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        LOG.error("incident {}: {}", id, what, cause);
        return new Incident(id);
    }

    /** What the client is told. */
    public FatalFault fault() {
        return new FatalFault(
                "the service failed on this request; its operator finds the reason in the log under incident " + id);
    }
}
