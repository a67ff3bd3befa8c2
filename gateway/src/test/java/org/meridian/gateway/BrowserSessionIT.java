// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in with a browser, what sessions may do, and the attacks on them. */
@Timeout(120)
class BrowserSessionIT extends BrowserVisits {

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
        assertTrue(server.isAudited("SIGN_OUT", "by its owner"));
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
        assertEquals(403, browser.post("/vospace/uploads").statusCode());
        assertEquals(403, browser.patch("/vospace/uploads/x").statusCode());
        // Reading is no change; what another site's page makes the browser read, it cannot see.
        HttpResponse<String> read = browser.get(QUERY);
        assertEquals("grace", header(read, "X-VO-Authenticated"));
        assertEquals("", header(read, "Access-Control-Allow-Credentials"));
        assertTrue(server.isAudited("REFUSED", "POST /tap/async: the same-origin rule"));
        assertTrue(server.sql("SELECT account FROM meridian.audit WHERE detail LIKE 'POST /sign-out: the same-origin%'")
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
    void keepsNoSecret() throws Exception {
        Browsing browser = signedIn(browser(), "ada");
        String cookie = browser.cookies().get(COOKIE);
        assertEquals(
                List.of("t"),
                server.sql("SELECT NOT EXISTS (SELECT FROM meridian.session s WHERE s::text LIKE '%" + cookie
                        + "%') AND NOT EXISTS (SELECT FROM meridian.audit a WHERE a::text LIKE '%mrs\\_%')"));
        URI capabilities = URI.create("/tap/capabilities");
        assertTrue(server.get(capabilities.toString()).body().contains("ivo://ivoa.net/sso#cookie"));
    }
}
