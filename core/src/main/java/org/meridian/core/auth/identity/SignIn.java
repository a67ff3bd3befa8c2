// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.identity;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridian.core.auth.Account;
import org.meridian.core.auth.AuditEvent;
import org.meridian.core.auth.AuditEvent.Action;
import org.meridian.core.auth.AuditEvent.Audit;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.Session;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.Token;
import org.meridian.core.auth.identity.Attempts.Bound;
import org.meridian.core.auth.store.AccountStore;
import org.meridian.core.auth.store.SessionStore.NewSession;
import org.meridian.core.auth.store.TokenStore;
import org.meridian.core.auth.store.TokenStore.NewToken;
import org.meridian.core.dali.DaliFault.AuthenticationFault;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.http.ClientAddress;

/**
 * Signing in with name and password. Guessing is slow: after some failures further attempts are turned away for a while,
 * whoever makes them. Everything is audited. Thread-safe.
 */
public final class SignIn {

    /** How long a client stays signed in. */
    public static final Duration LOGIN = Duration.ofHours(12);

    private static final int SHORTEST_PASSWORD = 10;
    private static final int LONGEST_PASSWORD = 200;
    private static final int FAILURES_OF_ONE = 10;
    private static final int FAILURES_FROM_ADDRESS = 50;
    private static final int FAILURES_OF_ACCOUNT = 200;

    /** What is checked for accounts that do not exist, so that they take as long. */
    private static final String NOBODY = PasswordHash.of(Secret.password().text());

    private final AccountStore accounts;
    private final TokenStore tokens;
    private final Sessions sessions;
    private final Audit audit;
    private final Attempts attempts;

