// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.usage.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import javax.sql.DataSource;
import org.meridian.core.db.Statements;
import org.meridian.core.usage.Ledger;

/**
 * Counts in PostgreSQL. Nobody waits for the disk: a failure of the database's machine loses what was added in its last second.
 * Thread-safe.
 */
public final class UsageStore implements Ledger {

    private static final String ADD = "INSERT INTO meridian.usage AS u (account, kind, day, amount)"
            + " SELECT account, kind, day::date, amount::float8"
            + " FROM (SELECT pg_catalog.set_config('synchronous_commit', 'off', true)) AS lazy,"
            + " unnest(?::text[], ?::text[], ?::text[], ?::text[]) WITH ORDINALITY AS t(account, kind, day, amount, nth)"
            + " ORDER BY nth ON CONFLICT (account, kind, day) DO UPDATE SET amount = u.amount + EXCLUDED.amount"
            + " RETURNING account, kind, day, amount";

    private static final String READ =
            "SELECT account, kind, max(day) AS day, sum(amount) AS amount FROM meridian.usage"
                    + " WHERE account = ANY(?) AND day BETWEEN ?::date AND ?::date GROUP BY account, kind, day = ?::date";

    private final Statements statements;

    /** @param owner connections of the owner of the tables */
    public UsageStore(DataSource owner) {
        this.statements = new Statements(owner);
    }

    @Override
    public List<Entry> add(List<Entry> amounts) {
        // In one order everywhere: gateways that add at the same moment wait for one another and never in a circle.
        List<Entry> sorted = amounts.stream()
                .sorted(Comparator.comparing(Entry::account)
                        .thenComparing(Entry::kind)
                        .thenComparing(Entry::day))
                .toList();
        return statements.rows(
                ADD,
                List.of(
                        column(sorted, Entry::account),
                        column(sorted, Entry::kind),
                        column(sorted, entry -> entry.day().toString()),
                        column(sorted, entry -> Double.toString(entry.amount()))),
                UsageStore::entry);
    }

    private static String[] column(List<Entry> entries, Function<Entry, String> value) {
        return entries.stream().map(value).toArray(String[]::new);
    }

    @Override
    public List<Entry> read(Collection<String> accounts, LocalDate since, LocalDate today) {
        return statements.rows(
                READ,
                List.of(accounts.toArray(String[]::new), since.toString(), today.toString(), today.toString()),
                UsageStore::entry);
    }

    @Override
    public void forget(LocalDate users, LocalDate addresses) {
        statements.update(
                "DELETE FROM meridian.usage WHERE day < CASE WHEN starts_with(account, 'user:') THEN ?::date ELSE ?::date END",
                List.of(users.toString(), addresses.toString()));
    }

    private static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getString("account"),
                row.getString("kind"),
                row.getObject("day", LocalDate.class),
                row.getDouble("amount"));
    }
}
