// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.meridian.gateway.JobClient.LIST;
import static org.meridian.gateway.JobClient.element;
import static org.meridian.gateway.JobClient.header;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.IvoaSchemas;

/** Asynchronous queries over HTTP, end to end, the scenarios of the uws-validator among them. */
@Timeout(120)
class TapAsyncIT {

    private static final String SHORT = "SELECT TOP 10 id, name FROM test.stars ORDER BY id";
    private static final String ENDLESS =
            "SELECT COUNT(*) AS n FROM test.stars AS a, test.stars AS b, test.stars AS c WHERE a.mag + b.mag < c.mag";

    private static RunningGateway server;
    private static JobClient client;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningGateway(Optional.empty());
        client = new JobClient(server);
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @Test
    void runsAJobInItsSteps() throws Exception {
        String job = client.create();
        String document = client.get(job);
        assertEquals("PENDING", element(document, "phase"));
        assertEquals(job.substring(LIST.length() + 1), element(document, "jobId"));
        assertEquals(
                303,
                client.post(job, "LANG", "ADQL", "query", "SELECT nonsense").statusCode());
        assertEquals(
                303,
                client.post(job + "/parameters", "QUERY", SHORT, "responseformat", "csv", "RUNID", "mine")
                        .statusCode());
        assertEquals("mine", element(client.get(job), "runId"));
        assertEquals(303, client.post(job + "/phase", "PHASE", "RUN").statusCode());
        document = client.awaitEnd(job);
        assertEquals("COMPLETED", element(document, "phase"), document);
        assertTrue(document.contains("<rows>10</rows>"), document);
        HttpResponse<String> result = server.get(job + "/results/result");
        assertEquals(
                "text/csv;header=present;charset=UTF-8",
                header(result, "Content-Type").replace("; ", ";"));
        assertEquals(11, result.body().lines().count());
        IvoaSchemas schema = IvoaSchemas.of("UWS-v1.1.xsd");
        schema.validate(document);
        schema.validate(client.get(job + "/parameters"));
        schema.validate(client.get(job + "/results"));
        schema.validate(client.get(LIST));
        assertEquals(404, server.get(job + "/error").statusCode());
        assertEquals(404, server.get(job + "/results/other").statusCode());
    }

