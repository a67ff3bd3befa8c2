// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.query;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meridian.core.sky.SkyPoint;
import org.meridian.tap.adql.NameResolver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a name resolver that speaks CDS Sesame's plain text form ({@code -oI}: the line {@code %J ra dec} has the position).
 * Only the configured address is asked: no redirect is followed, and of a query nothing but the escaped name, at the end of the
 * address, gets there. Answers are read to a limit, waited for briefly, and kept for a while; few are asked for at once.
 * Thread-safe.
 */
public final class SesameResolver implements NameResolver {
    private static final Logger LOG = LoggerFactory.getLogger(SesameResolver.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration KEPT = Duration.ofHours(24);
    private static final Duration UNKNOWN_KEPT = Duration.ofMinutes(10);
    private static final int LONGEST_NAME = 100;
    private static final int LARGEST_ANSWER = 256 * 1024;
    private static final int MOST_KEPT = 2000;
    private static final int AT_ONCE = 4;

    private static final Pattern POSITION = Pattern.compile(
            "(?m)^%J\\s+([-+]?[0-9]{1,3}(?:\\.[0-9]{1,20})?)\\s+([-+]?[0-9]{1,2}(?:\\.[0-9]{1,20})?)\\b");

    private final URI address;
    private final InstantSource clock;
    private final HttpClient http;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final Map<String, Known> known = new LinkedHashMap<>(16, 0.75f, true);

    /** What was answered, and until when it holds. */
    private record Known(Optional<SkyPoint> point, Instant until) {}

    /**
     * A resolver that has asked nothing yet.
     *
     * @param address http or https, to which the escaped name is added, such as
     *     {@code https://cds.unistra.fr/cgi-bin/nph-sesame/-oI/SNV?}
     */
    public SesameResolver(URI address, InstantSource clock) {
        this.address = address;
        this.clock = clock;
        this.http = HttpClient.newBuilder()
                .connectTimeout(PATIENCE)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build();
    }

    @Override
    public Optional<SkyPoint> resolve(String name) throws IOException {
        String key = name.strip().replaceAll("\\s+", " ");
        if (key.isEmpty() || key.length() > LONGEST_NAME || key.chars().anyMatch(Character::isISOControl)) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        synchronized (known) {
            Known before = known.get(key);
            if (before != null && now.isBefore(before.until())) {
                return before.point();
            }
        }
        Optional<SkyPoint> point = ask(key);
        synchronized (known) {
            known.put(key, new Known(point, now.plus(point.isPresent() ? KEPT : UNKNOWN_KEPT)));
            if (known.size() > MOST_KEPT) {
                known.remove(known.keySet().iterator().next());
            }
        }
        return point;
    }

    private Optional<SkyPoint> ask(String name) throws IOException {
        if (!places.tryAcquire()) {
            throw new IOException("too many names are being looked up; try again later");
        }
        try {
            URI uri = URI.create(
                    address + URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20"));
            HttpRequest request = HttpRequest.newBuilder(uri).timeout(PATIENCE).build();
            CompletableFuture<HttpResponse<String>> asked = http.sendAsync(request, info -> beginning());
            HttpResponse<String> response = waitedFor(asked);
            if (response.statusCode() != 200) {
                throw new IOException("status " + response.statusCode());
            }
            return position(response.body());
        } catch (IOException e) {
            LOG.warn("the name resolver {} did not answer: {}", address, e.toString());
            throw new IOException("the name resolver does not answer; try again later", e);
        } finally {
            places.release();
        }
    }

    /** The limit of time is for the whole answer, not for its first byte alone. */
    private static HttpResponse<String> waitedFor(CompletableFuture<HttpResponse<String>> asked) throws IOException {
        try {
            return asked.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("no answer: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            asked.cancel(true);
        }
    }

    /** Keeps the first part of an answer, whatever its length. */
    private static HttpResponse.BodySubscriber<String> beginning() {
        ByteArrayOutputStream kept = new ByteArrayOutputStream();
        return HttpResponse.BodySubscribers.mapping(
                HttpResponse.BodySubscribers.ofByteArrayConsumer(part -> part.ifPresent(
                        bytes -> kept.write(bytes, 0, Math.min(bytes.length, LARGEST_ANSWER - kept.size())))),
                end -> kept.toString(StandardCharsets.UTF_8));
    }

    private static Optional<SkyPoint> position(String answer) throws IOException {
        Matcher matcher = POSITION.matcher(answer);
        if (!matcher.find()) {
            return Optional.empty();
        }
        try {
            return Optional.of(
                    new SkyPoint(Double.parseDouble(matcher.group(1)), Double.parseDouble(matcher.group(2))));
        } catch (IllegalArgumentException e) {
            throw new IOException("the name resolver gave no position", e);
        }
    }
}
