// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.meridian.gateway.People.json;
import static org.meridian.gateway.People.refused;
import static org.meridian.gateway.People.within;
import static org.meridian.gateway.People.withinASecond;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.gms.GroupSearch;
import org.meridian.core.auth.gms.RemoteGroups;
import org.meridian.core.auth.identity.Secret;
import org.meridian.core.auth.request.AccessRequests;
import org.meridian.core.auth.store.RemoteGroupStore;
import org.meridian.gateway.People.Person;
import org.meridian.tap.schema.AccessRule;
import org.meridian.tap.schema.TableAccess;

/** Groups of another gateway's group membership service, by delegation (GMS 1.0, section 3.3). */
@Timeout(180)
class RemoteGroupsIT {

    private static final String THERE = "ivo://there.example/gms";

    private static RunningGateway there;
    private static RunningGateway here;
    private static People others;
    private static People people;

    @BeforeAll
    static void start() throws Exception {
        there = new RunningGateway(Optional.empty());
        others = new People(there);
        here = new RunningGateway(
                Optional.empty(),
                RunningGateway.LIMITS,
                GatewaySettings.Access.OPEN,
                new GatewaySettings.Groups(
                        10,
                        Optional.of("ivo://here.example/gms"),
                        Map.of("ivo://There.example/GMS", there.url("/gms/search"))),
                AccessRequests.Rules.CLOSED);
        people = new People(here);
        others.make("countess");
        people.make("ada", "grace");
        others.administration().join("engines", List.of("countess"));
    }

    @AfterAll
    static void stop() {
        people.close();
        others.close();
        here.close();
        there.close();
    }

    private static String token(Person who) {
        return who.headers().get(1).substring("Bearer ".length());
    }

    @Test
    void asksWithTheUsersOwnTokenAndForgetsAtHisWish() throws Exception {
        Person ada = people.signedIn("ada");
        String token = token(others.program("countess", Scope.TAP));
        assertEquals(0, json(200, ada.get("/auth/remote-groups")).get("groups").size());
        JsonNode answer =
                json(200, ada.post("/auth/remote-groups", "service", "ivo://there.EXAMPLE/gms", "token", token));
        assertEquals(THERE + "?engines", answer.at("/groups/0").asText());
        withinASecond(() -> ada.get("/me").body().contains(THERE + "?engines"));
        // They are not this gateway's to vouch for.
        assertEquals("", ada.get("/gms/search").body());
        assertFalse(people.signedIn("grace").get("/me").body().contains("engines"));
        assertEquals(
                List.of("0"),
                people.sql("SELECT count(*) FROM meridian.remote_group r, meridian.audit a WHERE r::text LIKE '%"
                        + token + "%' OR a::text LIKE '%" + token + "%'"));
        assertEquals(204, ada.delete("/auth/remote-groups?service=" + THERE).statusCode());
        withinASecond(() -> !ada.get("/me").body().contains("engines"));
    }

    @Test
    void opensTablesToTeamsAndToGroupsOfOtherServices() throws Exception {
        String query = "/tap/sync?LANG=ADQL&RESPONSEFORMAT=csv&QUERY=SELECT+TOP+1+id+FROM+test.stars";
        people.make("owner", "guest", "remote");
        Person owner = people.signedIn("owner");
        Person guest = people.signedIn("guest");
        Person remote = people.signedIn("remote");
        json(201, owner.post("/auth/teams", "name", "readers"));
        TableAccess tables = new TableAccess(here.gateway().database().owner());
        tables.set(
                "test.stars",
                Optional.of(new AccessRule.Restricted(
                        Set.of("owner~readers", THERE + "?engines"), false, Optional.empty())));
        within(Duration.ofSeconds(5), () -> guest.get(query).statusCode() == 403);
        withinASecond(() -> owner.get(query).statusCode() == 200);
        refused(403, "needs one of the groups", remote.get(query));

        String link = json(201, owner.post("/auth/teams/owner~readers/invitations"))
                .get("url")
                .asText();
        json(200, guest.post(link));
        withinASecond(() -> guest.get(query).statusCode() == 200);
        assertEquals(
                204, owner.delete("/auth/teams/owner~readers/members/guest").statusCode());
        withinASecond(() -> guest.get(query).statusCode() == 403);

        String token = token(others.program("countess", Scope.TAP));
        json(200, remote.post("/auth/remote-groups", "service", THERE, "token", token));
        withinASecond(() -> remote.get(query).statusCode() == 200);
        assertEquals(204, remote.delete("/auth/remote-groups?service=" + THERE).statusCode());
        withinASecond(() -> remote.get(query).statusCode() == 403);
        tables.set("test.stars", Optional.empty());
    }

