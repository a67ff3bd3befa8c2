// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.meridian.gateway.People.json;
import static org.meridian.gateway.People.refused;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.auth.Scope;
import org.meridian.gateway.People.Person;
import org.meridian.workspace.rights.Account;
import org.meridian.workspace.rights.Account.Kind;
import org.meridian.workspace.rights.Allowance;
import org.meridian.workspace.store.RoomStore;

/** What files were before they were written over, by whatever door. */
@Timeout(180)
class VersionsIT {

    private static final String FILE = "/home/ann/a.txt";
    private static final String VERSIONS = "/vospace/versions" + FILE;
    private static final String CORE = "ivo://ivoa.net/vospace/core#";

    private static RunningGateway server;
    private static People people;
    private static Person ann;
    private static Person bob;
    private static Path workspaces;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        server = new RunningGateway(new GatewaySettings.Workspaces(
                Optional.empty(),
                Duration.ofDays(1),
                Allowance.UNLIMITED,
                Duration.ofDays(1),
                new GatewaySettings.Workspaces.Versions(4, Duration.ofDays(1))));
        people = new People(server);
        people.make("ann", "bob");
        ann = people.program("ann", Scope.VOSPACE_READ, Scope.VOSPACE_WRITE, Scope.TAP);
        bob = people.program("bob", Scope.VOSPACE_READ, Scope.VOSPACE_WRITE);
        workspaces = server.gateway().dataDir().resolve("workspaces");
    }

    @AfterAll
    static void stop() {
        people.close();
        server.close();
    }

    @AfterEach
    void empty() throws Exception {
        for (String name : List.of("home/ann/a.txt", "home/ann/b.txt", "home/ann/d", "pub/ann/a.txt")) {
            ann.delete("/vospace/nodes/" + name);
        }
        json(200, ann.delete("/vospace/trash"));
        json(200, ann.delete("/vospace/trash?versions=true"));
        try (Stream<Path> left = Files.list(workspaces.resolve("trash"))) {
            assertEquals(List.of(), left.toList());
        }
    }

    private HttpResponse<String> send(Person who, String method, String path, String body, String... headers)
            throws Exception {
        URI url = path.startsWith("http") ? URI.create(path) : server.url(path);
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        List<String> all = new ArrayList<>(who.headers());
        all.addAll(List.of(headers));
        if (!all.isEmpty()) {
            request.headers(all.toArray(String[]::new));
        }
        return client.send(request.build(), BodyHandlers.ofString(UTF_8));
    }

    private void put(String path, String text) throws Exception {
        HttpResponse<String> answer = send(ann, "PUT", path, text);
        assertEquals(2, answer.statusCode() / 100, answer.body());
    }

    private static List<JsonNode> versions(Person who, String path) throws Exception {
        JsonNode all = json(200, who.get("/vospace/versions" + path));
        return StreamSupport.stream(all.get("versions").spliterator(), false).toList();
    }

    private List<String> texts(Person who, String path) throws Exception {
        List<String> texts = new ArrayList<>();
        for (JsonNode each : versions(who, path)) {
            texts.add(who.get("/vospace/versions" + path + "?version="
                            + each.get("version").asLong())
                    .body());
        }
        return texts;
    }

    /** Address of the last version. */
    private static String last(String path) throws Exception {
        return "/vospace/versions" + path + "?version="
                + versions(ann, path).getFirst().get("version").asLong();
    }

    @Test
    void whateverDoorAFileIsWrittenOverByItsOldBytesCanBeHadBack() throws Exception {
        put("/vospace/files" + FILE, "files");
        put("/dav" + FILE, "dav");
        assertEquals(List.of("files"), texts(ann, FILE));
        put("/dav/home/ann/b.txt", "copy");
        String destination = server.url("/dav" + FILE).toString();
        assertEquals(
                204,
                send(ann, "COPY", "/dav/home/ann/b.txt", "", "Destination", destination)
                        .statusCode());
        assertEquals(List.of("dav", "files"), texts(ann, FILE));
        put("/dav/home/ann/b.txt", "move");
        assertEquals(
                204,
                send(ann, "MOVE", "/dav/home/ann/b.txt", "", "Destination", destination)
                        .statusCode());
        // What the other was is a version, too: the editor that saves so has written both.
        assertEquals(List.of("copy", "copy", "dav", "files"), texts(ann, FILE));
        assertEquals("move", ann.get("/vospace/files" + FILE).body());
        upload("parts");
        assertEquals(List.of("move", "copy", "copy", "dav"), texts(ann, FILE));
        put(transfer(), "transfer");
        assertEquals("parts", texts(ann, FILE).getFirst());
        HttpResponse<String> query = ann.post(
                "/tap/sync",
                "LANG",
                "ADQL",
                "FORMAT",
                "csv",
                "QUERY",
                "SELECT TOP 1 id FROM test.stars",
                "DEST",
                "vos:" + FILE);
        assertEquals(2, query.statusCode() / 100, query.body());
        assertEquals(List.of("transfer", "parts", "move", "copy"), texts(ann, FILE));
        assertTrue(ann.get("/vospace/files" + FILE).body().startsWith("id"));
    }

    /** Where a client is told to send the file. */
    private String transfer() throws Exception {
        String document =
                "<vos:transfer xmlns:vos=\"http://www.ivoa.net/xml/VOSpace/v2.0\" version=\"2.1\"><vos:target>"
                        + "vos://localhost~vospace" + FILE + "</vos:target><vos:direction>pushToVoSpace</vos:direction>"
                        + "<vos:protocol uri=\"" + CORE + "httpput\"/></vos:transfer>";
        HttpResponse<String> made = send(ann, "POST", "/vospace/synctrans", document, "Content-Type", "text/xml");
        String details =
                ann.get(made.headers().firstValue("Location").orElseThrow()).body();
        return details.replaceAll("(?s).*<vos:endpoint>(.*?)</vos:endpoint>.*", "$1");
    }

    private void upload(String text) throws Exception {
        String path = "path " + Base64.getEncoder().encodeToString(FILE.getBytes(UTF_8));
        HttpResponse<String> made = send(
                ann,
                "POST",
                "/vospace/uploads",
                text,
                "Tus-Resumable",
                "1.0.0",
                "Upload-Length",
                Integer.toString(text.length()),
                "Upload-Metadata",
                path,
                "Content-Type",
                "application/offset+octet-stream");
        assertEquals(201, made.statusCode(), made.body());
    }

    @Test
    void whatAProgramWritesIsNoVersion() throws Exception {
        put("/dav" + FILE, "gateway");
        Files.writeString(workspaces.resolve("tree" + FILE), "program");
        assertEquals(List.of(), texts(ann, FILE));
        put("/dav" + FILE, "gateway again");
        assertEquals(List.of("program"), texts(ann, FILE));
        JsonNode version = versions(ann, FILE).getFirst();
        // Nobody has its checksums.
        assertFalse(version.has("sha256"));
        assertEquals(7, version.get("bytes").asLong());
    }

    @Test
    void aVersionIsReadAsAFileIs() throws Exception {
        HttpResponse<String> first =
                send(ann, "PUT", "/vospace/files" + FILE, "0123456789", "Content-Type", "text/x-first");
        put("/vospace/files" + FILE, "other");
        JsonNode version = versions(ann, FILE).getFirst();
        String tag = first.headers().firstValue("ETag").orElseThrow();
        assertEquals(tag, version.get("etag").asText());
        assertEquals("text/x-first", version.get("contentType").asText());
        assertEquals("ann", version.get("by").asText());
        assertEquals(
                "84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882",
                version.get("sha256").asText());
        String address = last(FILE);
        HttpResponse<String> part = send(ann, "GET", address, "", "Range", "bytes=2-4", "If-Range", tag);
        assertEquals(206, part.statusCode());
        assertEquals("234", part.body());
        assertEquals(304, send(ann, "GET", address, "", "If-None-Match", tag).statusCode());
        HttpResponse<String> head = ann.send("HEAD", address);
        assertEquals("10", head.headers().firstValue("Content-Length").orElse(""));
        assertEquals(tag, head.headers().firstValue("ETag").orElse(""));
        assertEquals("text/x-first", head.headers().firstValue("Content-Type").orElse(""));
        assertTrue(head.headers().firstValue("Repr-Digest").orElse("").contains("sha-256=:"), "" + head.headers());
        assertTrue(
                head.headers().firstValue("Content-Security-Policy").orElse("").contains("sandbox"));

        HttpResponse<String> restored = ann.post(address);
        assertEquals(200, restored.statusCode(), restored.body());
        assertEquals(tag, restored.headers().firstValue("ETag").orElse(""));
        HttpResponse<String> now = ann.get("/vospace/files" + FILE);
        assertEquals("0123456789", now.body());
        assertEquals(tag, now.headers().firstValue("ETag").orElse(""));
        assertEquals("text/x-first", now.headers().firstValue("Content-Type").orElse(""));
        assertEquals(List.of("other"), texts(ann, FILE));
        refused(404, "no version", ann.post(address));
        assertEquals(204, ann.delete(last(FILE)).statusCode());
        assertEquals(0, json(200, ann.delete(VERSIONS)).get("removed").asInt());
    }

    @Test
    void anothersVersionsAreNobodysBusiness() throws Exception {
        put("/vospace/files" + FILE, "secret");
        put("/vospace/files" + FILE, "secret, too");
        String address = last(FILE);
        String number = address.substring(address.indexOf('='));
        for (String method : List.of("GET", "HEAD", "POST", "DELETE")) {
            assertEquals(403, bob.send(method, address).statusCode(), method);
            assertEquals(401, people.anonymous().send(method, address).statusCode(), method);
        }
        refused(403, "not for you", bob.get(VERSIONS));
        refused(403, "not for you", bob.delete(VERSIONS));
        // The number of another's version, at a file of one's own.
        assertEquals(
                201, send(bob, "PUT", "/vospace/files/home/bob/b.txt", "mine").statusCode());
        String own = "/vospace/versions/home/bob/b.txt?version" + number;
        refused(404, "no version", bob.get(own));
        refused(404, "no version", bob.post(own));
        refused(404, "no version", bob.delete(own));
        refused(404, "not for you", bob.post("/vospace/trash/" + number.substring(1)));
        refused(404, "not for you", bob.delete("/vospace/trash/" + number.substring(1)));
        assertEquals(
                0,
                json(200, bob.get("/vospace/trash?versions=true")).get("items").size());
        assertEquals(
                0,
                json(200, bob.delete("/vospace/trash?versions=true"))
                        .get("removed")
                        .asInt());
        // A link to it gives what it is, and nothing of what it was.
        String link =
                json(201, ann.post("/vospace/shares", "path", FILE)).get("url").asText();
        String shared = URI.create(link).getPath();
        assertEquals(
                "secret, too",
                people.anonymous().get(shared + "?version" + number).body());
        // A token that is good for reading changes nothing.
        Person reading = people.program("ann", Scope.VOSPACE_READ);
        assertEquals("secret", reading.get(address).body());
        refused(403, "scope", reading.post(address));
        refused(403, "scope", reading.delete(address));
        refused(403, "scope", reading.delete(VERSIONS));
        refused(403, "scope", people.program("ann", Scope.TAP).get(address));
        assertEquals(List.of("secret"), texts(ann, FILE));
    }

    @Test
    void whoeverReadsAFileThatWasHiddenDoesNotSeeWhatItWas() throws Exception {
        put("/vospace/files" + FILE, "secret");
        put("/vospace/files" + FILE, "shown");
        long secret = versions(ann, FILE).getFirst().get("version").asLong();
        String node = "<vos:node xmlns:vos=\"http://www.ivoa.net/xml/VOSpace/v2.0\""
                + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" uri=\"vos://localhost~vospace" + FILE
                + "\" xsi:type=\"vos:DataNode\"><vos:properties><vos:property uri=\"" + CORE
                + "publicread\">true</vos:property></vos:properties></vos:node>";
        assertEquals(
                200,
                send(ann, "POST", "/vospace/nodes" + FILE, node, "Content-Type", "text/xml")
                        .statusCode());
        assertEquals("shown", bob.get("/vospace/files" + FILE).body());
        assertEquals(List.of(), texts(bob, FILE));
        assertEquals(List.of(), texts(people.anonymous(), FILE));
        refused(404, "no version", bob.get(VERSIONS + "?version=" + secret));
        put("/vospace/files" + FILE, "shown again");
        assertEquals(List.of("shown"), texts(people.anonymous(), FILE));
        assertEquals(List.of("shown", "secret"), texts(ann, FILE));
        refused(403, "PermissionDenied", bob.delete(VERSIONS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/vospace/versions/home/ann/../bob/a",
                "/vospace/versions/home/ann/%2e%2e/bob/a",
                "/vospace/versions/home/ann/a.txt%2F..%2Fb",
                "/vospace/versions/home/ann/a.txt?version=../1",
                "/vospace/versions/home/ann/a.txt?version=-1",
                "/vospace/versions/home/ann/a.txt?version=1e3",
                "/vospace/versions/home/ann/a.txt?version=9999999999999999999",
                "/vospace/versions/home/ann/a.txt?version=",
                "/vospace/versions/home/ann",
                "/vospace/versions/",
                "/vospace/versions/home/ann/nothing"
            })
    void noAddressLeadsElsewhere(String address) throws Exception {
        put("/vospace/files" + FILE, "text");
        put("/vospace/files" + FILE, "other");
        for (String method : List.of("GET", "POST", "DELETE")) {
            int status = ann.send(method, address).statusCode();
            assertTrue(List.of(400, 403, 404).contains(status), method + " " + status);
        }
        assertEquals(List.of("text"), texts(ann, FILE));
    }

    @Test
    void theOldestGoAndWhatIsLeftTakesRoom() throws Exception {
        for (int i = 0; i < 9; i++) {
            put("/dav" + FILE, "text " + i);
        }
        assertEquals(List.of("text 7", "text 6", "text 5", "text 4"), texts(ann, FILE));
        RoomStore rooms = new RoomStore(server.gateway().database().owner(), Allowance.UNLIMITED);
        Account account = new Account(Kind.USER, "ann");
        assertEquals(30, rooms.find(account).used().bytes());
        rooms.limitBytes(account, Optional.of(32L));
        try {
            refused(507, "versions of files", send(ann, "PUT", "/dav" + FILE, "text 9"));
            assertEquals("text 8", ann.get("/dav" + FILE).body());
            assertEquals(204, ann.delete(last(FILE)).statusCode());
            put("/dav" + FILE, "text 9");
            assertEquals(30, rooms.find(account).used().bytes());
        } finally {
            rooms.limitBytes(account, Optional.empty());
        }
    }

    @Test
    void versionsGoIntoTheTrashWithTheirFileAndComeBackWithIt() throws Exception {
        put("/dav" + FILE, "first");
        put("/dav" + FILE, "second");
        assertEquals(204, ann.delete("/vospace/nodes" + FILE).statusCode());
        refused(404, "NodeNotFound", ann.get(VERSIONS));
        JsonNode items = json(200, ann.get("/vospace/trash")).get("items");
        assertEquals(1, items.size());
        assertEquals(
                1,
                json(200, ann.get("/vospace/trash?versions=true")).get("items").size());
        json(200, ann.post("/vospace/trash/" + items.get(0).get("item").asLong()));
        assertEquals(List.of("first"), texts(ann, FILE));
        ann.delete("/vospace/nodes" + FILE);
        assertEquals(1, json(200, ann.delete("/vospace/trash")).get("removed").asInt());
        assertEquals(
                0,
                json(200, ann.get("/vospace/trash?versions=true")).get("items").size());
        refused(400, "versions is", ann.get("/vospace/trash?versions=all"));
    }

    @Test
    void theCommandLineListsThemAndBringsThemBack() throws Exception {
        put("/dav" + FILE, "first");
        put("/dav" + FILE, "second one");
        String listed = vos(0, "versions", "vos:" + FILE);
        assertTrue(listed.matches("[0-9]+  5 bytes of \\S+  replaced \\S+ by ann\\R"), listed);
        String number = listed.substring(0, listed.indexOf(' '));
        vos(0, "versions", "vos:" + FILE, "--restore", number);
        assertEquals("first", ann.get("/dav" + FILE).body());
        String present = vos(0, "versions", "vos:" + FILE);
        assertTrue(present.contains("  10 bytes of "), present);
        vos(0, "versions", "vos:" + FILE, "--remove", present.substring(0, present.indexOf(' ')));
        assertEquals("", vos(0, "versions", "vos:" + FILE));
        assertTrue(vos(1, "versions", "vos:" + FILE, "--restore", number).contains("there is no version"));
        assertTrue(vos(2, "versions", "vos:" + FILE, "--restore", "1", "--remove", "1")
                .contains("mutually exclusive"));
    }

    private static String vos(int code, String... words) {
        return VosCommandLine.run(server, ann, code, words);
    }
}
