// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.store;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.meridian.core.db.Statements;

/** Groups of other services that users are in, as long as that is believed. Every change is one statement. Thread-safe. */
public final class RemoteGroupStore {

    private final Statements statements;

    /** @param owner connections of the owner of the tables */
    public RemoteGroupStore(DataSource owner) {
        this.statements = new Statements(owner);
    }

    /** Those of an account, by identifier. */
    public Set<String> of(String account) {
        return Set.copyOf(statements.rows(
                "SELECT meridian.remote_groups_of(?) AS name", List.of(account), row -> row.getString("name")));
    }

    /**
     * Replaces those of an account at a service.
     *
     * @param service its IVOID, in lower case
     * @param groups identifiers that begin with it
     * @param good how long they are believed
     */
    public void set(String account, String service, Set<String> groups, Duration good) {
        String[] names = groups.toArray(String[]::new);
        statements.update(
                "WITH gone AS (DELETE FROM meridian.remote_group WHERE account = ? AND service = ?"
                        + " AND NOT group_name = ANY (?))"
                        + " INSERT INTO meridian.remote_group (account, service, group_name, expires)"
                        + " SELECT ?, ?, name, clock_timestamp() + make_interval(secs => ?) FROM unnest(?) AS name"
                        + " ON CONFLICT (account, group_name) DO UPDATE SET expires = EXCLUDED.expires",
                List.of(account, service, names, account, service, good, names));
    }
}
