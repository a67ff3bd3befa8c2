// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jwt.JWTClaimsSet;
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
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.meridian.core.auth.openid.OpenIdProvider;

/** Signing in at an OpenID provider, its access tokens, and the attacks on both. */
@Timeout(120)
class OpenIdIT {

    private static final String QUERY = "/tap/sync?LANG=ADQL&RESPONSEFORMAT=csv&QUERY=SELECT+TOP+1+id+FROM+test.stars";
    private static final String COOKIE = "meridian";
    private static final String WAY_COOKIE = "meridian-sign-in";
    private static OwnProvider provider;
    private static RunningGateway server;

    @BeforeAll
    static void start() throws Exception {
        provider = new OwnProvider();
        OpenIdProvider.Client client = new OpenIdProvider.Client(
                OwnProvider.CLIENT,
                Optional.of(new OpenIdProvider.ClientSecret(OwnProvider.CLIENT_SECRET)),
                List.of("openid", "profile"));
        OpenIdProvider.Claims claims = new OpenIdProvider.Claims("preferred_username", Optional.of("groups"), "own.");
        OpenIdProvider good = new OpenIdProvider(
                "own",
                "Our Institute",
                provider.issuer(),
                client,
                claims,
                Optional.of(new OpenIdProvider.Api(OwnProvider.AUDIENCE, "meridian:")),
                OpenIdProvider.Admission.AT_ONCE);
        OpenIdProvider liar = new OpenIdProvider(
                "liar",
                "Another",
                URI.create(provider.issuer() + "/other"),
                client,
                claims,
                Optional.empty(),
                OpenIdProvider.Admission.AT_ONCE);
        server = new RunningGateway(
                Optional.empty(),
                RunningGateway.LIMITS,
                new GatewaySettings.Access(Set.of(), List.of(good, liar), Optional.empty()));
        Identity.of(server.gateway().database()).administration("a test").create("ada", Optional.empty(), false);
    }

    @AfterAll
    static void stop() {
        server.close();
        provider.close();
    }

    @BeforeEach
    void behave() {
        provider.idTokenChange = claims -> claims;
        provider.idTokenSigning = provider::signed;
        provider.down = false;
        provider.refusesRefresh = false;
    }

    private static Map<String, Object> user(String name, String... groups) {
        return Map.of(
                "sub",
                "subject of " + name,
                "preferred_username",
                name,
                "groups",
                List.of(groups),
                "sid",
                UUID.randomUUID().toString());
    }

    private static Browsing browser() {
        return new Browsing(server.url("/"));
    }

    /** The way there, up to the URL by which the provider sends the browser back. */
    private static String wayBack(Browsing browser) throws Exception {
        HttpResponse<String> begun = browser.get("/auth/openid/own?return=%2Faccount");
        assertEquals(303, begun.statusCode(), begun.body());
        assertTrue(header(begun, "Location").startsWith(provider.issuer() + "/authorize?"));
        HttpResponse<String> approved = browser.get(header(begun, "Location"));
        assertEquals(303, approved.statusCode(), approved.body());
        return header(approved, "Location");
    }

    private static HttpResponse<String> comeBack(Browsing browser, String url) throws Exception {
        HttpResponse<String> answer =
                browser.with("Sec-Fetch-Site", "cross-site").get(url);
        browser.with("Sec-Fetch-Site", "same-origin");
        return answer;
    }

