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
            "SELECT id, wished, email, reason, address, state, created, decided, moderator, account, answer, provider"
                    + " FROM meridian.access_request";

    private final Statements statements;

    /** @param owner connections of the owner of the tables */
    public RequestStore(DataSource owner) {
        this.statements = new Statements(owner);
    }

    /**
     * Somebody without an account, for whom an OpenID provider vouches.
     *
     * @param provider its name here
     * @param issuer its identifier
     * @param subject whom it calls so
     */
    public record Newcomer(String provider, String issuer, String subject) {}

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

    /**
     * Keeps the request of somebody whom a provider vouches for, unless he has made one or too many wait; forgets those that
     * were decided long ago. One that was approved, but whose account is gone, is made anew.
     *
     * @param hash of a secret that nobody is told
     * @param most how many may wait
     * @param kept how long decided ones are kept
     * @return its number; empty if he has one, or too many wait
     */
    public Optional<Long> create(
            Newcomer newcomer, Wish wish, Optional<String> address, byte[] hash, int most, Duration kept) {
        statements.update(
                "DELETE FROM meridian.access_request WHERE decided < clock_timestamp() - make_interval(secs => ?)"
                        + " OR issuer = ? AND subject = ? AND state = 'APPROVED'",
                List.of(kept, newcomer.issuer, newcomer.subject));
        return statements.row(
                "INSERT INTO meridian.access_request (wished, email, reason, address, hash, provider, issuer, subject)"
                        + " SELECT ?, ?, ?, ?, ?, ?, ?, ?"
                        + " WHERE (SELECT count(*) FROM meridian.access_request WHERE state = 'WAITING') < ?"
                        + " ON CONFLICT DO NOTHING RETURNING id",
                List.of(
                        wish.name(),
                        wish.email(),
                        wish.reason(),
                        address,
                        hash,
                        newcomer.provider,
                        newcomer.issuer,
                        newcomer.subject,
                        most),
                row -> row.getLong("id"));
    }

    /** The request of somebody whom a provider vouches for. */
    public Optional<AccessRequest> find(Newcomer newcomer) {
        return statements.row(
                SELECT + " WHERE issuer = ? AND subject = ?",
                List.of(newcomer.issuer, newcomer.subject),
                RequestStore::request);
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
     * Makes the account that a request asks for. That of somebody whom a provider vouches for has no password; he may have been
     * declined before.
     *
     * @param name of the account
     * @param password of an account that nobody else vouches for
     */
    public Approval approve(long id, String name, AccountStore.Password password, String moderator) {
        return statements
                .row(
                        "WITH waiting AS (SELECT id, email, issuer, subject FROM meridian.access_request r WHERE id = ?"
                                + " AND (state = 'WAITING' OR state = 'DECLINED' AND issuer IS NOT NULL)"
                                + " AND NOT EXISTS (SELECT FROM meridian.provider_account p"
                                + " WHERE p.issuer = r.issuer AND p.subject = r.subject) FOR UPDATE),"
                                + " made AS (INSERT INTO meridian.account (name, email, state, password, password_once)"
                                + " SELECT ?, NULLIF(email, ''), 'ACTIVE', CASE WHEN issuer IS NULL THEN ? END,"
                                + " issuer IS NULL AND ? FROM waiting ON CONFLICT DO NOTHING RETURNING name),"
                                + " known AS (INSERT INTO meridian.provider_account (issuer, subject, account)"
                                + " SELECT issuer, subject, name FROM waiting, made WHERE issuer IS NOT NULL),"
                                + " done AS (UPDATE meridian.access_request r SET state = 'APPROVED', moderator = ?,"
                                + " decided = clock_timestamp(), account = made.name, answer = NULL FROM waiting, made"
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
                decision,
                Optional.ofNullable(row.getString("provider")));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
