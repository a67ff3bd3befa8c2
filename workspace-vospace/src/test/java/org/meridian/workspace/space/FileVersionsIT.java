// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.CoreProperties;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.NodeTemplate;
import org.meridian.workspace.node.NodeType;
import org.meridian.workspace.node.Size;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.rights.Account;
import org.meridian.workspace.rights.Account.Kind;
import org.meridian.workspace.space.Versions.Seen;
import org.meridian.workspace.storage.Directory.Existing;
import org.meridian.workspace.storage.Draft;
import org.meridian.workspace.storage.FileState.Identity;
import org.meridian.workspace.storage.Walk;
import org.meridian.workspace.store.TrashStore.Item;
import org.meridian.workspace.store.VersionStore.Version;

@Timeout(120)
class FileVersionsIT extends SpaceTesting {

    private static final Account ACCOUNT = new Account(Kind.USER, "ann");
    private static final NodePath A = path("/home/ann/a");
    private int most = 3;

    @Override
    int versions() {
        return most;
    }

    @BeforeEach
    void count() throws IOException {
        space.list(ANN, path("/"), Page.first(1));
        assertTrue(space.census().of(ACCOUNT));
    }

    /** The database is that of the next test, too. */
    @AfterEach
    void empty() throws IOException {
        space.bin().purgeOlderThan(Duration.ZERO, Duration.ZERO);
        assertEquals(0, inTheTrash());
        store().limitBytes(ACCOUNT, Optional.empty());
    }

    private long inTheTrash() throws IOException {
        try (Stream<Path> entries = Files.list(folder.resolve("trash"))) {
            return entries.count();
        }
    }

    private List<String> texts(Subject who, NodePath path) throws IOException {
        List<String> all = new ArrayList<>();
        for (Seen each : space.versions().list(who, path)) {
            try (Bytes.Readable file = space.versions().read(who, path, each.number())) {
                all.add(new String(
                        Channels.newInputStream(file.file().channel()).readAllBytes(), UTF_8));
                assertEquals(each.tag(), file.tag());
            }
        }
        return all;
    }

    private long number(NodePath path, String text) throws IOException {
        int at = texts(ANN, path).indexOf(text);
        assertTrue(at >= 0, text + " is no version of " + path);
        return space.versions().list(ANN, path).get(at).number();
    }

    /** What is noted as used is what a census counts. */
    private Size used() throws IOException {
        Size noted = store().find(ACCOUNT).used();
        assertTrue(space.census().of(ACCOUNT));
        assertEquals(store().find(ACCOUNT).used(), noted);
        return noted;
    }

    @Test
    void whatIsWrittenOverCanBeHadBack() throws Exception {
        Bytes.Written first = write(ANN, "/home/ann/a", "first");
        write(ANN, "/home/ann/a", "second");
        write(ANN, "/home/ann/a", "third");

        assertEquals(List.of("second", "first"), texts(ANN, A));
        assertEquals(first.tag(), space.versions().list(ANN, A).getLast().tag());
        assertEquals(new Size(16, 3), used());

        String tag = space.versions().restore(ANN, A, number(A, "first"));

        assertEquals(first.tag(), tag);
        assertEquals("first", read(ANN, "/home/ann/a"));
        try (Bytes.Readable file = bytes.read(ANN, A)) {
            assertEquals(first.tag(), file.tag());
        }
        assertEquals(List.of("third", "second"), texts(ANN, A));
        assertEquals(new Size(16, 3), used());
        space.versions().restore(ANN, A, number(A, "second"));
        assertEquals(List.of("first", "third"), texts(ANN, A));
        space.versions().remove(ANN, A, number(A, "first"));
        assertEquals(List.of("third"), texts(ANN, A));
        write(ANN, "/home/ann/a", "fourth");
        assertEquals(List.of("second", "third"), texts(ANN, A));
        assertEquals(2, space.versions().removeAll(ANN, A));
        assertEquals(new Size(6, 1), used());
        assertEquals(0, inTheTrash());
    }

