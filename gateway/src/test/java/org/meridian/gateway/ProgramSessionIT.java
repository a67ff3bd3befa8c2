// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.identity.Administration;
import org.meridian.core.auth.identity.Secret;

/**
 * Programs that keep a cookie as Java does, STILTS and TOPCAT among them: where a cookie came with a time, they send its value
 * between quotes, with {@code $Version} and {@code $Path} (RFC 2965).
 */
@Timeout(60)
class ProgramSessionIT {

    private static final String PASSWORD = "correct horse battery";
    private static final String QUERY =
            "LANG=ADQL&RESPONSEFORMAT=csv&QUERY=" + URLEncoder.encode("SELECT TOP 1 id FROM test.stars", UTF_8);
    private static RunningGateway server;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningGateway(Optional.empty());
        Secret once = Identity.of(server.gateway().database())
                .administration("a test")
                .create("ada", Optional.empty(), false);
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertEquals(
                    200,
                    post(client, "/auth/password", "username=ada&password=" + once.text() + "&new_password=" + PASSWORD)
                            .statusCode());
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> post(HttpClient client, String path, String form) throws Exception {
        return client.send(
                HttpRequest.newBuilder(server.url(path))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build(),
                BodyHandlers.ofString());
    }

    private static void signIn(HttpClient client) throws Exception {
        HttpResponse<String> answer = post(client, "/auth/session", "username=ada&password=" + PASSWORD);
        assertEquals(200, answer.statusCode(), answer.body());
    }

    private static String who(HttpResponse<?> answer) {
        return answer.headers().firstValue("X-VO-Authenticated").orElse("nobody");
    }

    @Test
    void areKnownByTheCookieTheyWereGiven() throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build()) {
            assertEquals("nobody", who(post(client, "/tap/sync", QUERY)));
            signIn(client);
            HttpResponse<String> answer = post(client, "/tap/sync", QUERY);
            assertEquals(200, answer.statusCode(), answer.body());
            assertEquals("ada", who(answer));
        }
    }

    @Test
    void mayShowATokenAsPasswordAndDoWhatItIsGoodFor() throws Exception {
        try (HttpClient client =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build()) {
            assertEquals(401, signIn(client, "grace", token(Scope.TAP)), "not her token");
            assertEquals(401, signIn(client, "ada", Secret.token()), "unknown");
            assertEquals(200, signIn(client, "ada", token(Scope.TAP)));
            assertEquals("ada", who(post(client, "/tap/sync", QUERY)));
            assertEquals(
                    403,
                    post(client, "/auth/tokens", "label=more&scope=tap").statusCode(),
                    "a token does not give access to the account itself, in a session neither");
            assertEquals(200, signIn(client, "ada", token(Scope.SIA)));
            assertEquals(403, post(client, "/tap/sync", QUERY).statusCode(), "not its scope");
        }
    }

    @Test
    void administerNothingWithTheCookieOfAToken() throws Exception {
        administration().create("head", Optional.empty(), true);
        Secret token = administration()
                .token("head", "of a program", Set.of(Scope.ADMIN, Scope.TAP), Duration.ofHours(1))
                .secret();
        try (HttpClient client =
                HttpClient.newBuilder().cookieHandler(new CookieManager()).build()) {
            assertEquals(200, signIn(client, "head", token));
            assertEquals("head", who(post(client, "/tap/sync", QUERY)));
            HttpResponse<String> users = client.send(
                    HttpRequest.newBuilder(server.url("/auth/admin/users")).build(), BodyHandlers.ofString());
            assertEquals(403, users.statusCode(), users.body());
        }
    }

    @Test
    void areSignedOutWhenTheirTokenEnds() throws Exception {
        for (String end : List.of(
                "DELETE FROM meridian.token WHERE account = 'ada'",
                "UPDATE meridian.token SET expires = clock_timestamp() WHERE account = 'ada'")) {
            try (HttpClient client =
                    HttpClient.newBuilder().cookieHandler(new CookieManager()).build()) {
                assertEquals(200, signIn(client, "ada", token(Scope.TAP)));
                assertEquals("ada", who(post(client, "/tap/sync", QUERY)));
                server.sql(end);
                People.withinASecond(() -> post(client, "/tap/sync", QUERY).statusCode() == 401);
            }
        }
    }

    @Test
    void showNoTokenOnTheWaysOfBrowsers() throws Exception {
        String form = "username=ada&password=" + token(Scope.TAP).text();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest page = HttpRequest.newBuilder(server.url("/auth/session"))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("Sec-Fetch-Site", "same-origin")
                    .POST(BodyPublishers.ofString(form))
                    .build();
            assertEquals(401, client.send(page, BodyHandlers.ofString()).statusCode(), "a browser");
            assertEquals(401, post(client, "/auth/login", form).statusCode(), "another token for a token");
        }
    }

    private static int signIn(HttpClient client, String name, Secret token) throws Exception {
        return post(client, "/auth/session", "username=" + name + "&password=" + token.text())
                .statusCode();
    }

    private static Secret token(Scope scope) {
        return administration()
                .token("ada", "of a program", Set.of(scope), Duration.ofHours(1))
                .secret();
    }

    private static Administration administration() {
        return Identity.of(server.gateway().database()).administration("a test");
    }

    @Test
    void areKnownThroughTheOlderClientOfJava() throws Exception {
        CookieManager cookies = new CookieManager();
        try (HttpClient client = HttpClient.newBuilder().cookieHandler(cookies).build()) {
            signIn(client);
        }
        URI url = server.url("/tap/sync?" + QUERY);
        String header = cookies.get(url, Map.of()).get("Cookie").getLast();
        assertTrue(header.contains("=\"") && header.contains("$Path"), "not what this test is about: " + header);
        CookieHandler before = CookieHandler.getDefault();
        CookieHandler.setDefault(cookies);
        try {
            HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
            assertEquals(200, connection.getResponseCode());
            assertEquals("ada", connection.getHeaderField("X-VO-Authenticated"));
            try (InputStream body = connection.getInputStream()) {
                body.readAllBytes();
            }
        } finally {
            CookieHandler.setDefault(before);
        }
    }
}
