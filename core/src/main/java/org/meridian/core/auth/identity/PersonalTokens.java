// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.identity;

import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.meridian.core.auth.AuditEvent;
import org.meridian.core.auth.AuditEvent.Action;
import org.meridian.core.auth.AuditEvent.Audit;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.Token;
import org.meridian.core.auth.identity.SignIn.Issued;
import org.meridian.core.auth.store.TokenStore;
import org.meridian.core.auth.store.TokenStore.NewToken;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.UsageFault;

/** The tokens that users make for their programs; what is done with them is audited. Thread-safe. */
public final class PersonalTokens {

    /** Days that a token is good for if its owner does not say. */
    public static final int DEFAULT_DAYS = 90;

    private static final int MOST_DAYS = 366;
    private static final int MOST_TOKENS = 100;
    private static final int LONGEST_LABEL = 100;

    private final TokenStore tokens;
    private final Audit audit;

    /** @param audit where new and revoked ones are noted */
    public PersonalTokens(TokenStore tokens, Audit audit) {
        this.tokens = tokens;
        this.audit = audit;
    }

    /**
     * What somebody wants a token for.
     *
     * @param label what he calls it
     * @param scopes what it may be used for, at least one
     * @param days that it is good for, 1 to 366
     */
    public record Wish(String label, Set<Scope> scopes, int days) {
        /**
         * Checks a wish.
         *
         * @throws UsageFault if the label is too long, the days too many, or there is no scope
         */
        public Wish {
            scopes = Set.copyOf(scopes);
            if (label.length() > LONGEST_LABEL || label.chars().anyMatch(Character::isISOControl)) {
                throw new UsageFault("label has at most " + LONGEST_LABEL + " characters, in one line");
            }
            if (days < 1 || days > MOST_DAYS) {
                throw new UsageFault("days is a number from 1 to " + MOST_DAYS);
            }
            if (scopes.isEmpty()) {
                throw new UsageFault("a token needs a scope: some of " + Scope.list());
            }
        }

        /**
         * Reads a wish.
         *
         * @param scopes texts, apart by spaces or commas
         * @param days a number, if there is one
         * @throws UsageFault if something is not understood
         */
        public static Wish of(String label, String scopes, Optional<String> days) {
            EnumSet<Scope> wanted = EnumSet.noneOf(Scope.class);
            Arrays.stream(scopes.strip().split("[ ,]+"))
                    .map(one -> Scope.parse(one)
                            .orElseThrow(() -> new UsageFault("there is no such scope: use some of " + Scope.list())))
                    .forEach(wanted::add);
            String number = days.orElse(Integer.toString(DEFAULT_DAYS));
            if (!number.matches("[0-9]{1,3}")) {
                throw new UsageFault("days is a number from 1 to " + MOST_DAYS);
            }
            return new Wish(label, wanted, Integer.parseInt(number));
        }
    }

    /**
     * Makes one.
     *
     * @param owner who wants it, and what he may do himself
     * @param address from where; empty on this machine
     * @throws AuthorizationFault if he has too many, or asks for what he may not do
     */
    public Issued create(Subject owner, Wish wish, Optional<String> address) {
        String account = owner.name().orElseThrow();
        if (!owner.scopes().containsAll(wish.scopes)) {
            throw new AuthorizationFault("a token cannot be good for more than you may do signed in like this; an"
                    + " administrator makes tokens with the scope 'admin' on the command line");
        }
        long personal = list(account).stream()
                .filter(token -> token.kind() == Token.Kind.PERSONAL)
                .count();
        if (personal >= MOST_TOKENS) {
            throw new AuthorizationFault("you have " + MOST_TOKENS + " tokens: revoke some first");
        }
        Issued issued = Issued.of(
                tokens,
                new NewToken(account, Token.Kind.PERSONAL, wish.label, wish.scopes, Duration.ofDays(wish.days)));
        String scopes = wish.scopes.stream().map(Scope::text).sorted().collect(Collectors.joining(" "));
        audit.note(new AuditEvent(
                Action.TOKEN_CREATED,
                Optional.of(account),
                address,
                "token " + issued.token().id() + " for " + scopes));
        return issued;
    }

    /** Those of an account that are good, without their texts, youngest first. */
    public List<Token> list(String account) {
        return tokens.list(account);
    }

    /**
     * Takes one back.
     *
     * @param id its number, as it came
     * @throws NotFoundFault if the account has none of that number
     */
    public void revoke(String account, String id, Optional<String> address) {
        if (!id.matches("[0-9]{1,18}") || !tokens.revoke(account, Long.parseLong(id))) {
            throw new NotFoundFault("you have no token of that number");
        }
        audit.note(new AuditEvent(Action.TOKEN_REVOKED, Optional.of(account), address, "token " + id));
    }
}
