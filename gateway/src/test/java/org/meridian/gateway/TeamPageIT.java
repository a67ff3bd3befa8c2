// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What users do with their teams on the pages of their accounts. */
@Timeout(120)
class TeamPageIT extends BrowserVisits {

    private static final String HOSTILE = "\"><script>alert(1)</script> & 'dust'";

    private static Browsing as(String name) throws Exception {
        return signedIn(browser().with("Accept", Browsing.PAGES), name);
    }

    /** Path of the page of a new team of Ada's. */
    private static String make(Browsing ada, String name) throws Exception {
        HttpResponse<String> made = ada.post("/account/teams", "name", name, "description", HOSTILE);
        assertEquals(303, made.statusCode(), made.body());
        assertEquals(server.url("/account/teams/ada~" + name).toString(), header(made, "Location"));
        return "/account/teams/ada~" + name;
    }

    private static String invite(Browsing who, String team) throws Exception {
        HttpResponse<String> made = who.post(team + "/invitations", "uses", "2", "days", "3");
        assertEquals(201, made.statusCode(), made.body());
        Matcher link = Pattern.compile("http://127\\.0\\.0\\.1:\\d+(/auth/invitations/mri_[\\w-]{43})")
                .matcher(made.body());
        assertTrue(link.find(), made.body());
        assertFalse(who.get(team).body().contains("mri_"), "shown once");
        return link.group(1);
    }

    private static void refused(int status, String words, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        assertEquals("text/html;charset=utf-8", header(answer, "Content-Type"));
        Matcher alert = Pattern.compile("role=\"alert\">([^<]*)<").matcher(answer.body());
        assertTrue(alert.find(), answer.body());
        assertTrue(alert.group(1).contains(words), alert.group(1));
    }

    @Test
    void leadsFromMakingATeamToDeletingIt() throws Exception {
        Browsing ada = as("ada");
        String team = make(ada, "pleiades");
        String account = ada.get("/account").body();
        assertTrue(account.contains("href=\"" + team + "\""), account);
        assertFalse(account.contains("<script>"), "a description is text");
        String page = ada.get(team).body();
        assertTrue(page.contains("&lt;script&gt;alert(1)") && !page.contains("<script>"), page);

        Browsing grace = as("grace");
        refused(404, "you are in no team of that name", grace.get(team));
        assertEquals(303, grace.post(invite(ada, team)).statusCode());
        String seen = grace.get(team).body();
        assertTrue(seen.contains("<dt>You are</dt><dd>member</dd>"), seen);
        for (String right : List.of("/role\"", "/remove\"", "/invitations\"", "/delete\"")) {
            assertFalse(seen.contains(team + "/members/ada" + right) || seen.contains(team + right), right);
        }
        refused(403, "only owners and admins", grace.post(team + "/invitations", "uses", "1"));
        refused(403, "only an owner", grace.post(team + "/members/grace/role", "role", "owner"));
        refused(403, "only owners and admins", grace.post(team + "/members/ada/remove"));
        refused(403, "only an owner", grace.post(team + "/delete"));

        assertEquals(
                303, ada.post(team + "/members/grace/role", "role", "admin").statusCode());
        assertTrue(grace.get(team).body().contains("<dd>admin</dd>"));
        String open = invite(grace, team);
        Matcher revoke = Pattern.compile(Pattern.quote(team) + "/invitations/\\d+/revoke")
                .matcher(grace.get(team).body());
        assertTrue(revoke.find());
        assertEquals(303, grace.post(revoke.group()).statusCode());
        assertEquals(404, as("ada").get(open).statusCode());

        assertTrue(grace.get(team + "/leave").body().contains("action=\"" + team + "/members/grace/remove\""));
        HttpResponse<String> left = grace.post(team + "/members/grace/remove");
        assertEquals(server.url("/account/teams").toString(), header(left, "Location"));
        refused(404, "you are in no team of that name", grace.get(team));
        refused(403, "would have no owner", ada.post(team + "/members/ada/remove"));

        HttpResponse<String> sure = ada.get(team + "/delete");
        assertTrue(sure.body().contains("cannot be undone"), sure.body());
        assertEquals(200, ada.get(team).statusCode(), "asking deletes nothing");
        assertEquals(303, ada.post(team + "/delete").statusCode());
        refused(404, "you are in no team of that name", ada.get(team));
    }

