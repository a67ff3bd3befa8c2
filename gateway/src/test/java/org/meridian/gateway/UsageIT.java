// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.meridian.gateway.People.json;
import static org.meridian.gateway.People.refused;
import static org.meridian.gateway.People.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridian.core.auth.Scope;
import org.meridian.core.usage.UsageLimits;
import org.meridian.core.usage.UsageMeter;
import org.meridian.gateway.People.Person;
import org.meridian.gateway.config.UsageKeys;

/** What clients use is counted, shown and limited. */
class UsageIT {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String STARS = "SELECT TOP 5 id, name FROM test.stars";

    private static RunningGateway server;
    private static People people;
    private static Person boss;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningGateway(new UsageMeter.Settings(
                new UsageLimits.Defaults(
                        UsageKeys.KINDS.limits("queries/day=2"), UsageKeys.KINDS.limits("queries/day=1000")),
                Optional.of("archive@example.org")));
        people = new People(server);
        people.make("ada", "grace", "vera", "henrietta", "cecilia", "maria");
        people.administration().create("boss", Optional.empty(), true);
        boss = people.program("boss", Scope.ADMIN);
    }

    @AfterAll
    static void stop() {
        people.close();
        server.close();
    }

    private static HttpResponse<String> query(Person who, String adql) throws Exception {
        return who.post("/tap/sync", "LANG", "ADQL", "FORMAT", "csv", "QUERY", adql);
    }

    private static JsonNode usage(JsonNode document, String kind, String period) {
        return StreamSupport.stream(document.get("usage").spliterator(), false)
                .filter(entry -> entry.get("kind").asText().equals(kind)
                        && entry.get("period").asText().equals(period))
                .findFirst()
                .orElseThrow();
    }

    private static double used(Person who, String kind, String period) throws Exception {
        return usage(json(200, who.get("/me")), kind, period).get("used").asDouble();
    }

    private static void limit(String holder, String name, String kind, String limit) throws Exception {
        HttpResponse<String> answer =
                boss.post("/auth/admin/limits", holder, name, "kind", kind, "period", "day", "limit", limit);
        assertEquals(204, answer.statusCode(), answer.body());
    }

    private static void isLimited(Person who, String kind, int limit) throws Exception {
        within(SOON, () -> {
            JsonNode entry = usage(json(200, who.get("/me")), kind, "day");
            return entry.has("limit") && entry.get("limit").asInt() == limit;
        });
    }

    @Test
    void showsEverybodyWhatHeHasUsed() throws Exception {
        Person ada = people.signedIn("ada");
        assertEquals(0, used(ada, "queries", "day"));
        HttpResponse<String> answer = query(ada, STARS);
        assertEquals(200, answer.statusCode());
        within(SOON, () -> used(ada, "bytes", "day") > 0);
        JsonNode me = json(200, ada.get("/me"));
        for (String period : List.of("day", "month")) {
            assertEquals(1, usage(me, "queries", period).get("used").asInt());
            assertEquals(5, usage(me, "rows", period).get("used").asInt());
            assertEquals(
                    answer.body().length(),
                    usage(me, "bytes", period).get("used").asInt());
            assertTrue(usage(me, "database-time", period).get("used").asDouble() < 20);
            assertTrue(usage(me, "queries", period).get("resets").asText().endsWith("T00:00:00Z"));
        }
        assertEquals(1000, usage(me, "queries", "day").get("limit").asInt());
        assertFalse(usage(me, "queries", "month").has("limit"));
        assertEquals(10, usage(me, "queries", "at-once").get("limit").asInt());
        assertEquals(5000, usage(me, "jobs", "at-once").get("limit").asInt());
        assertEquals(
                me.get("usage"),
                json(200, boss.get("/auth/admin/usage?user=ada")).get("usage"));
        String page = ada.get("/account").body();
        assertTrue(page.contains("<td>queries today</td><td>1</td><td>1000</td>"), page);
    }

    @Test
    void countsRowsOfTheAnswerAndNotTheOneThatTellsOfMore() throws Exception {
        Person cecilia = people.signedIn("cecilia");
        cecilia.post("/tap/sync", "LANG", "ADQL", "FORMAT", "csv", "MAXREC", "3", "QUERY", "SELECT id FROM test.stars");
        within(SOON, () -> used(cecilia, "bytes", "day") > 0);
        assertEquals(3, used(cecilia, "rows", "day"));
        assertEquals(400, query(cecilia, "SELECT nothing FROM test.stars").statusCode());
        cecilia.post("/tap/sync", "LANG", "ADQL", "MAXREC", "0", "QUERY", "SELECT id FROM test.stars");
        assertEquals(1, used(cecilia, "queries", "day"), "what does not run is not counted");
    }

    @Test
    void refusesAnonymousClientsByTheirAddressAndTellsThemToSignIn() throws Exception {
        Person here = people.anonymous().from("203.0.113.1");
        assertEquals(200, query(here, STARS).statusCode());
        assertEquals(200, query(here, STARS).statusCode());
        HttpResponse<String> answer = query(here, STARS);
        refused(
                429,
                "have used 2 of 2 queries today; the count starts anew at 00:00 UTC; sign in, for users have 1000"
                        + " each, or ask archive@example.org for more",
                answer);
        assertTrue(answer.headers().firstValueAsLong("Retry-After").orElseThrow() <= 86_400);
        HttpResponse<String> votable = here.post("/tap/sync", "LANG", "ADQL", "QUERY", STARS);
        refused(429, "<INFO name=\"QUERY_STATUS\" value=\"ERROR\">", votable);
        refused(429, "2 of 2 queries", here.post("/tap/async", "LANG", "ADQL", "PHASE", "RUN", "QUERY", STARS));
        assertFalse(server.sql("SELECT detail FROM meridian.audit WHERE action = 'REFUSED'"
                        + " AND detail LIKE 'limit: %2 of 2 queries%'")
                .isEmpty());
        assertEquals(200, query(people.anonymous().from("203.0.113.2"), STARS).statusCode());
        for (int i = 0; i < 3; i++) {
            assertEquals(200, query(people.anonymous(), STARS).statusCode(), "this machine is not limited");
        }
        assertEquals(2, used(here, "queries", "day"));
        JsonNode seen = json(200, boss.get("/auth/admin/usage?address=203.0.113.1"));
        assertEquals(2, usage(seen, "queries", "day").get("used").asInt());
    }

    @Test
    void limitsUsersAndMembersOfGroups() throws Exception {
        Person grace = people.signedIn("grace");
        Person vera = people.signedIn("vera");
        limit("group", "stars", "rows", "8");
        people.administration().join("stars", List.of("grace", "vera"));
        limit("user", "vera", "rows", "100");
        isLimited(grace, "rows", 8);
        isLimited(vera, "rows", 100);
        query(grace, STARS);
        within(SOON, () -> used(grace, "rows", "day") == 5);
        assertEquals(200, query(grace, STARS).statusCode(), "an answer is not cut");
        within(SOON, () -> used(grace, "rows", "day") == 10);
        refused(429, "you have used 10 of 8 rows of results today", query(grace, STARS));
        for (int i = 0; i < 3; i++) {
            assertEquals(200, query(vera, STARS).statusCode());
        }
        limit("group", "more-stars", "rows", "unlimited");
        people.administration().join("more-stars", List.of("grace"));
        within(SOON, () -> query(grace, STARS).statusCode() == 200);
    }

    @Test
    void endsJobsThatWereQueuedBeforeTheLimitWasReached() throws Exception {
        Person maria = people.signedIn("maria");
        String job = created(maria.post("/tap/async", "LANG", "ADQL", "FORMAT", "csv", "QUERY", STARS));
        String second = created(maria.post("/tap/async", "LANG", "ADQL", "QUERY", STARS));
        limit("user", "maria", "queries", "1");
        isLimited(maria, "queries", 1);
        assertEquals(303, maria.post(job + "/phase", "PHASE", "RUN").statusCode());
        within(SOON, () -> maria.get(job + "/phase").body().equals("COMPLETED"));
        JsonNode me = json(200, maria.get("/me"));
        assertEquals(1, usage(me, "queries", "day").get("used").asInt());
        assertEquals(5, usage(me, "rows", "day").get("used").asInt());
        assertEquals(
                maria.get(job + "/results/result").body().length(),
                usage(me, "bytes", "day").get("used").asInt());
        refused(429, "you have used 1 of 1 queries today", maria.post(second + "/phase", "PHASE", "RUN"));
        people.sql("UPDATE meridian.job SET phase = 'QUEUED', queued = now(), turn = 0 WHERE id = '"
                + second.substring(second.lastIndexOf('/') + 1) + "' RETURNING id");
        within(SOON, () -> maria.get(second + "/phase").body().equals("ERROR"));
        refused(200, "you have used 1 of 1 queries today", maria.get(second + "/error"));
        refused(200, "type=\"transient\"", maria.get(second));
    }

    private static String created(HttpResponse<String> answer) {
        assertEquals(303, answer.statusCode(), answer.body());
        return answer.headers().firstValue("Location").orElseThrow();
    }

    @Test
    void sharesCountsWithOtherGatewaysAndKeepsThem() throws Exception {
        Person henrietta = people.signedIn("henrietta");
        limit("user", "henrietta", "queries", "4");
        isLimited(henrietta, "queries", 4);
        try (Gateway other = server.another()) {
            String there = other.baseUrl().toString();
            henrietta.get(there + "/tap/sync?LANG=ADQL&QUERY=SELECT+TOP+1+id+FROM+test.stars");
            query(henrietta, STARS);
            query(henrietta, STARS);
            within(SOON, () -> used(henrietta, "queries", "day") == 3);
            within(
                    SOON,
                    () -> usage(json(200, henrietta.get(there + "/me")), "queries", "day")
                                    .get("used")
                                    .asInt()
                            == 3);
            henrietta.get(there + "/tap/sync?LANG=ADQL&QUERY=SELECT+TOP+1+id+FROM+test.stars");
            // What the other has counted in its last second is written when it stops.
        }
        within(SOON, () -> used(henrietta, "queries", "day") == 4);
        refused(429, "you have used 4 of 4 queries today", query(henrietta, STARS));
        try (Gateway later = server.another()) {
            refused(
                    429,
                    "you have used 4 of 4 queries today",
                    henrietta.get(later.baseUrl() + "/tap/sync?LANG=ADQL&QUERY=SELECT+TOP+1+id+FROM+test.stars"));
        }
    }

    @Test
    void isSetListedAndRemovedByAdministratorsAndAudited() throws Exception {
        limit("group", "shown", "bytes", "50G");
        JsonNode all = json(200, boss.get("/auth/admin/limits"));
        JsonNode mine = StreamSupport.stream(all.get("limits").spliterator(), false)
                .filter(entry -> entry.path("group").asText().equals("shown"))
                .findFirst()
                .orElseThrow();
        assertEquals(50_000_000_000L, mine.get("limit").asLong());
        assertEquals("day", mine.get("period").asText());
        assertEquals(2, all.get("defaults").get("anonymous").get(0).get("limit").asInt());
        assertEquals(
                1000, all.get("defaults").get("signedIn").get(0).get("limit").asInt());
        assertEquals(
                204,
                boss.delete("/auth/admin/limits?group=shown&kind=bytes&period=day")
                        .statusCode());
        refused(
                404,
                "no limit bytes/day has been set for group shown",
                boss.delete("/auth/admin/limits?group=shown&kind=bytes&period=day"));
        List<String> noted = people.sql("SELECT account || ' ' || detail FROM meridian.audit"
                + " WHERE action = 'LIMIT_CHANGED' AND detail LIKE 'group shown%' ORDER BY id");
        assertEquals(List.of("boss group shown: bytes/day=50000000000", "boss group shown: bytes/day removed"), noted);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            404 | there is no such user             | user=nobody&kind=rows&period=day&limit=1
            400 | not both                          | user=ada&group=gaia&kind=rows&period=day&limit=1
            400 | say whose limit it is             | kind=rows&period=day&limit=1
            400 | there is no limit 'cows/day'      | user=ada&kind=cows&period=day&limit=1
            400 | 'many' is no amount               | user=ada&kind=rows&period=day&limit=many
            400 | parameter limit is missing        | user=ada&kind=rows&period=day
            """)
    void refusesLimitsThatCannotBe(int status, String words, String form) throws Exception {
        String[] parameters = form.split("[=&]");
        refused(status, words, boss.post("/auth/admin/limits", parameters));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            400 | not both                  | user=ada&address=192.0.2.1
            400 | say whose usage           | x=y
            400 | must be an IP address     | address=here
            404 | no such user              | user=-
            404 | there is no user nobody   | user=nobody
            """)
    void refusesToShowTheUsageOfNobody(int status, String words, String query) throws Exception {
        refused(status, words, boss.get("/auth/admin/usage?" + query));
    }
}
