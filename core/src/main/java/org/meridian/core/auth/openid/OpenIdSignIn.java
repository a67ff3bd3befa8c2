// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.openid;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import org.meridian.core.auth.AccessRequest;
import org.meridian.core.auth.AuditEvent;
import org.meridian.core.auth.AuditEvent.Action;
import org.meridian.core.auth.identity.Attempts;
import org.meridian.core.auth.identity.ReturnPath;
import org.meridian.core.auth.identity.Secret;
import org.meridian.core.auth.identity.Sessions;
import org.meridian.core.auth.openid.ProviderClient.Proof;
import org.meridian.core.auth.openid.ProviderClient.Word;
import org.meridian.core.auth.store.SessionStore;
import org.meridian.core.auth.store.SessionStore.NewSession;
import org.meridian.core.auth.store.SessionStore.Provided;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.AuthenticationFault;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.http.ClientAddress;

/**
 * Signing in at OpenID providers with a browser. A secret in a cookie for ten minutes binds the way back to the way there: state,
 * nonce and code verifier are made from it, and its hash is kept until the browser is back, once. Thread-safe.
 */
public final class OpenIdSignIn {

    /** How long somebody may take at a provider. */
    public static final Duration TIME = Duration.ofMinutes(10);

    /** Where a browser goes afterwards may be a link that is a secret itself: it is kept sealed with that in the cookie. */
    private static final String TO = "key of where to go";

    /** How many browsers of one address may be on their way, or have got lost there. */
    private static final int MOST_BEGUN = 100;

    private final OpenId openId;
    private final Attempts begun = new Attempts(
            InstantSource.system(), "too many browsers of your address have gone to a provider and not come back");

    OpenIdSignIn(OpenId openId) {
        this.openId = openId;
    }

    /** Where a browser goes, and the secret for its cookie. */
    public record Begun(URI url, Secret secret) {}

    /** What became of a browser that is back from a provider which vouches for its user. */
    public sealed interface Outcome {

        /** It is signed in: where it goes now, and the secret for its cookie. */
        record SignedIn(ReturnPath to, Secret secret) implements Outcome {}

        /** It is not: its user has no account, and a moderator decides whether he gets one, or has declined. */
        record Pending(AccessRequest request) implements Outcome {}
    }

    /**
     * What a browser brings back (OpenID Connect Core 1.0, section 3.1.2.5; RFC 9207).
     *
     * @param secret of its cookie; empty if it has none
     * @param state from the URL, likewise the others
     * @param code empty if the provider refused
     * @param issuer where the provider names itself
     * @param error why it refused
     */
    public record Return(
            Optional<Secret> secret,
            String state,
            Optional<String> code,
            Optional<String> issuer,
            Optional<String> error) {}

    /**
     * Sends a browser to a provider.
     *
     * @param to where it shall go when it is signed in
     * @param back where it comes back to
     * @param visitor whose browser it is
     * @throws NotFoundFault if there is no such provider
     * @throws TransientFault if the provider cannot be reached, or too many come from the visitor's address (429)
     */
    public Begun begin(String provider, ReturnPath to, URI back, Sessions.Visitor visitor) {
        ProviderClient client = openId.require(provider);
        try {
            begun.require(from(visitor), MOST_BEGUN);
        } catch (TransientFault tooMany) {
            throw refused(client, visitor, tooMany);
        }
        begun.failed(from(visitor));
        Secret secret = Secret.cookie();
        try {
            URI url = client.authorizationUrl(proof(secret), back);
            String kept = Sealed.seal(to.path(), secret, TO);
            openId.stores().providers().begin(secret.hash(), provider, kept, TIME);
            return new Begun(url, secret);
        } catch (ProviderException e) {
            throw OpenId.fault(client.provider(), e);
        }
    }

    /**
     * Signs in a browser that is back, unless a moderator has to admit its user.
     *
     * @param back where it was told to come back to
     * @throws NotFoundFault if there is no such provider
     * @throws AuthenticationFault if it did not begin here, took too long, has been back before, or the provider does not
     *     vouch; or the account is closed
     * @throws TransientFault if the provider cannot be reached
     */
    public Outcome complete(String provider, Return returned, URI back, Sessions.Visitor visitor) {
        ProviderClient client = openId.require(provider);
        try {
            Outcome done = complete(client, returned, back, visitor);
            begun.succeeded(from(visitor));
            return done;
        } catch (ProviderException e) {
            throw refused(client, visitor, OpenId.fault(client.provider(), e));
        } catch (AuthenticationFault e) {
            throw refused(client, visitor, e);
        }
    }