    @Test
    void putsOut() throws Exception {
        Browsing ada = as("ada");
        String team = make(ada, "strict");
        Browsing grace = as("grace");
        assertEquals(303, grace.post(invite(ada, team)).statusCode());
        assertTrue(ada.get(team).body().contains("action=\"" + team + "/members/grace/remove\""));
        HttpResponse<String> done = ada.post(team + "/members/grace/remove");
        assertEquals(server.url(team).toString(), header(done, "Location"));
        refused(404, "you are in no team of that name", grace.get(team));
        refused(404, "nobody of that name", ada.post(team + "/members/grace/remove"));
    }

    @Test
    void saysOnThePageWhatIsWrong() throws Exception {
        Browsing ada = as("ada");
        String team = make(ada, "wrong");
        HttpResponse<String> named = ada.post("/account/teams", "name", "<b>x", "description", HOSTILE);
        refused(400, "this cannot be the name of a team", named);
        assertTrue(named.body().contains("value=\"&lt;b&gt;x\""), "what was typed stays: " + named.body());
        assertTrue(named.body().contains("value=\"&quot;&gt;&lt;script&gt;"), named.body());
        refused(400, "there is a team", ada.post("/account/teams", "name", "wrong"));
        refused(400, "uses must be a number", ada.post(team + "/invitations", "uses", "many", "days", "1"));
        refused(400, "days must be a number from 1 to 30", ada.post(team + "/invitations", "uses", "1", "days", "31"));
        refused(400, "role must be owner, admin or member", ada.post(team + "/members/ada/role", "role", "god"));
        refused(404, "no invitation of that number", ada.post(team + "/invitations/999999/revoke"));
        assertEquals(404, ada.post(team + "/invitations/x/revoke").statusCode());
        refused(404, "you are in no team of that name", ada.get("/account/teams/%22%3E%3Cscript%3E"));
    }

    @Test
    void isForNobodyWhoHasNotSignedIn() throws Exception {
        String team = make(as("ada"), "closed");
        Browsing nobody = browser().with("Accept", Browsing.PAGES);
        HttpResponse<String> sent = nobody.get(team);
        assertEquals(303, sent.statusCode());
        assertEquals(
                server.url("/sign-in?return=%2Faccount%2Fteams%2Fada%7Eclosed").toString(), header(sent, "Location"));
        assertEquals(303, nobody.get("/account/teams").statusCode());
        assertEquals(303, nobody.get("/account/teams/%22%3E").statusCode());
        for (String path : List.of("/account/teams", team + "/invitations", team + "/delete")) {
            refused(401, "You are not signed in", nobody.post(path, "name", "x1"));
        }
        assertEquals(401, nobody.get(team + "/delete").statusCode());
    }

    @Test
    void letsNoOtherSitesPageChangeTeams() throws Exception {
        Browsing ada = as("ada");
        String team = make(ada, "kept");
        ada.with("Sec-Fetch-Site", "cross-site");
        for (String path : List.of(
                "/account/teams",
                team + "/members/ada/role",
                team + "/members/ada/remove",
                team + "/invitations",
                team + "/invitations/1/revoke",
                team + "/delete")) {
            HttpResponse<String> answer = ada.post(path, "name", "forged", "role", "member");
            assertEquals(403, answer.statusCode(), path);
            assertTrue(answer.body().contains("the same-origin rule"), answer.body());
        }
        assertEquals(List.of("0"), server.sql("SELECT count(*) FROM meridian.team WHERE name = 'ada~forged'"));
        assertEquals(200, ada.get(team).statusCode());
    }
}
