// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.request;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.meridian.core.auth.AccessRequest;
import org.meridian.core.auth.AccessRequest.State;
import org.meridian.core.auth.AccessRequest.Wish;
import org.meridian.core.auth.Account;
import org.meridian.core.auth.AuditEvent;
import org.meridian.core.auth.AuditEvent.Action;
import org.meridian.core.auth.AuditEvent.Audit;
import org.meridian.core.auth.identity.Attempts;
import org.meridian.core.auth.identity.Secret;
import org.meridian.core.auth.identity.SignIn;
import org.meridian.core.auth.store.RequestStore;
import org.meridian.core.auth.store.RequestStore.Newcomer;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.http.ClientAddress;

/**
 * Asking for an account, and deciding about it. Until a moderator has approved there is no account, and nothing that a visitor
 * sees depends on which accounts there are. Everything is audited. Thread-safe.
 */
public final class AccessRequests {

    /** Name of the operator's group whose members decide. */
    public static final String MODERATORS = "moderators";

    /** Length of a reason at most, of a visitor's and of a moderator's. */
    public static final int LONGEST_TEXT = 2000;

    private static final int MOST_FROM_ADDRESS = 5;
    private static final int MOST_UNKNOWN = 20;
    private static final Duration KEPT = Duration.ofDays(90);
    private static final Duration RETRY_FULL = Duration.ofHours(6);

    private final RequestStore store;
    private final Audit audit;
    private final Rules rules;
    private final Attempts requests;
    private final Attempts unknown;

    /**
     * What the operator wants.
     *
     * @param open whether visitors may ask at all
     * @param mostWaiting how many requests may wait
     */
    public record Rules(boolean open, int mostWaiting) {
        /** Nobody may ask. */
        public static final Rules CLOSED = new Rules(false, 100);
    }

    /**
     * The requests of a gateway.
     *
     * @param audit where they are noted
     */
    public AccessRequests(RequestStore store, Audit audit, Rules rules, InstantSource clock) {
        this.store = store;
        this.audit = audit;
        this.rules = rules;
        this.requests = new Attempts(clock, "too many requests for accounts have come from your address");
        this.unknown = new Attempts(clock, "too many requests that do not exist have been asked for");
    }

    /**
     * An account that has been made.
     *
     * @param name of it
     * @param password for a single use; empty if a provider vouches for the user
     */
    public record Approved(String name, Optional<Secret> password) {}

    /**
     * Asks for an account.
     *
     * @param address from where; empty on this machine
     * @return the secret by which the visitor sees what becomes of it
     * @throws UsageFault if the wish cannot be granted to anybody
     * @throws AuthorizationFault if this gateway takes no requests
     * @throws TransientFault if too many came from the address, or too many wait
     */
    public Secret ask(Wish wish, Optional<String> address) {
        requireOpen();
        require(wish);
        String key = "address " + address.map(ClientAddress::network).orElse("of this machine");
        requests.require(key, MOST_FROM_ADDRESS);
        requests.failed(key);
        Secret secret = Secret.request();
        long id = store.create(wish, address, secret.hash(), rules.mostWaiting, KEPT)
                .orElseThrow(this::tooManyWait);
        audit.note(new AuditEvent(
                Action.ACCESS_REQUESTED, Optional.empty(), address, "request " + id + " for the name " + wish.name()));
        return secret;
    }

    /**
     * Asks for an account for somebody whom a provider vouches for, whether visitors may ask or not; once, however often he
     * comes.
     *
     * @param address from where; empty on this machine
     * @return his request, which may have been declined
     * @throws TransientFault if too many wait
     */
    public AccessRequest ask(Newcomer newcomer, Wish wish, Optional<String> address) {
        Optional<AccessRequest> known = waitingOrDeclined(newcomer);
        if (known.isPresent()) {
            return known.get();
        }
        byte[] nobodys = Secret.request().hash();
        store.create(newcomer, wish, address, nobodys, rules.mostWaiting, KEPT)
                .ifPresent(id -> audit.note(new AuditEvent(
                        Action.ACCESS_REQUESTED,
                        Optional.empty(),
                        address,
                        "request " + id + " for the name " + wish.name() + ", through " + newcomer.provider())));
        return waitingOrDeclined(newcomer).orElseThrow(this::tooManyWait);
    }

    private Optional<AccessRequest> waitingOrDeclined(Newcomer newcomer) {
        return store.find(newcomer).filter(request -> request.state() != State.APPROVED);
    }

