// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.openid;

import com.nimbusds.openid.connect.sdk.claims.LogoutTokenClaimsSet;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.meridian.core.auth.AuditEvent;
import org.meridian.core.auth.AuditEvent.Action;
import org.meridian.core.auth.AuditEvent.Audit;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliFault.UsageFault;

/** A provider's word that somebody has signed out there (OpenID Connect Back-Channel Logout 1.0). Thread-safe. */
public final class BackChannelLogout {

    private final OpenId openId;

    BackChannelLogout(OpenId openId) {
        this.openId = openId;
    }

    /**
     * Ends the sessions that a logout token names: one by its {@code sid}, or all of a user.
     *
     * @param address from where; empty on this machine
     * @throws NotFoundFault if there is no such provider
     * @throws UsageFault if the token is not good, or was used before
     * @throws TransientFault if the provider's keys cannot be had
     */
    public void logout(String provider, String token, Optional<String> address) {
        ProviderClient client = openId.require(provider);
        Audit audit = openId.stores().audit();
        try {
            LogoutTokenClaimsSet claims = client.checks().logoutToken(token);
            useOnce(client.provider(), claims);
            List<String> ended = end(client.provider(), claims);
            audit.note(new AuditEvent(
                    Action.SIGN_OUT,
                    ended.stream().findFirst(),
                    address,
                    "by " + provider + ", " + ended.size() + " sessions"));
        } catch (ProviderException e) {
            if (!e.isRefusal()) {
                throw OpenId.fault(client.provider(), e);
            }
            audit.note(new AuditEvent(
                    Action.REFUSED, Optional.empty(), address, "logout by " + provider + ": " + e.reason()));
            throw new UsageFault(e.reason());
        }
    }

    private void useOnce(OpenIdProvider provider, LogoutTokenClaimsSet claims) throws ProviderException {
        // What has expired is refused by that alone, after the skew of clocks.
        Instant expires = claims.getExpirationTime().toInstant().plusSeconds(3600);
        String jti = claims.getJWTID().getValue();
        if (jti.length() > 1000
                || !openId.stores().providers().useLogout(provider.issuer().toString(), jti, expires)) {
            throw ProviderException.refused("the logout token is not good: it was used before");
        }
    }

    private List<String> end(OpenIdProvider provider, LogoutTokenClaimsSet claims) {
        if (claims.getSessionID() != null) {
            return openId.stores()
                    .sessions()
                    .endProviderSession(provider.id(), claims.getSessionID().getValue());
        }
        return openId.stores()
                .providers()
                .account(provider.issuer().toString(), claims.getSubject().getValue())
                .map(account -> openId.stores().sessions().endAtProvider(provider.id(), account))
                .orElse(List.of());
    }
}
