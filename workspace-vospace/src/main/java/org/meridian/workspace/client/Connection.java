// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks one service and those that it sends its clients to. Credentials go to the service's own scheme, host and port and nowhere
 * else, whoever redirects there. Busy services and broken connections are tried again. Thread-safe.
 */
public final class Connection implements AutoCloseable {

    private static final int MOST_REDIRECTS = 5;
    private static final int REFUSAL_BYTES = 4000;

    private final HttpClient client;
    private final URI service;
    private final Credentials credentials;
    private final Patience patience;
    private volatile boolean met;

    /**
     * Connects when it is first asked for something.
     *
     * @param service the only one that is shown credentials
     */
    public Connection(URI service, Credentials credentials, Patience patience) {
        this.service = service;
        this.credentials = credentials;
        this.patience = patience;
        this.client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(Duration.ofSeconds(30))
                .build();
    }

    Patience patience() {
        return patience;
    }

    /**
     * The answer, after as many attempts as it takes.
     *
     * @throws VosException if the service refuses
     */
    <T> Answer<T> send(Request request, BodyHandler<T> handler) throws IOException {
        Patience.Turns turns = patience.begin();
        boolean repeated = false;
        while (true) {
            try {
                Answer<T> answer = once(request, handler);
                return repeated ? answer.again() : answer;
            } catch (BrokenConnectionException | VosException e) {
                turns.after(e, request.idempotent());
                repeated = true;
            }
        }
    }

    /** The document of an answer. */
    Answer<byte[]> document(Request request) throws IOException {
        return send(request, Bounded.document(request.movement()));
    }

    /** The answer to one attempt, after redirects. */
    <T> Answer<T> once(Request first, BodyHandler<T> handler) throws IOException {
        Request request = first;
        for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
            HttpResponse<Outcome<T>> response = exchange(request, handler);
            int status = response.statusCode();
            Optional<T> value = response.body().value();
            if (value.isPresent()) {
                return new Answer<>(status, response.headers(), value.get(), request.uri(), false);
            }
            if (!isFollowed(request.method(), status)) {
                throw refusal(request, response);
            }
            request = request.at(location(request.uri(), response.headers()));
        }
        throw new VosException("the service redirects more than " + MOST_REDIRECTS + " times");
    }

    private static boolean isFollowed(String method, int status) {
        return switch (status) {
            case 307, 308 -> true;
            case 301, 302, 303 -> method.equals("GET") || method.equals("HEAD");
            default -> false;
        };
    }

    /** Where an answer sends its client. */
    static URI location(URI from, HttpHeaders headers) throws VosException {
        String text = headers.firstValue("Location")
                .orElseThrow(() -> new VosException("the service redirects and does not say where to"));
        try {
            URI to = from.resolve(text);
            if (to.getHost() != null && isWeb(to)) {
                return to;
            }
        } catch (IllegalArgumentException e) {
            // Said below, with all else that is no address.
        }
        throw new VosException("the service redirects to what is no address of the web");
    }

    private static boolean isWeb(URI uri) {
        return "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
    }

    /** Whether an address is of the service that gets the credentials. */
    boolean isService(URI uri) {
        return uri.getScheme().equalsIgnoreCase(service.getScheme())
                && uri.getHost().equalsIgnoreCase(service.getHost())
                && port(uri) == port(service);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    /** What came: a value, or the words of a refusal. */
    private record Outcome<T>(Optional<T> value, String refusal) {}

    private <T> HttpResponse<Outcome<T>> exchange(Request request, BodyHandler<T> handler) throws IOException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(request.uri())
                .method(request.method(), request.body().get());
        request.headers().forEach(builder::header);
        if (isService(request.uri())) {
            credentials.header().ifPresent(value -> builder.header("Authorization", value));
        }
        request.movement().moved(0);
        return await(request, client.sendAsync(builder.build(), outcome(request.method(), handler)));
    }

    private static <T> BodyHandler<Outcome<T>> outcome(String method, BodyHandler<T> handler) {
        return info -> {
            int status = info.statusCode();
            boolean good = status >= 200 && status < 300 || status == 303 && method.equals("POST");
            return good
                    ? BodySubscribers.mapping(handler.apply(info), value -> new Outcome<>(Optional.of(value), ""))
                    : BodySubscribers.mapping(
                            Bounded.beginning(REFUSAL_BYTES),
                            bytes -> new Outcome<>(Optional.empty(), new String(bytes, UTF_8)));
        };
    }

    private <T> HttpResponse<T> await(Request request, CompletableFuture<HttpResponse<T>> future) throws IOException {
        while (true) {
            try {
                HttpResponse<T> response = future.get(1, TimeUnit.SECONDS);
                met = true;
                return response;
            } catch (TimeoutException e) {
                if (request.movement().hasStalled(patience.stall())) {
                    future.cancel(true);
                    throw new BrokenConnectionException(
                            "nothing came from " + request.uri().getHost() + " for "
                                    + patience.stall().toSeconds() + " s");
                }
            } catch (InterruptedException e) {
                future.cancel(true);
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("interrupted");
            } catch (ExecutionException e) {
                throw failure(request.uri(), e);
            }
        }
    }

    private IOException failure(URI uri, ExecutionException failed) {
        for (Throwable cause = failed; cause != null; cause = cause.getCause()) {
            if (cause instanceof VosException refusal) {
                return refusal;
            }
        }
        Throwable cause = failed.getCause() == null ? failed : failed.getCause();
        String host = uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
        if (cause instanceof ConnectException && !met) {
            // A wrong address or a gateway that does not run: waiting does not mend it.
            return new VosException("cannot connect to " + host + ": is it right, and does the service run?", cause);
        }
        if (cause instanceof javax.net.ssl.SSLHandshakeException) {
            return new VosException("no safe connection to " + host + ": " + cause.getMessage(), cause);
        }
        String why = cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
        return new BrokenConnectionException("the connection to " + host + " broke: " + VosException.plain(why), cause);
    }

    private <T> VosException refusal(Request request, HttpResponse<Outcome<T>> response) {
        int status = response.statusCode();
        String said = response.body().refusal().strip();
        boolean page = said.startsWith("<") || said.isEmpty();
        String words = page ? "the service answered with HTTP status " + status : said;
        if (status == 401 && credentials instanceof Credentials.None) {
            words += " (sign in with --token, MERIDIAN_TOKEN, --user or ~/.netrc)";
        } else if (status == 401 && !isService(request.uri())) {
            words += " (" + request.uri().getHost()
                    + " is another host than the service's: it is not shown credentials)";
        }
        return new VosException(
                status, words, response.headers().firstValue("Retry-After").flatMap(Connection::pause));
    }

    private static Optional<Duration> pause(String header) {
        String text = header.strip();
        if (text.matches("[0-9]{1,9}")) {
            return Optional.of(Duration.ofSeconds(Long.parseLong(text)));
        }
        try {
            Instant until = Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(text));
            Duration left = Duration.between(Instant.now(), until);
            return Optional.of(left.isNegative() ? Duration.ZERO : left);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
