// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.db.copy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.FatalFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.votable.RowStreamException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What PostgreSQL's errors mean to a user (PostgreSQL, appendix A). Their own texts are never passed on: they can hold SQL
 * and names that are not published.
 */
public final class SqlFaults {
    private static final Logger LOG = LoggerFactory.getLogger(SqlFaults.class);
    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration LATER = Duration.ofMinutes(1);

    /** The query asks for something that cannot be computed. */
    private static final Map<String, String> USAGE = Map.ofEntries(
            Map.entry("21000", "a subquery that stands for one value gave more than one row"),
            Map.entry("22001", "a text is too long for its type"),
            Map.entry("22003", "a number is out of the range of its type (numeric overflow); cast to a wider type"),
            Map.entry("22007", "a text is not a date or time"),
            Map.entry("22008", "a date or time is out of range"),
            Map.entry("2200B", "a text cannot be converted: it has characters the type does not allow"),
            Map.entry("22012", "division by zero; guard it with a condition in WHERE"),
            Map.entry("22018", "a text cannot be converted to the type it is cast to"),
            Map.entry("2201E", "the logarithm of a number that is not greater than zero"),
            Map.entry("2201F", "a root or power that has no real value"),
            Map.entry("2201W", "a negative number of rows"),
            Map.entry("2201X", "a negative offset"),
            Map.entry("22M01", "the argument of ACOS or ASIN is outside [-1, 1]"),
            Map.entry("22M02", "a latitude is outside [-90, 90] degrees"),
            Map.entry("22M03", "the radius of a circle is outside [0, 180] degrees"),
            Map.entry("22M04", "a text is not a geometry of the type it is taken for"),
            Map.entry("22M05", "width and height of a box must lie above 0 and below 180 degrees"),
            Map.entry("22M11", "a HEALPix order is outside [0, 29], or there is no such cell at that order"),
            Map.entry("22M12", "a longitude is not a finite number"),
            Map.entry("22M13", "ivo_epoch_prop needs a position and two epochs, but one is NULL; leave such rows out"),
            Map.entry(
                    "22M14",
                    "ivo_histogram needs the same limits, the lower below the upper, and number of bins, 1 to 10000, in"
                            + " every row"),
            Map.entry("22M15", "a text is not a MOC in ASCII form, such as '4/30-33 38 52 7/324-934'"),
            Map.entry("22M16", "the MOC of a region would have too many cells: take a lower order"),
            Map.entry("22023", "an argument of a function has a value it does not allow"),
            Map.entry("22025", "the escape character of a LIKE pattern is followed by nothing"),
            Map.entry("22P02", "a text is not a number, date or truth value of the type it is cast to"),
            Map.entry("2201B", "a regular expression is malformed"),
            Map.entry("54000", "the query is too large or too complex"),
            Map.entry("54001", "the query is nested too deeply"),
            Map.entry("54011", "the query has too many columns"),
            Map.entry("54023", "a function has too many arguments"));

    /** The same query may work at another time. */
    private static final Map<String, String> TRANSIENT = Map.ofEntries(
            Map.entry("40001", "the tables changed while they were read; please try again"),
            Map.entry("40P01", "the query stood in the way of another; please try again"),
            Map.entry("53000", "the database is short of resources; please try again later"),
            Map.entry("53100", "the database has no disk space left for this query; ask for less, or try again later"),
            Map.entry("53200", "the database has no memory left for this query; ask for less, or try again later"),
            Map.entry("53300", "the database has too many connections; please try again later"),
            Map.entry(
                    "53400", "the query needs more temporary space than is allowed; ask for less, or sort fewer rows"),
            Map.entry("55P03", "a table is locked; please try again later"),
            Map.entry("57P01", "the database is shutting down; please try again later"),
            Map.entry("57P02", "the database is restarting; please try again later"),
            Map.entry("57P03", "the database is starting; please try again soon"),
            Map.entry("57P05", "the connection to the database was idle too long; please try again"));

    private SqlFaults() {}

    /** The fault behind an error; one that is not known is logged with an id, which the message gives. */
    public static RowStreamException inWords(SQLException error) {
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        if (state.equals("22003") && outOfRange(error).isPresent()) {
            return new RowStreamException(new UsageFault(outOfRange(error).get()), error);
        }
        if (USAGE.containsKey(state)) {
            return new RowStreamException(new UsageFault(USAGE.get(state)), error);
        }
        if (TRANSIENT.containsKey(state)) {
            LOG.warn("PostgreSQL could not run a query: {}", state, error);
            return new RowStreamException(new TransientFault(TRANSIENT.get(state), LATER), error);
        }
        if (state.equals("57014")) {
            return new RowStreamException(cancelled(error), error);
        }
        if (state.startsWith("08")) {
            LOG.warn("The connection to PostgreSQL broke", error);
            return new RowStreamException(
                    new TransientFault("the connection to the database was lost; please try again", SOON), error);
        }
        return unexpected(error, FatalFault::new);
    }

    /** What else than an overflow PostgreSQL means by the SQLSTATE of one; it tells them apart only in words. */
    private static Optional<String> outOfRange(SQLException error) {
        String message = String.valueOf(error.getMessage());
        if (message.contains("underflow")) {
            return Optional.of("a number is too small for its type (underflow); scale it, or guard it with CASE");
        }
        return message.contains("input is out of range")
                ? Optional.of("the argument of a function is outside the range for which it is defined")
                : Optional.empty();
    }

    private static DaliFault cancelled(SQLException error) {
        String message = error.getMessage();
        // PostgreSQL gives both the same SQLSTATE and tells them apart only in words.
        if (message != null && message.contains("statement timeout")) {
            return new TransientFault(
                    "the query took longer than this service allows; make it more selective, or run it asynchronously",
                    LATER);
        }
        return new TransientFault("the query was cancelled", SOON);
    }

    static RowStreamException cancelledByUser() {
        return new RowStreamException(
                new TransientFault("the query was cancelled", SOON), new IllegalStateException("before it began"));
    }

    static RowStreamException unexpected(Exception cause, Function<String, DaliFault> fault) {
        String id = UUID.randomUUID().toString();
        LOG.error("Unexpected error of the database, id {}", id, cause);
        return new RowStreamException(fault.apply("the database reported an unexpected error, logged as " + id), cause);
    }
}
