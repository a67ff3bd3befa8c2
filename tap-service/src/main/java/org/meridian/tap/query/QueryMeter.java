// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.query;

import java.time.Duration;
import java.util.List;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.usage.Meter;
import org.meridian.core.usage.Spender;
import org.meridian.core.usage.UsageKind;

/** What queries report to the usage meter, and ask of it. A result is never cut for a limit: the next query is refused. */
public record QueryMeter(Meter meter) {

    private static final UsageKind QUERIES = UsageKind.flow("queries", "queries", "queries");
    private static final UsageKind ROWS = UsageKind.flow("rows", "rows", "rows of results");
    private static final UsageKind BYTES = UsageKind.flow("bytes", "bytes", "bytes of results");
    private static final UsageKind DATABASE = UsageKind.flow("database-time", "s", "seconds of the database's time");

    /** What is measured of queries: their number, rows and bytes of their results, seconds for which the database was theirs. */
    public static final List<UsageKind> KINDS = List.of(QUERIES, ROWS, BYTES, DATABASE);

    /** What is known of a query only when it has ended. */
    private static final List<UsageKind> AFTERWARDS = List.of(ROWS, BYTES, DATABASE);

    private static final double NANOS = 1e9;

    /**
     * Asks whether a client may run another query, without counting one.
     *
     * @throws TransientFault (429) if something is used up and comes back by itself
     * @throws AuthorizationFault if no waiting helps
     */
    public void ask(Spender who) {
        meter.ask(who, KINDS);
    }

    /**
     * Asks whether a client may run another query, and counts it.
     *
     * @param maxrec rows of its result at most: that there are more is no row of the result
     * @throws TransientFault (429) if something is used up and comes back by itself
     * @throws AuthorizationFault if no waiting helps
     */
    public QueryBill open(Spender who, long maxrec) {
        meter.ask(who, AFTERWARDS);
        meter.take(who, QUERIES, 1);
        return new Metered(meter, who, maxrec);
    }

    private record Metered(Meter meter, Spender who, long maxrec) implements QueryBill {
        @Override
        public void notBegun() {
            meter.report(who, QUERIES, -1);
        }

        @Override
        public void ended(long rows, Duration databaseTime) {
            meter.report(who, ROWS, Math.min(rows, maxrec));
            meter.report(who, DATABASE, databaseTime.toNanos() / NANOS);
        }

        @Override
        public void sent(long bytes) {
            meter.report(who, BYTES, bytes);
        }
    }
}
