// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.store;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javax.sql.DataSource;
import org.meridian.core.db.Migrations;
import org.meridian.core.db.Statements;
import org.meridian.workspace.node.Checksums;
import org.meridian.workspace.node.Size;
import org.meridian.workspace.rights.OwnRights;
import org.meridian.workspace.storage.FileState.Identity;
import org.meridian.workspace.store.NodeRecord.KnownBytes;

/** What the database knows of nodes. Every method is one statement. Thread-safe. */
public final class NodeStore {

    /** Tables of the workspaces. */
    public static final Migrations MIGRATIONS =
            new Migrations("workspace", "classpath:org/meridian/workspace/db/migration");

    private static final String COLUMNS = "inode, birth_ns, owner, public_read, readers, writers, locked, content_type,"
            + " md5, sha256, size, modified_ns, changed_ns";

    private static final String SELECT = "SELECT " + COLUMNS + ", tree_bytes, tree_files FROM meridian.node";

    private static final String THESE =
            " WHERE (inode, birth_ns) IN (SELECT * FROM unnest(?, ?) AS wanted (inode, birth_ns))";

    private static final String PUT = "INSERT INTO meridian.node (" + COLUMNS + ") VALUES (?, ?, ?, CAST(? AS boolean),"
            + " CAST(? AS text[]), CAST(? AS text[]), ?, ?, CAST(? AS bytea), CAST(? AS bytea), CAST(? AS bigint),"
            + " CAST(? AS bigint), CAST(? AS bigint)) ON CONFLICT (inode, birth_ns) DO UPDATE SET owner = EXCLUDED.owner,"
            + " public_read = EXCLUDED.public_read, readers = EXCLUDED.readers, writers = EXCLUDED.writers,"
            + " locked = EXCLUDED.locked, content_type = EXCLUDED.content_type, md5 = EXCLUDED.md5,"
            + " sha256 = EXCLUDED.sha256, size = EXCLUDED.size, modified_ns = EXCLUDED.modified_ns,"
            + " changed_ns = EXCLUDED.changed_ns";

    private static final String PUT_NEW =
            "INSERT INTO meridian.node (inode, birth_ns, owner, content_type, md5, sha256, size, modified_ns, changed_ns)"
                    + " SELECT inode, birth_ns, owner, content_type, decode(md5, 'hex'), decode(sha256, 'hex'), size,"
                    + " modified_ns, changed_ns FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?) AS made (inode, birth_ns, owner,"
                    + " content_type, md5, sha256, size, modified_ns, changed_ns)"
                    + " ON CONFLICT (inode, birth_ns) DO NOTHING";

    private final Statements statements;

    /** @param owner connections of the owner of the tables */
    public NodeStore(DataSource owner) {
        this.statements = new Statements(owner);
    }

    /** What is known of some nodes; those of which nothing is are left out. */
    public Map<Identity, NodeRecord> find(Collection<Identity> wanted) {
        Map<Identity, NodeRecord> found = new HashMap<>();
        statements
                .rows(SELECT + THESE, keys(wanted), NodeStore::read)
                .forEach(each -> found.put(each.identity(), each));
        return found;
    }

    /** What is known of those files and directories of which somebody has said who may do what with them. */
    public List<NodeRecord> withRights() {
        return statements.rows(
                SELECT + " WHERE inode > 0 AND (locked OR public_read IS NOT NULL"
                        + " OR readers IS NOT NULL OR writers IS NOT NULL)",
                List.of(),
                NodeStore::read);
    }

    /** Keeps what is known of a node now, whatever was before. */
    public void put(NodeRecord node) {
        OwnRights rights = node.rights();
        Optional<KnownBytes> bytes = node.bytes();
        List<Object> values = new ArrayList<>();
        values.add(node.identity().inode());
        values.add(node.identity().birthNs());
        values.add(rights.owner());
        values.add(rights.publicRead());
        values.add(rights.readers().map(NodeStore::texts));
        values.add(rights.writers().map(NodeStore::texts));
        values.add(rights.locked());
        values.add(node.contentType());
        values.add(bytes.map(each -> each.checksums().md5()));
        values.add(bytes.map(each -> each.checksums().sha256()));
        values.add(bytes.map(KnownBytes::size));
        values.add(bytes.map(KnownBytes::modifiedNs));
        values.add(bytes.map(KnownBytes::changedNs));
        statements.update(PUT, values);
    }

