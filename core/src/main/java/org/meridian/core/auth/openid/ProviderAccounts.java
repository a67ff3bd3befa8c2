// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.openid;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.meridian.core.auth.AccessRequest;
import org.meridian.core.auth.AccessRequest.Wish;
import org.meridian.core.auth.Account;
import org.meridian.core.auth.AuditEvent;
import org.meridian.core.auth.AuditEvent.Action;
import org.meridian.core.auth.AuditEvent.Audit;
import org.meridian.core.auth.identity.Administration;
import org.meridian.core.auth.openid.OpenIdProvider.Admission;
import org.meridian.core.auth.request.AccessRequests;
import org.meridian.core.auth.store.AccountStore;
import org.meridian.core.auth.store.ProviderStore;
import org.meridian.core.auth.store.RequestStore.Newcomer;
import org.meridian.core.dali.DaliFault.AuthenticationFault;
import org.meridian.core.dali.DaliFault.AuthorizationFault;

/**
 * The accounts of those whom providers know. Whose account it is, issuer and subject say and nothing else: somebody whose
 * claims name an account that is there already gets one of another name. Thread-safe.
 */
final class ProviderAccounts {

    /** As names of groups here, and slashes, which some providers have between the parts of names. */
    private static final Pattern GROUP = Pattern.compile("[A-Za-z][A-Za-z0-9._/-]{1,99}");

    private static final int LONGEST_STEM = 22;
    private static final int MOST_GROUPS = 500;
    private static final int MOST_NAMESAKES = 1000;

    private final AccountStore accounts;
    private final ProviderStore store;
    private final AccessRequests requests;
    private final Audit audit;

    ProviderAccounts(AccountStore accounts, ProviderStore store, AccessRequests requests, Audit audit) {
        this.accounts = accounts;
        this.store = store;
        this.requests = requests;
        this.audit = audit;
    }

    /**
     * The account of a subject, made now if it has none.
     *
     * @throws AuthenticationFault if the account is closed
     * @throws AuthorizationFault if it has none, and a moderator has to approve
     */
    String account(OpenIdProvider provider, String subject, Map<String, Object> claims) {
        String issuer = provider.issuer().toString();
        String name = store.account(issuer, subject).orElseGet(() -> {
            if (provider.admission() == Admission.MODERATED) {
                throw new AuthorizationFault("moderators of this gateway admit new users of " + provider.title()
                        + ": sign in with a browser at /sign-in first, which asks them");
            }
            return create(provider, subject, claims);
        });
        return accounts.find(name)
                .filter(account -> account.state() == Account.State.ACTIVE)
                .map(Account::name)
                .orElseThrow(() -> new AuthenticationFault("the account " + name + " is closed"));
    }

    /**
     * The request for an account of a subject that has none where moderators admit users, made now if it has not made one.
     *
     * @param address from where; empty on this machine
     * @return empty if it has an account, or gets one at once
     */
    Optional<AccessRequest> request(
            OpenIdProvider provider, String subject, Map<String, Object> claims, Optional<String> address) {
        Newcomer newcomer = new Newcomer(provider.id(), provider.issuer().toString(), subject);
        if (provider.admission() == Admission.AT_ONCE
                || store.account(newcomer.issuer(), subject).isPresent()) {
            return Optional.empty();
        }
        Wish wish = new Wish(
                names(wanted(provider, subject, claims), provider.id())
                        .findFirst()
                        .orElseThrow(),
                email(claims).orElse(""),
                "signed in through " + provider.title());
        return Optional.of(requests.ask(newcomer, wish, address));
    }

    private static Optional<String> email(Map<String, Object> claims) {
        return claims.get("email") instanceof String text && Account.isEmail(text)
                ? Optional.of(text)
                : Optional.empty();
    }

    private static String wanted(OpenIdProvider provider, String subject, Map<String, Object> claims) {
        return stem(claims.get(provider.claims().name()) instanceof String text ? text : subject);
    }

    private String create(OpenIdProvider provider, String subject, Map<String, Object> claims) {
        String issuer = provider.issuer().toString();
        String wanted = wanted(provider, subject, claims);
        for (String name : names(wanted, provider.id()).toList()) {
            boolean made = store.createAccount(issuer, subject, name, email(claims));
            Optional<String> own = store.account(issuer, subject);
            if (own.isPresent()) {
                if (made) {
                    audit.note(new AuditEvent(
                            Action.ACCOUNT_CREATED, own, Optional.empty(), "for a user of " + provider.id()));
                }
                return own.get();
            }
        }
        throw new IllegalStateException("no name is left for an account like " + wanted);
    }

    /** Names that an account could have, the nicest first; the first administrator's is nobody's. */
    static Stream<String> names(String stem, String provider) {
        String second = stem + "-" + provider;
        Stream<String> nice = Stream.of(stem, second.length() <= 32 ? second : stem + "-2");
        Stream<String> numbered = IntStream.range(2, MOST_NAMESAKES).mapToObj(i -> stem + "-" + i);
        return Stream.concat(nice, numbered).filter(name -> !name.equals(Administration.FIRST_ADMIN));
    }

    /** What a name can keep of a text: lower-case letters, digits and the like; of an address, what is before the '@'. */
    static String stem(String text) {
        String stem = text.replaceFirst("@.*", "")
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^a-z0-9._-]+", "-")
                .replaceAll("-{2,}", "-")
                .replaceFirst("^[^a-z]+", "")
                .replaceFirst("[._-]+$", "");
        String cut = stem.substring(0, Math.min(LONGEST_STEM, stem.length()));
        return cut.length() < 2 ? "user" : cut;
    }

    /** The groups that claims name, as they are called here; empty if the provider names none at all. */
    static Optional<Set<String>> groups(OpenIdProvider provider, Map<String, Object> claims) {
        return provider.claims()
                .groups()
                .flatMap(claim -> Optional.ofNullable(claims.get(claim)))
                .map(named -> groups(provider.claims().groupPrefix(), named));
    }

    private static Set<String> groups(String prefix, Object named) {
        Collection<?> list = named instanceof Collection<?> several ? several : List.of(named);
        Set<String> groups = new TreeSet<>();
        list.stream()
                .filter(String.class::isInstance)
                .map(name -> ((String) name).replaceFirst("^/", ""))
                .filter(name -> !name.isEmpty())
                .map(name -> prefix + name)
                // One that is mended could become another's.
                .filter(name -> GROUP.matcher(name).matches())
                .limit(MOST_GROUPS)
                .forEach(groups::add);
        return groups;
    }

    /** Replaces the groups of an account by those that its provider names now. */
    void updateGroups(String account, OpenIdProvider provider, Map<String, Object> claims) {
        store.setGroups(account, groups(provider, claims).orElse(Set.of()));
    }

    /** The groups of an account by the claims of a token; by the provider's last word if the token has none. */
    Set<String> groups(String account, OpenIdProvider provider, Map<String, Object> claims) {
        return groups(provider, claims)
                .map(named -> {
                    Set<String> all = new TreeSet<>(store.localGroups(account));
                    all.addAll(named);
                    return all;
                })
                .orElseGet(() -> new TreeSet<>(
                        accounts.find(account).map(Account::groups).orElse(Set.of())));
    }
}
