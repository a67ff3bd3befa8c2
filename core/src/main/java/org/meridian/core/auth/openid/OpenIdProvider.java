// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.openid;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An OpenID provider as the operator describes it. Immutable.
 *
 * @param id its name in URLs and groups
 * @param title what people call it
 * @param issuer its identifier, below which its metadata are found (OpenID Connect Discovery 1.0, section 4); https, or http on
 *     this machine
 * @param client what the gateway is to it
 * @param claims which of its claims say what
 * @param api how its access tokens are taken; empty if they are not
 * @param admission what becomes of users who come for the first time
 */
public record OpenIdProvider(
        String id, String title, URI issuer, Client client, Claims claims, Optional<Api> api, Admission admission) {

    private static final Pattern ID = Pattern.compile("[a-z][a-z0-9-]{0,19}");

    /** What becomes of users who come for the first time. */
    public enum Admission {
        /** They get an account. */
        AT_ONCE,
        /** They get one when a moderator has approved. */
        MODERATED
    }

    /**
     * The gateway as the provider knows it.
     *
     * @param id registered there
     * @param secret empty for a public client
     * @param scopes what is asked for, {@code openid} among it
     */
    public record Client(String id, Optional<ClientSecret> secret, List<String> scopes) {
        public Client {
            scopes = List.copyOf(scopes);
            require(!id.isBlank(), "a provider needs the client id that it gave to this gateway");
            require(scopes.contains("openid"), "the scopes of a provider have openid among them");
        }
    }

    /** What the gateway shows the provider. Does not show itself. */
    public record ClientSecret(String text) {
        @Override
        public String toString() {
            return "ClientSecret[...]";
        }
    }

    /**
     * Which claims say what (OpenID Connect Core 1.0, section 5.1).
     *
     * @param name a name for the user's account here
     * @param groups his groups, a list of texts; empty if the provider names none
     * @param groupPrefix what its groups are preceded by here, so that none is taken for another's
     */
    public record Claims(String name, Optional<String> groups, String groupPrefix) {}

    /**
     * How access tokens of the provider are taken (RFC 9068).
     *
     * @param audience what they must be meant for; not the client's id, for which ID tokens are meant
     * @param scopePrefix what the scopes of this gateway are preceded by at the provider
     */
    public record Api(String audience, String scopePrefix) {}

    public OpenIdProvider {
        require(isId(id), "the id of a provider has lower-case letters, digits and '-', 20 at most");
        require(isIssuer(issuer), "an issuer is an https URL without query; http is for this machine only");
        require(
                api.isEmpty()
                        || !api.get().audience.isBlank() && !api.get().audience.equals(client.id),
                "the audience of access tokens must not be the client's id, for which ID tokens are meant");
    }

    /** Whether a text can be the name of a provider. */
    public static boolean isId(String text) {
        return ID.matcher(text).matches();
    }

    /** Whether a URL can be an issuer. */
    public static boolean isIssuer(URI issuer) {
        return ProviderHttp.isAllowed(issuer) && issuer.getRawQuery() == null && issuer.getRawFragment() == null;
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
