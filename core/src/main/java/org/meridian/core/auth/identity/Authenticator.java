// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.identity;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.store.TokenStore;
import org.meridian.core.dali.DaliFault.AuthenticationFault;

/**
 * Who a request comes from, by its header {@code Authorization}: a token as Bearer (RFC 6750), or as the password of Basic
 * (RFC 7617) for clients that know no other way. What a good token stands for is kept for half a second, so that a revoked
 * one is refused within a second. Thread-safe.
 */
public final class Authenticator {

    private static final long FRESH_NANOS = Duration.ofMillis(500).toNanos();
    private static final int MOST_KNOWN = 10_000;
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z0-9_-]{1,20}) +(\\S{1,4000})\\s*");

    private record Known(Subject subject, long nanos) {
        boolean isFresh() {
            return System.nanoTime() - nanos < FRESH_NANOS;
        }
    }

    private final TokenStore tokens;
    private final Map<ByteBuffer, Known> known = new ConcurrentHashMap<>();

    /** @param tokens those that have been given out */
    public Authenticator(TokenStore tokens) {
        this.tokens = tokens;
    }

    /**
     * Who it is.
     *
     * @param authorization the header; empty if there is none
     * @return an anonymous subject only if there is no header
     * @throws AuthenticationFault if what the header says is not good
     */
    public Subject subject(Optional<String> authorization) {
        if (authorization.isEmpty()) {
            return Subject.ANONYMOUS;
        }
        Matcher header = SCHEME.matcher(authorization.get());
        if (!header.matches()) {
            throw new AuthenticationFault("the header Authorization must be a scheme and what belongs to it, as in"
                    + " 'Authorization: Bearer TOKEN'");
        }
        return switch (header.group(1).toLowerCase(Locale.ROOT)) {
            case "bearer" -> bearer(header.group(2));
            case "basic" -> basic(header.group(2));
            default ->
                throw new AuthenticationFault(
                        "the header Authorization must have the scheme Bearer, or Basic with a" + " token as password");
        };
    }

    private Subject bearer(String token) {
        if (!token.startsWith(Secret.TOKEN)) {
            throw new AuthenticationFault("the token is not one of this service's");
        }
        ByteBuffer hash = ByteBuffer.wrap(new Secret(token).hash());
        Known seen = known.get(hash);
        if (seen != null && seen.isFresh()) {
            return seen.subject;
        }
        known.remove(hash);
        long now = System.nanoTime();
        Subject subject = tokens.subject(hash.array())
                .orElseThrow(() ->
                        new AuthenticationFault("the token is not good: it is unknown, has expired or was revoked"));
        if (known.size() >= MOST_KNOWN) {
            known.values().removeIf(other -> !other.isFresh());
        }
        known.put(hash, new Known(subject, now));
        return subject;
    }

    private Subject basic(String encoded) {
        String pair;
        try {
            pair = new String(Base64.getDecoder().decode(encoded), UTF_8);
        } catch (IllegalArgumentException e) {
            throw new AuthenticationFault("what follows Basic is not base64");
        }
        int colon = pair.indexOf(':');
        if (colon < 0 || !pair.startsWith(Secret.TOKEN, colon + 1)) {
            throw new AuthenticationFault(
                    "with the scheme Basic the password must be a token (make one at /auth/tokens),"
                            + " not that of the account");
        }
        Subject subject = bearer(pair.substring(colon + 1));
        if (!subject.name().equals(Optional.of(pair.substring(0, colon)))) {
            throw new AuthenticationFault("the token is not that of the user it was sent with");
        }
        return subject;
    }
}
