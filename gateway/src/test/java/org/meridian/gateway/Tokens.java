// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Tokens that a gateway has to refuse, and the good ones that they differ from in one thing each. */
final class Tokens {

    private Tokens() {}

    /** ID tokens by what is wrong with them: how claims are changed, and how they are signed. */
    static Stream<Arguments> badIdTokens(OwnProvider provider) {
        UnaryOperator<JWTClaimsSet.Builder> same = claims -> claims;
        return Stream.of(
                bad("unsigned", same, OwnProvider::unsigned),
                bad("key confusion", same, provider::confused),
                bad("forged", same, provider::forged),
                bad("other audience", claims -> claims.audience("somebody else"), provider::signed),
                bad("other issuer", claims -> claims.issuer("https://evil.example"), provider::signed),
                bad("expired", claims -> claims.expirationTime(ago(60)), provider::signed),
                bad("issued tomorrow", claims -> claims.issueTime(ago(-86400)), provider::signed),
                bad("other nonce", claims -> claims.claim("nonce", "x"), provider::signed),
                bad("no nonce", claims -> claims.claim("nonce", null), provider::signed),
                bad("no subject", claims -> claims.subject(null), provider::signed));
    }

    private static Arguments bad(String what, UnaryOperator<JWTClaimsSet.Builder> change, OwnProvider.Signing signing) {
        return Arguments.of(what, change, signing);
    }

    private static Date ago(long seconds) {
        return Date.from(Instant.now().minusSeconds(seconds));
    }

    /** Claims of a good logout token, but for whom it names. */
    static JWTClaimsSet.Builder logoutClaims(OwnProvider provider) {
        return provider.claims(OwnProvider.CLIENT)
                .jwtID(UUID.randomUUID().toString())
                .claim("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
    }

    /** Claims of a good access token. */
    static JWTClaimsSet.Builder accessClaims(OwnProvider provider, String subject) {
        return provider.claims(OwnProvider.AUDIENCE)
                .subject(subject)
                .claim("scope", "openid meridian:tap meridian:admin");
    }

    /** Access tokens by what is wrong with them. */
    static Stream<Arguments> badAccess(OwnProvider provider) throws JOSEException {
        String subject = "subject of mallory";
        return Stream.of(
                Arguments.of(
                        "forged",
                        provider.forged(accessClaims(provider, subject).build())),
                Arguments.of(
                        "key confusion",
                        provider.confused(accessClaims(provider, subject).build())),
                Arguments.of(
                        "unsigned",
                        OwnProvider.unsigned(accessClaims(provider, subject).build())),
                Arguments.of(
                        "expired",
                        provider.signed(accessClaims(provider, subject)
                                .expirationTime(ago(60))
                                .build())),
                Arguments.of(
                        "never expires",
                        provider.signed(accessClaims(provider, subject)
                                .expirationTime(null)
                                .build())),
                Arguments.of(
                        "not yet",
                        provider.signed(accessClaims(provider, subject)
                                .notBeforeTime(ago(-600))
                                .build())),
                Arguments.of(
                        "wrong audience",
                        provider.signed(
                                accessClaims(provider, subject).audience("x").build())),
                Arguments.of(
                        "no audience",
                        provider.signed(accessClaims(provider, subject)
                                .audience((String) null)
                                .build())),
                Arguments.of(
                        "wrong issuer",
                        provider.signed(accessClaims(provider, subject)
                                .issuer("https://evil.example")
                                .build())),
                Arguments.of(
                        "issuer without access tokens",
                        provider.signed(accessClaims(provider, subject)
                                .issuer(provider.issuer() + "/other")
                                .build())),
                Arguments.of(
                        "no subject",
                        provider.signed(
                                accessClaims(provider, subject).subject(null).build())),
                Arguments.of(
                        "ID token",
                        provider.signed(provider.claims(OwnProvider.CLIENT)
                                .subject(subject)
                                .build())),
                Arguments.of(
                        "ID token with our audience",
                        provider.signed(accessClaims(provider, subject)
                                .claim("nonce", "x")
                                .build())),
                Arguments.of(
                        "refresh token",
                        provider.signed(accessClaims(provider, subject)
                                .claim("typ", "Refresh")
                                .build())),
                Arguments.of(
                        "logout token",
                        OwnProvider.signed(
                                accessClaims(provider, subject).build(), provider.key, Optional.of("logout+jwt"))),
                Arguments.of(
                        "changed",
                        provider.signed(accessClaims(provider, subject).build()).replaceFirst("\\..", ".A")),
                Arguments.of(
                        "cut",
                        provider.signed(accessClaims(provider, subject).build()).replaceFirst("\\.[^.]*$", ".")));
    }

    /** Logout tokens that are not good. */
    static List<String> badLogout(OwnProvider provider, String subject) throws JOSEException {
        return List.of(
                provider.forged(logoutClaims(provider).subject(subject).build()),
                provider.confused(logoutClaims(provider).subject(subject).build()),
                OwnProvider.unsigned(logoutClaims(provider).subject(subject).build()),
                provider.signed(
                        logoutClaims(provider).subject(subject).audience("x").build()),
                provider.signed(logoutClaims(provider)
                        .subject(subject)
                        .issuer("https://evil.example")
                        .build()),
                provider.signed(logoutClaims(provider)
                        .subject(subject)
                        .claim("nonce", "x")
                        .build()),
                provider.signed(logoutClaims(provider)
                        .subject(subject)
                        .claim("events", null)
                        .build()),
                provider.signed(
                        logoutClaims(provider).subject(subject).jwtID(null).build()),
                provider.signed(logoutClaims(provider)
                        .subject(subject)
                        .expirationTime(ago(60))
                        .build()),
                provider.signed(logoutClaims(provider).build()),
                "x");
    }
}
