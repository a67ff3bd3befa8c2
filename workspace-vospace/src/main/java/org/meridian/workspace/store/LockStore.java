// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.meridian.core.db.Statements;
import org.meridian.workspace.node.NodePath;

/** Edit locks, so that those which were granted outlive the gateway. Every method is one statement. Thread-safe. */
public final class LockStore {

    private final Statements statements;

    /** @param owner connections of the owner of the tables */
    public LockStore(DataSource owner) {
        this.statements = new Statements(owner);
    }

    /** All locks, also those that have expired. */
    public List<LockRecord> all() {
        return statements.rows("SELECT * FROM meridian.node_lock", List.of(), LockStore::read);
    }

    /** Keeps a new lock. */
    public void add(LockRecord lock) {
        statements.update(
                "INSERT INTO meridian.node_lock (token, path, deep, exclusive, account, holder, expires)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                List.of(
                        lock.token(),
                        lock.path().toString(),
                        lock.deep(),
                        lock.exclusive(),
                        lock.account(),
                        lock.holder(),
                        lock.expires()));
    }

    /** Lets a lock hold until another time. */
    public void extend(String token, Instant expires) {
        statements.update("UPDATE meridian.node_lock SET expires = ? WHERE token = ?", List.of(expires, token));
    }

    /** Removes locks. */
    public void remove(Collection<String> tokens) {
        statements.update("DELETE FROM meridian.node_lock WHERE token = ANY (?)", List.of((Object)
                tokens.toArray(String[]::new)));
    }

    private static LockRecord read(ResultSet row) throws SQLException {
        return new LockRecord(
                row.getString("token"),
                NodePath.of(row.getString("path")),
                row.getBoolean("deep"),
                row.getBoolean("exclusive"),
                row.getString("account"),
                Optional.ofNullable(row.getString("holder")),
                row.getObject("expires", OffsetDateTime.class).toInstant());
    }
}
