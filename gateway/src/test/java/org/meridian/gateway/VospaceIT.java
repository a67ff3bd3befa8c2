// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.IvoaSchemas;
import org.meridian.core.auth.Scope;
import org.meridian.gateway.People.Person;

/** Workspaces over HTTP: nodes by VOSpace, bytes by their own addresses. */
@Timeout(120)
class VospaceIT {

    private static final String VOS = "vos://localhost~vospace";
    private static final String LINK = "<vos:target>" + VOS + "/pub</vos:target>";

    private static RunningGateway server;
    private static People people;
    private static Person ann;
    private static Person bob;
    private static Path home;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        server = new RunningGateway(Optional.empty());
        people = new People(server);
        people.make("ann");
        people.make("bob");
        ann = people.program("ann", Scope.VOSPACE_READ, Scope.VOSPACE_WRITE);
        bob = people.program("bob", Scope.VOSPACE_READ, Scope.VOSPACE_WRITE);
        home = server.gateway().dataDir().resolve("workspaces/tree/home");
    }

    @AfterAll
    static void stop() {
        people.close();
        server.close();
    }

    private HttpResponse<String> send(Person who, String method, String path, String body, String... headers)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.url(path)).method(method, BodyPublishers.ofString(body));
        if (!who.headers().isEmpty()) {
            request.headers(who.headers().toArray(String[]::new));
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString(UTF_8));
    }

    private static String node(String path, String type, String content) {
        return "<vos:node xmlns:vos=\"http://www.ivoa.net/xml/VOSpace/v2.0\""
                + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" uri=\"" + VOS + path + "\" xsi:type=\"vos:"
                + type + "\">" + content + "</vos:node>";
    }

    private static String title(String text) {
        return "<vos:properties><vos:property uri=\"ivo://ivoa.net/vospace/core#title\">" + text
                + "</vos:property></vos:properties>";
    }

    private HttpResponse<String> make(Person who, String path, String type, String content) throws Exception {
        return send(who, "PUT", "/vospace/nodes" + path, node(path, type, content));
    }

    private static void is(int status, String begin, HttpResponse<String> answer) {
        assertEquals(status, answer.statusCode(), answer.body());
        assertTrue(answer.body().startsWith(begin), answer.body());
    }

    @Test
    void everyDocumentIsValid() throws Exception {
        IvoaSchemas schemas = IvoaSchemas.of("VOSpace-v2.1.xsd");
        assertEquals(
                201,
                make(ann, "/home/ann/valid", "ContainerNode", title("a &amp; b"))
                        .statusCode());
        assertEquals(201, make(ann, "/home/ann/valid/f", "DataNode", title("é")).statusCode());
        schemas.validate(
                make(ann, "/home/ann/valid/l", "LinkNode", title("l") + LINK).body());
        for (String detail : List.of("min", "properties", "max")) {
            HttpResponse<String> answer = ann.get("/vospace/nodes/home/ann/valid?detail=" + detail);
            assertEquals(200, answer.statusCode(), answer.body());
            assertEquals(4, answer.body().split("<vos:node ", -1).length, answer.body());
            schemas.validate(answer.body());
        }
        schemas.validate(
                send(ann, "POST", "/vospace/nodes/home/ann/valid/f", node("/home/ann/valid/f", "DataNode", title("t")))
                        .body());
        IvoaSchemas.all().validate(ann.get("/vospace/capabilities").body());
        IvoaSchemas.all().validate(ann.get("/vospace/availability").body());
    }

    /** The schema's elements of these names lack what section 6.1 says is in them; its types for that have no element. */
    @ParameterizedTest
    @ValueSource(strings = {"protocols", "views", "properties"})
    void saysWhatItAcceptsAndProvides(String what) throws Exception {
        String document = people.anonymous().get("/vospace/" + what).body();
        assertTrue(
                document.contains("<vos:" + what + " xmlns:vos=\"http://www.ivoa.net/xml/VOSpace/v2.0\">"), document);
        assertTrue(document.indexOf("<vos:accepts") < document.indexOf("<vos:provides>"), document);
        assertTrue(document.contains("uri=\"ivo://ivoa.net/vospace/core#"), document);
    }

    @Test
    void aRefusedUploadIsAnsweredAndItsConnectionNotUsedAgain() throws Exception {
        for (int i = 0; i < 20; i++) {
            HttpResponse<String> refused = send(bob, "PUT", "/vospace/files/home/ann/f", "x".repeat(1_000_000));
            is(403, "PermissionDenied ", refused);
            assertEquals("close", refused.headers().firstValue("Connection").orElse("left open"));
        }
    }

    @Test
    void reservedNamesAreWhatTheyStandFor() throws Exception {
        HttpResponse<String> made = make(ann, "/home/ann/.auto", "ContainerNode", "");
        assertEquals(201, made.statusCode(), made.body());
        assertTrue(made.body().matches("(?s).* uri=\"vos://[^\"]*/home/ann/[0-9a-f]{16}\".*"), made.body());
        assertEquals(204, send(ann, "PUT", "/vospace/files/home/ann/.null", "x").statusCode());
        is(401, "PermissionDenied ", send(people.anonymous(), "PUT", "/vospace/files/home/ann/.null", "x"));
        HttpResponse<String> nothing = ann.get("/vospace/files/home/ann/.null");
        assertEquals("200 ''", nothing.statusCode() + " '" + nothing.body() + "'");
        is(404, "NodeNotFound ", ann.get("/vospace/nodes/home/ann/.null"));
        is(400, "InvalidURI ", make(ann, "/home/ann/.null", "DataNode", ""));
        is(400, "InvalidURI ", send(ann, "PUT", "/vospace/files/home/ann/.auto", "x"));
        assertEquals(400, send(ann, "PUT", "/dav/home/ann/.null", "x").statusCode());
    }

    @Test
    void nobodyGuessesTheCharacterSetOfAFile() throws Exception {
        for (String name : List.of("u.txt text/plain", "u.xml text/xml", "u.bin application/octet-stream")) {
            String path = "/home/ann/" + name.split(" ")[0];
            assertEquals(201, send(ann, "PUT", "/vospace/files" + path, "é 星").statusCode());
            for (String door : List.of("/vospace/files", "/dav")) {
                HttpResponse<String> got = ann.get(door + path);
                assertEquals(
                        name.split(" ")[1],
                        got.headers().firstValue("Content-Type").orElseThrow());
                HttpRequest again = HttpRequest.newBuilder(server.url(door + path))
                        .headers(ann.headers().toArray(String[]::new))
                        .header(
                                "If-None-Match",
                                got.headers().firstValue("ETag").orElseThrow())
                        .build();
                HttpResponse<String> same = HttpClient.newHttpClient().send(again, BodyHandlers.ofString());
                assertEquals(304, same.statusCode());
                assertEquals(Optional.empty(), same.headers().firstValue("Content-Type"));
            }
        }
    }

    @Test
    void semicolonsInNamesAreLettersLikeOthers() throws Exception {
        for (String path : List.of("/home/ann/a;b", "/home/ann/a;b=c;", "/home/ann/;")) {
            assertEquals(201, send(ann, "PUT", "/vospace/files" + path, path).statusCode(), path);
            assertEquals(
                    path, ann.get("/vospace/files" + path.replace(";", "%3B")).body());
            assertEquals(path, ann.get("/dav" + path).body());
            assertEquals(403, bob.get("/vospace/files" + path).statusCode(), path);
            assertEquals(204, send(ann, "DELETE", "/dav" + path, "").statusCode(), path);
        }
        assertEquals(404, ann.get("/vospace/files/home/ann/a").statusCode());
        is(400, "addresses here have no parameters", ann.get("/tap;x/capabilities"));
        is(400, "addresses here have no parameters", ann.get("/vospace;x/files/home/ann/a"));
    }

    @Test
    void faultsHaveTheirNamesAndStatus() throws Exception {
        assertEquals(201, make(ann, "/home/ann/faults", "ContainerNode", "").statusCode());
        assertEquals(201, make(ann, "/home/ann/faults/f", "DataNode", "").statusCode());
        assertEquals(201, make(ann, "/home/ann/faults/l", "LinkNode", LINK).statusCode());
        is(409, "DuplicateNode ", make(ann, "/home/ann/faults", "ContainerNode", ""));
        is(404, "ContainerNotFound ", make(ann, "/home/ann/faults/x/y", "DataNode", ""));
        is(404, "ContainerNotFound ", make(ann, "/home/ann/faults/f/y", "DataNode", ""));
        is(400, "LinkFound ", make(ann, "/home/ann/faults/l/y", "DataNode", ""));
        is(
                400,
                "LinkFound /home/ann/faults/l is a link to " + VOS + "/pub; ",
                ann.get("/vospace/files/home/ann/faults/l"));
        is(400, "TypeNotSupported ", make(ann, "/home/ann/faults/s", "StructuredDataNode", ""));
        is(
                400,
                "InvalidURI ",
                send(ann, "PUT", "/vospace/nodes/home/ann/faults/a", node("/home/ann/faults/b", "DataNode", "")));
        is(
                400,
                "InvalidURI ",
                send(
                        ann,
                        "PUT",
                        "/vospace/nodes/home/ann/faults/a",
                        node("/home/ann/faults/a", "DataNode", "").replace("localhost~", "elsewhere~")));
        is(403, "PermissionDenied ", make(bob, "/home/ann/faults/b", "DataNode", ""));
        is(401, "PermissionDenied ", make(people.anonymous(), "/home/ann/faults/b", "DataNode", ""));
        is(404, "NodeNotFound ", ann.get("/vospace/nodes/home/ann/faults/none"));
        is(404, "ContainerNotFound ", ann.delete("/vospace/nodes/home/ann/faults/none/x"));
        is(400, "LinkFound ", ann.delete("/vospace/nodes/home/ann/faults/l/x"));
        is(
                403,
                "PermissionDenied ",
                send(
                        ann,
                        "POST",
                        "/vospace/nodes/home/ann/faults/f",
                        node("/home/ann/faults/f", "DataNode", title("x").replace("#title", "#length"))));
        is(400, "InvalidArgument ", ann.get("/vospace/nodes/home/ann?detail=some"));
        is(400, "InvalidArgument ", ann.get("/vospace/nodes/home/ann?limit=-1"));
        is(400, "InvalidURI ", ann.get("/vospace/nodes/home/ann?uri=" + VOS + "/home/bob/x"));
        assertEquals(204, ann.delete("/vospace/nodes/home/ann/faults").statusCode());
        is(404, "NodeNotFound ", ann.get("/vospace/nodes/home/ann/faults"));
    }

    @Test
    void aPropertyGoesWithNil() throws Exception {
        String path = "/home/ann/nil";
        assertTrue(make(ann, path, "DataNode", title("there")).body().contains(">there<"));
        String nil = title("").replace("core#title\"", "core#title\" xsi:nil=\"true\"");
        HttpResponse<String> answer = send(ann, "POST", "/vospace/nodes" + path, node(path, "DataNode", nil));
        assertEquals(200, answer.statusCode(), answer.body());
        assertFalse(answer.body().contains("#title"), answer.body());
    }

    @Test
    void filesComeAndGoWithTheirChecksums() throws Exception {
        String bytes = "SIMPLE  = T, é";
        String sha = Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(bytes.getBytes(UTF_8)));
        HttpResponse<String> put = send(
                ann,
                "PUT",
                "/vospace/files/home/ann/a%20%C3%A9.fits",
                bytes,
                "Content-Digest",
                "sha-256=:" + sha + ":");
        assertEquals(201, put.statusCode(), put.body());
        assertEquals(
                "sha-256=:" + sha + ":", put.headers().firstValue("Repr-Digest").orElse(""));
        assertEquals(bytes, Files.readString(home.resolve("ann/a é.fits")));
        String tag = put.headers().firstValue("ETag").orElseThrow();

        HttpResponse<String> got = ann.get("/vospace/files/home/ann/a%20%C3%A9.fits");
        assertEquals(bytes, got.body());
        assertEquals(tag, got.headers().firstValue("ETag").orElse(""));
        assertEquals(
                "application/fits", got.headers().firstValue("Content-Type").orElse(""));
        assertEquals(
                "inline; filename=\"a _.fits\"; filename*=UTF-8''a%20%C3%A9.fits",
                got.headers().firstValue("Content-Disposition").orElse(""));
        assertEquals(
                "sandbox; default-src 'none'",
                got.headers().firstValue("Content-Security-Policy").orElse(""));
        HttpResponse<String> part =
                send(ann, "GET", "/vospace/files/home/ann/a%20%C3%A9.fits", "", "Range", "bytes=0-5");
        assertEquals(206, part.statusCode());
        assertEquals("SIMPLE", part.body());
        assertEquals(
                304,
                send(ann, "GET", "/vospace/files/home/ann/a%20%C3%A9.fits", "", "If-None-Match", tag)
                        .statusCode());
        HttpResponse<String> head = send(ann, "HEAD", "/vospace/files/home/ann/a%20%C3%A9.fits", "");
        assertEquals("15", head.headers().firstValue("Content-Length").orElse(""));

        is(
                400,
                "InvalidData ",
                send(
                        ann,
                        "PUT",
                        "/vospace/files/home/ann/a%20%C3%A9.fits",
                        "other",
                        "Content-Digest",
                        "sha-256=:" + sha + ":"));
        is(
                400,
                "InvalidArgument ",
                send(ann, "PUT", "/vospace/files/home/ann/a%20%C3%A9.fits", "other", "Content-MD5", "???"));
        is(
                400,
                "InvalidArgument ",
                send(ann, "PUT", "/vospace/files/home/ann/a%20%C3%A9.fits", "x", "Content-Range", "bytes 0-0/1"));
        is(
                412,
                "PreconditionFailed ",
                send(ann, "PUT", "/vospace/files/home/ann/a%20%C3%A9.fits", "other", "If-Match", "\"x\""));
        is(
                412,
                "PreconditionFailed ",
                send(ann, "PUT", "/vospace/files/home/ann/a%20%C3%A9.fits", "other", "If-None-Match", "*"));
        assertEquals(bytes, Files.readString(home.resolve("ann/a é.fits")));
        assertEquals(
                204,
                send(ann, "PUT", "/vospace/files/home/ann/a%20%C3%A9.fits", "other", "If-Match", tag)
                        .statusCode());
        is(403, "PermissionDenied ", bob.get("/vospace/files/home/ann/a%20%C3%A9.fits"));
        is(400, "InvalidArgument ", ann.get("/vospace/files/home/ann"));
        is(404, "NodeNotFound ", ann.get("/vospace/files/home/ann/none"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/home/ann/../bob",
                "/home/ann/%2e%2e/bob",
                "/home/ann%2f..%2fbob",
                "/home/ann/%c0%ae%c0%ae/bob",
                "/home/ann/a%00",
                "/home/ann/..%5c..%5cbob",
                "//home/ann",
                "/home/ann/./x",
                "/home/ann/%0d%0aX:1"
            })
    void noAddressLeadsElsewhere(String path) throws Exception {
        String token = ann.headers().getLast();
        for (String resource : List.of("/vospace/files", "/vospace/nodes")) {
            String answer = raw("GET " + resource + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: " + token
                    + "\r\nConnection: close\r\n\r\n");
            int status = Integer.parseInt(answer.substring(9, 12));
            assertTrue(List.of(400, 403, 404).contains(status), answer);
            assertFalse(answer.contains("X:1"), answer);
        }
    }

    private static String raw(String request) throws Exception {
        try (java.net.Socket socket =
                new java.net.Socket("127.0.0.1", server.gateway().port())) {
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><vos:node"
                        + " xmlns:vos=\"http://www.ivoa.net/xml/VOSpace/v2.0\" uri=\"vos://localhost~vospace/home/ann/x\">&a;</vos:node>",
                "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]><x>&b;</x>",
                "<x/>",
                "",
                "no XML",
                "<vos:node xmlns:vos=\"http://www.ivoa.net/xml/VOSpace/v2.0\"/>"
            })
    void readsNoXmlButNodes(String body) throws Exception {
        is(400, "InvalidArgument ", send(ann, "PUT", "/vospace/nodes/home/ann/x", body));
        assertEquals(404, ann.get("/vospace/nodes/home/ann/x").statusCode());
    }

    @Test
    void aTokenForOtherThingsIsOfNoUse() throws Exception {
        Person tap = people.program("ann", Scope.TAP);
        is(403, "PermissionDenied ", tap.get("/vospace/nodes/home/ann"));
        Person reading = people.program("ann", Scope.VOSPACE_READ);
        assertEquals(200, reading.get("/vospace/nodes/home/ann").statusCode());
        is(403, "PermissionDenied ", send(reading, "PUT", "/vospace/files/home/ann/y", "y"));
    }

    @Test
    void rightsAreExplainedInPlainWords() throws Exception {
        assertEquals(201, make(ann, "/home/ann/explained", "ContainerNode", "").statusCode());
        String groups = title("t").replace("#title\">t", "#groupread\">gaia");
        assertEquals(
                200,
                send(
                                ann,
                                "POST",
                                "/vospace/nodes/home/ann/explained",
                                node("/home/ann/explained", "ContainerNode", groups))
                        .statusCode());
        assertEquals(201, make(ann, "/home/ann/explained/f", "DataNode", "").statusCode());
        String words = ann.get("/vospace/rights/home/ann/explained/f").body();
        assertTrue(
                words.contains("\"rules\":[\"owned by ann, as /home/ann is\","
                        + "\"readable by gaia, as /home/ann/explained says\"]"),
                words);
        assertTrue(words.contains("\"share\":{\"allowed\":true,\"why\":\"yours, as /home/ann is\"}"), words);
        is(403, "PermissionDenied ", bob.get("/vospace/rights/home/ann/explained/f"));
        is(404, "NodeNotFound ", ann.get("/vospace/rights/home/ann/explained/none"));
        String pub = people.anonymous().get("/vospace/rights/pub").body();
        assertTrue(pub.contains("readable by everybody, as /pub says"), pub);
    }
}
