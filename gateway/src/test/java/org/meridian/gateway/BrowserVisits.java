// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.meridian.core.auth.TestSecrets;
import org.meridian.core.auth.identity.Administration;
import org.meridian.core.auth.identity.Secret;

/** A gateway, and browsers of its users, who sign in with passwords. One at a time. */
class BrowserVisits {

    static final String QUERY = "/tap/sync?LANG=ADQL&RESPONSEFORMAT=csv&QUERY=SELECT+TOP+1+id+FROM+test.stars";
    static final String PASSWORD = TestSecrets.note("correct horse battery");
    static final String COOKIE = "meridian";
    static final String SECURE_COOKIE = "__Host-meridian";
    static RunningGateway server;
    static Administration administration;

    @BeforeAll
    static void start() throws Exception {
        begin(new RunningGateway(Optional.empty()));
    }

    /** Makes the users of a gateway, which the caller closes. */
    static void begin(RunningGateway gateway) throws Exception {
        server = gateway;
        administration = Identity.of(server.gateway().database()).administration("a test");
        for (String name : List.of("ada", "grace")) {
            Secret once = administration.create(name, Optional.empty(), false);
            HttpResponse<String> chosen = browser()
                    .post(
                            "/sign-in/password",
                            "username",
                            name,
                            "password",
                            once.text(),
                            "new_password",
                            PASSWORD,
                            "repeated",
                            PASSWORD);
            assertEquals(303, chosen.statusCode(), chosen.body());
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    static Browsing browser() {
        return new Browsing(server.url("/"));
    }

    static Browsing byHttps() {
        return Browsing.byHttps(server.url("/"));
    }

    static HttpResponse<String> signIn(Browsing browser, String name) throws Exception {
        return browser.post("/sign-in", "username", name, "password", PASSWORD, "return", "/account");
    }

    static Browsing signedIn(Browsing browser, String name) throws Exception {
        HttpResponse<String> answer = signIn(browser, name);
        assertEquals(303, answer.statusCode(), answer.body());
        return browser;
    }

    static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    static void awaitRefusal(Browsing browser) throws Exception {
        Instant ended = Instant.now();
        while (browser.get(QUERY).statusCode() != 401) {
            assertTrue(Instant.now().isBefore(ended.plusSeconds(1)), "still good after a second");
        }
    }
}
