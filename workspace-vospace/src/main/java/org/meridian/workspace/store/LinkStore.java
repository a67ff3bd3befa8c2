// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.meridian.core.db.Statements;
import org.meridian.workspace.storage.FileState.Identity;

/** Link nodes, by the directory they are in. Every method is one statement. Thread-safe. */
public final class LinkStore {

    private static final String COLUMNS = "link, name, target, property_uris, property_values, made";
    private static final String SELECT = "SELECT " + COLUMNS + " FROM meridian.link_node";
    private static final String IN = " WHERE container_inode = ? AND container_birth_ns = ?";

    /** Records of nodes, each without a link, and a link with its record if it has one. */
    private static final String FIND_BESIDE = "SELECT " + NodeStore.READ
            + ", CAST(NULL AS bigint) AS link, CAST(NULL AS text) AS name, CAST(NULL AS text) AS target,"
            + " CAST(NULL AS text[]) AS property_uris, CAST(NULL AS text[]) AS property_values,"
            + " CAST(NULL AS timestamptz) AS made FROM meridian.node" + NodeStore.THESE
            + " UNION ALL SELECT " + NodeStore.READ + ", " + COLUMNS
            + " FROM meridian.link_node LEFT JOIN meridian.node ON inode = -link AND birth_ns = 0" + IN
            + " AND name = ?";

    private final Statements statements;

    /** @param owner connections of the owner of the tables */
    public LinkStore(DataSource owner) {
        this.statements = new Statements(owner);
    }

    /**
     * What there is to know of a place.
     *
     * @param records what is known of files on the way to it, and of the link that is there
     * @param link that is there
     */
    public record Found(Map<Identity, NodeRecord> records, Optional<LinkRecord> link) {}

    /**
     * What is known of some nodes, and of a place beside them.
     *
     * @param container directory of the place
     * @param name that a link may have in it
     */
    public Found find(Collection<Identity> wanted, Identity container, String name) {
        List<Object> values = new ArrayList<>(NodeStore.keys(wanted));
        values.addAll(List.of(container.inode(), container.birthNs(), name));
        Map<Identity, NodeRecord> records = new HashMap<>();
        List<Optional<LinkRecord>> links = statements.rows(FIND_BESIDE, values, row -> {
            if (row.getObject("inode") != null) {
                NodeRecord record = NodeStore.read(row);
                records.put(record.identity(), record);
            }
            return row.getObject("link") == null ? Optional.empty() : Optional.of(read(row));
        });
        return new Found(records, links.stream().flatMap(Optional::stream).findFirst());
    }

    /** The names of all links in a directory. */
    public List<String> names(Identity container) {
        return statements.rows(
                "SELECT name FROM meridian.link_node" + IN,
                List.of(container.inode(), container.birthNs()),
                row -> row.getString("name"));
    }

    /** Those links in a directory that have one of the names. */
    public List<LinkRecord> find(Identity container, List<String> names) {
        return statements.rows(
                SELECT + IN + " AND name = ANY (?)",
                List.of(container.inode(), container.birthNs(), names.toArray(String[]::new)),
                LinkStore::read);
    }

    /** Makes a link; empty if there is one of that name. */
    public Optional<LinkRecord> make(Identity container, String name, String target) {
        return statements.row(
                "INSERT INTO meridian.link_node (container_inode, container_birth_ns, name, target) VALUES (?, ?, ?, ?)"
                        + " ON CONFLICT (container_inode, container_birth_ns, name) DO NOTHING"
                        + " RETURNING " + COLUMNS,
                List.of(container.inode(), container.birthNs(), name, target),
                LinkStore::read);
    }

    /** Says other things of a link, and where it points to. */
    public void change(long number, String target, Map<String, String> properties) {
        statements.update(
                "UPDATE meridian.link_node SET target = ?, property_uris = ?, property_values = ? WHERE link = ?",
                List.of(
                        target,
                        properties.keySet().toArray(String[]::new),
                        properties.values().toArray(String[]::new),
                        number));
    }

    /** Gives a link another name or place; false if there is one of that name. */
    public boolean move(long number, Identity container, String name) {
        return statements.update(
                        "UPDATE meridian.link_node SET container_inode = ?, container_birth_ns = ?, name = ? WHERE link = ?"
                                + " AND NOT EXISTS (SELECT FROM meridian.link_node WHERE container_inode = ?"
                                + " AND container_birth_ns = ? AND name = ?)",
                        List.of(
                                container.inode(),
                                container.birthNs(),
                                name,
                                number,
                                container.inode(),
                                container.birthNs(),
                                name))
                == 1;
    }

    /** Removes a link. */
    public void remove(long number) {
        statements.update("DELETE FROM meridian.link_node WHERE link = ?", List.of(number));
    }

    /** Removes the links of directories that are gone, and what is said of them. */
    public void removeIn(Collection<Identity> containers) {
        List<Identity> list = List.copyOf(containers);
        statements.update(
                "WITH gone AS (DELETE FROM meridian.link_node WHERE (container_inode, container_birth_ns) IN (SELECT * FROM"
                        + " unnest(?, ?) AS container (inode, birth_ns)) RETURNING link)"
                        + " DELETE FROM meridian.node WHERE inode IN (SELECT -link FROM gone) AND birth_ns = 0",
                List.of(
                        list.stream().map(Identity::inode).toArray(Long[]::new),
                        list.stream().map(Identity::birthNs).toArray(Long[]::new)));
    }

    private static LinkRecord read(ResultSet row) throws SQLException {
        return new LinkRecord(
                row.getLong("link"),
                row.getString("name"),
                row.getString("target"),
                properties(row),
                row.getObject("made", OffsetDateTime.class).toInstant());
    }

    private static Map<String, String> properties(ResultSet row) throws SQLException {
        String[] uris = (String[]) row.getArray("property_uris").getArray();
        String[] values = (String[]) row.getArray("property_values").getArray();
        Map<String, String> properties = new TreeMap<>();
        for (int i = 0; i < uris.length; i++) {
            properties.put(uris[i], values[i]);
        }
        return properties;
    }
}
