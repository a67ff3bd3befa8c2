// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.store;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.meridian.core.auth.Invitation;
import org.meridian.core.db.Statements;

/** Links by which users join teams. Every change is one statement, and holds from then on. Thread-safe. */
public final class InvitationStore {

    private static final String COLUMNS = "id, team, inviter, uses_left, created, expires";
    private static final String GOOD = "expires > clock_timestamp() AND uses_left > 0";

    /** One whose maker was put out, or may invite no more, is worth nothing. */
    private static final String STANDS = GOOD
            + " AND EXISTS (SELECT FROM meridian.group_member m JOIN meridian.account a ON a.name = m.account"
            + " WHERE m.team = i.team AND m.account = i.inviter AND m.role <> 'MEMBER' AND a.state = 'ACTIVE')";

    private final Statements statements;

    /** @param owner connections of the owner of the tables */
    public InvitationStore(DataSource owner) {
        this.statements = new Statements(owner);
    }

    /**
     * A link to be made.
     *
     * @param team which it leads into
     * @param inviter who makes it
     * @param uses how many may join by it
     * @param lifetime how long it will be good
     */
    public record NewInvitation(String team, String inviter, int uses, Duration lifetime) {}

    /** Keeps a link by the hash of its secret, and forgets those of its team that are not good any more. */
    public Invitation create(NewInvitation invitation, byte[] hash) {
        return statements
                .row(
                        "WITH gone AS (DELETE FROM meridian.invitation WHERE team = ? AND NOT (" + GOOD + "))"
                                + " INSERT INTO meridian.invitation (team, hash, inviter, uses_left, expires)"
                                + " VALUES (?, ?, ?, ?, clock_timestamp() + make_interval(secs => ?)) RETURNING "
                                + COLUMNS,
                        List.of(
                                invitation.team,
                                invitation.team,
                                hash,
                                invitation.inviter,
                                invitation.uses,
                                invitation.lifetime),
                        InvitationStore::invitation)
                .orElseThrow();
    }

    /** The link of a secret, if it is good. */
    public Optional<Invitation> find(byte[] hash) {
        return statements.row(
                "SELECT " + COLUMNS + " FROM meridian.invitation i WHERE hash = ? AND " + STANDS,
                List.of(hash),
                InvitationStore::invitation);
    }

    /** The good links of a team, youngest first. */
    public List<Invitation> list(String team) {
        return statements.rows(
                "SELECT " + COLUMNS + " FROM meridian.invitation i WHERE team = ? AND " + STANDS + " ORDER BY id DESC",
                List.of(team),
                InvitationStore::invitation);
    }

    /** Whether an account was put out of the team of a link after that was made. */
    public boolean isPutOut(Invitation invitation, String account) {
        return statements
                .row(
                        "SELECT 1 FROM meridian.team_put_out o JOIN meridian.invitation i ON i.team = o.team"
                                + " WHERE i.id = ? AND o.account = ? AND o.at >= i.created",
                        List.of(invitation.id(), account),
                        row -> true)
                .isPresent();
    }

    /** Takes a link back; false if the team has none of that number. */
    public boolean revoke(String team, long id) {
        return statements.update("DELETE FROM meridian.invitation WHERE team = ? AND id = ?", List.of(team, id)) > 0;
    }

    /**
     * Makes an account a member by a link, which has one use less then; empty if the link is not good, was made before he was
     * put out of the team, or he is in the team already; nothing is used up then.
     *
     * @return the name of the team
     */
    public Optional<String> join(byte[] hash, String account) {
        return statements.row(
                "WITH used AS (UPDATE meridian.invitation i SET uses_left = uses_left - 1 WHERE hash = ? AND " + STANDS
                        + " AND NOT EXISTS (SELECT FROM meridian.group_member m WHERE m.team = i.team AND m.account = ?)"
                        + " AND NOT EXISTS (SELECT FROM meridian.team_put_out o"
                        + " WHERE o.team = i.team AND o.account = ? AND o.at >= i.created) RETURNING team)"
                        + " INSERT INTO meridian.group_member (group_name, account, role) SELECT team, ?, 'MEMBER' FROM used"
                        + " ON CONFLICT DO NOTHING RETURNING group_name",
                List.of(hash, account, account, account),
                row -> row.getString("group_name"));
    }

    private static Invitation invitation(ResultSet row) throws SQLException {
        return new Invitation(
                row.getLong("id"),
                row.getString("team"),
                row.getString("inviter"),
                row.getInt("uses_left"),
                row.getObject("created", OffsetDateTime.class).toInstant(),
                row.getObject("expires", OffsetDateTime.class).toInstant());
    }
}
