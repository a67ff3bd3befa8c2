// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.meridian.gateway.People.json;
import static org.meridian.gateway.People.refused;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridian.core.auth.openid.OpenIdProvider;
import org.meridian.core.auth.request.AccessRequests;
import org.meridian.gateway.People.Person;

/** Users of an OpenID provider who come for the first time where moderators admit them. */
@Timeout(120)
class NewcomersIT {

    private static OwnProvider provider;
    private static RunningGateway server;
    private static People people;
    private static Person moderator;

    @BeforeAll
    static void start() throws Exception {
        provider = new OwnProvider();
        OpenIdProvider moderated = new OpenIdProvider(
                "own",
                "Our <Institute>",
                provider.issuer(),
                new OpenIdProvider.Client(
                        OwnProvider.CLIENT,
                        Optional.of(new OpenIdProvider.ClientSecret(OwnProvider.CLIENT_SECRET)),
                        List.of("openid")),
                new OpenIdProvider.Claims("preferred_username", Optional.of("groups"), "own."),
                Optional.of(new OpenIdProvider.Api(OwnProvider.AUDIENCE, "meridian:")),
                OpenIdProvider.Admission.MODERATED);
        // Visitors may not ask; whom the provider vouches for may.
        server = new RunningGateway(
                Optional.empty(),
                RunningGateway.LIMITS,
                new GatewaySettings.Access(Set.of(), List.of(moderated), Optional.empty()),
                GatewaySettings.Groups.DEFAULT,
                new AccessRequests.Rules(false, 4));
        people = new People(server);
        people.make("ada", "grace");
        people.administration().join(AccessRequests.MODERATORS, List.of("grace"));
        moderator = people.signedIn("grace");
    }

    @AfterAll
    static void stop() {
        people.close();
        server.close();
        provider.close();
    }

    private static Browsing browser() {
        return new Browsing(server.url("/"));
    }

    /** The answer to a browser that is back from the provider. */
    private static HttpResponse<String> come(Browsing browser, String name) throws Exception {
        provider.user = Map.of(
                "sub",
                "subject of " + name,
                "preferred_username",
                name,
                "email",
                name + "@example.org",
                "groups",
                List.of("gaia"));
        String there = browser.get("/auth/openid/own?return=%2Faccount")
                .headers()
                .firstValue("Location")
                .orElseThrow();
        String back = browser.get(there).headers().firstValue("Location").orElseThrow();
        HttpResponse<String> answer =
                browser.with("Sec-Fetch-Site", "cross-site").get(back);
        browser.with("Sec-Fetch-Site", "same-origin");
        return answer;
    }

    private static Optional<JsonNode> waiting(String name) throws Exception {
        for (JsonNode request : json(200, moderator.get("/auth/requests"))) {
            if (request.get("username").asText().equals(name)) {
                return Optional.of(request);
            }
        }
        return Optional.empty();
    }

    private static String number(String name) throws Exception {
        return waiting(name).orElseThrow().get("id").asText();
    }

    private static HttpResponse<String> withToken(String name) throws Exception {
        String token = provider.signed(
                Tokens.accessClaims(provider, "subject of " + name).build());
        return server.get("/me", "Authorization", "Bearer " + token);
    }

