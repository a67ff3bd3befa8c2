// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.meridian.gateway.People.json;
import static org.meridian.gateway.People.refused;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.request.AccessRequests;
import org.meridian.gateway.People.Person;

/** Asking for an account, and deciding about it, over HTTP. */
@Timeout(120)
class AccessRequestIT {

    private static RunningGateway server;
    private static People people;
    private static Person moderator;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningGateway(
                Optional.empty(),
                RunningGateway.LIMITS,
                GatewaySettings.Access.OPEN,
                GatewaySettings.Groups.DEFAULT,
                new AccessRequests.Rules(true, 12));
        people = new People(server);
        people.make("ada", "grace");
        people.administration().join(AccessRequests.MODERATORS, List.of("grace"));
        moderator = people.signedIn("grace");
    }

    @AfterAll
    static void stop() {
        people.close();
        server.close();
    }

    private static HttpResponse<String> ask(String name, String address) throws Exception {
        return people.anonymous()
                .from(address)
                .post(
                        "/auth/requests",
                        "username",
                        name,
                        "email",
                        name + "@example.org",
                        "why",
                        "To look at <the sky>; DROP TABLE x");
    }

    private static String url(HttpResponse<String> answer) throws Exception {
        return json(202, answer).get("url").asText();
    }

    private static String number(String name) throws Exception {
        for (JsonNode request : json(200, moderator.get("/auth/requests"))) {
            if (request.get("username").asText().equals(name)) {
                return request.get("id").asText();
            }
        }
        throw new AssertionError("no request for " + name + " waits");
    }

    @Test
    void makesAnAccountOnlyWhenAModeratorApproves() throws Exception {
        String url = url(ask("vera", "198.51.100.1"));
        assertTrue(url.matches("http://.*/auth/requests/status/mrq_[A-Za-z0-9_-]{43}"), url);
        assertEquals(
                "waiting", json(200, people.anonymous().get(url)).get("state").asText());
        assertEquals(List.of("0"), people.sql("SELECT count(*) FROM meridian.account WHERE name = 'vera'"));

        JsonNode approved = json(201, moderator.post("/auth/requests/" + number("vera") + "/approve"));
        assertEquals("vera", approved.get("username").asText());
        String once = approved.get("password").asText();
        JsonNode state = json(200, people.anonymous().get(url));
        assertEquals("approved", state.get("state").asText());
        assertEquals("vera", state.get("account").asText());
        assertFalse(state.toString().contains(once), "the moderator hands it over");
        refused(403, "/auth/password", people.anonymous().post("/auth/login", "username", "vera", "password", once));
        assertEquals(
                List.of("0"), people.sql("SELECT count(*) FROM meridian.audit a WHERE a::text LIKE '%" + once + "%'"));
    }

    @Test
    void tellsWhyARequestWasDeclined() throws Exception {
        String url = url(ask("mallory", "198.51.100.2"));
        String id = number("mallory");
        refused(400, "reason", moderator.post("/auth/requests/" + id + "/decline"));
        assertEquals(
                204,
                moderator
                        .post("/auth/requests/" + id + "/decline", "reason", "use your institute's address")
                        .statusCode());
        JsonNode state = json(200, people.anonymous().get(url));
        assertEquals("declined", state.get("state").asText());
        assertEquals("use your institute's address", state.get("reason").asText());
        refused(404, "no request", moderator.post("/auth/requests/" + id + "/approve"));
        assertEquals(List.of("0"), people.sql("SELECT count(*) FROM meridian.account WHERE name = 'mallory'"));
    }

    @Test
    void answersTheSameWhetherThereIsSuchAUser() throws Exception {
        HttpResponse<String> taken = ask("ada", "198.51.100.3");
        HttpResponse<String> free = ask("caroline", "198.51.100.3");
        assertEquals(
                taken.body().replaceAll("mrq_[A-Za-z0-9_-]+", ""), free.body().replaceAll("mrq_[A-Za-z0-9_-]+", ""));
        String id = number("ada");
        refused(400, "there is a user ada already", moderator.post("/auth/requests/" + id + "/approve"));
        JsonNode approved = json(201, moderator.post("/auth/requests/" + id + "/approve", "username", "ada.lovelace"));
        assertEquals("ada.lovelace", approved.get("username").asText());
        json(201, moderator.post("/auth/requests/" + number("caroline") + "/approve"));
    }

    @Test
    void approvesOnce() throws Exception {
        url(ask("tycho", "198.51.100.4"));
        String id = number("tycho");
        try (ExecutorService both = Executors.newFixedThreadPool(2)) {
            Callable<Integer> approve =
                    () -> moderator.post("/auth/requests/" + id + "/approve").statusCode();
            List<Integer> statuses = new ArrayList<>();
            for (Future<Integer> answer : both.invokeAll(List.of(approve, approve))) {
                statuses.add(answer.get());
            }
            assertEquals(1, statuses.stream().filter(status -> status == 201).count(), statuses.toString());
        }
    }

    @Test
    void letsNobodyElseDecide() throws Exception {
        Person ada = people.signedIn("ada");
        for (String path : List.of("/auth/requests/1/approve", "/auth/requests/1/decline")) {
            refused(403, "the group 'moderators'", ada.post(path, "reason", "x"));
            refused(401, "sign in", people.anonymous().post(path, "reason", "x"));
            refused(
                    403,
                    "lacks the scope 'admin'",
                    people.program("grace", Scope.TAP, Scope.TEAMS).post(path));
        }
        refused(403, "the group 'moderators'", ada.get("/auth/requests"));
        refused(401, "sign in", people.anonymous().get("/auth/requests"));
        // A team called like the operator's group gives nothing.
        json(201, ada.post("/auth/teams", "name", AccessRequests.MODERATORS));
        refused(403, "the group 'moderators'", ada.get("/auth/requests"));
        people.administration().create("boss", Optional.empty(), true);
        json(200, people.program("boss", Scope.ADMIN).get("/auth/requests"));
        refused(404, "no such request", moderator.post("/auth/requests/x/approve"));
        refused(404, "no request", moderator.post("/auth/requests/999999/approve"));
    }

    @ParameterizedTest
    @CsvSource({
        "Robert, r@example.org, why, username has",
        "'x; --', r@example.org, why, username has",
        "robert, nothing, why, email must be",
        "robert, 'a b@example.org', why, email must be",
        "robert, '<r@example.org>', why, email must be",
        "robert, r@example.org, ' ', why must say",
        "robert, r@example.org, , why is missing"
    })
    void refusesWishesThatCannotBeGranted(String name, String email, String why, String words) throws Exception {
        refused(
                400,
                words,
                people.anonymous()
                        .post("/auth/requests", "username", name, "email", email, "why", why == null ? "" : why));
    }

    @Test
    void takesFewFromOneAddressAndNotMoreThanModeratorsCanRead() throws Exception {
        for (int i = 0; i < 5; i++) {
            url(ask("rush" + i, "198.51.100.5"));
        }
        refused(429, "too many requests for accounts", ask("rush5", "198.51.100.5"));
        int waiting = json(200, moderator.get("/auth/requests")).size();
        for (int i = waiting; i < 12; i++) {
            url(ask("more" + i, "198.51.100." + (100 + i)));
        }
        refused(429, "12 requests of 12", ask("last", "198.51.100.6"));
        people.sql("DELETE FROM meridian.access_request RETURNING id");
    }

    @Test
    void slowsGuessingOfRequestsDown() throws Exception {
        Person guesser = people.anonymous().from("198.51.100.7");
        for (int i = 0; i < 20; i++) {
            assertEquals(404, guesser.get("/auth/requests/status/mrq_" + i).statusCode());
        }
        refused(429, "do not exist", guesser.get("/auth/requests/status/mrq_x"));
    }

    @Test
    void takesNoneFromPagesOfOtherSites() throws Exception {
        Person elsewhere = new Person(people, "", List.of("Sec-Fetch-Site", "cross-site"));
        refused(
                403,
                "same-origin rule",
                elsewhere.post("/auth/requests", "username", "mallet", "email", "mallet@example.org", "why", "x"));
        Person program = new Person(people, "", List.of("Origin", "https://evil.example"));
        refused(
                403,
                "same-origin rule",
                program.post("/auth/requests", "username", "mallet", "email", "mallet@example.org", "why", "x"));
    }

    @Test
    void takesNoneUnlessTheOperatorWantsSo() throws Exception {
        try (RunningGateway closed = new RunningGateway(Optional.empty());
                People others = new People(closed)) {
            refused(
                    403,
                    "takes no requests",
                    others.anonymous().post("/auth/requests", "username", "x1", "email", "a@b", "why", "x"));
        }
    }
}
