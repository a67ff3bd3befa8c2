// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.meridian.core.auth.openid.OpenIdProvider;

/**
 * A real Keycloak and a real browser: signing in, group claims, refresh, signing out here, there and behind the browser's back.
 * Needs {@code -Dkeycloak} and Chromium; skipped without, unless the environment variable {@code MERIDIAN_TEST_REQUIRE_TOOLS} is
 * {@code true}.
 */
@Tag("nightly")
@Timeout(600)
class KeycloakIT {

    private static final String QUERY = "/tap/sync?LANG=ADQL&RESPONSEFORMAT=csv&QUERY=SELECT+TOP+1+id+FROM+test.stars";
    private static final Path PICTURES = Path.of("target/pictures");

    private static Keycloak keycloak;
    private static RunningGateway server;
    private static Chromium browser;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void start() throws Exception {
        Optional<Path> home = Keycloak.home();
        require(home.isPresent(), "Keycloak is not unpacked (-Dkeycloak)");
        require(
                new ProcessBuilder("sh", "-c", "command -v chromium").start().waitFor() == 0,
                "chromium is not installed");
        keycloak = Keycloak.reserved();
        OpenIdProvider provider = new OpenIdProvider(
                "kc",
                "Keycloak",
                keycloak.issuer(),
                new OpenIdProvider.Client(
                        Keycloak.CLIENT,
                        Optional.of(new OpenIdProvider.ClientSecret(Keycloak.SECRET)),
                        List.of("openid", "profile", "email")),
                new OpenIdProvider.Claims("preferred_username", Optional.of("groups"), "kc."),
                Optional.of(new OpenIdProvider.Api(Keycloak.AUDIENCE, "")),
                OpenIdProvider.Admission.AT_ONCE);
        server = new RunningGateway(
                Optional.empty(),
                RunningGateway.LIMITS,
                new GatewaySettings.Access(Set.of(), List.of(provider), Optional.empty()));
        keycloak.start(home.orElseThrow(), server.url(""));
        browser = Chromium.start(folder);
    }

    private static void require(boolean there, String message) {
        if (!there) {
            Assumptions.assumeTrue("true".equals(System.getenv("MERIDIAN_TEST_REQUIRE_TOOLS")), message);
            throw new AssertionError(message);
        }
    }

    @AfterAll
    static void stop() {
        for (AutoCloseable one : new AutoCloseable[] {browser, keycloak, server}) {
            if (one != null) {
                try {
                    one.close();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    private static void signIn() throws Exception {
        browser.open(server.url("/sign-in?return=%2Faccount")).click(".providers a");
        browser.until("document.querySelector('#username')")
                .type("#username", Keycloak.USER)
                .type("#password", Keycloak.PASSWORD)
                .click("#kc-login");
        browser.until("location.pathname === '/account' && document.readyState === 'complete'");
    }

    /** As if the access token had expired. */
    private static void lapse() throws SQLException {
        try (Connection owner = server.gateway().database().owner().getConnection();
                Statement statement = owner.createStatement()) {
            statement.execute(
                    "UPDATE meridian.session SET vouched_until = clock_timestamp(), ask_at = clock_timestamp()");
        }
    }

    @Test
    void signsInRefreshesAndSignsOutInABrowser() throws Exception {
        browser.open(server.url("/sign-in")).picture(PICTURES.resolve("sign-in.png"));
        signIn();
        String page = browser.text();
        assertTrue(
                page.contains("ada.lovelace") && page.contains("kc.gaia-team") && page.contains("kc.observers"), page);
        browser.type("input[name=label]", "my notebook").picture(PICTURES.resolve("account.png"));
        browser.click("form[action$='/account/tokens'] button").until("document.querySelector('.secret')");
        browser.picture(PICTURES.resolve("token.png"));
        String token = browser.value("document.querySelector('.secret').innerText.trim()");
        HttpResponse<String> query = server.get(QUERY, "Authorization", "Bearer " + token);
        assertEquals(
                "ada.lovelace", query.headers().firstValue("X-VO-Authenticated").orElse(""));
        browser.open(server.url("/")).until("document.querySelector('#who').innerText.includes('ada.lovelace')");
        browser.picture(PICTURES.resolve("portal.png"));

        keycloak.leave(Keycloak.GROUP);
        lapse();
        browser.open(server.url("/account"))
                .until("!document.body.innerText.includes('kc.gaia-team')" + " || (location.reload(), false)");
        assertTrue(browser.text().contains("kc.observers"), browser.text());

        browser.click("form[action$='/sign-out'] button");
        browser.until("location.pathname === '/' && document.querySelector('#who')?.innerText === 'Sign in'");
        browser.open(server.url("/account")).until("location.pathname === '/sign-in'");
        // Keycloak has forgotten him too: it asks for the password again.
        signIn();
        assertTrue(browser.text().contains("ada.lovelace"), browser.text());

        keycloak.signOut();
        browser.open(server.url("/account")).until("location.pathname === '/sign-in' || (location.reload(), false)");
    }

    @Test
    void takesItsAccessTokens() throws Exception {
        JsonNode tokens = keycloak.tokens("openid tap");
        String access = "Bearer " + tokens.get("access_token").asText();
        HttpResponse<String> answer = server.get(QUERY, "Authorization", access);
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals(
                "ada.lovelace",
                answer.headers().firstValue("X-VO-Authenticated").orElse(""));
        assertTrue(server.get("/me", "Authorization", access).body().contains("\"kc.observers\""));
        for (String other : List.of("id_token", "refresh_token")) {
            HttpResponse<String> refused = server.get(
                    QUERY, "Authorization", "Bearer " + tokens.get(other).asText());
            assertEquals(401, refused.statusCode(), other);
        }
        String without =
                "Bearer " + keycloak.tokens("openid").get("access_token").asText();
        assertFalse(server.get(QUERY, "Authorization", without).statusCode() == 200, "lacks the scope");
    }
}
