// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.meridian.core.db.Statements;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.storage.FileState.Identity;

/** Links by which files are read. Every method is one statement, and holds from then on. Thread-safe. */
public final class ShareStore {

    private static final String COLUMNS =
            "id, maker, path, inode, birth_ns, password, comment, downloads, most_downloads, created, expires";
    private static final String SELECT = "SELECT " + COLUMNS + " FROM meridian.share WHERE ";
    private static final String GOOD =
            "expires > clock_timestamp() AND (most_downloads IS NULL OR downloads < most_downloads)";
    private static final String PAGE = " AND id < ? AND " + GOOD + " ORDER BY id DESC LIMIT ?";

    private final Statements statements;

    /** @param owner connections of the owner of the tables */
    public ShareStore(DataSource owner) {
        this.statements = new Statements(owner);
    }

    /**
     * A link to be made.
     *
     * @param maker whose it is
     * @param path of the node
     * @param node which one
     * @param password hash of the password that it needs
     * @param most how many downloads it is good for
     * @param lifetime for how long
     */
    public record NewShare(
            String maker,
            NodePath path,
            Identity node,
            Optional<String> password,
            String comment,
            Optional<Long> most,
            Duration lifetime) {

        /** The same with a password, or without. */
        public NewShare with(Optional<String> hash) {
            return new NewShare(maker, path, node, hash, comment, most, lifetime);
        }
    }

    /** Keeps a link by the hash of its secret, and forgets all that are not good any more. */
    public ShareRecord create(NewShare share, byte[] hash) {
        return statements
                .row(
                        "WITH gone AS (DELETE FROM meridian.share WHERE NOT (" + GOOD + "))"
                                + " INSERT INTO meridian.share (hash, maker, path, inode, birth_ns, password, comment,"
                                + " most_downloads, expires) VALUES (?, ?, ?, ?, ?, ?, ?, CAST(? AS bigint),"
                                + " clock_timestamp() + make_interval(secs => ?)) RETURNING " + COLUMNS,
                        List.of(
                                hash,
                                share.maker,
                                share.path.toString(),
                                share.node.inode(),
                                share.node.birthNs(),
                                share.password,
                                share.comment,
                                share.most,
                                share.lifetime),
                        ShareStore::read)
                .orElseThrow();
    }

    /** How many good ones an account has. */
    public long count(String maker) {
        return statements
                .row(
                        "SELECT count(*) AS many FROM meridian.share WHERE maker = ? AND " + GOOD,
                        List.of(maker),
                        row -> row.getLong("many"))
                .orElseThrow();
    }

    /** The link of a secret, if it is good. */
    public Optional<ShareRecord> find(byte[] hash) {
        return statements.row(SELECT + "hash = ? AND " + GOOD, List.of(hash), ShareStore::read);
    }

    /** The link of a number, if it is good. */
    public Optional<ShareRecord> find(long id) {
        return statements.row(SELECT + "id = ? AND " + GOOD, List.of(id), ShareStore::read);
    }

    /**
     * The good ones of an account, youngest first.
     *
     * @param before those with lower numbers alone
     */
    public List<ShareRecord> of(String maker, long before, int limit) {
        return statements.rows(SELECT + "maker = ?" + PAGE, List.of(maker, before, limit), ShareStore::read);
    }

    /** The good ones to a node and to what is in it, whoever made them, likewise. */
    public List<ShareRecord> at(NodePath path, long before, int limit) {
        return statements.rows(
                SELECT + "(path = ? OR starts_with(path, ?))" + PAGE,
                List.of(path.toString(), path + "/", before, limit),
                ShareStore::read);
    }

    /** Notes that a download begins, unless the link is not good any more; whether it was. */
    public boolean take(long id) {
        return statements.update(
                        "UPDATE meridian.share SET downloads = downloads + 1 WHERE id = ? AND " + GOOD, List.of(id))
                == 1;
    }

    /** Takes a link back. */
    public void remove(long id) {
        statements.update("DELETE FROM meridian.share WHERE id = ?", List.of(id));
    }

    private static ShareRecord read(ResultSet row) throws SQLException {
        return new ShareRecord(
                row.getLong("id"),
                row.getString("maker"),
                NodePath.of(row.getString("path")),
                new Identity(row.getLong("inode"), row.getLong("birth_ns")),
                Optional.ofNullable(row.getString("password")),
                row.getString("comment"),
                row.getLong("downloads"),
                Optional.ofNullable(row.getObject("most_downloads", Long.class)),
                row.getObject("created", OffsetDateTime.class).toInstant(),
                row.getObject("expires", OffsetDateTime.class).toInstant());
    }
}
