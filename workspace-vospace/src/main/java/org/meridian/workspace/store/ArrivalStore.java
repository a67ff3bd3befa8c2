// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.store;

import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.meridian.core.db.Statements;
import org.meridian.workspace.storage.FileState.Identity;

/**
 * Which node a job was about to put where. A job that is run again after its gateway was lost knows by that whether it had come
 * so far. Every method is one statement. Thread-safe.
 */
public final class ArrivalStore {

    private final Statements statements;

    /** @param owner connections of the owner of the tables */
    public ArrivalStore(DataSource owner) {
        this.statements = new Statements(owner);
    }

    /**
     * What was about to come.
     *
     * @param node which one
     * @param path where to
     */
    public record Arrival(Identity node, String path) {}

    /** Notes it, in the place of what was noted before. */
    public void note(String job, Arrival arrival) {
        statements.update(
                "INSERT INTO meridian.arrival (job, inode, birth_ns, path) VALUES (?, ?, ?, ?) ON CONFLICT (job) DO UPDATE"
                        + " SET inode = EXCLUDED.inode, birth_ns = EXCLUDED.birth_ns, path = EXCLUDED.path,"
                        + " noted = clock_timestamp()",
                List.of(job, arrival.node.inode(), arrival.node.birthNs(), arrival.path));
    }

    /** What was noted last. */
    public Optional<Arrival> find(String job) {
        return statements.row(
                "SELECT inode, birth_ns, path FROM meridian.arrival WHERE job = ?",
                List.of(job),
                row -> new Arrival(new Identity(row.getLong("inode"), row.getLong("birth_ns")), row.getString("path")));
    }

    /** Forgets what is older than any job is kept. */
    public void forgetOld() {
        statements.update(
                "DELETE FROM meridian.arrival WHERE noted < clock_timestamp() - interval '100 days'", List.of());
    }
}
