// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.meridian.workspace.client.Tally.Deed;
import org.meridian.workspace.node.NodePath;

/** Transfers with a service of others, one that fails, and one that means harm. */
@Timeout(60)
class TransfersTest implements Tally.Listener {

    private static final Patience QUICK =
            new Patience(4, Duration.ofMillis(2), Duration.ofSeconds(5), Duration.ofSeconds(30));
    private static final Patience NONE =
            new Patience(1, Duration.ofMillis(2), Duration.ofSeconds(5), Duration.ofSeconds(30));
    private static final Credentials TOKEN = new Credentials.Bearer("secret-of-ann");

    @TempDir
    private Path folder;

    private FakeVospace service;
    private final List<String> failures = new CopyOnWriteArrayList<>();
    private Tally tally = new Tally(this);

    @BeforeEach
    void start() throws IOException {
        service = new FakeVospace();
        service.container("/home");
    }

    @AfterEach
    void stop() {
        service.close();
    }

    @Override
    public void done(Deed deed, String what) {}

    @Override
    public void failed(String what, String why) {
        failures.add(what + ": " + why);
    }

    private Spaces spaces(Patience patience) {
        return new Spaces(service.base(), Map.of(), url -> TOKEN, patience);
    }

    private void copy(Patience patience, boolean recursive, String... places) throws IOException {
        try (Spaces spaces = spaces(patience)) {
            copy(spaces, recursive, new ByteArrayOutputStream(), places);
        }
    }

    private void copy(Spaces spaces, boolean recursive, OutputStream out, String... places) throws IOException {
        List<Place> all = Stream.of(places).map(Place::of).toList();
        new Transfers(spaces, TransferOptions.DEFAULT, tally, folder.resolve("cache"))
                .copy(
                        all.subList(0, all.size() - 1),
                        all.getLast(),
                        recursive,
                        new ByteArrayInputStream("typed".getBytes(UTF_8)),
                        out);
    }

    private void sync(TransferOptions options, String from, String to) throws IOException {
        tally = new Tally(this);
        try (Spaces spaces = spaces(QUICK)) {
            new Transfers(spaces, options, tally, folder.resolve("cache")).sync(Place.of(from), Place.of(to));
        }
    }

