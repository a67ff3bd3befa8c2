// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.auth.Scope;
import org.meridian.gateway.People.Person;
import org.meridian.workspace.rights.Account;
import org.meridian.workspace.rights.Account.Kind;
import org.meridian.workspace.rights.Allowance;
import org.meridian.workspace.store.Room;
import org.meridian.workspace.store.RoomStore;

/** Room of users: how it is refused, and shown. */
@Timeout(120)
class QuotaIT extends DavTesting {

    private static final Account ANN = new Account(Kind.USER, "ann");
    private static final String ROOM = "<D:prop><D:quota-available-bytes/><D:quota-used-bytes/></D:prop>";

    private static RoomStore rooms() {
        return new RoomStore(server.gateway().database().owner(), Allowance.UNLIMITED);
    }

    @BeforeEach
    void fill() throws Exception {
        rooms().limitBytes(ANN, Optional.of(5000L));
        rooms().limitFiles(ANN, Optional.of(10L));
        put("/dav/home/ann/a", "x".repeat(1000));
    }

    @AfterEach
    void empty() throws Exception {
        for (String name : List.of("a", "shown", "listed")) {
            status(ann, "DELETE", "/dav/home/ann/" + name);
        }
        assertEquals(200, ann.delete("/vospace/trash").statusCode());
    }

    /** Headers alone are sent, as clients do that wait for leave to send the rest. */
    @ParameterizedTest
    @ValueSource(strings = {"/dav/home/ann/b", "/vospace/files/home/ann/b", "/dav/pub/ann/b"})
    void isRefusedBeforeTheBytesAreSent(String path) throws Exception {
        String request = Stream.concat(
                        Stream.of(
                                "PUT " + path + " HTTP/1.1",
                                "Host: 127.0.0.1:" + server.gateway().port(),
                                ann.headers().get(0) + ": " + ann.headers().get(1),
                                "Content-Length: 4001",
                                "Expect: 100-continue"),
                        Stream.of("", ""))
                .collect(Collectors.joining("\r\n"));
        try (Socket socket = new Socket("127.0.0.1", server.gateway().port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            String answer = new String(socket.getInputStream().readNBytes(12), UTF_8);
            assertEquals("HTTP/1.1 507", answer);
        }
        assertEquals(404, ann.get(path).statusCode());
    }

    @Test
    void aRefusalSaysWhoseRoomItIsAndHowMuchThereIs() throws Exception {
        String words =
                "no room is left for user ann: 1000 of 5000 bytes are used or being written, and this takes 4001 more";
        HttpResponse<String> file = send(ann, "PUT", "/vospace/files/home/ann/b", "x".repeat(4001));
        assertEquals(507, file.statusCode());
        assertTrue(file.body().startsWith("QuotaExceeded " + words), file.body());
        HttpResponse<String> dav = send(ann, "PUT", "/dav/home/ann/b", "x".repeat(4001));
        assertEquals(507, dav.statusCode());
        assertTrue(dav.body().contains(words), dav.body());
        rooms().limitFiles(ANN, Optional.of(1L));
        assertEquals(507, status(ann, "MKCOL", "/dav/home/ann/d"));
        assertEquals(507, status(ann, "COPY", "/dav/home/ann/a", "Destination", destination("/dav/home/ann/c")));
        assertEquals(204, send(ann, "PUT", "/dav/home/ann/a", "x".repeat(1000)).statusCode());
        assertTrue(Files.exists(home.resolve("ann/a")));
    }

    /** A client that is told to try again would have its whole query run for nothing. */
    @Test
    void aResultWithoutRoomIsNotAskedForAgain() throws Exception {
        Person querying = people.program("ann", Scope.TAP, Scope.VOSPACE_READ, Scope.VOSPACE_WRITE);
        String[] query = {
            "LANG",
            "ADQL",
            "QUERY",
            "SELECT id, name FROM test.stars WHERE id < 2000",
            "DEST",
            "vos:/home/ann/b",
            "PHASE",
            "RUN"
        };
        HttpResponse<String> refused = querying.post("/tap/sync", query);
        People.refused(507, "QuotaExceeded no room is left for user ann", refused);
        assertTrue(refused.headers().firstValue("Retry-After").isEmpty(), "" + refused.headers());
        HttpResponse<String> made = querying.post("/tap/async", query);
        String job =
                URI.create(made.headers().firstValue("Location").orElseThrow()).getPath();
        String document = querying.get(job + "?WAIT=30&PHASE=QUEUED").body();
        while (!JobClient.element(document, "phase").equals("ERROR")) {
            document = querying.get(job + "?WAIT=30&PHASE=EXECUTING").body();
        }
        assertTrue(document.contains("type=\"fatal\"") && document.contains("QuotaExceeded"), document);
        assertEquals(404, ann.get("/vospace/files/home/ann/b").statusCode());
    }

    @Test
    void foldersTellTheRoomOfWhoIsCharged() throws Exception {
        assertEquals(201, status(ann, "MKCOL", "/dav/home/ann/shown"));
        HttpResponse<String> some = find(ann, "/dav/home/ann", 1, ROOM);
        // In the order of names: the folder itself, a file, a folder.
        assertEquals(List.of("4000", "", "4000"), texts(some, "quota-available-bytes"));
        assertEquals("1000", texts(some, "quota-used-bytes").getFirst());
        assertEquals(List.of(), texts(find(ann, "/dav/home/ann", 1, "<D:allprop/>"), "quota-used-bytes"));
        assertEquals(
                List.of("1000"),
                texts(
                        find(ann, "/dav/home/ann", 0, "<D:allprop/><D:include><D:quota-used-bytes/></D:include>"),
                        "quota-used-bytes"));
        // Of files nothing is told, nor to whoever may not write there.
        HttpResponse<String> file = find(ann, "/dav/home/ann/a", 0, ROOM);
        assertEquals(List.of("HTTP/1.1 404 Not Found"), texts(file, "status"));
        assertEquals(207, find(ann, "/dav/pub/ann", 0, ROOM).statusCode());
        HttpResponse<String> others = find(bob, "/dav/pub/ann", 0, ROOM);
        assertEquals(List.of("HTTP/1.1 404 Not Found"), texts(others, "status"), others.body());
        HttpResponse<String> top = find(ann, "/dav/home", 1, ROOM);
        assertEquals(
                1,
                texts(top, "quota-available-bytes").stream()
                        .filter(each -> !each.isEmpty())
                        .count(),
                top.body());
        assertEquals(
                List.of("HTTP/1.1 403 Forbidden"),
                texts(patch(ann, "/dav/home/ann/shown", set("<D:quota-used-bytes>1</D:quota-used-bytes>")), "status"));
    }

    @Test
    void theCommandLineShowsIt() throws Exception {
        assertEquals(201, status(ann, "MKCOL", "/dav/home/ann/listed"));
        put("/dav/home/ann/listed/b", "12345");
        Room room = rooms().find(ANN);
        long left = 5000 - room.used().bytes();
        String quota = vos("quota", "vos:/home/ann");
        assertTrue(quota.contains("quota 5"), quota);
        assertTrue(quota.contains("(" + room.used().bytes() + " bytes)"), quota);
        assertTrue(quota.contains("(" + left + " bytes)"), quota);
        assertTrue(quota.contains("files " + room.used().files() + " of 10"), quota);
        assertTrue(vos("ls", "-l", "vos:/home/ann").contains(" listed/"));
    }

    private String vos(String... words) {
        return VosCommandLine.run(server, ann, 0, words);
    }
}
