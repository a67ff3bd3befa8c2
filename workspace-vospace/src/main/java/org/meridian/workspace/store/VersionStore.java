// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import javax.sql.DataSource;
import org.meridian.core.db.Statements;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.storage.FileState.Identity;
import org.meridian.workspace.store.TrashStore.Item;

/**
 * What files were before others took their places: items of the trash, each of which knows what took its place. Every method is
 * one statement. Thread-safe.
 */
public final class VersionStore {

    private static final String COLUMNS =
            TrashStore.COLUMNS + ", birth_ns, next_inode, next_birth_ns, public_read, readers";

    /** Of what took the place of another again, that has the lower number. */
    private static final String PAST = "WITH RECURSIVE past (item, inode, birth_ns) AS ("
            + "SELECT item, inode, birth_ns FROM meridian.trash WHERE next_inode = ? AND next_birth_ns = ? UNION"
            + " SELECT before.item, before.inode, before.birth_ns FROM past JOIN meridian.trash AS before"
            + " ON before.next_inode = past.inode AND before.next_birth_ns = past.birth_ns AND before.item < past.item)";

    private final Statements statements;
    private final int most;

    VersionStore(DataSource owner, int most) {
        this.statements = new Statements(owner);
        this.most = most;
    }

    /** How many of one file are kept; 0 if none are. */
    public int most() {
        return most;
    }

    /**
     * Something that a file was.
     *
     * @param item as which it lies in the trash: its number, its path then, who replaced it, and when
     * @param file which one
     * @param next what took its place
     * @param publicRead whether everybody could read it
     * @param readers groups that could read it
     */
    public record Version(Item item, Identity file, Identity next, boolean publicRead, Set<String> readers) {
        public Version {
            readers = Set.copyOf(readers);
        }
    }

    /**
     * Notes that a file is about to be replaced.
     *
     * @param version but for its number and its time
     * @return the number that it has
     */
    public long add(Version version) {
        NodePath path = version.item.path();
        return statements
                .row(
                        "INSERT INTO meridian.trash (path, workspace, deleted_by, inode, birth_ns, next_inode, next_birth_ns,"
                                + " public_read, readers) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING item",
                        List.of(
                                path.toString(),
                                version.item.workspace().toString(),
                                version.item.by(),
                                version.file.inode(),
                                version.file.birthNs(),
                                version.next.inode(),
                                version.next.birthNs(),
                                version.publicRead,
                                version.readers.stream().sorted().toArray(String[]::new)),
                        row -> row.getLong("item"))
                .orElseThrow();
    }

    /** Notes that a file was not replaced after all: what it was before stays so. */
    public void cancel(long item) {
        statements.update("DELETE FROM meridian.trash WHERE item = ?", List.of(item));
    }

    /** All that a file was, what was replaced last first. */
    public List<Version> of(Identity file) {
        return statements.rows(
                PAST + " SELECT " + COLUMNS
                        + " FROM meridian.trash WHERE item IN (SELECT item FROM past) ORDER BY item DESC",
                List.of(file.inode(), file.birthNs()),
                VersionStore::read);
    }

    /** What is left in a workspace of files that are no more, and were no versions themselves. */
    public List<Item> left(Collection<Identity> gone, NodePath workspace, int limit) {
        List<Identity> list = List.copyOf(gone);
        return statements.rows(
                TrashStore.SELECT + " AS version JOIN unnest(?, ?) AS gone (gone_inode, gone_birth_ns)"
                        + " ON next_inode = gone_inode AND next_birth_ns = gone_birth_ns"
                        + " WHERE workspace = ? AND NOT EXISTS (SELECT FROM meridian.trash AS other"
                        + " WHERE other.inode = gone_inode AND other.birth_ns = gone_birth_ns) LIMIT ?",
                List.of(
                        list.stream().map(Identity::inode).toArray(Long[]::new),
                        list.stream().map(Identity::birthNs).toArray(Long[]::new),
                        workspace.toString(),
                        limit),
                TrashStore::read);
    }

    /**
     * The versions of all files.
     *
     * @param after those with higher numbers alone
     */
    public List<Version> all(long after, int limit) {
        return statements.rows(
                "SELECT " + COLUMNS + " FROM meridian.trash WHERE inode IS NOT NULL AND item > ? ORDER BY item LIMIT ?",
                List.of(after, limit),
                VersionStore::read);
    }

    private static Version read(ResultSet row) throws SQLException {
        return new Version(
                TrashStore.read(row),
                new Identity(row.getLong("inode"), row.getLong("birth_ns")),
                new Identity(row.getLong("next_inode"), row.getLong("next_birth_ns")),
                row.getBoolean("public_read"),
                Set.of((String[]) row.getArray("readers").getArray()));
    }
}