    @Test
    void theOldestGoWhereThereAreMoreThanAreKept() throws Exception {
        for (int i = 0; i < 9; i++) {
            write(ANN, "/home/ann/a", "text " + i);
        }
        assertEquals(List.of("text 7", "text 6", "text 5"), texts(ANN, A));
        assertEquals(3, inTheTrash());
        assertEquals(new Size(24, 4), used());
    }

    @Test
    void theSameAgainAndNothingAtAllAreNoVersions() throws Exception {
        space.create(ANN, A, NodeTemplate.of(NodeType.DataNode));
        write(ANN, "/home/ann/a", "text");
        write(ANN, "/home/ann/a", "text");
        assertEquals(List.of(), texts(ANN, A));
        assertEquals(new Size(4, 1), used());
        assertEquals(0, inTheTrash());
    }

    @Test
    void whatWasBeforeStaysSoWhateverComesBetween() throws Exception {
        write(ANN, "/home/ann/a", "first");
        write(ANN, "/home/ann/a", "second");
        write(ANN, "/home/ann/a", "second");
        assertEquals(List.of("first"), texts(ANN, A));
        write(ANN, "/home/ann/a", "");
        assertEquals(List.of("second", "first"), texts(ANN, A));
        write(ANN, "/home/ann/a", "third");
        assertEquals(List.of("second", "first"), texts(ANN, A));
        write(ANN, "/home/ann/a", "");
        space.versions().restore(ANN, A, number(A, "second"));
        assertEquals("second", read(ANN, "/home/ann/a"));
        assertEquals(List.of("third", "first"), texts(ANN, A));
        for (int i = 0; i < 5; i++) {
            write(ANN, "/home/ann/a", "text " + i);
            write(ANN, "/home/ann/a", "");
        }
        assertEquals(List.of("text 4", "text 3", "text 2"), texts(ANN, A));
        assertEquals(3, inTheTrash());
        assertEquals(new Size(18, 4), used());
        space.delete(ANN, A);
        space.bin().purgeAll(ANN);
        assertEquals(0, inTheTrash());
    }

    @Test
    void whatIsCopiedOrMovedOverIsAVersion() throws Exception {
        write(ANN, "/home/ann/a", "a1");
        write(ANN, "/home/ann/b", "b1");
        space.copy(ANN, path("/home/ann/b"), A, true, Progress.NONE);
        assertEquals(List.of("a1"), texts(ANN, A));
        write(ANN, "/home/ann/c", "c1");
        write(ANN, "/home/ann/c", "c2");
        space.move(ANN, path("/home/ann/c"), A, true);
        // Who saves by giving another file its name goes on with what both were.
        assertEquals("c2", read(ANN, "/home/ann/a"));
        assertEquals(List.of("b1", "c1", "a1"), texts(ANN, A));
        assertEquals(new Size(10, 5), used());
    }

    @Test
    void versionsGoWhereTheirFileGoes() throws Exception {
        space.create(ANN, path("/home/ann/d"), NodeTemplate.of(NodeType.ContainerNode));
        write(ANN, "/home/ann/d/a", "first");
        write(ANN, "/home/ann/d/a", "second");
        space.move(ANN, path("/home/ann/d/a"), path("/home/ann/d/b"), false);
        space.move(ANN, path("/home/ann/d"), path("/home/ann/e"), false);
        assertEquals(List.of("first"), texts(ANN, path("/home/ann/e/b")));
        write(ANN, "/home/ann/d", "another");
        space.delete(ANN, path("/home/ann/e"));
        Item deleted = space.bin().list(ANN, Long.MAX_VALUE, 10).getFirst();
        assertTrue(space.bin().list(ANN, Long.MAX_VALUE, 10).stream().noneMatch(Item::version));
        space.bin().restore(ANN, deleted.number(), Optional.empty());
        assertEquals(List.of("first"), texts(ANN, path("/home/ann/e/b")));
        // Who empties the trash does not throw away what is there.
        assertEquals(0, space.bin().purgeAll(ANN));
        assertEquals(List.of("first"), texts(ANN, path("/home/ann/e/b")));
        write(ANN, "/home/ann/e/b", "third");
        space.delete(ANN, path("/home/ann/e"));
        assertEquals(1, space.bin().purgeAll(ANN));
        assertEquals(0, inTheTrash());
        assertEquals(new Size(7, 1), used());
    }

