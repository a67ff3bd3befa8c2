// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.auth.Scope;
import org.meridian.gateway.People.Person;

/** Workspaces as folders of WebDAV: what is in them, what is said of it, and what becomes of it. */
@Timeout(120)
class DavIT extends DavTesting {

    @Test
    void saysWhatItCanDoToWhoeverAsks() throws Exception {
        HttpResponse<String> answer = send(people.anonymous(), "OPTIONS", "/dav/home/ann", "");
        assertEquals(200, answer.statusCode());
        assertEquals("1, 2", answer.headers().firstValue("DAV").orElse(""));
        assertEquals("DAV", answer.headers().firstValue("MS-Author-Via").orElse(""));
        assertTrue(answer.headers().firstValue("Allow").orElse("").contains("PROPFIND"));
        // No page of another origin is ever allowed to send any of its methods.
        HttpResponse<String> asked = send(
                people.anonymous(),
                "OPTIONS",
                "/dav/home/ann",
                "",
                "Origin",
                "https://evil.example",
                "Access-Control-Request-Method",
                "PROPFIND");
        assertTrue(asked.headers().map().keySet().stream()
                .noneMatch(name -> name.toLowerCase(java.util.Locale.ROOT).startsWith("access-control")));
    }

    @Test
    void whoMayNotIsAskedWhoHeIs() throws Exception {
        HttpResponse<String> answer = find(people.anonymous(), "/dav/home/ann", 0, "");
        assertEquals(401, answer.statusCode());
        assertTrue(answer.headers().allValues("WWW-Authenticate").stream().anyMatch(each -> each.startsWith("Basic ")));
        assertEquals(403, find(bob, "/dav/home/ann", 0, "").statusCode());
        assertEquals(207, find(people.anonymous(), "/dav/pub", 1, "").statusCode());
        assertEquals(404, find(people.anonymous(), "/dav/pub/nobody", 1, "").statusCode());
        // The workspace of somebody who has never been there is made when he says who he is.
        assertEquals(401, find(people.anonymous(), "/dav/home/cid", 1, "").statusCode());
        assertEquals(401, status(people.anonymous(), "MKCOL", "/dav/home/cid/x"));
        assertEquals(401, status(people.anonymous(), "DELETE", "/dav/pub/nobody"));
        assertEquals(401, lock(people.anonymous(), "/dav/pub/ann", "exclusive").statusCode());
        Person reading = people.program("ann", Scope.VOSPACE_READ);
        assertEquals(403, status(reading, "MKCOL", "/dav/home/ann/reading"));
        assertEquals(403, lock(reading, "/dav/home/ann", "exclusive").statusCode());
    }

    @Test
    void statusesAreThoseOfTheStandard() throws Exception {
        assertEquals(201, status(ann, "MKCOL", "/dav/home/ann/s"));
        assertEquals(405, status(ann, "MKCOL", "/dav/home/ann/s/"));
        assertEquals(405, status(ann, "MKCOL", "/dav/home/ann"));
        assertEquals(405, status(ann, "MKCOL", "/dav/"));
        assertEquals(409, status(ann, "MKCOL", "/dav/home/ann/s/a/b"));
        assertEquals(415, send(ann, "MKCOL", "/dav/home/ann/s/x", "<x/>").statusCode());
        assertEquals(403, status(bob, "MKCOL", "/dav/home/ann/s/y"));
        assertEquals(201, send(ann, "PUT", "/dav/home/ann/s/f", "f").statusCode());
        assertEquals(204, send(ann, "PUT", "/dav/home/ann/s/f", "g").statusCode());
        assertEquals(409, send(ann, "PUT", "/dav/home/ann/s/a/f", "f").statusCode());
        assertEquals(409, send(ann, "PUT", "/dav/home/ann/s/f/f", "f").statusCode());
        assertEquals(405, send(ann, "PUT", "/dav/home/ann/s", "f").statusCode());
        assertEquals(
                400,
                send(ann, "PUT", "/dav/home/ann/s/f", "f", "Content-Range", "bytes 0-0/1")
                        .statusCode());
        assertEquals(
                412,
                send(ann, "PUT", "/dav/home/ann/s/f", "f", "If-None-Match", "*").statusCode());
        assertEquals(
                412,
                send(ann, "PUT", "/dav/home/ann/s/f", "f", "If-Match", "\"x\"").statusCode());
        assertEquals(404, find(ann, "/dav/home/ann/s/none", 0, "").statusCode());
        assertEquals(404, find(ann, "/dav/home/ann/s/none/none", 0, "").statusCode());
        assertEquals(404, status(ann, "GET", "/dav/home/ann/s/none"));
        assertEquals(404, status(ann, "DELETE", "/dav/home/ann/s/none"));
        assertEquals(400, status(ann, "DELETE", "/dav/home/ann/s", "Depth", "0"));
        assertEquals(403, status(ann, "DELETE", "/dav/home/ann"));
        HttpResponse<String> infinite = send(ann, "PROPFIND", "/dav/home/ann/s", "", "Depth", "infinity");
        assertEquals(403, infinite.statusCode());
        assertTrue(infinite.body().contains("<D:propfind-finite-depth/>"), infinite.body());
        assertEquals(400, status(ann, "PROPFIND", "/dav/home/ann/s", "Depth", "2"));
        assertEquals(204, status(ann, "DELETE", "/dav/home/ann/s/"));
    }

