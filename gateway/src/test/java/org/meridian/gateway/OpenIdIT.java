// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jwt.JWTClaimsSet;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.meridian.core.auth.openid.OpenIdProvider;

/** Signing in at an OpenID provider, and the attacks on it. */
@Timeout(120)
class OpenIdIT extends ProviderVisits {

    @Test
    void signsInAtTheProviderWithItsGroups() throws Exception {
        assertTrue(browser().get("/sign-in").body().contains(">Sign in with Our Institute</a>"));
        Browsing browser = signedIn(user("vera", "gaia-team", "/deep/nested", "Robert'); DROP TABLE", "", "-x"));
        assertEquals("vera", name(browser));
        String me = browser.get("/me").body();
        assertTrue(me.contains("\"groups\":[\"own.-x\",\"own.deep/nested\",\"own.gaia-team\"]"), me);
        assertTrue(browser.get("/account").body().contains("own.gaia-team"));
        assertFalse(browser.cookies().containsKey(WAY_COOKIE));
        assertTrue(server.isAudited("SIGN_IN", "through own, session"));
        assertTrue(server.isAudited("ACCOUNT_CREATED", "for a user of own"));
        assertFalse(browser.get("/account").body().contains("name=\"new_password\""), "there is no password");
    }

    @Test
    void givesNobodyTheAccountOfANamesake() throws Exception {
        // There is a local ada.
        Browsing hers = signedIn(user("ada"));
        assertEquals("ada-own", name(hers));
        assertEquals("ada-own", name(signedIn(user("ada"))));
        Map<String, Object> another = Map.of("sub", "another subject", "preferred_username", "ada");
        assertEquals("ada-2", name(signedIn(another)));
        // Nor does a change of claims make one person another.
        assertEquals("ada-2", name(signedIn(Map.of("sub", "another subject", "preferred_username", "vera"))));
        assertEquals("admin-own", name(signedIn(user("admin"))));
        assertEquals("user", name(signedIn(Map.of("sub", "..", "preferred_username", "§§"))));
        assertEquals(
                401,
                browser()
                        .post("/sign-in", "username", "ada-own", "password", "")
                        .statusCode());
    }

    @Test
    void bindsTheWayBackToTheBrowserThatWentThere() throws Exception {
        provider.user = user("bound");
        Browsing victim = browser();
        String attackers = wayBack(browser());
        for (Browsing other : List.of(browser(), victim)) {
            HttpResponse<String> answer = comeBack(other, attackers);
            assertEquals(401, answer.statusCode(), answer.body());
            assertTrue(answer.body().contains("was not begun in this browser"), answer.body());
        }
        String own = wayBack(victim);
        assertEquals(
                401, comeBack(victim, own.replaceAll("state=.*", "state=x")).statusCode());
        assertEquals(401, comeBack(victim, attackers).statusCode());
        assertEquals(401, comeBack(victim, own.replace("/own/", "/liar/")).statusCode());
        assertEquals(
                401,
                comeBack(victim, wayBack(victim) + "&iss=https%3A%2F%2Fevil.example")
                        .statusCode());
        assertFalse(victim.cookies().containsKey(COOKIE));
        assertTrue(server.isAudited("SIGN_IN_REFUSED", "through own: this sign-in was not begun in this browser"));

        Browsing browser = browser();
        String back = wayBack(browser);
        String cookie = browser.cookies().get(WAY_COOKIE);
        assertEquals(303, comeBack(browser, back).statusCode());
        browser.cookies().put(WAY_COOKIE, cookie);
        assertEquals(401, comeBack(browser, back).statusCode(), "good once");
        Browsing late = browser();
        String lateBack = wayBack(late);
        server.sql("UPDATE meridian.sign_in_begun SET expires = expires - interval '10 minutes'");
        assertEquals(401, comeBack(late, lateBack).statusCode());
    }

