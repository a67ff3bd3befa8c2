// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.usage.store;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.meridian.core.db.Statements;
import org.meridian.core.usage.LimitRule;
import org.meridian.core.usage.LimitRule.Holder;
import org.meridian.core.usage.LimitRule.HolderType;
import org.meridian.core.usage.Period;
import org.meridian.core.usage.Quota;
import org.meridian.core.usage.UsageKinds;

/** Limits that administrators have set. Every change is one statement. Thread-safe. */
public final class LimitStore {

    private final Statements statements;
    private final UsageKinds kinds;

    /**
     * A store of limits.
     *
     * @param owner connections of the owner of the tables
     * @param kinds what there can be limits of; others in the database are left alone
     */
    public LimitStore(DataSource owner, UsageKinds kinds) {
        this.statements = new Statements(owner);
        this.kinds = kinds;
    }

    /** All of them. */
    public List<LimitRule> list() {
        return statements
                .rows(
                        "SELECT holder_type, holder, kind, period, amount FROM meridian.usage_limit"
                                + " ORDER BY holder_type, holder, kind, period",
                        List.of(),
                        row -> {
                            Holder holder = new Holder(
                                    HolderType.valueOf(row.getString("holder_type")), row.getString("holder"));
                            double amount = row.getDouble("amount");
                            return quota(row.getString("kind"), row.getString("period"))
                                    .map(quota -> new LimitRule(holder, quota, amount));
                        })
                .stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<Quota> quota(String kind, String period) {
        return Stream.of(kinds.find(kind))
                .flatMap(Optional::stream)
                .flatMap(known ->
                        Period.parse(period).stream().filter(known::isCounted).map(time -> new Quota(known, time)))
                .findFirst();
    }

    /** Sets a limit, in the place of one for the same. */
    public void set(LimitRule rule) {
        statements.update(
                "INSERT INTO meridian.usage_limit (holder_type, holder, kind, period, amount)"
                        + " VALUES (?, ?, ?, ?, ?::float8)"
                        + " ON CONFLICT (holder_type, holder, kind, period) DO UPDATE SET amount = EXCLUDED.amount",
                List.of(
                        rule.holder().type().name(),
                        rule.holder().name(),
                        rule.quota().kind().name(),
                        rule.quota().period().text(),
                        Double.toString(rule.amount())));
    }

    /** Removes a limit; false if there is none. */
    public boolean remove(Holder holder, Quota quota) {
        return statements.update(
                        "DELETE FROM meridian.usage_limit"
                                + " WHERE holder_type = ? AND holder = ? AND kind = ? AND period = ?",
                        List.of(
                                holder.type().name(),
                                holder.name(),
                                quota.kind().name(),
                                quota.period().text()))
                > 0;
    }
}
