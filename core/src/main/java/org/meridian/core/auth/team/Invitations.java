// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.team;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.meridian.core.auth.AuditEvent;
import org.meridian.core.auth.AuditEvent.Action;
import org.meridian.core.auth.AuditEvent.Audit;
import org.meridian.core.auth.Invitation;
import org.meridian.core.auth.Team;
import org.meridian.core.auth.identity.Attempts;
import org.meridian.core.auth.identity.Secret;
import org.meridian.core.auth.store.InvitationStore;
import org.meridian.core.auth.store.InvitationStore.NewInvitation;
import org.meridian.core.auth.store.TeamStore;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.http.ClientAddress;

/**
 * Links by which users join teams. Whoever has one may see what he would join, and, once he has signed in, join as a member;
 * more it gives to nobody. A link ends at its time, with its uses, when it is revoked, and when whoever made it may invite no
 * more. Guessing is slow. Everything is audited, without the links. Thread-safe.
 */
public final class Invitations {

    /** How long a link is good if its maker does not say. */
    public static final int DEFAULT_DAYS = 7;

    /** How long a link is good at most. */
    public static final int MOST_DAYS = 30;
    /** How many may join by a link at most. */
    public static final int MOST_USES = 100;

    private static final int MOST_OF_TEAM = 50;
    private static final int MOST_MEMBERSHIPS = 200;
    private static final int MOST_FAILURES = 20;

    private final Teams teams;
    private final TeamStore teamStore;
    private final InvitationStore store;
    private final Audit audit;
    private final Attempts attempts;

    /**
     * The links into teams.
     *
     * @param audit where they are noted
     */
    public Invitations(Teams teams, TeamStore teamStore, InvitationStore store, Audit audit, InstantSource clock) {
        this.teams = teams;
        this.teamStore = teamStore;
        this.store = store;
        this.audit = audit;
        this.attempts = new Attempts(clock, "too many links that are not good have been tried");
    }

    /**
     * What somebody wants a link for.
     *
     * @param uses how many may join by it
     * @param days that it is good
     */
    public record Wish(int uses, int days) {
        /** @throws UsageFault if they are too few or too many */
        public Wish {
            if (uses < 1 || uses > MOST_USES) {
                throw new UsageFault("uses must be a number from 1 to " + MOST_USES);
            }
            if (days < 1 || days > MOST_DAYS) {
                throw new UsageFault("days must be a number from 1 to " + MOST_DAYS);
            }
        }

        /**
         * What somebody has written; one use and {@link #DEFAULT_DAYS} if he has not.
         *
         * @throws UsageFault if it is no number, or too small or large
         */
        public static Wish of(Optional<String> uses, Optional<String> days) {
            return new Wish(
                    uses.map(text -> number("uses", text)).orElse(1),
                    days.map(text -> number("days", text)).orElse(DEFAULT_DAYS));
        }

        private static int number(String name, String text) {
            if (!text.matches("[0-9]{1,4}")) {
                throw new UsageFault(name + " must be a number");
            }
            return Integer.parseInt(text);
        }
    }

    /** A link and its secret, which is not kept. */
    public record Issued(Invitation invitation, Secret secret) {}

    /**
     * What somebody would join, as he is shown before he does.
     *
     * @param invitation by which
     * @param description of the team
     * @param members how many are in it
     */
    public record Offer(Invitation invitation, String description, int members) {}

    /** Whoever tries a link. */
    public record Visitor(Optional<String> account, Optional<String> address) {}

    /** Makes a link. */
    public Issued create(Actor actor, String team, Wish wish) {
        Team found = teams.find(actor, team);
        if (!found.role(actor.name()).map(Team.Role::invites).orElse(false)) {
            throw refused(team);
        }
        int open = store.list(team).size();
        if (open >= MOST_OF_TEAM) {
            throw new AuthorizationFault("team " + team + " has " + open + " open invitations of " + MOST_OF_TEAM
                    + " that it may have: revoke some first");
        }
        Secret secret = Secret.invitation();
        Invitation invitation = store.create(
                new NewInvitation(team, actor.name(), wish.uses, Duration.ofDays(wish.days)), secret.hash());
        note(
                actor,
                "invitation " + invitation.id() + " into " + team + " for " + wish.uses + " until "
                        + invitation.expires());
        return new Issued(invitation, secret);
    }

    /** The good links of a team, youngest first, without their secrets. */
    public List<Invitation> list(Actor actor, String team) {
        requireInviter(actor, team);
        return store.list(team);
    }

