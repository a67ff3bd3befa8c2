// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.openid;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSKeySelector;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.claims.LogoutTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.LogoutTokenValidator;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether tokens are what they say: signed by the provider with one of its public keys (never with none, never with a shared
 * secret), for this gateway, in time, and of the kind that is wanted. Thread-safe.
 */
final class TokenChecks {

    private static final int SKEW_SECONDS = 30;

    /** Signatures with a key of which the gateway knows the public half only; an HMAC under that half is none of them. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.PS384,
            JWSAlgorithm.PS512,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.ES512);

    /** Types of access tokens: of RFC 9068, and of those who are older than that. */
    private static final DefaultJOSEObjectTypeVerifier<SecurityContext> ACCESS_TYPES =
            new DefaultJOSEObjectTypeVerifier<>(
                    new JOSEObjectType("at+jwt"), new JOSEObjectType("application/at+jwt"), JOSEObjectType.JWT, null);

    /** Claims that other kinds of tokens have. */
    private static final Set<String> NOT_IN_ACCESS_TOKENS = Set.of("nonce", "at_hash", "c_hash", "events");

    /** What Keycloak calls the tokens that are none for access, in a claim of its own. */
    private static final Set<String> OTHER_TYPES = Set.of("ID", "Refresh", "Offline", "Logout");

    private final OpenIdProvider provider;
    private final ProviderMetadata metadata;

    TokenChecks(OpenIdProvider provider, ProviderMetadata metadata) {
        this.provider = provider;
        this.metadata = metadata;
    }

    /**
     * The claims of an ID token (OpenID Connect Core 1.0, section 3.1.3.7).
     *
     * @param nonce that it has to have; empty for one that came with a refresh
     */
    Map<String, Object> idToken(JWT token, Optional<Nonce> nonce) throws ProviderException {
        return checked("the ID token is not good", () -> {
            IDTokenValidator validator = new IDTokenValidator(
                    new Issuer(provider.issuer()),
                    new ClientID(provider.client().id()),
                    keys(),
                    null);
            validator.setMaxClockSkew(SKEW_SECONDS);
            return validator
                    .validate(signed(token), nonce.orElse(null))
                    .toJWTClaimsSet()
                    .getClaims();
        });
    }

    /** The claims of a logout token (OpenID Connect Back-Channel Logout 1.0, section 2.6), but for whether it was used. */
    LogoutTokenClaimsSet logoutToken(String text) throws ProviderException {
        return checked("the logout token is not good", () -> {
            LogoutTokenValidator validator = new LogoutTokenValidator(
                    new Issuer(provider.issuer()),
                    new ClientID(provider.client().id()),
                    keys(),
                    null);
            validator.setMaxClockSkew(SKEW_SECONDS);
            return validator.validate(signed(JWTParser.parse(text)));
        });
    }

    /** The claims of an access token that is meant for this gateway (RFC 9068, section 4). */
    JWTClaimsSet accessToken(SignedJWT token, OpenIdProvider.Api api) throws ProviderException {
        return checked("the token is not good", () -> {
            DefaultJWTClaimsVerifier<SecurityContext> claims = new DefaultJWTClaimsVerifier<>(
                    api.audience(),
                    new JWTClaimsSet.Builder()
                            .issuer(provider.issuer().toString())
                            .build(),
                    Set.of("sub", "exp", "iat", "aud"));
            claims.setMaxClockSkew(SKEW_SECONDS);
            DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
            processor.setJWSTypeVerifier(ACCESS_TYPES);
            processor.setJWSKeySelector(keys());
            processor.setJWTClaimsSetVerifier(claims);
            JWTClaimsSet good = processor.process(token, null);
            if (NOT_IN_ACCESS_TOKENS.stream().anyMatch(good.getClaims()::containsKey)
                    || Stream.ofNullable(good.getClaim("typ")).anyMatch(OTHER_TYPES::contains)) {
                throw new BadJOSEException("it is no access token");
            }
            return good;
        });
    }

    private static JWT signed(JWT token) throws BadJOSEException {
        if (token instanceof SignedJWT) {
            return token;
        }
        throw new BadJOSEException("it is not signed");
    }

    private JWSKeySelector<SecurityContext> keys() throws IOException {
        return new JWSVerificationKeySelector<>(ALGORITHMS, metadata.now().keys());
    }

    @FunctionalInterface
    private interface Check<T> {
        T run() throws IOException, BadJOSEException, JOSEException, ParseException, java.text.ParseException;
    }

    private static <T> T checked(String what, Check<T> check) throws ProviderException {
        try {
            return check.run();
        } catch (KeySourceException | IOException e) {
            throw ProviderException.unreachable(e);
        } catch (BadJOSEException e) {
            throw ProviderException.refused(what + ": " + e.getMessage(), e);
        } catch (JOSEException | ParseException | java.text.ParseException e) {
            throw ProviderException.refused(what + ": it cannot be read", e);
        }
    }
}