    @Test
    void showsEachObjectAsTextEqualToTheDocument() throws Exception {
        String job = client.query(SHORT);
        String document = client.get(job);
        for (String[] pair : new String[][] {
            {"phase", "phase"}, {"executionduration", "executionDuration"}, {"destruction", "destruction"}
        }) {
            HttpResponse<String> leaf = server.get(job + "/" + pair[0]);
            assertTrue(header(leaf, "Content-Type").startsWith("text/plain"));
            assertEquals(element(document, pair[1]), leaf.body());
        }
        assertTrue(client.get(job + "/quote").matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z"));
        assertEquals("", client.get(job + "/owner"));
        assertEquals(SHORT, client.get(job + "/parameters/QUERY"));
        assertTrue(document.contains("<uws:ownerId xsi:nil=\"true\"/>"), document);
        assertEquals(404, server.get(job + "/nothing").statusCode());
    }

    @Test
    void setsTimesWithinTheLimits() throws Exception {
        String job = client.query(SHORT, "EXECUTIONDURATION", "77");
        assertEquals("77", client.get(job + "/executionduration"));
        assertEquals(
                303,
                client.post(job + "/executionduration", "EXECUTIONDURATION", "99999999")
                        .statusCode());
        assertEquals("21600", client.get(job + "/executionduration"));
        String tomorrow = Instant.now().plus(Duration.ofDays(1)).toString().substring(0, 19) + "Z";
        assertEquals(
                303, client.post(job + "/destruction", "DESTRUCTION", tomorrow).statusCode());
        assertEquals(tomorrow.replace("Z", ".000Z"), client.get(job + "/destruction"));
        assertEquals(
                tomorrow.replace("Z", ".000Z"),
                client.get(client.query(SHORT, "DESTRUCTION", tomorrow) + "/destruction"));
        String fine = tomorrow.replace("Z", ".1239Z");
        assertEquals(
                tomorrow.replace("Z", ".123Z"), client.get(client.query(SHORT, "DESTRUCTION", fine) + "/destruction"));
        assertEquals(
                303,
                client.post(job + "/destruction", "DESTRUCTION", "2999-01-01").statusCode());
        assertTrue(Instant.parse(client.get(client.query(SHORT, "DESTRUCTION", "+999999999-12-31") + "/destruction"))
                .isBefore(Instant.now().plus(Duration.ofDays(31))));
        assertTrue(Instant.parse(client.get(job + "/destruction"))
                .isBefore(Instant.now().plus(Duration.ofDays(31))));
    }

    @ParameterizedTest
    @CsvSource({
        "phase,PHASE,HOLD,400",
        "phase,PHASE,,400",
        "phase,OTHER,x,400",
        "executionduration,EXECUTIONDURATION,long,400",
        "destruction,DESTRUCTION,tomorrow,400",
        "quote,QUOTE,1,405",
        "nothing,A,b,404"
    })
    void refusesWhatCannotBe(String part, String name, String value, int status) throws Exception {
        String job = client.query(SHORT);
        HttpResponse<String> response = client.post(job + "/" + part, name, value == null ? "" : value);
        assertEquals(status, response.statusCode(), response.body());
        assertEquals("PENDING", client.get(job + "/phase"));
    }

    @Test
    void hasNoJobWhoseDestructionHasPassed() throws Exception {
        String past = Instant.now().minusSeconds(1).toString();
        String created = client.query(SHORT, "DESTRUCTION", past, "PHASE", "RUN");
        String changed = client.query(SHORT, "PHASE", "RUN");
        client.awaitEnd(changed);
        assertEquals(
                303, client.post(changed + "/destruction", "DESTRUCTION", past).statusCode());
        for (String job : List.of(created, changed)) {
            for (String part : List.of("", "?WAIT=5", "/phase", "/results/result")) {
                assertEquals(404, server.get(job + part).statusCode(), job + part);
            }
            assertEquals(404, client.post(job + "/phase", "PHASE", "ABORT").statusCode());
            assertFalse(client.get(LIST).contains(job.substring(LIST.length() + 1)));
        }
    }

    @ParameterizedTest
    @CsvSource({"PHASE,HOLD", "PHASE,ABORT", "DESTRUCTION,tomorrow", "EXECUTIONDURATION,long"})
    void leavesNoFilesOfAJobThatIsRefused(String name, String value) throws Exception {
        long before = server.jobsWithUploads();
        String body = "--b\r\nContent-Disposition: form-data; name=\"t\"; filename=\"t.csv\"\r\n\r\na\r\n1\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n--b--\r\n";
        HttpRequest request = HttpRequest.newBuilder(server.url(LIST))
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = client.http().send(request, BodyHandlers.ofString());
        assertEquals(400, answer.statusCode(), answer.body());
        assertEquals(before, server.jobsWithUploads());
    }

    @Test
    void refusesWhatThePhaseForbids() throws Exception {
        String job = client.query(SHORT, "PHASE", "RUN");
        client.awaitEnd(job);
        for (HttpResponse<String> refused : List.of(
                client.post(job + "/phase", "PHASE", "RUN"),
                client.post(job + "/phase", "PHASE", "ABORT"),
                client.post(job, "QUERY", "SELECT 1"),
                client.post(job + "/executionduration", "EXECUTIONDURATION", "1"))) {
            assertEquals(403, refused.statusCode());
            assertTrue(refused.body().contains("the job is COMPLETED"), refused.body());
        }
        assertEquals("COMPLETED", client.get(job + "/phase"));
    }

    @Test
    void saysWhyAJobFailed() throws Exception {
        String job = client.query("SELECT idd FROM test.stars", "PHASE", "RUN");
        String document = client.awaitEnd(job);
        assertEquals("ERROR", element(document, "phase"));
        assertTrue(document.contains("<uws:errorSummary type=\"fatal\" hasDetail=\"true\">"), document);
        assertTrue(element(document, "message").contains("did you mean"), document);
        HttpResponse<String> error = server.get(job + "/error");
        assertEquals(200, error.statusCode());
        assertTrue(error.body().contains("<INFO name=\"QUERY_STATUS\" value=\"ERROR\">"), error.body());
        assertEquals(404, server.get(job + "/results/result").statusCode());
        String json = client.query("SELECT idd FROM test.stars", "PHASE", "RUN", "FORMAT", "json");
        client.awaitEnd(json);
        assertTrue(header(server.get(json + "/error"), "Content-Type").startsWith("application/json"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"LANG=SQL&QUERY=x", "QUERY=SELECT+1", "LANG=ADQL", "LANG=ADQL&QUERY=SELECT+1&MAXREC=-1"})
    void checksParametersWhenTheJobIsRun(String parameters) throws Exception {
        HttpResponse<String> created = server.send("POST", LIST + "?" + parameters + "&PHASE=RUN");
        assertEquals(303, created.statusCode());
        assertEquals(
                "ERROR",
                element(client.awaitEnd(URI.create(header(created, "Location")).getPath()), "phase"));
    }

    @Test
    void cutsAtMaxrec() throws Exception {
        String job = client.query("SELECT id FROM test.stars", "PHASE", "RUN", "MAXREC", "5");
        client.awaitEnd(job);
        String table = client.get(job + "/results/result");
        assertTrue(table.contains("name=\"QUERY_STATUS\" value=\"OVERFLOW\""), table);
        // A format that cannot say so itself has the header.
        String csv = client.query("SELECT id FROM test.stars", "PHASE", "RUN", "MAXREC", "5", "FORMAT", "csv");
        assertTrue(client.awaitEnd(csv).contains("<queryStatus>OVERFLOW</queryStatus>"));
        assertEquals("OVERFLOW", header(server.get(csv + "/results/result"), "Meridian-Query-Status"));
        String none = client.query("SELECT id FROM test.stars", "PHASE", "RUN", "MAXREC", "0");
        client.awaitEnd(none);
        assertTrue(client.get(none + "/results/result").contains("<FIELD name=\"id\""));
    }

    /** Those that are in files, and those that are in the database. */
    @ParameterizedTest
    @CsvSource({"SELECT * FROM test.stars, OVERFLOW", "SELECT TOP 9 * FROM test.stars, OK"})
    void servesResultsInRangesAndNotTwice(String adql, String status) throws Exception {
        String job = client.query(adql, "PHASE", "RUN", "FORMAT", "csv");
        client.awaitEnd(job);
        String path = job + "/results/result";
        HttpResponse<String> whole = server.get(path, "Accept-Encoding", "gzip");
        String length = header(whole, "Content-Length");
        assertEquals(length, Integer.toString(whole.body().getBytes(UTF_8).length));
        assertEquals("bytes", header(whole, "Accept-Ranges"));
        assertEquals(status, header(whole, "Meridian-Query-Status"));
        assertEquals(length, header(server.send("HEAD", path), "Content-Length"));
        HttpResponse<String> part = server.get(path, "Range", "bytes=10-29");
        assertEquals(206, part.statusCode());
        assertEquals("bytes 10-29/" + length, header(part, "Content-Range"));
        assertEquals(whole.body().substring(10, 30), part.body());
        HttpResponse<String> beyond = server.get(path, "Range", "bytes=99999999-");
        assertEquals(416, beyond.statusCode());
        assertEquals("bytes */" + length, header(beyond, "Content-Range"));
        String tag = header(whole, "ETag");
        assertEquals(304, server.get(path, "If-None-Match", tag).statusCode());
        assertEquals(
                206, server.get(path, "Range", "bytes=0-0", "If-Range", tag).statusCode());
        assertEquals(
                200,
                server.get(path, "Range", "bytes=0-0", "If-Range", "\"other\"").statusCode());
        HttpResponse<String> head = server.send("HEAD", path);
        assertEquals(200, head.statusCode());
        assertEquals(length, header(head, "Content-Length"));
        assertEquals(tag, header(head, "ETag"));
    }

    @Test
    void stopsTheQueryOfAnAbortedOrDeletedJob() throws Exception {
        String aborted = client.query(ENDLESS, "PHASE", "RUN");
        String deleted = client.query(ENDLESS, "PHASE", "RUN");
        while (server.activeQueries() < 1 || !"EXECUTING".equals(client.get(aborted + "/phase"))) {
            Thread.onSpinWait();
        }
        String executing = client.get(aborted);
        assertEquals("EXECUTING", element(executing, "phase"));
        assertTrue(executing.contains("<rows>0</rows>"), executing);
        assertEquals(303, client.post(aborted + "/phase", "PHASE", "ABORT").statusCode());
        // Only now, as a client runs one heavy job at a time.
        while (!"EXECUTING".equals(client.get(deleted + "/phase")) || server.activeQueries() != 1) {
            Thread.onSpinWait();
        }
        HttpResponse<String> gone = server.send("DELETE", deleted);
        assertEquals(303, gone.statusCode());
        assertTrue(header(gone, "Location").endsWith(LIST), header(gone, "Location"));
        assertEquals(404, server.get(deleted).statusCode());
        assertEquals("ABORTED", client.get(aborted + "/phase"));
        assertTrue(!element(client.get(aborted), "endTime").isEmpty());
        while (server.activeQueries() > 0) {
            Thread.onSpinWait();
        }
        assertEquals(303, client.post(aborted, "ACTION", "DELETE").statusCode());
        assertEquals(404, server.get(aborted).statusCode());
    }

    @Test
    void abortsAJobThatTakesTooLong() throws Exception {
        String job = client.query(ENDLESS, "PHASE", "RUN", "EXECUTIONDURATION", "1");
        String document = client.awaitEnd(job);
        assertEquals("ABORTED", element(document, "phase"));
        assertTrue(element(document, "message").contains("execution duration of 1 s"), document);
        assertEquals(200, server.get(job + "/error").statusCode());
    }

    @Test
    void waitsForAChangeButNotLonger() throws Exception {
        String job = client.query(SHORT);
        for (String query : List.of(
                "?WAIT=30&PHASE=EXECUTING",
                "?WAIT=30&PHASE=COMPLETED",
                "?WAIT=30&PHASE=HELD",
                "?WAIT=0",
                "?WAIT=99999999999999999999999&PHASE=EXECUTING",
                "?PHASE=PENDING")) {
            long begun = System.nanoTime();
            assertEquals("PENDING", element(client.get(job + query), "phase"));
            assertTrue(System.nanoTime() - begun < Duration.ofSeconds(10).toNanos());
        }
        long begun = System.nanoTime();
        assertEquals("PENDING", element(client.get(job + "?WAIT=1"), "phase"));
        assertTrue(System.nanoTime() - begun >= Duration.ofMillis(990).toNanos());
        List<CompletableFuture<HttpResponse<String>>> waiting = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            waiting.add(client.http()
                    .sendAsync(
                            HttpRequest.newBuilder(server.url(job + "?WAIT=-1&PHASE=PENDING"))
                                    .build(),
                            BodyHandlers.ofString()));
        }
        client.post(job + "/phase", "PHASE", "ABORT");
        for (CompletableFuture<HttpResponse<String>> each : waiting) {
            assertEquals("ABORTED", element(each.get().body(), "phase"));
        }
        assertEquals("ABORTED", element(client.get(job + "?WAIT=100"), "phase"));
        for (String wrong : List.of("long", "-2", "1.5", "", "--1", "1+s")) {
            HttpResponse<String> refused = server.get(job + "?WAIT=" + wrong);
            assertEquals(400, refused.statusCode(), wrong);
            assertTrue(refused.body().contains("WAIT must be a whole number of seconds, or -1"), refused.body());
        }
        assertEquals(400, server.get(job + "?WAIT=1&PHASE=NONE").statusCode());
    }

    @Test
    void listsTheJobsOfTheAddress() throws Exception {
        String before = client.get(client.query(SHORT));
        String pending = client.query(SHORT, "RUNID", "listed");
        String aborted = client.query(SHORT);
        client.post(aborted + "/phase", "PHASE", "ABORT");
        String all = client.get(LIST);
        assertTrue(all.contains(" version=\"1.1\""), all);
        assertTrue(all.indexOf(aborted) < all.indexOf(pending) && all.indexOf(aborted) > 0, all);
        assertTrue(all.contains("<uws:runId>listed</uws:runId>"), all);
        String some = client.get(LIST + "?PHASE=ABORTED&PHASE=ERROR&AFTER=" + element(before, "creationTime"));
        assertTrue(some.contains(aborted) && !some.contains(pending), some);
        assertEquals(1, client.get(LIST + "?LAST=1").split("<uws:jobref", -1).length - 1);
        assertEquals(0, client.get(LIST + "?PHASE=ARCHIVED").split("<uws:jobref", -1).length - 1);
        assertEquals(0, client.get(LIST + "?AFTER=2999").split("<uws:jobref", -1).length - 1);
    }

    @Test
    void showsTheListToNoScriptOfAnotherSite() throws Exception {
        String job = client.query(SHORT);
        HttpResponse<String> list = server.get(LIST, "Origin", "https://elsewhere.example");
        assertEquals(200, list.statusCode());
        assertTrue(!list.body().contains(job), list.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PHASE=SUCCESS",
                "PHASE=pendinggg",
                "LAST=-1",
                "LAST=0",
                "LAST=sometext",
                "AFTER=2015-26-10",
                "AFTER=sometext",
                "AFTER=2015-10-26T09:00+01:00",
                "AFTER=2015&AFTER=2016"
            })
    void refusesWrongFilters(String filter) throws Exception {
        assertEquals(400, server.get(LIST + "?" + filter).statusCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/1", "/../x", "/00000000000000000000000000000000", "/1/phase", "/%27"})
    void knowsNoOtherJobs(String path) throws Exception {
        assertEquals(404, server.get(LIST + path).statusCode());
    }

    @Test
    void cannotAbortAtCreation() throws Exception {
        assertEquals(400, client.post(LIST, "PHASE", "ABORT").statusCode());
    }

    @Test
    void startsOneRunForTwoOrders() throws Exception {
        String job = client.query(ENDLESS);
        assertEquals(303, client.post(job + "/phase", "PHASE", "RUN").statusCode());
        assertEquals(303, client.post(job + "/phase", "PHASE", "RUN").statusCode());
        while (server.activeQueries() < 1) {
            Thread.onSpinWait();
        }
        assertEquals(1, server.activeQueries());
        server.send("DELETE", job);
    }

    @Test
    void declaresItsTimes() throws Exception {
        String capabilities = client.get("/tap/capabilities").replaceAll(">\\s+<", "><");
        assertTrue(
                capabilities.contains("<retentionPeriod><default>604800</default><hard>2592000</hard></retentionPeriod>"
                        + "<executionDuration><default>3600</default><hard>21600</hard></executionDuration>"),
                capabilities);
    }
}
