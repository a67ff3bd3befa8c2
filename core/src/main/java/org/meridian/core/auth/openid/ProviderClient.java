// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.openid;

import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.LogoutRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The gateway's conversation with one provider: authorization code flow with PKCE (OpenID Connect Core 1.0, section 3.1; RFC
 * 7636, S256 only), refresh, sign-out. Thread-safe.
 */
final class ProviderClient {

    /** For providers that do not say how long an access token is good. */
    private static final Duration USUAL_LIFETIME = Duration.ofMinutes(5);

    private final OpenIdProvider provider;
    private final ProviderHttp http;
    private final ProviderMetadata metadata;
    private final TokenChecks checks;

    ProviderClient(OpenIdProvider provider, ProviderHttp http, InstantSource clock) {
        this.provider = provider;
        this.http = http;
        this.metadata = new ProviderMetadata(provider.issuer(), http, clock);
        this.checks = new TokenChecks(provider, metadata);
    }

    /** What binds the way there to the way back. */
    record Proof(State state, Nonce nonce, CodeVerifier verifier) {}

    /**
     * What the provider says of a user.
     *
     * @param subject its name of him, never another's
     * @param claims what it says, of the ID token and the UserInfo endpoint
     * @param session its name of the session
     * @param tokens to be kept
     * @param vouchedFor how long its word holds; empty if it cannot be asked again
     */
    record Word(
            String subject,
            Map<String, Object> claims,
            Optional<String> session,
            SealedTokens tokens,
            Optional<Duration> vouchedFor) {}

    OpenIdProvider provider() {
        return provider;
    }

    TokenChecks checks() {
        return checks;
    }

    /** Where a browser signs in. */
    URI authorizationUrl(Proof proof, URI back) throws ProviderException {
        Scope scopes = new Scope(provider.client().scopes().toArray(String[]::new));
        return new AuthenticationRequest.Builder(ResponseType.CODE, scopes, clientId(), back)
                .endpointURI(known().metadata().getAuthorizationEndpointURI())
                .state(proof.state)
                .nonce(proof.nonce)
                .codeChallenge(proof.verifier, CodeChallengeMethod.S256)
                .build()
                .toURI();
    }

    /** Whether the provider has promised to name itself on the way back (RFC 9207). */
    boolean namesItself() throws ProviderException {
        return known().metadata().supportsAuthorizationResponseIssuerParam();
    }

    /** Turns the code of a browser that is back into the provider's word. */
    Word redeem(String code, Proof proof, URI back) throws ProviderException {
        OIDCTokens tokens = tokens(new AuthorizationCodeGrant(new AuthorizationCode(code), back, proof.verifier));
        JWT idToken = Optional.ofNullable(tokens.getIDToken())
                .orElseThrow(() -> ProviderException.refused("the provider gave no ID token"));
        return word(tokens, idToken, Optional.of(proof.nonce), Optional.empty());
    }

    /** Asks again about the user of a session. */
    Word refresh(SealedTokens old) throws ProviderException {
        OIDCTokens tokens = tokens(new RefreshTokenGrant(new RefreshToken(old.refresh())));
        try {
            JWT before = JWTParser.parse(old.id());
            String subject = before.getJWTClaimsSet().getSubject();
            Optional<JWT> fresh = Optional.ofNullable(tokens.getIDToken());
            return fresh.isPresent()
                    ? word(tokens, fresh.get(), Optional.empty(), Optional.of(old))
                    : word(tokens, before, subject, new HashMap<>(Map.of("sub", subject)), Optional.of(old));
        } catch (java.text.ParseException e) {
            throw ProviderException.refused("the ID token of the session cannot be read", e);
        }
    }

    private Word word(OIDCTokens tokens, JWT idToken, Optional<Nonce> nonce, Optional<SealedTokens> old)
            throws ProviderException {
        Map<String, Object> claims = new HashMap<>(checks.idToken(idToken, nonce));
        String subject = String.valueOf(claims.get("sub"));
        if (old.isPresent() && !subject.equals(subjectOf(old.get()))) {
            throw ProviderException.refused("the provider speaks of another user than before");
        }
        return word(tokens, idToken, subject, claims, old);
    }

