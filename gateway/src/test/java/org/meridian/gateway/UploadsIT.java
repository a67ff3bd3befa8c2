// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridian.core.auth.Scope;
import org.meridian.gateway.People.Person;

/** Files in parts over HTTP (tus 1.0.0). */
@Timeout(120)
class UploadsIT {

    private static final String TEXT = "SIMPLE  =                    T";
    private static final String PART = "application/offset+octet-stream";

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
        people.make("ann", "bob");
        ann = people.program("ann", Scope.VOSPACE_READ, Scope.VOSPACE_WRITE);
        bob = people.program("bob", Scope.VOSPACE_READ, Scope.VOSPACE_WRITE);
        home = server.gateway().dataDir().resolve("workspaces/tree/home");
    }

    @AfterAll
    static void stop() {
        people.close();
        server.close();
    }

    /** A request of the protocol. */
    private HttpResponse<String> send(Person who, String method, String url, String body, String... headers)
            throws Exception {
        List<String> all = new ArrayList<>(who.headers());
        all.addAll(List.of(headers));
        if (!all.contains("Tus-Resumable")) {
            all.addAll(List.of("Tus-Resumable", "1.0.0"));
        }
        URI uri = url.startsWith("http") ? URI.create(url) : server.url(url);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri)
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                .headers(all.toArray(String[]::new));
        return client.send(request.build(), BodyHandlers.ofString(UTF_8));
    }

    private static String metadata(String... pairs) {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < pairs.length; i += 2) {
            all.add(pairs[i] + " " + Base64.getEncoder().encodeToString(pairs[i + 1].getBytes(UTF_8)));
        }
        return String.join(",", all);
    }

    private HttpResponse<String> begin(Person who, String path, int length, String... headers) throws Exception {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Upload-Length", "" + length, "Upload-Metadata", metadata("path", path)));
        return send(who, "POST", "/vospace/uploads", "", all.toArray(String[]::new));
    }

    private String begun(Person who, String path, int length) throws Exception {
        HttpResponse<String> answer = begin(who, path, length);
        assertEquals(201, answer.statusCode(), answer.body());
        return header(answer, "Location");
    }

    private HttpResponse<String> append(Person who, String url, int offset, String text, String... headers)
            throws Exception {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("Upload-Offset", "" + offset, "Content-Type", PART));
        return send(who, "PATCH", url, text, all.toArray(String[]::new));
    }

    private static String header(HttpResponse<String> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static void is(int status, String words, HttpResponse<String> answer) {
        People.refused(status, words, answer);
        assertEquals("1.0.0", header(answer, "Tus-Resumable"));
    }

    private static String base64(String algorithm, String text) throws Exception {
        return Base64.getEncoder()
                .encodeToString(MessageDigest.getInstance(algorithm).digest(text.getBytes(UTF_8)));
    }

    @Test
    void saysWhatItCanDo() throws Exception {
        HttpResponse<String> answer = people.anonymous().send("OPTIONS", "/vospace/uploads");
        assertEquals(204, answer.statusCode());
        assertEquals("1.0.0", header(answer, "Tus-Version"));
        assertEquals("creation,creation-with-upload,expiration,termination,checksum", header(answer, "Tus-Extension"));
        assertEquals("md5,sha1,sha256", header(answer, "Tus-Checksum-Algorithm"));
        assertEquals("" + (2L << 40), header(answer, "Tus-Max-Size"));
        assertTrue(ann.get("/vospace/capabilities").body().contains("https://tus.io/protocols/resumable-upload#1.0.0"));
    }

    @Test
    void aFileComesInParts() throws Exception {
        HttpResponse<String> begun = begin(ann, "/home/ann/parts é.fits", TEXT.length());
        assertEquals(201, begun.statusCode(), begun.body());
        assertEquals("0", header(begun, "Upload-Offset"));
        assertTrue(header(begun, "Upload-Expires").matches("[A-Z][a-z]{2}, \\d{2} [A-Z][a-z]{2} \\d{4} .* GMT"));
        String url = header(begun, "Location");
        assertTrue(url.startsWith(server.url("/vospace/uploads/").toString()), url);

        HttpResponse<String> first = append(ann, url, 0, TEXT.substring(0, 10));
        assertEquals(204, first.statusCode(), first.body());
        assertEquals("10", header(first, "Upload-Offset"));
        assertEquals("", header(first, "ETag"));
        HttpResponse<String> stand = send(ann, "HEAD", url, "");
        assertEquals(200, stand.statusCode());
        assertEquals("10", header(stand, "Upload-Offset"));
        assertEquals("" + TEXT.length(), header(stand, "Upload-Length"));
        assertEquals(metadata("path", "/home/ann/parts é.fits"), header(stand, "Upload-Metadata"));
        assertEquals("no-store", header(stand, "Cache-Control"));
        assertFalse(Files.exists(home.resolve("ann/parts é.fits")));

        HttpResponse<String> last = append(ann, url, 10, TEXT.substring(10));
        assertEquals(204, last.statusCode(), last.body());
        assertEquals("sha-256=:" + base64("SHA-256", TEXT) + ":", header(last, "Repr-Digest"));
        HttpResponse<String> got = ann.get("/vospace/files/home/ann/parts%20%C3%A9.fits");
        assertEquals(TEXT, got.body());
        assertEquals(header(last, "ETag"), header(got, "ETag"));
        HttpResponse<String> after = send(ann, "HEAD", url, "");
        assertEquals("" + TEXT.length(), header(after, "Upload-Offset"));
        assertEquals(header(last, "ETag"), header(after, "ETag"));
        assertEquals("", header(after, "Upload-Expires"));
    }

    @Test
    void aFileComesWithItsBeginning() throws Exception {
        String said = metadata("folder", "/home/ann", "filename", "whole.txt", "filetype", "text/csv");
        HttpResponse<String> whole = send(
                ann,
                "POST",
                "/vospace/uploads",
                "1,2",
                "Upload-Length",
                "3",
                "Upload-Metadata",
                said,
                "Content-Type",
                PART);
        assertEquals(201, whole.statusCode(), whole.body());
        assertEquals("3", header(whole, "Upload-Offset"));
        assertEquals("sha-256=:" + base64("SHA-256", "1,2") + ":", header(whole, "Repr-Digest"));
        HttpResponse<String> got = ann.get("/vospace/files/home/ann/whole.txt");
        assertEquals("1,2", got.body());
        assertEquals("text/csv", header(got, "Content-Type"));
        HttpResponse<String> empty = begin(ann, "/home/ann/empty", 0);
        assertEquals(201, empty.statusCode(), empty.body());
        assertEquals("", Files.readString(home.resolve("ann/empty")));
    }

    @Test
    void offsetsAndLengthsAreKept() throws Exception {
        String url = begun(ann, "/home/ann/offsets", 6);
        assertEquals(204, append(ann, url, 0, "abc").statusCode());
        is(409, "has 3 bytes", append(ann, url, 0, "abc"));
        is(409, "has 3 bytes", append(ann, url, 4, "ef"));
        is(400, "3 are missing", append(ann, url, 3, "defg"));
        is(415, PART, send(ann, "PATCH", url, "def", "Upload-Offset", "3", "Content-Type", "text/plain"));
        is(400, "Upload-Offset", send(ann, "PATCH", url, "def", "Upload-Offset", "x", "Content-Type", PART));
        is(412, "must be there", append(ann, url, 3, "def", "Tus-Resumable", "0.2.2"));
        assertEquals("1.0.0", header(append(ann, url, 3, "def", "Tus-Resumable", "0.2.2"), "Tus-Version"));
        assertEquals("3", header(send(ann, "HEAD", url, ""), "Upload-Offset"));
        assertEquals(204, append(ann, url, 3, "def").statusCode());
    }

    @ParameterizedTest
    @CsvSource({"sha1,SHA-1", "md5,MD5", "sha256,SHA-256"})
    void aPartIsCheckedByItsChecksum(String name, String algorithm) throws Exception {
        String url = begun(ann, "/home/ann/checked", 6);
        is(460, "ChecksumMismatch", append(ann, url, 0, "abc", "Upload-Checksum", name + " " + base64(algorithm, "x")));
        is(400, "Upload-Checksum is", append(ann, url, 0, "abc", "Upload-Checksum", "crc32 AAAA"));
        is(400, "bytes, in Base64", append(ann, url, 0, "abc", "Upload-Checksum", name + " AAAA"));
        assertEquals("0", header(send(ann, "HEAD", url, ""), "Upload-Offset"));
        String right = name + " " + base64(algorithm, "abc");
        assertEquals(204, append(ann, url, 0, "abc", "Upload-Checksum", right).statusCode());
        assertEquals(204, send(ann, "DELETE", url, "").statusCode());
        is(404, "begin another", append(ann, url, 3, "def"));
        assertEquals(404, send(ann, "HEAD", url, "").statusCode());
    }

    @Test
    void whatIsWrongIsSaidWhenItBegins() throws Exception {
        is(400, "Upload-Length", begin(ann, "/home/ann/w", -1));
        is(404, "ContainerNotFound", begin(ann, "/home/ann/none/w", 1));
        is(403, "PermissionDenied", begin(bob, "/home/ann/w", 1));
        is(401, "PermissionDenied", begin(people.anonymous(), "/home/ann/w", 1));
        is(409, "DuplicateNode", begin(ann, "/home/ann", 1));
        is(400, "InvalidURI", begin(ann, "/home/ann/../bob/w", 1));
        String[][] wrong = {
            {"where the file is to go", metadata("filename", "w")},
            {"is a list", "path x y"},
            {"not Base64", "path !"},
            {"64 hexadecimal digits", metadata("path", "/home/ann/w", "sha256", "zz")}
        };
        for (String[] each : wrong) {
            is(
                    400,
                    each[0],
                    send(ann, "POST", "/vospace/uploads", "", "Upload-Length", "1", "Upload-Metadata", each[1]));
        }
        is(400, "Upload-Defer-Length", begin(ann, "/home/ann/w", 1, "Upload-Defer-Length", "1"));
        HttpResponse<String> large = send(
                ann,
                "POST",
                "/vospace/uploads",
                "",
                "Upload-Length",
                "" + ((2L << 40) + 1),
                "Upload-Metadata",
                metadata("path", "/home/ann/w"));
        is(413, "TooLarge", large);
        Person reader = people.program("ann", Scope.VOSPACE_READ);
        is(403, "vospace:write", begin(reader, "/home/ann/w", 1));
        assertTrue(Files.notExists(home.resolve("ann/w")));
    }

    @Test
    void conditionsHoldAtTheEnd() throws Exception {
        HttpResponse<String> answer = begin(ann, "/home/ann/only-new", 3, "If-None-Match", "*");
        assertEquals(201, answer.statusCode(), answer.body());
        String url = header(answer, "Location");
        Files.writeString(home.resolve("ann/only-new"), "made in a datalab");
        is(412, "the upload is gone", append(ann, url, 0, "new"));
        assertEquals("made in a datalab", Files.readString(home.resolve("ann/only-new")));
        is(412, "already", begin(ann, "/home/ann/only-new", 3, "If-None-Match", "*"));
    }

    @Test
    void toOthersThereIsNoUpload() throws Exception {
        String url = begun(ann, "/home/ann/hers", 3);
        for (Person other : List.of(bob, people.anonymous())) {
            int status = other == bob ? 404 : 401;
            assertEquals(status, send(other, "HEAD", url, "").statusCode());
            is(status, "", append(other, url, 0, "abc"));
            is(status, "", send(other, "DELETE", url, ""));
        }
        assertFalse(bob.get("/vospace/uploads").body().contains(url));
        assertEquals(401, people.anonymous().get("/vospace/uploads").statusCode());
        String listed = ann.get("/vospace/uploads?path=/home/ann/hers").body();
        assertTrue(listed.contains("\"url\":\"" + url + "\"") && listed.contains("\"offset\":0"), listed);
        HttpResponse<String> plain =
                send(ann, "GET", "/vospace/uploads?path=/home/ann/hers", "", "Accept", "text/uri-list");
        assertEquals(url + "\r\n", plain.body());
        assertEquals(204, append(ann, url, 0, "abc").statusCode());
    }

    @Test
    void scriptsOfOtherSitesCanUseItWithAToken() throws Exception {
        HttpResponse<String> preflight = send(
                people.anonymous(),
                "OPTIONS",
                "/vospace/uploads/x",
                "",
                "Origin",
                "https://example.org",
                "Access-Control-Request-Method",
                "PATCH");
        assertTrue(header(preflight, "Access-Control-Allow-Methods").contains("PATCH"));
        assertTrue(header(preflight, "Access-Control-Allow-Headers").contains("Upload-Offset"));
        HttpResponse<String> answer = begin(ann, "/home/ann/cors", 3, "Origin", "https://example.org");
        assertEquals("*", header(answer, "Access-Control-Allow-Origin"));
        assertTrue(header(answer, "Access-Control-Expose-Headers").contains("Upload-Offset"));
        assertEquals("", header(answer, "Access-Control-Allow-Credentials"));
    }

    @Test
    void methodsCanBeOverriddenByPostAlone() throws Exception {
        String url = begun(ann, "/home/ann/override", 3);
        String[] part = {"X-HTTP-Method-Override", "PATCH", "Upload-Offset", "0", "Content-Type", PART};
        assertEquals("0", header(send(ann, "POST", url, "", "X-HTTP-Method-Override", "HEAD"), "Upload-Offset"));
        is(405, "PATCH", send(ann, "POST", url, "abc"));
        HttpResponse<String> get = send(ann, "GET", url, "", part);
        assertEquals(405, get.statusCode(), get.body());
        assertEquals("0", header(send(ann, "HEAD", url, ""), "Upload-Offset"));
        assertEquals(204, send(ann, "POST", url, "abc", part).statusCode());
        assertEquals("abc", Files.readString(home.resolve("ann/override")));
    }

    @Test
    void afterARefusedPartTheConnectionIsNotUsedAgain() throws Exception {
        String url = begun(ann, "/home/ann/refused", 100_000);
        String large = "x".repeat(100_000);
        for (String way : List.of("PATCH", "POST")) {
            String[] part = {"X-HTTP-Method-Override", "PATCH", "Upload-Offset", "0", "Content-Type", PART};
            HttpResponse<String> refused = send(bob, way, url, large, part);
            is(404, "NodeNotFound ", refused);
            assertEquals("close", header(refused, "Connection"), way);
        }
        String said = metadata("path", "/home/ann/refused");
        HttpResponse<String> refused = send(
                bob,
                "POST",
                "/vospace/uploads",
                large,
                "Upload-Length",
                "100000",
                "Upload-Metadata",
                said,
                "Content-Type",
                PART);
        is(403, "PermissionDenied ", refused);
        assertEquals("close", header(refused, "Connection"));
    }

    /** Begins to write to an upload, and is the only one that does: who asks whether it is so may have come first. */
    private Socket writing(String url, int length, String begin) throws Exception {
        Socket socket = beginning(url, 0, length, begin);
        for (int i = 0; i < 20; i++) {
            Thread.sleep(200);
            if (append(ann, url, 0, "").statusCode() == 423) {
                return socket;
            }
            socket.close();
            socket = beginning(url, 0, length, begin);
        }
        throw new AssertionError("nobody could write to " + url);
    }

    /** Sends the beginning of a part of so many bytes. */
    private Socket beginning(String url, int offset, int length, String begin) throws Exception {
        URI uri = URI.create(url);
        Socket socket = new Socket("127.0.0.1", uri.getPort());
        OutputStream out = socket.getOutputStream();
        out.write(("PATCH " + uri.getPath() + " HTTP/1.1\r\nHost: localhost\r\nTus-Resumable: 1.0.0\r\nUpload-Offset: "
                        + offset + "\r\nContent-Type: " + PART + "\r\nContent-Length: " + length + "\r\nAuthorization: "
                        + ann.headers().getLast() + "\r\n\r\n" + begin)
                .getBytes(ISO_8859_1));
        out.flush();
        return socket;
    }

    @Test
    void onePartAtATimeAndWhatBreaksOffIsKept() throws Exception {
        String url = begun(ann, "/home/ann/broken", 6);
        try (Socket socket = writing(url, 6, "ab")) {
            is(423, "another request writes", append(ann, url, 0, "abc"));
            assertEquals("5", header(append(ann, url, 0, "abc"), "Retry-After"));
            is(423, "end that first", send(ann, "DELETE", url, ""));
        }
        People.within(
                Duration.ofSeconds(10),
                () -> header(send(ann, "HEAD", url, ""), "Upload-Offset").equals("2"));
        People.within(Duration.ofSeconds(10), () -> append(ann, url, 2, "cdef").statusCode() == 204);
        assertEquals("abcdef", Files.readString(home.resolve("ann/broken")));
    }

    @Test
    void whatComesTooSlowlyIsKept() throws Exception {
        String url = begun(ann, "/home/ann/slow", 6);
        try (Socket socket = beginning(url, 0, 6, "abc")) {
            socket.setSoTimeout(20_000);
            byte[] answer = new byte[12];
            assertEquals(12, socket.getInputStream().readNBytes(answer, 0, 12));
            assertEquals("HTTP/1.1 408", new String(answer, ISO_8859_1));
        }
        assertEquals("3", header(send(ann, "HEAD", url, ""), "Upload-Offset"));
        assertEquals(204, append(ann, url, 3, "def").statusCode());
    }
}