    private static String from(Sessions.Visitor visitor) {
        return visitor.address().map(ClientAddress::network).orElse("this machine");
    }

    private DaliFault refused(ProviderClient client, Sessions.Visitor visitor, DaliFault fault) {
        noteRefusal(client, visitor, fault.message());
        return fault;
    }

    private void noteRefusal(ProviderClient client, Sessions.Visitor visitor, String why) {
        openId.stores()
                .audit()
                .note(new AuditEvent(
                        Action.SIGN_IN_REFUSED,
                        Optional.empty(),
                        visitor.address(),
                        "through " + client.provider().id() + ": " + why));
    }

    private Outcome complete(ProviderClient client, Return returned, URI back, Sessions.Visitor visitor)
            throws ProviderException {
        OpenIdProvider provider = client.provider();
        Secret secret = returned.secret.orElseThrow(OpenIdSignIn::notBegun);
        Proof proof = proof(secret);
        if (!MessageDigest.isEqual(proof.state().getValue().getBytes(UTF_8), returned.state.getBytes(UTF_8))) {
            throw notBegun();
        }
        ReturnPath to = new ReturnPath(openId.stores()
                .providers()
                .comeBack(secret.hash(), provider.id())
                .flatMap(kept -> Sealed.open(kept, secret, TO))
                .orElseThrow(OpenIdSignIn::notBegun));
        boolean another = returned.issuer
                .map(issuer -> !issuer.equals(provider.issuer().toString()))
                .orElse(client.namesItself());
        if (another) {
            throw new AuthenticationFault("the answer is not that of the provider which was asked");
        }
        String code = returned.code.orElseThrow(() -> new AuthenticationFault(provider.title() + " did not sign you in"
                + returned.error
                        .filter(error -> error.matches("[a-z_]{1,40}"))
                        .map(error -> " (" + error + ")")
                        .orElse("")));
        Word word = client.redeem(code, proof, back);
        Optional<AccessRequest> request =
                openId.accounts().request(provider, word.subject(), word.claims(), visitor.address());
        if (request.isPresent()) {
            noteRefusal(
                    client,
                    visitor,
                    "request " + request.get().id() + " for an account is "
                            + request.get().state().text());
            return new Outcome.Pending(request.get());
        }
        String account = openId.accounts().account(provider, word.subject(), word.claims());
        openId.accounts().updateGroups(account, provider, word.claims());
        Secret session = Secret.cookie();
        Provided provided = new Provided(
                provider.id(), word.session(), Optional.of(word.tokens().seal(session)), word.vouchedFor());
        openId.stores()
                .begun()
                .begin(
                        new NewSession(account, visitor.client(), Optional.of(provided)),
                        session,
                        visitor,
                        "through " + provider.id());
        return new Outcome.SignedIn(to, session);
    }

    private static AuthenticationFault notBegun() {
        return new AuthenticationFault("this sign-in was not begun in this browser, took too long, or is used already:"
                + " begin again at /sign-in");
    }

    private static Proof proof(Secret secret) {
        return new Proof(
                new State(text(secret, "state")),
                new Nonce(text(secret, "nonce")),
                new CodeVerifier(text(secret, "code verifier")));
    }

    private static String text(Secret secret, String purpose) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Sealed.derive(secret, purpose));
    }

    /**
     * Where a browser signs out at its provider too.
     *
     * @param session that has been ended here
     * @param secret what its cookie held
     * @param back where the provider shall send it afterwards
     * @return empty if there is no such place, or the provider cannot be reached
     */
    public Optional<URI> signOutUrl(SessionStore.Ended session, Secret secret, URI back) {
        Optional<ProviderClient> client = session.provider().flatMap(openId::client);
        Optional<SealedTokens> tokens = session.sealed().flatMap(kept -> SealedTokens.open(kept, secret));
        if (client.isEmpty() || tokens.isEmpty()) {
            return Optional.empty();
        }
        try {
            return client.get().signOutUrl(tokens.get(), back);
        } catch (ProviderException e) {
            return Optional.empty();
        }
    }
}