    @Test
    void waitForAModeratorWhoAdmitsThem() throws Exception {
        Browsing browser = browser();
        HttpResponse<String> page = come(browser, "vera");
        assertEquals(403, page.statusCode());
        assertTrue(page.body().contains("<h1>Your account waits for approval</h1>"), page.body());
        assertEquals(Map.of(), browser.cookies());
        assertEquals(List.of("0"), people.sql("SELECT count(*) FROM meridian.account WHERE name LIKE 'vera%'"));
        JsonNode request = waiting("vera").orElseThrow();
        assertEquals("own", request.get("provider").asText());
        assertEquals("vera@example.org", request.get("email").asText());
        assertEquals("signed in through Our <Institute>", request.get("why").asText());

        // Coming again is no second request; nor does a token of the provider get anybody in before.
        assertEquals(403, come(browser(), "vera").statusCode());
        assertEquals(List.of("1"), people.sql("SELECT count(*) FROM meridian.access_request WHERE wished = 'vera'"));
        HttpResponse<String> early = withToken("vera");
        refused(403, "moderators of this gateway admit new users", early);
        assertTrue(people.sql("SELECT detail FROM meridian.audit WHERE action = 'REFUSED'").stream()
                .anyMatch(detail -> detail.startsWith("GET /me: moderators of this gateway admit")));
        String id = request.get("id").asText();
        assertTrue(people.sql("SELECT detail FROM meridian.audit WHERE action = 'SIGN_IN_REFUSED'")
                .contains("through own: request " + id + " for an account is waiting"));

        JsonNode approved = json(201, moderator.post("/auth/requests/" + id + "/approve"));
        assertEquals("{\"username\":\"vera\"}", approved.toString());
        HttpResponse<String> in = come(browser, "vera");
        assertEquals(303, in.statusCode(), in.body());
        assertTrue(browser.get("/me").body().contains("\"name\":\"vera\""));
        assertEquals("vera", json(200, withToken("vera")).get("name").asText());
        assertEquals(
                List.of("t"),
                people.sql("SELECT password IS NULL AND email = 'vera@example.org' FROM meridian.account"
                        + " WHERE name = 'vera'"));
        assertEquals(
                401,
                browser().post("/sign-in", "username", "vera", "password", "").statusCode());
        refused(404, "no request", moderator.post("/auth/requests/" + id + "/approve"));
    }

    @Test
    void areToldThatTheyWereDeclinedAndMayBeAdmittedLater() throws Exception {
        come(browser(), "mallory");
        String id = number("mallory");
        assertEquals(
                204,
                moderator
                        .post("/auth/requests/" + id + "/decline", "reason", "ask <your> institute first")
                        .statusCode());
        HttpResponse<String> page = come(browser(), "mallory");
        assertEquals(403, page.statusCode());
        assertTrue(page.body().contains("<h1>You have no account here</h1>"), page.body());
        assertTrue(page.body().contains("The moderator says: ask &lt;your&gt; institute first"), page.body());
        assertEquals(Optional.empty(), waiting("mallory"));
        json(201, moderator.post("/auth/requests/" + id + "/approve"));
        assertEquals(303, come(browser(), "mallory").statusCode());
    }

    @Test
    void getNobodysAccountByTheirName() throws Exception {
        come(browser(), "ada");
        String id = number("ada");
        refused(400, "there is a user ada already", moderator.post("/auth/requests/" + id + "/approve"));
        json(201, moderator.post("/auth/requests/" + id + "/approve", "username", "ada2"));
        Browsing browser = browser();
        assertEquals(303, come(browser, "ada").statusCode());
        assertTrue(browser.get("/me").body().contains("\"name\":\"ada2\""));
        come(browser(), "admin");
        assertEquals("own", waiting("admin-own").orElseThrow().get("provider").asText());
        assertEquals(
                204,
                moderator
                        .post("/auth/requests/" + number("admin-own") + "/decline", "reason", "no")
                        .statusCode());
    }

    @Test
    void askAnewWhenTheirAccountIsGone() throws Exception {
        come(browser(), "tycho");
        json(201, moderator.post("/auth/requests/" + number("tycho") + "/approve"));
        people.sql("DELETE FROM meridian.account WHERE name = 'tycho' RETURNING name");
        assertEquals(403, come(browser(), "tycho").statusCode());
        json(201, moderator.post("/auth/requests/" + number("tycho") + "/approve"));
        assertEquals(303, come(browser(), "tycho").statusCode());
    }

    @Test
    void doNotFillTheListOfTheModerators() throws Exception {
        for (int i = 0; i < 10; i++) {
            come(browser(), "flood" + i);
        }
        HttpResponse<String> page = come(browser(), "flood10");
        assertEquals(429, page.statusCode(), page.body());
        assertTrue(page.body().contains("are waiting for a moderator"), page.body());
        for (JsonNode request : json(200, moderator.get("/auth/requests"))) {
            moderator.post("/auth/requests/" + request.get("id").asText() + "/decline", "reason", "flood");
        }
        assertFalse(waiting("flood10").isPresent());
    }

    @Test
    void areNobodyTheProviderDoesNotVouchFor() throws Exception {
        provider.idTokenSigning = OwnProvider::unsigned;
        assertEquals(401, come(browser(), "forged").statusCode());
        provider.idTokenSigning = provider::signed;
        assertEquals(List.of("0"), people.sql("SELECT count(*) FROM meridian.access_request WHERE wished = 'forged'"));
    }
}
