// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.meridian.core.auth.AuditEvent.Audit;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.identity.Administration;
import org.meridian.core.auth.identity.Authenticator;
import org.meridian.core.auth.identity.SignIn;
import org.meridian.core.auth.rest.AuthenticationFilter;
import org.meridian.core.auth.store.AccountStore;
import org.meridian.core.auth.store.AuditStore;
import org.meridian.core.auth.store.TokenStore;
import org.meridian.core.db.Database;
import org.meridian.core.http.BaseUrl;

/** Who may sign in, wired together. */
record Identity(AccountStore accounts, TokenStore tokens, Audit audit, SignIn signIn) {

    /** How clients may sign in, as capabilities name it (SSO 2.0, section 3); nobody need. */
    static final List<String> SECURITY_METHODS = List.of("ivo://ivoa.net/sso#OAuth", "ivo://ivoa.net/sso#BasicAA");

    /** What tokens for services must be good for. */
    private static final Map<String, Scope> SCOPES = Map.of("tap", Scope.TAP);

    static Identity of(Database database) {
        AccountStore accounts = new AccountStore(database.owner());
        TokenStore tokens = new TokenStore(database.owner());
        Audit audit = new AuditStore(database.owner());
        return new Identity(accounts, tokens, audit, new SignIn(accounts, tokens, audit, InstantSource.system()));
    }

    /** The user of a name as he is now. */
    Subject user(String name) {
        return Administration.user(accounts, name);
    }

    Administration administration(String who) {
        return new Administration(accounts, tokens, audit, who);
    }

    AuthenticationFilter filter(BaseUrl base, GatewaySettings.Access access) {
        return new AuthenticationFilter(
                new Authenticator(tokens), audit, base, new AuthenticationFilter.Services(SCOPES, access.signInFor()));
    }
}
