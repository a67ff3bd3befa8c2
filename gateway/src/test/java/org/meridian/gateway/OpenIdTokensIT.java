// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a provider says after somebody has signed in there: refreshed groups, its access tokens, sign-outs, and the attacks on them. */
@Timeout(120)
class OpenIdTokensIT extends ProviderVisits {

    @Test
    void followsTheGroupsAtTheProviderAndEndsWithItsWord() throws Exception {
        Map<String, Object> before = user("caroline", "old", "both");
        Browsing browser = signedIn(before);
        awaitGroups(browser, "[\"own.both\",\"own.old\"]");
        provider.user = Map.of("sub", before.get("sub"), "groups", List.of("both", "new"), "sid", before.get("sid"));
        lapse("caroline", "1 second");
        awaitGroups(browser, "[\"own.both\",\"own.new\"]");

        provider.down = true;
        lapse("caroline", "1 minute");
        int asked = provider.tokenRequests;
        for (int i = 0; i < 5; i++) {
            assertEquals("caroline", name(browser), "a provider that is down for a while ends no session");
        }
        lapse("caroline", "16 minutes");
        await(browser, 503);
        provider.down = false;
        lapse("caroline", "16 minutes");
        await(browser, 200);
        assertEquals(asked + 1, provider.tokenRequests);

        provider.refusesRefresh = true;
        lapse("caroline", "1 second");
        await(browser, 401);
        assertTrue(server.isAudited("SIGN_OUT", "the provider refuses it"));
        assertEquals(List.of(), server.sql("SELECT id FROM meridian.session WHERE account = 'caroline'"));
    }

    @Test
    void endsASessionWhoseProviderSpeaksOfAnotherUser() throws Exception {
        Browsing browser = signedIn(user("maria"));
        provider.user = user("vera");
        lapse("maria", "1 second");
        await(browser, 401);
        assertTrue(server.isAudited("SIGN_OUT", "another user"));
    }

    private static void lapse(String account, String since) throws SQLException {
        server.sql("UPDATE meridian.session SET vouched_until = clock_timestamp() - interval '" + since + "',"
                + " ask_at = clock_timestamp() - interval '1 second' WHERE account = '" + account + "'");
    }

    private static void awaitGroups(Browsing browser, String groups) throws Exception {
        Instant since = Instant.now();
        while (!browser.get("/me").body().contains("\"groups\":" + groups)) {
            assertTrue(Instant.now().isBefore(since.plusSeconds(3)), () -> "not " + groups);
        }
    }

    @Test
    void signsOutAtTheProviderToo() throws Exception {
        Browsing browser = signedIn(user("williamina"));
        HttpResponse<String> page = browser.post("/sign-out");
        assertEquals(200, page.statusCode());
        assertTrue(page.body().contains("content=\"0;url=" + provider.issuer() + "/end?a=b&amp;"), page.body());
        assertTrue(page.body().contains("id_token_hint=eyJ"), page.body());
        assertTrue(page.body().contains("post_logout_redirect_uri=http"), page.body());
        assertEquals(Map.of(), browser.cookies());
    }

    private static HttpResponse<String> logout(String token) throws Exception {
        return browser().with("Sec-Fetch-Site", "").post("/auth/openid/own/logout", "logout_token", token);
    }

    @Test
    void endsSessionsAtTheProvidersWord() throws Exception {
        Map<String, Object> annie = user("annie");
        Browsing first = signedIn(annie);
        Browsing second = signedIn(user("annie"));
        String bySession = provider.signed(
                Tokens.logoutClaims(provider).claim("sid", annie.get("sid")).build());
        assertEquals(200, logout(bySession).statusCode());
        await(first, 401);
        assertEquals("annie", name(second));
        HttpResponse<String> again = logout(bySession);
        assertEquals(400, again.statusCode());
        assertTrue(again.body().contains("used before"), again.body());

        String subject = String.valueOf(annie.get("sub"));
        List<String> bad = Tokens.badLogout(provider, subject);
        for (String token : bad) {
            assertEquals(400, logout(token).statusCode(), token);
        }
        assertTrue(server.isAudited("REFUSED", "logout by own: the logout token is not good"));
        assertEquals("annie", name(second));
        assertEquals(
                200,
                logout(provider.signed(
                                Tokens.logoutClaims(provider).subject(subject).build()))
                        .statusCode());
        await(second, 401);
        assertTrue(server.isAudited("SIGN_OUT", "by own, 1 sessions"));
    }

    private static HttpResponse<String> query(String token) throws Exception {
        return server.get(QUERY, "Authorization", "Bearer " + token);
    }

    @Test
    void takesAccessTokensOfTheProvider() throws Exception {
        assertEquals("edwin", name(signedIn(user("edwin", "from-sign-in"))));
        String subject = "subject of edwin";
        String token = provider.signed(Tokens.accessClaims(provider, subject).build());
        HttpResponse<String> answer = query(token);
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals("edwin", header(answer, "X-VO-Authenticated"));
        String me = server.get("/me", "Authorization", "Bearer " + token).body();
        assertTrue(me.contains("\"groups\":[\"own.from-sign-in\"],\"scopes\":[\"tap\"]"), me);
        String typed = OwnProvider.signed(
                Tokens.accessClaims(provider, subject)
                        .claim("groups", List.of("of-token"))
                        .build(),
                provider.key,
                Optional.of("at+jwt"));
        String other = server.get("/me", "Authorization", "Bearer " + typed).body();
        assertTrue(other.contains("\"groups\":[\"own.of-token\"]"), other);
        // It opens what it is for, and not the account.
        assertEquals(
                403,
                server.get("/auth/tokens", "Authorization", "Bearer " + token).statusCode());
        String elsewhere = provider.signed(Tokens.accessClaims(provider, subject)
                .claim("scope", "tap meridian:sia")
                .build());
        assertEquals(403, query(elsewhere).statusCode());
    }

    private static Stream<Arguments> badAccessTokens() throws JOSEException {
        return Tokens.badAccess(provider);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badAccessTokens")
    void believesNoBadAccessToken(String what, String token) throws Exception {
        HttpResponse<String> answer = query(token);
        assertEquals(401, answer.statusCode(), answer.body());
        assertNotEquals(List.of(), answer.headers().allValues("WWW-Authenticate"));
        assertEquals("", header(answer, "X-VO-Authenticated"));
        HttpResponse<String> plain = server.get("/me", "Authorization", "Bearer " + token);
        assertEquals(401, plain.statusCode(), plain.body());
        assertTrue(server.isAudited("REFUSED", "GET /me: " + plain.body().strip()));
        assertEquals(List.of(), server.sql("SELECT name FROM meridian.account WHERE name LIKE 'mallory%'"));
    }
}