    @Test
    void copiesAndMoves() throws Exception {
        status(ann, "MKCOL", "/dav/home/ann/cm");
        status(ann, "MKCOL", "/dav/home/ann/cm/d");
        put("/dav/home/ann/cm/d/f", "f");
        put("/dav/home/ann/cm/g", "g");
        String from = "/dav/home/ann/cm/d";
        find(bob, "/dav/home/bob", 0, "");
        assertEquals(400, status(ann, "COPY", from));
        assertEquals(403, status(ann, "COPY", from, "Destination", destination(from + "/")));
        assertEquals(403, status(ann, "MOVE", from, "Destination", destination(from + "/in")));
        assertEquals(403, status(ann, "COPY", from, "Destination", destination("/dav/home/ann/cm")));
        assertEquals(409, status(ann, "COPY", from, "Destination", destination("/dav/home/ann/cm/no/d")));
        assertEquals(502, status(ann, "COPY", from, "Destination", "http://example.org/dav/home/ann/cm/e"));
        assertEquals(502, status(ann, "COPY", from, "Destination", destination("/vospace/files/home/ann/cm/e")));
        assertEquals(400, status(ann, "COPY", from, "Destination", destination("/dav/home/ann/a%2Fb")));
        assertEquals(403, status(ann, "COPY", from, "Destination", destination("/dav/home/bob/e")));
        assertEquals(403, status(bob, "COPY", from, "Destination", destination("/dav/home/bob/e")));
        assertEquals(404, status(ann, "COPY", from + "/none", "Destination", destination("/dav/home/ann/cm/e")));
        assertEquals(201, status(ann, "COPY", from, "Destination", "/dav/home/ann/cm/e%20%C3%A9/"));
        assertEquals("f", Files.readString(home.resolve("ann/cm/e é/f")));
        assertEquals(
                412, status(ann, "COPY", from, "Destination", destination("/dav/home/ann/cm/g"), "Overwrite", "F"));
        assertEquals(204, status(ann, "COPY", from, "Destination", destination("/dav/home/ann/cm/g")));
        assertEquals(201, status(ann, "COPY", from, "Destination", destination("/dav/home/ann/cm/s"), "Depth", "0"));
        assertEquals(404, status(ann, "GET", "/dav/home/ann/cm/s/f"));
        assertEquals(400, status(ann, "MOVE", from, "Destination", destination("/dav/home/ann/cm/m"), "Depth", "0"));
        assertEquals(201, status(ann, "MOVE", from, "Destination", destination("/dav/home/ann/cm/m")));
        assertEquals(404, find(ann, from, 0, "").statusCode());
        assertEquals("f", send(ann, "GET", "/dav/home/ann/cm/m/f", "").body());
    }