    @Test
    void versionsStayInTheirWorkspace() throws Exception {
        write(ANN, "/home/ann/a", "hidden");
        write(ANN, "/home/ann/a", "shown");
        space.move(ANN, A, path("/pub/ann/a"), false);
        assertEquals(List.of(), texts(ANN, path("/pub/ann/a")));
        assertEquals(List.of(), texts(BOB, path("/pub/ann/a")));
        space.move(ANN, path("/pub/ann/a"), path("/home/ann/b"), false);
        assertEquals(List.of("hidden"), texts(ANN, path("/home/ann/b")));
        space.move(ANN, path("/home/ann/b"), path("/pub/ann/a"), false);
        space.delete(ANN, path("/pub/ann/a"));
        space.bin()
                .purge(ANN, space.bin().list(ANN, Long.MAX_VALUE, 1).getFirst().number());
        // It is no concern of those who purge elsewhere.
        assertEquals(1, space.bin().listVersions(ANN, Long.MAX_VALUE, 10).size());
    }

    @Test
    void whatAProgramRemovedCanBeHadFromTheTrash() throws Exception {
        write(ANN, "/home/ann/a", "first");
        write(ANN, "/home/ann/a", "second");
        Files.delete(file("/home/ann/a"));
        Item item = space.bin().listVersions(ANN, Long.MAX_VALUE, 10).getFirst();
        assertEquals(A, item.path());
        assertEquals(List.of(), space.bin().listVersions(BOB, Long.MAX_VALUE, 10));
        refused(Name.NodeNotFound, "not for you", () -> space.bin().restore(BOB, item.number(), Optional.empty()));
        refused(Name.NodeNotFound, "not for you", () -> space.bin().purge(BOB, item.number()));
        space.bin().restore(ANN, item.number(), Optional.empty());
        assertEquals("first", read(ANN, "/home/ann/a"));
        assertEquals(List.of(), texts(ANN, A));
    }

    @Test
    void whoeverReadsTheFileLaterDoesNotSeeWhatItWasBefore() throws Exception {
        space.create(ANN, path("/home/ann/d"), NodeTemplate.of(NodeType.ContainerNode));
        write(ANN, "/home/ann/d/a", "secret");
        write(ANN, "/home/ann/d/a", "to be shown");
        NodePath a = path("/home/ann/d/a");
        long secret = number(a, "secret");
        refused(Name.PermissionDenied, "not for you", () -> texts(BOB, a));
        space.set(ANN, path("/home/ann/d"), saying(CoreProperties.GROUP_WRITE, "ann~stars"));
        assertEquals(List.of(), texts(BOB, a));
        refused(
                Name.NodeNotFound,
                "no version " + secret,
                () -> space.versions().read(BOB, a, secret));
        refused(Name.NodeNotFound, "no version", () -> space.versions().restore(BOB, a, secret));
        refused(Name.NodeNotFound, "no version", () -> space.versions().remove(BOB, a, secret));
        assertEquals(0, space.versions().removeAll(BOB, a));
        write(BOB, "/home/ann/d/a", "by bob");
        assertEquals(List.of("to be shown"), texts(BOB, a));
        assertEquals(List.of("to be shown", "secret"), texts(ANN, a));
        assertEquals(
                Optional.of("bob"), space.versions().list(ANN, a).getFirst().by());
        space.versions().restore(BOB, a, number(a, "to be shown"));
        assertEquals("to be shown", read(ANN, "/home/ann/d/a"));
        // Who may read alone changes nothing.
        space.set(ANN, path("/home/ann/d"), saying(CoreProperties.GROUP_WRITE, "nobody"));
        space.set(ANN, path("/home/ann/d"), saying(CoreProperties.GROUP_READ, "ann~stars"));
        assertEquals(List.of("by bob"), texts(BOB, a));
        long last = number(a, "by bob");
        refused(Name.PermissionDenied, "changing", () -> space.versions().restore(BOB, a, last));
        refused(Name.PermissionDenied, "changing", () -> space.versions().remove(BOB, a, last));
        refused(Name.PermissionDenied, "changing", () -> space.versions().removeAll(BOB, a));
        refused(Name.PermissionDenied, "not for you", () -> texts(Subject.ANONYMOUS, a));
    }

