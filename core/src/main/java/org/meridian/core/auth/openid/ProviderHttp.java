// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.openid;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.util.Resource;
import com.nimbusds.jose.util.ResourceRetriever;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequestSender;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPRequest;
import com.nimbusds.oauth2.sdk.http.ReadOnlyHTTPResponse;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks OpenID providers: over https, or http on this machine; without following redirects; ten seconds and a megabyte at most.
 * Thread-safe.
 */
public final class ProviderHttp implements HTTPRequestSender, ResourceRetriever, AutoCloseable {

    private static final Duration TIME = Duration.ofSeconds(10);
    private static final int MOST_BYTES = 1 << 20;
    private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    /** Whether a URL may be asked. */
    static boolean isAllowed(URI url) {
        String scheme = Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        String host = Optional.ofNullable(url.getHost()).orElse("").toLowerCase(Locale.ROOT);
        return scheme.equals("https") && !host.isEmpty() || scheme.equals("http") && THIS_MACHINE.contains(host);
    }

    @Override
    public ReadOnlyHTTPResponse send(ReadOnlyHTTPRequest request) throws IOException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(request.getURI());
        request.getHeaderMap().forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
        String body = Optional.ofNullable(request.getBody()).orElse("");
        builder.method(
                request.getMethod().name(),
                body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body, UTF_8));
        HttpResponse<byte[]> answer = ask(builder);
        HTTPResponse response = new HTTPResponse(answer.statusCode());
        try {
            Optional<String> type = answer.headers().firstValue("Content-Type");
            if (type.isPresent()) {
                response.setContentType(type.get());
            }
        } catch (ParseException e) {
            throw new IOException("the provider's answer has a Content-Type that is none", e);
        }
        response.setBody(new String(answer.body(), UTF_8));
        return response;
    }

    @Override
    public Resource retrieveResource(URL url) throws IOException {
        HttpResponse<byte[]> answer = ask(HttpRequest.newBuilder(URI.create(url.toString())));
        if (answer.statusCode() != 200) {
            throw new IOException("the provider answers with status " + answer.statusCode());
        }
        return new Resource(new String(answer.body(), UTF_8), "application/json");
    }

    private HttpResponse<byte[]> ask(HttpRequest.Builder builder) throws IOException {
        HttpRequest request = builder.timeout(TIME).build();
        if (!isAllowed(request.uri())) {
            throw new IOException("providers are asked over https only");
        }
        CompletableFuture<HttpResponse<byte[]>> answer = client.sendAsync(request, head -> new Limited());
        try {
            return answer.get(TIME.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException("the provider did not answer: " + e.getCause(), e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("the provider did not answer within " + TIME.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while a provider was asked");
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    /** A body that is refused once it is too long. */
    private static final class Limited implements BodySubscriber<byte[]> {

        private final BodySubscriber<byte[]> whole = BodySubscribers.ofByteArray();
        private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
        private long bytes;

        @Override
        public CompletionStage<byte[]> getBody() {
            return whole.getBody();
        }

        @Override
        public void onSubscribe(Flow.Subscription offered) {
            subscription.complete(offered);
            whole.onSubscribe(offered);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            bytes += buffers.stream().mapToLong(ByteBuffer::remaining).sum();
            if (bytes > MOST_BYTES) {
                subscription.join().cancel();
                whole.onError(new IOException("the answer is longer than " + MOST_BYTES + " bytes"));
                return;
            }
            whole.onNext(buffers);
        }

        @Override
        public void onError(Throwable failure) {
            whole.onError(failure);
        }

        @Override
        public void onComplete() {
            whole.onComplete();
        }
    }
}