    @Test
    void saysWhatIsKnownOfFilesAndFolders() throws Exception {
        status(ann, "MKCOL", "/dav/home/ann/p");
        String tag = put("/dav/home/ann/p/a%20%26%3C%C3%A9.fits", "12345");
        HttpResponse<String> all = find(ann, "/dav/home/ann/p", 1, "<D:allprop/>");
        assertEquals(207, all.statusCode(), all.body());
        assertEquals(List.of("/dav/home/ann/p/", "/dav/home/ann/p/a%20%26%3C%C3%A9.fits"), texts(all, "href"));
        assertEquals(List.of("p", "a &<é.fits"), texts(all, "displayname"));
        assertEquals(List.of("5"), texts(all, "getcontentlength"));
        assertEquals(List.of("application/fits"), texts(all, "getcontenttype"));
        assertEquals(List.of(tag), texts(all, "getetag"));
        assertEquals(1, xml(all).getElementsByTagNameNS("DAV:", "collection").getLength());
        assertEquals(List.of(), texts(all, "quota-available-bytes"));
        HttpResponse<String> head = send(ann, "HEAD", "/dav/home/ann/p/a%20%26%3C%C3%A9.fits", "");
        assertEquals(tag, head.headers().firstValue("ETag").orElse(""));
        assertEquals(
                head.headers().firstValue("Last-Modified").orElse(""),
                texts(all, "getlastmodified").getLast());
        assertEquals(texts(all, "displayname"), texts(find(ann, "/dav/home/ann/p/", 1, ""), "displayname"));

        HttpResponse<String> some = find(
                ann,
                "/dav/home/ann/p",
                0,
                "<D:prop><D:quota-available-bytes/><D:quota-used-bytes/><D:getetag/><o:x/></D:prop>");
        assertEquals(List.of("HTTP/1.1 200 OK", "HTTP/1.1 404 Not Found"), texts(some, "status"));
        assertTrue(Long.parseLong(texts(some, "quota-available-bytes").getFirst()) > 0);
        assertTrue(Long.parseLong(texts(some, "quota-used-bytes").getFirst()) >= 5);
        HttpResponse<String> names = find(ann, "/dav/home/ann/p", 1, "<D:propname/>");
        assertEquals(
                List.of(""), new HashSet<>(texts(names, "getetag")).stream().toList());
        assertEquals(
                400, find(ann, "/dav/home/ann/p", 0, "<D:prop/><D:allprop/>").statusCode());
        assertEquals(
                400,
                find(ann, "/dav/home/ann/p", 0, "<D:prop>" + manyNames() + "</D:prop>")
                        .statusCode());
    }

