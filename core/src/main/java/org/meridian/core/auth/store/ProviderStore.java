// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.store;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.meridian.core.db.DatabaseException;
import org.meridian.core.db.Statements;

/** What is kept about users of OpenID providers, and about their ways there and back. Every change is one statement. Thread-safe. */
public final class ProviderStore {

    private final Statements statements;

    /** @param owner connections of the owner of the tables */
    public ProviderStore(DataSource owner) {
        this.statements = new Statements(owner);
    }

    /** The account of whom an issuer knows by a subject. */
    public Optional<String> account(String issuer, String subject) {
        return statements.row(
                "SELECT account FROM meridian.provider_account WHERE issuer = ? AND subject = ?",
                List.of(issuer, subject),
                row -> row.getString("account"));
    }

    /**
     * Makes an account for somebody who has none.
     *
     * @param name of the account
     * @return false if there is an account of that name, or he has one meanwhile
     */
    public boolean createAccount(String issuer, String subject, String name, Optional<String> email) {
        try {
            return statements
                    .row(
                            "WITH made AS (INSERT INTO meridian.account (name, email, state) VALUES (?, ?, 'ACTIVE')"
                                    + " ON CONFLICT DO NOTHING RETURNING name),"
                                    // No moderator has to admit him any more.
                                    + " moot AS (DELETE FROM meridian.access_request WHERE issuer = ? AND subject = ?"
                                    + " AND EXISTS (SELECT FROM made))"
                                    + " INSERT INTO meridian.provider_account (issuer, subject, account)"
                                    + " SELECT ?, ?, name FROM made RETURNING account",
                            List.of(name, email, issuer, subject, issuer, subject),
                            row -> true)
                    .isPresent();
        } catch (DatabaseException e) {
            if (account(issuer, subject).isPresent()) {
                // He came twice at once.
                return false;
            }
            throw e;
        }
    }

    /** Replaces the groups that a provider has named. */
    public void setGroups(String account, Set<String> groups) {
        statements.update(
                "WITH named AS (SELECT unnest(CAST(? AS text[])) AS group_name), gone AS ("
                        + "DELETE FROM meridian.provider_group WHERE account = ?"
                        + " AND group_name NOT IN (SELECT group_name FROM named))"
                        + " INSERT INTO meridian.provider_group (account, group_name) SELECT ?, group_name FROM named"
                        + " ON CONFLICT (account, group_name) DO UPDATE SET seen = clock_timestamp()",
                List.of(new TreeSet<>(groups).toArray(String[]::new), account, account));
    }

    /** The groups that are kept here for an account, whatever providers say. */
    public Set<String> localGroups(String account) {
        return Set.copyOf(statements.rows(
                "SELECT group_name FROM meridian.group_member WHERE account = ?",
                List.of(account),
                row -> row.getString("group_name")));
    }

    /**
     * Notes that a browser goes to a provider, and forgets those that did not come back.
     *
     * @param hash of the secret in its cookie
     * @param returnTo where it goes when it is back, sealed
     */
    public void begin(byte[] hash, String provider, String returnTo, Duration time) {
        statements.update(
                "WITH expired AS (DELETE FROM meridian.sign_in_begun WHERE expires < clock_timestamp())"
                        + " INSERT INTO meridian.sign_in_begun (hash, provider, return_to, expires)"
                        + " VALUES (?, ?, ?, clock_timestamp() + make_interval(secs => ?))",
                List.of(hash, provider, returnTo, time));
    }

    /** Where a browser that is back from a provider goes, sealed; once, and only in time. */
    public Optional<String> comeBack(byte[] hash, String provider) {
        return statements
                .row(
                        "DELETE FROM meridian.sign_in_begun WHERE hash = ? AND provider = ?"
                                + " RETURNING return_to, expires > clock_timestamp() AS good",
                        List.of(hash, provider),
                        row -> row.getBoolean("good") ? row.getString("return_to") : "")
                .filter(path -> !path.isEmpty());
    }

    /**
     * Notes that a logout token is used, and forgets those that have expired.
     *
     * @return false if it was used before
     */
    public boolean useLogout(String issuer, String jti, Instant expires) {
        return statements.update(
                        "WITH expired AS (DELETE FROM meridian.logout_seen WHERE expires < clock_timestamp())"
                                + " INSERT INTO meridian.logout_seen (issuer, jti, expires) VALUES (?, ?, ?)"
                                + " ON CONFLICT DO NOTHING",
                        List.of(issuer, jti, expires))
                > 0;
    }
}