    @Test
    void letsOneAddressSendNoMoreThanSomeBrowsersToAProviderBeforeOneIsBack() throws Exception {
        provider.user = user("dora");
        Browsing first = browser();
        String back = wayBack(first);
        Browsing others = browser();
        int sent = 1;
        HttpResponse<String> last = others.get("/auth/openid/own");
        while (last.statusCode() == 303 && sent < 200) {
            sent++;
            last = others.get("/auth/openid/own");
        }
        assertEquals(429, last.statusCode(), last.body());
        assertTrue(last.body().contains("try again in"), last.body());
        assertEquals(303, comeBack(first, back).statusCode());
        assertEquals(303, others.get("/auth/openid/own").statusCode());
    }

    @Test
    void beginsNoSignInForAnotherSiteAndLeadsToNone() throws Exception {
        assertEquals(
                403,
                browser()
                        .with("Sec-Fetch-Site", "cross-site")
                        .get("/auth/openid/own")
                        .statusCode());
        assertEquals(
                400, browser().get("/auth/openid/own?return=%2F%2Fevil.example").statusCode());
        assertEquals(404, browser().get("/auth/openid/unknown").statusCode());
        HttpResponse<String> refused = comeBack(browser(), "/auth/openid/own/callback?error=%3Cscript%3E&state=x");
        assertFalse(refused.body().contains("<script>"), refused.body());
        // Its metadata name another issuer.
        assertEquals(503, browser().get("/auth/openid/liar").statusCode());
    }

    private static Stream<Arguments> badIdTokens() {
        return Tokens.badIdTokens(provider);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badIdTokens")
    void believesNoBadIdToken(String what, UnaryOperator<JWTClaimsSet.Builder> change, OwnProvider.Signing signing)
            throws Exception {
        provider.user = user("mallory");
        provider.idTokenChange = change;
        provider.idTokenSigning = signing;
        Browsing browser = browser();
        HttpResponse<String> answer = comeBack(browser, wayBack(browser));
        assertEquals(401, answer.statusCode(), answer.body());
        assertFalse(browser.cookies().containsKey(COOKIE));
        assertTrue(server.isAudited("SIGN_IN_REFUSED", "through own: the ID token"));
        assertEquals(List.of(), server.sql("SELECT name FROM meridian.account WHERE name LIKE 'mallory%'"));
    }

    @Test
    void takesNewKeysOfTheProvider() throws Exception {
        signedIn(user("jocelyn"));
        provider.key = OwnProvider.newKey();
        assertEquals("jocelyn", name(signedIn(user("jocelyn"))));
    }

    @Test
    void keepsTheTokensOfTheProviderForTheHolderOfTheCookieAlone() throws Exception {
        signedIn(user("cecilia"));
        String row = server.sql("SELECT s::text FROM meridian.session s WHERE account = 'cecilia'")
                .getFirst();
        assertFalse(
                row.contains("refresh-")
                        || Pattern.compile("eyJ[\\w-]+\\.").matcher(row).find(),
                row);
    }

    @Test
    void keepsWhereABrowserGoesForTheHolderOfTheCookieAlone() throws Exception {
        assertEquals(
                303,
                browser()
                        .get("/auth/openid/own?return=%2Fauth%2Finvitations%2Fmri_sesame")
                        .statusCode());
        assertEquals(
                List.of(),
                server.sql("SELECT b::text FROM meridian.sign_in_begun b WHERE b::text ~ 'sesame|invitations'"));
    }

    @Test
    void keepsNoSecretInTheAuditLog() throws Exception {
        signedIn(user("nancy"));
        assertEquals(
                List.of(),
                server.sql("SELECT detail FROM meridian.audit WHERE detail ~ 'eyJ|refresh-|mrs_|odd & signs'"));
        assertFalse(new OpenIdProvider.ClientSecret(OwnProvider.CLIENT_SECRET)
                .toString()
                .contains("odd"));
    }
}