    private static TransferOptions deleting(boolean force) {
        return new TransferOptions(4, false, true, force, false);
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private Path here(String name) {
        return folder.resolve(name);
    }

    /** What is beside a file that has come: no part of one. */
    private long files(Path in) throws IOException {
        try (Stream<Path> all = Files.list(in)) {
            return all.count();
        }
    }

    @Test
    void negotiatesTransfersAndShowsCredentialsToTheServiceAlone() throws Exception {
        Files.write(here("a b %é.fits"), random(100_000));
        copy(QUICK, false, here("a b %é.fits").toString(), "vos:/home");
        assertEquals(List.of(), failures);
        assertArrayEquals(random(100_000), service.file("/home/a b %é.fits"));
        Files.createDirectory(here("down"));
        copy(
                QUICK,
                false,
                "vos://example.org~space/home/a%20b%20%25%C3%A9.fits",
                here("down").toString());
        assertArrayEquals(random(100_000), Files.readAllBytes(here("down/a b %é.fits")));
        assertEquals(1, files(here("down")));
        assertTrue(
                service.asked.stream().allMatch(line -> line.contains("Bearer secret-of-ann")),
                service.asked.toString());
        assertEquals(2, service.askedOfFiles.size(), service.askedOfFiles.toString());
        assertFalse(service.askedOfFiles.toString().contains("secret"), service.askedOfFiles.toString());
    }

    @Test
    void redirectsElsewhereTakeNoCredentials() throws Exception {
        service.hasFiles = true;
        service.file("/home/a", random(10));
        copy(QUICK, false, "vos:/home/a", here("a").toString());
        copy(QUICK, false, here("a").toString(), "vos:/home/b");
        assertEquals(List.of(), failures);
        assertArrayEquals(random(10), service.file("/home/b"));
        assertFalse(service.askedOfFiles.toString().contains("secret"), service.askedOfFiles.toString());
    }

    @Test
    void comesAgainToABusyServiceAndAfterBrokenConnections() throws Exception {
        Files.write(here("a"), random(500_000));
        service.busy.set(2);
        service.breaking.set(2);
        copy(QUICK, false, here("a").toString(), "vos:/home/a");
        assertEquals(List.of(), failures);
        assertArrayEquals(random(500_000), service.file("/home/a"));
        assertEquals(500_000, tally.movedBytes());
    }

    @Test
    void givesUpAfterSoManyAttempts() throws Exception {
        Files.write(here("a"), random(10));
        service.breaking.set(100);
        copy(QUICK, false, here("a").toString(), "vos:/home/a");
        assertEquals(1, failures.size());
        assertTrue(failures.getFirst().contains("broke"), failures.toString());
    }

    @Test
    void continuesWhereADownloadBrokeOff() throws Exception {
        service.file("/home/a", random(1_000_000));
        service.breaking.set(1);
        copy(QUICK, false, "vos:/home/a", here("a").toString());
        assertEquals(List.of(), failures);
        assertArrayEquals(random(1_000_000), Files.readAllBytes(here("a")));
        assertTrue(service.askedOfFiles.get(1).contains("Range=bytes="), service.askedOfFiles.toString());
        assertEquals(1_000_000, tally.movedBytes());
    }

    @Test
    void aLaterRunContinuesUnlessTheFileIsAnother() throws Exception {
        service.file("/home/a", random(1_000_000));
        Files.createDirectory(here("down"));
        service.breaking.set(1);
        copy(NONE, false, "vos:/home/a", here("down").toString());
        assertEquals(1, failures.size());
        assertTrue(Files.notExists(here("down/a")));
        copy(NONE, false, "vos:/home/a", here("down").toString());
        assertArrayEquals(random(1_000_000), Files.readAllBytes(here("down/a")));
        assertTrue(service.askedOfFiles.getLast().contains("Range=bytes="), service.askedOfFiles.toString());
        assertEquals(1, files(here("down")));

        service.breaking.set(1);
        copy(NONE, false, "vos:/home/a", here("down").toString());
        service.file("/home/a", random(900_000));
        copy(NONE, false, "vos:/home/a", here("down").toString());
        assertArrayEquals(random(900_000), Files.readAllBytes(here("down/a")));
        assertEquals(1, files(here("down")));
    }

    @Test
    void refusesWhatComesOtherwiseThanWasSaid() throws Exception {
        service.file("/home/a", random(1000));
        service.lies = true;
        Files.writeString(here("a"), "old");
        copy(QUICK, false, "vos:/home/a", here("a").toString());
        assertTrue(failures.getFirst().contains("did not come as the service has it"), failures.toString());
        assertEquals("old", Files.readString(here("a")));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Spaces spaces = spaces(QUICK)) {
            assertThrows(VosException.class, () -> copy(spaces, false, out, "vos:/home/a", "-"));
        }
    }

    @Test
    void refusesAServiceThatKeepsOtherBytes() throws Exception {
        Files.write(here("a"), random(1000));
        service.lies = true;
        copy(QUICK, false, here("a").toString(), "vos:/home/a");
        assertTrue(failures.getFirst().contains("bytes"), failures.toString());
    }

    @Test
    void noHostileNameLeadsOutOfTheFolder() throws Exception {
        service.container("/home/h");
        service.file("/home/h/good", random(10));
        service.hostileChildren = List.of(
                "vos://example.org!space/home/h/..",
                "vos://example.org!space/home/h/../../x",
                "vos://example.org!space/home/h/..%2f..%2fx",
                "vos://example.org!space/home/h/%00",
                "vos://example.org!space/home/h/a%0Ab",
                "vos://example.org!space/etc/passwd",
                "file:///etc/passwd",
                "vos:");
        Files.createDirectories(here("down/in"));
        copy(QUICK, true, "vos:/home/h", here("down/in").toString());
        assertEquals(8, failures.size(), failures.toString());
        assertEquals(1, files(here("down")));
        assertEquals(1, files(here("down/in/h")));
        assertTrue(failures.stream().noneMatch(text -> text.contains("\n")), failures.toString());
    }

    @Test
    void nothingIsWrittenThroughSymbolicLinks() throws Exception {
        service.container("/home/h");
        service.container("/home/h/sub");
        service.file("/home/h/sub/x", random(10));
        service.file("/home/h/y", random(10));
        Files.createDirectories(here("outside"));
        Files.createDirectories(here("down"));
        Files.writeString(here("outside/y"), "mine");
        Files.createSymbolicLink(here("down/sub"), here("outside"));
        Files.createSymbolicLink(here("down/y"), here("outside/y"));
        sync(TransferOptions.DEFAULT, "vos:/home/h", here("down").toString());
        assertEquals(1, failures.size(), failures.toString());
        assertEquals(1, files(here("outside")));
        assertEquals("mine", Files.readString(here("outside/y")));
        assertArrayEquals(random(10), Files.readAllBytes(here("down/y")));
    }

