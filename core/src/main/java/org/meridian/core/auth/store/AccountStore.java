// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.meridian.core.auth.Account;
import org.meridian.core.db.Statements;

/** Accounts and the groups they are in. Every change is one statement. Thread-safe. */
public final class AccountStore {

    private static final String SELECT = "SELECT a.name, a.email, a.state, a.admin, a.created,"
            + " ARRAY(SELECT meridian.groups_of(a.name)) AS groups"
            + " FROM meridian.account a";

    private final Statements statements;

    /** @param owner connections of the owner of the tables */
    public AccountStore(DataSource owner) {
        this.statements = new Statements(owner);
    }

    /**
     * A password as it is kept.
     *
     * @param hash a PHC string
     * @param once whether it has to be replaced at its first use
     */
    public record Password(String hash, boolean once) {}

    /** The account of that name. */
    public Optional<Account> find(String name) {
        return statements.row(SELECT + " WHERE a.name = ?", List.of(name), AccountStore::account);
    }

    /** All accounts, by name. */
    public List<Account> list() {
        return statements.rows(SELECT + " ORDER BY a.name", List.of(), AccountStore::account);
    }

    /** Makes an account; false if there is one of that name. */
    public boolean create(String name, Optional<String> email, boolean admin, Password password) {
        return statements.update(
                        "INSERT INTO meridian.account (name, email, state, admin, password, password_once)"
                                + " VALUES (?, ?, 'ACTIVE', ?, ?, ?) ON CONFLICT DO NOTHING",
                        List.of(name, email, admin, password.hash, password.once))
                > 0;
    }

    /** Makes an administrator's account if there is none of any administrator; false if there is one. */
    public boolean createFirstAdmin(String name, Password password) {
        return statements.update(
                        "INSERT INTO meridian.account (name, state, admin, password, password_once)"
                                + " SELECT ?, 'ACTIVE', true, ?, ?"
                                + " WHERE NOT EXISTS (SELECT FROM meridian.account WHERE admin) ON CONFLICT DO NOTHING",
                        List.of(name, password.hash, password.once))
                > 0;
    }

    /** The password of an account that may be used. */
    public Optional<Password> password(String name) {
        return statements.row(
                "SELECT password, password_once FROM meridian.account"
                        + " WHERE name = ? AND state = 'ACTIVE' AND password IS NOT NULL",
                List.of(name),
                row -> new Password(row.getString("password"), row.getBoolean("password_once")));
    }

    /**
     * Replaces a password if it is still the old one.
     *
     * @param old its hash
     */
    public boolean changePassword(String name, String old, Password password) {
        return statements.update(
                        "UPDATE meridian.account SET password = ?, password_once = ? WHERE name = ? AND password = ?",
                        List.of(password.hash, password.once, name, old))
                > 0;
    }

    /** Replaces a password, whatever it is; false if there is no such account. */
    public boolean setPassword(String name, Password password) {
        return statements.update(
                        "UPDATE meridian.account SET password = ?, password_once = ? WHERE name = ?",
                        List.of(password.hash, password.once, name))
                > 0;
    }

    /** Opens or closes an account; false if there is no such account. */
    public boolean setState(String name, Account.State state) {
        return statements.update("UPDATE meridian.account SET state = ? WHERE name = ?", List.of(state.name(), name))
                > 0;
    }

    /** Puts an account into a group; false if there is no such account. Doing it again does nothing. */
    public boolean join(String group, String name) {
        return statements
                .row(
                        "WITH who AS (SELECT name FROM meridian.account WHERE name = ?), done AS ("
                                + "INSERT INTO meridian.group_member (group_name, account) SELECT ?, name FROM who"
                                + " ON CONFLICT DO NOTHING) SELECT 1 FROM who",
                        List.of(name, group),
                        row -> true)
                .isPresent();
    }

    /** Takes an account out of a group; false if it was not in it. */
    public boolean leave(String group, String name) {
        return statements.update(
                        "DELETE FROM meridian.group_member WHERE group_name = ? AND account = ? AND role IS NULL",
                        List.of(group, name))
                > 0;
    }

    /** All groups kept here, teams included, by name, and who is in them. */
    public Map<String, List<String>> groups() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        statements
                .rows(
                        "SELECT group_name, array_agg(account ORDER BY account) AS members FROM meridian.group_member"
                                + " GROUP BY group_name ORDER BY group_name",
                        List.of(),
                        row -> Map.entry(row.getString("group_name"), List.of(Rows.texts(row, "members"))))
                .forEach(group -> groups.put(group.getKey(), group.getValue()));
        return groups;
    }

    /** Whether somebody is known to be in a group: of this gateway, a team, or one that an OpenID provider named. */
    public boolean isSomebodyIn(String group) {
        return statements
                .row(
                        "SELECT 1 WHERE EXISTS (SELECT FROM meridian.group_member WHERE group_name = ?)"
                                + " OR EXISTS (SELECT FROM meridian.provider_group WHERE group_name = ?)",
                        List.of(group, group),
                        row -> true)
                .isPresent();
    }

    private static Account account(ResultSet row) throws SQLException {
        return new Account(
                row.getString("name"),
                Optional.ofNullable(row.getString("email")),
                Account.State.valueOf(row.getString("state")),
                row.getBoolean("admin"),
                Set.of(Rows.texts(row, "groups")),
                row.getObject("created", OffsetDateTime.class).toInstant());
    }
}
