// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.meridian.core.auth.openid.OpenIdProvider;

/** A gateway with an OpenID provider, and browsers that sign in there. One at a time. */
class ProviderVisits {

    static final String QUERY = "/tap/sync?LANG=ADQL&RESPONSEFORMAT=csv&QUERY=SELECT+TOP+1+id+FROM+test.stars";
    static final String COOKIE = "meridian";
    static final String WAY_COOKIE = "meridian-sign-in";
    static OwnProvider provider;
    static RunningGateway server;

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

    static Map<String, Object> user(String name, String... groups) {
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

    static Browsing browser() {
        return new Browsing(server.url("/"));
    }

    /** The way there, up to the URL by which the provider sends the browser back. */
    static String wayBack(Browsing browser) throws Exception {
        HttpResponse<String> begun = browser.get("/auth/openid/own?return=%2Faccount");
        assertEquals(303, begun.statusCode(), begun.body());
        assertTrue(header(begun, "Location").startsWith(provider.issuer() + "/authorize?"));
        HttpResponse<String> approved = browser.get(header(begun, "Location"));
        assertEquals(303, approved.statusCode(), approved.body());
        return header(approved, "Location");
    }

    static HttpResponse<String> comeBack(Browsing browser, String url) throws Exception {
        HttpResponse<String> answer =
                browser.with("Sec-Fetch-Site", "cross-site").get(url);
        browser.with("Sec-Fetch-Site", "same-origin");
        return answer;
    }

    static Browsing signedIn(Map<String, Object> who) throws Exception {
        provider.user = who;
        Browsing browser = browser();
        HttpResponse<String> answer = comeBack(browser, wayBack(browser));
        assertEquals(303, answer.statusCode(), answer.body());
        assertEquals(server.url("/account").toString(), header(answer, "Location"));
        return browser;
    }

    static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    static String name(Browsing browser) throws Exception {
        return header(browser.get(QUERY), "X-VO-Authenticated");
    }

    static void await(Browsing browser, int status) throws Exception {
        Instant since = Instant.now();
        while (browser.get(QUERY).statusCode() != status) {
            assertTrue(Instant.now().isBefore(since.plusSeconds(3)), "not " + status);
        }
    }
}
