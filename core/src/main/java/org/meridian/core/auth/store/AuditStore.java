// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.store;

import java.util.List;
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
}