    @Test
    void aVersionThatComesBackHasTheRightsOfThePlace() throws Exception {
        write(ANN, "/pub/ann/a", "shown");
        NodePath a = path("/pub/ann/a");
        write(ANN, "/pub/ann/a", "hidden");
        assertEquals(List.of("shown"), texts(BOB, a));
        space.set(ANN, a, saying(CoreProperties.PUBLIC_READ, "false"));
        space.versions().restore(ANN, a, number(a, "shown"));
        refused(Name.PermissionDenied, "not for you", () -> read(BOB, "/pub/ann/a"));
        space.delete(ANN, a);
    }

    @Test
    void versionsTakeRoom() throws Exception {
        store().limitBytes(ACCOUNT, Optional.of(10L));
        write(ANN, "/home/ann/a", "12345");
        write(ANN, "/home/ann/a", "67890");
        refused(Name.QuotaExceeded, "versions of files", () -> write(ANN, "/home/ann/a", "abcde"));
        assertEquals("67890", read(ANN, "/home/ann/a"));
        assertEquals(List.of("12345"), texts(ANN, A));
        write(ANN, "/home/ann/b", "");
        refused(Name.QuotaExceeded, "", () -> space.copy(ANN, A, path("/home/ann/b"), true, Progress.NONE));
        space.versions().restore(ANN, A, number(A, "12345"));
        assertEquals(1, space.versions().removeAll(ANN, A));
        write(ANN, "/home/ann/a", "abcde");
        assertEquals(new Size(10, 3), used());
        assertEquals(1, space.bin().purgeVersions(ANN));
        assertEquals(new Size(5, 2), used());
    }

    @Test
    void whereNoMoreAreKeptThoseThatAreThereCanStillBeHad() throws Exception {
        write(ANN, "/home/ann/a", "first");
        write(ANN, "/home/ann/a", "second");
        most = 0;
        begin(clock());
        space.versions().restore(ANN, A, number(A, "first"));
        assertEquals(List.of("second"), texts(ANN, A));
        write(ANN, "/home/ann/a", "third");
        assertEquals(new Size(11, 2), used());
        assertEquals(0, space.bin().purgeOlderThan(Duration.ZERO, Duration.ofHours(1)));
        assertEquals(1, space.bin().purgeOlderThan(Duration.ofHours(1), Duration.ZERO));
    }

    @Test
    void aFileWithOtherNamesIsLeftWithThem() throws Exception {
        write(ANN, "/home/ann/a", "first");
        Files.createLink(file("/home/ann/b"), file("/home/ann/a"));
        write(ANN, "/home/ann/a", "second");
        assertEquals("first", read(ANN, "/home/ann/b"));
        assertEquals(List.of("first"), texts(ANN, A));
        space.versions().recover();
        assertEquals(List.of("first"), texts(ANN, A));
        space.set(ANN, path("/home/ann/b"), saying(CoreProperties.PUBLIC_READ, "true"));
        space.versions().restore(ANN, A, number(A, "first"));
        assertEquals("first", read(ANN, "/home/ann/a"));
        assertFalse(Files.isSameFile(file("/home/ann/a"), file("/home/ann/b")));
        assertEquals(List.of("second", "first"), texts(ANN, A));
    }

    private Identity identity(NodePath path) throws IOException {
        try (Walk walk = tree.walk(path)) {
            return walk.found().orElseThrow().identity();
        }
    }

