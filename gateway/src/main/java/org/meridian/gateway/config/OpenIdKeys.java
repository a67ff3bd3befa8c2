// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.meridian.core.auth.openid.OpenIdProvider;
import org.meridian.core.auth.openid.OpenIdProvider.Admission;

/**
 * One entry of {@code access.openIdProviders}. What is required is checked here.
 *
 * @param id name in URLs, groups and environment variables
 * @param title what the button says; empty: the id
 * @param issuer URL of the provider
 * @param clientId the gateway's name there
 * @param clientSecretFile file with what the gateway shows there; empty for a public client, or with the environment variable
 * @param scopes what is asked for, apart by spaces; empty: {@code openid profile email}
 * @param nameClaim claim that gives a name to the account; empty: {@code preferred_username}
 * @param groupsClaim claim with the user's groups; empty: the provider's groups are not used
 * @param groupPrefix what its groups are preceded by here; empty: the id and a dot
 * @param audience what access tokens of the provider must be meant for; empty: they are not taken
 * @param tokenScopePrefix what precedes the names of scopes in them
 * @param newUsers what becomes of those who come for the first time: {@code admitted} or {@code moderated}; empty: the former
 */
public record OpenIdKeys(
        Optional<String> id,
        Optional<String> title,
        Optional<String> issuer,
        Optional<String> clientId,
        Optional<Path> clientSecretFile,
        Optional<String> scopes,
        Optional<String> nameClaim,
        Optional<String> groupsClaim,
        Optional<String> groupPrefix,
        Optional<String> audience,
        Optional<String> tokenScopePrefix,
        Optional<String> newUsers) {

    private static final String MODERATED = "moderated";

    private static final String KEY = "access.openIdProviders";

    public OpenIdKeys {
        String name = id.orElse("");
        ConfigException.require(
                OpenIdProvider.isId(name), KEY + ".id", name, "a name of lower-case letters, digits and '-'");
        String url = issuer.orElse("");
        ConfigException.require(
                url.matches("https?://[^\\s\"]+") && OpenIdProvider.isIssuer(URI.create(url)),
                KEY + ".issuer",
                url,
                "an issuer such as https://login.example.org/realms/archive (http for this machine only)");
        ConfigException.require(
                clientId.filter(text -> !text.isBlank()).isPresent(),
                KEY + ".clientId",
                clientId.orElse(""),
                "the client id that the provider has given to this gateway");
        ConfigException.require(
                scopes.map(list -> List.of(list.strip().split("\\s+")).contains("openid"))
                        .orElse(true),
                KEY + ".scopes",
                scopes.orElse(""),
                "a list of scopes with openid in it");
        ConfigException.require(
                groupPrefix
                        .map(prefix -> prefix.matches("[A-Za-z][A-Za-z0-9._-]{0,30}"))
                        .orElse(true),
                KEY + ".groupPrefix",
                groupPrefix.orElse(""),
                "letters, digits, '.', '_' and '-', beginning with a letter");
        ConfigException.require(
                !audience.equals(clientId),
                KEY + ".audience",
                audience.orElse(""),
                "an audience other than clientId, for which ID tokens are meant");
        ConfigException.require(
                newUsers.map(text -> text.equals(MODERATED) || text.equals("admitted"))
                        .orElse(true),
                KEY + ".newUsers",
                newUsers.orElse(""),
                "admitted (at once) or moderated");
    }

    /** The name. */
    public String name() {
        return id.orElseThrow();
    }

    /** Name of the secret, as environment variables have it after {@code MERIDIAN_SECRET_}. */
    public String secretName() {
        return "OPENID_" + name().toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** The provider. */
    public OpenIdProvider provider(Optional<String> secret) {
        return new OpenIdProvider(
                name(),
                title.orElse(name()),
                URI.create(issuer.orElseThrow()),
                new OpenIdProvider.Client(
                        clientId.orElseThrow(),
                        secret.map(OpenIdProvider.ClientSecret::new),
                        List.of(scopes.orElse("openid profile email").strip().split("\\s+"))),
                new OpenIdProvider.Claims(
                        nameClaim.orElse("preferred_username"), groupsClaim, groupPrefix.orElse(name() + ".")),
                audience.map(text -> new OpenIdProvider.Api(text, tokenScopePrefix.orElse(""))),
                newUsers.equals(Optional.of(MODERATED)) ? Admission.MODERATED : Admission.AT_ONCE);
    }
}
