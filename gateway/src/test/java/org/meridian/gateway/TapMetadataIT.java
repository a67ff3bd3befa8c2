// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.IvoaSchemas;
import org.meridian.tap.adql.IvoaFunctions;

/** What the service says about itself, and how it behaves as a web server, behind a public URL. */
class TapMetadataIT {

    private static final String PUBLIC = "https://archive.example.org/vo";

    private static RunningGateway server;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningGateway(Optional.of(URI.create(PUBLIC)));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String header(HttpResponse<?> response, String name) {
        return response.headers().firstValue(name).orElse("");
    }

    @Test
    void writesDocumentsThatMeetTheirSchemas() throws Exception {
        IvoaSchemas schemas = IvoaSchemas.all();
        for (String path : new String[] {
            "/tap/capabilities",
            "/tap/availability",
            "/tap/tables",
            "/tap/tables?detail=min",
            "/tap/tables/test.stars",
            "/tap/tables/tap_schema.columns",
            "/tap/sync",
            "/tap/async",
            "/tap/sync?" + RunningGateway.parameters("SELECT TOP 5 * FROM test.stars", Map.of("FORMAT", "votable/td")),
            "/tap/sync?" + RunningGateway.parameters("SELECT TOP 5 * FROM tap_schema.columns", Map.of("MAXREC", "2"))
        }) {
            schemas.validate(server.get(path).body());
        }
    }

    @Test
    void declaresTheFunctionsThatQueriesMayCall() throws Exception {
        String xml = server.get("/tap/capabilities").body();
        assertTrue(xml.contains("<languageFeatures type=\"ivo://ivoa.net/std/TAPRegExt#features-udf\">"), xml);
        IvoaFunctions.with(Optional.empty()).functions().forEach(udf -> {
            String form = udf.signature().form().replace(">", "&gt;");
            assertTrue(xml.contains("<form>" + form + "</form>"), () -> form + " is not in " + xml);
        });
        assertFalse(xml.contains("simbadpoint"), xml);
    }

    @Test
    void declaresOneTapCapabilityAtThePublicUrl() throws Exception {
        String xml = server.get("/tap/capabilities").body();
        assertEquals(2, xml.split("standardID=\"ivo://ivoa.net/std/TAP\"", -1).length, xml);
        assertTrue(xml.contains("<accessURL use=\"base\">" + PUBLIC + "/tap</accessURL>"), xml);
        assertFalse(xml.contains("127.0.0.1"), xml);
        assertTrue(xml.contains("ivo://ivoa.net/std/TAPRegExt#upload-inline"), xml);
        assertEquals("Authorization, Cookie, Accept-Encoding", header(server.get("/tap/capabilities"), "Vary"));
        assertTrue(xml.contains("<default unit=\"row\">3000</default>"), xml);
        assertTrue(xml.contains("<hard unit=\"row\">3500</hard>"), xml);
    }

    @Test
    void answersConditionalAndHeadRequestsForCapabilities() throws Exception {
        HttpResponse<String> head = server.send("HEAD", "/tap/capabilities");
        assertEquals(200, head.statusCode());
        assertEquals(server.get("/tap/capabilities").body().length(), Integer.parseInt(header(head, "Content-Length")));
        String modified = header(head, "Last-Modified");
        assertFalse(modified.isEmpty());
        assertEquals(
                304,
                server.get("/tap/capabilities", "If-Modified-Since", modified).statusCode());
    }

