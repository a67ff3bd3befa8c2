// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.storage.Directory.Existing;
import org.meridian.workspace.storage.FileState.Kind;
import org.meridian.workspace.storage.PosixException.Reason;

@Timeout(60)
class TreeTest {

    private static final byte[] SECRET = "of somebody else".getBytes(UTF_8);

    @TempDir
    private Path outside;

    private Path folder = Path.of("");
    private Path home = Path.of("");
    private Optional<Tree> opened = Optional.empty();

    @BeforeEach
    void open() throws IOException {
        folder = outside.resolve("workspaces");
        opened = Optional.of(Tree.open(folder));
        home = folder.resolve("tree/home");
        Files.write(outside.resolve("secret"), SECRET);
    }

    @AfterEach
    void close() throws IOException {
        tree().close();
    }

    private Tree tree() {
        return opened.orElseThrow();
    }

    private FileState put(String path, byte[] bytes, Existing existing) throws IOException {
        NodePath node = NodePath.of(path);
        try (Walk walk = tree().walk(node);
                Draft draft = tree().staging().draft()) {
            draft.write(ByteBuffer.wrap(bytes));
            return draft.publish(walk.directory(), node.name(), existing);
        }
    }

    private static Reason reason(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(PosixException.class, call).reason();
    }

    @Test
    void publishesWholeFilesWithTheirChecksums() throws Exception {
        byte[] bytes = "twenty-two bytes of it".getBytes(UTF_8);
        try (Walk walk = tree().walk(NodePath.of("/home/a.txt"));
                Draft draft = tree().staging().draft()) {
            draft.write(ByteBuffer.wrap(bytes, 0, 10));
            draft.write(ByteBuffer.wrap(bytes, 10, 12));
            assertFalse(Files.exists(home.resolve("a.txt")));
            FileState state = draft.publish(walk.directory(), "a.txt", Existing.KEEP);
            assertEquals(22, state.size());
            assertArrayEquals(
                    MessageDigest.getInstance("MD5").digest(bytes),
                    draft.checksums().md5());
            assertArrayEquals(
                    MessageDigest.getInstance("SHA-256").digest(bytes),
                    draft.checksums().sha256());
        }
        assertArrayEquals(bytes, Files.readAllBytes(home.resolve("a.txt")));
        assertTrue(isEmpty(folder.resolve("staging")));
    }

