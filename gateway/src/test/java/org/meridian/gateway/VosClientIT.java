// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.meridian.core.auth.Scope;
import org.meridian.gateway.People.Person;
import org.meridian.workspace.client.Credentials;
import org.meridian.workspace.client.Patience;
import org.meridian.workspace.client.Place;
import org.meridian.workspace.client.RemoteNode;
import org.meridian.workspace.client.Spaces;
import org.meridian.workspace.client.Tally;
import org.meridian.workspace.client.Tally.Deed;
import org.meridian.workspace.client.TransferOptions;
import org.meridian.workspace.client.Transfers;
import org.meridian.workspace.client.VosException;
import org.meridian.workspace.client.Vospace;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.NodeType;

/** The client of VOSpaces with this gateway. */
@Timeout(120)
class VosClientIT implements Tally.Listener {

    private static RunningGateway server;
    private static People people;
    private static Credentials ann;
    private static Person program;
    private static Path home;

    @TempDir
    private Path folder;

    private final List<String> failures = new CopyOnWriteArrayList<>();
    private Tally tally = new Tally(this);
    private Spaces spaces;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningGateway(java.util.Optional.empty());
        people = new People(server);
        people.make("ann");
        program = people.program("ann", Scope.VOSPACE_READ, Scope.VOSPACE_WRITE);
        ann = new Credentials.Bearer(program.headers().getLast().substring("Bearer ".length()));
        home = server.gateway().dataDir().resolve("workspaces/tree/home");
    }

    @AfterAll
    static void stop() {
        people.close();
        server.close();
    }

    @BeforeEach
    void open() {
        spaces = new Spaces(server.url("/vospace"), Map.of(), url -> ann, Patience.DEFAULT);
    }

    @AfterEach
    void close() {
        spaces.close();
    }

    @Override
    public void done(Deed deed, String what) {
        // The tally counts.
    }

    @Override
    public void failed(String what, String why) {
        failures.add(what + ": " + why);
    }

    private Vospace space() throws IOException {
        return spaces.of(Place.remote("vos:/"));
    }

    private Transfers transfers(TransferOptions options) throws IOException {
        tally = new Tally(this);
        return new Transfers(spaces, options, tally, folder.resolve("cache"));
    }

    private void copy(boolean recursive, String... places) throws IOException {
        List<Place> all = Stream.of(places).map(Place::of).toList();
        transfers(TransferOptions.DEFAULT)
                .copy(
                        all.subList(0, all.size() - 1),
                        all.getLast(),
                        recursive,
                        new ByteArrayInputStream("typed".getBytes(UTF_8)),
                        new ByteArrayOutputStream());
    }

    private void sync(TransferOptions options, Path from, String to) throws IOException {
        transfers(options).sync(new Place.Local(from), Place.of(to));
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    /** Names that could be taken for something else on their way. */
    private static final List<String> NAMES = List.of(
            "a b", "100%", "%41", "%2e%2e", "é", "e\u0301", "星", "+", "a&b=c", "#1", "what?", "'\"", "a:b", "~x", "-r",
            ".hidden");

    private List<String> tree(Path top) throws IOException {
        List<String> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(top)) {
            for (Path each : files.sorted().toList()) {
                boolean folder = Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS);
                all.add(top.relativize(each) + (folder ? "/" : " " + Files.size(each)));
            }
        }
        return all;
    }

    @Test
    void namesAndBytesComeAndGoAsTheyAre() throws Exception {
        Path up = Files.createDirectories(folder.resolve("up"));
        int length = 0;
        for (String name : NAMES) {
            Path sub = Files.createDirectory(up.resolve(name));
            Files.write(sub.resolve(name), random(length));
            length = 3 * length + 1;
        }
        copy(true, up.toString(), "vos:/home/ann/names");
        assertEquals(List.of(), failures);
        assertEquals(tree(up), tree(home.resolve("ann/names")));
        copy(true, "vos:/home/ann/names", folder.resolve("down").toString());
        assertEquals(List.of(), failures);
        assertEquals(tree(up), tree(folder.resolve("down")));
        for (String name : NAMES) {
            assertArrayEquals(
                    Files.readAllBytes(up.resolve(name).resolve(name)),
                    Files.readAllBytes(folder.resolve("down").resolve(name).resolve(name)));
        }
        try (Stream<Path> files = Files.list(folder.resolve("down"))) {
            assertEquals(NAMES.size(), files.count());
        }
    }

    @Test
    void syncsBothWaysAndLeavesAloneWhatIsTheSame() throws Exception {
        Path up = Files.createDirectories(folder.resolve("up/sub")).getParent();
        for (int i = 0; i < 50; i++) {
            Files.write(up.resolve("sub/f" + i), random(i * 50));
        }
        sync(TransferOptions.DEFAULT, up, "vos:/home/ann/s");
        assertEquals(50, tally.count(Deed.COPIED));
        sync(TransferOptions.DEFAULT, up, "vos:/home/ann/s");
        assertEquals(50, tally.count(Deed.UNCHANGED));

        Path down = folder.resolve("down");
        transfers(TransferOptions.DEFAULT).sync(Place.of("vos:/home/ann/s"), new Place.Local(down));
        assertEquals(tree(up), tree(down));
        transfers(TransferOptions.DEFAULT).sync(Place.of("vos:/home/ann/s"), new Place.Local(down));
        assertEquals(50, tally.count(Deed.UNCHANGED));

        Files.delete(up.resolve("sub/f7"));
        Files.writeString(up.resolve("sub/f8"), "new");
        sync(new TransferOptions(2, false, true, false, false), up, "vos:/home/ann/s");
        assertEquals(1, tally.count(Deed.DELETED));
        assertEquals(1, tally.count(Deed.COPIED));
        assertEquals(tree(up), tree(home.resolve("ann/s")));
        transfers(new TransferOptions(2, true, true, false, false))
                .sync(Place.of("vos:/home/ann/s"), new Place.Local(down));
        assertEquals(tree(up), tree(down));
        assertEquals(List.of(), failures);
    }

    /** The service does not know the checksums of what a program put there. */
    @Test
    void whatAProgramWroteInTheTreeIsFetched() throws Exception {
        Path made = Files.createDirectories(home.resolve("ann/made"));
        Files.write(made.resolve("x"), random(5000));
        copy(true, "vos:/home/ann/made", folder.resolve("made").toString());
        assertEquals(List.of(), failures);
        assertArrayEquals(random(5000), Files.readAllBytes(folder.resolve("made/x")));
    }

    @Test
    void makesListsLinksAndDeletes() throws Exception {
        Vospace space = space();
        NodePath deep = NodePath.of("/home/ann/nodes/a/b");
        space.makeContainers(deep);
        space.makeContainers(deep);
        space.makeLink(NodePath.of("/home/ann/nodes/link"), space.uri(deep));
        RemoteNode link = space.get(NodePath.of("/home/ann/nodes/link"));
        assertEquals(NodeType.LinkNode, link.type());
        assertEquals("vos://localhost~vospace/home/ann/nodes/a/b", link.target().orElse(""));
        List<String> names = new ArrayList<>();
        space.list(NodePath.of("/home/ann/nodes"), new Vospace.Children() {
            @Override
            public void child(RemoteNode node) {
                names.add(node.path().name());
            }

            @Override
            public void strange(String words) {
                names.add(words);
            }
        });
        assertEquals(List.of("a", "link"), names);
        space.deleteTree(NodePath.of("/home/ann/nodes"));
        assertTrue(space.find(NodePath.of("/home/ann/nodes")).isEmpty());
    }

    @Test
    void theServiceMovesAndCopiesByItself() throws Exception {
        Vospace space = space();
        space.makeContainers(NodePath.of("/home/ann/jobs/from"));
        Path file = Files.write(folder.resolve("x"), random(3000));
        copy(false, file.toString(), "vos:/home/ann/jobs/from");
        copy(true, "vos:/home/ann/jobs/from", "vos:/home/ann/jobs/to");
        assertEquals(0, tally.movedBytes());
        assertEquals(List.of(), failures);
        assertArrayEquals(random(3000), Files.readAllBytes(home.resolve("ann/jobs/to/x")));
        space.move(NodePath.of("/home/ann/jobs/to/x"), NodePath.of("/home/ann/jobs/100% y"), false);
        assertArrayEquals(random(3000), Files.readAllBytes(home.resolve("ann/jobs/100% y")));
        VosException refusal = assertThrows(
                VosException.class,
                () -> space.move(NodePath.of("/home/ann/jobs/none"), NodePath.of("/home/ann/jobs/z"), false));
        assertTrue(String.valueOf(refusal.getMessage()).contains("not"), refusal.getMessage());
        copy(false, "vos:/home/ann/jobs/from/x", "vos:/home/ann/jobs/100% y");
        assertEquals(List.of(), failures);
        space.deleteTree(NodePath.of("/home/ann/jobs"));
        assertTrue(space.find(NodePath.of("/home/ann/jobs")).isEmpty());
    }

    @Test
    void failuresHaveTheWordsOfTheService() throws Exception {
        copy(false, "vos:/home/ann/none", folder.resolve("none").toString());
        assertEquals(List.of("vos:/home/ann/none: NodeNotFound there is no /home/ann/none"), failures);
        failures.clear();
        copy(false, Files.writeString(folder.resolve("f"), "f").toString(), "vos:/home/bob/f");
        assertEquals(1, failures.size());
        assertTrue(failures.getFirst().contains("ContainerNotFound"), failures.toString());
        spaces.close();
        spaces = new Spaces(server.url("/vospace"), Map.of(), url -> new Credentials.None(), Patience.DEFAULT);
        VosException refusal = assertThrows(
                VosException.class, () -> copy(false, folder.resolve("f").toString(), "vos:/home/ann/f"));
        assertTrue(String.valueOf(refusal.getMessage()).contains("sign in with --token"), refusal.getMessage());
    }

    /** What an earlier run sent of a file before it was broken off. */
    private HttpResponse<String> send(String method, String url, byte[] body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url))
                .headers(program.headers().toArray(String[]::new))
                .header("Tus-Resumable", "1.0.0")
                .method(method, BodyPublishers.ofByteArray(body));
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), BodyHandlers.ofString());
        }
    }

    private static String pair(String key, String value) {
        return key + " " + Base64.getEncoder().encodeToString(value.getBytes(UTF_8));
    }

    @Test
    void aLargeFileGoesOnWhereAnEarlierRunBrokeOff() throws Exception {
        byte[] bytes = random(20 << 20);
        Path file = Files.write(folder.resolve("large"), bytes);
        String sha256 =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        HttpResponse<String> begun = send(
                "POST",
                server.url("/vospace/uploads").toString(),
                new byte[0],
                "Upload-Length",
                "" + bytes.length,
                "Upload-Metadata",
                pair("path", "/home/ann/large") + "," + pair("sha256", sha256));
        assertEquals(201, begun.statusCode(), begun.body());
        String url = begun.headers().firstValue("Location").orElseThrow();
        byte[] beginning = Arrays.copyOf(bytes, 12 << 20);
        String type = "application/offset+octet-stream";
        assertEquals(
                204,
                send("PATCH", url, beginning, "Upload-Offset", "0", "Content-Type", type)
                        .statusCode());

        copy(false, file.toString(), "vos:/home/ann/large");
        assertEquals(List.of(), failures);
        assertEquals(bytes.length, tally.movedBytes());
        assertArrayEquals(bytes, Files.readAllBytes(home.resolve("ann/large")));
        // It went on with this one: it is that which is in its place now.
        HttpResponse<String> stand = send("HEAD", url, new byte[0]);
        assertEquals(
                "" + bytes.length, stand.headers().firstValue("Upload-Offset").orElse(""));
        assertEquals("{\"uploads\":[]}\n", program.get("/vospace/uploads").body());

        Files.write(file, random(17 << 20));
        copy(false, file.toString(), "vos:/home/ann/large");
        assertEquals(List.of(), failures);
        assertArrayEquals(random(17 << 20), Files.readAllBytes(home.resolve("ann/large")));
    }
}
