// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.store;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.meridian.core.auth.Datalab;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.Token;
import org.meridian.core.db.Statements;

/** Sessions of datalabs, and the tokens that hang on them. Every change is one statement, and holds from then on. Thread-safe. */
public final class DatalabStore {

    private static final String NEW_TOKEN =
            "INSERT INTO meridian.token (account, kind, label, scopes, hash, expires, datalab)";

    private final Statements statements;

    /** @param owner connections of the owner of the tables */
    public DatalabStore(DataSource owner) {
        this.statements = new Statements(owner);
    }

    /**
     * A token to be given out.
     *
     * @param owner of the session and the token
     * @param datalab whose programs get it
     * @param scopes what it may be used for
     * @param lifetime how long it will be good, unless the session ends before
     * @param longest how long the session lasts, if it is new
     */
    public record NewToken(String owner, Datalab datalab, Set<Scope> scopes, Duration lifetime, Duration longest) {}

    /**
     * Keeps a token by its hash, and its session if it is new; forgets sessions whose time is over.
     *
     * @return empty if the owner may not sign in, or the session is another's
     */
    public Optional<Token> create(NewToken token, byte[] hash) {
        statements.update("DELETE FROM meridian.datalab_session WHERE ends <= clock_timestamp()", List.of());
        return statements.row(
                "WITH owner AS (SELECT name FROM meridian.account WHERE name = ? AND state = 'ACTIVE' FOR SHARE),"
                        + " session AS (INSERT INTO meridian.datalab_session AS s (name, kind, account, ends)"
                        + " SELECT ?, ?, name, clock_timestamp() + make_interval(secs => ?) FROM owner"
                        // Changes nothing, but holds the row of a session that is there.
                        + " ON CONFLICT (name) DO UPDATE SET ends = s.ends WHERE s.account = excluded.account"
                        + " RETURNING name, account, ends) "
                        + NEW_TOKEN + " SELECT account, 'DATALAB', ?, ?, ?,"
                        + " least(ends, clock_timestamp() + make_interval(secs => ?)), name FROM session RETURNING "
                        + TokenStore.COLUMNS,
                List.of(
                        token.owner,
                        token.datalab.session(),
                        token.datalab.kind(),
                        token.longest,
                        "of " + token.datalab.text(),
                        token.scopes.stream().map(Scope::text).sorted().toArray(String[]::new),
                        hash,
                        token.lifetime),
                TokenStore::token);
    }

    /**
     * Replaces a token by another of the same scopes.
     *
     * @param old hash of the token
     * @param hash of the other
     * @param lifetime how long the other will be good, unless the session ends before
     * @param overlap how long the old one is still good
     * @param most how many tokens of the session may be good at once
     * @return empty if the old one is not good, or there are so many
     */
    public Optional<Token> refresh(byte[] old, byte[] hash, Duration lifetime, Duration overlap, int most) {
        return statements.row(
                // The session's row comes first: whoever ends it waits, and finds the new token too.
                "WITH session AS (SELECT s.name, s.ends FROM meridian.datalab_session s"
                        + " JOIN meridian.token t ON t.datalab = s.name JOIN meridian.account a ON a.name = s.account"
                        + " WHERE t.hash = ? AND s.ends > clock_timestamp() AND a.state = 'ACTIVE' AND (SELECT count(*)"
                        + " FROM meridian.token o WHERE o.datalab = s.name AND o.expires > clock_timestamp()) < ?"
                        + " FOR KEY SHARE OF s),"
                        + " old AS (UPDATE meridian.token t"
                        + " SET expires = least(t.expires, clock_timestamp() + make_interval(secs => ?)) FROM session"
                        + " WHERE t.hash = ? AND t.datalab = session.name AND t.expires > clock_timestamp()"
                        + " RETURNING t.account, t.label, t.scopes, t.datalab, session.ends),"
                        + " gone AS (DELETE FROM meridian.token WHERE expires < clock_timestamp()"
                        + " AND datalab IN (SELECT datalab FROM old)) "
                        + NEW_TOKEN + " SELECT account, 'DATALAB', label, scopes, ?,"
                        + " least(ends, clock_timestamp() + make_interval(secs => ?)), datalab FROM old RETURNING "
                        + TokenStore.COLUMNS,
                List.of(old, most, overlap, old, hash, lifetime),
                TokenStore::token);
    }

    /**
     * Ends a session, and every token of it.
     *
     * @return whose it was; empty if there is none of that name
     */
    public Optional<String> end(String session) {
        return statements.row(
                "DELETE FROM meridian.datalab_session WHERE name = ? RETURNING account",
                List.of(session),
                row -> row.getString("account"));
    }
}
