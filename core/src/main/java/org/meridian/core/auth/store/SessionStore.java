// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.Session;
import org.meridian.core.auth.Subject;
import org.meridian.core.dali.DaliFault.AuthenticationFault;
import org.meridian.core.db.Statements;

/** Sessions that have been begun. Every change is one statement, and holds from then on. Thread-safe. */
public final class SessionStore {

    /** For how long a session outlives the provider's word while the provider cannot be reached. */
    private static final String GRACE = "interval '15 minutes'";

    private static final String GOOD = "s.expires > clock_timestamp() AND s.last_used + s.idle > clock_timestamp()"
            + " AND (s.token IS NULL OR EXISTS (SELECT FROM meridian.token kept"
            + " WHERE kept.id = s.token AND kept.expires > clock_timestamp()))";

    private static final int MOST_ALIKE = 50;

    private final Statements statements;

    /** @param owner connections of the owner of the tables */
    public SessionStore(DataSource owner) {
        this.statements = new Statements(owner);
    }

    /**
     * A session to be begun.
     *
     * @param account whose it will be
     * @param client what keeps the cookie
     * @param provided what an OpenID provider said; empty for a local password
     * @param token the number of the token that was shown as password: the session may do what that may, and ends with it
     * @param password hash of the password that was shown: there is no session if the account has another one by now
     */
    public record NewSession(
            String account,
            Session.Client client,
            Optional<Provided> provided,
            Optional<Long> token,
            Optional<String> password) {

        /** A session of somebody who has signed in without a password of the account. */
        public NewSession(String account, Session.Client client, Optional<Provided> provided) {
            this(account, client, provided, Optional.empty(), Optional.empty());
        }

        @Override
        public String toString() {
            return "NewSession[" + account + ", ...]";
        }
    }

    /**
     * What a session keeps of an OpenID provider.
     *
     * @param provider its name in the configuration
     * @param session its own name of the session, for its word that the session has ended
     * @param sealed the tokens it gave, encrypted
     * @param vouchedFor how long its word holds; empty if it cannot be asked again
     */
    public record Provided(
            String provider, Optional<String> session, Optional<String> sealed, Optional<Duration> vouchedFor) {
        private Optional<String> vouchedSeconds() {
            return vouchedFor.map(time -> Long.toString(time.toSeconds()));
        }
    }

    /**
     * A good session.
     *
     * @param id by which it is named
     * @param subject whose it is
     * @param client what keeps the cookie
     * @param provider the OpenID provider that vouches for the user
     * @param trust how far the provider's word can be relied on now
     */
    public record Found(long id, Subject subject, Session.Client client, Optional<String> provider, Trust trust) {}

    /** How far the word of a provider can be relied on. */
    public enum Trust {
        /** It holds. */
        FRESH,
        /** The provider has to be asked again. */
        DUE,
        /** It has to be asked again, and until it has answered the session is of no use. */
        OVERDUE
    }

    /** A session that has been ended, for whoever has to tell its provider. */
    public record Ended(String account, Optional<String> provider, Optional<String> sealed) {}

    /**
     * Keeps a session by the hash of its secret, and forgets those of its account that have expired. Of those that began in the
     * same way, by one token or without, the oldest make room beyond {@value #MOST_ALIKE}.
     *
     * @throws AuthenticationFault if the account is closed, or has another password now
     */
    public long create(NewSession session, byte[] hash) {
        Optional<Provided> provided = session.provided;
        return statements
                .row(
                        "WITH gone AS (DELETE FROM meridian.session s WHERE account = ? AND (NOT (" + GOOD + ")"
                                + " OR id IN (SELECT id FROM meridian.session WHERE account = ?"
                                + " AND token IS NOT DISTINCT FROM CAST(? AS bigint) ORDER BY id DESC OFFSET "
                                + (MOST_ALIKE - 1) + ")))"
                                + " INSERT INTO meridian.session (account, hash, client, expires, idle, provider,"
                                + " provider_session, sealed, token, vouched_until, ask_at) SELECT name, ?, ?,"
                                + " clock_timestamp() + make_interval(secs => ?), make_interval(secs => ?), ?, ?, ?,"
                                + " CAST(? AS bigint), until, until FROM (SELECT clock_timestamp()"
                                + " + make_interval(secs => CAST(? AS double precision)) AS until) word,"
                                + " meridian.account WHERE " + TokenStore.STILL_GOOD
                                + " FOR SHARE OF account RETURNING id",
                        List.of(
                                session.account,
                                session.account,
                                session.token.map(Object::toString),
                                hash,
                                session.client.name(),
                                Session.LONGEST,
                                Session.IDLE,
                                provided.map(Provided::provider),
                                provided.flatMap(Provided::session),
                                provided.flatMap(Provided::sealed),
                                session.token.map(Object::toString),
                                provided.flatMap(Provided::vouchedSeconds),
                                session.account,
                                session.password,
                                session.password),
                        row -> row.getLong("id"))
                .orElseThrow(TokenStore::notGoodAnyMore);
    }

