// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridian.core.auth.Scope;
import org.meridian.gateway.People.Person;

/** Files of workspaces as tables of queries (UPLOAD), and as places for results (DEST). */
@Timeout(120)
class WorkspaceTablesIT {

    private static final String VOS = "vos://localhost~vospace";
    private static final String CSV = "id,note\n1,one\n2,two\n";
    private static final String JOINED =
            "SELECT s.id, t.note FROM test.stars s JOIN TAP_UPLOAD.t t ON s.id = t.id ORDER BY s.id";

    private static RunningGateway server;
    private static People people;
    private static Person ann;
    private static Person bob;
    private static Person cleo;
    private static Path tree;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningGateway(Optional.empty());
        people = new People(server);
        people.make("ann", "bob", "cleo");
        people.administration().join("stars", List.of("ann", "bob"));
        ann = people.program("ann", Scope.TAP, Scope.VOSPACE_READ, Scope.VOSPACE_WRITE);
        bob = people.program("bob", Scope.TAP, Scope.VOSPACE_READ, Scope.VOSPACE_WRITE);
        cleo = people.program("cleo", Scope.TAP, Scope.VOSPACE_READ, Scope.VOSPACE_WRITE);
        tree = server.gateway().dataDir().resolve("workspaces/tree");
        bob.get("/vospace/nodes/home/bob");
        put("/home/ann/t.csv", CSV);
        assertEquals(
                200,
                send(ann, "POST", "/vospace/nodes/home/ann/t.csv", node("/home/ann/t.csv", "DataNode", """
                        <vos:properties><vos:property uri="ivo://ivoa.net/vospace/core#groupread">stars</vos:property></vos:properties>"""))
                        .statusCode());
    }

    @AfterAll
    static void stop() {
        people.close();
        server.close();
    }

    private static HttpResponse<String> send(Person who, String method, String path, String body) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(server.url(path)).method(method, BodyPublishers.ofString(body));
            request.headers(who.headers().toArray(String[]::new));
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }

    private static void put(String path, String text) throws Exception {
        int status = send(ann, "PUT", "/vospace/files" + path, text).statusCode();
        assertTrue(status == 201 || status == 204, "status " + status);
    }

    private static String node(String path, String type, String content) {
        return "<vos:node xmlns:vos=\"http://www.ivoa.net/xml/VOSpace/v2.0\""
                + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" uri=\"" + VOS + path + "\" xsi:type=\"vos:"
                + type + "\">" + content + "</vos:node>";
    }

    private static void link(String path, String target) throws Exception {
        String document = node(path, "LinkNode", "<vos:target>" + target + "</vos:target>");
        assertEquals(201, send(ann, "PUT", "/vospace/nodes" + path, document).statusCode());
    }

    private static String[] parameters(String query, String... more) {
        List<String> all = new ArrayList<>(List.of("LANG", "ADQL", "QUERY", query, "RESPONSEFORMAT", "csv"));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }

    private static HttpResponse<String> sync(Person who, String query, String... more) throws Exception {
        return who.post("/tap/sync", parameters(query, more));
    }

    /** The document of a job that has ended. */
    private static String async(Person who, String query, String... more) throws Exception {
        List<String> all = new ArrayList<>(List.of(parameters(query, more)));
        all.addAll(List.of("PHASE", "RUN"));
        HttpResponse<String> made = who.post("/tap/async", all.toArray(String[]::new));
        assertEquals(303, made.statusCode(), made.body());
        String job =
                URI.create(made.headers().firstValue("Location").orElseThrow()).getPath();
        String document = who.get(job + "?WAIT=30").body();
        while (List.of("PENDING", "QUEUED", "EXECUTING").contains(JobClient.element(document, "phase"))) {
            document = who.get(job + "?WAIT=30").body();
        }
        return document;
    }

    private static String job(String document) {
        return "/tap/async/" + JobClient.element(document, "jobId");
    }

    private static long staged() throws Exception {
        try (Stream<Path> files = Files.list(tree.resolveSibling("staging"))) {
            return files.count();
        }
    }

    @ParameterizedTest
    @CsvSource({"vos:/home/ann/t.csv", VOS + "/home/ann/t.csv", "vos://LOCALHOST!vospace/home/ann/t%2Ecsv"})
    void aFileIsATable(String uri) throws Exception {
        for (Person who : List.of(ann, bob)) {
            HttpResponse<String> answer = sync(who, JOINED, "UPLOAD", "t," + uri);
            assertEquals(200, answer.statusCode(), answer.body());
            assertEquals("id,note\n1,one\n2,two\n", answer.body().replace("\r", ""));
        }
    }

    @Test
    void aFileIsATableOfAJob() throws Exception {
        String done = async(bob, JOINED, "UPLOAD", "t,vos:/home/ann/t.csv");
        assertEquals("COMPLETED", JobClient.element(done, "phase"), done);
        assertEquals(
                "id,note\n1,one\n2,two\n",
                bob.get(job(done) + "/results/result").body().replace("\r", ""));
        String failed = async(cleo, JOINED, "UPLOAD", "t,vos:/home/ann/t.csv");
        assertEquals("ERROR", JobClient.element(failed, "phase"), failed);
        assertTrue(cleo.get(job(failed) + "/error").body().contains("PermissionDenied"), failed);
    }

    @Test
    void everyFormatOfUploadsIsRead() throws Exception {
        for (String format : List.of("votable", "fits", "ecsv", "parquet", "csv")) {
            String file = "vos:/home/ann/formats." + format;
            HttpResponse<String> stored = ann.post(
                    "/tap/sync",
                    "LANG",
                    "ADQL",
                    "QUERY",
                    "SELECT TOP 3 id, name FROM test.stars ORDER BY id",
                    "RESPONSEFORMAT",
                    format,
                    "DEST",
                    file);
            assertEquals(201, stored.statusCode(), stored.body());
            HttpResponse<String> answer =
                    sync(ann, "SELECT COUNT(*) AS n, MAX(id) AS m FROM TAP_UPLOAD.t", "UPLOAD", "t," + file);
            assertEquals("n,m\n3,2\n", answer.body().replace("\r", ""), format);
        }
    }

    @Test
    void whatIsNotForOneIsNoTable() throws Exception {
        HttpResponse<String> foreign = sync(cleo, JOINED, "UPLOAD", "t,vos:/home/ann/t.csv");
        People.refused(403, "PermissionDenied", foreign);
        assertTrue(server.isAudited("REFUSED", "vos:/home/ann/t.csv"));
        People.refused(401, "PermissionDenied", sync(people.anonymous(), JOINED, "UPLOAD", "t,vos:/home/ann/t.csv"));
        People.refused(400, "NodeNotFound", sync(ann, JOINED, "UPLOAD", "t,vos:/home/ann/none.csv"));
        People.refused(400, "InvalidURI", sync(ann, JOINED, "UPLOAD", "t,vos://elsewhere.org~vault/home/ann/t.csv"));
        People.refused(400, "has no bytes", sync(ann, JOINED, "UPLOAD", "t,vos:/home/ann"));
        // The same words for what is there and what is not.
        assertEquals(
                sync(cleo, JOINED, "UPLOAD", "t,vos:/home/ann/x.csv").body().replace("x.csv", ""),
                foreign.body().replace("t.csv", ""));
    }

    @Test
    void aTokenMustBeGoodForFiles() throws Exception {
        Person querying = people.program("ann", Scope.TAP);
        Person reading = people.program("ann", Scope.TAP, Scope.VOSPACE_READ);
        for (String path : List.of("/tap/sync", "/tap/async")) {
            People.refused(
                    403, "vospace:read", querying.post(path, parameters(JOINED, "UPLOAD", "t, vos:/home/ann/t.csv")));
            People.refused(403, "vospace:write", reading.post(path, parameters(JOINED, "DEST", "vos:/home/ann/new")));
        }
        HttpResponse<String> made = querying.post("/tap/async", parameters("SELECT 1 AS one FROM test.stars"));
        String job =
                URI.create(made.headers().firstValue("Location").orElseThrow()).getPath();
        People.refused(403, "vospace:read", querying.post(job, "UPLOAD", "t,VOS:/home/ann/t.csv"));
        People.refused(403, "vospace:write", querying.post(job + "/parameters", "DEST", "vos:/home/ann/new"));
    }

    /** U+017F is folded to S where case is disregarded in all of Unicode. */
    @Test
    void aLetterBeyondAsciiIsNoneOfTheScheme() throws Exception {
        Person querying = people.program("ann", Scope.TAP);
        for (String uri : List.of("vo\u017f:/home/ann/t.csv", "vo\u017f://localhost~vospace/home/ann/t.csv")) {
            for (Person who : List.of(querying, ann)) {
                People.refused(400, "URL", sync(who, JOINED, "UPLOAD", "t," + uri));
                String failed = async(who, JOINED, "UPLOAD", "t," + uri);
                assertEquals("ERROR", JobClient.element(failed, "phase"), failed);
                People.refused(400, "vos:/home/NAME", sync(who, JOINED, "DEST", uri));
            }
        }
    }

    @Test
    void aJobWhoseUploadIsNotUnderstoodIsNotMade() throws Exception {
        People.refused(400, "is not understood", ann.post("/tap/async", parameters(JOINED, "UPLOAD", "vos:/home/ann")));
    }

    @Test
    void linksLeadToTables() throws Exception {
        link("/home/ann/first", VOS + "/home/ann/second");
        link("/home/ann/second", VOS + "/home/ann/t.csv");
        assertEquals(200, sync(ann, JOINED, "UPLOAD", "t,vos:/home/ann/first").statusCode());
        link("/home/ann/round", VOS + "/home/ann/round");
        People.refused(400, "LinkFound", sync(ann, JOINED, "UPLOAD", "t,vos:/home/ann/round"));
        link("/home/ann/out", "https://example.org/t.csv");
        People.refused(400, "LinkFound", sync(ann, JOINED, "UPLOAD", "t,vos:/home/ann/out"));
        People.refused(400, "LinkFound", sync(ann, JOINED, "DEST", "vos:/home/ann/first"));
    }

    @Test
    void aResultGoesIntoAFile() throws Exception {
        String query = "SELECT id, mag FROM test.stars WHERE id < 3 ORDER BY id";
        HttpResponse<String> stored = sync(ann, query, "DEST", "vos:/home/ann/stored.csv");
        assertEquals(201, stored.statusCode(), stored.body());
        String url = server.url("/vospace/files/home/ann/stored.csv").toString();
        assertEquals(url, stored.headers().firstValue("Location").orElse(""));
        assertTrue(stored.body().contains("<TD>" + VOS + "/home/ann/stored.csv</TD>"), stored.body());
        HttpResponse<String> file = ann.get("/vospace/files/home/ann/stored.csv");
        assertEquals("id,mag\n0,\n1,0.5\n2,1.0\n", file.body().replace("\r", ""));
        assertTrue(file.headers().firstValue("Content-Type").orElse("").startsWith("text/csv"), "" + file.headers());
        assertEquals(200, sync(ann, query, "DEST", "vos:/home/ann/stored.csv").statusCode());
        assertEquals(
                "OVERFLOW",
                sync(ann, query, "DEST", "vos:/home/ann/stored.csv", "MAXREC", "2")
                        .headers()
                        .firstValue("Meridian-Query-Status")
                        .orElse(""));
        HttpResponse<String> joined = sync(
                ann,
                "SELECT COUNT(*) AS n FROM test.stars s JOIN TAP_UPLOAD.r r ON r.id = s.id",
                "UPLOAD",
                "r,vos:/home/ann/stored.csv");
        assertEquals("n\n2\n", joined.body().replace("\r", ""));
        assertEquals(0, staged());
    }

    @Test
    void aResultOfAJobGoesIntoAFile() throws Exception {
        String done = async(ann, "SELECT id FROM test.stars WHERE id < 2", "DEST", "vos:/home/ann/by%20job.csv");
        String url = server.url("/vospace/files/home/ann/by%20job.csv").toString();
        assertTrue(done.contains("xlink:href=\"" + url + "\""), done);
        HttpResponse<String> result = ann.get(job(done) + "/results/result");
        assertEquals(303, result.statusCode());
        assertEquals(url, result.headers().firstValue("Location").orElse(""));
        assertEquals("id\n0\n1\n", ann.get(url).body().replace("\r", ""));
        assertEquals("2", JobClient.element(done, "rows"), done);
        assertEquals("OK", JobClient.element(done, "queryStatus"), done);
        String cut = async(ann, "SELECT id FROM test.stars", "DEST", "vos:/home/ann/cut.csv", "MAXREC", "2");
        assertEquals("OVERFLOW", JobClient.element(cut, "queryStatus"), cut);
        assertEquals(
                "OVERFLOW",
                ann.get(job(cut) + "/results/result")
                        .headers()
                        .firstValue("Meridian-Query-Status")
                        .orElse(""));
    }

    /** As after a gateway that was killed when the file had just taken its place. */
    @Test
    void aJobThatIsRunAgainFindsItsFileThere() throws Exception {
        String done = async(ann, "SELECT id FROM test.stars WHERE id < 2", "DEST", "vos:/home/ann/once.csv");
        Path file = tree.resolve("home/ann/once.csv");
        Object before = Files.getAttribute(file, "unix:ino");
        server.sql("UPDATE meridian.job SET phase = 'EXECUTING', ended = NULL, results = '[]', runner = 'gone',"
                + " lease_until = clock_timestamp() - interval '1 s' WHERE id = '"
                + JobClient.element(done, "jobId") + "'");
        String again = ann.get(job(done)).body();
        while (!JobClient.element(again, "phase").equals("COMPLETED")) {
            again = ann.get(job(done) + "?WAIT=5").body();
        }
        assertTrue(again.contains("/vospace/files/home/ann/once.csv\""), again);
        assertEquals(before, Files.getAttribute(file, "unix:ino"));
        assertEquals(0, staged());
    }

    @Test
    void whatOneMayNotWriteIsLeftAsItIs() throws Exception {
        String query = "SELECT id FROM test.stars WHERE id < 2";
        People.refused(403, "PermissionDenied", sync(cleo, query, "DEST", "vos:/home/ann/t.csv"));
        People.refused(403, "PermissionDenied", sync(bob, query, "DEST", "vos:/home/ann/t.csv"));
        People.refused(401, "signed in", sync(people.anonymous(), query, "DEST", "vos:/home/ann/t.csv"));
        People.refused(
                401, "signed in", people.anonymous().post("/tap/async", parameters(query, "DEST", "vos:/pub/x")));
        People.refused(400, "ContainerNotFound", sync(ann, query, "DEST", "vos:/home/ann/none/x"));
        People.refused(400, "DuplicateNode", sync(ann, query, "DEST", "vos:/home/ann"));
        People.refused(400, "vos:/home/NAME", sync(ann, query, "DEST", "http://example.org/x"));
        String failed = async(bob, query, "DEST", "vos:/home/ann/t.csv");
        assertEquals("ERROR", JobClient.element(failed, "phase"), failed);
        assertTrue(failed.contains("PermissionDenied"), failed);
        assertEquals(CSV, ann.get("/vospace/files/home/ann/t.csv").body());
    }

    @Test
    void aQueryThatFailsOnItsWayLeavesNothing() throws Exception {
        String query = "SELECT id, 1 / (id - 3000) AS x FROM test.stars ORDER BY id";
        HttpResponse<String> refused = sync(ann, query, "DEST", "vos:/home/ann/t.csv");
        assertTrue(refused.statusCode() >= 400, refused.body());
        String failed = async(ann, query, "DEST", "vos:/home/ann/half.csv");
        assertEquals("ERROR", JobClient.element(failed, "phase"), failed);
        assertEquals(404, ann.get("/vospace/files/home/ann/half.csv").statusCode());
        assertEquals(CSV, ann.get("/vospace/files/home/ann/t.csv").body());
        assertEquals(0, staged());
        assertFalse(Files.exists(tree.resolve("home/ann/half.csv")));
    }

    @Test
    void aGatewayBesideTheOneWithTheFilesLeavesItTheJobsThatNeedThem() throws Exception {
        HttpResponse<String> made = ann.post("/tap/async", parameters(JOINED, "UPLOAD", "t,vos:/home/ann/t.csv"));
        String job =
                URI.create(made.headers().firstValue("Location").orElseThrow()).getPath();
        try (Gateway beside = server.another();
                HttpClient client = HttpClient.newHttpClient()) {
            People.refused(
                    400,
                    "no workspaces",
                    client.send(form(beside, "/tap/async", "DEST=vos:/x"), BodyHandlers.ofString()));
            // It takes the job itself, first.
            HttpResponse<String> run = client.send(form(beside, job + "/phase", "PHASE=RUN"), BodyHandlers.ofString());
            assertEquals(303, run.statusCode(), run.body());
            String document = ann.get(job).body();
            while (List.of("PENDING", "QUEUED", "EXECUTING").contains(JobClient.element(document, "phase"))) {
                document = ann.get(job + "?WAIT=5").body();
            }
            assertEquals("COMPLETED", JobClient.element(document, "phase"), document);
        }
    }

    private static HttpRequest form(Gateway gateway, String path, String body) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + path))
                .headers(ann.headers().toArray(String[]::new))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body))
                .build();
    }

    @Test
    void tooLargeAFileIsRefusedBeforeItIsRead() throws Exception {
        put("/home/ann/large.csv", "id\n" + "1\n".repeat(200_000));
        People.refused(400, "300000", sync(ann, JOINED, "UPLOAD", "t,vos:/home/ann/large.csv"));
        assertEquals(0, server.uploadedFiles());
    }
}
