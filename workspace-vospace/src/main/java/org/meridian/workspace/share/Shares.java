// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.share;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.meridian.core.auth.AuditEvent;
import org.meridian.core.auth.AuditEvent.Action;
import org.meridian.core.auth.AuditEvent.Audit;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.identity.Attempts;
import org.meridian.core.auth.identity.PasswordHash;
import org.meridian.core.auth.identity.Secret;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.http.ClientAddress;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.space.Sharing;
import org.meridian.workspace.store.ShareRecord;
import org.meridian.workspace.store.ShareStore;
import org.meridian.workspace.store.ShareStore.NewShare;

/**
 * Links by which whoever has one reads a file or folder without an account. Only who may say who may do what with a node makes
 * links to it. A link ends at its time, with its downloads, when it is revoked, and at once when its maker may not share the node
 * any more or his account is closed. It belongs to one node at one path: moved, renamed or replaced by another, the node is not
 * shown. Guessing is slow. Links and passwords are kept as hashes and audited without either. Thread-safe.
 */
public final class Shares {

    /** How long a link is good if its maker does not say. */
    public static final Duration USUAL = Duration.ofDays(7);

    private static final int MOST_OF_ACCOUNT = 1000;
    private static final int MOST_UNKNOWN = 20;
    private static final int MOST_WRONG = 10;
    private static final int MOST_WRONG_OF_ALL = 100;

    private final Parts parts;
    private final Attempts links;
    private final Attempts passwords;

    /**
     * What links work on.
     *
     * @param users who the user of a name is now; throws {@link AuthorizationFault} if he may not do anything any more
     * @param audit where they are noted
     * @param longest how long a link may be good; zero if there are none
     */
    public record Parts(
            Sharing sharing,
            ShareStore store,
            Function<String, Subject> users,
            Audit audit,
            Duration longest,
            InstantSource clock) {}

    /** The links of a space. */
    public Shares(Parts parts) {
        this.parts = parts;
        this.links = new Attempts(parts.clock, "too many links that are not good have been tried");
        this.passwords = new Attempts(parts.clock, "too many wrong passwords have been tried");
    }

    /**
     * Whoever makes or revokes links.
     *
     * @param address from where; empty on this machine
     */
    public record Actor(Subject subject, Optional<String> address) {}

    /** A link and its secret, which is not kept. */
    public record Issued(ShareRecord share, Secret secret) {}

    /**
     * Makes a link.
     *
     * @throws VospaceFault PermissionDenied to all but owners of the node, and where there are no links; NodeNotFound,
     *     LinkFound, InvalidArgument
     */
    public Issued create(Actor actor, ShareWish wish) throws IOException {
        if (parts.longest.isZero()) {
            throw new VospaceFault(
                    Name.PermissionDenied,
                    "there are no share links at this gateway: whoever runs it has switched them off, or lets nobody read"
                            + " files who has not signed in");
        }
        NewShare share = new NewShare(
                signedIn(actor.subject, Scope.VOSPACE_WRITE),
                wish.path(),
                parts.sharing.shareable(actor.subject, wish.path()),
                Optional.empty(),
                wish.comment(),
                wish.downloads(),
                lifetime(wish));
        long open = parts.store.count(share.maker());
        if (open >= MOST_OF_ACCOUNT) {
            throw new VospaceFault(
                    Name.PermissionDenied,
                    "you have " + open + " share links of " + MOST_OF_ACCOUNT
                            + " that you may have: revoke some first");
        }
        Secret secret = Secret.share();
        ShareRecord made = parts.store.create(share.with(wish.password().map(PasswordHash::of)), secret.hash());
        note(actor, made + " was made, good until " + made.expires());
        return new Issued(made, secret);
    }

    private Duration lifetime(ShareWish wish) {
        Duration usual = USUAL.compareTo(parts.longest) < 0 ? USUAL : parts.longest;
        Duration wanted = wish.lifetime().orElse(usual);
        if (wanted.compareTo(parts.longest) > 0) {
            throw new VospaceFault(
                    Name.InvalidArgument, "a link is good for " + parts.longest.toDays() + " days at most");
        }
        return wanted;
    }

    /** What time it is for links. */
    public InstantSource clock() {
        return parts.clock;
    }

    private static String signedIn(Subject subject, Scope scope) {
        String name = subject.name()
                .orElseThrow(() ->
                        new VospaceFault(Name.PermissionDenied, "share links are made by those who have signed in"));
        if (!subject.scopes().contains(scope)) {
            throw new VospaceFault(
                    Name.PermissionDenied,
                    "the token is not good for share links: it lacks the scope '" + scope.text()
                            + "'; make one that has it at /auth/tokens");
        }
        return name;
    }

