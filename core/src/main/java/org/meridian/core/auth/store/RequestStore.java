// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.meridian.core.auth.AccessRequest;
import org.meridian.core.auth.AccessRequest.Decision;
import org.meridian.core.auth.AccessRequest.State;
import org.meridian.core.auth.AccessRequest.Wish;
import org.meridian.core.db.Statements;

/** Requests for accounts. Every change is one statement. Thread-safe. */
public final class RequestStore {

    private static final String SELECT =
            "SELECT id, wished, email, reason, address, state, created, decided, moderator, account, answer"
                    + " FROM meridian.access_request";

    private final Statements statements;

    /** @param owner connections of the owner of the tables */
    public RequestStore(DataSource owner) {
        this.statements = new Statements(owner);
    }

    /** What became of an approval. */
    public enum Approval {
        /** The account is there. */
        DONE,
        /** There is an account of that name already; nothing was changed. */
        NAME_TAKEN,
        /** No such request waits. */
        NOT_WAITING
    }

    /**
     * Keeps a request by the hash of its secret, unless too many wait; forgets those that were decided long ago.
     *
     * @param most how many may wait
     * @param kept how long decided ones are kept
     * @return its number; empty if too many wait
     */
    public Optional<Long> create(Wish wish, Optional<String> address, byte[] hash, int most, Duration kept) {
        return statements.row(
                "WITH gone AS (DELETE FROM meridian.access_request"
                        + " WHERE decided < clock_timestamp() - make_interval(secs => ?))"
                        + " INSERT INTO meridian.access_request (wished, email, reason, address, hash)"
                        + " SELECT ?, ?, ?, ?, ?"
                        + " WHERE (SELECT count(*) FROM meridian.access_request WHERE state = 'WAITING') < ?"
                        + " RETURNING id",
                List.of(kept, wish.name(), wish.email(), wish.reason(), address, hash, most),
                row -> row.getLong("id"));
    }

    /** The request of a secret. */
    public Optional<AccessRequest> find(byte[] hash) {
        return statements.row(SELECT + " WHERE hash = ?", List.of(hash), RequestStore::request);
    }

    /** The request of a number. */
    public Optional<AccessRequest> find(long id) {
        return statements.row(SELECT + " WHERE id = ?", List.of(id), RequestStore::request);
    }

    /** Those in a state, oldest first. */
    public List<AccessRequest> list(State state) {
        return statements.rows(SELECT + " WHERE state = ? ORDER BY id", List.of(state.name()), RequestStore::request);
    }

    /**
     * Makes the account that a request asks for.
     *
     * @param name of the account
     */
    public Approval approve(long id, String name, AccountStore.Password password, String moderator) {
        return statements
                .row(
                        "WITH waiting AS (SELECT id, email FROM meridian.access_request"
                                + " WHERE id = ? AND state = 'WAITING' FOR UPDATE),"
                                + " made AS (INSERT INTO meridian.account (name, email, state, password, password_once)"
                                + " SELECT ?, email, 'ACTIVE', ?, ? FROM waiting ON CONFLICT DO NOTHING RETURNING name),"
                                + " done AS (UPDATE meridian.access_request r SET state = 'APPROVED', moderator = ?,"
                                + " decided = clock_timestamp(), account = made.name FROM waiting, made"
                                + " WHERE r.id = waiting.id)"
                                + " SELECT EXISTS (SELECT FROM waiting) AS waits, EXISTS (SELECT FROM made) AS made",
                        List.of(id, name, password.hash(), password.once(), moderator),
                        row -> {
                            if (row.getBoolean("made")) {
                                return Approval.DONE;
                            }
                            return row.getBoolean("waits") ? Approval.NAME_TAKEN : Approval.NOT_WAITING;
                        })
                .orElseThrow();
    }

    /** Declines a request; false if no such one waits. */
    public boolean decline(long id, String answer, String moderator) {
        return statements.update(
                        "UPDATE meridian.access_request SET state = 'DECLINED', moderator = ?, answer = ?,"
                                + " decided = clock_timestamp() WHERE id = ? AND state = 'WAITING'",
                        List.of(moderator, answer, id))
                > 0;
    }

    /** Whether somebody may decide: a user of an open account who is in a group kept here, or an administrator. */
    public boolean isModerator(String account, String group) {
        return statements
                .row(
                        "SELECT 1 FROM meridian.account a WHERE name = ? AND state = 'ACTIVE' AND (admin OR EXISTS ("
                                + "SELECT FROM meridian.group_member m WHERE m.account = a.name AND m.group_name = ?"
                                + " AND m.role IS NULL))",
                        List.of(account, group),
                        row -> true)
                .isPresent();
    }

    private static AccessRequest request(ResultSet row) throws SQLException {
        Optional<String> moderator = Optional.ofNullable(row.getString("moderator"));
        Optional<Decision> decision = Optional.empty();
        if (moderator.isPresent()) {
            decision = Optional.of(new Decision(
                    moderator.get(),
                    instant(row, "decided"),
                    Optional.ofNullable(row.getString("account")),
                    Optional.ofNullable(row.getString("answer"))));
        }
        return new AccessRequest(
                row.getLong("id"),
                new Wish(row.getString("wished"), row.getString("email"), row.getString("reason")),
                Optional.ofNullable(row.getString("address")),
                State.valueOf(row.getString("state")),
                instant(row, "created"),
                decision);
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
