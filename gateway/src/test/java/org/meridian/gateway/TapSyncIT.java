// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Synchronous queries over HTTP, end to end. */
class TapSyncIT {

    private static final String ENDLESS =
            "SELECT COUNT(*) AS n FROM test.stars AS a, test.stars AS b, test.stars AS c WHERE a.mag + b.mag < c.mag";

    private static RunningGateway server;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningGateway(Optional.empty());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> query(String adql, String... more) throws Exception {
        Map<String, String> parameters = new java.util.LinkedHashMap<>();
        for (int i = 0; i < more.length; i += 2) {
            parameters.put(more[i], more[i + 1]);
        }
        return server.query(adql, parameters);
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @ParameterizedTest
    @CsvSource({
        "csv,text/csv,result.csv",
        "tsv,text/tab-separated-values,result.tsv",
        "json,application/json,result.json",
        "text,text/plain,result.txt",
        "votable,application/x-votable+xml,result.vot",
        "votable/td,application/x-votable+xml,result.vot",
        "fits,application/fits,result.fits",
        "ecsv,application/x-ecsv,result.ecsv",
        "parquet,application/vnd.apache.parquet,result.parquet",
        "html,text/html,result.html"
    })
    void answersInTheFormatAskedFor(String format, String type, String file) throws Exception {
        HttpResponse<String> response = query("SELECT TOP 3 id, ra FROM test.stars", "RESPONSEFORMAT", format);
        assertEquals(200, response.statusCode(), response.body());
        assertTrue(header(response, "Content-Type").startsWith(type), header(response, "Content-Type"));
        assertEquals("inline; filename=\"" + file + "\"", header(response, "Content-Disposition"));
    }

    @Test
    void answersTheSameByGetPostAndMultipart() throws Exception {
        String adql = "SELECT id, name FROM test.stars WHERE id = 12";
        String expected = "id,name\r\n12,\"star, no. 12\"\r\n";
        String parameters = RunningGateway.parameters(adql, Map.of("FORMAT", "csv"));
        String multipart = "--b\r\nContent-Disposition: form-data; name=\"LANG\"\r\n\r\nADQL-2.1\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"REQUEST\"\r\n\r\ndoQuery\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"responseformat\"\r\n\r\ncsv\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"QUERY\"\r\n\r\n" + adql + "\r\n--b--\r\n";
        assertEquals(expected, server.get("/tap/sync?" + parameters).body());
        assertEquals(expected, query(adql, "RESPONSEFORMAT", "csv").body());
        assertEquals(
                expected,
                server.post("multipart/form-data; boundary=b", multipart).body());
    }

    @Test
    void findsRowsOnTheSky() throws Exception {
        String adql = "SELECT COUNT(*) AS n FROM test.stars WHERE 1 = CONTAINS(POINT(ra, dec), CIRCLE(10.0, -80, 0.5))";
        // Row i stands at (i mod 360 + tenths, i mod 180 - 90): i = 10 + 360 k, whose last digit is always 0.
        assertEquals("n\r\n12\r\n", query(adql, "FORMAT", "csv").body());
    }

    @Test
    void saysThatRowsWereCut() throws Exception {
        String cut = query("SELECT id FROM test.stars", "RESPONSEFORMAT", "votable/td", "MAXREC", "2")
                .body();
        assertTrue(cut.contains("value=\"OVERFLOW\""), cut);
        assertEquals(2, cut.split("<TR>", -1).length - 1);
        String exact = query("SELECT TOP 2 id FROM test.stars", "RESPONSEFORMAT", "votable/td", "MAXREC", "2")
                .body();
        assertFalse(exact.contains("OVERFLOW"), exact);
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "tsv", "json", "text", "votable", "fits", "ecsv", "parquet", "html"})
    void tellsTheStatusOfALongAnswerInATrailerField(String format) throws Exception {
        String query = "GET /tap/sync?"
                + RunningGateway.parameters(
                        "SELECT id, RAND() AS a, RAND() AS b, RAND() AS c, RAND() AS d FROM test.stars",
                        Map.of("FORMAT", format, "MAXREC", "3500"));
        String answer = server.raw(query + " HTTP/1.1\r\nHost: localhost\r\nTE: trailers\r\nConnection: close\r\n\r\n");
        assertTrue(answer.contains("\r\nTrailer: Meridian-Query-Status\r\n"), answer);
        assertTrue(answer.contains("\r\nMeridian-Maxrec: 3500\r\n"), answer);
        assertTrue(answer.endsWith("\r\n0\r\nMeridian-Query-Status: OVERFLOW\r\n\r\n"), tail(answer));
        String old = server.raw(query + " HTTP/1.0\r\nHost: localhost\r\n\r\n");
        assertFalse(old.contains("Trailer: ") || old.contains("\nMeridian-Query-Status:"), tail(old));
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "tsv", "json", "text", "votable", "fits", "ecsv", "parquet", "html"})
    void tellsTheStatusOfAShortAnswerInAHeaderField(String format) throws Exception {
        for (String version : new String[] {"1.0", "1.1"}) {
            for (Map.Entry<String, String> status :
                    Map.of("0", "OVERFLOW", "2", "OVERFLOW", "3", "OK").entrySet()) {
                String head = headWithStatus("GET /tap/sync?"
                        + RunningGateway.parameters(
                                "SELECT TOP 3 id FROM test.stars", Map.of("FORMAT", format, "MAXREC", status.getKey()))
                        + " HTTP/" + version + "\r\nHost: localhost\r\nConnection: close\r\n\r\n");
                assertTrue(head.contains("\r\nMeridian-Query-Status: " + status.getValue() + "\r\n"), head);
                assertFalse(head.contains("\r\nTrailer: "), head);
            }
        }
    }

    /** The header of an answer with a status; asked for again where a busy machine took longer than the service waits. */
    private static String headWithStatus(String request) throws IOException {
        String head = "";
        for (int attempt = 0; attempt < 20 && !head.contains("\r\nMeridian-Query-Status: "); attempt++) {
            String answer = server.raw(request);
            head = answer.substring(0, answer.indexOf("\r\n\r\n") + 2);
        }
        return head;
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "tsv", "votable"})
    void answersAFailureOfAShortAnswerWithItsStatus(String format) throws Exception {
        String failing = "SELECT id, 1 / (id - 20) AS x FROM test.stars ORDER BY id";
        HttpResponse<String> answer = query(failing, "RESPONSEFORMAT", format);
        for (int attempt = 0; attempt < 20 && answer.statusCode() == 200; attempt++) {
            answer = query(failing, "RESPONSEFORMAT", format);
        }
        assertEquals(400, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("division by zero"), answer.body());
    }

    @Test
    void letsAResultPageLoadNothingButItsOwnStyle() throws Exception {
        HttpResponse<String> page = query("SELECT TOP 2 id, name FROM test.stars", "FORMAT", "html");
        assertTrue(
                header(page, "Content-Security-Policy").contains("style-src 'sha256-"),
                page.headers().toString());
        HttpResponse<String> error = query("SELECT nothing FROM test.stars", "FORMAT", "html");
        assertEquals(400, error.statusCode());
        assertTrue(
                header(error, "Content-Type").startsWith("text/html"),
                error.headers().toString());
        assertTrue(error.body().contains("ERROR: "), error.body());
    }

    @Test
    void keepsItsOwnLimits() throws Exception {
        String byDefault =
                query("SELECT id FROM test.stars", "RESPONSEFORMAT", "json").body();
        assertTrue(byDefault.contains("\"rows\":3000,\"status\":\"OVERFLOW\""), tail(byDefault));
        String hard = query("SELECT id FROM test.stars", "RESPONSEFORMAT", "json", "MAXREC", "999999")
                .body();
        assertTrue(hard.contains("\"rows\":3500,\"status\":\"OVERFLOW\""), tail(hard));
    }

    private static String tail(String text) {
        return text.substring(Math.max(0, text.length() - 200));
    }

    @Test
    void givesColumnsWithoutRunningTheQueryForMaxrecZero() throws Exception {
        HttpResponse<String> response = query(ENDLESS, "RESPONSEFORMAT", "votable/td", "MAXREC", "0");
        assertEquals(200, response.statusCode(), response.body());
        assertTrue(response.body().contains("<FIELD name=\"n\""), response.body());
        assertTrue(response.body().contains("OVERFLOW"), response.body());
    }

    @Test
    void namesLineColumnAndTheNearestName() throws Exception {
        HttpResponse<String> response = query("SELECT id,\n  nmae FROM test.stars");
        assertEquals(400, response.statusCode());
        assertTrue(header(response, "Content-Type").startsWith("application/x-votable+xml"));
        assertTrue(response.body().contains("name=\"QUERY_STATUS\" value=\"ERROR\""), response.body());
        assertTrue(response.body().contains("line 2, column 3"), response.body());
        assertTrue(response.body().contains("did you mean name"), response.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "QUERY=SELECT+1",
                "LANG=ADQL",
                "LANG=PQL&QUERY=SELECT+1",
                "LANG=adql&QUERY=SELECT+1",
                "LANG=ADQL&LANG=ADQL&QUERY=SELECT+1",
                "LANG=ADQL&QUERY=SELECT+1&REQUEST=getCapabilities",
                "LANG=ADQL&QUERY=SELECT+TOP+1+'%E9'+FROM+test.stars",
                "LANG=ADQL&QUERY=SELECT+1&MAXREC=-1",
                "LANG=ADQL&QUERY=SELECT+1&MAXREC=many",
                "LANG=ADQL&QUERY=SELECT+1&RESPONSEFORMAT=x/y",
                "LANG=ADQL&QUERY=SELECT+1&UPLOAD=t,param:t"
            })
    void refusesWrongRequestsAsVotable(String parameters) throws Exception {
        for (HttpResponse<String> response : new HttpResponse[] {
            server.get("/tap/sync?" + parameters), server.post("application/x-www-form-urlencoded", parameters)
        }) {
            assertEquals(400, response.statusCode(), response.body());
            assertTrue(response.body().contains("value=\"ERROR\""), response.body());
        }
    }

    @Test
    void namesTheParameterThatIsWronglyEncoded() throws Exception {
        for (String wrong : new String[] {"%E9", "%ZZ"}) {
            // As bytes on the wire: a client library would mend or refuse it.
            String answer = server.raw("GET /tap/sync?LANG=ADQL&QUERY=SELECT+'" + wrong
                    + "' HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
            assertTrue(answer.contains("parameter QUERY is not"), answer);
        }
    }

    @Test
    void honoursTheCharsetDeclared() throws Exception {
        HttpResponse<String> response = server.post(
                "application/x-www-form-urlencoded; charset=ISO-8859-1",
                "LANG=ADQL&FORMAT=csv&QUERY=SELECT+TOP+1+'%E9'+AS+e+FROM+test.stars");
        assertEquals("e\r\n\u00e9\r\n", response.body());
    }

    @Test
    void tellsCachesThatCapabilitiesHoldTheHostAskedFor() throws Exception {
        assertEquals("Host, Authorization, Cookie, Accept-Encoding", header(server.get("/tap/capabilities"), "Vary"));
    }

    @Test
    void refusesWhatIsTooLarge() throws Exception {
        HttpResponse<String> longQuery = query("SELECT id FROM test.stars -- " + "x".repeat(30_000));
        assertEquals(400, longQuery.statusCode());
        assertTrue(longQuery.body().contains("at most 20000"), longQuery.body());
        HttpResponse<String> largeBody = query("SELECT 1 -- " + "x".repeat(200_000));
        assertEquals(400, largeBody.statusCode());
        assertTrue(largeBody.body().contains("100000 bytes"), largeBody.body());
    }

    @Test
    void answersAFailureOfTheDatabaseBeforeTheFirstRowWithItsStatus() throws Exception {
        HttpResponse<String> response = query("SELECT 1 / (id - id) AS x FROM test.stars", "RESPONSEFORMAT", "json");
        assertEquals(400, response.statusCode(), response.body());
        assertTrue(response.body().contains("division by zero"), response.body());
    }

    @Test
    void endsTheDocumentWithAFailureThatComesLater() throws Exception {
        HttpResponse<String> response =
                query("SELECT 1.0 / (id - 2900) AS x FROM test.stars ORDER BY id", "RESPONSEFORMAT", "votable/td");
        HttpResponse<String> wide = query(
                "SELECT name || name || name AS x, 1 / (2900 - id) AS y FROM test.stars",
                "RESPONSEFORMAT",
                "votable/td");
        for (String body : new String[] {response.body(), wide.body()}) {
            assertTrue(body.contains("value=\"ERROR\""), tail(body));
            assertTrue(body.stripTrailing().endsWith("</VOTABLE>"), tail(body));
        }
    }

    @ParameterizedTest
    @CsvSource({"csv,identity", "tsv,identity", "csv,gzip"})
    void breaksOffAnAnswerThatCannotSayThatItFailed(String format, String encoding) throws Exception {
        String path = "/tap/sync?"
                + RunningGateway.parameters(
                        "SELECT name || name || name AS x, 1 / (2900 - id) AS y FROM test.stars",
                        Map.of("FORMAT", format));
        try (Socket socket = new Socket("127.0.0.1", server.gateway().port())) {
            socket.setSoTimeout(15_000);
            socket.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nAccept-Encoding: " + encoding + "\r\n\r\n")
                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            String answer =
                    new String(socket.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.ISO_8859_1);
            assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
            assertEquals(encoding.equals("identity"), answer.contains("# QUERY_STATUS=ERROR: division by zero"));
            assertFalse(answer.endsWith("\r\n0\r\n\r\n"), "the last chunk");
        }
    }

    @Test
    void answersAFailureAfterRowsWithItsStatusWhereNothingWasSent() throws Exception {
        HttpResponse<String> response =
                query("SELECT id, 1 / (id - 2) AS x FROM test.stars ORDER BY id", "RESPONSEFORMAT", "fits");
        assertEquals(400, response.statusCode(), response.body());
        assertTrue(header(response, "Content-Type").startsWith("application/x-votable+xml"));
        assertTrue(response.body().contains("division by zero"), response.body());
    }

    @Test
    void tellsNothingOfTheInside() throws Exception {
        for (String adql : new String[] {
            "SELECT * FROM pg_catalog.pg_class", "SELECT CAST(name AS INTEGER) FROM test.stars", "SELECT pg_sleep(1)"
        }) {
            String body = query(adql).body();
            assertTrue(body.contains("value=\"ERROR\""), body);
            assertFalse(body.matches("(?s).*(PSQLException|org\\.meridian|\\tat |SQLSTATE|/tmp|COPY \\().*"), body);
        }
    }

    @Test
    void checksAQueryAtHeadWithoutRunningIt() throws Exception {
        HttpResponse<String> good =
                server.send("HEAD", "/tap/sync?" + RunningGateway.parameters(ENDLESS, Map.of("RESPONSEFORMAT", "csv")));
        assertEquals(200, good.statusCode());
        assertTrue(header(good, "Content-Type").startsWith("text/csv"));
        assertEquals(
                400,
                server.send("HEAD", "/tap/sync?" + RunningGateway.parameters("SELECT", Map.of()))
                        .statusCode());
    }

    @Test
    void cancelsTheQueryOfAClientThatGoesAway() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.gateway().port())) {
            ask(socket, ENDLESS);
            await(1);
        }
        await(0);
    }

    @Test
    void keepsARequestThatComesWhileAnotherIsAnswered() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.gateway().port())) {
            socket.setSoTimeout(15_000);
            // Takes long enough for the connection to be looked at, twice on one connection without waiting.
            String slow =
                    "SELECT COUNT(*) AS n FROM test.stars AS a, test.stars AS b WHERE a.mag * b.mag < a.id * b.id";
            ask(socket, slow);
            ask(socket, "SELECT id FROM test.stars WHERE id = 7");
            String answers = "";
            byte[] buffer = new byte[8192];
            while (answers.split("HTTP/1.1 200", -1).length < 3 || !answers.contains("result")) {
                int n = socket.getInputStream().read(buffer);
                assertTrue(n > 0, answers);
                answers += new String(buffer, 0, n, java.nio.charset.StandardCharsets.ISO_8859_1);
            }
        }
    }

    private static void ask(Socket socket, String adql) throws IOException {
        String path = "/tap/sync?" + RunningGateway.parameters(adql, Map.of("RESPONSEFORMAT", "csv"));
        OutputStream out = socket.getOutputStream();
        out.write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void await(long active) throws Exception {
        Instant end = Instant.now().plus(Duration.ofSeconds(15));
        while (server.activeQueries() != active) {
            assertTrue(Instant.now().isBefore(end), "there are " + server.activeQueries() + " active queries");
            Thread.onSpinWait();
        }
    }

    @Test
    void functionsAndMocsAnswer() throws Exception {
        HttpResponse<String> answer = query(
                "SELECT TOP 1 ivo_histogram(id, 0, 10, 2) AS h, ivo_string_agg('x', '') AS s,"
                        + " moc_union(MOC('1/0-2'), MOC('1/3')) AS m FROM test.stars WHERE id < 3 AND"
                        + " CONTAINS(POINT(ra, dec), MOC('0/0-11')) = 1",
                "RESPONSEFORMAT",
                "votable/td");
        assertEquals(200, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("xtype=\"moc\""), answer.body());
        assertTrue(answer.body().contains("<TD>0 3 0 0</TD><TD>xxx</TD><TD>0/0 1/</TD>"), answer.body());
    }

    @Test
    void faultsOfFunctionsAreInWords() throws Exception {
        HttpResponse<String> answer =
                query("SELECT ivo_epoch_prop_pos(ra, dec, mag, mag, 2000, NULL) AS p FROM test.stars");
        assertTrue(answer.body().contains("ivo_epoch_prop needs a position and two epochs"), answer.body());
        answer = query("SELECT ivo_simbadpoint('M 31') AS p FROM test.stars");
        assertTrue(answer.body().contains("line 1, column 8: there is no function ivo_simbadpoint"), answer.body());
        answer = query("SELECT id FROM test.stars WHERE CONTAINS(POINT(ra, dec), MOC(name)) = 1");
        assertTrue(answer.body().contains("a text is not a MOC in ASCII form"), answer.body());
    }
}
