// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridian.core.auth.Scope;
import org.meridian.gateway.People.Person;

/** Files of workspaces in other forms than their own, over HTTP. */
@Timeout(120)
class ViewsIT {

    private static final String VOS = "vos://localhost~vospace";
    private static final String TABLE = "/vospace/files/home/ann/t.csv";
    private static final Path SHARED = Path.of(System.getProperty("meridian.shared", "/nowhere"), "data/archive");

    private static RunningGateway server;
    private static People people;
    private static Person ann;
    private static Person bob;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        server = new RunningGateway(Optional.empty());
        people = new People(server);
        people.make("ann", "bob");
        ann = people.program("ann", Scope.TAP, Scope.VOSPACE_READ, Scope.VOSPACE_WRITE);
        bob = people.program("bob", Scope.VOSPACE_READ, Scope.VOSPACE_WRITE);
        StringBuilder rows = new StringBuilder("id,ra,name\n");
        for (int i = 0; i < 250; i++) {
            rows.append(i)
                    .append(',')
                    .append(i * 0.5)
                    .append(",star ")
                    .append(i)
                    .append('\n');
        }
        put("/home/ann/t.csv", rows.toString().getBytes(UTF_8));
    }

    @AfterAll
    static void stop() {
        people.close();
        server.close();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        People.within(java.time.Duration.ofSeconds(5), () -> server.uploadedFiles() == 0);
    }

    private static void put(String path, byte[] bytes) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest.Builder request = HttpRequest.newBuilder(server.url("/vospace/files" + path))
                    .PUT(BodyPublishers.ofByteArray(bytes))
                    .headers(ann.headers().toArray(String[]::new));
            int status = client.send(request.build(), BodyHandlers.discarding()).statusCode();
            assertTrue(status == 201 || status == 204, "status " + status);
        }
    }

    private HttpResponse<byte[]> bytes(Person who, String method, String path, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.url(path)).method(method, BodyPublishers.noBody());
        if (!who.headers().isEmpty()) {
            request.headers(who.headers().toArray(String[]::new));
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofByteArray());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @Test
    void columnsAreDescribed() throws Exception {
        HttpResponse<String> answer = ann.get(TABLE + "?view=columns");
        assertEquals(200, answer.statusCode(), answer.body());
        assertTrue(answer.body().contains("<FIELD name=\"ra\""), answer.body());
        assertTrue(answer.body().contains("value=\"250\""), answer.body());
        assertFalse(answer.body().contains("star 1"), answer.body());
        JsonNode json = new ObjectMapper()
                .readTree(ann.get(TABLE + "?view=columns&format=json").body());
        assertEquals("double", json.get("metadata").get(1).get("datatype").asText());
    }

    @Test
    void theFirstRowsAreShown() throws Exception {
        HttpResponse<String> answer = ann.get(TABLE + "?view=rows&format=csv");
        assertEquals(101, answer.body().split("\n").length);
        assertTrue(answer.body().replace("\r", "").startsWith("id,ra,name\n0,0.0,star 0\n"), answer.body());
        assertEquals(4, ann.get(TABLE + "?view=rows&format=csv&rows=3").body().split("\n").length);
        HttpResponse<byte[]> page = bytes(ann, "GET", TABLE + "?view=rows", "Accept", "text/html,*/*;q=0.5");
        assertTrue(
                header(page, "Content-Type").startsWith("text/html"),
                page.headers().toString());
        assertTrue(header(page, "Content-Security-Policy").contains("default-src 'none'"));
        assertTrue(ann.get(TABLE + "?view=rows").body().contains("<TD>star 7</TD>"));
        assertTrue(ann.get(TABLE + "?view=rows").body().contains("OVERFLOW"));
        People.refused(400, "rows is a number", ann.get(TABLE + "?view=rows&rows=1000000"));
        People.refused(400, "unknown", ann.get(TABLE + "?view=rows&format=unknown"));
    }

    @ParameterizedTest
    @CsvSource({
        "votable,application/x-votable+xml,<?xml",
        "fits,application/fits,SIMPLE",
        "parquet,application/vnd.apache.parquet,PAR1",
        "csv,text/csv,id",
        "tsv,text/tab-separated-values,id",
        "ecsv,application/x-ecsv,# %ECSV",
        "json,application/json,{"
    })
    void aTableHasOtherFormats(String view, String type, String begin) throws Exception {
        HttpResponse<byte[]> answer = bytes(ann, "GET", TABLE + "?view=" + view);
        assertEquals(200, answer.statusCode());
        assertTrue(
                header(answer, "Content-Type").startsWith(type),
                answer.headers().toString());
        assertTrue(new String(answer.body(), ISO_8859_1).startsWith(begin), view);
        assertTrue(header(answer, "Content-Disposition").contains("filename=\"t."), view);
        if (view.equals("json")) {
            return;
        }
        // Read back as a table by the same gateway.
        put("/home/ann/back." + view, answer.body());
        assertEquals(
                ann.get(TABLE + "?view=csv").body(),
                ann.get("/vospace/files/home/ann/back." + view + "?view=csv").body());
    }

    @Test
    void viewsNeedTheSameRightsAsBytes() throws Exception {
        for (String view : List.of("header", "columns", "rows", "preview", "csv")) {
            People.refused(403, "PermissionDenied", bob.get(TABLE + "?view=" + view));
            People.refused(401, "PermissionDenied", people.anonymous().get(TABLE + "?view=" + view));
            assertEquals(403, bytes(bob, "HEAD", TABLE + "?view=" + view).statusCode());
            assertEquals(200, bytes(ann, "HEAD", TABLE + "?view=" + view).statusCode());
            People.refused(404, "NodeNotFound", ann.get("/vospace/files/home/ann/none?view=" + view));
        }
        People.refused(400, "ViewNotSupported", ann.get(TABLE + "?view=cutout"));
        People.refused(400, "ViewNotSupported", ann.get(TABLE + "?view=tar"));
        assertEquals(ann.get(TABLE).body(), ann.get(TABLE + "?view=data").body());
    }

    @Test
    void whatIsNoTableIsRefusedWithoutItsPlace() throws Exception {
        for (String content : List.of("", "no table\nat, all, of, it\n", "SIMPLE  =                    T", "PAR1")) {
            put("/home/ann/hostile", content.getBytes(UTF_8));
            for (String view : List.of("columns", "rows", "votable")) {
                HttpResponse<String> refused = ann.get("/vospace/files/home/ann/hostile?view=" + view);
                assertEquals(400, refused.statusCode(), refused.body());
                assertTrue(refused.body().contains("/home/ann/hostile"), refused.body());
                assertFalse(refused.body().contains("request-"), refused.body());
            }
        }
        put("/home/ann/large.csv", ("id\n" + "1234567\n".repeat(200_000)).getBytes(UTF_8));
        People.refused(400, "1000000 bytes", ann.get("/vospace/files/home/ann/large.csv?view=rows"));
    }

    /** A row that is no row ends the answer with its status, or breaks it off. */
    @Test
    void whatIsDamagedFurtherOnIsNotTakenForWhole() throws Exception {
        put("/home/ann/odd.csv", "id,x\n1,2\n3\n".getBytes(UTF_8));
        HttpResponse<String> refused = ann.get("/vospace/files/home/ann/odd.csv?view=fits");
        assertEquals(400, refused.statusCode(), refused.body());
    }

    private static String form(String view, String target, String more) {
        return "/vospace/synctrans?TARGET=" + URLEncoder.encode(VOS + target, UTF_8)
                + "&DIRECTION=pullFromVoSpace&PROTOCOL="
                + URLEncoder.encode("ivo://ivoa.net/vospace/core#httpget", UTF_8) + "&VIEW="
                + URLEncoder.encode(view, UTF_8) + more;
    }

    private String endpoint(String view, String target) throws Exception {
        HttpResponse<String> details = ann.get(form(view, target, ""));
        assertEquals(200, details.statusCode(), details.body());
        Matcher found = Pattern.compile("endpoint>([^<]+)<").matcher(details.body());
        assertTrue(found.find(), details.body());
        URI uri = URI.create(found.group(1).replace("&amp;", "&"));
        return uri.getRawPath() + "?" + uri.getRawQuery();
    }

    @Test
    void transfersGiveViews() throws Exception {
        String rows = endpoint("ivo://localhost/vospace#csv", "/home/ann/t.csv");
        HttpResponse<String> answer = people.anonymous().get(rows);
        assertEquals(200, answer.statusCode(), answer.body());
        assertEquals(ann.get(TABLE + "?view=csv").body(), answer.body());
        String packed = endpoint("ivo://ivoa.net/vospace/core#zip", "/home/ann");
        assertTrue(packed.startsWith("/vospace/package/home/ann?type=zip&ticket="), packed);
        assertEquals("PK", new String(bytes(people.anonymous(), "GET", packed).body(), 0, 2, ISO_8859_1));
        People.refused(400, "ViewNotSupported", ann.get(form("ivo://elsewhere.org/views#x", "/home/ann/t.csv", "")));
        People.refused(400, "ViewNotSupported", ann.get(form("ivo://localhost/vospace#tar", "/home/ann/t.csv", "")));
        HttpResponse<String> redirect =
                ann.get(form("ivo://localhost/vospace#header", "/home/ann/t.csv", "&REQUEST=redirect"));
        assertTrue(
                header(redirect, "Location").contains("?view=header&ticket="),
                redirect.headers().toString());
        People.refused(403, "PermissionDenied", bob.get(form("ivo://localhost/vospace#csv", "/home/ann/t.csv", "")));
    }

    @Test
    void viewsAreListed() throws Exception {
        String all = ann.get("/vospace/views").body();
        assertTrue(all.contains("ivo://localhost/vospace#preview"), all);
        assertTrue(all.contains("ivo://ivoa.net/vospace/core#defaultview"), all);
        String node = ann.get("/vospace/nodes/home/ann/t.csv").body();
        assertTrue(node.contains("ivo://localhost/vospace#rows"), node);
        assertFalse(node.contains("ivo://localhost/vospace#header"), node);
        assertTrue(ann.get("/vospace/nodes/home/ann?limit=0").body().contains("ivo://localhost/vospace#tar"));
    }

    @Test
    void realFilesHaveViews() throws Exception {
        assumeTrue(Files.isDirectory(SHARED), "the shared data are not here: set meridian.shared");
        put("/home/ann/tau.fits", Files.readAllBytes(SHARED.resolve("wright_eastmann_2014_tau_ceti.fits")));
        String url = "/vospace/files/home/ann/tau.fits";
        HttpResponse<String> headers = ann.get(url + "?view=header");
        assertTrue(headers.body().contains("XTENSION= 'BINTABLE'"), headers.body());
        assertTrue(ann.get(url + "?view=rows&format=csv&rows=5").body().split("\n").length > 1);
        put("/home/ann/spitzer.xml", Files.readAllBytes(SHARED.resolve("spitzer_example_catalog.xml")));
        HttpResponse<byte[]> parquet = bytes(ann, "GET", "/vospace/files/home/ann/spitzer.xml?view=parquet");
        assertEquals(200, parquet.statusCode(), new String(parquet.body(), UTF_8));
        put("/home/ann/horse.fits", Files.readAllBytes(SHARED.resolve("HorseHead.fits")));
        HttpResponse<byte[]> picture = bytes(ann, "GET", "/vospace/files/home/ann/horse.fits?view=preview");
        assertEquals("image/png", header(picture, "Content-Type"));
        String tag = header(picture, "ETag");
        assertEquals(
                304,
                bytes(ann, "GET", "/vospace/files/home/ann/horse.fits?view=preview", "If-None-Match", tag)
                        .statusCode());
        assertEquals(
                200,
                bytes(ann, "GET", "/vospace/files/home/ann/horse.fits", "If-None-Match", tag)
                        .statusCode());
    }
}
