// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridian.core.auth.Account;
import org.meridian.core.auth.identity.Secret;

/** What users do on the page of their account, how sessions end, and what guessing at the form meets. */
@Timeout(120)
class AccountPageIT extends BrowserVisits {

    @Test
    void makesAndRevokesTokensOnThePage() throws Exception {
        Browsing browser = signedIn(browser(), "ada");
        HttpResponse<String> made = browser.post(
                "/account/tokens", "label", "<b>my \"notebook\"</b>", "scope", "tap", "scope", "sia", "days", "7");
        assertEquals(201, made.statusCode(), made.body());
        Matcher token = Pattern.compile("mrd_[\\w-]{43}").matcher(made.body());
        assertTrue(token.find());
        assertFalse(made.body().contains("<b>my"), "names are text");
        String bearer = "Bearer " + token.group();
        assertEquals(200, server.get(QUERY, "Authorization", bearer).statusCode());
        String page = browser.get("/account").body();
        assertFalse(page.contains(token.group()), "shown once");
        Matcher revoke = Pattern.compile("/account/tokens/(\\d+)/revoke").matcher(page);
        assertTrue(revoke.find(), page);
        assertEquals(404, signedIn(browser(), "grace").post(revoke.group()).statusCode());
        assertEquals(303, browser.post(revoke.group()).statusCode());
        Instant revoked = Instant.now();
        while (server.get(QUERY, "Authorization", bearer).statusCode() != 401) {
            assertTrue(Instant.now().isBefore(revoked.plusSeconds(1)), "still good after a second");
        }
        for (String[] wrong : List.of(
                new String[] {"label", "x"},
                new String[] {"scope", "tap"},
                new String[] {"label", "x", "scope", "root"},
                new String[] {"label", "x", "scope", "tap", "days", "1000"})) {
            HttpResponse<String> answer = browser.post("/account/tokens", wrong);
            assertEquals(400, answer.statusCode());
            assertTrue(answer.body().contains("role=\"alert\""), answer.body());
        }
        assertEquals(
                403,
                browser.post("/account/tokens", "label", "x", "scope", "admin").statusCode());
        assertEquals(401, browser().post("/account/tokens", "label", "x").statusCode());
    }

    @Test
    void changesThePasswordAndEndsEveryOtherSession() throws Exception {
        Secret once = administration.create("vera", Optional.empty(), false);
        HttpResponse<String> early = browser().post("/sign-in", "username", "vera", "password", once.text());
        assertTrue(early.body().contains("good for a single use"), early.body());
        assertEquals("", header(early, "Set-Cookie"));
        String[] form = {"username", "vera", "password", once.text(), "new_password", PASSWORD, "repeated", PASSWORD};
        Browsing browser = browser();
        assertEquals(303, browser.post("/sign-in/password", form).statusCode());
        Browsing other = signedIn(browser(), "vera");
        assertEquals(
                403,
                browser.post(
                                "/account/password",
                                "password",
                                "wrong",
                                "new_password",
                                PASSWORD + 2,
                                "repeated",
                                PASSWORD + 2)
                        .statusCode());
        assertEquals(
                400,
                browser.post("/account/password", "password", PASSWORD, "new_password", PASSWORD + 2, "repeated", "x")
                        .statusCode());
        assertEquals(
                303,
                browser.post(
                                "/account/password",
                                "password",
                                PASSWORD,
                                "new_password",
                                PASSWORD + 2,
                                "repeated",
                                PASSWORD + 2)
                        .statusCode());
        awaitRefusal(other);
        assertEquals("vera", header(browser.get(QUERY), "X-VO-Authenticated"));
    }

    @Test
    void refusesASessionThatAnotherOneHasEnded() throws Exception {
        Browsing first = signedIn(browser(), "ada");
        Browsing second = signedIn(browser(), "ada");
        String id = server.sql("SELECT max(id) FROM meridian.session WHERE account = 'ada'")
                .getFirst();
        assertEquals(
                404,
                signedIn(browser(), "grace")
                        .post("/account/sessions/" + id + "/end")
                        .statusCode());
        assertEquals("ada", header(second.get(QUERY), "X-VO-Authenticated"));
        assertEquals(303, first.post("/account/sessions/" + id + "/end").statusCode());
        awaitRefusal(second);
        assertEquals("ada", header(first.get(QUERY), "X-VO-Authenticated"));
    }

    @Test
    void slowsGuessingWithTheFormDown() throws Exception {
        Browsing browser = byHttps().with("X-Forwarded-For", "203.0.113.9");
        for (int i = 0; i < 10; i++) {
            HttpResponse<String> wrong = browser.post("/sign-in", "username", "grace", "password", "guess " + i);
            assertEquals(401, wrong.statusCode());
            assertTrue(wrong.body().contains("name or password are wrong"), wrong.body());
        }
        HttpResponse<String> stopped = signIn(browser, "grace");
        assertEquals(429, stopped.statusCode(), stopped.body());
        assertTrue(Integer.parseInt(header(stopped, "Retry-After")) > 0);
        assertTrue(server.isAudited("SIGN_IN_REFUSED", "name or password"));
    }

    @Test
    void endsSessionsThatAreIdleOrOldOrOfClosedAccounts() throws Exception {
        Secret once = administration.create("henrietta", Optional.empty(), false);
        String[] form = {
            "username", "henrietta", "password", once.text(), "new_password", PASSWORD, "repeated", PASSWORD
        };
        assertEquals(303, browser().post("/sign-in/password", form).statusCode());
        Browsing idle = signedIn(browser(), "henrietta");
        server.sql("UPDATE meridian.session SET last_used = last_used - interval '4 hours 1 second'"
                + " WHERE account = 'henrietta'");
        awaitRefusal(idle);
        Browsing old = signedIn(browser(), "henrietta");
        server.sql("UPDATE meridian.session SET expires = expires - interval '12 hours' WHERE account = 'henrietta'");
        awaitRefusal(old);
        Browsing closed = signedIn(browser(), "henrietta");
        administration.setState("henrietta", Account.State.DISABLED);
        awaitRefusal(closed);
        assertEquals(401, signIn(browser(), "henrietta").statusCode());
        // The pages by which to sign in again stay reachable.
        Browsing page = browser();
        page.cookies().put(COOKIE, "mrs_" + "B".repeat(43));
        assertEquals(200, page.get("/").statusCode());
        assertEquals(200, page.get("/sign-in").statusCode());
        assertEquals(303, page.get("/account").statusCode());
    }
}
