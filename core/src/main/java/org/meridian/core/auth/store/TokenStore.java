// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.Token;
import org.meridian.core.dali.DaliFault.AuthenticationFault;
import org.meridian.core.db.Statements;

/** Tokens that have been given out. Every change is one statement, and holds from then on. Thread-safe. */
public final class TokenStore {

    static final String COLUMNS = "id, account, kind, label, scopes, created, expires, last_used, datalab";

    /** A condition on an account: its name, and twice the hash of the password that was shown, or NULL. */
    static final String STILL_GOOD =
            "name = ? AND state = 'ACTIVE' AND (CAST(? AS text) IS NULL OR password = CAST(? AS text))";

    private static final int MOST_LOGINS = 50;

    private final Statements statements;

    /** @param owner connections of the owner of the tables */
    public TokenStore(DataSource owner) {
        this.statements = new Statements(owner);
    }

    /**
     * A token to be given out.
     *
     * @param account whose it will be
     * @param kind how it comes about
     * @param label what its owner calls it
     * @param scopes what it may be used for
     * @param lifetime how long it will be good
     */
    public record NewToken(String account, Token.Kind kind, String label, Set<Scope> scopes, Duration lifetime) {}

    /**
     * Keeps a token by its hash, and forgets those of its account that have expired.
     *
     * @throws AuthenticationFault if the account is closed
     */
    public Token create(NewToken token, byte[] hash) {
        return create(token, hash, Optional.empty());
    }

    /**
     * The same for somebody who has signed in, as long as his password is still the one that he showed: whoever closes the
     * account, or changes the password, and then ends what was given out, misses nothing. Of those signed in the oldest make
     * room beyond {@value #MOST_LOGINS}.
     *
     * @param password hash of the password that was shown; empty if another credential was
     * @throws AuthenticationFault if the account is closed, or has another password now
     */
    public Token create(NewToken token, byte[] hash, Optional<String> password) {
        return statements
                .row(
                        "WITH gone AS (DELETE FROM meridian.token WHERE account = ? AND (expires < clock_timestamp()"
                                + " OR ? = 'LOGIN' AND id IN (SELECT id FROM meridian.token WHERE account = ?"
                                + " AND kind = 'LOGIN' ORDER BY id DESC OFFSET " + (MOST_LOGINS - 1) + ")))"
                                + " INSERT INTO meridian.token (account, kind, label, scopes, hash, expires)"
                                + " SELECT name, ?, ?, ?, ?, clock_timestamp() + make_interval(secs => ?)"
                                + " FROM meridian.account WHERE " + STILL_GOOD + " FOR SHARE RETURNING " + COLUMNS,
                        List.of(
                                token.account,
                                token.kind.name(),
                                token.account,
                                token.kind.name(),
                                token.label,
                                token.scopes.stream().map(Scope::text).sorted().toArray(String[]::new),
                                hash,
                                token.lifetime,
                                token.account,
                                password,
                                password),
                        TokenStore::token)
                .orElseThrow(TokenStore::notGoodAnyMore);
    }

    /** What is said to somebody whose account is not what it was a moment ago. */
    static AuthenticationFault notGoodAnyMore() {
        return new AuthenticationFault("the account is closed, or its password has been changed meanwhile");
    }

    /** A good token: by which number it is named, and whose it is. */
    public record Found(long id, Subject subject) {}

    /**
     * A token, if it is good: known, neither expired nor revoked, of an account that may be used. Notes, to the minute, that
     * it was used.
     */
    public Optional<Found> find(byte[] hash) {
        record Row(Found found, boolean stale) {}
        Optional<Row> row = statements.row(
                "SELECT t.id, t.kind, t.scopes, a.name, a.admin,"
                        + " t.last_used IS NULL OR t.last_used < clock_timestamp() - interval '1 minute' AS stale,"
                        + " ARRAY(SELECT meridian.groups_of(a.name)) AS groups"
                        + " FROM meridian.token t JOIN meridian.account a ON a.name = t.account"
                        + " WHERE t.hash = ? AND t.expires > clock_timestamp() AND a.state = 'ACTIVE'",
                List.of(hash),
                result -> new Row(new Found(result.getLong("id"), subject(result)), result.getBoolean("stale")));
        row.filter(Row::stale)
                .ifPresent(used -> statements.update(
                        "UPDATE meridian.token SET last_used = clock_timestamp() WHERE id = ?",
                        List.of(used.found.id)));
        return row.map(Row::found);
    }

    /** Whether it is a token that was given out here, good or not. */
    public boolean isKnown(byte[] hash) {
        return statements
                .row("SELECT 1 FROM meridian.token WHERE hash = ?", List.of(hash), row -> true)
                .isPresent();
    }

    /** Whoever holds a token: by columns name, admin, groups, kind and scopes. */
    static Subject subject(ResultSet row) throws SQLException {
        EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
        scopes.addAll(Rows.scopes(row, "scopes"));
        if (!row.getBoolean("admin")) {
            scopes.remove(Scope.ADMIN);
        }
        return new Subject(
                Optional.of(row.getString("name")),
                Set.of(Rows.texts(row, "groups")),
                scopes,
                switch (Token.Kind.valueOf(row.getString("kind"))) {
                    case LOGIN -> Subject.Credential.LOGIN;
                    case PERSONAL -> Subject.Credential.PERSONAL_TOKEN;
                    case DATALAB -> Subject.Credential.DATALAB_TOKEN;
                });
    }

    /** The good tokens of an account, youngest first. */
    public List<Token> list(String account) {
        return statements.rows(
                "SELECT " + COLUMNS + " FROM meridian.token WHERE account = ? AND expires > clock_timestamp()"
                        + " ORDER BY id DESC",
                List.of(account),
                TokenStore::token);
    }

    /** Takes a token back, with all others of its datalab if it has one; false if the account has none of that number. */
    public boolean revoke(String account, long id) {
        return statements
                .row(
                        "WITH datalab AS (DELETE FROM meridian.datalab_session s USING meridian.token t"
                                + " WHERE t.account = ? AND t.id = ? AND s.name = t.datalab RETURNING t.id),"
                                + " token AS (DELETE FROM meridian.token WHERE account = ? AND id = ? AND datalab IS NULL"
                                + " RETURNING id) SELECT id FROM datalab UNION ALL SELECT id FROM token",
                        List.of(account, id, account, id),
                        row -> true)
                .isPresent();
    }

    /** Takes back all that an account got by signing in: tokens and sessions. */
    public void revokeLogins(String account) {
        statements.update(
                "WITH sessions AS (DELETE FROM meridian.session WHERE account = ?)"
                        + " DELETE FROM meridian.token WHERE account = ? AND kind = 'LOGIN'",
                List.of(account, account));
    }

    static Token token(ResultSet row) throws SQLException {
        return new Token(
                row.getLong("id"),
                row.getString("account"),
                Token.Kind.valueOf(row.getString("kind")),
                row.getString("label"),
                Rows.scopes(row, "scopes"),
                instant(row, "created").orElseThrow(),
                instant(row, "expires").orElseThrow(),
                instant(row, "last_used"),
                Optional.ofNullable(row.getString("datalab")));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
