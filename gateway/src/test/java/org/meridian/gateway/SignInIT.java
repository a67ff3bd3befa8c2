// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.auth.Account;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.TestSecrets;
import org.meridian.core.auth.identity.Administration;
import org.meridian.core.auth.identity.Secret;

/** Signing in with passwords and tokens over HTTP, and what is refused. */
@Timeout(120)
class SignInIT {

    private static final String QUERY = "/tap/sync?LANG=ADQL&RESPONSEFORMAT=csv&QUERY=SELECT+TOP+1+id+FROM+test.stars";
    private static final String PASSWORD = TestSecrets.note("correct horse battery");
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private static RunningGateway server;
    private static Administration administration;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningGateway(Optional.empty());
        administration = Identity.of(server.gateway().database()).administration("a test");
        for (String name : List.of("ada", "grace", "edwin")) {
            Secret once = administration.create(name, Optional.empty(), false);
            assertEquals(
                    200,
                    post(
                                    "/auth/password",
                                    List.of(),
                                    "username",
                                    name,
                                    "password",
                                    once.text(),
                                    "new_password",
                                    PASSWORD)
                            .statusCode());
        }
    }

    @AfterAll
    static void stop() {
        CLIENT.close();
        server.close();
    }

    private static HttpResponse<String> post(String path, List<String> headers, String... parameters) throws Exception {
        List<String> form = new ArrayList<>();
        for (int i = 0; i < parameters.length; i += 2) {
            form.add(parameters[i] + "=" + URLEncoder.encode(parameters[i + 1], UTF_8));
        }
        HttpRequest.Builder request = HttpRequest.newBuilder(server.url(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(String.join("&", form)));
        if (!headers.isEmpty()) {
            request.headers(headers.toArray(String[]::new));
        }
        return CLIENT.send(request.build(), BodyHandlers.ofString());
    }

    private static HttpResponse<String> login(String name, String password, String... headers) throws Exception {
        return post("/auth/login", List.of(headers), "username", name, "password", password);
    }

    private static String[] bearer(String token) {
        return new String[] {"Authorization", "Bearer " + token};
    }

    private static String signedIn(String name) throws Exception {
        HttpResponse<String> answer = login(name, PASSWORD);
        assertEquals(200, answer.statusCode(), answer.body());
        return header(answer, "X-VO-Bearer");
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static List<String> challenges(HttpResponse<?> answer) {
        return answer.headers().allValues("WWW-Authenticate");
    }

    private static String basic(String name, String password) {
        return "Basic " + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(UTF_8));
    }

    @Test
    void tellsAnonymousClientsHowToSignIn() throws Exception {
        HttpResponse<String> anonymous = server.get("/tap/capabilities");
        assertEquals(200, anonymous.statusCode());
        assertEquals(
                List.of(
                        "ivoa_bearer standard_id=\"ivo://ivoa.net/sso#tls-with-password\", access_url=\""
                                + server.url("/auth/login") + '"',
                        "ivoa_cookie standard_id=\"ivo://ivoa.net/sso#tls-with-password\", access_url=\""
                                + server.url("/auth/session") + '"'),
                challenges(anonymous));
        assertTrue(anonymous.body().contains("standardID=\"ivo://ivoa.net/sso#OAuth\""), anonymous.body());
        assertEquals(200, server.send("HEAD", "/tap/capabilities").statusCode());

        HttpResponse<String> known = server.send("HEAD", "/tap/capabilities", bearer(signedIn("ada")));
        assertEquals("ada", header(known, "X-VO-Authenticated"));
        assertEquals(List.of(), challenges(known));
    }

    @Test
    void servesAnonymousAndSignedInClientsAtTheSameUrl() throws Exception {
        HttpResponse<String> anonymous = server.get(QUERY);
        assertEquals(200, anonymous.statusCode());
        assertEquals("", header(anonymous, "X-VO-Authenticated"));
        HttpResponse<String> ada = server.get(QUERY, bearer(signedIn("ada")));
        assertEquals(200, ada.statusCode());
        assertEquals("ada", header(ada, "X-VO-Authenticated"));
        assertEquals(anonymous.body(), ada.body());
        assertEquals("private, no-store", header(ada, "Cache-Control"));
    }

    @Test
    void takesATokenAsPasswordOfBasic() throws Exception {
        String token = administration
                .token("ada", "davfs", Set.of(Scope.TAP), Duration.ofDays(1))
                .secret()
                .text();
        assertEquals("ada", header(server.get(QUERY, "Authorization", basic("ada", token)), "X-VO-Authenticated"));
        assertEquals(
                401, server.get(QUERY, "Authorization", basic("grace", token)).statusCode());
        HttpResponse<String> password = server.get(QUERY, "Authorization", basic("ada", PASSWORD));
        assertEquals(401, password.statusCode());
        assertTrue(password.body().contains("must be a token"), password.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer mrd_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "Bearer mrd_' OR '1'='1",
                "Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.",
                "Bearer",
                "Bearer  ",
                "Basic !!!!",
                "Basic YWRh",
                "Negotiate abc",
                "mrd_AAAA",
                "Bearer mrd_\u00e9\u00e9"
            })
    void refusesEveryOtherCredentialAndNeverTakesItForNone(String authorization) throws Exception {
        HttpResponse<String> answer = server.get(QUERY, "Authorization", authorization);
        assertEquals(401, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("QUERY_STATUS"), answer.body());
        assertTrue(challenges(answer).stream().anyMatch(c -> c.startsWith("ivoa_bearer ")));
        assertTrue(challenges(answer).stream().anyMatch(c -> c.startsWith("Basic ")));
        assertEquals("", header(answer, "X-VO-Authenticated"));
        assertFalse(server.sql("SELECT detail FROM meridian.audit WHERE action = 'REFUSED'")
                .isEmpty());
    }

    @Test
    void refusesATokenForAnotherPurpose() throws Exception {
        String token = administration
                .token("ada", "files", Set.of(Scope.VOSPACE_READ), Duration.ofDays(1))
                .secret()
                .text();
        HttpResponse<String> answer = server.get(QUERY, bearer(token));
        assertEquals(403, answer.statusCode());
        assertTrue(answer.body().contains("lacks the scope 'tap'"), answer.body());
        assertEquals(200, server.get("/me", bearer(token)).statusCode());
        assertEquals(403, server.get("/auth/tokens", bearer(token)).statusCode());
        assertEquals(
                403,
                post("/auth/tokens", List.of(bearer(token)), "label", "x", "scope", "tap")
                        .statusCode());
    }

    @Test
    void refusesARevokedTokenWithinASecond() throws Exception {
        String login = signedIn("ada");
        HttpResponse<String> made =
                post("/auth/tokens", List.of(bearer(login)), "label", "notebook", "scope", "tap sia", "days", "7");
        assertEquals(201, made.statusCode(), made.body());
        Matcher token =
                Pattern.compile("\"id\":(\\d+).*\"token\":\"(mrd_[^\"]+)\"").matcher(made.body());
        assertTrue(token.find(), made.body());
        assertEquals(200, server.get(QUERY, bearer(token.group(2))).statusCode());
        HttpResponse<String> list = server.get("/auth/tokens", bearer(login));
        assertTrue(list.body().contains("\"label\":\"notebook\""), list.body());
        assertTrue(list.body().contains("\"lastUsed\""), list.body());
        assertFalse(list.body().contains(token.group(2)), "shown once");

        assertEquals(
                404,
                server.send("DELETE", "/auth/tokens/" + token.group(1), bearer(signedIn("grace")))
                        .statusCode());
        assertEquals(
                204,
                server.send("DELETE", "/auth/tokens/" + token.group(1), bearer(login))
                        .statusCode());
        Instant revoked = Instant.now();
        while (server.get(QUERY, bearer(token.group(2))).statusCode() != 401) {
            assertTrue(Instant.now().isBefore(revoked.plusSeconds(1)), "still good after a second");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "tap admin", "root", ""})
    void makesNoTokenForMoreThanItsOwnerMayDo(String scope) throws Exception {
        HttpResponse<String> answer =
                post("/auth/tokens", List.of(bearer(signedIn("grace"))), "label", "x", "scope", scope);
        assertTrue(answer.statusCode() == 403 || answer.statusCode() == 400, answer.body());
    }

    @Test
    void wantsAPasswordForASingleUseReplaced() throws Exception {
        Secret once = administration.create("vera", Optional.of("vera@example.org"), false);
        HttpResponse<String> early = login("vera", once.text());
        assertEquals(403, early.statusCode());
        assertTrue(early.body().contains("/auth/password"), early.body());
        for (String bad : List.of("short", once.text(), "x".repeat(201))) {
            assertEquals(
                    400,
                    post("/auth/password", List.of(), "username", "vera", "password", once.text(), "new_password", bad)
                            .statusCode());
        }
        assertEquals(
                200,
                post("/auth/password", List.of(), "username", "vera", "password", once.text(), "new_password", PASSWORD)
                        .statusCode());
        assertEquals(401, login("vera", once.text()).statusCode());
        String token = signedIn("vera");
        assertEquals(200, server.get(QUERY, bearer(token)).statusCode());

        administration.setState("vera", Account.State.DISABLED);
        assertEquals(401, login("vera", PASSWORD).statusCode());
        Instant closed = Instant.now();
        while (server.get(QUERY, bearer(token)).statusCode() != 401) {
            assertTrue(Instant.now().isBefore(closed.plusSeconds(1)), "still good after a second");
        }
        administration.setState("vera", Account.State.ACTIVE);
        assertEquals(401, server.get(QUERY, bearer(token)).statusCode(), "what has ended does not begin again");
        assertEquals(200, login("vera", PASSWORD).statusCode());
    }

    @Test
    void slowsGuessingDown() throws Exception {
        String[] from = {"X-Forwarded-For", "198.51.100.7"};
        for (int i = 0; i < 10; i++) {
            HttpResponse<String> wrong = login("edwin", "guess number " + i, from);
            assertEquals(401, wrong.statusCode(), wrong.body());
        }
        HttpResponse<String> stopped = login("edwin", PASSWORD, from);
        assertEquals(429, stopped.statusCode(), stopped.body());
        assertTrue(Integer.parseInt(header(stopped, "Retry-After")) > 0);
        for (int i = 0; i < 20; i++) {
            assertEquals(429, login("edwin", "guess", from).statusCode());
        }
        List<String> noted = server.sql("SELECT detail FROM meridian.audit WHERE action = 'SIGN_IN_REFUSED'"
                + " AND account = 'edwin' AND address = '198.51.100.7' ORDER BY id");
        assertTrue(noted.contains("name or password are wrong, or the account is closed"), noted.toString());
        assertTrue(noted.contains("too many attempts have failed"), noted.toString());
        assertTrue(noted.size() < 10, noted.size() + " events of 31 guesses");
        // Whoever guesses does not lock the owner out.
        assertEquals(
                200, login("edwin", PASSWORD, "X-Forwarded-For", "198.51.100.8").statusCode());
        // Nor does it help to guess at many accounts.
        for (int i = 0; i < 50; i++) {
            login("user" + i, "x", "X-Forwarded-For", "198.51.100.9");
        }
        assertEquals(
                429, login("ada", PASSWORD, "X-Forwarded-For", "198.51.100.9").statusCode());
    }

    @Test
    void answersTheSameForAWrongPasswordAndAnUnknownUser() throws Exception {
        HttpResponse<String> wrong = login("grace", "something else");
        HttpResponse<String> unknown = login("nobody.at.all", "something else");
        assertEquals(401, wrong.statusCode());
        assertEquals(wrong.body(), unknown.body());
        assertEquals(401, login("'; DROP TABLE meridian.account; --", "x").statusCode());
        assertEquals(
                400, server.send("POST", "/auth/login?username=ada&password=x").statusCode());
    }

    @Test
    void givesAJobToItsOwnerAlone() throws Exception {
        String ada = signedIn("ada");
        HttpResponse<String> created = post(
                "/tap/async",
                List.of(bearer(ada)),
                "LANG",
                "ADQL",
                "QUERY",
                "SELECT TOP 3 id FROM test.stars",
                "PHASE",
                "RUN");
        assertEquals(303, created.statusCode(), created.body());
        String job = URI.create(header(created, "Location")).getPath();
        HttpResponse<String> own = server.get(job, bearer(ada));
        while (own.body().contains("QUEUED<") || own.body().contains("EXECUTING<")) {
            own = server.get(job + "?WAIT=20", bearer(ada));
        }
        assertTrue(own.body().contains("COMPLETED"), own.body());
        assertTrue(own.body().contains("<uws:ownerId>ada</uws:ownerId>"), own.body());
        assertTrue(server.get("/tap/async", bearer(ada)).body().contains(job.substring(job.lastIndexOf('/') + 1)));
        for (String path : List.of(job, job + "/results/result", job + "/phase", job + "/parameters")) {
            assertEquals(403, server.get(path).statusCode(), path);
            assertEquals(403, server.get(path, bearer(signedIn("grace"))).statusCode(), path);
        }
        assertEquals(403, server.send("DELETE", job, bearer(signedIn("grace"))).statusCode());
        assertFalse(server.get("/tap/async", bearer(signedIn("grace"))).body().contains(job.substring(11)));
        assertEquals(200, server.get(job, bearer(ada)).statusCode());
    }

    @Test
    void saysWhoTheCallerIs() throws Exception {
        assertTrue(server.get("/me").body().contains("\"anonymous\":true"));
        administration.join("gaia-team", List.of("grace"));
        String me = server.get("/me", bearer(signedIn("grace"))).body();
        assertTrue(me.contains("\"name\":\"grace\"") && me.contains("\"groups\":[\"gaia-team\"]"), me);
        assertFalse(me.contains("admin"), me);
    }

    @Test
    void keepsNoSecretAndOnlyAddsToTheAuditLog() throws Exception {
        String token = signedIn("ada");
        assertEquals(
                List.of("t"),
                server.sql("SELECT NOT EXISTS (SELECT FROM meridian.token t WHERE t::text LIKE '%" + token
                        + "%') AND NOT EXISTS (SELECT FROM meridian.account a WHERE a::text LIKE '%" + PASSWORD
                        + "%') AND NOT EXISTS (SELECT FROM meridian.audit a WHERE a::text LIKE '%mrd\\_%'"
                        + " OR a::text LIKE '%" + PASSWORD + "%')"));
        assertTrue(server.sql("SELECT password FROM meridian.account WHERE name = 'ada'")
                .getFirst()
                .startsWith("$argon2id$v=19$m=19456,t=2,p=1$"));
        for (String change : List.of("DELETE FROM", "TRUNCATE", "UPDATE")) {
            SQLException refused = assertThrows(
                    SQLException.class,
                    () -> server.sql(change + " meridian.audit" + (change.equals("UPDATE") ? " SET detail = ''" : "")));
            assertTrue(refused.getMessage().contains("only added to"), refused.getMessage());
        }
    }
}