    private static String manyNames() {
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            names.append("<o:n").append(i).append("/>");
        }
        return names.toString();
    }

    @Test
    void setsPropertiesAllOrNone() throws Exception {
        String tag = put("/dav/home/ann/props", "p");
        HttpResponse<String> done = patch(
                ann,
                "/dav/home/ann/props",
                set(
                        "<o:a xml:lang=\"de\"><o:b c=\"1\">x &lt; y</o:b></o:a><n>none</n><D:displayname>Name</D:displayname>"));
        assertEquals(207, done.statusCode());
        assertEquals(List.of("HTTP/1.1 200 OK"), texts(done, "status"));
        HttpResponse<String> read = find(ann, "/dav/home/ann/props", 0, "<D:allprop/>");
        assertEquals(List.of("x < y"), texts(xml(read), "urn:o", "b"));
        assertTrue(read.body().contains("xml:lang=\"de\""), read.body());
        assertEquals(List.of("Name"), texts(read, "displayname"));
        assertEquals(List.of("none"), texts(xml(read), "*", "n"));
        assertEquals(List.of(tag), texts(read, "getetag"));

        HttpResponse<String> refused = patch(
                ann,
                "/dav/home/ann/props",
                set("<o:z>z</o:z><D:getetag>x</D:getetag>") + "<D:remove><D:prop><o:a/></D:prop></D:remove>");
        assertEquals(List.of("HTTP/1.1 403 Forbidden", "HTTP/1.1 424 Failed Dependency"), texts(refused, "status"));
        assertTrue(refused.body().contains("<D:cannot-modify-protected-property/>"));
        HttpResponse<String> tooMuch = patch(ann, "/dav/home/ann/props", set("<o:z>" + "z".repeat(5000) + "</o:z>"));
        assertEquals(List.of("HTTP/1.1 507 Insufficient Storage"), texts(tooMuch, "status"));
        HttpResponse<String> still = find(ann, "/dav/home/ann/props", 0, "<D:prop><o:a/><o:z/></D:prop>");
        assertEquals(List.of("HTTP/1.1 200 OK", "HTTP/1.1 404 Not Found"), texts(still, "status"));
        assertEquals(403, patch(bob, "/dav/home/ann/props", set("<o:a>b</o:a>")).statusCode());
        assertEquals(400, send(ann, "PROPPATCH", "/dav/home/ann/props", "").statusCode());
        patch(ann, "/dav/home/ann/props", "<D:remove><D:prop><o:a/><D:displayname/></D:prop></D:remove>");
        assertEquals(List.of("props"), texts(find(ann, "/dav/home/ann/props", 0, ""), "displayname"));

        // They go with a copy, and are properties by VOSpace, too.
        status(ann, "COPY", "/dav/home/ann/props", "Destination", destination("/dav/home/ann/props2"));
        assertEquals(List.of("none"), texts(xml(find(ann, "/dav/home/ann/props2", 0, "")), "*", "n"));
        assertTrue(ann.get("/vospace/nodes/home/ann/props").body().contains("uri=\"dav:/#n\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><D:%s xmlns:D=\"DAV:\">&a;</D:%s>",
                "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;\">]><D:%s xmlns:D=\"DAV:\">&b;</D:%s>",
                "<D:%s xmlns:D=\"DAV:\">&a;</D:%s>",
                "<%s/>",
                "<D:%s xmlns:D=\"DAV:\">",
                "no XML"
            })
    void readsNothingButItsOwnDocuments(String body) throws Exception {
        put("/dav/home/ann/xml", "x");
        for (List<String> each : List.of(
                List.of("PROPFIND", "propfind"), List.of("PROPPATCH", "propertyupdate"), List.of("LOCK", "lockinfo"))) {
            HttpResponse<String> answer =
                    send(ann, each.getFirst(), "/dav/home/ann/xml", body.replace("%s", each.getLast()), "Depth", "0");
            assertEquals(400, answer.statusCode(), each + answer.body());
            assertFalse(answer.body().contains("root:"), answer.body());
        }
        assertEquals(
                413,
                send(ann, "PROPFIND", "/dav/home/ann/xml", " ".repeat((1 << 18) + 1), "Depth", "0")
                        .statusCode());
        assertEquals(
                400,
                send(ann, "PROPPATCH", "/dav/home/ann/xml", "<a>".repeat(50_000))
                        .statusCode());
    }

    @Test
    void filesComeInParts() throws Exception {
        String tag = put("/dav/home/ann/range.txt", "0123456789");
        HttpResponse<String> part = send(ann, "GET", "/dav/home/ann/range.txt", "", "Range", "bytes=2-4");
        assertEquals(206, part.statusCode());
        assertEquals("234", part.body());
        assertEquals(304, status(ann, "GET", "/dav/home/ann/range.txt", "If-None-Match", tag));
        // Compressed, it would be without parts and tags.
        assertEquals(
                Optional.empty(),
                send(ann, "GET", "/dav/home/ann/range.txt", "", "Accept-Encoding", "gzip")
                        .headers()
                        .firstValue("Content-Encoding"));
        HttpRequest.Builder chunked = HttpRequest.newBuilder(server.url("/dav/home/ann/chunked"))
                .PUT(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream("chunks".getBytes(UTF_8))))
                .expectContinue(true)
                .headers(ann.headers().toArray(String[]::new));
        assertEquals(201, client.send(chunked.build(), BodyHandlers.ofString()).statusCode());
        assertEquals("chunks", Files.readString(home.resolve("ann/chunked")));
    }

    @Test
    void aBrowserSeesWhatIsInAFolder() throws Exception {
        status(ann, "MKCOL", "/dav/home/ann/html");
        put("/dav/home/ann/html/%3Cscript%3E%22.html", "<script>alert(1)</script>");
        HttpResponse<String> page = send(ann, "GET", "/dav/home/ann/html/", "");
        assertEquals(200, page.statusCode());
        assertEquals(
                "text/html;charset=utf-8",
                page.headers().firstValue("Content-Type").orElse(""));
        assertTrue(page.body().contains("href=\"/dav/home/ann/html/%3Cscript%3E%22.html\">&lt;script&gt;&quot;.html<"));
        assertFalse(page.body().contains("<script"));
        for (String path : List.of("/dav/home/ann/html/", "/dav/home/ann/html/%3Cscript%3E%22.html")) {
            assertEquals(
                    "sandbox; default-src 'none'",
                    send(ann, "GET", path, "")
                            .headers()
                            .firstValue("Content-Security-Policy")
                            .orElse(""));
        }
    }

    /** What is neither file nor folder is nothing to a client that would copy it. */
    @Test
    void linksAreNotSeen() throws Exception {
        status(ann, "MKCOL", "/dav/home/ann/links");
        put("/dav/home/ann/links/f", "f");
        Files.createSymbolicLink(home.resolve("ann/links/passwd"), Path.of("/etc/passwd"));
        Files.createSymbolicLink(home.resolve("ann/links/up"), Path.of(".."));
        HttpResponse<String> listed = find(ann, "/dav/home/ann/links", 1, "");
        assertEquals(List.of("links", "f"), texts(listed, "displayname"));
        for (String link : List.of("passwd", "up", "up/links")) {
            assertEquals(404, status(ann, "GET", "/dav/home/ann/links/" + link), link);
            assertEquals(404, find(ann, "/dav/home/ann/links/" + link, 1, "").statusCode(), link);
            assertEquals(
                    409, send(ann, "PUT", "/dav/home/ann/links/" + link, "x").statusCode(), link);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/home/ann/../bob",
                "/home/ann/%2e%2e/bob",
                "/home/ann%2f..%2fbob",
                "/home/ann/a%00",
                "//home/ann"
            })
    void noAddressLeadsElsewhere(String path) throws Exception {
        String token = ann.headers().getLast();
        for (String method : List.of("GET", "PROPFIND", "DELETE", "LOCK")) {
            String answer = server.raw(method + " /dav" + path + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
                    + token + "\r\nConnection: close\r\nDepth: 0\r\nContent-Length: 0\r\n\r\n");
            int status = Integer.parseInt(answer.substring(9, 12));
            assertTrue(List.of(400, 403, 404).contains(status), answer);
        }
        int status = status(ann, "COPY", "/dav/home/ann", "Destination", "/dav" + path);
        assertTrue(List.of(400, 403, 502).contains(status), path + " " + status);
    }

    @Test
    void longFoldersAreListedWhole() throws Exception {
        status(ann, "MKCOL", "/dav/home/ann/long");
        Set<String> names = new HashSet<>(List.of("long"));
        for (int i = 0; i < 4001; i++) {
            Files.createFile(home.resolve("ann/long/f" + i));
            names.add("f" + i);
        }
        List<String> seen =
                texts(find(ann, "/dav/home/ann/long", 1, "<D:prop><D:displayname/></D:prop>"), "displayname");
        assertEquals(names.size(), seen.size());
        assertEquals(names, new HashSet<>(seen));
    }

    @Test
    void destinationsAreNamedAsTheGatewayIs() throws Exception {
        put("/dav/home/ann/host", "h");
        String answer = server.raw("MOVE /dav/home/ann/host HTTP/1.1\r\nHost: dav.example:81\r\nAuthorization: "
                + ann.headers().getLast()
                + "\r\nDestination: http://DAV.example:81/dav/home/ann/host2\r\nConnection: close\r\n\r\n");
        assertTrue(answer.startsWith("HTTP/1.1 201"), answer);
        assertEquals(200, status(ann, "HEAD", "/dav/home/ann/host2"));
    }

    @Test
    void copyOfWhoHasGoneIsGivenUp() throws Exception {
        put("/dav/home/ann/large", "l");
        try (RandomAccessFile file =
                new RandomAccessFile(home.resolve("ann/large").toFile(), "rw")) {
            file.setLength(2L << 30);
        }
        HttpRequest copy = HttpRequest.newBuilder(server.url("/dav/home/ann/large"))
                .headers(ann.headers().toArray(String[]::new))
                .header("Destination", destination("/dav/home/ann/large-copy"))
                .method("COPY", HttpRequest.BodyPublishers.noBody())
                .timeout(Duration.ofMillis(300))
                .build();
        assertThrows(HttpTimeoutException.class, () -> client.send(copy, HttpResponse.BodyHandlers.discarding()));
        Path drafts = home.resolveSibling("../staging").normalize();
        assertTrue(holdsFiles(drafts), "the copy had begun");
        Instant end = Instant.now().plusSeconds(60);
        while (holdsFiles(drafts) && Instant.now().isBefore(end)) {
            Thread.sleep(50);
        }
        assertEquals(404, status(ann, "HEAD", "/dav/home/ann/large-copy"));
        assertEquals(204, status(ann, "DELETE", "/dav/home/ann/large"));
    }

    private static boolean holdsFiles(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.anyMatch(Files::isRegularFile);
        }
    }
}
