// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.identity;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.meridian.core.auth.AuditEvent;
import org.meridian.core.auth.AuditEvent.Action;
import org.meridian.core.auth.AuditEvent.Audit;
import org.meridian.core.auth.Datalab;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.Token;
import org.meridian.core.auth.identity.SignIn.Issued;
import org.meridian.core.auth.store.DatalabStore;
import org.meridian.core.auth.store.DatalabStore.NewToken;
import org.meridian.core.auth.store.TokenStore;
import org.meridian.core.dali.DaliFault.AuthenticationFault;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.dali.DaliFault.TransientFault;

/**
 * What programs in a datalab show for their user: tokens that are good for an hour, that their holder refreshes until the
 * datalab's session ends, and that are worth nothing from then on, nor when the user's account is closed. They give no
 * access to the account, and can be made for {@link #SCOPES} only. Everything is audited. Thread-safe.
 */
public final class DatalabTokens {

    /** What they may be used for at most. */
    public static final Set<Scope> SCOPES =
            Set.copyOf(EnumSet.of(Scope.TAP, Scope.SIA, Scope.VOSPACE_READ, Scope.VOSPACE_WRITE));

    /** How long one is good. */
    public static final Duration LIFETIME = Duration.ofHours(1);

    /** How long it is still good when it has been replaced: programs beside the one that refreshes read the new one then. */
    public static final Duration OVERLAP = Duration.ofMinutes(1);

    /** How long a session lasts at most. */
    public static final Duration LONGEST = Duration.ofDays(30);

    private static final int MOST_TOKENS = 10;

    private final DatalabStore sessions;
    private final TokenStore tokens;
    private final Audit audit;

    /** @param audit where they are noted */
    public DatalabTokens(DatalabStore sessions, TokenStore tokens, Audit audit) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.audit = audit;
    }

    /**
     * Makes one, the first or another, for whoever runs datalabs.
     *
     * @param owner name of the user whose datalab it is
     * @param datalab which is its session
     * @param scopes some of {@link #SCOPES}
     * @param longest how long the session lasts whatever happens, {@link #LONGEST} at most; a session that has tokens keeps
     *     what was said first
     * @param address from where the user asked for it; empty on this machine
     * @throws AuthorizationFault if scopes are among them that a datalab cannot have, the session is another user's, or the
     *     account is closed
     */
    public Issued issue(String owner, Datalab datalab, Set<Scope> scopes, Duration longest, Optional<String> address) {
        if (scopes.isEmpty() || !SCOPES.containsAll(scopes)) {
            throw refused(
                    owner, address, "a token of a datalab is good for some of " + text(SCOPES) + " and nothing else");
        }
        if (!longest.isPositive() || longest.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a datalab's session lasts up to " + LONGEST.toDays() + " days");
        }
        Secret secret = Secret.datalab();
        Token token = sessions.create(new NewToken(owner, datalab, scopes, LIFETIME, longest), secret.hash())
                .orElseThrow(() -> refused(
                        owner,
                        address,
                        datalab.text() + " is not " + owner + "'s, or there is no open account of that name"));
        audit.note(new AuditEvent(
                Action.TOKEN_CREATED,
                Optional.of(owner),
                address,
                "token " + token.id() + " " + token.label() + " for " + text(scopes)));
        return new Issued(token, secret);
    }

    private AuthorizationFault refused(String owner, Optional<String> address, String why) {
        audit.note(new AuditEvent(Action.REFUSED, Optional.of(owner), address, why));
        return new AuthorizationFault(why);
    }

    private static String text(Set<Scope> scopes) {
        return scopes.stream().map(Scope::text).sorted().collect(Collectors.joining(" "));
    }

    /**
     * Replaces one, for its holder, by another with the same scopes. The old one is good for {@link #OVERLAP} more.
     *
     * @param secret what he holds
     * @param address from where; empty on this machine
     * @throws AuthenticationFault if it is not good: unknown, expired, or its session has ended
     * @throws TransientFault if many have been made of it in the last minutes
     */
    public Issued refresh(Secret secret, Optional<String> address) {
        Secret next = Secret.datalab();
        Token token = sessions.refresh(secret.hash(), next.hash(), LIFETIME, OVERLAP, MOST_TOKENS)
                .orElseThrow(() -> {
                    if (tokens.find(secret.hash()).isPresent()) {
                        return TransientFault.tooManyRequests(
                                MOST_TOKENS + " tokens of this datalab are good: the newest serves all its programs",
                                OVERLAP);
                    }
                    return new AuthenticationFault(
                            "the token is not good: it is unknown or has expired, or its datalab has ended");
                });
        audit.note(new AuditEvent(
                Action.TOKEN_CREATED,
                Optional.of(token.account()),
                address,
                "token " + token.id() + " " + token.label() + ", refreshed"));
        return new Issued(token, next);
    }

    /**
     * Ends the session of a datalab: within a second no gateway takes any of its tokens. Does nothing where there is none.
     *
     * @param session its name
     */
    public void endSession(String session) {
        sessions.end(session)
                .ifPresent(owner -> audit.note(new AuditEvent(
                        Action.TOKEN_REVOKED,
                        Optional.of(owner),
                        Optional.empty(),
                        "the tokens of datalab " + session + ", which has ended")));
    }
}
