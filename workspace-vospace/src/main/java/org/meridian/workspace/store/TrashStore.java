// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import javax.sql.DataSource;
import org.meridian.core.db.Statements;
import org.meridian.workspace.node.NodePath;

/** What was deleted or replaced, and from where. Every method is one statement. Thread-safe. */
public final class TrashStore {

    static final String COLUMNS = "item, path, deleted_by, deleted, inode";

    static final String SELECT = "SELECT " + COLUMNS + " FROM meridian.trash";

    private final Statements statements;

    /** Of two neighbours that went at once neither would see that the other goes. */
    private final ReentrantLock removing = new ReentrantLock();

    private final VersionStore versions;

    /** A trash without versions of files. */
    public TrashStore(DataSource owner) {
        this(owner, 0);
    }

    /**
     * The trash of a database.
     *
     * @param owner connections of the owner of the tables
     * @param versions how many of one file are kept; 0 for none
     */
    public TrashStore(DataSource owner, int versions) {
        this.statements = new Statements(owner);
        this.versions = new VersionStore(owner, versions);
    }

    /** What files were before they were replaced: that lies in the trash, too. */
    public VersionStore versions() {
        return versions;
    }

    /**
     * Something that was deleted, or replaced.
     *
     * @param number under which it lies in the trash
     * @param path where it was
     * @param by who did that, if anybody knows
     * @param deleted when
     * @param version whether it was replaced: see {@link VersionStore}
     */
    public record Item(long number, NodePath path, Optional<String> by, Instant deleted, boolean version) {

        /** The workspace that it was in. */
        public NodePath workspace() {
            return path.first(2);
        }
    }

    /**
     * Notes that a node is about to go into the trash.
     *
     * @param path of at least two names
     * @param by who deletes it
     * @return its number there, which nothing else has
     */
    public long add(NodePath path, Optional<String> by) {
        return statements
                .row(
                        "INSERT INTO meridian.trash (path, workspace, deleted_by) VALUES (?, ?, ?) RETURNING item",
                        List.of(path.toString(), path.first(2).toString(), by),
                        row -> row.getLong("item"))
                .orElseThrow();
    }

    /** Notes that something is not in the trash, or not any more. What was before a version is before the next one, then. */
    public void remove(long item) {
        removing.lock();
        try {
            removeAlone(item);
        } finally {
            removing.unlock();
        }
    }

    private void removeAlone(long item) {
        statements.update(
                "WITH gone AS (DELETE FROM meridian.trash WHERE item = ? RETURNING *) UPDATE meridian.trash AS before"
                        + " SET next_inode = gone.next_inode, next_birth_ns = gone.next_birth_ns FROM gone"
                        + " WHERE before.next_inode = gone.inode AND before.next_birth_ns = gone.birth_ns"
                        + " AND before.item < gone.item",
                List.of(item));
    }

    /** The item of a number. */
    public Optional<Item> find(long number) {
        return statements.row(SELECT + " WHERE item = ?", List.of(number), TrashStore::read);
    }

    /**
     * What was deleted in some workspaces, or by somebody; what was deleted last comes first.
     *
     * @param before items with lower numbers alone
     * @param limit at most so many
     */
    public List<Item> list(Collection<NodePath> workspaces, String by, long before, int limit) {
        return statements.rows(
                SELECT + " WHERE (workspace = ANY (?) OR deleted_by = ?) AND inode IS NULL AND item < ?"
                        + " ORDER BY item DESC LIMIT ?",
                List.of(workspaces.stream().map(NodePath::toString).toArray(String[]::new), by, before, limit),
                TrashStore::read);
    }

    /** What was replaced in some workspaces, likewise. */
    public List<Item> listVersions(Collection<NodePath> workspaces, long before, int limit) {
        return statements.rows(
                SELECT + " WHERE workspace = ANY (?) AND inode IS NOT NULL AND item < ? ORDER BY item DESC LIMIT ?",
                List.of(workspaces.stream().map(NodePath::toString).toArray(String[]::new), before, limit),
                TrashStore::read);
    }

    /**
     * What was deleted or replaced in some workspaces.
     *
     * @param after items with higher numbers alone
     */
    public List<Item> in(Collection<NodePath> workspaces, long after, int limit) {
        return statements.rows(
                SELECT + " WHERE workspace = ANY (?) AND item > ? ORDER BY item LIMIT ?",
                List.of(workspaces.stream().map(NodePath::toString).toArray(String[]::new), after, limit),
                TrashStore::read);
    }

    /** The workspaces in which something was deleted or replaced. */
    public List<NodePath> workspaces() {
        return statements.rows(
                "SELECT DISTINCT workspace FROM meridian.trash",
                List.of(),
                row -> NodePath.of(row.getString("workspace")));
    }

    /**
     * What was deleted so long ago, or replaced.
     *
     * @param versions whether what was replaced is asked for, and not what was deleted
     * @param after items with higher numbers alone
     */
    public List<Item> olderThan(Duration age, boolean versions, long after, int limit) {
        return statements.rows(
                SELECT + " WHERE deleted < clock_timestamp() - make_interval(secs => ?) AND (inode IS NOT NULL) = ?"
                        + " AND item > ? ORDER BY item LIMIT ?",
                List.of(age, versions, after, limit),
                TrashStore::read);
    }

    static Item read(ResultSet row) throws SQLException {
        return new Item(
                row.getLong("item"),
                NodePath.of(row.getString("path")),
                Optional.ofNullable(row.getString("deleted_by")),
                row.getObject("deleted", OffsetDateTime.class).toInstant(),
                row.getObject("inode") != null);
    }
}
