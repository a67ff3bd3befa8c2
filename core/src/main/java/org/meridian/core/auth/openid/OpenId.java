// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.openid;

import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridian.core.auth.AuditEvent.Audit;
import org.meridian.core.auth.identity.ProviderTokens;
import org.meridian.core.auth.identity.SessionRenewal;
import org.meridian.core.auth.identity.Sessions;
import org.meridian.core.auth.request.AccessRequests;
import org.meridian.core.auth.store.AccountStore;
import org.meridian.core.auth.store.ProviderStore;
import org.meridian.core.auth.store.SessionStore;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.AuthenticationFault;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The OpenID providers of a gateway, and all that is done with their help. Thread-safe; whoever makes it closes it. */
public final class OpenId implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(OpenId.class);
    private static final java.time.Duration RETRY = java.time.Duration.ofSeconds(30);

    private final List<OpenIdProvider> providers;
    private final Map<String, ProviderClient> clients = new LinkedHashMap<>();
    private final ProviderHttp http = new ProviderHttp();
    private final Stores stores;
    private final ProviderAccounts accounts;

    /** What is kept, and where it is noted. */
    public record Stores(
            AccountStore accounts,
            SessionStore sessions,
            ProviderStore providers,
            Sessions begun,
            AccessRequests requests,
            Audit audit) {}

    /** @param providers none twice; they are asked when they are needed, not before */
    public OpenId(List<OpenIdProvider> providers, Stores stores, InstantSource clock) {
        this.providers = List.copyOf(providers);
        this.stores = stores;
        this.accounts = new ProviderAccounts(stores.accounts, stores.providers, stores.requests, stores.audit);
        providers.forEach(provider -> clients.put(provider.id(), new ProviderClient(provider, http, clock)));
    }

    /** The providers, as configured. */
    public List<OpenIdProvider> providers() {
        return providers;
    }

    /** Signing in and out with a browser. */
    public OpenIdSignIn signIn() {
        return new OpenIdSignIn(this);
    }

    /** Asks providers about sessions again. */
    public SessionRenewal renewal() {
        return new ProviderRenewal(this);
    }

    /** Takes access tokens of those providers that are configured so. */
    public ProviderTokens tokens() {
        return new ProviderAccess(this);
    }

    /** Hears from providers that sessions have ended. */
    public BackChannelLogout backChannelLogout() {
        return new BackChannelLogout(this);
    }

    Optional<ProviderClient> client(String id) {
        return Optional.ofNullable(clients.get(id));
    }

    /** The provider of a name in a URL. */
    ProviderClient require(String id) {
        return client(id).orElseThrow(() -> new NotFoundFault("there is no OpenID provider of that name here"));
    }

    Stores stores() {
        return stores;
    }

    ProviderAccounts accounts() {
        return accounts;
    }

    /** What a client is told. */
    static DaliFault fault(OpenIdProvider provider, ProviderException failure) {
        if (failure.isRefusal()) {
            LOG.debug("{}: {}", provider.id(), failure.reason(), failure);
            return new AuthenticationFault(failure.reason());
        }
        LOG.warn("OpenID provider {} cannot be reached: {}", provider.id(), String.valueOf(failure.getCause()));
        return new TransientFault(provider.title() + ": " + failure.reason(), RETRY);
    }

    @Override
    public void close() {
        http.close();
    }
}
