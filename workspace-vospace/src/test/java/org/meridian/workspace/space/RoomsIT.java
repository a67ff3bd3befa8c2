// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.meridian.workspace.node.CoreProperties;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.NodeTemplate;
import org.meridian.workspace.node.NodeType;
import org.meridian.workspace.node.Size;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.rights.Account;
import org.meridian.workspace.space.Bytes.Sent;
import org.meridian.workspace.storage.FileState.Identity;
import org.meridian.workspace.store.Room;

/** Room of users and teams: what is noted, and what is there. */
@Timeout(180)
class RoomsIT extends RoomTesting {

    private static Size used(Account account) {
        return store().find(account).used();
    }

    /** What is there, found by other means; trash of other accounts must be empty. */
    private Size found(Account account) throws IOException {
        Set<Object> seen = new HashSet<>();
        long[] sum = new long[2];
        List<Path> tops = new ArrayList<>(account.workspaces().stream()
                .map(path -> file(path.toString()))
                .filter(Files::exists)
                .toList());
        for (Path top : tops) {
            walk(top, top, seen, sum);
        }
        Path trash = folder.resolve("trash");
        walk(trash, trash, seen, sum);
        return new Size(sum[0], sum[1]);
    }

    private static void walk(Path top, Path from, Set<Object> seen, long[] sum) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes state) {
                sum[1] += directory.equals(top) ? 0 : 1;
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes state) {
                if (seen.add(Objects.requireNonNull(state.fileKey()))) {
                    sum[0] += state.isRegularFile() ? state.size() : 0;
                    sum[1]++;
                }
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** What is noted is what is there, and a census has nothing to change. */
    private void exact() throws IOException {
        Room noted = store().find(USER);
        assertEquals(Size.NONE, noted.held());
        assertEquals(found(USER), noted.used());
        Size team = used(TEAM);
        assertTrue(space.census().of(USER) && space.census().of(TEAM));
        assertEquals(noted.used(), used(USER));
        assertEquals(team, used(TEAM));
    }

    private static Sent announced(long length) {
        return new Sent(
                Optional.of(length),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                false,
                Optional.empty());
    }

    private static <T> List<Future<T>> all(List<Callable<T>> work) throws InterruptedException {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.invokeAll(work);
        }
    }

    /** A way to write a kilobyte. */
    @FunctionalInterface
    private interface Way {
        Bytes.Written write(NodePath path, InputStream kilobyte) throws IOException;
    }

    private static long written(String prefix, Way way) throws Exception {
        List<Callable<Boolean>> writers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            NodePath path = path("/home/ann/" + prefix + i);
            writers.add(() -> {
                try {
                    way.write(path, stream(KILOBYTE));
                    return true;
                } catch (VospaceFault fault) {
                    assertEquals(Name.QuotaExceeded, fault.name(), fault.text());
                    return false;
                }
            });
        }
        long written = 0;
        for (Future<Boolean> each : all(writers)) {
            written += each.get() ? 1 : 0;
        }
        return written;
    }

    @Test
    void fiftyWritersAtTheEdgeWriteWhatThereIsRoomForAndNoFileMore() throws Exception {
        limit(USER, Long.MAX_VALUE, 10);
        assertEquals(10, written("announced", (path, in) -> bytes.write(ANN, path, in, announced(1000))));
        exact();
        limit(USER, Long.MAX_VALUE, 20);
        assertEquals(10, written("small", (path, in) -> bytes.writeSmall(ANN, path, in, announced(1000))));
        assertEquals(new Size(20_000, 20), used(USER));
        exact();
        limit(USER, 45_500, Long.MAX_VALUE);
        long written = written("any", (path, in) -> bytes.write(ANN, path, in, Sent.UNKNOWN));
        assertTrue(written <= 25, "files: " + written);
        exact();
        for (long i = written; i < 25; i++) {
            write(ANN, "/home/ann/more" + i, KILOBYTE);
        }
        refused(Name.QuotaExceeded, "45000 of 45500 bytes", () -> write(ANN, "/home/ann/last", KILOBYTE));
        exact();
    }

    @Test
    void whoeverWritesFirstByManyHandsIsRefusedNothing() throws Exception {
        for (int i = 0; i < 20; i++) {
            String user = "first" + i;
            space.list(person(user), path("/home/" + user), Page.first(1));
            List<Callable<Bytes.Written>> hands = IntStream.range(0, 8)
                    .mapToObj(hand -> (Callable<Bytes.Written>)
                            () -> write(person(user), "/home/" + user + "/f" + hand, KILOBYTE))
                    .toList();
            try (ExecutorService workers = Executors.newFixedThreadPool(hands.size())) {
                for (Future<Bytes.Written> each : workers.invokeAll(hands)) {
                    assertTrue(each.get().created());
                }
            }
        }
    }

    @Test
    void whatIsAnnouncedIsRefusedBeforeItIsRead() throws Exception {
        limit(USER, 500, Long.MAX_VALUE);
        InputStream unread = new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("nothing is to be read");
            }
        };
        VospaceFault fault =
                assertThrows(VospaceFault.class, () -> bytes.write(ANN, path("/home/ann/a"), unread, announced(501)));
        assertEquals(507, fault.httpStatus());
        assertEquals(
                "no room is left for user ann: 0 of 500 bytes are used or being written, and this takes 501 more; what lies in"
                        + " the trash, and versions of files, count until they are removed for good; nothing was changed",
                fault.detail());
        refused(
                Name.QuotaExceeded,
                "user ann",
                () -> bytes.requireWritable(ANN, path("/home/ann/a"), Optional.of(501L)));
        // Whoever may not write there learns nothing of the room.
        refused(
                Name.PermissionDenied,
                "not for you",
                () -> bytes.write(BOB, path("/home/ann/a"), unread, announced(501)));
        bytes.write(ANN, path("/pub/ann/a"), stream("x".repeat(500)), announced(500));
        refused(Name.QuotaExceeded, "500 of 500 bytes", () -> write(ANN, "/home/ann/b", "1"));
        exact();
    }

    @Test
    void aFileThatTakesThePlaceOfAnotherNeedsTheDifference() throws Exception {
        limit(USER, 1500, 1);
        write(ANN, "/home/ann/a", KILOBYTE);
        write(ANN, "/home/ann/a", "y".repeat(1500));
        exact();
        refused(Name.QuotaExceeded, "1500 of 1500 bytes", () -> write(ANN, "/home/ann/a", "z".repeat(1501)));
        assertEquals("y".repeat(1500), read(ANN, "/home/ann/a"));
        refused(Name.QuotaExceeded, "1 of 1 files", () -> write(ANN, "/home/ann/b", ""));
        refused(Name.QuotaExceeded, "1 of 1 files", () -> folder("/home/ann/d"));
        // Less room than is used: what makes it better is not refused.
        limit(USER, 10, 0);
        write(ANN, "/home/ann/a", "smaller");
        assertEquals(new Size(7, 1), used(USER));
        exact();
    }

    private Bytes.Written writeSmall(String path, String text) throws IOException {
        return bytes.writeSmall(ANN, path(path), stream(text), announced(text.length()));
    }

    @Test
    void aSmallFileIsChargedWhenItHasItsPlaceOrNotAtAll() throws Exception {
        limit(USER, 2000, Long.MAX_VALUE);
        assertTrue(writeSmall("/home/ann/a", KILOBYTE).created());
        exact();
        refused(Name.QuotaExceeded, "1000 of 2000 bytes", () -> writeSmall("/home/ann/b", KILOBYTE + "1"));
        refused(
                Name.InvalidData,
                "999 bytes came of 1000 announced",
                () -> bytes.writeSmall(ANN, path("/home/ann/b"), stream("x".repeat(999)), announced(1000)));
        refused(
                Name.PermissionDenied,
                "not for you",
                () -> bytes.writeSmall(BOB, path("/home/ann/a"), stream("b"), announced(1)));
        exact();
        assertFalse(writeSmall("/home/ann/a", KILOBYTE + KILOBYTE).created());
        assertEquals(new Size(2000, 1), used(USER));
        assertEquals(KILOBYTE + KILOBYTE, read(ANN, "/home/ann/a"));
        exact();
        try (var staged = Files.list(folder.resolve("staging"))) {
            assertEquals(0, staged.count());
        }
    }

    @Test
    void whatDoesNotGetItsPlaceIsNotCharged() throws Exception {
        limit(USER, 1000, 1);
        Steps.Step<String> failing = () -> {
            throw new IOException("its place is taken");
        };
        try (Hold hold = rooms.hold(path("/home/ann/a"), Size.NONE)) {
            assertThrows(IOException.class, () -> hold.spend(Size.ofFile(400), Size.NONE, failing));
            assertEquals(Size.NONE, store().find(USER).used());
            assertEquals(Size.NONE, store().find(USER).held());
            hold.need(Size.ofFile(400));
            assertThrows(IOException.class, () -> hold.spend(Size.ofFile(400), Size.NONE, failing));
            assertEquals(Size.NONE, store().find(USER).used());
            assertEquals(Size.ofFile(400), store().find(USER).held());
        }
        exact();
        assertTrue(writeSmall("/home/ann/a", KILOBYTE).created());
        exact();
    }

    @Test
    void everyOperationLeavesTheNumbersRight() throws Exception {
        folder("/home/ann/d");
        folder("/home/ann/d/e");
        write(ANN, "/home/ann/d/a", KILOBYTE);
        write(ANN, "/home/ann/d/e/b", "123");
        Files.createSymbolicLink(file("/home/ann/d/link"), Path.of("a"));
        space.census().of(USER);
        exact();
        space.copy(ANN, path("/home/ann/d"), path("/home/ann/copy"), false, Progress.NONE);
        assertEquals(new Size(2006, 10), used(USER));
        exact();
        space.copy(ANN, path("/home/ann/d/a"), path("/home/ann/d/e/b"), true, Progress.NONE);
        space.copy(ANN, path("/home/ann/d/link"), path("/home/ann/other"), false, Progress.NONE);
        exact();
        space.move(ANN, path("/home/ann/d/a"), path("/home/ann/d/e/b"), true);
        space.move(ANN, path("/home/ann/d"), path("/home/ann/moved"), false);
        space.copy(ANN, path("/home/ann/moved"), path("/home/ann/copy"), true, Progress.NONE);
        exact();
        space.delete(ANN, path("/home/ann/copy"));
        Size deleted = used(USER);
        exact();
        long item = space.bin().list(ANN, Long.MAX_VALUE, 1).getFirst().number();
        space.bin().restore(ANN, item, Optional.of(path("/home/ann/back")));
        assertEquals(deleted, used(USER));
        exact();
        space.delete(ANN, path("/home/ann/back"));
        space.bin().purgeAll(ANN);
        assertTrue(used(USER).bytes() < deleted.bytes());
        exact();
    }

    @Test
    void whatMovesToAnotherAccountIsChargedThereOrDoesNotMove() throws Exception {
        folder("/home/ann/d");
        write(ANN, "/home/ann/d/a", KILOBYTE);
        write(ANN, "/home/ann/d/b", KILOBYTE);
        write(ANN, "/team/gaia/c", "abc");
        limit(TEAM, 2002, 10);
        refused(
                Name.QuotaExceeded,
                "no room is left for team gaia: 3 of 2002 bytes are used or being written, and this takes 2000 more",
                () -> space.move(ANN, path("/home/ann/d"), path("/team/gaia/d"), false));
        refused(
                Name.QuotaExceeded,
                "team gaia",
                () -> space.copy(ANN, path("/home/ann/d"), path("/team/gaia/d"), false, Progress.NONE));
        assertEquals(List.of("c"), names(ANN, "/team/gaia"));
        assertEquals(new Size(3, 1), used(TEAM));
        exact();
        limit(TEAM, 2003, 4);
        space.move(ANN, path("/home/ann/d"), path("/team/gaia/d"), false);
        assertEquals(new Size(2003, 4), used(TEAM));
        assertEquals(Size.NONE, used(USER));
        exact();
        write(ANN, "/home/ann/e", "abcd");
        refused(
                Name.QuotaExceeded,
                "takes 1 more",
                () -> space.move(ANN, path("/home/ann/e"), path("/team/gaia/c"), true));
        write(ANN, "/home/ann/e", "ab");
        space.move(ANN, path("/home/ann/e"), path("/team/gaia/c"), true);
        assertEquals(new Size(2002, 4), used(TEAM));
        exact();
    }

    /** Does something when all that is to be moved has been counted. */
    record Meanwhile(Executable work) implements Progress {
        @Override
        public void nodes(long count) {}

        @Override
        public void bytes(long count) {}

        @Override
        public void requireWanted() {}

        @Override
        public void arriving(Identity node, NodePath path) {
            try {
                work.execute();
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    void whatComesIntoAFolderThatIsBeingMovedIsChargedWhereItGoes() throws Exception {
        folder("/home/ann/d");
        write(ANN, "/home/ann/d/a", "abc");
        Progress late = new Meanwhile(() -> write(ANN, "/home/ann/d/late", KILOBYTE));
        limit(TEAM, 500, 10);
        refused(
                Name.QuotaExceeded,
                "team gaia",
                () -> space.move(ANN, path("/home/ann/d"), path("/team/gaia/d"), false, late));
        assertEquals(List.of("a", "late"), names(ANN, "/home/ann/d"));
        exact();
        limit(TEAM, 2010, 10);
        Progress later = new Meanwhile(() -> write(ANN, "/home/ann/d/later", KILOBYTE));
        space.move(ANN, path("/home/ann/d"), path("/team/gaia/d"), false, later);
        assertEquals(new Size(2003, 4), used(TEAM));
        // Until it is certain, both are charged.
        assertEquals(new Size(1000, 1), used(USER));
        space.census().doubtful();
        assertEquals(Size.NONE, used(USER));
        exact();
    }

    @Test
    void whatProgramsWroteIsFoundByTheCensus() throws Exception {
        write(ANN, "/home/ann/a", "abc");
        Path home = file("/home/ann");
        Files.writeString(home.resolve("data"), KILOBYTE);
        Files.createLink(home.resolve("again"), home.resolve("data"));
        Path deep = home;
        for (int i = 0; i < 300; i++) {
            deep = Files.createDirectory(deep.resolve("d"));
        }
        Files.writeString(deep.resolve("line\nfeed"), KILOBYTE);
        Path outside = Files.createDirectory(folder.resolve("outside"));
        Files.write(outside.resolve("large"), new byte[100_000]);
        Files.createSymbolicLink(home.resolve("out"), outside);
        assertEquals(new Size(3, 1), used(USER));

        assertTrue(space.census().of(USER));

        assertEquals(new Size(2003, 304), used(USER));
        exact();
        // A file with another name is not gone with this one.
        space.delete(ANN, path("/home/ann/again"));
        space.bin().purgeAll(ANN);
        assertEquals(new Size(2003, 304), used(USER));
        exact();
        Files.delete(home.resolve("data"));
        space.census().of(USER);
        assertEquals(new Size(1003, 303), used(USER));
    }

    @Test
    void aRefusalHasTheFilesCountedAnewIfThatWasNotJustNow() throws Exception {
        limit(USER, 1000, Long.MAX_VALUE);
        write(ANN, "/home/ann/a", KILOBYTE);
        refused(Name.QuotaExceeded, "user ann", () -> write(ANN, "/home/ann/b", "b"));
        assertEquals(Set.of(), rooms.doubtful());
        rooms = new Rooms(store(), () -> Instant.now().plusSeconds(3600));
        assertEquals(1000, rooms.of(path("/home/ann/b")).orElseThrow().used().bytes());
        assertEquals("QuotaExceeded", rooms.refusal(USER, Size.ofFile(1)).name().toString());
        assertEquals(Set.of(USER), rooms.doubtful());
        assertEquals(Set.of(), rooms.doubtful());
    }

    @Test
    void whatAKilledGatewayHeldCountsUntilTheCensus() throws Exception {
        limit(USER, 3000, Long.MAX_VALUE);
        write(ANN, "/home/ann/a", KILOBYTE);
        // Killed while it wrote: one file had its place and was not noted yet, another had none.
        store().hold(USER, new Size(1500, 2));
        Files.writeString(file("/home/ann/b"), "x".repeat(500));

        begin(clock());

        assertEquals(new Size(2500, 3), used(USER));
        refused(Name.QuotaExceeded, "2500 of 3000 bytes", () -> write(ANN, "/home/ann/c", KILOBYTE));
        space.census().all();
        assertEquals(new Size(1500, 2), used(USER));
        write(ANN, "/home/ann/c", KILOBYTE);
        exact();
    }

    @Test
    void aCensusMayRunWhileEverythingChanges() throws Exception {
        folder("/home/ann/d");
        AtomicBoolean over = new AtomicBoolean();
        List<Callable<Integer>> work = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            String own = "/home/ann/d/" + i;
            work.add(() -> {
                for (int round = 0; round < 25; round++) {
                    write(ANN, own, "x".repeat(100 + round));
                    space.copy(ANN, path(own), path(own + "copy"), true, Progress.NONE);
                    space.move(ANN, path(own + "copy"), path("/team/gaia" + own.substring(11)), true);
                    space.delete(ANN, path(own));
                    folder(own + "f" + round);
                    space.move(ANN, path(own + "f" + round), path("/home/ann/f" + own.substring(12) + round), false);
                }
                over.set(true);
                return 0;
            });
        }
        work.add(() -> {
            int counted = 0;
            while (!over.get()) {
                counted += space.census().of(USER) ? 1 : 0;
                counted += space.census().of(TEAM) ? 1 : 0;
            }
            return counted;
        });
        int counted = 0;
        for (Future<Integer> each : all(work)) {
            counted += each.get();
        }
        assertTrue(counted > 0);
        // When it was interrupted last it may have noted too much.
        space.census().doubtful();
        exact();
    }

    @Test
    void sizesOfFoldersAndRoomAreShownToWhoeverOwnsThem() throws Exception {
        folder("/home/ann/d");
        folder("/home/ann/d/e");
        write(ANN, "/home/ann/d/e/a", KILOBYTE);
        write(ANN, "/home/ann/d/b", "abc");
        assertFalse(space.get(ANN, path("/home/ann/d")).properties().containsKey(CoreProperties.LENGTH));
        limit(USER, 5000, 100);
        space.census().all();

        List<String> sizes = space.list(ANN, path("/home/ann"), Page.first(10)).children().stream()
                .map(node -> node.properties().get(CoreProperties.LENGTH) + " "
                        + node.properties().get(CoreProperties.FILES))
                .toList();
        assertEquals(List.of("1003 3"), sizes);
        var workspace = space.get(ANN, path("/home/ann")).properties();
        assertEquals("5000", workspace.get(CoreProperties.QUOTA));
        assertEquals("3997", workspace.get(CoreProperties.AVAILABLE_SPACE));
        assertEquals("100", workspace.get(CoreProperties.FILE_QUOTA));
        assertEquals("1003", workspace.get(CoreProperties.USED_BYTES));
        assertEquals("4", workspace.get(CoreProperties.USED_FILES));
        names(ANN, "/pub/ann");
        var seenByOthers = space.get(BOB, path("/pub/ann")).properties();
        assertFalse(seenByOthers.containsKey(CoreProperties.USED_BYTES));
        space.set(ANN, path("/home/ann/d"), saying(CoreProperties.GROUP_READ, "ann~stars"));
        var folderSeenByOthers = space.get(BOB, path("/home/ann/d")).properties();
        assertFalse(folderSeenByOthers.containsKey(CoreProperties.LENGTH));
        assertFalse(folderSeenByOthers.containsKey(CoreProperties.FILES));
        space.list(BOB, path("/home/ann/d"), Page.first(10))
                .children()
                .forEach(node -> assertEquals(
                        node.type() == NodeType.DataNode, node.properties().containsKey(CoreProperties.LENGTH)));
        // Clients send back what they were told, and others write meanwhile.
        write(ANN, "/home/ann/d/c", "abc");
        space.set(
                ANN,
                path("/home/ann"),
                new NodeTemplate(
                        Optional.empty(),
                        workspace.entrySet().stream()
                                .collect(Collectors.toMap(Map.Entry::getKey, each -> Optional.of(each.getValue()))),
                        Optional.empty()));
    }
}
