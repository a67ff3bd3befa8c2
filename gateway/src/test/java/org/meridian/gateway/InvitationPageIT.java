// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.meridian.gateway.People.json;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.gateway.People.Person;

/** Joining a team with a browser: what the link of an invitation shows to people, and what to programs. */
@Timeout(120)
class InvitationPageIT extends BrowserVisits {

    private static final String HOSTILE = "\"><script>alert(1)</script> & 'stars'";

    private static People people;
    private static Person ada;

    @BeforeAll
    static void users() {
        people = new People(server);
        ada = people.signedIn("ada");
    }

    @AfterAll
    static void end() {
        people.close();
    }

    private static String team(String name) throws Exception {
        return json(201, ada.post("/auth/teams", "name", name, "description", HOSTILE))
                .get("name")
                .asText();
    }

    /** Path of a new link into a team of Ada's. */
    private static String link(String team) throws Exception {
        String url = json(201, ada.post("/auth/teams/" + team + "/invitations"))
                .get("url")
                .asText();
        return url.substring(url.indexOf("/auth/"));
    }

    private static Browsing reader() {
        return browser().with("Accept", Browsing.PAGES);
    }

    @Test
    void showsWhatOneJoinsSendsToSignInAndBackAndJoinsByAButton() throws Exception {
        String team = team("pleiades");
        String link = link(team);
        Browsing grace = reader();
        HttpResponse<String> shown = grace.get(link);
        assertEquals(200, shown.statusCode(), shown.body());
        assertEquals("text/html;charset=utf-8", header(shown, "Content-Type"));
        assertTrue(shown.body().contains(">ada~pleiades</h2>"), shown.body());
        assertTrue(shown.body().contains("<dt>Invites you</dt><dd>ada</dd>"), shown.body());
        assertTrue(shown.body().contains("<dt>Good until</dt>"), shown.body());
        assertFalse(shown.body().contains("<script>"), "a description is text");
        assertTrue(shown.body().contains("&quot;&gt;&lt;script&gt;alert(1)"), shown.body());
        assertFalse(shown.body().contains("method=\"post\""), "nobody joins who has not signed in");

        Matcher signIn = Pattern.compile("href=\"(/sign-in\\?return=[^\"]+)\"").matcher(shown.body());
        assertTrue(signIn.find(), shown.body());
        Matcher to = Pattern.compile("name=\"return\" value=\"([^\"]+)\"")
                .matcher(grace.get(signIn.group(1)).body());
        assertTrue(to.find());
        HttpResponse<String> signedIn =
                grace.post("/sign-in", "username", "grace", "password", PASSWORD, "return", to.group(1));
        assertEquals(303, signedIn.statusCode(), signedIn.body());
        assertEquals(server.url(link).toString(), header(signedIn, "Location"));

        HttpResponse<String> offered = grace.get(link);
        assertTrue(offered.body().contains("<form method=\"post\" action=\"" + link + "\""), offered.body());
        assertEquals(List.of("0"), server.sql(memberships(team)), "looking is not joining");
        HttpResponse<String> joined = grace.post(link);
        assertEquals(303, joined.statusCode(), joined.body());
        assertEquals(server.url("/account/teams/" + team).toString(), header(joined, "Location"));
        assertEquals(List.of("1"), server.sql(memberships(team)));
        assertEquals(200, grace.get("/account/teams/" + team).statusCode());
        assertTrue(
                signedIn(reader(), "ada").get(link(team)).body().contains("You are in this team already"),
                "whoever is in it is told so");
    }

    private static String memberships(String team) {
        return "SELECT count(*) FROM meridian.group_member WHERE account = 'grace' AND team = '" + team + "'";
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "*/*", "application/json", "text/plain", "application/json, text/html", "image/png"})
    void answersProgramsInJson(String accept) throws Exception {
        String team = team("json-" + Integer.toHexString(accept.hashCode()));
        String link = link(team);
        Browsing program = signedIn(browser(), "grace").with("Accept", accept);
        HttpResponse<String> shown = program.get(link);
        assertEquals("application/json", header(shown, "Content-Type"));
        assertEquals(team, json(200, shown).get("team").asText());
        assertEquals("member", json(200, program.post(link)).get("yourRole").asText());
        assertEquals(204, ada.delete("/auth/teams/" + team).statusCode());
    }

    @Test
    void saysOfEveryLinkThatIsNotGoodThatItIsNot() throws Exception {
        String team = team("spent");
        String used = link(team);
        assertEquals(303, signedIn(reader(), "grace").post(used).statusCode());
        String ended = link(team);
        server.sql("UPDATE meridian.invitation SET expires = clock_timestamp() WHERE uses_left = 1");
        for (String link : List.of(used, ended, "/auth/invitations/mri_x", "/auth/invitations/%22%3E%3Cb%3E")) {
            for (HttpResponse<String> answer : List.of(
                    reader().get(link),
                    signedIn(reader(), "ada").get(link),
                    signedIn(reader(), "ada").post(link))) {
                assertEquals(404, answer.statusCode(), link);
                assertTrue(answer.body().contains("role=\"alert\">this invitation is not good"), answer.body());
                assertFalse(answer.body().contains("<b>"), answer.body());
            }
        }
        HttpResponse<String> anonymous = reader().post(link(team));
        assertEquals(401, anonymous.statusCode());
        assertTrue(anonymous.body().contains("You are not signed in"), anonymous.body());
        Browsing guesser = reader().with("X-Forwarded-For", "198.51.100.77");
        for (int i = 0; i < 20; i++) {
            assertEquals(404, guesser.get("/auth/invitations/mri_" + i).statusCode());
        }
        HttpResponse<String> stopped = guesser.get("/auth/invitations/mri_x");
        assertEquals(429, stopped.statusCode());
        assertTrue(Integer.parseInt(header(stopped, "Retry-After")) > 0);
        assertTrue(stopped.body().contains("too many links"), stopped.body());
    }

    @Test
    void letsNoOtherSitesPageJoin() throws Exception {
        String link = link(team("forged"));
        for (String site : List.of("cross-site", "same-site")) {
            HttpResponse<String> answer =
                    signedIn(reader(), "grace").with("Sec-Fetch-Site", site).post(link);
            assertEquals(403, answer.statusCode());
            assertTrue(answer.body().contains("the same-origin rule"), answer.body());
        }
        assertEquals(List.of("0"), server.sql(memberships("ada~forged")));
    }

    @Test
    void tellsTheSecretToNobody() throws Exception {
        String link = link(team("secret"));
        String secret = link.substring(link.indexOf("mri_"));
        Browsing grace = signedIn(reader(), "grace");
        for (String path : List.of(link, "/sign-in?return=" + link.replace("/", "%2F"), "/auth/invitations/mri_x")) {
            HttpResponse<String> page = grace.get(path);
            assertEquals("strict-origin", header(page, "Referrer-Policy"), path);
            assertEquals("no-store", header(page, "Cache-Control"), path);
        }
        grace.with("Sec-Fetch-Site", "cross-site").post(link);
        grace.with("Sec-Fetch-Site", "same-origin").post(link);
        assertTrue(server.isAudited("REFUSED", "POST /auth/invitations/mri_...: the same-origin rule"));
        assertEquals(
                List.of("0"),
                server.sql("SELECT count(*) FROM meridian.audit a WHERE a::text LIKE '%" + secret + "%'"));
    }
}
