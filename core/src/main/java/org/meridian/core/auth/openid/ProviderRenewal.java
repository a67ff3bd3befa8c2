// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.openid;

import java.time.Duration;
import java.util.Optional;
import org.meridian.core.auth.AuditEvent;
import org.meridian.core.auth.AuditEvent.Action;
import org.meridian.core.auth.identity.Secret;
import org.meridian.core.auth.identity.SessionRenewal;
import org.meridian.core.auth.store.SessionStore;
import org.meridian.core.dali.DaliFault.AuthenticationFault;

/**
 * Asks providers about the users of sessions whose access tokens have expired: by their refresh tokens (RFC 6749, section 6). One
 * request asks; others go on as before until there is an answer. Groups are then those that the provider names now; where it
 * refuses, the session ends. Thread-safe.
 */
final class ProviderRenewal implements SessionRenewal {

    /** When another request may try, if one does not come back or the provider does not answer. */
    private static final Duration AGAIN = Duration.ofSeconds(30);

    private final OpenId openId;

    ProviderRenewal(OpenId openId) {
        this.openId = openId;
    }

    @Override
    public Answer renew(SessionStore.Found session, Secret secret) {
        Optional<ProviderClient> client = session.provider().flatMap(openId::client);
        if (client.isEmpty()) {
            return end(session, secret, "its provider is no longer configured");
        }
        Optional<String> sealed = openId.stores().sessions().claimAsking(session.id(), AGAIN);
        if (sealed.isEmpty()) {
            return Answer.UNKNOWN;
        }
        Optional<SealedTokens> tokens = SealedTokens.open(sealed.get(), secret);
        if (tokens.isEmpty()) {
            return end(session, secret, "its tokens cannot be read");
        }
        String account = session.subject().name().orElseThrow();
        OpenIdProvider provider = client.get().provider();
        try {
            ProviderClient.Word word = client.get().refresh(tokens.get());
            if (!account.equals(openId.accounts().account(provider, word.subject(), word.claims()))) {
                return end(session, secret, "its provider speaks of another user");
            }
            openId.accounts().updateGroups(account, provider, word.claims());
            openId.stores()
                    .sessions()
                    .vouched(
                            session.id(),
                            word.tokens().seal(secret),
                            word.vouchedFor().orElse(Duration.ZERO));
            return Answer.VOUCHED;
        } catch (ProviderException e) {
            return OpenId.fault(provider, e) instanceof AuthenticationFault refusal
                    ? end(session, secret, refusal.message())
                    : Answer.UNKNOWN;
        } catch (AuthenticationFault closed) {
            return end(session, secret, closed.message());
        }
    }

    private Answer end(SessionStore.Found session, Secret secret, String why) {
        openId.stores().sessions().end(secret.hash());
        openId.stores()
                .audit()
                .note(new AuditEvent(
                        Action.SIGN_OUT,
                        session.subject().name(),
                        Optional.empty(),
                        "session " + session.id() + ": " + why));
        return Answer.REFUSED;
    }
}
