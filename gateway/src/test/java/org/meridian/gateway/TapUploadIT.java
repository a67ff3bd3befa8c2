// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import uk.ac.starlink.table.StarTable;
import uk.ac.starlink.table.StarTableFactory;
import uk.ac.starlink.table.StarTableOutput;
import uk.ac.starlink.util.ByteArrayDataSource;

/** Tables that come with synchronous queries, over HTTP. */
@Timeout(120)
class TapUploadIT {

    private static final String CSV =
            "id,ra,dec,note\n1,10.1,-80,plain\n2,11.1,-79,\n3,,,\"gr\u00f6\u00dfer, \u03b2\"\n";
    private static final Map<String, String> AS_CSV = Map.of("RESPONSEFORMAT", "csv");

    private static RunningGateway gateway;
    private static HttpServer server;

    @BeforeAll
    static void start() throws Exception {
        gateway = new RunningGateway(Optional.empty());
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/table.csv", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(CSV.getBytes(UTF_8));
            }
        });
        server.createContext("/to/", exchange -> {
            exchange.getResponseHeaders()
                    .add("Location", exchange.getRequestURI().getPath().substring(4));
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterAll
    static void stop() {
        server.stop(0);
        gateway.close();
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        assertEquals(0, gateway.uploadedFiles());
    }

    private static String here(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    private static Map<String, String> upload(String value) {
        Map<String, String> parameters = new LinkedHashMap<>(AS_CSV);
        parameters.put("UPLOAD", value);
        return parameters;
    }

    private static String rows(String adql, String upload, Map<String, byte[]> files) throws Exception {
        HttpResponse<String> answer = gateway.query(adql, upload(upload), files);
        assertEquals(200, answer.statusCode(), answer.body());
        return answer.body().replace("\r", "");
    }

    private static String fault(String adql, String upload, Map<String, byte[]> files) throws Exception {
        HttpResponse<String> answer = gateway.query(adql, Map.of("UPLOAD", upload), files);
        assertEquals(400, answer.statusCode(), answer.body());
        assertFalse(answer.body().contains("/tmp"), answer.body());
        assertFalse(answer.body().contains("request-"), answer.body());
        return answer.body();
    }

    private static Map<String, byte[]> part(String name, String content) {
        return Map.of(name, content.getBytes(UTF_8));
    }

    private static String votable(String fields, String rows) {
        return "<?xml version='1.0' encoding='UTF-8'?>\n<VOTABLE version='1.4' xmlns='http://www.ivoa.net/xml/VOTable/v1.3'>"
                + "<RESOURCE><TABLE>" + fields + "<DATA><TABLEDATA>" + rows
                + "</TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>";
    }

    @Test
    void selectsFromATableSentWithTheQuery() throws Exception {
        assertEquals(
                "id,note\n1,plain\n2,\n3,\"gr\u00f6\u00dfer, \u03b2\"\n",
                rows("SELECT id, note FROM TAP_UPLOAD.mine ORDER BY id", "mine,param:t", part("t", CSV)));
    }

    @Test
    void joinsItWithPublishedTablesAndItself() throws Exception {
        assertEquals(
                "id,other\n10,10\n",
                rows(
                        "SELECT m.id, s.id AS other FROM TAP_UPLOAD.mine m JOIN test.stars s ON s.id = m.id",
                        "mine,param:t",
                        part("t", "id,x\n10,1\n9000,1\n")));
        assertEquals(
                "a,b\n1,2\n2,1\n",
                rows(
                        "SELECT a.id AS a, b.id AS b FROM TAP_UPLOAD.t AS a, TAP_UPLOAD.t AS b"
                                + " WHERE a.id <> b.id AND DISTANCE(a.ra, a.dec, b.ra, b.dec) < 2 ORDER BY 1",
                        "t,param:t",
                        part("t", CSV)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "FROM TAP_UPLOAD.t u JOIN test.stars s ON DISTANCE(u.ra, u.dec, s.ra, s.dec) < RADIUS",
                "FROM test.stars s JOIN TAP_UPLOAD.t u ON DISTANCE(POINT(s.ra, s.dec), POINT(u.ra, u.dec)) < RADIUS",
                "FROM test.stars s, TAP_UPLOAD.t u WHERE 1 = CONTAINS(POINT(s.ra, s.dec), CIRCLE(u.ra, u.dec, RADIUS))",
                "FROM test.stars s, TAP_UPLOAD.t u WHERE 1 = CONTAINS(POINT(u.ra, u.dec), CIRCLE(s.ra, s.dec, RADIUS))",
                "FROM test.stars s, TAP_UPLOAD.t u WHERE DISTANCE(u.ra, u.dec, s.ra, s.dec) < u.r",
                "FROM test.stars s, (SELECT id, ra, dec FROM TAP_UPLOAD.t WHERE id > 0) u"
                        + " WHERE DISTANCE(u.ra, u.dec, s.ra, s.dec) < RADIUS",
                "FROM test.stars s RIGHT JOIN TAP_UPLOAD.t u ON DISTANCE(u.ra, u.dec, s.ra, s.dec) < RADIUS"
                        + " WHERE s.id IS NOT NULL",
                "FROM test.stars s LEFT JOIN TAP_UPLOAD.t u ON DISTANCE(u.ra, u.dec, s.ra, s.dec) < RADIUS"
                        + " WHERE u.id IS NOT NULL",
                "FROM test.stars s JOIN TAP_UPLOAD.t u ON u.id = 7 AND s.id = 7 OR DISTANCE(u.ra, u.dec, s.ra, s.dec) < RADIUS"
            })
    void joinsByPositionHoweverItIsWritten(String from) throws Exception {
        String table = "id,ra,dec,r\n1,10.0,-80,0.001\n2,10.001,-80,0.001\n3,,,\n4,359.9999,-90,0.001\n";
        for (String radius : new String[] {"0.001", "0.01"}) {
            String found = rows(
                    "SELECT u.id, COUNT(*) AS n " + from.replace("RADIUS", radius) + " GROUP BY u.id ORDER BY 1",
                    "t,param:t",
                    part("t", table));
            // Rows 10, 370, ... of the table stand at (10.0 to 10.9, -80), others at the pole.
            String expected = rows(
                    "SELECT u.id, COUNT(*) AS n FROM test.stars s, TAP_UPLOAD.t u"
                            + " WHERE DISTANCE(u.ra, u.dec, s.ra, s.dec) + 0 < " + radius + " GROUP BY u.id ORDER BY 1",
                    "t,param:t",
                    part("t", table));
            assertEquals(expected, found);
            assertTrue(expected.lines().count() > 3, expected);
        }
    }

    @Test
    void keepsRowsOfTheUploadWithoutPartner() throws Exception {
        assertEquals(
                "id,n\n1,1\n2,0\n",
                rows(
                        "SELECT u.id, COUNT(s.id) AS n FROM TAP_UPLOAD.t u LEFT JOIN test.stars s"
                                + " ON DISTANCE(u.ra, u.dec, s.ra, s.dec) < 0.003 AND s.id = 10"
                                + " GROUP BY u.id ORDER BY u.id",
                        "t,param:t",
                        part("t", "id,ra,dec\n1,10.0,-80\n2,200.5,33.3\n")));
    }

    @Test
    void takesSeveralTablesAndRepeatedUploads() throws Exception {
        Map<String, byte[]> files = Map.of("one", "a,x\n1,2\n".getBytes(UTF_8), "two", "b,y\n2,3\n".getBytes(UTF_8));
        assertEquals(
                "a,b\n1,2\n",
                rows("SELECT a, b FROM TAP_UPLOAD.x, TAP_UPLOAD.\"Y z\"", "x,param:one;\"Y z\",param:two", files));
        String tooMany = fault("SELECT 1 AS a FROM TAP_UPLOAD.x", "x,param:one;y,param:two;z,param:two", files);
        assertTrue(tooMany.contains("UPLOAD names 3 tables; this service takes 2 at most"), tooMany);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "votable-tabledata",
                "votable-binary-inline",
                "votable-binary2-inline",
                "votable-fits-inline",
                "fits-basic",
                "ecsv",
                "ipac",
                "csv"
            })
    void readsEveryFormat(String format) throws Exception {
        String source = votable(
                "<FIELD name='id' datatype='int'><VALUES null='-9'/></FIELD><FIELD name='x' datatype='double' unit='deg'/>"
                        + "<FIELD name='name' datatype='char' arraysize='8'/>",
                "<TR><TD>1</TD><TD>1.5</TD><TD>a b</TD></TR><TR><TD>2</TD><TD></TD><TD></TD></TR>");
        StarTable table =
                new StarTableFactory().makeStarTable(new ByteArrayDataSource("t", source.getBytes(UTF_8)), "votable");
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        new StarTableOutput().getHandler(format).writeStarTable(table, file);
        assertEquals(
                "id,x,name\n1,1.5,a b\n2,,\n",
                rows("SELECT * FROM TAP_UPLOAD.t ORDER BY id", "t,param:t", Map.of("t", file.toByteArray())));
    }

    @Test
    void keepsArraysMetadataAndNames() throws Exception {
        String document = votable(
                "<FIELD name='Dec Deg' datatype='double' unit='deg' ucd='pos.eq.dec' utype='a:b.c'>"
                        + "<DESCRIPTION>of date</DESCRIPTION></FIELD>"
                        + "<FIELD name='from' datatype='short' arraysize='3'/>"
                        + "<FIELD name='t' datatype='char' arraysize='*' xtype='timestamp'/>"
                        + "<FIELD name='u' datatype='unicodeChar' arraysize='*'/>"
                        + "<FIELD name='b' datatype='boolean'/><FIELD name='ctid' datatype='float' arraysize='2x*'/>",
                "<TR><TD>1.25</TD><TD>1 2 3</TD><TD>2020-01-02T03:04:05</TD><TD>\u03b2</TD><TD>T</TD>"
                        + "<TD>1 2 3 4</TD></TR>");
        HttpResponse<String> answer = gateway.query(
                "SELECT * FROM TAP_UPLOAD.t",
                Map.of("UPLOAD", "t,param:t", "RESPONSEFORMAT", "votable/td"),
                part("t", document));
        String body = answer.body();
        assertEquals(200, answer.statusCode(), body);
        for (String expected : new String[] {
            "name=\"Dec Deg\"", "unit=\"deg\"", "ucd=\"pos.eq.dec\"", "utype=\"a:b.c\"", "of date", "arraysize=\"3\"",
            "xtype=\"timestamp\"", "arraysize=\"2x*\"", "<TD>1 2 3</TD>", "\u03b2", "2020-01-02T03:04:05", "unicodeChar"
        }) {
            assertTrue(body.contains(expected), expected + " in " + body);
        }
    }

    @Test
    void fetchesByUrl() throws Exception {
        assertEquals("n\n3\n", rows("SELECT COUNT(*) AS n FROM TAP_UPLOAD.t", "t," + here("/table.csv"), Map.of()));
        assertEquals("n\n3\n", rows("SELECT COUNT(*) AS n FROM TAP_UPLOAD.t", "t," + here("/to//table.csv"), Map.of()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:PORT/table.csv",
                "http://[::1]:PORT/table.csv",
                "http://10.0.0.1/",
                "http://169.254.169.254/latest/meta-data/",
                "http://127.0.0.2:PORT/table.csv",
                "http://127.0.0.1:PORT/to/http://localhost:PORT/table.csv",
                "http://[::ffff:127.0.0.2]:PORT/table.csv"
            })
    void refusesUrlsThatLeadInside(String url) throws Exception {
        String message = fault(
                "SELECT * FROM TAP_UPLOAD.t",
                "t," + url.replace("PORT", String.valueOf(server.getAddress().getPort())),
                Map.of());
        assertTrue(message.contains("address; this service fetches from public addresses"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"t,file:///etc/passwd", "t,ftp://example.org/x", "t,/etc/passwd", "t,jar:file:/a!/b"})
    void refusesOtherSchemes(String upload) throws Exception {
        String message = fault("SELECT * FROM TAP_UPLOAD.t", upload, Map.of());
        assertTrue(message.contains("URLs must begin with http:// or https://"), message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "t,param:missing|part 'missing' of the request",
                "t|is not understood; write UPLOAD=name,param:part",
                "select,param:t|reserved word select",
                "a.b,param:t|cannot be the name of an uploaded table",
                "_x,param:t|cannot be the name of an uploaded table",
                "t,param:t;T,param:t|two tables t;",
                "t\"; DROP TABLE x,param:t|",
            })
    void refusesAWrongUpload(String upload, String message) throws Exception {
        String body = fault("SELECT * FROM TAP_UPLOAD.t", upload, part("t", CSV));
        assertTrue(message == null || body.contains(message), body);
    }

    @Test
    void namesNearColumnsAndTablesOfTheUpload() throws Exception {
        String column = fault("SELECT nota FROM TAP_UPLOAD.mine", "mine,param:t", part("t", CSV));
        assertTrue(column.contains("line 1, column 8") && column.contains("did you mean note?"), column);
        String table = fault("SELECT note FROM TAP_UPLOAD.mime", "mine,param:t", part("t", CSV));
        assertTrue(table.contains("did you mean tap_upload.mine?"), table);
        String gone = fault("SELECT note FROM TAP_UPLOAD.mine", "", Map.of());
        assertTrue(gone.contains("there is no table TAP_UPLOAD.mine"), gone);
    }

    @Test
    void namesWhatShadowsTypesAndCatalogsDoNoHarm() throws Exception {
        for (String name :
                new String[] {"\"float8\"", "pg_class", "\"int4\"", "\"a\"\"; DROP TABLE test.stars; --\""}) {
            assertEquals(
                    "x\n1.5\n",
                    rows(
                            "SELECT x * CAST(1 AS DOUBLE PRECISION) AS x FROM TAP_UPLOAD." + name,
                            name + ",param:t",
                            part("t", "x,y\n1.5,2\n")));
        }
        String evil = "x\"; DROP TABLE test.stars; --";
        assertEquals(
                "\"x\"\"; DROP TABLE test.stars; --\"\n1\n",
                rows(
                        "SELECT * FROM TAP_UPLOAD.t",
                        "t,param:t",
                        part(
                                "t",
                                votable(
                                        "<FIELD name='" + evil.replace("\"", "&quot;") + "' datatype='int'/>",
                                        "<TR><TD>1</TD></TR>"))));
        assertEquals("n\n4000\n", rows("SELECT COUNT(*) AS n FROM test.stars", "", Map.of()));
    }

    @Test
    void namesLimitAndRemedy() throws Exception {
        String rows = fault("SELECT * FROM TAP_UPLOAD.t", "t,param:t", part("t", "a\n" + "1\n".repeat(5001)));
        assertTrue(rows.contains("the uploaded table t has more than 5000 rows") && rows.contains("send fewer"), rows);
        String bytes = fault("SELECT * FROM TAP_UPLOAD.t", "t,param:t", part("t", "a\n" + "1\n".repeat(150_001)));
        assertTrue(bytes.contains("has more than 300000 bytes; send fewer rows"), bytes);
    }

    private static byte[] zipped(byte[] plain) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(packed)) {
            out.write(plain);
        }
        return packed.toByteArray();
    }

    @Test
    void unpacksButNotWithoutLimit() throws Exception {
        assertEquals(
                "n\n3\n",
                rows("SELECT COUNT(*) AS n FROM TAP_UPLOAD.t", "t,param:t", Map.of("t", zipped(CSV.getBytes(UTF_8)))));
        byte[] bomb = zipped(("a\n" + "1".repeat(50_000_000)).getBytes(UTF_8));
        String message = fault("SELECT * FROM TAP_UPLOAD.t", "t,param:t", Map.of("t", bomb));
        assertTrue(message.contains("has more than 1000000 bytes when it is unpacked"), message);
        message = fault("SELECT * FROM TAP_UPLOAD.t", "t,param:t", Map.of("t", zipped(zipped(CSV.getBytes(UTF_8)))));
        assertTrue(message.contains("compressed more than once"), message);
        byte[] half = java.util.Arrays.copyOf(zipped(CSV.getBytes(UTF_8)), 30);
        message = fault("SELECT * FROM TAP_UPLOAD.t", "t,param:t", Map.of("t", half));
        assertTrue(message.contains("cannot be unpacked"), message);
    }

    @Test
    void followsNothingThatADocumentNames() throws Exception {
        String table = votable("<FIELD name='a' datatype='char' arraysize='*'/>", "<TR><TD>&x;</TD></TR>");
        for (String entity :
                new String[] {"SYSTEM 'file:///etc/hostname'", "SYSTEM '" + here("/table.csv") + "'", "'y'"}) {
            String document = table.replaceFirst("\n", "\n<!DOCTYPE VOTABLE [<!ENTITY x " + entity + ">]>\n");
            String message = fault("SELECT * FROM TAP_UPLOAD.t", "t,param:t", part("t", document));
            assertTrue(message.contains("document type declaration"), message);
        }
        String elsewhere = votable("<FIELD name='a' datatype='int'/>", "")
                .replace("<TABLEDATA></TABLEDATA>", "<BINARY><STREAM href='" + here("/table.csv") + "'/></BINARY>");
        String message = fault("SELECT * FROM TAP_UPLOAD.t", "t,param:t", part("t", elsewhere));
        assertTrue(message.contains("rows elsewhere (STREAM href)"), message);
        String label = "<?xml version='1.0'?><Product_Observational xmlns='http://pds.nasa.gov/pds4/pds/v1'>"
                + "<File_Area_Observational><File><file_name>../../../etc/passwd</file_name></File>"
                + "</File_Area_Observational></Product_Observational>";
        fault("SELECT * FROM TAP_UPLOAD.t", "t,param:t", part("t", label));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "<VOTABLE", "<VOTABLE><RESOURCE/></VOTABLE>", "\0\1\2\3", "PAR1 nothing", "SIMPLE  =    T"})
    void refusesWhatIsNoTable(String content) throws Exception {
        String message = fault("SELECT * FROM TAP_UPLOAD.t", "t,param:t", part("t", content));
        assertTrue(message.contains("the uploaded table t"), message);
        assertFalse(message.contains("--format"), message);
    }

    @Test
    void namesRowColumnAndValueOfABadCell() throws Exception {
        String message = fault(
                "SELECT * FROM TAP_UPLOAD.t",
                "t,param:t",
                part(
                        "t",
                        votable(
                                "<FIELD name='p' datatype='double' arraysize='3' xtype='circle'/>",
                                "<TR><TD>1 2 3</TD></TR><TR><TD>1 99 3</TD></TR>")));
        assertTrue(message.contains("the uploaded table t, row 2, column p"), message);
    }

    @Test
    void declaresWhatItTakes() throws Exception {
        String capabilities = gateway.get("/tap/capabilities").body();
        for (String method : new String[] {"inline", "http", "https"}) {
            assertTrue(capabilities.contains("ivo://ivoa.net/std/TAPRegExt#upload-" + method), capabilities);
        }
        assertTrue(capabilities.contains("<hard unit=\"row\">5000</hard>"), capabilities);
    }
}
