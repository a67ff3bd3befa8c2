// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.meridian.gateway.BrowserVisits.header;
import static org.meridian.gateway.People.json;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridian.core.auth.request.AccessRequests;

/** Asking for an account, and deciding about it, with a browser. */
@Timeout(120)
class AccessRequestPageIT {

    private static final String HOSTILE = "</textarea><script>alert(1)</script>\nto look at \"stars\" & 'dust'";

    private static RunningGateway server;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningGateway(
                Optional.empty(),
                RunningGateway.LIMITS,
                GatewaySettings.Access.OPEN,
                GatewaySettings.Groups.DEFAULT,
                new AccessRequests.Rules(true, 12));
        BrowserVisits.begin(server);
        BrowserVisits.administration.join(AccessRequests.MODERATORS, List.of("grace"));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static Browsing visitor(String address) {
        return BrowserVisits.byHttps().with("X-Forwarded-For", address).with("Accept", Browsing.PAGES);
    }

    private static Browsing as(String name) throws Exception {
        return BrowserVisits.signedIn(BrowserVisits.browser().with("Accept", Browsing.PAGES), name);
    }

    /** Path of what became of a request. */
    private static String ask(String name, String address) throws Exception {
        HttpResponse<String> asked = visitor(address)
                .post("/sign-in/request", "username", name, "email", name + "@example.org", "why", HOSTILE);
        assertEquals(202, asked.statusCode(), asked.body());
        Matcher link = Pattern.compile(
                        "<code>https://127\\.0\\.0\\.1:\\d+(/auth/requests/status/mrq_[\\w-]{43})</code>")
                .matcher(asked.body());
        assertTrue(link.find(), asked.body());
        return link.group(1);
    }

    /** Path below which a request is decided. */
    private static String decision(Browsing moderator, String name) throws Exception {
        String page = moderator.get("/account/requests").body();
        Matcher form = Pattern.compile("id=\"request-(\\d+)\">" + Pattern.quote(name) + "</h2>")
                .matcher(page);
        assertTrue(form.find(), page);
        assertTrue(page.contains("action=\"/account/requests/" + form.group(1) + "/approve\""), page);
        return "/account/requests/" + form.group(1);
    }

    private static void refused(int status, String words, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        Matcher alert = Pattern.compile("role=\"alert\">([^<]*)<").matcher(answer.body());
        assertTrue(alert.find(), answer.body());
        assertTrue(alert.group(1).contains(words), alert.group(1));
    }

    @Test
    void leadsFromThePageToSignInToAnAccount() throws Exception {
        Browsing vera = visitor("198.51.100.1");
        assertTrue(vera.get("/sign-in").body().contains("href=\"/sign-in/request\""));
        assertTrue(vera.get("/sign-in/request").body().contains("action=\"/sign-in/request\""));
        String status = ask("vera", "198.51.100.1");
        HttpResponse<String> waits = vera.get(status);
        assertEquals(200, waits.statusCode());
        assertEquals("strict-origin", header(waits, "Referrer-Policy"));
        assertTrue(waits.body().contains("It waits for a moderator"), waits.body());
        assertEquals(
                "waiting",
                json(200, visitor("198.51.100.1").with("Accept", "").get(status))
                        .get("state")
                        .asText());

        Browsing grace = as("grace");
        assertTrue(grace.get("/account").body().contains("href=\"/account/requests\""));
        String page = grace.get("/account/requests").body();
        assertTrue(page.contains("&lt;script&gt;alert(1)") && !page.contains("<script>"), page);
        assertTrue(page.contains("198.51.100.1"), page);
        HttpResponse<String> made = grace.post(decision(grace, "vera") + "/approve", "username", "vera.rubin");
        assertEquals(201, made.statusCode(), made.body());
        Matcher password = Pattern.compile("<code>(mrp_[\\w-]+)</code>").matcher(made.body());
        assertTrue(password.find(), made.body());
        assertFalse(grace.get("/account/requests").body().contains("mrp_"), "shown once");
        String approved = vera.get(status).body();
        assertTrue(approved.contains("There is an account for you: vera.rubin."), approved);
        assertFalse(approved.contains("mrp_"), "the moderator hands it over");
        String[] form = {
            "username",
            "vera.rubin",
            "password",
            password.group(1),
            "new_password",
            BrowserVisits.PASSWORD,
            "repeated",
            BrowserVisits.PASSWORD
        };
        assertEquals(303, vera.post("/sign-in/password", form).statusCode());
    }

