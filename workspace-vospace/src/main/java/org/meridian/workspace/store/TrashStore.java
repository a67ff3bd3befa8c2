// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.store;

import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.meridian.core.db.Statements;
import org.meridian.workspace.node.NodePath;

/** What was deleted, and from where. Every method is one statement. Thread-safe. */
public final class TrashStore {

    private final Statements statements;

    /** @param owner connections of the owner of the tables */
    public TrashStore(DataSource owner) {
        this.statements = new Statements(owner);
    }

    /**
     * Notes that a node is about to go into the trash.
     *
     * @param by who deletes it
     * @return its number there, which nothing else has
     */
    public long add(NodePath path, Optional<String> by) {
        return statements
                .row(
                        "INSERT INTO meridian.trash (path, deleted_by) VALUES (?, ?) RETURNING item",
                        List.of(path.toString(), by),
                        row -> row.getLong("item"))
                .orElseThrow();
    }

    /** Notes that something is not in the trash, or not any more. */
    public void remove(long item) {
        statements.update("DELETE FROM meridian.trash WHERE item = ?", List.of(item));
    }
}
