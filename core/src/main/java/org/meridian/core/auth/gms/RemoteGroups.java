// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.gms;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.meridian.core.auth.AuditEvent;
import org.meridian.core.auth.AuditEvent.Action;
import org.meridian.core.auth.AuditEvent.Audit;
import org.meridian.core.auth.identity.Secret;
import org.meridian.core.auth.store.RemoteGroupStore;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Groups that other services keep. GMS 1.0 (section 3.3) lets a service answer about the caller only, and forbids privileged
 * credentials: so a user delegates by giving his own token at that service. It is kept in this process's memory and nowhere
 * else, sent to that service alone, and forgotten after {@link #DELEGATION}, at a restart, or when the service refuses it. What
 * the service says is kept in the database for {@link #GOOD} and asked again after {@link #REFRESH}; what was not confirmed in
 * time is not believed. Thread-safe.
 */
public final class RemoteGroups {

    /** How long a token is kept. */
    public static final Duration DELEGATION = Duration.ofHours(12);

    /** How long an answer is believed. */
    public static final Duration GOOD = Duration.ofMinutes(15);

    /** After which time a service is asked again. */
    public static final Duration REFRESH = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(RemoteGroups.class);
    private static final int MOST_DELEGATIONS = 10_000;
    private static final Duration RETRY = Duration.ofMinutes(1);

    private final Map<String, URI> services;
    private final GroupSearch search;
    private final RemoteGroupStore store;
    private final Predicate<Secret> own;
    private final Audit audit;
    private final InstantSource clock;
    private final Map<Whose, Delegation> delegations = new ConcurrentHashMap<>();

    private record Whose(String account, String service) {}

    private record Delegation(Secret token, Instant until, Instant asked) {}

    /**
     * Groups of services.
     *
     * @param services access URLs of their search by their IVOIDs
     * @param search asks them
     * @param own whether a token is one of this gateway's, which no other service is told
     * @param audit where delegations are noted
     */
    public RemoteGroups(
            Map<String, URI> services,
            GroupSearch search,
            RemoteGroupStore store,
            Predicate<Secret> own,
            Audit audit,
            InstantSource clock) {
        Map<String, URI> known = new TreeMap<>();
        services.forEach((service, url) -> known.put(service.toLowerCase(Locale.ROOT), url));
        this.services = Map.copyOf(known);
        this.search = search;
        this.store = store;
        this.own = own;
        this.audit = audit;
        this.clock = clock;
    }

    /** IVOIDs of the services that can be asked, in order. */
    public List<String> services() {
        return services.keySet().stream().sorted().toList();
    }

    /** The groups that services have said, not long ago, an account is in. */
    public Set<String> of(String account) {
        return store.of(account);
    }

    /**
     * Asks a service with a user's own token, and from now on again and again.
     *
     * @param service its IVOID
     * @param address from where the user asks; empty on this machine
     * @return identifiers of his groups there
     * @throws NotFoundFault if the operator has configured no such service
     * @throws UsageFault if the token cannot be one, or is this gateway's own
     * @throws AuthorizationFault if the service does not take it
     * @throws TransientFault if the service gives no answer
     */
    public Set<String> delegate(String account, String service, Secret token, Optional<String> address) {
        String known = known(service);
        if (!token.text().matches("[\\x21-\\x7e]{1,4000}")) {
            throw new UsageFault("token must be a bearer token of " + known);
        }
        if (own.test(token)) {
            throw new UsageFault(
                    "this is a token of this gateway, which no other service is told: get one of " + known);
        }
        if (delegations.size() >= MOST_DELEGATIONS) {
            throw new TransientFault("too many users have delegated tokens; try again later", RETRY);
        }
        Whose whose = new Whose(account, known);
        try {
            Set<String> groups = ask(whose, token);
            Instant now = clock.instant();
            delegations.put(whose, new Delegation(token, now.plus(DELEGATION), now));
            audit.note(new AuditEvent(
                    Action.GROUP_CHANGED,
                    Optional.of(account),
                    address,
                    account + " is in " + groups.size() + " groups of " + known));
            return groups;
        } catch (GroupSearch.RefusedException e) {
            forget(whose);
            throw new AuthorizationFault(known + " was asked, but " + e.getMessage());
        } catch (IOException e) {
            throw new TransientFault(known + " was asked, but " + e.getMessage(), RETRY);
        }
    }

    /** Forgets a user's token and his groups there. */
    public void revoke(String account, String service, Optional<String> address) {
        String known = known(service);
        forget(new Whose(account, known));
        audit.note(new AuditEvent(
                Action.GROUP_CHANGED,
                Optional.of(account),
                address,
                account + " is in no group of " + known + " any more"));
    }

    /** Asks again wherever it is time to; to be called every minute or so. */
    public void refresh() {
        Instant now = clock.instant();
        delegations.forEach((whose, delegation) -> {
            if (delegation.until.isBefore(now)) {
                delegations.remove(whose, delegation);
            } else if (!delegation.asked.plus(REFRESH).isAfter(now)) {
                refresh(whose, delegation, now);
            }
        });
    }

    private void refresh(Whose whose, Delegation delegation, Instant now) {
        try {
            Set<String> groups = ask(whose, delegation.token);
            LOG.debug("{} is in {} groups of {}", whose.account, groups.size(), whose.service);
            delegations.replace(whose, delegation, new Delegation(delegation.token, delegation.until, now));
            if (!delegations.containsKey(whose)) {
                // Revoked while the service was asked.
                forget(whose);
            }
        } catch (GroupSearch.RefusedException e) {
            LOG.info("{} refuses the token of {}", whose.service, whose.account);
            forget(whose);
        } catch (IOException e) {
            LOG.warn("{} was asked about {}, but {}", whose.service, whose.account, e.getMessage());
        } catch (RuntimeException e) {
            LOG.warn("what {} says of {} cannot be kept", whose.service, whose.account, e);
        }
    }

    private Set<String> ask(Whose whose, Secret token) throws IOException {
        URI url = Optional.ofNullable(services.get(whose.service)).orElseThrow();
        Set<String> groups = search.search(url, token.text()).stream()
                .map(name -> new GroupIdentifier(whose.service, name).toString())
                .collect(Collectors.toSet());
        store.set(whose.account, whose.service, groups, GOOD);
        return groups;
    }

    private void forget(Whose whose) {
        delegations.remove(whose);
        store.set(whose.account, whose.service, Set.of(), GOOD);
    }

    private String known(String service) {
        String known = service.toLowerCase(Locale.ROOT);
        if (!services.containsKey(known)) {
            throw new NotFoundFault("this gateway asks no such service: "
                    + (services.isEmpty()
                            ? "the operator has configured none (groups.remoteServices)"
                            : "there is " + String.join(", ", services())));
        }
        return known;
    }
}
