// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.meridian.gateway.People.json;
import static org.meridian.gateway.People.refused;
import static org.meridian.gateway.People.withinASecond;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridian.core.IvoaSchemas;
import org.meridian.core.auth.Scope;
import org.meridian.gateway.People.Person;

/** The group membership service over HTTP (GMS 1.0). */
@Timeout(120)
class GmsIT {

    private static RunningGateway server;
    private static People people;
    private static Person ada;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningGateway(Optional.empty());
        people = new People(server);
        people.make("ada", "grace");
        people.administration().join("gaia", List.of("ada", "grace"));
        people.administration().join("Gaia", List.of("grace"));
        ada = people.signedIn("ada");
        json(201, ada.post("/auth/teams", "name", "pleiades"));
        withinASecond(() -> ada.get("/gms/search").body().contains("ada~pleiades"));
    }

    @AfterAll
    static void stop() {
        people.close();
        server.close();
    }

    @Test
    void tellsCallersTheirOwnGroupsEachOnALineOfItsOwn() throws Exception {
        HttpResponse<String> all = ada.get("/gms/search");
        assertEquals(200, all.statusCode());
        assertEquals("ada~pleiades\r\ngaia\r\n", all.body());
        assertTrue(all.headers().firstValue("Content-Type").orElse("").startsWith("text/plain"));
        assertEquals(
                "Gaia\r\ngaia\r\n", people.signedIn("grace").get("/gms/search").body());
    }

    @Test
    void limitsTheAnswerToTheGroupsThatAreAskedFor() throws Exception {
        assertEquals("gaia\r\n", ada.get("/gms/search?group=gaia").body());
        assertEquals(
                "ada~pleiades\r\n", ada.get("/gms/search?group=ada~pleiades").body());
        assertEquals(
                "ada~pleiades\r\ngaia\r\n",
                ada.get("/gms/search?group=gaia&group=ada~pleiades").body());
        // Names are told apart by case; unknown ones, and what is no name, are ignored.
        for (String none : List.of("Gaia", "GAIA", "none-such", "grace~x", "%27%20OR%201=1--", "%00", "")) {
            HttpResponse<String> answer = ada.get("/gms/search?group=" + none);
            assertEquals(200, answer.statusCode(), none);
            assertEquals("", answer.body(), none);
        }
        assertEquals(
                "gaia\r\n", ada.get("/gms/search?group=none-such&group=gaia").body());
    }

    @Test
    void answersNobodyWhoIsNotKnown() throws Exception {
        HttpResponse<String> anonymous = people.anonymous().get("/gms/search?group=gaia");
        refused(401, "sign in", anonymous);
        assertTrue(
                anonymous.headers().allValues("WWW-Authenticate").stream().anyMatch(c -> c.startsWith("ivoa_bearer ")));
        assertEquals(
                401,
                server.get("/gms/search", "Authorization", "Bearer mrd_AAAA").statusCode());
    }

    @Test
    void answersTokensOfEveryPurpose() throws Exception {
        HttpResponse<String> answer = people.program("ada", Scope.TAP).get("/gms/search?group=gaia");
        assertEquals("gaia\r\n", answer.body());
        assertEquals("ada", answer.headers().firstValue("X-VO-Authenticated").orElse(""));
    }

    @Test
    void describesItself() throws Exception {
        HttpResponse<String> capabilities = people.anonymous().get("/gms/capabilities");
        assertEquals(200, capabilities.statusCode());
        String document = capabilities.body();
        assertTrue(document.contains("standardID=\"ivo://ivoa.net/std/gms#search-1.0\""), document);
        assertTrue(document.contains(server.url("/gms/search").toString()), document);
        assertTrue(document.contains("role=\"std\""), document);
        IvoaSchemas schemas = IvoaSchemas.all();
        schemas.validate(document);
        assertEquals(200, server.send("HEAD", "/gms/capabilities").statusCode());
        HttpResponse<String> availability = people.anonymous().get("/gms/availability");
        assertTrue(availability.body().contains("<vosi:available>true</vosi:available>"), availability.body());
        schemas.validate(availability.body());
    }
}