    /**
     * Signing in to accounts.
     *
     * @param audit where attempts are noted
     */
    public SignIn(AccountStore accounts, TokenStore tokens, Sessions sessions, Audit audit, InstantSource clock) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.sessions = sessions;
        this.audit = audit;
        this.attempts = new Attempts(clock);
    }

    /**
     * Name and password as they came.
     *
     * @param address from where; empty on this machine
     */
    public record Credentials(String name, String password, Optional<String> address) {
        @Override
        public String toString() {
            return "Credentials[" + name + ", ...]";
        }
    }

    /** A token for the holder of an account, and its text, which is not kept. */
    public record Issued(Token token, Secret secret) {
        static Issued of(TokenStore tokens, NewToken token) {
            return of(tokens, token, Optional.empty());
        }

        private static Issued of(TokenStore tokens, NewToken token, Optional<String> password) {
            Secret secret = Secret.token();
            return new Issued(tokens.create(token, secret.hash(), password), secret);
        }
    }

    /**
     * Signs in for some hours.
     *
     * @return a token for everything but administration
     * @throws AuthenticationFault if name or password are wrong, or the account is closed
     * @throws AuthorizationFault if the password was for a single use and has to be replaced
     * @throws TransientFault after too many failures
     */
    public Issued signIn(Credentials credentials) {
        String password = requireLasting(credentials);
        Issued issued = Issued.of(
                tokens,
                new NewToken(credentials.name, Token.Kind.LOGIN, "signed in", Scope.USE, LOGIN),
                Optional.of(password));
        audit.note(new AuditEvent(
                Action.SIGN_IN,
                Optional.of(credentials.name),
                credentials.address,
                "with a password, token " + issued.token.id()));
        return issued;
    }

    /**
     * Begins a session. A program may show a personal token as password, which users of OpenID providers have instead of one:
     * its session is good for what the token is good for, but for administration, and ends with it.
     *
     * @return what the cookie shall hold
     * @throws AuthenticationFault if name, password or token are wrong, or the account is closed
     * @throws AuthorizationFault if the password was for a single use and has to be replaced
     * @throws TransientFault after too many failures
     */
    public Secret beginSession(Credentials credentials, Sessions.Visitor visitor) {
        Optional<Long> token = Optional.empty();
        Optional<String> password = Optional.empty();
        if (visitor.client() == Session.Client.PROGRAM && Secret.isToken(credentials.password)) {
            token = Optional.of(requireToken(credentials));
        } else {
            password = Optional.of(requireLasting(credentials));
        }
        Secret secret = Secret.cookie();
        NewSession session = new NewSession(credentials.name, visitor.client(), Optional.empty(), token, password);
        sessions.begin(
                session, secret, visitor, token.map(id -> "with token " + id).orElse("with a password"));
        return secret;
    }

    private long requireToken(Credentials credentials) {
        Optional<TokenStore.Found> token = tokens.find(new Secret(credentials.password).hash())
                .filter(found -> found.subject().name().equals(Optional.of(credentials.name)))
                .filter(found -> found.subject().credential() == Subject.Credential.PERSONAL_TOKEN);
        if (token.isEmpty()) {
            String why =
                    "the token sent as password is no good personal token of this user: it is unknown, another's, or"
                            + " of another kind, has expired or was revoked";
            noteRefusal(credentials, Account.isName(credentials.name), why);
            throw new AuthenticationFault(why);
        }
        return token.get().id();
    }

    /** Hash of the password that was shown. */
    private String requireLasting(Credentials credentials) {
        AccountStore.Password password = require(credentials);
        if (password.once()) {
            throw new AuthorizationFault("this password is good for a single use: choose your own with"
                    + " POST /auth/password (username, password, new_password)");
        }
        return password.hash();
    }

    /**
     * Replaces a password; whoever was signed in with it is so no more.
     *
     * @throws AuthenticationFault if name or old password are wrong, or the account is closed
     * @throws UsageFault if the new password is too short, too long, the old one, or the name
     */
    public void changePassword(Credentials credentials, String replacement) {
        if (replacement.length() < SHORTEST_PASSWORD || replacement.length() > LONGEST_PASSWORD) {
            throw new UsageFault("a password has " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD + " characters");
        }
        if (replacement.equals(credentials.password) || replacement.equalsIgnoreCase(credentials.name)) {
            throw new UsageFault("the new password must be neither the old one nor the name of the account");
        }
        AccountStore.Password old = require(credentials);
        AccountStore.Password password = new AccountStore.Password(PasswordHash.of(replacement), false);
        if (!accounts.changePassword(credentials.name, old.hash(), password)) {
            throw new AuthenticationFault("the password has been changed by somebody else meanwhile");
        }
        tokens.revokeLogins(credentials.name);
        audit.note(new AuditEvent(
                Action.PASSWORD_CHANGED, Optional.of(credentials.name), credentials.address, "by its owner"));
    }

    private AccountStore.Password require(Credentials credentials) {
        boolean plausible = Account.isName(credentials.name) && credentials.password.length() <= LONGEST_PASSWORD;
        String name = plausible ? credentials.name : "";
        String from = credentials.address.map(ClientAddress::network).orElse("this machine");
        String one = "one " + name + ' ' + from;
        List<Bound> bounds = new ArrayList<>(
                List.of(new Bound(one, FAILURES_OF_ONE), new Bound("account " + name, FAILURES_OF_ACCOUNT)));
        credentials.address.ifPresent(address -> bounds.add(new Bound("address " + from, FAILURES_FROM_ADDRESS)));
        try (Attempts.Attempt attempt = begin(credentials, plausible, bounds)) {
            Optional<AccountStore.Password> kept = plausible ? accounts.password(name) : Optional.empty();
            boolean right = PasswordHash.matches(
                    credentials.password.substring(0, Math.min(LONGEST_PASSWORD, credentials.password.length())),
                    kept.map(AccountStore.Password::hash).orElse(NOBODY));
            if (kept.isEmpty() || !right) {
                attempt.failed();
                String why = "name or password are wrong, or the account is closed";
                // Of what is no name of an account nothing is kept: it may be a password in the wrong field.
                noteRefusal(credentials, kept.isPresent(), why);
                throw new AuthenticationFault(why);
            }
            attempts.succeeded(one);
            return kept.get();
        }
    }

    private Attempts.Attempt begin(Credentials credentials, boolean plausible, List<Bound> bounds) {
        try {
            return attempts.begin(bounds);
        } catch (TransientFault tooMany) {
            boolean known = plausible && accounts.password(credentials.name).isPresent();
            noteRefusal(credentials, known, "too many attempts have failed");
            throw tooMany;
        }
    }

    private void noteRefusal(Credentials credentials, boolean plausible, String why) {
        audit.note(new AuditEvent(
                Action.SIGN_IN_REFUSED,
                plausible ? Optional.of(credentials.name) : Optional.empty(),
                credentials.address,
                why));
    }

    /** A password as it is kept. */
    public static AccountStore.Password once(Secret password) {
        return new AccountStore.Password(PasswordHash.of(password.text()), true);
    }
}
