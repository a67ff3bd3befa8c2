// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.meridian.gateway.People.json;
import static org.meridian.gateway.People.refused;
import static org.meridian.gateway.People.withinASecond;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
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
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.auth.Account;
import org.meridian.core.auth.Scope;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.gateway.People.Person;

/** Teams over HTTP: making, inviting, joining, leaving; and every way to more than one's role gives. */
@Timeout(120)
class TeamsIT {

    private static RunningGateway server;
    private static People people;
    private static Person ada;
    private static Person grace;
    private static Person edwin;
    private static Person vera;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningGateway(Optional.empty());
        people = new People(server);
        people.make("ada", "grace", "edwin", "vera", "mary", "cecilia", "root");
        ada = people.signedIn("ada");
        grace = people.signedIn("grace");
        edwin = people.signedIn("edwin");
        vera = people.signedIn("vera");
    }

    @AfterAll
    static void stop() {
        people.close();
        server.close();
    }

    /** A team of Ada's of which Grace is an admin and Edwin a member; Vera is in none. */
    private static String team(String name) throws Exception {
        String team = "ada~" + name;
        assertEquals(
                team,
                json(201, ada.post("/auth/teams", "name", name, "description", "Stars & dust"))
                        .get("name")
                        .asText());
        String link = invite(ada, team, "uses", "2");
        json(200, grace.post(link));
        json(200, edwin.post(link));
        json(200, ada.post(member(team, "grace"), "role", "admin"));
        return team;
    }

    private static String member(String team, String account) {
        return "/auth/teams/" + team + "/members/" + account;
    }

    private static String invite(Person who, String team, String... parameters) throws Exception {
        return json(201, who.post("/auth/teams/" + team + "/invitations", parameters))
                .get("url")
                .asText();
    }

    private static void delete(String team) throws Exception {
        assertEquals(204, ada.delete("/auth/teams/" + team).statusCode());
    }

    private static List<String> groups(Person who) throws Exception {
        return json(200, who.get("/me")).findValues("groups").stream()
                .flatMap(list -> list.valueStream().map(JsonNode::asText))
                .toList();
    }

    @Test
    void letsUsersMakeTeamsInviteOthersAndShowsWhatOneJoinsBefore() throws Exception {
        json(201, ada.post("/auth/teams", "name", "pleiades", "description", "The \"seven\" <sisters>"));
        String link = invite(ada, "ada~pleiades", "uses", "1", "days", "2");
        assertTrue(link.matches("http://127\\.0\\.0\\.1:\\d+/auth/invitations/mri_[A-Za-z0-9_-]{43}"), link);

        HttpResponse<String> shown = people.anonymous().get(link);
        JsonNode offer = json(200, shown);
        assertEquals("ada~pleiades", offer.get("team").asText());
        assertEquals("The \"seven\" <sisters>", offer.get("description").asText());
        assertEquals(1, offer.get("memberCount").asInt());
        assertEquals("ada", offer.get("inviter").asText());
        assertEquals(
                "no-referrer", shown.headers().firstValue("Referrer-Policy").orElse(""));
        assertEquals("no-store", shown.headers().firstValue("Cache-Control").orElse(""));
        assertEquals(List.of(), groups(vera), "looking is not joining");

        refused(401, "sign in", people.anonymous().post(link));
        JsonNode joined = json(200, vera.post(link));
        assertEquals("member", joined.get("yourRole").asText());
        withinASecond(() -> groups(vera).equals(List.of("ada~pleiades")));
        JsonNode list = json(200, vera.get("/auth/teams"));
        assertEquals(0, list.get("used").asInt());
        assertEquals("member", list.at("/teams/0/yourRole").asText());
        delete("ada~pleiades");
        withinASecond(() -> groups(vera).isEmpty());
    }

    @Test
    void takesTheRightsOfWhoIsPutOutOrLeavesWithinASecond() throws Exception {
        String team = team("leaving");
        withinASecond(() -> groups(edwin).contains(team));
        assertEquals(204, grace.delete(member(team, "edwin")).statusCode());
        withinASecond(() -> !groups(edwin).contains(team));
        refused(404, "you are in no team", edwin.get("/auth/teams/" + team));
        assertEquals(204, grace.delete(member(team, "grace")).statusCode());
        withinASecond(() -> !groups(grace).contains(team));
        refused(403, "would have no owner", ada.delete(member(team, "ada")));
        refused(403, "would have no owner", ada.post(member(team, "ada"), "role", "member"));
        delete(team);
    }

    @Test
    void handsATeamOver() throws Exception {
        String team = team("handed-over");
        json(200, ada.post(member(team, "grace"), "role", "owner"));
        json(200, grace.post(member(team, "ada"), "role", "member"));
        refused(403, "only an owner", ada.delete("/auth/teams/" + team));
        assertEquals(204, ada.delete(member(team, "ada")).statusCode());
        assertEquals(
                1,
                json(200, ada.get("/auth/teams")).get("used").asInt(),
                "a team in one's own name counts for whom it is named after");
        assertEquals(204, grace.delete("/auth/teams/" + team).statusCode());
    }

    @Test
    void keepsAnOwnerWhoeverLeavesAtTheSameMoment() throws Exception {
        String team = team("rush");
        json(200, ada.post(member(team, "grace"), "role", "owner"));
        try (ExecutorService both = Executors.newFixedThreadPool(2)) {
            List<Callable<Integer>> leaves = List.of(
                    () -> ada.delete(member(team, "ada")).statusCode(),
                    () -> grace.delete(member(team, "grace")).statusCode());
            List<Integer> statuses = new java.util.ArrayList<>();
            for (Future<Integer> left : both.invokeAll(leaves)) {
                statuses.add(left.get());
            }
            assertEquals(List.of(204, 403), statuses.stream().sorted().toList());
        }
        assertEquals(
                List.of("1"),
                people.sql(
                        "SELECT count(*) FROM meridian.group_member WHERE role = 'OWNER' AND team = '" + team + "'"));
        people.sql("DELETE FROM meridian.team WHERE name = '" + team + "' RETURNING name");
    }

    @Test
    void refusesEveryStepUp() throws Exception {
        String team = team("ranks");
        // A member makes himself or others more, puts others out, invites, deletes.
        for (String role : List.of("owner", "admin", "member")) {
            refused(403, "only an owner", edwin.post(member(team, "edwin"), "role", role));
        }
        refused(403, "only owners and admins", edwin.delete(member(team, "grace")));
        refused(403, "only owners and admins", edwin.post("/auth/teams/" + team + "/invitations"));
        refused(403, "only owners and admins", edwin.get("/auth/teams/" + team + "/invitations"));
        refused(403, "only an owner", edwin.delete("/auth/teams/" + team));
        // An admin does what only owners may.
        refused(403, "only an owner", grace.post(member(team, "grace"), "role", "owner"));
        refused(403, "only an owner", grace.post(member(team, "edwin"), "role", "admin"));
        refused(403, "only an owner", grace.post(member(team, "ada"), "role", "member"));
        refused(403, "only an owner", grace.delete(member(team, "ada")));
        refused(403, "only an owner", grace.delete("/auth/teams/" + team));
        for (String tried : List.of(
                "POST " + member(team, "edwin") + ": only an owner",
                "POST /auth/teams/" + team + "/invitations: only owners and admins",
                "DELETE " + member(team, "ada") + ": admins of a team put out")) {
            assertTrue(server.isAudited("REFUSED", tried), tried);
        }
        // Somebody else is told nothing, of no team.
        for (String name : List.of(team, "ada~none-such")) {
            refused(404, "you are in no team of that name", vera.get("/auth/teams/" + name));
            refused(404, "you are in no team of that name", vera.delete("/auth/teams/" + name));
            refused(404, "you are in no team of that name", vera.delete(member(name, "edwin")));
            refused(404, "you are in no team of that name", vera.post(member(name, "vera"), "role", "owner"));
            refused(404, "you are in no team of that name", vera.post("/auth/teams/" + name + "/invitations"));
            refused(404, "you are in no team of that name", vera.get("/auth/teams/" + name + "/invitations"));
        }
        refused(401, "sign in", people.anonymous().get("/auth/teams/" + team));
        refused(404, "nobody of that name", ada.post(member(team, "vera"), "role", "admin"));
        refused(400, "role must be", ada.post(member(team, "edwin"), "role", "root"));
        // A name in another's invitation list.
        String other =
                json(201, edwin.post("/auth/teams", "name", "own")).get("name").asText();
        String id = json(201, ada.post("/auth/teams/" + team + "/invitations"))
                .get("id")
                .asText();
        refused(404, "no invitation of that number", edwin.delete("/auth/teams/" + other + "/invitations/" + id));
        assertEquals(204, edwin.delete("/auth/teams/" + other).statusCode());
        assertEquals(
                1, json(200, ada.get("/auth/teams/" + team + "/invitations")).size());
        delete(team);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "gaia~x",
                "ada~x",
                "a b",
                "a/../b",
                "'; DROP TABLE meridian.team; --",
                "<script>",
                "pl\u00e9iades",
                "a\u0000b",
                "ivo://x/gms?y"
            })
    void refusesNamesThatCannotBe(String name) throws Exception {
        assertEquals(400, ada.post("/auth/teams", "name", name).statusCode());
    }

    @Test
    void keepsTeamsAndGroupsOfTheOperatorApart() throws Exception {
        people.administration().join("gaia", List.of("mary"));
        Person mary = people.signedIn("mary");
        assertEquals(
                "mary~gaia",
                json(201, mary.post("/auth/teams", "name", "gaia")).get("name").asText());
        refused(400, "already", mary.post("/auth/teams", "name", "gaia"));
        refused(404, "no team", mary.get("/auth/teams/gaia"));
        refused(404, "no team", mary.delete(member("gaia", "mary")));
        assertThrows(UsageFault.class, () -> people.administration().join("mary~gaia", List.of("edwin")));
        assertThrows(NotFoundFault.class, () -> people.administration().leave("mary~gaia", List.of("mary")));
        withinASecond(() -> groups(mary).equals(List.of("gaia", "mary~gaia")));
    }

    @Test
    void boundsHowManyTeamsAUserMakes() throws Exception {
        Person cecilia = people.signedIn("cecilia");
        for (int i = 0; i < 10; i++) {
            json(201, cecilia.post("/auth/teams", "name", "team" + i));
        }
        refused(403, "you have made 10 teams of 10", cecilia.post("/auth/teams", "name", "one-more"));
        assertEquals(204, cecilia.delete("/auth/teams/cecilia~team0").statusCode());
        json(201, cecilia.post("/auth/teams", "name", "one-more"));
        refused(400, "at most 500", cecilia.post("/auth/teams", "name", "wordy", "description", "x".repeat(501)));
    }

    @Test
    void refusesInvitationsThatAreNotGoodAnyMore() throws Exception {
        String team = team("doors");
        String once = invite(grace, team);
        json(200, vera.post(once));
        refused(404, "not good", people.signedIn("mary").post(once));
        assertEquals(
                List.of("an invitation that is not good was tried"),
                people.sql("SELECT DISTINCT detail FROM meridian.audit WHERE action = 'REFUSED' AND account = 'mary'"
                        + " AND detail LIKE '%invitation%'"));
        assertEquals(204, ada.delete(member(team, "vera")).statusCode());
        refused(404, "not good", vera.post(once));

        String revoked = invite(grace, team, "uses", "5");
        String id = json(200, grace.get("/auth/teams/" + team + "/invitations"))
                .at("/0/id")
                .asText();
        assertEquals(
                204, grace.delete("/auth/teams/" + team + "/invitations/" + id).statusCode());
        refused(404, "not good", vera.post(revoked));
        refused(404, "not good", vera.get(revoked));

        String expired = invite(grace, team, "uses", "5");
        people.sql("UPDATE meridian.invitation SET expires = clock_timestamp() RETURNING id");
        refused(404, "not good", vera.post(expired));

        // Whoever is put out, or may invite no more, does not come back by a link that he has kept.
        String kept = invite(grace, team, "uses", "5");
        json(200, ada.post(member(team, "grace"), "role", "member"));
        refused(404, "not good", vera.post(kept));
        json(200, ada.post(member(team, "grace"), "role", "admin"));
        assertEquals(204, ada.delete(member(team, "grace")).statusCode());
        refused(404, "not good", grace.post(kept));
        delete(team);
        refused(404, "not good", vera.post(kept));
    }

    @Test
    void makesNobodyLessByALink() throws Exception {
        String team = team("again");
        String link = invite(ada, team);
        assertEquals("owner", json(200, ada.post(link)).get("yourRole").asText());
        assertEquals("admin", json(200, grace.post(link)).get("yourRole").asText());
        json(200, vera.post(link));
        delete(team);
    }

    @Test
    void usesALinkNoMoreOftenThanItSays() throws Exception {
        people.make("rush-1", "rush-2", "rush-3", "rush-4");
        String team = team("crowd");
        String link = invite(ada, team, "uses", "2");
        try (ExecutorService crowd = Executors.newFixedThreadPool(4)) {
            List<Callable<Integer>> joins = List.of(1, 2, 3, 4).stream()
                    .<Callable<Integer>>map(
                            i -> () -> people.signedIn("rush-" + i).post(link).statusCode())
                    .toList();
            int joined = 0;
            for (Future<Integer> join : crowd.invokeAll(joins)) {
                joined += join.get() == 200 ? 1 : 0;
            }
            assertEquals(2, joined);
        }
        delete(team);
    }

    @Test
    void slowsGuessingOfLinksDown() throws Exception {
        Person guesser = people.signedIn("root").from("198.51.100.20");
        String guess = "/auth/invitations/mri_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
        for (int i = 0; i < 20; i++) {
            assertEquals(404, guesser.get(guess).statusCode());
        }
        refused(429, "too many links", guesser.get(guess));
        refused(429, "too many links", people.anonymous().from("198.51.100.20").get(guess));
        // Nor does it help to guess from elsewhere.
        refused(
                429,
                "too many links",
                people.signedIn("root").from("198.51.100.21").post(guess));
        assertEquals(404, vera.from("198.51.100.22").get(guess).statusCode());
    }

    @Test
    void wantsTokensMadeForIt() throws Exception {
        Person program = people.program("mary", Scope.TAP);
        refused(403, "lacks the scope 'teams'", program.post("/auth/teams", "name", "by-program"));
        refused(403, "lacks the scope 'teams'", program.get("/auth/teams"));
        Person maker = people.program("mary", Scope.TEAMS);
        json(201, maker.post("/auth/teams", "name", "by-program"));
        assertEquals(204, maker.delete("/auth/teams/mary~by-program").statusCode());
        refused(403, "a token does not give access", maker.get("/auth/tokens"));
        refused(400, "in the body", ada.post("/auth/teams?name=x", "name", "x"));
    }

    @Test
    void letsAdministratorsMendTeams() throws Exception {
        String team = team("orphaned");
        people.administration().create("boss", Optional.empty(), true);
        refused(404, "no team", people.signedIn("boss").delete("/auth/teams/" + team));
        Person boss = people.program("boss", Scope.ADMIN);
        json(200, boss.post(member(team, "grace"), "role", "owner"));
        people.administration().setState("ada", Account.State.DISABLED);
        people.administration().setState("ada", Account.State.ACTIVE);
        ada = people.signedIn("ada");
        refused(403, "only owners and admins", boss.post("/auth/teams/" + team + "/invitations"));
        assertEquals(204, boss.delete("/auth/teams/" + team).statusCode());
        assertEquals(
                List.of("1"),
                people.sql("SELECT count(*) FROM meridian.audit WHERE account = 'boss'" + " AND detail = '" + team
                        + " was deleted, by an administrator'"));
    }

    @Test
    void auditsWhatIsDoneAndKeepsNoLink() throws Exception {
        String team = team("noted");
        String link = invite(ada, team);
        vera.post(link);
        vera.delete(member(team, "vera"));
        delete(team);
        List<String> noted =
                people.sql("SELECT detail FROM meridian.audit WHERE detail LIKE '%" + team + "%' ORDER BY id");
        assertTrue(noted.contains(team + " was made"), noted.toString());
        assertTrue(noted.contains("grace is admin of " + team), noted.toString());
        assertTrue(
                noted.stream().anyMatch(line -> line.startsWith("vera joined " + team + " by invitation")),
                noted.toString());
        assertTrue(noted.contains("vera left " + team), noted.toString());
        assertTrue(noted.contains(team + " was deleted"), noted.toString());
        // A refusal for a bad credential names the path, but not what is secret in it.
        String secret = link.substring(link.indexOf("mri_"));
        assertEquals(
                401,
                server.get("/auth/invitations/" + secret, "Authorization", "Bearer x")
                        .statusCode());
        assertFalse(noted.stream().anyMatch(line -> line.contains(secret)));
        assertEquals(
                List.of("0"),
                people.sql("SELECT count(*) FROM meridian.audit a WHERE a::text LIKE '%" + secret + "%'"));
        assertEquals(
                List.of("0"),
                people.sql("SELECT count(*) FROM meridian.invitation i WHERE i::text LIKE '%" + secret + "%'"));
    }
}
