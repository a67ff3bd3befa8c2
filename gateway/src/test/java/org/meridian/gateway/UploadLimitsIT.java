// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients send in such a way that it would be in the way of others: too much, too slowly, or from where nothing comes. */
@Timeout(120)
class UploadLimitsIT {

    private static final String QUERY = "SELECT COUNT(*) AS n FROM TAP_UPLOAD.t";

    /** Less than a fetch may take: what ends sooner was ended by something else. */
    private static final Duration SOON = Duration.ofSeconds(4);

    private static RunningGateway gateway;
    private static JobClient jobs;
    private static Tarpit tarpit;

    /** A server that takes connections and says nothing. */
    private static final class Tarpit implements AutoCloseable {
        private final ServerSocket socket;
        private final Semaphore taken = new Semaphore(0);
        private final Semaphore left = new Semaphore(0);

        Tarpit() throws IOException {
            socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            Thread.startVirtualThread(() -> {
                while (!socket.isClosed()) {
                    try {
                        Socket client = socket.accept();
                        taken.release();
                        Thread.startVirtualThread(() -> hold(client));
                    } catch (IOException closed) {
                        return;
                    }
                }
            });
        }

        private void hold(Socket client) {
            try (client;
                    InputStream in = client.getInputStream()) {
                in.transferTo(OutputStream.nullOutputStream());
            } catch (IOException broken) {
                // It has left, too.
            }
            left.release();
        }

        String upload() {
            return "t,http://127.0.0.1:" + socket.getLocalPort() + "/t";
        }

        /** Waits until a number of clients have come, and forgets those that have left. */
        void awaitClients(int number) throws InterruptedException {
            taken.acquire(number);
            left.drainPermits();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    @BeforeAll
    static void start() throws Exception {
        gateway = new RunningGateway(Optional.empty());
        jobs = new JobClient(gateway);
        tarpit = new Tarpit();
    }

    @AfterAll
    static void stop() throws Exception {
        tarpit.close();
        jobs.close();
        gateway.close();
    }

    private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return jobs.http().send(request.build(), BodyHandlers.ofString());
    }

    private static String part(String name, String more, String content) {
        return "--b\r\nContent-Disposition: form-data; name=\"" + name + "\"" + more + "\r\n\r\n" + content + "\r\n";
    }

    private static HttpResponse<String> multipart(String path, String... parts) throws Exception {
        return send(HttpRequest.newBuilder(gateway.url(path))
                .header("Content-Type", "multipart/form-data; boundary=b")
                .POST(BodyPublishers.ofString(String.join("", parts) + "--b--\r\n")));
    }

    @Test
    void givesAJobNoMoreParametersInManyRequestsThanInOne() throws Exception {
        String job = jobs.query(QUERY);
        String large = "t,http://example.org/" + "x".repeat(60_000);
        assertEquals(303, jobs.post(job, "UPLOAD", large).statusCode());
        HttpResponse<String> refused = jobs.post(job, "UPLOAD", large);
        assertEquals(400, refused.statusCode());
        assertTrue(refused.body().contains("the parameters of the job would together have 1"), refused.body());
        assertTrue(refused.body().contains("it can have 100000"), refused.body());
        assertTrue(jobs.get(job).length() < 70_000);
        String many = jobs.query(QUERY, "UPLOAD", "a,param:a", "UPLOAD", "b,param:b");
        refused = jobs.post(many, "UPLOAD", "c,param:c");
        assertEquals(400, refused.statusCode());
        assertTrue(refused.body().contains("3 values of UPLOAD; it can have 2"), refused.body());
    }

    @ParameterizedTest
    @CsvSource({"EXECUTIONDURATION,abc", "PHASE,BOGUS", "DESTRUCTION,tomorrow"})
    void changesNothingOfAJobIfPartOfARequestIsWrong(String name, String value) throws Exception {
        String job = jobs.query("SELECT 1 AS old FROM test.stars");
        HttpResponse<String> refused =
                multipart(job, part("QUERY", "", "new"), part("t", "; filename=\"t\"", "a\n1"), part(name, "", value));
        assertEquals(400, refused.statusCode());
        assertEquals("SELECT 1 AS old FROM test.stars", jobs.get(job + "/parameters/QUERY"));
        assertEquals(0, gateway.jobsWithUploads());
    }