    @Test
    void tellsWhyARequestWasDeclined() throws Exception {
        String status = ask("mallory", "198.51.100.2");
        Browsing grace = as("grace");
        String request = decision(grace, "mallory");
        refused(400, "reason", grace.post(request + "/decline"));
        assertEquals(303, grace.post(request + "/decline", "reason", HOSTILE).statusCode());
        String declined = visitor("198.51.100.2").get(status).body();
        assertTrue(declined.contains("A moderator has declined it"), declined);
        assertTrue(declined.contains("&lt;script&gt;") && !declined.contains("<script>"), declined);
        refused(404, "no request", grace.post(request + "/approve", "username", "mallory"));
        refused(404, "there is no such request", visitor("198.51.100.2").get("/auth/requests/status/mrq_x"));
    }

    @Test
    void saysOnThePageWhatIsWrong() throws Exception {
        HttpResponse<String> wrong = visitor("198.51.100.3")
                .post("/sign-in/request", "username", "<b>X", "email", "x@example.org", "why", HOSTILE);
        refused(400, "username has", wrong);
        assertTrue(wrong.body().contains("value=\"&lt;b&gt;X\""), wrong.body());
        assertTrue(wrong.body().contains("&lt;/textarea&gt;&lt;script&gt;"), "what was typed stays");
        assertFalse(wrong.body().contains("<script>"), wrong.body());
        refused(400, "email must be", visitor("198.51.100.3").post("/sign-in/request", "username", "xx", "why", "x"));
        refused(
                400,
                "why must say",
                visitor("198.51.100.3").post("/sign-in/request", "username", "xx", "email", "x@example.org"));
        ask("ada", "198.51.100.3");
        Browsing grace = as("grace");
        refused(400, "there is a user ada already", grace.post(decision(grace, "ada") + "/approve", "username", "ada"));
        assertEquals(
                303,
                grace.post(decision(grace, "ada") + "/decline", "reason", "taken")
                        .statusCode());
    }

    @Test
    void letsNobodyElseDecide() throws Exception {
        Browsing ada = as("ada");
        assertFalse(ada.get("/account").body().contains("/account/requests"));
        for (HttpResponse<String> answer : List.of(
                ada.get("/account/requests"),
                ada.post("/account/requests/1/approve"),
                ada.post("/account/requests/1/decline", "reason", "x"))) {
            refused(403, "the group &#39;moderators&#39;", answer);
        }
        Browsing nobody = BrowserVisits.browser();
        assertEquals(303, nobody.get("/account/requests").statusCode());
        refused(401, "You are not signed in", nobody.post("/account/requests/1/approve"));
    }

    @Test
    void letsNoOtherSitesPageAskOrDecide() throws Exception {
        ask("tycho", "198.51.100.4");
        Browsing grace = as("grace");
        String request = decision(grace, "tycho");
        grace.with("Sec-Fetch-Site", "cross-site");
        for (String path : List.of(request + "/approve", request + "/decline")) {
            HttpResponse<String> answer = grace.post(path, "username", "tycho", "reason", "x");
            assertEquals(403, answer.statusCode());
            assertTrue(answer.body().contains("the same-origin rule"), answer.body());
        }
        refused(
                403,
                "the same-origin rule",
                visitor("198.51.100.4")
                        .with("Sec-Fetch-Site", "cross-site")
                        .post("/sign-in/request", "username", "forged", "email", "f@example.org", "why", "x"));
        assertEquals(
                List.of("0"),
                server.sql("SELECT count(*) FROM meridian.access_request WHERE wished = 'forged' OR wished = 'tycho'"
                        + " AND state <> 'WAITING'"));
    }

    @Test
    void offersNothingWhereTheOperatorTakesNoRequests() throws Exception {
        try (RunningGateway closed = new RunningGateway(Optional.empty())) {
            Browsing visitor = new Browsing(closed.url("/"));
            String page = visitor.get("/sign-in").body();
            assertTrue(page.contains("Whoever runs this archive makes accounts"), page);
            assertFalse(page.contains("/sign-in/request"), page);
            refused(403, "takes no requests", visitor.get("/sign-in/request"));
            HttpResponse<String> asked =
                    visitor.post("/sign-in/request", "username", "xx", "email", "x@example.org", "why", "x");
            refused(403, "takes no requests", asked);
            assertFalse(asked.body().contains("<form"), asked.body());
        }
    }
}