    private static Browsing signedIn(Map<String, Object> who) throws Exception {
        provider.user = who;
        Browsing browser = browser();
        HttpResponse<String> answer = comeBack(browser, wayBack(browser));
        assertEquals(303, answer.statusCode(), answer.body());
        assertEquals(server.url("/account").toString(), header(answer, "Location"));
        return browser;
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static String name(Browsing browser) throws Exception {
        return header(browser.get(QUERY), "X-VO-Authenticated");
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

    private static void await(Browsing browser, int status) throws Exception {
        Instant since = Instant.now();
        while (browser.get(QUERY).statusCode() != status) {
            assertTrue(Instant.now().isBefore(since.plusSeconds(3)), "not " + status);
        }
    }

    @Test
    void signsInAtTheProviderWithItsGroups() throws Exception {
        assertTrue(browser().get("/sign-in").body().contains(">Sign in with Our Institute</a>"));
        Browsing browser = signedIn(user("vera", "gaia-team", "/deep/nested", "Robert'); DROP TABLE", "", "-x"));
        assertEquals("vera", name(browser));
        String me = browser.get("/me").body();
        assertTrue(me.contains("\"groups\":[\"own.-x\",\"own.deep/nested\",\"own.gaia-team\"]"), me);
        assertTrue(browser.get("/account").body().contains("own.gaia-team"));
        assertFalse(browser.cookies().containsKey(WAY_COOKIE));
        assertTrue(isAudited("SIGN_IN", "through own, session"));
        assertTrue(isAudited("ACCOUNT_CREATED", "for a user of own"));
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
        assertTrue(isAudited("SIGN_IN_REFUSED", "through own: this sign-in was not begun in this browser"));

        Browsing browser = browser();
        String back = wayBack(browser);
        String cookie = browser.cookies().get(WAY_COOKIE);
        assertEquals(303, comeBack(browser, back).statusCode());
        browser.cookies().put(WAY_COOKIE, cookie);
        assertEquals(401, comeBack(browser, back).statusCode(), "good once");
        Browsing late = browser();
        String lateBack = wayBack(late);
        sql("UPDATE meridian.sign_in_begun SET expires = expires - interval '10 minutes'");
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
        assertTrue(isAudited("SIGN_IN_REFUSED", "through own: the ID token"));
        assertEquals(List.of(), sql("SELECT name FROM meridian.account WHERE name LIKE 'mallory%'"));
    }

    private static void lapse(String account, String since) throws SQLException {
        sql("UPDATE meridian.session SET vouched_until = clock_timestamp() - interval '" + since + "',"
                + " ask_at = clock_timestamp() - interval '1 second' WHERE account = '" + account + "'");
    }

    private static void awaitGroups(Browsing browser, String groups) throws Exception {
        Instant since = Instant.now();
        while (!browser.get("/me").body().contains("\"groups\":" + groups)) {
            assertTrue(Instant.now().isBefore(since.plusSeconds(3)), () -> "not " + groups);
        }
    }

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
        assertTrue(isAudited("SIGN_OUT", "the provider refuses it"));
        assertEquals(List.of(), sql("SELECT id FROM meridian.session WHERE account = 'caroline'"));
    }

    @Test
    void endsASessionWhoseProviderSpeaksOfAnotherUser() throws Exception {
        Browsing browser = signedIn(user("maria"));
        provider.user = user("vera");
        lapse("maria", "1 second");
        await(browser, 401);
        assertTrue(isAudited("SIGN_OUT", "another user"));
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
        String row = sql("SELECT s::text FROM meridian.session s WHERE account = 'cecilia'")
                .getFirst();
        assertFalse(row.contains("refresh-") || row.contains("eyJ"), row);
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
        assertTrue(isAudited("REFUSED", "logout by own: the logout token is not good"));
        assertEquals("annie", name(second));
        assertEquals(
                200,
                logout(provider.signed(
                                Tokens.logoutClaims(provider).subject(subject).build()))
                        .statusCode());
        await(second, 401);
        assertTrue(isAudited("SIGN_OUT", "by own, 1 sessions"));
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
        assertTrue(isAudited("REFUSED", "GET /me: " + plain.body().strip()));
        assertEquals(List.of(), sql("SELECT name FROM meridian.account WHERE name LIKE 'mallory%'"));
    }

    @Test
    void keepsNoSecretInTheAuditLog() throws Exception {
        signedIn(user("nancy"));
        assertEquals(
                List.of(), sql("SELECT detail FROM meridian.audit WHERE detail ~ 'eyJ|refresh-|mrs_|odd & signs'"));
        assertFalse(new OpenIdProvider.ClientSecret(OwnProvider.CLIENT_SECRET)
                .toString()
                .contains("odd"));
    }
}
