// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.team;

import java.util.List;
import java.util.Optional;
import org.meridian.core.auth.AuditEvent;
import org.meridian.core.auth.AuditEvent.Action;
import org.meridian.core.auth.AuditEvent.Audit;
import org.meridian.core.auth.Team;
import org.meridian.core.auth.Team.Role;
import org.meridian.core.auth.store.TeamStore;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.UsageFault;

/**
 * What users do with their teams. To whoever is not in a team it does not exist. Each change is audited; methods throw {@link
 * UsageFault} for names that cannot be, {@link NotFoundFault} for what does not exist to the actor, {@link AuthorizationFault}
 * for what his role does not allow, or a limit. Thread-safe.
 */
public final class Teams {

    /** Length of a description at most. */
    public static final int LONGEST_DESCRIPTION = 500;

    /** Who can be in a team at most. */
    static final int MOST_MEMBERS = 1000;

    private final TeamStore store;
    private final Audit audit;
    private final int mostOfOne;

    /**
     * The teams of a gateway.
     *
     * @param audit where changes are noted
     * @param mostOfOne how many a user may have made; 0 for none
     */
    public Teams(TeamStore store, Audit audit, int mostOfOne) {
        this.store = store;
        this.audit = audit;
        this.mostOfOne = mostOfOne;
    }

    /** How many of the teams that are there a user has made, and how many he may. */
    public record Quota(int used, int limit) {}

    /** What a user has made, and may make. */
    public Quota quota(String account) {
        return new Quota(store.madeBy(account), mostOfOne);
    }

    /** The teams that an account is in, by name. */
    public List<Team> of(String account) {
        return store.of(account);
    }

    /** A team that the actor is in. */
    public Team find(Actor actor, String name) {
        return Optional.of(name)
                .filter(Team::isName)
                .flatMap(store::find)
                .filter(team -> actor.administrator() || team.role(actor.name()).isPresent())
                .orElseThrow(() -> new NotFoundFault("you are in no team of that name"));
    }

    /**
     * Makes a team, owned by its maker.
     *
     * @param ownName what he calls it; its whole name begins with his
     */
    public synchronized Team create(Actor actor, String ownName, String description) {
        if (!Team.isOwnName(ownName)) {
            throw new UsageFault("this cannot be the name of a team: it has " + Team.ownNameRule()
                    + "; your own name and '~' are put before it");
        }
        if (description.length() > LONGEST_DESCRIPTION || description.chars().anyMatch(Character::isISOControl)) {
            throw new UsageFault("a description has at most " + LONGEST_DESCRIPTION + " characters, in one line");
        }
        Quota quota = quota(actor.name());
        if (quota.used >= quota.limit) {
            throw new AuthorizationFault("you have made " + quota.used + " teams of " + quota.limit
                    + " that you may: delete one, or ask the operator for more (groups.teamsPerUser)");
        }
        String name = Team.name(actor.name(), ownName);
        if (!store.create(name, actor.name(), description)) {
            throw new UsageFault("there is a team " + name
                    + " already, or there was one: a name is used once, because rules of tables may name it still");
        }
        note(Action.TEAM_CHANGED, actor, name + " was made");
        return store.find(name).orElseThrow();
    }

    /**
     * The role of a text.
     *
     * @throws UsageFault if there is none
     */
    public static Role role(String text) {
        return Role.parse(text).orElseThrow(() -> new UsageFault("role must be owner, admin or member"));
    }

    /** Makes a member something else. Only owners may; the last one stays an owner. */
    public void setRole(Actor actor, String name, String account, Role role) {
        Team team = find(actor, name);
        if (!role(actor, team).rules()) {
            throw new AuthorizationFault("only an owner of " + name + " may change what its members are");
        }
        Role before = memberRole(team, account);
        if (before == role) {
            return;
        }
        require(store.setRole(name, account, before, role), name);
        note(Action.TEAM_CHANGED, actor, account + " is " + role.text() + " of " + name);
    }

    /** Puts somebody out, or leaves. Whoever is out comes back by a new invitation only. */
    public void remove(Actor actor, String name, String account) {
        Team team = find(actor, name);
        Role of = memberRole(team, account);
        boolean leaves = account.equals(actor.name());
        if (!leaves && !role(actor, team).putsOut(of)) {
            throw new AuthorizationFault(
                    role(actor, team) == Role.ADMIN
                            ? "admins of a team put out its members; only an owner puts out admins and owners"
                            : "only owners and admins of a team put out its members");
        }
        require(store.takeOut(name, account, of), name);
        note(Action.TEAM_CHANGED, actor, leaves ? account + " left " + name : account + " was put out of " + name);
    }

    /** Deletes a team; whatever is shared with it is shared with nobody then, for no other gets its name. Only owners may. */
    public void delete(Actor actor, String name) {
        Team team = find(actor, name);
        if (!role(actor, team).rules()) {
            throw new AuthorizationFault("only an owner of " + name + " may delete it");
        }
        if (!store.delete(name)) {
            throw new NotFoundFault("you are in no team of that name");
        }
        note(Action.TEAM_CHANGED, actor, name + " was deleted");
    }

    /** What the actor may do with a team that he has found. */
    static Role role(Actor actor, Team team) {
        return actor.administrator() ? Role.OWNER : team.role(actor.name()).orElse(Role.MEMBER);
    }

    private static Role memberRole(Team team, String account) {
        return team.role(account).orElseThrow(() -> new NotFoundFault("nobody of that name is in " + team.name()));
    }

    private static void require(TeamStore.Outcome outcome, String team) {
        switch (outcome) {
            case DONE -> {}
            case CHANGED_MEANWHILE ->
                throw new AuthorizationFault("somebody else has changed " + team + " meanwhile: look at it again");
            case NO_OWNER_LEFT ->
                throw new AuthorizationFault(
                        team + " would have no owner: make somebody else an owner first, or delete it");
        }
    }

    private void note(Action action, Actor actor, String detail) {
        audit.note(new AuditEvent(
                action,
                Optional.of(actor.name()),
                actor.address(),
                detail + (actor.administrator() ? ", by an administrator" : "")));
    }
}
