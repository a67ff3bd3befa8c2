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
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.meridian.core.auth.Session;
import org.meridian.core.auth.Subject;
import org.meridian.core.auth.store.SessionStore;
import org.meridian.core.auth.store.TokenStore;
import org.meridian.core.dali.DaliFault.AuthenticationFault;
import org.meridian.core.dali.DaliFault.TransientFault;

/**
 * Who a request comes from: by its header {@code Authorization}, a token as Bearer (RFC 6750) or as the password of Basic
 * (RFC 7617) for clients that know no other way; or by the cookie of a session. What a good token or cookie stands for is
 * kept for half a second, so that a revoked one is refused within a second. Thread-safe.
 */
public final class Authenticator {

    private static final long FRESH_NANOS = Duration.ofMillis(500).toNanos();
    private static final int MOST_KNOWN = 10_000;
    private static final Pattern SCHEME = Pattern.compile("([A-Za-z0-9_-]{1,20}) +(\\S{1,16000})\\s*");

    private static final Duration RETRY = Duration.ofSeconds(30);

    private record Known(Holder holder, long nanos) {
        boolean isFresh() {
            return System.nanoTime() - nanos < FRESH_NANOS;
        }
    }

    private final TokenStore tokens;
    private final ProviderTokens providerTokens;
    private final SessionStore sessions;
    private final SessionRenewal renewal;
    private final Map<ByteBuffer, Known> known = new ConcurrentHashMap<>();

    /**
     * An authenticator.
     *
     * @param tokens those that have been given out
     * @param providerTokens those that OpenID providers have given out
     * @param sessions those that have been begun
     * @param renewal asks OpenID providers about them
     */
    public Authenticator(
            TokenStore tokens, ProviderTokens providerTokens, SessionStore sessions, SessionRenewal renewal) {
        this.tokens = tokens;
        this.providerTokens = providerTokens;
        this.sessions = sessions;
        this.renewal = renewal;
    }

    /**
     * Whoever holds a credential.
     *
     * @param subject who it is
     * @param keeper what keeps the cookie, if the credential is one
     */
    public record Holder(Subject subject, Optional<Session.Client> keeper) {}

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
            case "bearer" -> holder(header.group(2));
            case "basic" -> basic(header.group(2));
            default ->
                throw new AuthenticationFault(
                        "the header Authorization must have the scheme Bearer, or Basic with a" + " token as password");
        };
    }

    /**
     * Who it is.
     *
     * @param cookie what the cookie of a session holds
     * @throws AuthenticationFault if there is no such session, or it has ended
     * @throws TransientFault if the OpenID provider that vouches for the user has to be asked again and does not answer
     */
    public Holder session(String cookie) {
        if (!cookie.startsWith(Secret.COOKIE)) {
            throw ended();
        }
        Secret secret = new Secret(cookie);
        return known(secret, () -> found(secret));
    }

    private Holder found(Secret secret) {
        SessionStore.Found found = sessions.find(secret.hash()).orElseThrow(Authenticator::ended);
        if (found.trust() != SessionStore.Trust.FRESH) {
            found = switch (renewal.renew(found, secret)) {
                case VOUCHED -> sessions.find(secret.hash()).orElseThrow(Authenticator::ended);
                case REFUSED -> throw ended();
                case UNKNOWN -> {
                    if (found.trust() == SessionStore.Trust.OVERDUE) {
                        throw new TransientFault(
                                "the provider that you signed in with does not answer, and has to be asked about you"
                                        + " again",
                                RETRY);
                    }
                    yield found;
                }
            };
        }
        return new Holder(found.subject(), Optional.of(found.client()));
    }

    private static AuthenticationFault ended() {
        return new AuthenticationFault(
                "the session is not good: it is unknown, has expired or was ended; sign in again");
    }

    /** The token in a header {@code Authorization}, good or not; empty if there is none. */
    public static Optional<Secret> bearer(@Nullable String authorization) {
        return Optional.ofNullable(authorization)
                .map(SCHEME::matcher)
                .filter(header -> header.matches() && header.group(1).equalsIgnoreCase("bearer"))
                .map(header -> new Secret(header.group(2)));
    }

    private Subject holder(String token) {
        return known(new Secret(token), () -> new Holder(issued(token), Optional.empty())).subject;
    }

    private Subject issued(String token) {
        if (!Secret.isToken(token)) {
            return providerTokens.subject(token);
        }
        return tokens.find(new Secret(token).hash())
                .map(TokenStore.Found::subject)
                .orElseThrow(() ->
                        new AuthenticationFault("the token is not good: it is unknown, has expired or was revoked"));
    }

    private Holder known(Secret secret, Supplier<Holder> lookUp) {
        ByteBuffer hash = ByteBuffer.wrap(secret.hash());
        Known seen = known.get(hash);
        if (seen != null && seen.isFresh()) {
            return seen.holder;
        }
        known.remove(hash);
        long now = System.nanoTime();
        Holder holder = lookUp.get();
        if (known.size() >= MOST_KNOWN) {
            known.values().removeIf(other -> !other.isFresh());
        }
        known.put(hash, new Known(holder, now));
        return holder;
    }

    private Subject basic(String encoded) {
        String pair;
        try {
            pair = new String(Base64.getDecoder().decode(encoded), UTF_8);
        } catch (IllegalArgumentException e) {
            throw new AuthenticationFault("what follows Basic is not base64");
        }
        int colon = pair.indexOf(':');
        if (colon < 0 || !Secret.isToken(pair.substring(colon + 1))) {
            throw new AuthenticationFault(
                    "with the scheme Basic the password must be a token (make one at /auth/tokens),"
                            + " not that of the account");
        }
        Subject subject = holder(pair.substring(colon + 1));
        if (!subject.name().equals(Optional.of(pair.substring(0, colon)))) {
            throw new AuthenticationFault("the token is not that of the user it was sent with");
        }
        return subject;
    }
}