    @Test
    void refusesWhatCannotBeAsked() throws Exception {
        Person ada = people.signedIn("ada");
        refused(403, "does not take the token", ada.post("/auth/remote-groups", "service", THERE, "token", "mrd_x"));
        refused(
                404,
                "asks no such service",
                ada.post("/auth/remote-groups", "service", "ivo://x.org/gms", "token", "x"));
        refused(
                400,
                "no other service is told",
                ada.post("/auth/remote-groups", "service", THERE, "token", token(ada)));
        refused(400, "must be a bearer token", ada.post("/auth/remote-groups", "service", THERE, "token", "a\r\nX: y"));
        refused(401, "sign in", people.anonymous().post("/auth/remote-groups", "service", THERE, "token", "x"));
        refused(
                403,
                "a token does not give access",
                people.program("ada", Scope.TEAMS).get("/auth/remote-groups"));
        refused(400, "service is missing", ada.delete("/auth/remote-groups"));
    }

    @Test
    void believesNobodyForLong() throws Exception {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
        AtomicInteger asked = new AtomicInteger();
        AtomicReference<Optional<IOException>> trouble = new AtomicReference<>(Optional.empty());
        GroupSearch search = (url, token) -> {
            asked.incrementAndGet();
            if (trouble.get().isPresent()) {
                throw trouble.get().get();
            }
            return Set.of("g");
        };
        RemoteGroups remote = new RemoteGroups(
                Map.of("ivo://slow.example/gms", URI.create("https://slow.example/search")),
                search,
                new RemoteGroupStore(here.gateway().database().owner()),
                token -> false,
                event -> {},
                now::get);
        Set<String> groups = Set.of("ivo://slow.example/gms?g");
        assertEquals(groups, remote.delegate("grace", "ivo://slow.example/gms", new Secret("t"), Optional.empty()));
        remote.refresh();
        assertEquals(1, asked.get(), "not before it is time to");
        now.updateAndGet(instant -> instant.plus(RemoteGroups.REFRESH));
        remote.refresh();
        assertEquals(2, asked.get());

        // A service that does not answer is believed until its last word is too old, and asked again.
        trouble.set(Optional.of(new IOException("it cannot be reached")));
        now.updateAndGet(instant -> instant.plus(RemoteGroups.REFRESH));
        remote.refresh();
        assertEquals(groups, remote.of("grace"));
        people.sql("UPDATE meridian.remote_group SET expires = clock_timestamp() - INTERVAL '1 s' RETURNING account");
        assertEquals(Set.of(), remote.of("grace"));
        trouble.set(Optional.empty());
        remote.refresh();
        assertEquals(groups, remote.of("grace"));

        // One that refuses the token is not asked again.
        trouble.set(Optional.of(new GroupSearch.RefusedException("no")));
        now.updateAndGet(instant -> instant.plus(RemoteGroups.REFRESH));
        remote.refresh();
        assertEquals(Set.of(), remote.of("grace"));
        int before = asked.get();
        now.updateAndGet(instant -> instant.plus(Duration.ofHours(1)));
        remote.refresh();
        assertEquals(before, asked.get());
    }

    @Test
    void forgetsTokensAfterHalfADay() {
        AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
        AtomicInteger asked = new AtomicInteger();
        RemoteGroups remote = new RemoteGroups(
                Map.of("ivo://day.example/gms", URI.create("https://day.example/search")),
                (url, token) -> {
                    asked.incrementAndGet();
                    return Set.of();
                },
                new RemoteGroupStore(here.gateway().database().owner()),
                token -> false,
                event -> {},
                now::get);
        assertTrue(remote.delegate("grace", "ivo://day.example/gms", new Secret("t"), Optional.empty())
                .isEmpty());
        now.updateAndGet(instant -> instant.plus(RemoteGroups.DELEGATION).plusSeconds(1));
        remote.refresh();
        assertEquals(1, asked.get());
    }
}
