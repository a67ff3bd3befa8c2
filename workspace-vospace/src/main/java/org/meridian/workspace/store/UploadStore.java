// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.meridian.core.db.Statements;
import org.meridian.workspace.node.Checksums;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.Size;
import org.meridian.workspace.rights.Account;
import org.meridian.workspace.storage.FileState.Identity;
import org.meridian.workspace.store.UploadRecord.Wish;

/** Files that come in parts, and those that have come lately. Every method is one statement. Thread-safe. */
public final class UploadStore {

    private static final String SELECT = "SELECT * FROM meridian.upload WHERE ";

    private final Statements statements;

    /** @param owner connections of the owner of the tables */
    public UploadStore(DataSource owner) {
        this.statements = new Statements(owner);
    }

    /** Keeps a new one, of which nothing has come. */
    public void add(UploadRecord upload) {
        Wish wish = upload.wish();
        statements.update(
                "INSERT INTO meridian.upload (id, account, path, length, metadata, content_type, md5, sha256, if_match,"
                        + " only_new, unmodified_since, expires)"
                        + " VALUES (?, ?, ?, ?, ?, ?, CAST(? AS bytea), CAST(? AS bytea), ?, ?, CAST(? AS timestamptz), ?)",
                List.of(
                        upload.id(),
                        upload.account(),
                        wish.path().toString(),
                        wish.length(),
                        wish.metadata(),
                        wish.contentType(),
                        wish.md5(),
                        wish.sha256(),
                        wish.ifMatch().toArray(String[]::new),
                        wish.onlyNew(),
                        wish.unmodifiedSince(),
                        upload.expires()));
    }

    /** The upload of an account that has not expired. */
    public Optional<UploadRecord> find(String account, String id, Instant now) {
        return statements.row(
                SELECT + "id = ? AND account = ? AND expires > ?", List.of(id, account, now), UploadStore::read);
    }

    /**
     * Uploads of an account that are not in their places yet and have not expired; what was begun last comes first.
     *
     * @param path those that go there alone
     */
    public List<UploadRecord> unfinished(String account, Optional<NodePath> path, Instant now) {
        Optional<String> wanted = path.map(NodePath::toString);
        return statements.rows(
                SELECT
                        + "account = ? AND NOT placed AND expires > ? AND path = coalesce(?, path) ORDER BY begun DESC, id",
                List.of(account, now, wanted),
                UploadStore::read);
    }

    /**
     * What the unfinished uploads of an account are together.
     *
     * @param count how many
     * @param announced how many bytes they will have
     * @param missing how many of those have not come
     */
    public record Together(long count, long announced, long missing) {}

    /** What they are together. */
    public Together together(String account, Instant now) {
        return statements
                .row(
                        "SELECT count(*) AS many, coalesce(sum(length), 0) AS announced,"
                                + " coalesce(sum(length - received), 0) AS missing FROM meridian.upload"
                                + " WHERE account = ? AND NOT placed AND expires > ?",
                        List.of(account, now),
                        row -> new Together(row.getLong("many"), row.getLong("announced"), row.getLong("missing")))
                .orElseThrow();
    }

    /**
     * What the unfinished uploads are together that will be charged to an account, whoever began them.
     *
     * @return no more than the largest number of bytes there can be
     */
    public Size unfinished(Account charged, Instant now) {
        String[] folders = charged.workspaces().stream().map(path -> path + "/").toArray(String[]::new);
        return statements
                .row(
                        "SELECT least(coalesce(sum(length), 0), ?) AS bytes, count(*) AS files FROM meridian.upload"
                                + " WHERE NOT placed AND expires > ?"
                                + " AND EXISTS (SELECT FROM unnest(?) AS folder WHERE starts_with(path, folder))",
                        List.of(Long.MAX_VALUE, now, folders),
                        row -> new Size(row.getLong("bytes"), row.getLong("files")))
                .orElseThrow();
    }

