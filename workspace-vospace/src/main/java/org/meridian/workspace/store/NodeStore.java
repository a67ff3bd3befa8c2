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
import org.meridian.core.db.GroupCommit;
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

    /** What {@link #read} reads. */
    static final String READ = COLUMNS + ", tree_bytes, tree_files";

    private static final String SELECT = "SELECT " + READ + " FROM meridian.node";

    /** Binds {@link #keys}. */
    static final String THESE = " WHERE (inode, birth_ns) IN (SELECT * FROM unnest(?, ?) AS wanted (inode, birth_ns))";

    /** Keeps a record of {@link #values} for each row of what comes after it. */
    static final String PUT_FOR_EACH =
            "INSERT INTO meridian.node (" + COLUMNS + ") SELECT CAST(? AS bigint), CAST(? AS bigint),"
                    + " CAST(? AS text), CAST(? AS boolean), CAST(? AS text[]), CAST(? AS text[]), CAST(? AS boolean),"
                    + " CAST(? AS text), CAST(? AS bytea), CAST(? AS bytea), CAST(? AS bigint), CAST(? AS bigint),"
                    + " CAST(? AS bigint) FROM ";

    static final String PUT_AGAIN = " ON CONFLICT (inode, birth_ns) DO UPDATE SET owner = EXCLUDED.owner,"
            + " public_read = EXCLUDED.public_read, readers = EXCLUDED.readers, writers = EXCLUDED.writers,"
            + " locked = EXCLUDED.locked, content_type = EXCLUDED.content_type, md5 = EXCLUDED.md5,"
            + " sha256 = EXCLUDED.sha256, size = EXCLUDED.size, modified_ns = EXCLUDED.modified_ns,"
            + " changed_ns = EXCLUDED.changed_ns";

    private static final String FORGET = "DELETE FROM meridian.node" + THESE;

    private static final String PUT_NEW =
            "INSERT INTO meridian.node (inode, birth_ns, owner, content_type, md5, sha256, size, modified_ns, changed_ns)"
                    + " SELECT inode, birth_ns, owner, content_type, decode(md5, 'hex'), decode(sha256, 'hex'), size,"
                    + " modified_ns, changed_ns FROM unnest(?, ?, ?, ?, ?, ?, ?, ?, ?) AS made (inode, birth_ns, owner,"
                    + " content_type, md5, sha256, size, modified_ns, changed_ns)"
                    + " ON CONFLICT (inode, birth_ns) DO NOTHING";

    private static final String SETTLE = "UPDATE meridian.node SET changed_ns = settled.changed_ns"
            + " FROM unnest(?, ?, ?) AS settled (inode, birth_ns, changed_ns)"
            + " WHERE node.inode = settled.inode AND node.birth_ns = settled.birth_ns AND node.changed_ns IS NOT NULL"
            + " RETURNING node.inode, node.birth_ns";

    /** How many files get their places in one statement. */
    private static final int MOST_SETTLED = 100;

    private final Statements statements;
    private final GroupCommit<Settled, Boolean> settling = new GroupCommit<>(this::settle, MOST_SETTLED);

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
        statements.update(PUT_FOR_EACH + "(SELECT) AS once" + PUT_AGAIN, values(node));
    }

    /** What is bound to keep a record. */
    static List<Object> values(NodeRecord node) {
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
        return values;
    }

    /**
     * A file that has got its place.
     *
     * @param node which one; its record says what its bytes are
     * @param changedNs when anything of it last changed, which its new name has
     * @param replaced the one that it took the place of, and that is no more
     */
    public record Settled(Identity node, long changedNs, Optional<Identity> replaced) {}

    /**
     * Notes that a file has got its place, and forgets what it replaced. Those who come together share a commit.
     *
     * @return false if its bytes are not known
     */
    public boolean settle(Settled settled) {
        return settling.write(settled);
    }

    private List<Boolean> settle(List<Settled> settled) {
        List<Identity> nodes = settled.stream().map(Settled::node).toList();
        List<Identity> replaced =
                settled.stream().flatMap(each -> each.replaced.stream()).toList();
        List<Object> values = new ArrayList<>(replaced.isEmpty() ? List.of() : keys(replaced));
        values.addAll(keys(nodes));
        values.add(settled.stream().map(Settled::changedNs).toArray(Long[]::new));
        String forgetting = replaced.isEmpty() ? "" : "WITH gone AS (" + FORGET + ") ";
        Set<Identity> known = Set.copyOf(statements.rows(
                forgetting + SETTLE, values, row -> new Identity(row.getLong("inode"), row.getLong("birth_ns"))));
        return nodes.stream().map(known::contains).toList();
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
        statements.update(FORGET, keys(gone));
    }

    static List<Object> keys(Collection<Identity> nodes) {
        List<Identity> list = List.copyOf(nodes);
        return List.of(
                list.stream().map(Identity::inode).toArray(Long[]::new),
                list.stream().map(Identity::birthNs).toArray(Long[]::new));
    }

    private static String[] texts(Set<String> groups) {
        return groups.stream().sorted().toArray(String[]::new);
    }

    static NodeRecord read(ResultSet row) throws SQLException {
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
