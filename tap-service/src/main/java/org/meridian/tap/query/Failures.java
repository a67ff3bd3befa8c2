// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.query;

import java.sql.SQLException;
import java.time.Duration;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.votable.RowStreamException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns failures of the database into faults that tell a client what it may know; the rest goes to the log. */
final class Failures {

    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    private Failures() {}

    /** The fault of a database that cannot be reached. */
    static DaliFault databaseAway(Exception cause) {
        LOG.warn("the database cannot be reached: {}", cause.toString());
        return new TransientFault("the database cannot be reached; try again later", Duration.ofSeconds(10));
    }

    /** A statement before the query itself failed. */
    static RowStreamException of(SQLException cause) {
        return new RowStreamException("the query could not be started", cause);
    }
}