    /** Names of those that were never about to be put in their places, expired or not. */
    public List<String> coming() {
        return statements.rows(
                "SELECT id FROM meridian.upload WHERE NOT placed AND inode IS NULL",
                List.of(),
                row -> row.getString("id"));
    }

    /** Names of all that are not in their places yet, expired or not. */
    public List<String> unfinished() {
        return statements.rows(
                "SELECT id FROM meridian.upload WHERE NOT placed", List.of(), row -> row.getString("id"));
    }

    /** Notes how much is on disk, and until when it is kept. */
    public void received(String id, long bytes, Instant expires) {
        statements.update(
                "UPDATE meridian.upload SET received = ?, expires = ? WHERE id = ?", List.of(bytes, expires, id));
    }

    /** Notes that it is about to be put in its place. */
    public void placing(String id, Placing placing, Instant expires) {
        statements.update(
                "UPDATE meridian.upload SET received = greatest(length - 1, 0), expires = ?, inode = ?, birth_ns = ?,"
                        + " placed_md5 = ?, placed_sha256 = ? WHERE id = ?",
                List.of(
                        expires,
                        placing.file.inode(),
                        placing.file.birthNs(),
                        placing.whole.md5(),
                        placing.whole.sha256(),
                        id));
    }

    /**
     * What was about to be put in its place.
     *
     * @param file which one
     * @param whole checksums of all its bytes
     */
    public record Placing(Identity file, Checksums whole) {}

    /** What was about to be put in its place. */
    public Optional<Placing> placing(String id) {
        return statements.row(
                "SELECT * FROM meridian.upload WHERE id = ? AND inode IS NOT NULL",
                List.of(id),
                row -> new Placing(new Identity(row.getLong("inode"), row.getLong("birth_ns")), whole(row)));
    }

    private static Checksums whole(ResultSet row) throws SQLException {
        return new Checksums(row.getBytes("placed_md5"), row.getBytes("placed_sha256"));
    }

    /** Notes that it is in its place, of which its client can hear until a time. */
    public void placed(String id, Instant expires) {
        statements.update(
                "UPDATE meridian.upload SET placed = true, received = length, expires = ? WHERE id = ?",
                List.of(expires, id));
    }

    /** Names of some whose time is over. */
    public List<String> expired(Instant now, int limit) {
        return statements.rows(
                "SELECT id FROM meridian.upload WHERE expires <= ? ORDER BY expires LIMIT ?",
                List.of(now, limit),
                row -> row.getString("id"));
    }

    /** Forgets one whose time is over; whether it was. */
    public boolean removeExpired(String id, Instant now) {
        return statements.update("DELETE FROM meridian.upload WHERE id = ? AND expires <= ?", List.of(id, now)) > 0;
    }

    /** Forgets one. */
    public void remove(String id) {
        statements.update("DELETE FROM meridian.upload WHERE id = ?", List.of(id));
    }

    private static UploadRecord read(ResultSet row) throws SQLException {
        Wish wish = new Wish(
                NodePath.of(row.getString("path")),
                row.getLong("length"),
                row.getString("metadata"),
                Optional.ofNullable(row.getString("content_type")),
                Optional.ofNullable(row.getBytes("md5")),
                Optional.ofNullable(row.getBytes("sha256")),
                Set.of((String[]) row.getArray("if_match").getArray()),
                row.getBoolean("only_new"),
                time(row.getObject("unmodified_since", OffsetDateTime.class)));
        return new UploadRecord(
                row.getString("id"),
                row.getString("account"),
                wish,
                row.getLong("received"),
                row.getObject("expires", OffsetDateTime.class).toInstant(),
                row.getBoolean("placed") ? Optional.of(whole(row)) : Optional.empty());
    }

    private static Optional<Instant> time(@Nullable OffsetDateTime time) {
        return Optional.ofNullable(time).map(OffsetDateTime::toInstant);
    }
}