    /**
     * The good links that somebody has made, without their secrets, youngest first.
     *
     * @param before those with lower numbers alone
     * @throws VospaceFault PermissionDenied to those who have not signed in
     */
    public List<ShareRecord> mine(Subject subject, long before, int limit) {
        return parts.store.of(signedIn(subject, Scope.VOSPACE_READ), before, limit);
    }

    /**
     * The good links to a node and to what is in it, whoever made them, likewise.
     *
     * @throws VospaceFault as of making one
     */
    public List<ShareRecord> at(Subject subject, NodePath path, long before, int limit) throws IOException {
        signedIn(subject, Scope.VOSPACE_READ);
        parts.sharing.shareable(subject, path);
        return parts.store.at(path, before, limit);
    }

    /**
     * Takes a link back: its maker does, or whoever could make another to the same node.
     *
     * @throws VospaceFault NodeNotFound if there is none of that number for him
     */
    public void revoke(Actor actor, long id) throws IOException {
        String name = signedIn(actor.subject, Scope.VOSPACE_WRITE);
        Optional<ShareRecord> found = parts.store.find(id);
        if (found.isEmpty() || !found.get().maker().equals(name) && !mayShare(actor.subject, found.get())) {
            throw new VospaceFault(
                    Name.NodeNotFound, "there is no share link " + id + ", or it is not yours, or not good any more");
        }
        ShareRecord share = found.get();
        parts.store.remove(share.id());
        note(actor, share + " was revoked");
    }

    private boolean mayShare(Subject subject, ShareRecord share) throws IOException {
        try {
            return parts.sharing.shareable(subject, share.path()).equals(share.node());
        } catch (VospaceFault fault) {
            return false;
        }
    }

    /**
     * What a link shows now.
     *
     * @param address where whoever has it comes from; empty on this machine
     * @throws NotFoundFault if it is not good, for whatever reason
     * @throws TransientFault after too many that were not
     */
    public OpenShare open(Secret secret, Optional<String> address) throws IOException {
        Optional<String> network = address.map(ClientAddress::network);
        network.ifPresent(key -> links.require(key, MOST_UNKNOWN));
        Optional<ShareRecord> found = parts.longest.isZero() ? Optional.empty() : parts.store.find(secret.hash());
        if (found.isEmpty()) {
            network.ifPresent(links::failed);
            refused(address, "a share link that is not good was tried");
        }
        ShareRecord share = found.orElseThrow(Shares::notGood);
        Subject maker = maker(share).orElseThrow(Shares::notGood);
        if (!mayShare(maker, share)) {
            throw notGood();
        }
        Subject reader = new Subject(maker.name(), maker.groups(), Set.of(Scope.VOSPACE_READ), maker.credential());
        return new OpenShare(share, parts.sharing.alone(share.path(), share.node()), reader);
    }

    private Optional<Subject> maker(ShareRecord share) {
        try {
            return Optional.of(parts.users.apply(share.maker()));
        } catch (AuthorizationFault closed) {
            return Optional.empty();
        }
    }

    static NotFoundFault notGood() {
        return new NotFoundFault("this link is not good: it is unknown, has ended, was used up or revoked, or what it"
                + " showed is not there any more; ask for another");
    }

    /**
     * Makes sure that somebody knows the password of a link.
     *
     * @throws AuthorizationFault if it is wrong
     * @throws TransientFault after too many that were
     */
    public void requirePassword(ShareRecord share, String password, Optional<String> address) {
        Attempts.Bound all = new Attempts.Bound("share " + share.id(), MOST_WRONG_OF_ALL);
        List<Attempts.Bound> bounds = address.map(ClientAddress::network)
                .map(network -> List.of(new Attempts.Bound(all.key() + " from " + network, MOST_WRONG), all))
                .orElse(List.of(all));
        try (Attempts.Attempt attempt = passwords.begin(bounds)) {
            if (!PasswordHash.matches(password, share.password().orElseThrow())) {
                attempt.failed();
                refused(address, "a wrong password for " + share);
                throw new AuthorizationFault("the password is wrong");
            }
        }
    }

    /**
     * Notes that a download by a link begins.
     *
     * @throws NotFoundFault if there is none left, or the link has ended meanwhile
     */
    public void take(ShareRecord share) {
        if (!parts.store.take(share.id())) {
            throw notGood();
        }
    }

    private void refused(Optional<String> address, String what) {
        parts.audit.note(new AuditEvent(Action.REFUSED, Optional.empty(), address, what));
    }

    private void note(Actor actor, String what) {
        parts.audit.note(new AuditEvent(Action.SHARE_CHANGED, actor.subject.name(), actor.address, what));
    }
}
