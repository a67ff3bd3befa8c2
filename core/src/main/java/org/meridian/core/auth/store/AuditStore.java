// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.store;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.meridian.core.auth.AuditEvent;
import org.meridian.core.db.Statements;

/**
 * The audit log. Events are on disk when they have been noted, but for reads of proprietary rows: these are in the database
 * by then, which writes them within a second, so that a query does not wait for the disk. They outlive the gateway, but not
 * a failure of the database's machine in that second. Thread-safe.
 */
public final class AuditStore implements AuditEvent.Audit {

    private static final String INSERT =
            "INSERT INTO meridian.audit (action, account, address, detail) SELECT ?, ?, ?, ?";
    private static final String NOT_SYNCED =
            " FROM (SELECT pg_catalog.set_config('synchronous_commit', 'off', true)) AS lazy";

    private static final int MOST_FORGOTTEN = 10_000;

    private final Statements statements;

    /** @param owner connections of the owner of the tables */
    public AuditStore(DataSource owner) {
        this.statements = new Statements(owner);
    }

    @Override
    public void note(AuditEvent event) {
        statements.update(
                event.action() == AuditEvent.Action.PROPRIETARY_READ ? INSERT + NOT_SYNCED : INSERT,
                List.of(event.action().name(), event.account(), event.address(), event.detail()));
    }

    /**
     * Which events are wanted.
     *
     * @param action only such
     * @param account only what somebody of that name did
     * @param since not before then
     * @param until before then
     * @param before only those that were noted before the event of that number
     * @param most how many
     */
    public record Filter(
            Optional<String> action,
            Optional<String> account,
            Optional<Instant> since,
            Optional<Instant> until,
            Optional<Long> before,
            int most) {}

    /** Those that are wanted, youngest first. */
    public List<AuditEvent.Noted> read(Filter filter) {
        StringBuilder sql =
                new StringBuilder("SELECT id, at, action, account, address, detail FROM meridian.audit WHERE true");
        List<Object> values = new ArrayList<>();
        condition(sql, values, " AND action = ?", filter.action);
        condition(sql, values, " AND account = ?", filter.account);
        condition(sql, values, " AND at >= ?", filter.since);
        condition(sql, values, " AND at < ?", filter.until);
        condition(sql, values, " AND id < ?", filter.before);
        values.add(filter.most);
        return statements.rows(
                sql.append(" ORDER BY id DESC LIMIT ?").toString(),
                values,
                row -> new AuditEvent.Noted(
                        row.getLong("id"),
                        row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getString("action"),
                        Optional.ofNullable(row.getString("account")),
                        Optional.ofNullable(row.getString("address")),
                        row.getString("detail")));
    }

    /**
     * Deletes events of long ago. The database refuses to delete one of the last 30 days.
     *
     * @param kept how long events are kept, 30 days or more
     * @return how many were deleted
     */
    public long forget(Duration kept) {
        long all = 0;
        int some;
        do {
            // In parts: none holds up whoever notes something meanwhile.
            some = statements.update(
                    "DELETE FROM meridian.audit WHERE id IN (SELECT id FROM meridian.audit"
                            + " WHERE at < clock_timestamp() - make_interval(secs => ?) ORDER BY at LIMIT "
                            + MOST_FORGOTTEN + ")",
                    List.of(kept));
            all += some;
        } while (some == MOST_FORGOTTEN);
        return all;
    }

    private static void condition(StringBuilder sql, List<Object> values, String condition, Optional<?> value) {
        value.ifPresent(present -> {
            sql.append(condition);
            values.add(present);
        });
    }
}
