// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.identity;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meridian.core.auth.Account;
import org.meridian.core.auth.AuditEvent;
import org.meridian.core.auth.AuditEvent.Action;
import org.meridian.core.auth.AuditEvent.Audit;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.Token;
import org.meridian.core.auth.store.AccountStore;
import org.meridian.core.auth.store.TokenStore;
import org.meridian.core.auth.store.TokenStore.NewToken;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.UsageFault;

/**
 * What an administrator does with accounts, groups and tokens; each change is audited under his name. Methods throw {@link
 * UsageFault} for names that cannot be, {@link NotFoundFault} for what does not exist. Thread-safe.
 */
public final class Administration {

    /** Name of the account that is made when there is no administrator. */
    public static final String FIRST_ADMIN = "admin";

    private final AccountStore accounts;
    private final TokenStore tokens;
    private final Audit audit;
    private final String who;
    private final Optional<String> address;

    /**
     * Administration on somebody's behalf.
     *
     * @param who for the audit log
     */
    public Administration(AccountStore accounts, TokenStore tokens, Audit audit, String who) {
        this(accounts, tokens, audit, who, Optional.empty());
    }

    private Administration(
            AccountStore accounts, TokenStore tokens, Audit audit, String who, Optional<String> address) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.audit = audit;
        this.who = who;
        this.address = address;
    }

    /** The same on behalf of an administrator who asks from an IP address; empty on this machine. */
    public Administration by(String administrator, Optional<String> from) {
        return new Administration(accounts, tokens, audit, administrator, from);
    }

    /** Makes an administrator's account with a password for a single use, if there is no administrator. */
    public Optional<Secret> firstAdmin() {
        Secret password = Secret.password();
        boolean made = accounts.createFirstAdmin(FIRST_ADMIN, SignIn.once(password));
        if (made) {
            note(Action.ACCOUNT_CREATED, FIRST_ADMIN + ", the first administrator");
        }
        return made ? Optional.of(password) : Optional.empty();
    }

    /** All accounts. */
    public List<Account> list() {
        return accounts.list();
    }

    /** The account of that name. */
    public Account find(String name) {
        return accounts.find(name).orElseThrow(() -> noSuchUser(name));
    }

    /** All groups kept here, teams included, and who is in them. */
    public Map<String, List<String>> groups() {
        return accounts.groups();
    }

    /** Makes an account with a password for a single use. */
    public Secret create(String name, Optional<String> email, boolean admin) {
        if (!Account.isName(name)) {
            throw new UsageFault("'" + name + "' cannot be the name of a user: it has " + Account.nameRule());
        }
        if (email.filter(text -> !Account.isEmail(text)).isPresent()) {
            throw new UsageFault("email must be an e-mail address");
        }
        Secret password = Secret.password();
        if (!accounts.create(name, email, admin, SignIn.once(password))) {
            throw new UsageFault("there is a user " + name + " already");
        }
        note(Action.ACCOUNT_CREATED, name + (admin ? ", an administrator" : ""));
        return password;
    }

    /** Gives an account a new password for a single use; whoever was signed in is so no more. */
    public Secret resetPassword(String name) {
        Secret password = Secret.password();
        if (!accounts.setPassword(name, SignIn.once(password))) {
            throw noSuchUser(name);
        }
        tokens.revokeLogins(name);
        note(Action.PASSWORD_CHANGED, "of " + name);
        return password;
    }

    /** Opens or closes an account; with it, its tokens. */
    public void setState(String name, Account.State state) {
        if (!accounts.setState(name, state)) {
            throw noSuchUser(name);
        }
        note(Action.ACCOUNT_CHANGED, name + " is " + state);
    }

    /** Puts users into a group, which exists as long as somebody is in it. */
    public void join(String group, List<String> names) {
        if (!Account.isGroup(group)) {
            throw new UsageFault(
                    "'" + group + "' cannot be the name of a group: it has 2 to 64 letters, digits, '.', '_'"
                            + " or '-', beginning with a letter");
        }
        for (String name : names) {
            if (!accounts.join(group, name)) {
                throw noSuchUser(name);
            }
            note(Action.GROUP_CHANGED, name + " is in " + group);
        }
    }

    /** Takes users out of a group. */
    public void leave(String group, List<String> names) {
        for (String name : names) {
            if (!accounts.leave(group, name)) {
                throw new NotFoundFault(name + " is not in " + group);
            }
            note(Action.GROUP_CHANGED, name + " is no more in " + group);
        }
    }

    /** Makes a token for a user. */
    public SignIn.Issued token(String name, String label, Set<Scope> scopes, Duration lifetime) {
        requireUser(name);
        SignIn.Issued issued =
                SignIn.Issued.of(tokens, new NewToken(name, Token.Kind.PERSONAL, label, scopes, lifetime));
        note(Action.TOKEN_CREATED, "token " + issued.token().id() + " for " + name);
        return issued;
    }

    /** The tokens of a user. */
    public List<Token> tokens(String name) {
        requireUser(name);
        return tokens.list(name);
    }

    /** Takes a token back. */
    public void revoke(String name, long id) {
        if (!tokens.revoke(name, id)) {
            throw new NotFoundFault(name + " has no token " + id);
        }
        note(Action.TOKEN_REVOKED, "token " + id + " of " + name);
    }

    /**
     * A user as he is now, for work that he ordered earlier.
     *
     * @throws AuthorizationFault if his account is closed or gone
     */
    public static Subject user(AccountStore accounts, String name) {
        return accounts.find(name)
                .filter(account -> account.state() == Account.State.ACTIVE)
                .map(account -> new Subject(Optional.of(name), account.groups(), Scope.USE, Subject.Credential.LOGIN))
                .orElseThrow(() -> new AuthorizationFault("the account of " + name + " is closed"));
    }

    private void requireUser(String name) {
        if (accounts.find(name).isEmpty()) {
            throw noSuchUser(name);
        }
    }

    private static NotFoundFault noSuchUser(String name) {
        return new NotFoundFault("there is no user " + name);
    }

    private void note(Action action, String detail) {
        audit.note(new AuditEvent(action, Optional.of(who), address, detail));
    }
}
