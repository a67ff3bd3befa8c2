// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.openid;

import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.identity.ProviderTokens;
import org.meridian.core.dali.DaliFault.AuthenticationFault;

/**
 * Access tokens of providers that programs send (RFC 6750, RFC 9068). They give no access to the account itself, and never to
 * administration. Thread-safe.
 */
final class ProviderAccess implements ProviderTokens {

    private final OpenId openId;

    ProviderAccess(OpenId openId) {
        this.openId = openId;
    }

    @Override
    public Subject subject(String text) {
        SignedJWT token = parsed(text);
        ProviderClient client = issuer(token);
        OpenIdProvider provider = client.provider();
        OpenIdProvider.Api api = provider.api().orElseThrow(ProviderAccess::notOurs);
        try {
            JWTClaimsSet claims = client.checks().accessToken(token, api);
            String account = openId.accounts().account(provider, claims.getSubject(), claims.getClaims());
            return new Subject(
                    Optional.of(account),
                    openId.accounts().groups(account, provider, claims.getClaims()),
                    scopes(claims, api.scopePrefix()),
                    Subject.Credential.PROVIDER_TOKEN);
        } catch (ProviderException e) {
            throw OpenId.fault(provider, e);
        }
    }

    private static SignedJWT parsed(String text) {
        try {
            JWT token = JWTParser.parse(text);
            if (token instanceof SignedJWT signed) {
                return signed;
            }
            throw new AuthenticationFault("the token is not good: it is not signed");
        } catch (ParseException e) {
            throw notOurs();
        }
    }

    /** Whom the token says it is from; nothing is believed yet. */
    private ProviderClient issuer(SignedJWT token) {
        try {
            Optional<String> issuer =
                    Optional.ofNullable(token.getJWTClaimsSet().getIssuer());
            return openId.providers().stream()
                    .filter(provider -> provider.api().isPresent())
                    .filter(provider ->
                            issuer.equals(Optional.of(provider.issuer().toString())))
                    .flatMap(provider -> openId.client(provider.id()).stream())
                    .findFirst()
                    .orElseThrow(() ->
                            new AuthenticationFault("the token is not good: tokens of its issuer are not taken here"));
        } catch (ParseException e) {
            throw notOurs();
        }
    }

    private static AuthenticationFault notOurs() {
        return new AuthenticationFault("the token is not one of this service's");
    }

    private static Set<Scope> scopes(JWTClaimsSet claims, String prefix) {
        EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
        Stream<String> named = Stream.of("scope", "scp").flatMap(claim -> switch (claims.getClaim(claim)) {
            case String text -> Arrays.stream(text.split(" "));
            case Collection<?> list -> list.stream().map(String::valueOf);
            case null, default -> Stream.empty();
        });
        named.filter(scope -> scope.startsWith(prefix))
                .flatMap(scope -> Scope.parse(scope.substring(prefix.length())).stream())
                .filter(Scope.USE::contains)
                .forEach(scopes::add);
        return scopes;
    }
}
