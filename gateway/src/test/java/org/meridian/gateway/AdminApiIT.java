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
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.auth.AuditEvent;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.store.AuditStore;
import org.meridian.core.db.DatabaseException;
import org.meridian.gateway.People.Person;

/** What administrators do over HTTP, and that nobody else does. */
@Timeout(120)
class AdminApiIT {

    private static RunningGateway server;
    private static People people;
    private static Person boss;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningGateway(Optional.empty());
        people = new People(server);
        people.administration().create("boss", Optional.empty(), true);
        people.make("ada");
        boss = people.program("boss", Scope.ADMIN).from("198.51.100.77");
    }

    @AfterAll
    static void stop() {
        people.close();
        server.close();
    }

    @Test
    void makesClosesOpensAndMendsAccounts() throws Exception {
        JsonNode made = json(201, boss.post("/auth/admin/users", "username", "vera", "email", "vera@example.org"));
        assertEquals("vera", made.get("username").asText());
        String first = made.get("password").asText();
        refused(403, "single use", people.anonymous().post("/auth/login", "username", "vera", "password", first));
        JsonNode vera = json(200, boss.get("/auth/admin/users/vera"));
        assertEquals("active", vera.get("state").asText());
        assertFalse(vera.get("admin").asBoolean());
        assertFalse(vera.toString().contains(first));

        Person known = people.signedIn("vera");
        assertEquals(200, known.get("/auth/tokens").statusCode());
        assertEquals(204, boss.post("/auth/admin/users/vera/disable").statusCode());
        withinASecond(() -> known.get("/auth/tokens").statusCode() == 401);
        assertEquals(204, boss.post("/auth/admin/users/vera/enable").statusCode());
        // What was open ended with the closing; the user signs in anew.
        assertEquals(401, known.get("/auth/tokens").statusCode());
        Person again = people.signedIn("vera");
        assertEquals(200, again.get("/auth/tokens").statusCode());
        String second = json(200, boss.post("/auth/admin/users/vera/password"))
                .get("password")
                .asText();
        assertFalse(first.equals(second));
        withinASecond(() -> again.get("/auth/tokens").statusCode() == 401);
        refused(401, "wrong", people.anonymous().post("/auth/login", "username", "vera", "password", first));

        refused(400, "already", boss.post("/auth/admin/users", "username", "vera"));
        refused(400, "cannot be the name", boss.post("/auth/admin/users", "username", "V'; --"));
        refused(400, "true or false", boss.post("/auth/admin/users", "username", "x1", "admin", "maybe"));
        refused(403, "his own account", boss.post("/auth/admin/users/boss/disable"));
        refused(404, "no such user", boss.get("/auth/admin/users/A%27b"));
        refused(404, "no user nobody", boss.post("/auth/admin/users/nobody/password"));
    }

    @Test
    void listsAndRevokesTokensOfOthers() throws Exception {
        Person program = people.program("ada", Scope.TAP);
        JsonNode tokens = json(200, boss.get("/auth/admin/users/ada/tokens"));
        String id = tokens.at("/0/id").asText();
        assertFalse(tokens.toString().contains("mrd_"));
        refused(404, "boss has no token", boss.delete("/auth/admin/users/boss/tokens/" + id));
        assertEquals(204, boss.delete("/auth/admin/users/ada/tokens/" + id).statusCode());
        withinASecond(() -> program.get("/me").statusCode() == 401);
        refused(404, "no token", boss.delete("/auth/admin/users/ada/tokens/x"));
    }

    @Test
    void keepsGroups() throws Exception {
        Person ada = people.signedIn("ada");
        assertEquals(
                204, boss.send("PUT", "/auth/admin/groups/gaia/members/ada").statusCode());
        withinASecond(() -> ada.get("/me").body().contains("\"gaia\""));
        json(201, ada.post("/auth/teams", "name", "own"));
        JsonNode groups = json(200, boss.get("/auth/admin/groups"));
        assertTrue(
                groups.toString().contains("{\"name\":\"gaia\",\"team\":false,\"members\":[\"ada\"]}"),
                groups.toString());
        assertTrue(groups.toString().contains("{\"name\":\"ada~own\",\"team\":true"), groups.toString());
        refused(400, "cannot be the name", boss.send("PUT", "/auth/admin/groups/ada~own/members/boss"));
        refused(404, "no such group", boss.delete("/auth/admin/groups/ada~own/members/ada"));
        refused(404, "no user nobody", boss.send("PUT", "/auth/admin/groups/gaia/members/nobody"));
        assertEquals(204, boss.delete("/auth/admin/groups/gaia/members/ada").statusCode());
        withinASecond(() -> !ada.get("/me").body().contains("\"gaia\""));
    }

    @Test
    void showsTheAuditLogPageByPage() throws Exception {
        for (int i = 0; i < 3; i++) {
            boss.post("/auth/admin/users", "username", "paged" + i);
        }
        String path = "/auth/admin/audit?action=ACCOUNT_CREATED&account=boss&limit=2";
        JsonNode page = json(200, boss.get(path));
        assertEquals(2, page.get("events").size());
        JsonNode event = page.at("/events/0");
        assertEquals("boss", event.get("account").asText());
        assertEquals("198.51.100.77", event.get("address").asText());
        JsonNode next = json(200, boss.get(path + "&before=" + page.get("next").asText()));
        assertTrue(next.at("/events/0/id").asLong() < page.at("/events/1/id").asLong());
        JsonNode none = json(200, boss.get("/auth/admin/audit?since=2001-01-01T00:00:00Z&until=2001-01-02T00:00:00Z"));
        assertEquals("{\"events\":[]}", none.toString());
        assertEquals(
                "{\"events\":[]}",
                json(200, boss.get("/auth/admin/audit?account=%27%20OR%201=1--"))
                        .toString());
    }

    @Test
    void forgetsWhatIsOldInTheAuditLogAndNothingElse() throws Exception {
        people.sql(
                "INSERT INTO meridian.audit (at, action, detail) SELECT clock_timestamp() - make_interval(days => days),"
                        + " 'REFUSED', 'aged ' || days FROM unnest(ARRAY[20, 31, 50, 400]) AS days RETURNING id");
        AuditStore store = new AuditStore(server.gateway().database().owner());
        assertEquals(1, store.forget(Duration.ofDays(365)));
        DatabaseException young = assertThrows(DatabaseException.class, () -> store.forget(Duration.ofDays(10)));
        assertTrue(young.getMessage().contains("only added to"), young.getMessage());
        try (AuditUpkeep upkeep = new AuditUpkeep(store, Optional.of(Duration.ofDays(45)))) {
            withinASecond(() -> aged().size() == 2);
        }
        assertEquals(List.of("aged 20", "aged 31"), aged());
    }

    private static List<String> aged() throws SQLException {
        return people.sql("SELECT detail FROM meridian.audit WHERE detail LIKE 'aged %' ORDER BY at DESC");
    }

    /** What is counted is written when a gateway stops, too. */
    @Test
    void notesRepeatedRefusalsOnce() throws Exception {
        AuditStore store = new AuditStore(server.gateway().database().owner());
        try (AuditUpkeep upkeep = new AuditUpkeep(store, Optional.empty())) {
            for (int i = 0; i < 500; i++) {
                upkeep.log()
                        .note(new AuditEvent(
                                AuditEvent.Action.REFUSED,
                                Optional.of("ada"),
                                Optional.of("203.0.113.1"),
                                "a forged token"));
            }
        }
        List<String> noted = people.sql("SELECT detail FROM meridian.audit WHERE address = '203.0.113.1' ORDER BY id");
        assertEquals(2, noted.size(), noted.toString());
        assertEquals("a forged token", noted.getFirst());
        assertTrue(noted.getLast().matches("499 more since .*Z, the last: a forged token"), noted.getLast());
    }

    @ParameterizedTest
    @CsvSource({
        "limit=0, limit must be",
        "limit=1001, limit must be",
        "limit=x, limit must be",
        "before=-1, before must be",
        "since=yesterday, since must be",
        "until=%2B999999999-01-01T00:00:00Z, until must be",
        "account=a%00b, account has"
    })
    void refusesFiltersThatCannotBe(String query, String words) throws Exception {
        refused(400, words, boss.get("/auth/admin/audit?" + query));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /auth/admin/users",
                "POST /auth/admin/users",
                "GET /auth/admin/users/boss",
                "POST /auth/admin/users/ada/disable",
                "POST /auth/admin/users/ada/enable",
                "POST /auth/admin/users/boss/password",
                "GET /auth/admin/users/boss/tokens",
                "DELETE /auth/admin/users/boss/tokens/1",
                "GET /auth/admin/groups",
                "PUT /auth/admin/groups/gaia/members/ada",
                "DELETE /auth/admin/groups/gaia/members/ada",
                "GET /auth/admin/audit",
                "GET /auth/admin/limits",
                "POST /auth/admin/limits",
                "DELETE /auth/admin/limits",
                "GET /auth/admin/usage"
            })
    void isForNobodyElse(String operation) throws Exception {
        String method = operation.substring(0, operation.indexOf(' '));
        String path = operation.substring(operation.indexOf(' ') + 1);
        for (Person who : List.of(
                people.signedIn("ada"),
                // The scope is worth nothing to who is no administrator, nor is an administrator without it.
                people.program("ada", Scope.ADMIN),
                people.signedIn("boss"),
                people.program("boss", Scope.TAP, Scope.TEAMS))) {
            refused(403, "administrator", who.send(method, path));
            assertTrue(people
                    .sql("SELECT detail FROM meridian.audit WHERE action = 'REFUSED' AND account = '" + who.name()
                            + "'")
                    .stream()
                    .anyMatch(detail -> detail.startsWith(method + " " + path + ": this needs an administrator")));
        }
        refused(401, "administrators", people.anonymous().send(method, path));
    }

    @Test
    void describesItself() throws Exception {
        HttpResponse<String> document = people.anonymous().get("/auth/openapi.json");
        assertEquals("3.1.0", json(200, document).get("openapi").asText());
    }
}
