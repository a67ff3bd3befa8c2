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
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