    /**
     * The session of a secret, if it is good: known, neither expired nor ended nor idle for too long, of an account that may
     * be used. Notes, to the minute, that it was used.
     */
    public Optional<Found> find(byte[] hash) {
        record Row(Found found, boolean stale) {}
        Optional<Row> row = statements.row(
                "SELECT s.id, s.client, s.provider, a.name, t.kind, t.scopes, false AS admin,"
                        + " s.last_used < clock_timestamp() - interval '1 minute' AS stale,"
                        + " CASE WHEN s.vouched_until IS NULL OR s.vouched_until > clock_timestamp() THEN 'FRESH'"
                        + " WHEN s.vouched_until < clock_timestamp() - " + GRACE + " THEN 'OVERDUE'"
                        + " WHEN s.ask_at <= clock_timestamp() THEN 'DUE' ELSE 'FRESH' END AS trust,"
                        + " ARRAY(SELECT meridian.groups_of(a.name)) AS groups"
                        + " FROM meridian.session s JOIN meridian.account a ON a.name = s.account"
                        + " LEFT JOIN meridian.token t ON t.id = s.token"
                        + " WHERE s.hash = ? AND a.state = 'ACTIVE' AND " + GOOD,
                List.of(hash),
                result -> new Row(found(result), result.getBoolean("stale")));
        row.filter(Row::stale)
                .ifPresent(used -> statements.update(
                        "UPDATE meridian.session SET last_used = clock_timestamp() WHERE id = ?",
                        List.of(used.found.id)));
        return row.map(Row::found);
    }

    private static Found found(ResultSet row) throws SQLException {
        Subject subject = row.getString("kind") == null
                ? new Subject(
                        Optional.of(row.getString("name")),
                        Set.of(Rows.texts(row, "groups")),
                        Scope.USE,
                        Subject.Credential.LOGIN)
                : TokenStore.subject(row);
        return new Found(
                row.getLong("id"),
                subject,
                Session.Client.valueOf(row.getString("client")),
                Optional.ofNullable(row.getString("provider")),
                Trust.valueOf(row.getString("trust")));
    }

    /** The good sessions of an account, youngest first. */
    public List<Session> list(String account) {
        return statements.rows(
                "SELECT id, account, client, created, expires, last_used, provider FROM meridian.session s"
                        + " WHERE account = ? AND " + GOOD + " ORDER BY id DESC",
                List.of(account),
                row -> new Session(
                        row.getLong("id"),
                        row.getString("account"),
                        Session.Client.valueOf(row.getString("client")),
                        instant(row, "created"),
                        instant(row, "expires"),
                        instant(row, "last_used"),
                        Optional.ofNullable(row.getString("provider"))));
    }

    /** Ends the session of a secret; empty if there is none. */
    public Optional<Ended> end(byte[] hash) {
        return statements.row(
                "DELETE FROM meridian.session WHERE hash = ? RETURNING account, provider, sealed",
                List.of(hash),
                row -> new Ended(
                        row.getString("account"),
                        Optional.ofNullable(row.getString("provider")),
                        Optional.ofNullable(row.getString("sealed"))));
    }

    /** Ends one of an account's sessions; false if the account has none of that number. */
    public boolean end(String account, long id) {
        return statements.update("DELETE FROM meridian.session WHERE account = ? AND id = ?", List.of(account, id)) > 0;
    }

    /** Ends the sessions that a provider calls by a name; whose they were. */
    public List<String> endProviderSession(String provider, String session) {
        return statements.rows(
                "DELETE FROM meridian.session WHERE provider = ? AND provider_session = ? RETURNING account",
                List.of(provider, session),
                row -> row.getString("account"));
    }

    /** Ends the sessions of an account with a provider; whose they were, each. */
    public List<String> endAtProvider(String provider, String account) {
        return statements.rows(
                "DELETE FROM meridian.session WHERE provider = ? AND account = ? RETURNING account",
                List.of(provider, account),
                row -> row.getString("account"));
    }

    /**
     * Takes it upon the caller to ask the provider of a session again.
     *
     * @param again when another may try, if the caller does not come back
     * @return the tokens that the provider gave, encrypted; empty if somebody else is at it
     */
    public Optional<String> claimAsking(long id, Duration again) {
        return statements.row(
                "UPDATE meridian.session SET ask_at = clock_timestamp() + make_interval(secs => ?)"
                        + " WHERE id = ? AND ask_at <= clock_timestamp() RETURNING sealed",
                List.of(again, id),
                row -> row.getString("sealed"));
    }

    /** Notes that the provider still vouches for the user of a session. */
    public void vouched(long id, String sealed, Duration time) {
        statements.update(
                "UPDATE meridian.session SET sealed = ?, vouched_until = until, ask_at = until"
                        + " FROM (SELECT clock_timestamp() + make_interval(secs => ?) AS until) word WHERE id = ?",
                List.of(sealed, time, id));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