    @Test
    void listsTablesInTheDetailAskedFor() throws Exception {
        String full = server.get("/tap/tables").body();
        assertTrue(full.contains("<name>test.stars</name>"), full);
        assertTrue(full.contains("<column"), full);
        String brief = server.get("/tap/tables?detail=min").body();
        assertTrue(brief.contains("<name>test.stars</name>"), brief);
        assertFalse(brief.contains("<column"), brief);
        assertEquals(brief, server.get("/tap/tables?DETAIL=min").body());
        assertEquals(404, server.get("/tap/tables/test.moons").statusCode());
        HttpResponse<String> unknown = server.get("/tap/tables?detail=bogus");
        assertEquals(400, unknown.statusCode());
        assertEquals("DETAIL must be min or max\n", unknown.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/portal/portal.js",
                "/health",
                "/tap",
                "/tap/capabilities",
                "/tap/tables",
                "/tap/examples",
                "/tap/async",
                "/tap/sync",
                "/tap/sync?LANG=ADQL&FORMAT=csv&QUERY=SELECT+TOP+3+id+FROM+test.stars",
                "/tap/sync?LANG=ADQL&FORMAT=fits&QUERY=SELECT+TOP+3+id+FROM+test.stars",
                "/nothing/here"
            })
    void saysTheLengthAtHeadThatGetHasOrNone(String path) throws Exception {
        for (String encoding : new String[] {"identity", "gzip"}) {
            HttpResponse<String> get = server.get(path, "Accept-Encoding", encoding);
            HttpResponse<String> head = server.send("HEAD", path, "Accept-Encoding", encoding);
            assertEquals(get.statusCode(), head.statusCode());
            assertEquals(header(get, "Content-Type"), header(head, "Content-Type"));
            String length = header(head, "Content-Length");
            assertTrue(length.isEmpty() || length.equals(header(get, "Content-Length")), encoding + " " + length);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /tap/..%2f..%2fconf HTTP/1.1\r\nHost: localhost",
                "GET //tap//sync HTTP/1.1\r\nHost: localhost",
                "GET /tap/conf HTTP/1.1\r\nHost: lo cal<conf>",
                "GET /tap/conf HTTP/1.1\r\nHost: a\r\nHost: b",
                "GET /tap/conf HTTP/1.1",
                "GET conf HTTP/1.1\r\nHost: localhost",
                "conf"
            })
    void refusesPlainlyWhatIsNotHttp(String head) throws Exception {
        String answer = server.raw(head + "\r\nAccept: text/html\r\nConnection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 400 "), answer);
        assertTrue(
                answer.toLowerCase(java.util.Locale.ROOT).contains("content-type: text/plain;charset=utf-8"), answer);
        assertTrue(
                answer.endsWith("\r\n\r\nThe request is not understood: its address or a header field is not as HTTP "
                        + "wants it; names in addresses are percent-encoded UTF-8 without slashes, backslashes and control "
                        + "characters.\n"),
                answer);
        assertFalse(answer.contains("conf"), answer);
    }

    @Test
    void givesExamplesThatRun() throws Exception {
        HttpResponse<String> page = server.get("/tap/examples");
        assertTrue(header(page, "Content-Type").startsWith("application/xhtml+xml"));
        Matcher queries = Pattern.compile("(?s)property=\"query\"[^>]*>(.*?)</").matcher(page.body());
        int count = 0;
        while (queries.find()) {
            String adql =
                    queries.group(1).replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
            HttpResponse<String> answer = server.query(adql, Map.of());
            assertEquals(200, answer.statusCode(), adql + "\n" + answer.body());
            count++;
        }
        assertEquals(4, count, page.body());
    }

    @Test
    void isUpWhileTheDatabaseIs() throws Exception {
        String xml = server.get("/tap/availability").body();
        assertTrue(xml.contains("<vosi:available>true</vosi:available>"), xml);
        assertTrue(xml.matches("(?s).*<vosi:upSince>\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ</vosi:upSince>.*"), xml);
        HttpResponse<String> health = server.get("/health");
        assertEquals(200, health.statusCode());
        assertEquals("{\"status\":\"up\",\"database\":\"up\"}\n", health.body());
    }

    @Test
    void isNotAvailableWhileItIsBeingPrepared() {
        String xml = server.availabilityBefore();
        assertTrue(xml.contains("<vosi:available>false</vosi:available>"), xml);
        assertTrue(xml.contains("<vosi:note>The test tables are being loaded.</vosi:note>"), xml);
        assertFalse(xml.contains("upSince"), xml);
    }

    @Test
    void isOpenToScriptsOfOtherOriginsWhereProtocolsAre() throws Exception {
        assertEquals("*", header(server.get("/tap/tables"), "Access-Control-Allow-Origin"));
        HttpResponse<String> preflight = server.send(
                "OPTIONS", "/tap/sync", "Origin", "https://example.org", "Access-Control-Request-Method", "POST");
        assertEquals(204, preflight.statusCode());
        assertEquals("*", header(preflight, "Access-Control-Allow-Origin"));
        assertTrue(header(preflight, "Access-Control-Allow-Methods").contains("POST"));
        assertEquals("", header(server.get("/"), "Access-Control-Allow-Origin"));
    }

    @Test
    void servesAPageThatLoadsNothingFromElsewhere() throws Exception {
        HttpResponse<String> page = server.get("/");
        assertTrue(header(page, "Content-Type").startsWith("text/html"));
        assertTrue(header(page, "Content-Security-Policy").contains("default-src 'none'"));
        assertFalse(page.body().matches("(?s).*(src|href)=\"(https?:)?//.*"), "no file from elsewhere");
        Matcher files =
                Pattern.compile("(?:src|href)=\"(portal/[^\"]+|favicon.ico)\"").matcher(page.body());
        int count = 0;
        while (files.find()) {
            assertEquals(200, server.get("/" + files.group(1)).statusCode(), files.group(1));
            count++;
        }
        assertEquals(3, count);
        assertEquals(304, server.get("/", "If-None-Match", header(page, "ETag")).statusCode());
    }

    @Test
    void answersUnknownPathsAndMethodsPlainly() throws Exception {
        HttpResponse<String> unknown = server.get("/nothing/here");
        assertEquals(404, unknown.statusCode());
        assertTrue(header(unknown, "Content-Type").startsWith("text/plain"));
        assertEquals(404, server.get("/portal/index.txt").statusCode());
        HttpResponse<String> method = server.send("DELETE", "/tap/tables");
        assertEquals(405, method.statusCode());
        assertTrue(header(method, "Allow").contains("GET"), header(method, "Allow"));
    }

    @Test
    void doesNotTellItsVersion() throws Exception {
        for (String path : new String[] {"/", "/nothing", "/tap/sync", "/a/..%2Fb"}) {
            HttpResponse<String> response = server.get(path);
            assertFalse(header(response, "Server").matches(".*[0-9].*"), header(response, "Server"));
            assertEquals("", header(response, "X-Powered-By"));
            assertFalse(response.body().toLowerCase(java.util.Locale.ROOT).contains("jetty"), response.body());
        }
    }

    @Test
    void compressesWhereAsked() throws Exception {
        HttpResponse<String> plain = server.get("/tap/tables");
        HttpResponse<String> packed = server.get("/tap/tables", "Accept-Encoding", "gzip");
        assertEquals("gzip", header(packed, "Content-Encoding"));
        assertTrue(packed.body().length() * 3 < plain.body().length(), "compressed to less than a third");
    }
}