    /** Takes a link back. */
    public void revoke(Actor actor, String team, long id) {
        requireInviter(actor, team);
        if (!store.revoke(team, id)) {
            throw new NotFoundFault("team " + team + " has no invitation of that number");
        }
        note(actor, "invitation " + id + " into " + team + " was revoked");
    }

    private void requireInviter(Actor actor, String team) {
        if (!Teams.role(actor, teams.find(actor, team)).invites()) {
            throw refused(team);
        }
    }

    private static AuthorizationFault refused(String team) {
        return new AuthorizationFault("only owners and admins of " + team + " invite others");
    }

    /**
     * What a link leads into.
     *
     * @throws NotFoundFault if it is not good
     * @throws TransientFault after too many that were not
     */
    public Offer look(Secret secret, Visitor visitor) {
        requireFew(visitor);
        return store.find(secret.hash())
                .flatMap(invitation -> teamStore
                        .find(invitation.team())
                        .map(team -> new Offer(
                                invitation, team.description(), team.members().size())))
                .orElseThrow(() -> unknown(visitor));
    }

    /**
     * Joins by a link, as a member. Whoever is in the team already stays what he is.
     *
     * @param account who joins
     * @return the team
     * @throws NotFoundFault if the link is not good
     * @throws TransientFault after too many that were not
     */
    public Team join(Secret secret, String account, Optional<String> address) {
        Visitor visitor = new Visitor(Optional.of(account), address);
        Offer offer = look(secret, visitor);
        String name = offer.invitation.team();
        Team team = teamStore.find(name).orElseThrow(() -> unknown(visitor));
        if (team.role(account).isPresent()) {
            return team;
        }
        if (store.isPutOut(offer.invitation, account)) {
            audit.note(new AuditEvent(
                    Action.REFUSED,
                    Optional.of(account),
                    address,
                    "invitation " + offer.invitation.id() + " into " + name + ", which he left or was put out of"));
            throw new AuthorizationFault("you left " + name
                    + ", or were put out of it, after this invitation was made: ask an owner or admin for a new one");
        }
        if (team.members().size() >= Teams.MOST_MEMBERS) {
            throw new AuthorizationFault(
                    "team " + name + " has " + team.members().size() + " members of " + Teams.MOST_MEMBERS
                            + " that a team can have: somebody must leave first");
        }
        int memberships = teamStore.memberships(account);
        if (memberships >= MOST_MEMBERSHIPS) {
            throw new AuthorizationFault("you are in " + memberships + " teams of " + MOST_MEMBERSHIPS
                    + " that you can be in: leave one first");
        }
        store.join(secret.hash(), account)
                .ifPresentOrElse(
                        joined -> audit.note(new AuditEvent(
                                Action.TEAM_CHANGED,
                                Optional.of(account),
                                address,
                                account + " joined " + joined + " by invitation " + offer.invitation.id() + " of "
                                        + offer.invitation.inviter())),
                        () -> requireMember(name, visitor));
        return teamStore.find(name).orElseThrow(() -> unknown(visitor));
    }

    /** The link was used up, unless he joined by another request of his at the same moment. */
    private void requireMember(String team, Visitor visitor) {
        Optional<Team> found = teamStore.find(team);
        if (found.flatMap(known -> known.role(visitor.account.orElseThrow())).isEmpty()) {
            throw unknown(visitor);
        }
    }

    private void requireFew(Visitor visitor) {
        keys(visitor).forEach(key -> attempts.require(key, MOST_FAILURES));
    }

    private NotFoundFault unknown(Visitor visitor) {
        keys(visitor).forEach(attempts::failed);
        audit.note(new AuditEvent(
                Action.REFUSED, visitor.account, visitor.address, "an invitation that is not good was tried"));
        return new NotFoundFault(
                "this invitation is not good: it is unknown, has ended, was used up or revoked; ask" + " for another");
    }

    private static List<String> keys(Visitor visitor) {
        List<Optional<String>> keys = List.of(
                visitor.account.map(account -> "account " + account),
                visitor.address.map(address -> "address " + ClientAddress.network(address)));
        return keys.stream().flatMap(Optional::stream).toList();
    }

    private void note(Actor actor, String detail) {
        audit.note(new AuditEvent(Action.INVITATION_CHANGED, Optional.of(actor.name()), actor.address(), detail));
    }
}