    /** As far as a gateway comes that is killed before a file has the place of another. */
    private long kept(Identity next) throws IOException {
        Item item = new Item(0, A, ANN.name(), Instant.EPOCH, true);
        long number = parts.trash().versions().add(new Version(item, identity(A), next, false, Set.of()));
        try (Walk walk = tree.walk(A)) {
            tree.keep(walk.directory(), A.name(), number);
        }
        return number;
    }

    @Test
    void whatWasAboutToBeReplacedWhenAGatewayWasKilledIsInItsPlaceAlone() throws Exception {
        write(ANN, "/home/ann/a", "first");
        write(ANN, "/home/ann/a", "second");
        kept(new Identity(1, 1));
        // Another that was killed before that.
        Item item = new Item(0, A, ANN.name(), Instant.EPOCH, true);
        parts.trash().versions().add(new Version(item, identity(A), new Identity(1, 1), false, Set.of()));
        begin(clock());
        space.versions().recover();

        assertEquals("second", read(ANN, "/home/ann/a"));
        assertEquals(List.of("first"), texts(ANN, A));
        assertEquals(1, inTheTrash());
        assertEquals(1, parts.trash().versions().all(0, 10).size());
        assertEquals(1, Files.getAttribute(file("/home/ann/a"), "unix:nlink"));
    }

    @Test
    void whatWasReplacedWhenAGatewayWasKilledIsAVersion() throws Exception {
        write(ANN, "/home/ann/a", "first");
        write(ANN, "/home/ann/a", "second");
        try (Draft draft = tree.staging().draft();
                Walk walk = tree.walk(A)) {
            draft.write(ByteBuffer.wrap("third".getBytes(UTF_8)));
            kept(draft.sync().identity());
            draft.publish(walk.directory(), A.name(), Existing.REPLACE);
        }
        begin(clock());
        space.versions().recover();

        assertEquals("third", read(ANN, "/home/ann/a"));
        assertEquals(List.of("second", "first"), texts(ANN, A));
        assertEquals(2, inTheTrash());
    }

    @Test
    void aVersionThatWasComingBackWhenAGatewayWasKilledIsThereOrAVersion() throws Exception {
        write(ANN, "/home/ann/a", "first");
        write(ANN, "/home/ann/a", "second");
        write(ANN, "/home/ann/a", "third");
        Version version = parts.trash().versions().of(identity(A)).getFirst();
        kept(version.file());
        space.versions().recover();
        assertEquals(List.of("second", "first"), texts(ANN, A));

        kept(version.file());
        try (Walk walk = tree.walk(A)) {
            tree.restore(version.item().number(), walk.directory(), A.name(), Existing.REPLACE);
        }
        assertEquals("second", read(ANN, "/home/ann/a"));
        assertEquals(List.of("third", "first"), texts(ANN, A));
        space.versions().recover();
        assertEquals(List.of("third", "first"), texts(ANN, A));
        assertEquals(2, inTheTrash());
        assertEquals(2, parts.trash().versions().all(0, 10).size());
    }

    @Test
    void manyWhoWriteAndBringBackLeaveNothingStray() throws Exception {
        write(ANN, "/home/ann/a", "text");
        List<Callable<Void>> all = IntStream.range(0, 120)
                .<Callable<Void>>mapToObj(i -> () -> {
                    List<Seen> there = space.versions().list(ANN, A);
                    if (i % 3 == 0 && !there.isEmpty()) {
                        try {
                            space.versions().restore(ANN, A, there.getLast().number());
                        } catch (org.meridian.workspace.node.VospaceFault gone) {
                            assertEquals(Name.NodeNotFound, gone.name());
                        }
                    } else {
                        write(ANN, "/home/ann/a", "text " + i);
                    }
                    return null;
                })
                .toList();
        try (ExecutorService workers = Executors.newFixedThreadPool(8)) {
            for (var each : workers.invokeAll(all)) {
                each.get();
            }
        }
        assertEquals(3, texts(ANN, A).size());
        assertEquals(3, inTheTrash());
        assertEquals(3, parts.trash().versions().all(0, 10).size());
        assertEquals(4, used().files());
    }
}
