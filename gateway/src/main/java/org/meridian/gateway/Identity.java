// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.meridian.core.auth.AuditEvent.Audit;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.identity.Administration;
import org.meridian.core.auth.identity.Authenticator;
import org.meridian.core.auth.identity.DatalabTokens;
import org.meridian.core.auth.identity.PersonalTokens;
import org.meridian.core.auth.identity.Sessions;
import org.meridian.core.auth.identity.SignIn;
import org.meridian.core.auth.openid.OpenId;
import org.meridian.core.auth.request.AccessRequests;
import org.meridian.core.auth.rest.AuthenticationFilter;
import org.meridian.core.auth.rest.DatalabTokenResource;
import org.meridian.core.auth.rest.MeResource;
import org.meridian.core.auth.rest.SessionResource;
import org.meridian.core.auth.rest.SignInResource;
import org.meridian.core.auth.rest.TokensResource;
import org.meridian.core.auth.rest.Visits;
import org.meridian.core.auth.store.AccountStore;
import org.meridian.core.auth.store.AuditStore;
import org.meridian.core.auth.store.DatalabStore;
import org.meridian.core.auth.store.ProviderStore;
import org.meridian.core.auth.store.RequestStore;
import org.meridian.core.auth.store.SessionStore;
import org.meridian.core.auth.store.TokenStore;
import org.meridian.core.db.Database;
import org.meridian.core.http.BaseUrl;
import org.meridian.core.http.FormReader;
import org.meridian.core.usage.UsageReport;
import org.meridian.gateway.rest.AccountPages;
import org.meridian.gateway.rest.AccountSection;
import org.meridian.gateway.rest.OpenIdPages;
import org.meridian.gateway.rest.SignInPages;
import org.meridian.gateway.rest.SignOutPage;
import org.meridian.gateway.rest.Site;

/** Who may sign in, wired together. */
record Identity(
        AccountStore accounts,
        TokenStore tokens,
        DatalabStore datalabs,
        SessionStore sessionStore,
        Sessions sessions,
        Audit audit,
        SignIn signIn) {

    /** What tokens for services must be good for. */
    private static final Map<String, Scope> SCOPES = Map.of(
            "tap", Scope.TAP,
            "sia1", Scope.SIA,
            "sia2", Scope.SIA,
            "scs", Scope.SIA,
            "datalink", Scope.SIA,
            "soda", Scope.SIA,
            "archive", Scope.SIA,
            "preview", Scope.SIA,
            "package", Scope.SIA,
            "observations", Scope.SIA);

    /** Services that are further doors to what another gives away: kept closed with it. */
    private static final Map<String, Set<String>> DOORS = Map.of(
            "vospace", Set.of("dav"),
            "tap", Set.of("sia1", "sia2", "scs", "datalink", "preview"),
            "sia", Set.of("sia1", "sia2", "scs", "datalink", "soda", "archive", "preview", "package"));

    /**
     * Paths that people see before they sign in again: the start page with its files, those of signing in, links into teams,
     * and requests for accounts.
     */
    private static final Set<String> PAGES = Set.of(
            "",
            "portal",
            "favicon.ico",
            "health",
            "sign-in",
            "sign-out",
            "account",
            "observations",
            "auth/openid",
            "auth/invitations",
            "auth/requests",
            "auth/session",
            "auth/login",
            "auth/password");

    /** Links to files, for whoever has them. */
    private static final Set<String> LINKS = Set.of("share");

    /** Services whose addresses have names of files in them. */
    private static final Set<String> FILES =
            Set.of("vospace", "dav", "share", "archive", "preview", "package", "observations");

    static Identity of(Database database) {
        return of(database, new AuditStore(database.owner()));
    }

    /** @param audit where what they do is noted */
    static Identity of(Database database, Audit audit) {
        AccountStore accounts = new AccountStore(database.owner());
        TokenStore tokens = new TokenStore(database.owner());
        SessionStore sessionStore = new SessionStore(database.owner());
        Sessions sessions = new Sessions(sessionStore, audit);
        SignIn signIn = new SignIn(accounts, tokens, sessions, audit, InstantSource.system());
        return new Identity(
                accounts, tokens, new DatalabStore(database.owner()), sessionStore, sessions, audit, signIn);
    }

    PersonalTokens personalTokens() {
        return new PersonalTokens(tokens, audit);
    }

    /** What programs in datalabs show for their users. */
    DatalabTokens datalabTokens() {
        return new DatalabTokens(datalabs, tokens, audit);
    }

    /** What answers whoever signs in. */
    List<Object> resources(
            Site site, OpenId openId, UsageReport usage, AccessRequests requests, List<AccountSection> sections) {
        Visits visits = new Visits(site.base());
        FormReader forms = site.forms();
        return List.of(
                new SignInResource(signIn, forms),
                new TokensResource(personalTokens(), forms),
                new DatalabTokenResource(datalabTokens(), forms),
                new MeResource(usage),
                new SessionResource(signIn, visits, forms),
                new SignInPages(signIn, visits, site, buttons(openId), requests),
                new SignOutPage(sessions, visits, site, openId.signIn()),
                new OpenIdPages(openId.signIn(), openId.backChannelLogout(), visits, site),
                new AccountPages(new AccountPages.Parts(
                        accounts, personalTokens(), sessions, signIn, visits, site, usage, sections)));
    }

    private static List<SignInPages.Provider> buttons(OpenId openId) {
        return openId.providers().stream()
                .map(provider -> new SignInPages.Provider(provider.id(), provider.title()))
                .toList();
    }

    /** Requests for accounts. */
    AccessRequests requests(Database database, AccessRequests.Rules rules) {
        return new AccessRequests(new RequestStore(database.owner()), audit, rules, InstantSource.system());
    }

    /** The OpenID providers, to be closed by the caller. */
    OpenId openId(Database database, GatewaySettings.Access access, AccessRequests requests) {
        OpenId.Stores stores = new OpenId.Stores(
                accounts, sessionStore, new ProviderStore(database.owner()), sessions, requests, audit);
        return new OpenId(access.providers(), stores, InstantSource.system());
    }

    /** The user of a name as he is now. */
    Subject user(String name) {
        return Administration.user(accounts, name);
    }

    Administration administration(String who) {
        return new Administration(accounts, tokens, audit, who);
    }

    /** Of several doors one that is open would be of use to everybody whom the others keep out. */
    private static Set<String> closed(GatewaySettings.Access access) {
        Set<String> closed = new TreeSet<>(access.signInFor());
        access.signInFor().forEach(service -> closed.addAll(DOORS.getOrDefault(service, Set.of())));
        return closed;
    }

    AuthenticationFilter filter(BaseUrl base, GatewaySettings.Access access, OpenId openId) {
        return new AuthenticationFilter(
                new Authenticator(tokens, openId.tokens(), sessionStore, openId.renewal()),
                audit,
                base,
                new AuthenticationFilter.Services(SCOPES, closed(access), PAGES, LINKS, FILES));
    }
}
