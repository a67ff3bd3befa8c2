// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.auth.Account;
import org.meridian.core.auth.TestSecrets;
import org.meridian.core.auth.identity.Administration;
import org.meridian.core.auth.identity.Secret;

/** Signing in with a browser, what sessions may do, and the attacks on them. */
@Timeout(120)
class BrowserSessionIT {

    private static final String QUERY = "/tap/sync?LANG=ADQL&RESPONSEFORMAT=csv&QUERY=SELECT+TOP+1+id+FROM+test.stars";
    private static final String PASSWORD = TestSecrets.note("correct horse battery");
    private static final String COOKIE = "meridian";
    private static final String SECURE_COOKIE = "__Host-meridian";
    private static RunningGateway server;
    private static Administration administration;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningGateway(Optional.empty());
        administration = Identity.of(server.gateway().database()).administration("a test");
        for (String name : List.of("ada", "grace")) {
            Secret once = administration.create(name, Optional.empty(), false);
            HttpResponse<String> chosen = browser()
                    .post(
                            "/sign-in/password",
                            "username",
                            name,
                            "password",
                            once.text(),
                            "new_password",
                            PASSWORD,
                            "repeated",
                            PASSWORD);
            assertEquals(303, chosen.statusCode(), chosen.body());
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Browsing browser() {
        return new Browsing(server.url("/"));
    }

    private static Browsing byHttps() {
        return Browsing.byHttps(server.url("/"));
    }

    private static HttpResponse<String> signIn(Browsing browser, String name) throws Exception {
        return browser.post("/sign-in", "username", name, "password", PASSWORD, "return", "/account");
    }

    private static Browsing signedIn(Browsing browser, String name) throws Exception {
        HttpResponse<String> answer = signIn(browser, name);
        assertEquals(303, answer.statusCode(), answer.body());
        return browser;
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static List<String> sql(String query) throws SQLException {
        try (Connection owner = server.gateway().database().owner().getConnection();
                Statement statement = owner.createStatement()) {
            List<String> list = new ArrayList<>();
            if (statement.execute(query)) {
                ResultSet rows = statement.getResultSet();
                while (rows.next()) {
                    list.add(rows.getString(1));
                }
            }
            return list;
        }
    }

    private static boolean isAudited(String action, String detail) throws SQLException {
        return sql("SELECT detail FROM meridian.audit WHERE action = '" + action + "'").stream()
                .anyMatch(text -> text.contains(detail));
    }

    private static void awaitRefusal(Browsing browser) throws Exception {
        Instant ended = Instant.now();
        while (browser.get(QUERY).statusCode() != 401) {
            assertTrue(Instant.now().isBefore(ended.plusSeconds(1)), "still good after a second");
        }
    }

    @Test
    void signsInWithThePageAndOutAgain() throws Exception {
        Browsing browser = browser();
        HttpResponse<String> page = browser.get("/sign-in?return=%2Faccount");
        assertEquals(200, page.statusCode());
        assertTrue(page.body().contains("name=\"return\" value=\"/account\""), page.body());
        assertTrue(header(page, "Content-Security-Policy").startsWith("default-src 'none'; style-src 'self';"));
        HttpResponse<String> answer = signIn(browser, "ada");
        assertEquals(303, answer.statusCode(), answer.body());
        assertEquals(server.url("/account").toString(), header(answer, "Location"));
        assertTrue(
                header(answer, "Set-Cookie").matches("meridian=mrs_[\\w-]{43}; Path=/; HttpOnly; SameSite=Lax"),
                header(answer, "Set-Cookie"));
        assertTrue(browser.get("/account").body().contains(">ada</h2>"));
        assertEquals("ada", header(browser.get(QUERY), "X-VO-Authenticated"));
        assertTrue(browser.get("/me").body().contains("\"name\":\"ada\""));

        String cookie = browser.cookies().get(COOKIE);
        assertEquals(200, browser.post("/sign-out").statusCode());
        assertEquals(Map.of(), browser.cookies());
        browser.cookies().put(COOKIE, cookie);
        awaitRefusal(browser);
        assertEquals(Map.of(), browser.cookies(), "a spent cookie goes");
        assertEquals("", header(browser.get(QUERY), "X-VO-Authenticated"));
        assertTrue(isAudited("SIGN_OUT", "by its owner"));
    }

    @Test
    void givesACookieThatNobodyElseCanSetWhereTheBrowserUsesHttps() throws Exception {
        Browsing browser = byHttps();
        HttpResponse<String> answer = signIn(browser, "ada");
        assertTrue(
                header(answer, "Set-Cookie")
                        .matches("__Host-meridian=mrs_[\\w-]{43}; Path=/; HttpOnly; SameSite=Lax; Secure"),
                header(answer, "Set-Cookie"));
        assertTrue(header(answer, "Location").startsWith("https://"), header(answer, "Location"));
        assertEquals("ada", header(browser.get(QUERY), "X-VO-Authenticated"));

        // Neither cookie is taken for the other.
        String secret = browser.cookies().remove(SECURE_COOKIE);
        browser.cookies().put(COOKIE, secret);
        assertEquals("", header(browser.get(QUERY), "X-VO-Authenticated"));
        Browsing plain = browser();
        plain.cookies().put(SECURE_COOKIE, secret);
        assertEquals("", header(plain.get(QUERY), "X-VO-Authenticated"));
    }

    @Test
    void givesNoCookieOverPlainHttpFromElsewhere() throws Exception {
        Browsing browser = browser().with("X-Forwarded-For", "198.51.100.20");
        HttpResponse<String> answer = signIn(browser, "ada");
        assertEquals(403, answer.statusCode());
        assertTrue(answer.body().contains("needs https"), answer.body());
        assertEquals(403, browser.get("/sign-in").statusCode());
        // One that was given elsewhere is not even looked at.
        browser.cookies().putAll(signedIn(browser(), "ada").cookies());
        assertEquals("", header(browser.get(QUERY), "X-VO-Authenticated"));
    }

    @Test
    void makesANewSecretAtSignIn() throws Exception {
        Browsing victim = browser();
        String planted = signedIn(browser(), "grace").cookies().get(COOKIE);
        victim.cookies().put(COOKIE, planted);
        signedIn(victim, "ada");
        assertNotEquals(planted, victim.cookies().get(COOKIE));
        Browsing attacker = browser();
        attacker.cookies().put(COOKIE, planted);
        awaitRefusal(attacker);

        Browsing made = browser();
        made.cookies().put(COOKIE, "mrs_" + "A".repeat(43));
        signedIn(made, "ada");
        assertNotEquals("mrs_" + "A".repeat(43), made.cookies().get(COOKIE));
        assertEquals("ada", header(made.get(QUERY), "X-VO-Authenticated"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            cross-site  | -
            same-site   | -
            cross-site  | http://evil.example
            -           | http://evil.example
            -           | null
            -           | http://127.0.0.1:1
            -           | -
            """)
    void letsNoOtherSiteChangeAnything(String site, String origin) throws Exception {
        Browsing browser = signedIn(browser(), "grace");
        browser.with("Sec-Fetch-Site", site == null ? "" : site).with("Origin", origin == null ? "" : origin);
        for (String path : List.of("/account/tokens", "/auth/tokens", "/tap/async", "/tap/sync", "/sign-out")) {
            HttpResponse<String> answer = browser.post(path, "label", "x", "scope", "tap", "QUERY", "SELECT 1");
            assertEquals(403, answer.statusCode(), path);
            assertTrue(answer.body().contains("the same-origin rule"), answer.body());
        }
        assertEquals(403, browser.delete("/auth/tokens/1").statusCode());
        // Reading is no change; what another site's page makes the browser read, it cannot see.
        HttpResponse<String> read = browser.get(QUERY);
        assertEquals("grace", header(read, "X-VO-Authenticated"));
        assertEquals("", header(read, "Access-Control-Allow-Credentials"));
        assertTrue(isAudited("REFUSED", "POST /tap/async: the same-origin rule"));
        assertTrue(sql("SELECT account FROM meridian.audit WHERE detail LIKE 'POST /sign-out: the same-origin%'")
                .contains("grace"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            same-origin | -
            none        | -
            -           | own
            """)
    void letsItsOwnPagesChangeThings(String site, String origin) throws Exception {
        Browsing browser = signedIn(browser(), "grace");
        browser.with("Sec-Fetch-Site", site == null ? "" : site)
                .with("Origin", origin == null ? "" : server.url("").toString());
        HttpResponse<String> answer =
                browser.post("/tap/sync", "LANG", "ADQL", "QUERY", "SELECT TOP 1 id FROM test.stars");
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals("grace", header(answer, "X-VO-Authenticated"));
    }

    @Test
    void signsNobodyInForAnotherSite() throws Exception {
        Browsing browser = browser().with("Sec-Fetch-Site", "cross-site");
        assertEquals(403, signIn(browser, "ada").statusCode());
        assertEquals(
                403,
                browser.post("/auth/session", "username", "ada", "password", PASSWORD)
                        .statusCode());
        assertEquals(Map.of(), browser.cookies());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example/",
                "/\\evil.example/",
                "\\\\evil.example",
                "/%0d%0aSet-Cookie:x=1\r\nx",
                "javascript:alert(1)",
                "evil.example",
                "/\t/evil.example",
                "///evil.example"
            })
    void leadsToNoOtherSite(String to) throws Exception {
        Browsing browser = browser();
        HttpResponse<String> answer = browser.post("/sign-in", "username", "ada", "password", PASSWORD, "return", to);
        assertEquals(400, answer.statusCode(), header(answer, "Location"));
        assertEquals(Map.of(), browser.cookies());
        assertEquals(
                400,
                browser.get("/sign-in?return="
                                + java.net.URLEncoder.encode(to, java.nio.charset.StandardCharsets.UTF_8))
                        .statusCode());
    }

    @Test
    void slowsGuessingWithTheFormDown() throws Exception {
        Browsing browser = byHttps().with("X-Forwarded-For", "203.0.113.9");
        for (int i = 0; i < 10; i++) {
            HttpResponse<String> wrong = browser.post("/sign-in", "username", "grace", "password", "guess " + i);
            assertEquals(401, wrong.statusCode());
            assertTrue(wrong.body().contains("name or password are wrong"), wrong.body());
        }
        HttpResponse<String> stopped = signIn(browser, "grace");
        assertEquals(429, stopped.statusCode(), stopped.body());
        assertTrue(Integer.parseInt(header(stopped, "Retry-After")) > 0);
        assertTrue(isAudited("SIGN_IN_REFUSED", "name or password"));
    }

    @Test
    void endsSessionsThatAreIdleOrOldOrOfClosedAccounts() throws Exception {
        Secret once = administration.create("henrietta", Optional.empty(), false);
        String[] form = {
            "username", "henrietta", "password", once.text(), "new_password", PASSWORD, "repeated", PASSWORD
        };
        assertEquals(303, browser().post("/sign-in/password", form).statusCode());
        Browsing idle = signedIn(browser(), "henrietta");
        sql("UPDATE meridian.session SET last_used = last_used - interval '4 hours 1 second'"
                + " WHERE account = 'henrietta'");
        awaitRefusal(idle);
        Browsing old = signedIn(browser(), "henrietta");
        sql("UPDATE meridian.session SET expires = expires - interval '12 hours' WHERE account = 'henrietta'");
        awaitRefusal(old);
        Browsing closed = signedIn(browser(), "henrietta");
        administration.setState("henrietta", Account.State.DISABLED);
        awaitRefusal(closed);
        assertEquals(401, signIn(browser(), "henrietta").statusCode());
        // The pages by which to sign in again stay reachable.
        Browsing page = browser();
        page.cookies().put(COOKIE, "mrs_" + "B".repeat(43));
        assertEquals(200, page.get("/").statusCode());
        assertEquals(200, page.get("/sign-in").statusCode());
        assertEquals(303, page.get("/account").statusCode());
    }

    @Test
    void refusesASessionThatAnotherOneHasEnded() throws Exception {
        Browsing first = signedIn(browser(), "ada");
        Browsing second = signedIn(browser(), "ada");
        String id = sql("SELECT max(id) FROM meridian.session WHERE account = 'ada'")
                .getFirst();
        assertEquals(
                404,
                signedIn(browser(), "grace")
                        .post("/account/sessions/" + id + "/end")
                        .statusCode());
        assertEquals("ada", header(second.get(QUERY), "X-VO-Authenticated"));
        assertEquals(303, first.post("/account/sessions/" + id + "/end").statusCode());
        awaitRefusal(second);
        assertEquals("ada", header(first.get(QUERY), "X-VO-Authenticated"));
    }

    @Test
    void takesOneCookieOnly() throws Exception {
        String good = signedIn(browser(), "ada").cookies().get(COOKIE);
        HttpResponse<String> twice = server.get(QUERY, "Cookie", COOKIE + "=mrs_x; " + COOKIE + "=" + good);
        assertEquals(401, twice.statusCode(), twice.body());
        for (String bad : List.of("", "mrs_", "mrs_' OR 1=1", good + "x", good.toUpperCase(java.util.Locale.ROOT))) {
            assertEquals(401, server.get(QUERY, "Cookie", COOKIE + "=" + bad).statusCode(), bad);
        }
        assertEquals(200, server.get(QUERY, "Cookie", "other=" + good).statusCode());
        assertEquals(401, server.get(QUERY, "Authorization", "Bearer " + good).statusCode());
    }

    @Test
    void givesProgramsACookieForNameAndPassword() throws Exception {
        Browsing program = browser().with("Sec-Fetch-Site", "");
        HttpResponse<String> answer = program.post("/auth/session", "username", "ada", "password", PASSWORD);
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals("ada", header(answer, "X-VO-Authenticated"));
        assertTrue(header(answer, "Set-Cookie").endsWith("; Max-Age=43200"), header(answer, "Set-Cookie"));
        // Programs say nothing of origins, and may change things nevertheless; pages of other sites may not.
        HttpResponse<String> query =
                program.post("/tap/sync", "LANG", "ADQL", "QUERY", "SELECT TOP 1 id FROM test.stars");
        assertEquals("ada", header(query, "X-VO-Authenticated"), query.body());
        assertEquals(
                403,
                program.with("Origin", "http://evil.example").post("/tap/sync").statusCode());
        assertEquals(
                401,
                browser()
                        .post("/auth/session", "username", "ada", "password", "x")
                        .statusCode());
    }

    @Test
    void makesAndRevokesTokensOnThePage() throws Exception {
        Browsing browser = signedIn(browser(), "ada");
        HttpResponse<String> made = browser.post(
                "/account/tokens", "label", "<b>my \"notebook\"</b>", "scope", "tap", "scope", "sia", "days", "7");
        assertEquals(201, made.statusCode(), made.body());
        Matcher token = Pattern.compile("mrd_[\\w-]{43}").matcher(made.body());
        assertTrue(token.find());
        assertFalse(made.body().contains("<b>my"), "names are text");
        String bearer = "Bearer " + token.group();
        assertEquals(200, server.get(QUERY, "Authorization", bearer).statusCode());
        String page = browser.get("/account").body();
        assertFalse(page.contains(token.group()), "shown once");
        Matcher revoke = Pattern.compile("/account/tokens/(\\d+)/revoke").matcher(page);
        assertTrue(revoke.find(), page);
        assertEquals(404, signedIn(browser(), "grace").post(revoke.group()).statusCode());
        assertEquals(303, browser.post(revoke.group()).statusCode());
        Instant revoked = Instant.now();
        while (server.get(QUERY, "Authorization", bearer).statusCode() != 401) {
            assertTrue(Instant.now().isBefore(revoked.plusSeconds(1)), "still good after a second");
        }
        for (String[] wrong : List.of(
                new String[] {"label", "x"},
                new String[] {"scope", "tap"},
                new String[] {"label", "x", "scope", "root"},
                new String[] {"label", "x", "scope", "tap", "days", "1000"})) {
            HttpResponse<String> answer = browser.post("/account/tokens", wrong);
            assertEquals(400, answer.statusCode());
            assertTrue(answer.body().contains("role=\"alert\""), answer.body());
        }
        assertEquals(
                403,
                browser.post("/account/tokens", "label", "x", "scope", "admin").statusCode());
        assertEquals(401, browser().post("/account/tokens", "label", "x").statusCode());
    }

    @Test
    void changesThePasswordAndEndsEveryOtherSession() throws Exception {
        Secret once = administration.create("vera", Optional.empty(), false);
        HttpResponse<String> early = browser().post("/sign-in", "username", "vera", "password", once.text());
        assertTrue(early.body().contains("good for a single use"), early.body());
        assertEquals("", header(early, "Set-Cookie"));
        String[] form = {"username", "vera", "password", once.text(), "new_password", PASSWORD, "repeated", PASSWORD};
        Browsing browser = browser();
        assertEquals(303, browser.post("/sign-in/password", form).statusCode());
        Browsing other = signedIn(browser(), "vera");
        assertEquals(
                403,
                browser.post(
                                "/account/password",
                                "password",
                                "wrong",
                                "new_password",
                                PASSWORD + 2,
                                "repeated",
                                PASSWORD + 2)
                        .statusCode());
        assertEquals(
                400,
                browser.post("/account/password", "password", PASSWORD, "new_password", PASSWORD + 2, "repeated", "x")
                        .statusCode());
        assertEquals(
                303,
                browser.post(
                                "/account/password",
                                "password",
                                PASSWORD,
                                "new_password",
                                PASSWORD + 2,
                                "repeated",
                                PASSWORD + 2)
                        .statusCode());
        awaitRefusal(other);
        assertEquals("vera", header(browser.get(QUERY), "X-VO-Authenticated"));
    }

    @Test
    void keepsNoSecret() throws Exception {
        Browsing browser = signedIn(browser(), "ada");
        String cookie = browser.cookies().get(COOKIE);
        assertEquals(
                List.of("t"),
                sql("SELECT NOT EXISTS (SELECT FROM meridian.session s WHERE s::text LIKE '%" + cookie
                        + "%') AND NOT EXISTS (SELECT FROM meridian.audit a WHERE a::text LIKE '%mrs\\_%')"));
        URI capabilities = URI.create("/tap/capabilities");
        assertTrue(server.get(capabilities.toString()).body().contains("ivo://ivoa.net/sso#cookie"));
    }
}
