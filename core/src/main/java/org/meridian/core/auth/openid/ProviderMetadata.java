// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.openid;

import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderConfigurationRequest;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a provider says of itself (OpenID Connect Discovery 1.0, section 4), kept for an hour, and its keys, kept for five
 * minutes and fetched anew when a token names one that is not among them, at most twice in half a minute. Thread-safe.
 */
final class ProviderMetadata {

    private static final Duration FRESH = Duration.ofHours(1);
    private static final Duration AGAIN = Duration.ofSeconds(5);
    private static final Duration KEYS_FRESH = Duration.ofMinutes(5);
    private static final Duration KEYS_WAIT = Duration.ofSeconds(15);
    private static final Duration KEYS_INTERVAL = Duration.ofSeconds(30);

    private final Issuer issuer;
    private final ProviderHttp http;
    private final InstantSource clock;
    private final Lock asking = new ReentrantLock();
    private @Nullable Known known;
    private Instant askAt = Instant.MIN;

    /** A provider's metadata and its keys. */
    record Known(OIDCProviderMetadata metadata, JWKSource<SecurityContext> keys) {}

    ProviderMetadata(URI issuer, ProviderHttp http, InstantSource clock) {
        this.issuer = new Issuer(issuer);
        this.http = http;
        this.clock = clock;
    }

    /** @throws IOException if the provider cannot be reached, or says what cannot be; not asked again for a while then */
    Known now() throws IOException {
        asking.lock();
        try {
            Instant now = clock.instant();
            Known last = known;
            if (now.isBefore(askAt)) {
                if (last == null) {
                    throw new IOException("the metadata of " + issuer + " could not be had a moment ago");
                }
                return last;
            }
            return ask(last, now);
        } finally {
            asking.unlock();
        }
    }

    /** What was known is better than nothing while the provider cannot be reached. */
    private Known ask(@Nullable Known last, Instant now) throws IOException {
        try {
            OIDCProviderMetadata metadata = fetch();
            URI place = metadata.getJWKSetURI();
            JWKSource<SecurityContext> keys =
                    last != null && place.equals(last.metadata.getJWKSetURI()) ? last.keys : keys(place);
            Known next = new Known(metadata, keys);
            known = next;
            askAt = now.plus(FRESH);
            return next;
        } catch (IOException e) {
            askAt = now.plus(AGAIN);
            if (last == null) {
                throw e;
            }
            return last;
        }
    }

    private OIDCProviderMetadata fetch() throws IOException {
        try {
            var answer =
                    new OIDCProviderConfigurationRequest(issuer).toHTTPRequest().send(http);
            answer.ensureStatusCode(200);
            OIDCProviderMetadata metadata = OIDCProviderMetadata.parse(answer.getBodyAsJSONObject());
            if (!issuer.equals(metadata.getIssuer())) {
                throw new IOException("the metadata of " + issuer + " name another issuer");
            }
            Stream<@Nullable URI> needed = Stream.of(
                    metadata.getJWKSetURI(), metadata.getAuthorizationEndpointURI(), metadata.getTokenEndpointURI());
            Stream<URI> optional = Stream.of(
                            Optional.ofNullable(metadata.getUserInfoEndpointURI()),
                            Optional.ofNullable(metadata.getEndSessionEndpointURI()))
                    .flatMap(Optional::stream);
            if (!needed.allMatch(url -> url != null && ProviderHttp.isAllowed(url))
                    || !optional.allMatch(ProviderHttp::isAllowed)) {
                throw new IOException("the metadata of " + issuer + " lack an endpoint, or have one without https");
            }
            return metadata;
        } catch (ParseException e) {
            throw new IOException("the metadata of " + issuer + " cannot be read", e);
        }
    }

    private JWKSource<SecurityContext> keys(URI url) throws IOException {
        try {
            return JWKSourceBuilder.<SecurityContext>create(new URI(url.toString()).toURL(), http)
                    .refreshAheadCache(false)
                    .cache(KEYS_FRESH.toMillis(), KEYS_WAIT.toMillis())
                    .rateLimited(KEYS_INTERVAL.toMillis())
                    .build();
        } catch (URISyntaxException e) {
            throw new IOException("the metadata of " + issuer + " name keys at what is no URL", e);
        }
    }
}