    @Test
    void takesNamesOfPartsInAnyScript() throws Exception {
        String name = "\u3042".repeat(40);
        HttpResponse<String> created = multipart(
                JobClient.LIST,
                part("LANG", "", "ADQL"),
                part("QUERY", "", QUERY),
                part("FORMAT", "", "csv"),
                part("UPLOAD", "", "t,param:" + name),
                part(name, "; filename=\"t.csv\"", "a\n1\n2"),
                part("PHASE", "", "RUN"));
        assertEquals(303, created.statusCode(), created.body());
        String job = URI.create(JobClient.header(created, "Location")).getPath();
        String document = jobs.awaitEnd(job);
        assertEquals("COMPLETED", JobClient.element(document, "phase"), document);
        assertEquals("n\r\n2\r\n", jobs.get(job + "/results/result"));
        while (gateway.jobsWithUploads() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void showsEverybodyWhatTheFilesOfHisJobsTake() throws Exception {
        HttpResponse<String> created =
                multipart(JobClient.LIST, part("QUERY", "", QUERY), part("t", "; filename=\"t\"", "a\n1\n2"));
        String me = gateway.get("/me").body();
        assertTrue(me.contains("job-files"), me);
        assertEquals(1, gateway.jobsWithUploads());
        jobs.post(URI.create(JobClient.header(created, "Location")).getPath(), "ACTION", "DELETE");
        assertEquals(0, gateway.jobsWithUploads());
    }

    /** Sends the beginning of a request. */
    private static Socket begin(String address, String head, String body) throws IOException {
        Socket socket = new Socket("127.0.0.1", gateway.gateway().port());
        socket.setSoTimeout(30_000);
        socket.getOutputStream()
                .write((head + " HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-For: " + address + "\r\n" + body)
                        .getBytes(UTF_8));
        return socket;
    }

    /** The answer up to the end of its document; the gateway then resets the connection, for the client goes on sending. */
    private static String answer(Socket socket) throws IOException {
        StringBuilder answer = new StringBuilder();
        while (answer.indexOf("</VOTABLE>") < 0) {
            int next = socket.getInputStream().read();
            assertTrue(next >= 0, answer.toString());
            answer.append((char) next);
        }
        return answer.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tap/sync", "/tap/async"})
    void doesNotWaitForBodiesThatComeTooSlowly(String path) throws Exception {
        String body = "Content-Type: multipart/form-data; boundary=b\r\nContent-Length: 290000\r\n\r\n"
                + part("t", "; filename=\"t\"", "a\n" + "1\n".repeat(20_000));
        try (Socket silent = begin("192.0.2.10", "POST " + path, body);
                Socket slow = begin("192.0.2.10", "POST " + path, body)) {
            Thread drip = Thread.startVirtualThread(() -> {
                try {
                    while (true) {
                        slow.getOutputStream().write('1');
                        Thread.sleep(100);
                    }
                } catch (IOException | InterruptedException answered) {
                    Thread.currentThread().interrupt();
                }
            });
            for (Socket socket : List.of(silent, slow)) {
                String answer = answer(socket);
                assertTrue(answer.startsWith("HTTP/1.1 408 "), answer);
                assertTrue(answer.contains("comes too slowly"), answer);
            }
            drip.interrupt();
        }
        while (gateway.uploadedFiles() > 0) {
            Thread.onSpinWait();
        }
    }

    private static HttpResponse<String> fetch(String address, String upload) throws Exception {
        return gateway.get(
                "/tap/sync?" + RunningGateway.parameters(QUERY, Map.of("UPLOAD", upload, "FORMAT", "csv")),
                "X-Forwarded-For",
                address);
    }

    private static List<Socket> stuck(String address, int number) throws Exception {
        List<Socket> sockets = new ArrayList<>();
        String query = RunningGateway.parameters(QUERY, Map.of("UPLOAD", tarpit.upload()));
        for (int i = 0; i < number; i++) {
            sockets.add(begin(address, "GET /tap/sync?" + query, "\r\n"));
        }
        return sockets;
    }

    @Test
    void fetchesAFewTablesOfAClientAtOnceAndNoneForWhoHasGone() throws Exception {
        List<Socket> sockets = stuck("192.0.2.1", 5);
        tarpit.awaitClients(5);
        long begun = System.nanoTime();
        HttpResponse<String> refused = fetch("192.0.2.1", tarpit.upload());
        assertEquals(429, refused.statusCode(), refused.body());
        assertTrue(refused.body().contains("you have used 5 of 5 fetches of tables by URL at once"), refused.body());
        assertTrue(refused.headers().firstValue("Retry-After").isPresent());
        assertEquals(
                400, fetch("192.0.2.2", "t,http://127.0.0.1:1/none").statusCode(), "another client's fetch is tried");
        for (Socket socket : sockets) {
            socket.close();
        }
        tarpit.left.acquire(5);
        assertTrue(System.nanoTime() - begun < SOON.toNanos(), "longer than a client that is gone takes to be missed");
        assertEquals(400, fetch("192.0.2.1", "t,http://127.0.0.1:1/none").statusCode(), "its places are free");
    }

    private static String stuckJob(String... more) throws Exception {
        List<String> parameters = new ArrayList<>(List.of("UPLOAD", tarpit.upload(), "PHASE", "RUN"));
        Collections.addAll(parameters, more);
        String job = jobs.query(QUERY, parameters.toArray(String[]::new));
        tarpit.awaitClients(1);
        return job;
    }

    @Test
    void breaksOffTheFetchOfAJobThatIsStopped() throws Exception {
        Map<String, String[]> ways = new LinkedHashMap<>();
        ways.put("ABORTED", new String[] {"PHASE", "ABORT"});
        ways.put("", new String[] {"ACTION", "DELETE"});
        for (Map.Entry<String, String[]> way : ways.entrySet()) {
            String job = stuckJob();
            long begun = System.nanoTime();
            assertEquals(303, jobs.post(job, way.getValue()).statusCode());
            tarpit.left.acquire();
            assertTrue(System.nanoTime() - begun < SOON.toNanos());
            assertEquals(way.getKey(), JobClient.element(gateway.get(job).body(), "phase"));
        }
        long begun = System.nanoTime();
        String limited = stuckJob("EXECUTIONDURATION", "1");
        String document = jobs.awaitEnd(limited);
        assertEquals("ABORTED", JobClient.element(document, "phase"), document);
        assertTrue(document.contains("after its execution duration of 1 s"), document);
        assertTrue(System.nanoTime() - begun < SOON.toNanos(), document);
    }

    /** A table of one row of equal columns. */
    private static HttpResponse<String> wide(String datatype, int columns, String value) throws Exception {
        StringBuilder fields = new StringBuilder();
        for (int i = 0; i < columns; i++) {
            fields.append("<FIELD name='c" + i + "' datatype='" + datatype + "'"
                    + (datatype.equals("char") ? " arraysize='*'" : "") + "/>");
        }
        String document =
                "<VOTABLE version='1.4' xmlns='http://www.ivoa.net/xml/VOTable/v1.3'><RESOURCE><TABLE>" + fields
                        + "<DATA><TABLEDATA><TR>" + ("<TD>" + value + "</TD>").repeat(columns)
                        + "</TR></TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>";
        return gateway.query(
                QUERY, Map.of("UPLOAD", "t,param:t", "FORMAT", "csv"), Map.of("t", document.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @CsvSource({"double,1100,1", "char,1500,abcdef"})
    void saysThatARowIsTooWide(String datatype, int columns, String value) throws Exception {
        HttpResponse<String> refused = wide(datatype, columns, value);
        assertEquals(400, refused.statusCode(), refused.body());
        assertTrue(
                refused.body().contains("the uploaded table t has a row that is too wide for the database"),
                refused.body());
        assertTrue(refused.body().contains("Leave out some of its " + columns + " columns"), refused.body());
    }

    @ParameterizedTest
    @CsvSource({"double,1000,1", "float,1500,1", "char,1500,abc", "double,1500,''"})
    void takesRowsThatFit(String datatype, int columns, String value) throws Exception {
        HttpResponse<String> answer = wide(datatype, columns, value);
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals("n\r\n1\r\n", answer.body());
    }
}
