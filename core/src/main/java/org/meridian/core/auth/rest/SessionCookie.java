// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.rest;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.meridian.core.auth.Session;
import org.meridian.core.auth.identity.Secret;
import org.meridian.core.dali.DaliFault.AuthenticationFault;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.http.BaseUrl;

/**
 * A cookie of this gateway (RFC 6265; SSO 2.0, section 8): {@code __Host-...} over https, which no other host, no other path
 * and no plain connection can set or read. Over plain http there are cookies only between a browser and a gateway on one
 * machine, for trying things out; they have another name, so that neither is ever taken for the other. Immutable.
 *
 * @param base where clients find the gateway
 * @param name without prefix
 */
public record SessionCookie(BaseUrl base, String name) {

    private static final String PREFIX = "__Host-";

    /**
     * What the cookie holds that came with a request.
     *
     * @throws AuthenticationFault if several came: one of them is not from here
     */
    public Optional<String> read(ContainerRequestContext request) {
        if (!isPossible(request)) {
            return Optional.empty();
        }
        String name = fullName(request) + "=";
        List<String> values = request.getHeaders().getOrDefault(HttpHeaders.COOKIE, List.of()).stream()
                .flatMap(header -> Arrays.stream(header.split(";", -1)))
                .map(String::strip)
                .filter(pair -> pair.startsWith(name))
                .map(pair -> unquoted(pair.substring(name.length())))
                .toList();
        if (values.size() > 1) {
            throw new AuthenticationFault("the request has the cookie " + fullName(request) + " more than once");
        }
        return values.stream().findFirst();
    }

    /** Java's clients, STILTS and TOPCAT among them, put values between quotes (RFC 6265, section 4.1.1: cookie-value). */
    private static String unquoted(String value) {
        boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /** The header that makes a client keep it until it is closed. */
    String set(ContainerRequestContext request, Secret secret) {
        return header(request, secret.text(), Stream.empty());
    }

    /** The header that makes a client keep it for some time. */
    public String set(ContainerRequestContext request, Secret secret, Duration time) {
        return header(request, secret.text(), Stream.of("Max-Age=" + time.toSeconds()));
    }

    /** The header for a session's cookie: a browser forgets it when it is closed, a program is told when it ends. */
    public String set(ContainerRequestContext request, Secret secret, Session.Client keeper) {
        return switch (keeper) {
            case BROWSER -> set(request, secret);
            case PROGRAM -> set(request, secret, Session.LONGEST);
        };
    }

    /** The header that makes a client forget it. */
    public String clear(ContainerRequestContext request) {
        return header(request, "", Stream.of("Max-Age=0"));
    }

    private String header(ContainerRequestContext request, String value, Stream<String> more) {
        Stream<String> attributes = Stream.of("Path=/", "HttpOnly", "SameSite=Lax");
        Stream<String> secure = isSecure(request) ? Stream.of("Secure") : Stream.empty();
        return String.join(
                "; ",
                Stream.of(Stream.of(fullName(request) + "=" + value), attributes, secure, more)
                        .flatMap(part -> part)
                        .toList());
    }

    /**
     * Lets requests pass that can be answered with a cookie.
     *
     * @throws AuthorizationFault if they came over plain http from elsewhere
     */
    public void requirePossible(ContainerRequestContext request) {
        if (!isPossible(request)) {
            throw new AuthorizationFault(
                    "signing in with a browser needs https here: what is sent over plain http can be"
                            + " read on its way. Ask whoever runs this gateway to put it behind TLS (server.publicUrl,"
                            + " server.trustedProxies)");
        }
    }

    private boolean isPossible(ContainerRequestContext request) {
        return isSecure(request) || Caller.address(request).isEmpty();
    }

    /** Whether clients reach the gateway over https, as far as it knows. */
    private boolean isSecure(ContainerRequestContext request) {
        return base.url(request.getUriInfo().getBaseUri(), "").startsWith("https:");
    }

    private String fullName(ContainerRequestContext request) {
        return isSecure(request) ? PREFIX + name : name;
    }
}
