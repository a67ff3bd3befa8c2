// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.meridian.core.auth.Team;
import org.meridian.core.auth.Team.Member;
import org.meridian.core.auth.Team.Role;
import org.meridian.core.db.DatabaseException;
import org.meridian.core.db.Statements;

/** Teams and who is in them. Every change is one statement, and the database keeps an owner in each team. Thread-safe. */
public final class TeamStore {

    private static final String SELECT = "SELECT t.name, t.description, t.created, m.account, m.role, m.joined"
            + " FROM meridian.team t JOIN meridian.group_member m ON m.team = t.name";

    /** The database's word that a team would have no owner. */
    private static final String NO_OWNER = "23514";

    /** Its word that a team of the name was deleted. */
    private static final String NAME_TAKEN = "23505";

    private final Statements statements;

    /** @param owner connections of the owner of the tables */
    public TeamStore(DataSource owner) {
        this.statements = new Statements(owner);
    }

    /** What became of a change. */
    public enum Outcome {
        /** It was made. */
        DONE,
        /** Whom it concerns is not what he was thought to be. */
        CHANGED_MEANWHILE,
        /** The team would have had no owner. */
        NO_OWNER_LEFT
    }

    /** The team of that name. */
    public Optional<Team> find(String name) {
        return teams(SELECT + " WHERE t.name = ? ORDER BY t.name, m.account", List.of(name)).stream()
                .findFirst();
    }

    /** The teams that an account is in, by name. */
    public List<Team> of(String account) {
        return teams(
                SELECT
                        + " WHERE t.name IN (SELECT team FROM meridian.group_member WHERE account = ? AND team IS NOT NULL)"
                        + " ORDER BY t.name, m.account",
                List.of(account));
    }

    /** How many teams have been made by an account and are there. */
    public int madeBy(String account) {
        return count("SELECT count(*) FROM meridian.team WHERE creator = ?", account);
    }

    /** How many teams an account is in. */
    public int memberships(String account) {
        return count("SELECT count(*) FROM meridian.group_member WHERE account = ? AND team IS NOT NULL", account);
    }

    private int count(String sql, String value) {
        return statements.row(sql, List.of(value), row -> row.getInt(1)).orElseThrow();
    }

    /** Makes a team with its maker as owner; false if there is, or was, one of that name. */
    public boolean create(String name, String creator, String description) {
        try {
            return statements
                    .row(
                            "WITH made AS (INSERT INTO meridian.team (name, creator, description) VALUES (?, ?, ?)"
                                    + " ON CONFLICT DO NOTHING RETURNING name)"
                                    + " INSERT INTO meridian.group_member (group_name, account, role)"
                                    + " SELECT name, ?, 'OWNER' FROM made RETURNING 1",
                            List.of(name, creator, description, creator),
                            row -> true)
                    .isPresent();
        } catch (DatabaseException e) {
            if (says(e, NAME_TAKEN)) {
                return false;
            }
            throw e;
        }
    }

    /** Changes what somebody is, if he is what he was thought to be. */
    public Outcome setRole(String team, String account, Role from, Role to) {
        return change(
                "UPDATE meridian.group_member SET role = ? WHERE team = ? AND account = ? AND role = ?",
                List.of(to.name(), team, account, from.name()));
    }

    /** Takes somebody out who leaves or is put out, if he is what he was thought to be; no link that there is leads him back. */
    public Outcome takeOut(String team, String account, Role from) {
        return change(
                "WITH gone AS (DELETE FROM meridian.group_member WHERE team = ? AND account = ? AND role = ?"
                        + " RETURNING team, account)"
                        + " INSERT INTO meridian.team_put_out (team, account) SELECT team, account FROM gone"
                        + " ON CONFLICT (team, account) DO UPDATE SET at = clock_timestamp()",
                List.of(team, account, from.name()));
    }

    private Outcome change(String sql, List<?> values) {
        try {
            return statements.update(sql, values) > 0 ? Outcome.DONE : Outcome.CHANGED_MEANWHILE;
        } catch (DatabaseException e) {
            if (says(e, NO_OWNER)) {
                return Outcome.NO_OWNER_LEFT;
            }
            throw e;
        }
    }

    private static boolean says(DatabaseException e, String state) {
        return e.getCause() instanceof SQLException failure && state.equals(failure.getSQLState());
    }

    /** Deletes a team, its memberships and its links, for ever: no other gets its name. False if there is none. */
    public boolean delete(String team) {
        return statements.update("DELETE FROM meridian.team WHERE name = ?", List.of(team)) > 0;
    }

    private List<Team> teams(String sql, List<?> values) {
        record Row(Team team, Member member) {}
        Map<String, List<Row>> byName = new LinkedHashMap<>();
        statements
                .rows(
                        sql,
                        values,
                        row -> new Row(
                                new Team(
                                        row.getString("name"),
                                        row.getString("description"),
                                        instant(row, "created"),
                                        List.of()),
                                new Member(
                                        row.getString("account"),
                                        Role.valueOf(row.getString("role")),
                                        instant(row, "joined"))))
                .forEach(row -> byName.computeIfAbsent(row.team.name(), name -> new ArrayList<>())
                        .add(row));
        return byName.values().stream()
                .map(rows -> {
                    Team team = rows.getFirst().team;
                    List<Member> members = rows.stream().map(Row::member).toList();
                    return new Team(team.name(), team.description(), team.created(), members);
                })
                .toList();
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
