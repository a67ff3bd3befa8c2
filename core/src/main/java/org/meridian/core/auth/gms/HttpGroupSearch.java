// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.gms;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.util.Timeout;

/**
 * Asks by HTTP. A user's token goes to the address that the operator configured and nowhere else: redirects are not followed.
 * An answer that is late, long, or anything but names is none. Thread-safe.
 */
public final class HttpGroupSearch implements GroupSearch, AutoCloseable {

    private static final int MOST_BYTES = 64 * 1024;
    private static final int MOST_GROUPS = 500;

    private final Duration time;
    private final CloseableHttpClient client;

    /** @param time that one question may take */
    public HttpGroupSearch(Duration time) {
        this.time = time;
        Timeout wait = Timeout.of(time);
        this.client = HttpClients.custom()
                .setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create()
                        .setDefaultConnectionConfig(ConnectionConfig.custom()
                                .setConnectTimeout(wait)
                                .setSocketTimeout(wait)
                                .build())
                        .build())
                .setDefaultRequestConfig(RequestConfig.custom()
                        .setConnectionRequestTimeout(wait)
                        .setResponseTimeout(wait)
                        .build())
                .disableRedirectHandling()
                .disableCookieManagement()
                .disableAuthCaching()
                .disableContentCompression()
                .disableAutomaticRetries()
                .setUserAgent("Meridian")
                .build();
    }

    @Override
    public Set<String> search(URI search, String token) throws IOException {
        HttpGet get = new HttpGet(search);
        get.setHeader("Authorization", "Bearer " + token);
        get.setHeader("Accept", "text/plain");
        CompletableFuture<Void> end = CompletableFuture.runAsync(
                get::cancel, CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS));
        try {
            return client.execute(get, HttpGroupSearch::names);
        } catch (RefusedException | UnfitException known) {
            throw known;
        } catch (IOException e) {
            throw new UnfitException("it cannot be reached, or did not answer within " + time.toSeconds() + " s");
        } finally {
            end.cancel(false);
        }
    }

    /** An answer that is none. */
    private static final class UnfitException extends IOException {
        private static final long serialVersionUID = 1L;

        UnfitException(String message) {
            super(message);
        }
    }

    private static Set<String> names(ClassicHttpResponse response) throws IOException {
        int status = response.getCode();
        if (status == 401 || status == 403) {
            throw new RefusedException("it does not take the token (status " + status + ")");
        }
        if (status != 200) {
            throw new UnfitException("it answered with status " + status);
        }
        if (response.getEntity() == null) {
            return Set.of();
        }
        String type = response.getEntity().getContentType();
        byte[] body;
        try (InputStream content = response.getEntity().getContent()) {
            body = content.readNBytes(MOST_BYTES + 1);
        }
        boolean plain = body.length == 0 || type != null && type.startsWith("text/plain");
        if (!plain || body.length > MOST_BYTES) {
            throw new UnfitException(
                    "its answer is not a list of groups (text/plain, " + MOST_BYTES / 1024 + " kB at most)");
        }
        Set<String> names =
                new String(body, UTF_8).lines().filter(line -> !line.isEmpty()).collect(Collectors.toSet());
        if (names.size() > MOST_GROUPS || !names.stream().allMatch(GroupIdentifier::isName)) {
            throw new UnfitException("its answer is not a list of at most " + MOST_GROUPS + " names of groups");
        }
        return names;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