    @Test
    void manyMayWaitForOneDirectory() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Boolean>> writers = Collections.nCopies(50, () -> {
                try (Walk walk = tree().walk(NodePath.of("/home/a.txt"))) {
                    tree().sync(walk.directory(), walk.directory().state().identity());
                    return true;
                }
            });
            for (Future<Boolean> each : threads.invokeAll(writers)) {
                assertTrue(each.get());
            }
        }
    }

    @Test
    void leavesNothingOfWhatIsNotPublished() throws Exception {
        try (Draft draft = tree().staging().draft()) {
            draft.write(ByteBuffer.wrap(SECRET));
        }
        assertTrue(isEmpty(folder.resolve("staging")));
        Draft lost = tree().staging().draft();
        lost.write(ByteBuffer.wrap(SECRET));
        tree().close();
        opened = Optional.of(Tree.open(folder));
        assertTrue(isEmpty(folder.resolve("staging")));
    }

    @Test
    void keepsOrReplacesWhatIsThere() throws Exception {
        FileState first = put("/home/a", new byte[1], Existing.KEEP);
        assertEquals(Reason.EXISTS, reason(() -> put("/home/a", new byte[2], Existing.KEEP)));
        assertEquals(1, Files.size(home.resolve("a")));
        FileState second = put("/home/a", new byte[2], Existing.REPLACE);
        assertFalse(first.identity().equals(second.identity()));
        assertEquals(2, Files.size(home.resolve("a")));
        Files.createDirectory(home.resolve("d"));
        assertEquals(Reason.A_DIRECTORY, reason(() -> put("/home/d", new byte[2], Existing.REPLACE)));
        assertTrue(isEmpty(folder.resolve("staging")));
    }

    @Test
    void aFileStaysTheSameWhateverItIsCalled() throws Exception {
        FileState made = put("/home/a", SECRET, Existing.KEEP);
        Files.createDirectory(home.resolve("d"));
        try (Walk from = tree().walk(NodePath.of("/home/a"));
                Walk to = tree().walk(NodePath.of("/home/d/é \u65e5\u672c.fits"))) {
            from.directory().rename("a", to.directory(), to.path().name(), Existing.KEEP);
        }
        try (Walk walk = tree().walk(NodePath.of("/home/d/é \u65e5\u672c.fits"))) {
            assertEquals(made.identity(), walk.found().orElseThrow().identity());
            assertEquals(4, walk.states().size());
            assertTrue(made.identity().birthNs() > 0, "the file system keeps no time of birth");
        }
        try (Walk up = tree().walk(NodePath.of("/home/d"));
                Walk into = tree().walk(NodePath.of("/home/d/e"))) {
            assertEquals(
                    Reason.INTO_ITSELF, reason(() -> up.directory().rename("d", into.directory(), "e", Existing.KEEP)));
        }
    }

    @Test
    void saysHowFarAPathLeads() throws Exception {
        put("/home/a", SECRET, Existing.KEEP);
        Files.createSymbolicLink(home.resolve("l"), outside);
        assertEquals("1 false", far("/nobody/a/b"));
        assertEquals("2 true", far("/home/b"));
        assertEquals("3 true", far("/home/a"));
        assertEquals("3 false", far("/home/a/b"));
        assertEquals("3 true", far("/home/l"));
        assertEquals("3 false", far("/home/l/secret"));
        assertEquals("1 true", far("/"));
        try (Walk link = tree().walk(NodePath.of("/home/l"))) {
            assertEquals(Kind.LINK, link.found().orElseThrow().kind());
            assertEquals(Optional.of(outside.toString()), link.directory().linkTarget("l"));
            assertEquals(Reason.A_LINK, reason(() -> link.directory().read("l")));
            assertEquals(Reason.NOT_A_DIRECTORY, reason(() -> link.directory().open("l")));
        }
    }

    private String far(String path) throws IOException {
        try (Walk walk = tree().walk(NodePath.of(path))) {
            return walk.states().size() + " " + walk.reachedParent();
        }
    }

    /** A datalab swaps a directory for a link out of the tree, and back, as fast as it can; and so a file. */
    @Test
    void neverLeavesTheTreeWhateverIsSwappedMeanwhile() throws Exception {
        Files.createDirectory(home.resolve("d"));
        Files.writeString(home.resolve("d/secret"), "of this user");
        Files.createSymbolicLink(home.resolve("out"), outside);
        Files.createSymbolicLink(home.resolve("leak"), outside.resolve("secret"));
        Files.writeString(home.resolve("f"), "of this user");
        AtomicBoolean over = new AtomicBoolean();
        Thread swapper = Thread.ofPlatform().start(() -> {
            try (Directory at = Directory.open(home)) {
                while (!over.get()) {
                    at.rename("d", at, "out", Existing.EXCHANGE);
                    at.rename("f", at, "leak", Existing.EXCHANGE);
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        int read = 0;
        int refused = 0;
        for (int i = 0; i < 40_000; i++) {
            String path = i % 2 == 0 ? "/home/d/secret" : "/home/f";
            try (Walk walk = tree().walk(NodePath.of(path))) {
                if (!walk.reachedParent()) {
                    refused++;
                    continue;
                }
                try (Directory.OpenFile file = walk.directory().read(walk.path().name())) {
                    assertEquals("of this user", text(file));
                    read++;
                } catch (PosixException e) {
                    refused++;
                }
            }
        }
        over.set(true);
        swapper.join();
        assertTrue(read > 100 && refused > 100, read + " read, " + refused + " refused");
    }

    private static String text(Directory.OpenFile file) throws IOException {
        return new String(Channels.newInputStream(file.channel()).readAllBytes(), UTF_8);
    }

    @Test
    void opensNothingButFiles() throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("mkfifo", home.resolve("pipe").toString())
                        .start()
                        .waitFor());
        try (Walk walk = tree().walk(NodePath.of("/home/pipe"))) {
            assertEquals(Kind.OTHER, walk.found().orElseThrow().kind());
            assertEquals(Reason.OTHER, reason(() -> walk.directory().read("pipe")));
        }
        try (Walk walk = tree().walk(NodePath.of("/home"))) {
            assertEquals(Reason.A_DIRECTORY, reason(() -> walk.directory().read("home")));
            assertThrows(IllegalArgumentException.class, () -> walk.directory().read("../secret"));
            assertThrows(IllegalArgumentException.class, () -> walk.directory().state(".."));
        }
    }

    @Test
    void listsWhatCanBeNamed() throws Exception {
        TreeSet<String> made = new TreeSet<>();
        try (Directory at = Directory.open(home)) {
            for (int i = 0; i < 5000; i++) {
                made.add("file number " + i + " é\u65e5");
                at.create("file number " + i + " é\u65e5").close();
            }
            at.makeDirectory("d");
            byte[] latin = {'l', (byte) 0xe9};
            Posix.makeDirectory(at.descriptor(), latin, 0700);
            Posix.makeDirectory(at.descriptor(), "two\nlines".getBytes(UTF_8), 0700);
            List<String> directories = new ArrayList<>();
            List<String> files = new ArrayList<>();
            assertEquals(2, at.list((name, directory) -> (directory ? directories : files).add(name)));
            assertEquals(List.of("d"), directories);
            assertEquals(5000, files.size());
            assertEquals(made, new TreeSet<>(files));
        }
    }

    @Test
    void datesBeyondTheCalendarDoNoHarm() throws Exception {
        Files.writeString(home.resolve("old"), "x");
        assertEquals(
                0,
                new ProcessBuilder(
                                "touch", "-d", "2400-01-01", home.resolve("old").toString())
                        .start()
                        .waitFor());
        try (Walk walk = tree().walk(NodePath.of("/home/old"))) {
            assertTrue(walk.found().orElseThrow().modified().toString().startsWith("2"));
        }
    }

    @Test
    void hasOneGateway() {
        IOException refused = assertThrows(IOException.class, () -> Tree.open(folder));
        assertTrue(refused.getMessage().contains("another gateway"), refused.getMessage());
    }

    @Test
    void wantsOneFileSystem() throws Exception {
        Path other = outside.resolve("other");
        Files.createDirectories(other.resolve("tree"));
        Files.createSymbolicLink(other.resolve("tree/home"), outside);
        IOException refused = assertThrows(IOException.class, () -> Tree.open(other));
        assertTrue(refused.getMessage().contains("tree/home"), refused.getMessage());
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }
}
