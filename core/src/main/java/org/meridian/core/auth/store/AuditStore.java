// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.store;

import java.util.List;
import javax.sql.DataSource;
import org.meridian.core.auth.AuditEvent;
import org.meridian.core.db.Statements;

/** The audit log; events are on disk when they have been noted. Thread-safe. */
public final class AuditStore implements AuditEvent.Audit {

    private final Statements statements;

    /** @param owner connections of the owner of the tables */
    public AuditStore(DataSource owner) {
        this.statements = new Statements(owner);
    }

    @Override
    public void note(AuditEvent event) {
        statements.update(
                "INSERT INTO meridian.audit (action, account, address, detail) VALUES (?, ?, ?, ?)",
                List.of(event.action().name(), event.account(), event.address(), event.detail()));
    }
}