    /** Whether visitors may ask. */
    public boolean isOpen() {
        return rules.open;
    }

    /**
     * Lets visitors pass where they may ask.
     *
     * @throws AuthorizationFault if this gateway takes no requests
     */
    public void requireOpen() {
        if (!rules.open) {
            throw new AuthorizationFault("this gateway takes no requests for accounts: ask its operator for one");
        }
    }

    private TransientFault tooManyWait() {
        return TransientFault.tooManyRequests(
                rules.mostWaiting + " requests of " + rules.mostWaiting
                        + " are waiting for a moderator: try again later",
                RETRY_FULL);
    }

    private static void require(Wish wish) {
        if (!Account.isName(wish.name())) {
            throw new UsageFault("username has " + Account.nameRule());
        }
        if (!Account.isEmail(wish.email())) {
            throw new UsageFault("email must be an e-mail address");
        }
        if (wish.reason().isBlank() || !isText(wish.reason())) {
            throw new UsageFault(
                    "why must say what you want the account for, in at most " + LONGEST_TEXT + " characters");
        }
    }

    private static boolean isText(String text) {
        return text.length() <= LONGEST_TEXT
                && text.chars().noneMatch(c -> Character.isISOControl(c) && c != '\n' && c != '\r' && c != '\t');
    }

    /**
     * What became of a request, for the visitor.
     *
     * @param secret that he was given
     * @throws NotFoundFault if there is no such request, or it was decided long ago
     * @throws TransientFault after too many that there are not
     */
    public AccessRequest look(Secret secret, Optional<String> address) {
        Optional<String> key = address.map(from -> "address " + ClientAddress.network(from));
        key.ifPresent(from -> unknown.require(from, MOST_UNKNOWN));
        return store.find(secret.hash()).orElseThrow(() -> {
            key.ifPresent(unknown::failed);
            return new NotFoundFault(
                    "there is no such request; those that were decided are forgotten after " + KEPT.toDays() + " days");
        });
    }

    /**
     * Lets moderators pass.
     *
     * @throws AuthorizationFault if an account is not one
     */
    public void requireModerator(String account) {
        if (!isModerator(account)) {
            throw new AuthorizationFault(
                    "requests for accounts are decided by administrators and members of the group '" + MODERATORS
                            + "', which the operator keeps");
        }
    }

    /** Whether an account may decide. */
    public boolean isModerator(String account) {
        return store.isModerator(account, MODERATORS);
    }

    /** Those in a state, oldest first; for moderators. */
    public List<AccessRequest> list(State state) {
        return store.list(state);
    }

    /**
     * Makes an account, with a password for a single use if no provider vouches for the user.
     *
     * @param name other than the visitor wished
     * @param moderator who decides
     * @throws NotFoundFault if no such request waits
     * @throws UsageFault if the name is taken or cannot be one
     */
    public Approved approve(long id, Optional<String> name, String moderator, Optional<String> address) {
        AccessRequest request = store.find(id).orElseThrow(() -> notWaiting(id));
        String account = name.orElse(request.wish().name());
        if (!Account.isName(account)) {
            throw new UsageFault("username has " + Account.nameRule());
        }
        Secret password = Secret.password();
        switch (store.approve(id, account, SignIn.once(password), moderator)) {
            case DONE -> {}
            case NAME_TAKEN ->
                throw new UsageFault("there is a user " + account + " already: give him another username");
            case NOT_WAITING -> throw notWaiting(id);
        }
        audit.note(new AuditEvent(
                Action.ACCESS_DECIDED,
                Optional.of(moderator),
                address,
                "request " + id + " was approved: account " + account));
        return new Approved(account, request.provider().isPresent() ? Optional.empty() : Optional.of(password));
    }

    /**
     * Declines a request.
     *
     * @param answer why, for the visitor
     * @param moderator who decides
     * @throws NotFoundFault if no such request waits
     */
    public void decline(long id, String answer, String moderator, Optional<String> address) {
        if (!isText(answer)) {
            throw new UsageFault("the reason has at most " + LONGEST_TEXT + " characters");
        }
        if (!store.decline(id, answer, moderator)) {
            throw notWaiting(id);
        }
        audit.note(new AuditEvent(
                Action.ACCESS_DECIDED, Optional.of(moderator), address, "request " + id + " was declined"));
    }

    private static NotFoundFault notWaiting(long id) {
        return new NotFoundFault("no request " + id + " waits");
    }
}
