// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.meridian.gateway.People.refused;

import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.auth.Scope;
import org.meridian.gateway.People.Person;

/** A TAP service for those who have signed in. */
@Timeout(60)
class ClosedServiceIT {

    private static final String QUERY = "?LANG=ADQL&RESPONSEFORMAT=csv&QUERY="
            + URLEncoder.encode("SELECT TOP 1 table_name FROM tap_schema.tables", UTF_8);
    private static RunningGateway server;
    private static People people;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningGateway(
                Optional.empty(),
                RunningGateway.LIMITS,
                new GatewaySettings.Access(Set.of("tap"), List.of(), Optional.empty()));
        people = new People(server);
        people.make("ada");
    }

    @AfterAll
    static void stop() {
        people.close();
        server.close();
    }

    @Test
    void answersWhoeverHasSignedIn() throws Exception {
        assertEquals(200, people.signedIn("ada").get("/tap/sync" + QUERY).statusCode());
        assertEquals(
                200, people.program("ada", Scope.TAP).get("/tap/sync" + QUERY).statusCode());
        refused(403, "lacks the scope 'tap'", people.program("ada", Scope.SIA).get("/tap/sync" + QUERY));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/tap",
                "/tap/sync",
                "/tap/sync/",
                "/tap/async",
                "/tap/tables",
                "/tap/examples",
                "/%74ap/sync",
                "/datalink/links",
                "/preview/real"
            })
    void answersNobodyElse(String path) throws Exception {
        refused(401, "for users who have signed in", people.anonymous().get(path + QUERY));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/observations", "/observations/", "/observations/sky", "/observations/sky/a.fits"})
    void sendsPeopleWhoLookAtObservationsToSignIn(String path) throws Exception {
        HttpResponse<String> answer = people.anonymous().get(path);
        assertEquals(303, answer.statusCode(), answer.body());
        assertTrue(answer.headers().firstValue("Location").orElse("").endsWith("/sign-in?return=%2Fobservations"));
        assertEquals(200, people.signedIn("ada").get("/observations").statusCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/tap;/sync",
                "/tap;x=1/sync",
                "/tap/sync;x=%2Favailability",
                "/tap/sync;/availability",
                "/tap;/tables",
                "/tap;x/async",
                "/tap/sync;"
            })
    void isNotFoundUnderAnotherName(String path) throws Exception {
        for (Person who : List.of(people.anonymous(), people.program("ada", Scope.SIA))) {
            HttpResponse<String> answer = who.get(path + QUERY);
            assertEquals(400, answer.statusCode(), answer.body());
            assertTrue(answer.body().contains("have no parameters"), answer.body());
        }
    }

    /** A % that is escaped is a letter of a name, and not the beginning of another escape. */
    @ParameterizedTest
    @ValueSource(strings = {"/%2574ap/sync", "/tap/%2573ync", "/tap%252Fsync", "/%252e/tap/sync", "/tap/sync%253B"})
    void isNotFoundByWhatWouldHaveToBeDecodedTwice(String path) throws Exception {
        for (Person who : List.of(people.anonymous(), people.program("ada", Scope.SIA))) {
            int status = who.get(path + QUERY).statusCode();
            assertTrue(List.of(401, 403, 404).contains(status), path + " " + status);
        }
    }

    @Test
    void tellsEverybodyHowToSignIn() throws Exception {
        assertEquals(200, people.anonymous().get("/tap/availability").statusCode());
        String capabilities = people.anonymous().get("/tap/capabilities").body();
        String tap = capabilities.substring(
                capabilities.indexOf("standardID=\"ivo://ivoa.net/std/TAP\""),
                capabilities.indexOf("</capability>", capabilities.indexOf("standardID=\"ivo://ivoa.net/std/TAP\"")));
        int interfaces = tap.split("<interface", -1).length - 1;
        assertEquals(3, interfaces, tap);
        assertEquals(interfaces, tap.split("<securityMethod standardID", -1).length - 1, "one that is open: " + tap);
        assertTrue(tap.contains("role=\"std\""), tap);
    }

    @Test
    void listsAnOpenInterfaceWhereItIsOpen() throws Exception {
        try (RunningGateway open = new RunningGateway(Optional.empty());
                People visitors = new People(open)) {
            String capabilities = visitors.anonymous().get("/tap/capabilities").body();
            assertFalse(capabilities.matches(
                    "(?s).*role=\"std\"[^>]*>\\s*<accessURL[^>]*>[^<]*</accessURL>\\s*<security.*"));
            assertTrue(capabilities.contains("role=\"std\""));
        }
    }
}