    private Word word(
            OIDCTokens tokens, JWT idToken, String subject, Map<String, Object> claims, Optional<SealedTokens> old)
            throws ProviderException {
        addUserInfo(tokens.getAccessToken(), subject, claims);
        Optional<String> refresh = Optional.ofNullable(tokens.getRefreshToken())
                .map(RefreshToken::getValue)
                .or(() -> old.map(SealedTokens::refresh));
        long seconds = tokens.getAccessToken().getLifetime();
        Duration lifetime = seconds > 0 ? Duration.ofSeconds(seconds) : USUAL_LIFETIME;
        return new Word(
                subject,
                Map.copyOf(claims),
                Optional.ofNullable(claims.get("sid")).map(String::valueOf),
                new SealedTokens(refresh.orElse(""), idToken.serialize()),
                refresh.map(present -> lifetime));
    }

    private static String subjectOf(SealedTokens old) throws ProviderException {
        try {
            return JWTParser.parse(old.id()).getJWTClaimsSet().getSubject();
        } catch (java.text.ParseException e) {
            throw ProviderException.refused("the ID token of the session cannot be read", e);
        }
    }

    /** Where the ID token does not have the claims that are needed, the UserInfo endpoint may. */
    private void addUserInfo(AccessToken token, String subject, Map<String, Object> claims) throws ProviderException {
        Optional<String> groups = provider.claims().groups();
        boolean whole = claims.containsKey(provider.claims().name())
                && groups.map(claims::containsKey).orElse(true);
        Optional<URI> endpoint = Optional.ofNullable(known().metadata().getUserInfoEndpointURI());
        if (whole || endpoint.isEmpty()) {
            return;
        }
        try {
            UserInfoResponse answer = UserInfoResponse.parse(
                    new UserInfoRequest(endpoint.get(), token).toHTTPRequest().send(http));
            if (!answer.indicatesSuccess() || answer.toSuccessResponse().getUserInfo() == null) {
                throw ProviderException.refused("the provider does not say who the user is");
            }
            Map<String, Object> info = answer.toSuccessResponse().getUserInfo().toJSONObject();
            if (!subject.equals(info.get("sub"))) {
                throw ProviderException.refused("the provider speaks of two users at once");
            }
            info.entrySet().stream()
                    .filter(claim -> claim.getValue() != null)
                    .forEach(claim -> claims.putIfAbsent(claim.getKey(), claim.getValue()));
        } catch (ParseException e) {
            throw ProviderException.refused("what the provider says of the user cannot be read", e);
        } catch (IOException e) {
            throw ProviderException.unreachable(e);
        }
    }

    private OIDCTokens tokens(AuthorizationGrant grant) throws ProviderException {
        URI endpoint = known().metadata().getTokenEndpointURI();
        TokenRequest.Builder request = provider.client()
                .secret()
                .map(secret -> new TokenRequest.Builder(
                        endpoint, new ClientSecretBasic(clientId(), new Secret(secret.text())), grant))
                .orElseGet(() -> new TokenRequest.Builder(endpoint, clientId(), grant));
        try {
            var answer = request.build().toHTTPRequest().send(http);
            if (answer.getStatusCode() >= 500) {
                throw new IOException("the token endpoint answers with status " + answer.getStatusCode());
            }
            TokenResponse response = OIDCTokenResponseParser.parse(answer);
            if (response instanceof OIDCTokenResponse granted) {
                return granted.getOIDCTokens();
            }
            ErrorObject error = response.toErrorResponse().getErrorObject();
            if (Objects.equals(error.getCode(), OAuth2Error.INVALID_GRANT.getCode())) {
                throw ProviderException.refused("the provider refuses it: the sign-in is used, too old or has ended");
            }
            throw new IOException("the token endpoint answers with error " + error.getCode());
        } catch (ParseException e) {
            throw ProviderException.refused("the provider's answer cannot be read", e);
        } catch (IOException e) {
            throw ProviderException.unreachable(e);
        }
    }

    /** Where a browser signs out (OpenID Connect RP-Initiated Logout 1.0); empty if the provider has no such place. */
    Optional<URI> signOutUrl(SealedTokens tokens, URI back) throws ProviderException {
        Optional<URI> endpoint = Optional.ofNullable(known().metadata().getEndSessionEndpointURI());
        if (endpoint.isEmpty()) {
            return Optional.empty();
        }
        try {
            JWT idToken = JWTParser.parse(tokens.id());
            return Optional.of(new LogoutRequest(endpoint.get(), idToken, null, clientId(), back, null, null).toURI());
        } catch (java.text.ParseException e) {
            throw ProviderException.refused("the ID token of the session cannot be read", e);
        }
    }

    private ClientID clientId() {
        return new ClientID(provider.client().id());
    }

    private ProviderMetadata.Known known() throws ProviderException {
        try {
            return metadata.now();
        } catch (IOException e) {
            throw ProviderException.unreachable(e);
        }
    }
}