    @Test
    void readsNoDocumentType() throws Exception {
        service.file("/home/a", random(10));
        service.prefix = "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>";
        copy(QUICK, false, "vos:/home/a", here("a").toString());
        assertTrue(failures.getFirst().contains("document type"), failures.toString());
    }

    @Test
    void listsToTheEndWhateverAPageHas() throws Exception {
        service.container("/home/many");
        for (int i = 0; i < 10; i++) {
            service.file("/home/many/f" + i, random(i));
        }
        service.pageCap = 3;
        sync(TransferOptions.DEFAULT, "vos:/home/many", here("down").toString());
        assertEquals(10, files(here("down")));
        service.pageCap = Integer.MAX_VALUE;
        service.pages = false;
        sync(TransferOptions.DEFAULT, "vos:/home/many", here("down2").toString());
        assertEquals(10, files(here("down2")));
        assertEquals(List.of(), failures);
    }

    @Test
    void whatIsTheSameIsLeftAlone() throws Exception {
        Files.createDirectories(here("up/sub/empty"));
        for (int i = 0; i < 20; i++) {
            Files.write(here("up/sub/f" + i), random(i * 100));
        }
        sync(TransferOptions.DEFAULT, here("up").toString(), "vos:/home/s");
        assertEquals(20, tally.count(Deed.COPIED));
        sync(TransferOptions.DEFAULT, here("up").toString(), "vos:/home/s");
        assertEquals(20, tally.count(Deed.UNCHANGED));
        assertEquals(0, tally.count(Deed.COPIED));

        Files.write(here("up/sub/f3"), random(301));
        byte[] other = random(400);
        other[7]++;
        Files.write(here("up/sub/f4"), other);
        sync(TransferOptions.DEFAULT, here("up").toString(), "vos:/home/s");
        assertEquals(2, tally.count(Deed.COPIED));
        assertArrayEquals(other, service.file("/home/s/sub/f4"));

        sync(TransferOptions.DEFAULT, "vos:/home/s", here("down").toString());
        assertEquals(20, tally.count(Deed.COPIED));
        assertTrue(Files.isDirectory(here("down/sub/empty")));
        sync(TransferOptions.DEFAULT, "vos:/home/s", here("down").toString());
        assertEquals(20, tally.count(Deed.UNCHANGED));
        assertEquals(List.of(), failures);
    }

    @Test
    void timesTellWhereNobodySaysChecksums() throws Exception {
        service.tellsMd5 = false;
        service.container("/home/s");
        service.file("/home/s/a", random(10));
        sync(TransferOptions.DEFAULT, "vos:/home/s", here("down").toString());
        sync(TransferOptions.DEFAULT, "vos:/home/s", here("down").toString());
        assertEquals(1, tally.count(Deed.UNCHANGED));
        Files.write(here("down/a"), random(10));
        sync(TransferOptions.DEFAULT, "vos:/home/s", here("down").toString());
        assertEquals(1, tally.count(Deed.COPIED));
        sync(
                new TransferOptions(4, true, false, false, false),
                "vos:/home/s",
                here("down").toString());
        assertEquals(1, tally.count(Deed.COPIED));
    }

    @Test
    void deletesOnlyWhatItIsToldToAndNeverAllByMistake() throws Exception {
        Files.createDirectories(here("up"));
        Files.write(here("up/a"), random(10));
        service.container("/home/s");
        service.container("/home/s/old");
        service.file("/home/s/old/x", random(10));
        sync(TransferOptions.DEFAULT, here("up").toString(), "vos:/home/s");
        assertTrue(service.nodes.containsKey(NodePath.of("/home/s/old/x")));
        sync(new TransferOptions(4, false, true, false, true), here("up").toString(), "vos:/home/s");
        assertEquals(1, tally.count(Deed.DELETED));
        assertTrue(service.nodes.containsKey(NodePath.of("/home/s/old/x")));
        sync(deleting(false), here("up").toString(), "vos:/home/s");
        assertFalse(service.nodes.containsKey(NodePath.of("/home/s/old")));

        Files.delete(here("up/a"));
        sync(deleting(false), here("up").toString(), "vos:/home/s");
        assertTrue(failures.getFirst().contains("--force"), failures.toString());
        assertTrue(service.nodes.containsKey(NodePath.of("/home/s/a")));
        sync(deleting(true), here("up").toString(), "vos:/home/s");
        assertFalse(service.nodes.containsKey(NodePath.of("/home/s/a")));
    }

