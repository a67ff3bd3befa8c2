// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.store;

import java.util.List;
import javax.sql.DataSource;
import org.meridian.core.db.Statements;

/** Random bytes that the gateway keeps for itself. Thread-safe. */
public final class SecretStore {

    private final Statements statements;

    /** @param owner connections of the owner of the tables */
    public SecretStore(DataSource owner) {
        this.statements = new Statements(owner);
    }

    /**
     * The secret of a name.
     *
     * @param random kept if there is none yet
     */
    public byte[] get(String name, byte[] random) {
        statements.update(
                "INSERT INTO meridian.workspace_secret (name, secret) VALUES (?, ?) ON CONFLICT (name) DO NOTHING",
                List.of(name, random));
        return statements
                .row(
                        "SELECT secret FROM meridian.workspace_secret WHERE name = ?",
                        List.of(name),
                        row -> row.getBytes("secret"))
                .orElseThrow();
    }
}
