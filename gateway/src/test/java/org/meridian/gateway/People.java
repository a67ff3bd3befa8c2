// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.Token;
import org.meridian.core.auth.identity.Administration;
import org.meridian.core.auth.identity.DatalabTokens;
import org.meridian.core.auth.identity.Secret;
import org.meridian.core.auth.store.TokenStore.NewToken;

/** Users of a running gateway, and what they ask of it. */
final class People implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunningGateway server;
    private final Identity identity;
    private final HttpClient client = HttpClient.newHttpClient();

    People(RunningGateway server) {
        this.server = server;
        this.identity = Identity.of(server.gateway().database());
    }

    /** A client that sends a user's credential, or none. */
    record Person(People people, String name, List<String> headers) {

        /** The same from an address. */
        Person from(String address) {
            List<String> more = new ArrayList<>(headers);
            more.addAll(List.of("X-Forwarded-For", address));
            return new Person(people, name, more);
        }

        HttpResponse<String> get(String path) throws IOException, InterruptedException {
            return people.send("GET", path, headers, List.of());
        }

        HttpResponse<String> delete(String path) throws IOException, InterruptedException {
            return people.send("DELETE", path, headers, List.of());
        }

        HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
            return people.send(method, path, headers, List.of());
        }

        HttpResponse<String> post(String path, String... parameters) throws IOException, InterruptedException {
            return people.send("POST", path, headers, List.of(parameters));
        }
    }

    Administration administration() {
        return identity.administration("a test");
    }

    /** Makes accounts. */
    void make(String... names) {
        for (String name : names) {
            administration().create(name, Optional.empty(), false);
        }
    }

    /** Nobody. */
    Person anonymous() {
        return new Person(this, "", List.of());
    }

    /** A user who has signed in. */
    Person signedIn(String name) {
        return with(name, Token.Kind.LOGIN, Scope.USE);
    }

    /** Makes tokens of datalabs. */
    DatalabTokens datalabTokens() {
        return identity.datalabTokens();
    }

    /** What sends a token. */
    Person bearer(String name, Secret secret) {
        return new Person(this, name, List.of("Authorization", "Bearer " + secret.text()));
    }

    /** A user's program with a token. */
    Person program(String name, Scope... scopes) {
        return with(name, Token.Kind.PERSONAL, Set.of(scopes));
    }

    private Person with(String name, Token.Kind kind, Set<Scope> scopes) {
        Secret secret = Secret.token();
        identity.tokens().create(new NewToken(name, kind, "test", scopes, Duration.ofHours(1)), secret.hash());
        return bearer(name, secret);
    }

    private HttpResponse<String> send(String method, String path, List<String> headers, List<String> parameters)
            throws IOException, InterruptedException {
        List<String> form = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i += 2) {
            form.add(parameters.get(i) + "=" + URLEncoder.encode(parameters.get(i + 1), UTF_8));
        }
        URI url = path.startsWith("http") ? URI.create(path) : server.url(path);
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .method(
                        method,
                        method.equals("POST")
                                ? BodyPublishers.ofString(String.join("&", form))
                                : BodyPublishers.noBody());
        if (method.equals("POST")) {
            request.header("Content-Type", "application/x-www-form-urlencoded");
        }
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        return client.send(request.build(), BodyHandlers.ofString());
    }

    /** The document of an answer that must have a status. */
    static JsonNode json(int status, HttpResponse<String> answer) throws IOException {
        assertEquals(status, answer.statusCode(), answer.body());
        return JSON.readTree(answer.body());
    }

    /** An answer that must have a status, and in which a text must stand. */
    static void refused(int status, String words, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        if (!answer.body().contains(words)) {
            throw new AssertionError("'" + words + "' is not in: " + answer.body());
        }
    }

    /** Something about the gateway. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws Exception;
    }

    /** Waits until something holds, for a second at most. */
    static void withinASecond(Condition condition) throws Exception {
        within(Duration.ofSeconds(1), condition);
    }

    /** Waits until something holds. */
    static void within(Duration time, Condition condition) throws Exception {
        Instant begin = Instant.now();
        while (!condition.holds()) {
            if (Instant.now().isAfter(begin.plus(time))) {
                throw new AssertionError("it does not hold after " + time);
            }
        }
    }

    /** The first column of a query of the owner of the tables. */
    List<String> sql(String query) throws SQLException {
        return server.sql(query);
    }

    @Override
    public void close() {
        client.close();
    }
}
