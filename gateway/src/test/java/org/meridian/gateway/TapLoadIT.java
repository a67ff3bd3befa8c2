// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridian.core.IvoaSchemas;
import org.meridian.tap.query.AnswerLimits;
import org.meridian.tap.query.LoadLimits;
import org.meridian.tap.query.QueryLimits;

/** More queries than can be run: who waits, who is turned away and how. One heavy query runs and one waits. */
@Timeout(120)
class TapLoadIT {

    private static final String ENDLESS =
            "SELECT COUNT(*) AS n FROM test.stars AS a, test.stars AS b, test.stars AS c WHERE a.mag + b.mag < c.mag";
    private static final String SMALL = "SELECT TOP 1 id FROM test.stars";

    private static RunningGateway server;

    @BeforeAll
    static void start() throws Exception {
        server = gateway(LoadLimits.Small.DEFAULT);
    }

    private static RunningGateway gateway(LoadLimits.Small small) throws Exception {
        LoadLimits load = new LoadLimits(1, 1, 1, Duration.ofSeconds(30), 2, small);
        return new RunningGateway(Optional.empty(), QueryLimits.of(3000, 3500, Duration.ofSeconds(60), 20_000, load));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** A query from an address, as a proxy tells it. */
    private static HttpResponse<String> ask(String address, String adql, String format) throws Exception {
        return server.get(
                "/tap/sync?" + RunningGateway.parameters(adql, Map.of("FORMAT", format)), "X-Forwarded-For", address);
    }

    /** Sends a query and does not read the answer. */
    private static Socket send(RunningGateway to, String address, String adql) throws IOException {
        Socket socket = new Socket("127.0.0.1", to.gateway().port());
        socket.getOutputStream()
                .write(("GET /tap/sync?" + RunningGateway.parameters(adql, Map.of())
                                + " HTTP/1.1\r\nHost: localhost\r\n" + "Forwarded: for=203.0.113.1, for=" + address
                                + "\r\n\r\n")
                        .getBytes(US_ASCII));
        return socket;
    }

    private static void await(RunningGateway where, int running, int waiting) {
        Instant end = Instant.now().plus(Duration.ofSeconds(30));
        while (where.gateway().load().heavy().running() != running
                || where.gateway().load().heavy().waiting() != waiting) {
            assertTrue(Instant.now().isBefore(end), where.gateway().load().toString());
            Thread.onSpinWait();
        }
    }

    private static void assertRefused(int status, String reason, HttpResponse<String> answer) throws Exception {
        assertEquals(status, answer.statusCode(), answer.body());
        assertTrue(
                answer.headers().firstValue("Retry-After").orElse("").matches("[1-9][0-9]*"),
                answer.headers().toString());
        assertTrue(answer.body().contains(reason), answer.body());
        if (answer.body().startsWith("<?xml")) {
            assertTrue(answer.body().contains("name=\"QUERY_STATUS\" value=\"ERROR\""), answer.body());
            if (System.getProperty("meridian.shared") != null) {
                IvoaSchemas.all().validate(answer.body());
            }
        }
    }

    @Test
    void turnsAwayWhoAsksTooMuchAndLetsOthersIn() throws Exception {
        try (Socket first = send(server, "198.51.100.7", ENDLESS)) {
            await(server, 1, 0);
            try (Socket second = send(server, "198.51.100.7", ENDLESS)) {
                await(server, 1, 1);
                for (String format : new String[] {"votable", "csv", "parquet"}) {
                    assertRefused(429, "you have used 2 of 2 queries at once", ask("198.51.100.7", SMALL, format));
                }
                HttpResponse<String> json = ask("198.51.100.7", SMALL, "json");
                assertRefused(429, "\"status\":\"ERROR\"", json);
                assertEquals(200, ask("198.51.100.8", SMALL, "votable").statusCode(), "another address");
                assertEquals(
                        200,
                        ask("198.51.100.7, 198.51.100.9", SMALL, "votable").statusCode(),
                        "what a client says of itself counts for nothing");
                assertRefused(503, "too many queries are waiting", ask("198.51.100.8", ENDLESS, "votable"));
                assertEquals(200, server.query(SMALL, Map.of()).statusCode(), "small beside heavy");
            }
            await(server, 1, 0);
        }
        await(server, 0, 0);
        assertEquals(200, ask("198.51.100.7", SMALL, "votable").statusCode());
    }

    @Test
    void givesThePlaceOfAQueryThatRunsOnAndOnToAnotherSmallOne() throws Exception {
        LoadLimits.Small everything = new LoadLimits.Small(1e300, 1e300, Duration.ofMillis(300));
        try (RunningGateway misjudging = gateway(everything);
                Socket first = send(misjudging, "198.51.100.7", ENDLESS)) {
            await(misjudging, 1, 0);
            assertEquals(0, misjudging.gateway().load().small().running());
            assertEquals(200, misjudging.query(SMALL, Map.of()).statusCode());
            first.close();
            await(misjudging, 0, 0);
        }
    }

    @Test
    void runsSmallJobsWhileTheHeavyOnesOfTheirClientWait() throws Exception {
        try (RunningGateway roomy = new RunningGateway(Optional.empty());
                JobClient client = new JobClient(roomy)) {
            List<String> heavy = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                heavy.add(client.query(ENDLESS, "PHASE", "RUN"));
            }
            for (int i = 0; i < 6; i++) {
                String small = client.awaitEnd(client.query(SMALL, "PHASE", "RUN"));
                assertEquals("COMPLETED", JobClient.element(small, "phase"), small);
            }
            String last = heavy.getLast();
            String document = client.get(last);
            while (!"heavy".equals(JobClient.element(document, "queue"))) {
                document = client.get(last);
            }
            assertEquals("QUEUED", JobClient.element(document, "phase"), document);
            assertTrue(Integer.parseInt(JobClient.element(document, "ownJobsAhead")) >= 2, document);
            for (String job : heavy) {
                client.post(job, "ACTION", "DELETE");
            }
        }
    }

    @Test
    void cutsAnAnswerThatIsTooLong() throws Exception {
        QueryLimits usual = QueryLimits.DEFAULT;
        AnswerLimits few = new AnswerLimits(3000, 3500, Duration.ofSeconds(60), 1000);
        try (RunningGateway strict =
                new RunningGateway(Optional.empty(), new QueryLimits(few, few, 20_000, usual.load()))) {
            for (String format : new String[] {"json", "votable/td", "votable/b2", "html", "ecsv"}) {
                String body = strict.query("SELECT id, name FROM test.stars", Map.of("FORMAT", format))
                        .body();
                assertTrue(body.contains("OVERFLOW"), format + ": " + body);
                assertTrue(body.length() < 8000, format + ": " + body.length());
            }
        }
    }

    @Test
    void leavesNoFileBehind() throws Exception {
        for (String format : new String[] {"fits", "ecsv", "parquet"}) {
            assertEquals(
                    200,
                    server.query("SELECT * FROM test.stars", Map.of("FORMAT", format))
                            .statusCode());
        }
        try (var files = Files.list(server.gateway().dataDir().resolve("spool"))) {
            assertEquals(0, files.map(Path::toString).count());
        }
    }
}