    @Test
    void aListingThatIsNotWholeDeletesNothing() throws Exception {
        service.container("/home/s");
        service.file("/home/s/a", random(10));
        service.hostileChildren = List.of("vos://example.org!space/home/s/..");
        Files.createDirectories(here("down"));
        Files.writeString(here("down/mine"), "mine");
        sync(deleting(true), "vos:/home/s", here("down").toString());
        assertTrue(Files.exists(here("down/mine")));
        assertEquals(1, failures.size());
    }

    @Test
    void theServiceMovesAndCopiesByItself() throws Exception {
        service.container("/home/d");
        service.file("/home/d/a", random(10));
        copy(QUICK, true, "vos:/home/d", "vos:/home/e");
        assertEquals(List.of(), failures);
        assertArrayEquals(random(10), service.file("/home/e/a"));
        assertEquals(List.of(), service.askedOfFiles);
        try (Spaces spaces = spaces(QUICK)) {
            Vospace space = spaces.of(Place.remote("vos:/home"));
            space.move(NodePath.of("/home/d/a"), NodePath.of("/home/b"), false);
            assertFalse(service.nodes.containsKey(NodePath.of("/home/d/a")));
            VosException refused = assertThrows(
                    VosException.class, () -> space.move(NodePath.of("/home/b"), NodePath.of("/home/d"), false));
            assertTrue(refused.getMessage().contains("DuplicateNode there is one"), refused.getMessage());
        }
    }

    @Test
    void copiesFromOneServiceToAnother() throws Exception {
        try (FakeVospace other = new FakeVospace();
                Spaces spaces = new Spaces(
                        service.base(),
                        Map.of("other.org!space", other.base()),
                        url -> url.equals(service.base()) ? TOKEN : new Credentials.None(),
                        QUICK)) {
            other.container("/home");
            service.container("/home/d");
            service.file("/home/d/a", random(300_000));
            service.breaking.set(1);
            other.breaking.set(1);
            copy(spaces, true, new ByteArrayOutputStream(), "vos:/home/d", "vos://other.org~space/home/copy");
            assertEquals(List.of(), failures);
            assertArrayEquals(random(300_000), other.file("/home/copy/a"));
            assertFalse(other.asked.toString().contains("secret"), other.asked.toString());
        }
    }

    @Test
    void passesOnWhatComesAndGoesByStandardStreams() throws Exception {
        copy(QUICK, false, "-", "vos:/home/typed");
        assertEquals("typed", new String(service.file("/home/typed"), UTF_8));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Spaces spaces = spaces(QUICK)) {
            copy(spaces, false, out, "vos:/home/typed", "-");
        }
        assertEquals("typed", out.toString(UTF_8));
    }

    @Test
    void saysWhereAnotherSpaceCouldBeNamed() throws Exception {
        copy(QUICK, false, "vos://nowhere.org~space/a", here("a").toString());
        assertTrue(failures.getFirst().contains("--service nowhere.org~space="), failures.toString());
    }

    @Test
    void aServiceThatIsNotThereIsSaidAtOnce() {
        URI nowhere = URI.create("http://127.0.0.1:1/space");
        try (Vospace space = new Vospace(nowhere, TOKEN, QUICK)) {
            VosException failure = assertThrows(VosException.class, () -> space.get(NodePath.ROOT));
            assertTrue(failure.getMessage().contains("cannot connect to 127.0.0.1:1"), failure.getMessage());
        }
    }

    @Test
    void netrcIsReadByHost() {
        String text =
                "machine a.org login ann password one\nmacdef x\nmachine b.org\n\n# c\nmachine b.org\n  login bob\n  password two\n";
        assertEquals(Optional.of(new Credentials.Basic("bob", "two")), Netrc.find(text, "B.org"));
        assertEquals(Optional.of(new Credentials.Basic("ann", "one")), Netrc.find(text, "a.org"));
        assertEquals(Optional.empty(), Netrc.find(text, "c.org"));
        assertFalse(new Credentials.Basic("ann", "one").toString().contains("one"));
        assertFalse(TOKEN.toString().contains("secret"));
    }
}