    /** Keeps what is known of nodes that have just been made, of which nothing but owner, type and bytes is said. */
    public void putNew(Collection<NodeRecord> made) {
        List<NodeRecord> list = List.copyOf(made);
        statements.update(
                PUT_NEW,
                List.of(
                        longs(list, each -> Optional.of(each.identity().inode())),
                        longs(list, each -> Optional.of(each.identity().birthNs())),
                        texts(list, each -> each.rights().owner()),
                        texts(list, NodeRecord::contentType),
                        texts(
                                list,
                                each -> each.bytes()
                                        .map(bytes -> bytes.checksums().md5Hex())),
                        texts(
                                list,
                                each -> each.bytes()
                                        .map(bytes -> bytes.checksums().sha256Hex())),
                        longs(list, each -> each.bytes().map(KnownBytes::size)),
                        longs(list, each -> each.bytes().map(KnownBytes::modifiedNs)),
                        longs(list, each -> each.bytes().map(KnownBytes::changedNs))));
    }

    private static Long[] longs(List<NodeRecord> records, Function<NodeRecord, Optional<Long>> value) {
        return records.stream().map(each -> value.apply(each).orElse(null)).toArray(Long[]::new);
    }

    private static String[] texts(List<NodeRecord> records, Function<NodeRecord, Optional<String>> value) {
        return records.stream().map(each -> value.apply(each).orElse(null)).toArray(String[]::new);
    }

    /**
     * Keeps how much is in directories.
     *
     * @param sizes by directory, of all that is in it, however deep
     */
    public void putTrees(Map<Identity, Size> sizes) {
        List<Map.Entry<Identity, Size>> list = List.copyOf(sizes.entrySet());
        statements.update(
                "INSERT INTO meridian.node (inode, birth_ns, tree_bytes, tree_files)"
                        + " SELECT * FROM unnest(?, ?, ?, ?) ON CONFLICT (inode, birth_ns) DO UPDATE"
                        + " SET tree_bytes = EXCLUDED.tree_bytes, tree_files = EXCLUDED.tree_files"
                        + " WHERE (node.tree_bytes, node.tree_files)"
                        + " IS DISTINCT FROM (EXCLUDED.tree_bytes, EXCLUDED.tree_files)",
                List.of(
                        list.stream().map(each -> each.getKey().inode()).toArray(Long[]::new),
                        list.stream().map(each -> each.getKey().birthNs()).toArray(Long[]::new),
                        list.stream().map(each -> each.getValue().bytes()).toArray(Long[]::new),
                        list.stream().map(each -> each.getValue().files()).toArray(Long[]::new)));
    }

    /** Forgets nodes that are no more. */
    public void forget(Collection<Identity> gone) {
        statements.update("DELETE FROM meridian.node" + THESE, keys(gone));
    }

    private static List<Object> keys(Collection<Identity> nodes) {
        List<Identity> list = List.copyOf(nodes);
        return List.of(
                list.stream().map(Identity::inode).toArray(Long[]::new),
                list.stream().map(Identity::birthNs).toArray(Long[]::new));
    }

    private static String[] texts(Set<String> groups) {
        return groups.stream().sorted().toArray(String[]::new);
    }

    private static NodeRecord read(ResultSet row) throws SQLException {
        OwnRights rights = new OwnRights(
                Optional.ofNullable(row.getString("owner")),
                Optional.ofNullable(row.getObject("public_read", Boolean.class)),
                groups(row.getArray("readers")),
                groups(row.getArray("writers")),
                row.getBoolean("locked"));
        byte[] md5 = row.getBytes("md5");
        Optional<KnownBytes> bytes = md5 == null
                ? Optional.empty()
                : Optional.of(new KnownBytes(
                        new Checksums(md5, row.getBytes("sha256")),
                        row.getLong("size"),
                        row.getLong("modified_ns"),
                        row.getLong("changed_ns")));
        return new NodeRecord(
                new Identity(row.getLong("inode"), row.getLong("birth_ns")),
                rights,
                Optional.ofNullable(row.getString("content_type")),
                bytes,
                tree(row));
    }

    private static Optional<Size> tree(ResultSet row) throws SQLException {
        long bytes = row.getLong("tree_bytes");
        return row.wasNull() ? Optional.empty() : Optional.of(new Size(bytes, row.getLong("tree_files")));
    }

    private static Optional<Set<String>> groups(@org.jspecify.annotations.Nullable Array array) throws SQLException {
        return array == null ? Optional.empty() : Optional.of(Set.of((String[]) array.getArray()));
    }
}
