// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridian.core.auth.Subject;
import org.meridian.core.db.Statements;
import org.meridian.workspace.node.CoreProperties;
import org.meridian.workspace.node.Node;
import org.meridian.workspace.node.NodeTemplate;
import org.meridian.workspace.node.NodeType;
import org.meridian.workspace.node.VospaceFault.Name;

@Timeout(120)
class MovesAndCopiesIT extends SpaceTesting {

    private boolean move(Subject who, String from, String to) throws IOException {
        return space.move(who, path(from), path(to), false);
    }

    private boolean copy(Subject who, String from, String to) throws IOException {
        return space.copy(who, path(from), path(to), false, Progress.NONE);
    }

    private void folder(String path) throws IOException {
        space.create(ANN, path(path), NodeTemplate.of(NodeType.ContainerNode));
    }

    private void link(String path, String target) throws IOException {
        space.create(ANN, path(path), new NodeTemplate(Optional.of(NodeType.LinkNode), Map.of(), Optional.of(target)));
    }

    private Map<String, String> said(String path) throws IOException {
        return space.get(ANN, path(path)).properties();
    }

    private long entriesBeside(String folderName) throws IOException {
        try (Stream<Path> entries = Files.list(folder.resolve(folderName))) {
            return entries.count();
        }
    }

    @Test
    void movesAFileWithWhatIsSaidOfIt() throws Exception {
        write(ANN, "/home/ann/a.txt", "abc");
        space.set(ANN, path("/home/ann/a.txt"), saying(TITLE, "A title"));
        space.set(ANN, path("/home/ann/a.txt"), saying(CoreProperties.GROUP_READ, "gaia"));
        folder("/home/ann/d");
        String md5 = said("/home/ann/a.txt").get(CoreProperties.MD5);

        assertTrue(move(ANN, "/home/ann/a.txt", "/home/ann/d/b.txt"));

        assertEquals("abc", read(ANN, "/home/ann/d/b.txt"));
        assertEquals("A title", said("/home/ann/d/b.txt").get(TITLE));
        assertEquals("gaia", said("/home/ann/d/b.txt").get(CoreProperties.GROUP_READ));
        assertEquals(md5, said("/home/ann/d/b.txt").get(CoreProperties.MD5));
        refused(Name.NodeNotFound, "there is no", () -> read(ANN, "/home/ann/a.txt"));
    }

    @Test
    void movesAContainerWithItsLinks() throws Exception {
        folder("/home/ann/d");
        write(ANN, "/home/ann/d/a.txt", "abc");
        link("/home/ann/d/link", "vos://example.org~vospace/home/ann/elsewhere");
        link("/home/ann/alone", "http://example.org/");

        assertTrue(move(ANN, "/home/ann/d", "/home/ann/e"));
        assertTrue(move(ANN, "/home/ann/alone", "/home/ann/e/moved"));

        assertEquals(List.of("a.txt", "link", "moved"), names(ANN, "/home/ann/e"));
        assertEquals(
                Optional.of("http://example.org/"),
                space.get(ANN, path("/home/ann/e/moved")).target());
        assertEquals(List.of("e"), names(ANN, "/home/ann"));
    }

    @Test
    void doesNotPutOneNodeOverAnotherUnlessAsked() throws Exception {
        write(ANN, "/home/ann/a", "abc");
        write(ANN, "/home/ann/b", "def");
        folder("/home/ann/d");
        write(ANN, "/home/ann/d/kept", "ghi");

        refused(Name.DuplicateNode, "there is a node /home/ann/b", () -> move(ANN, "/home/ann/a", "/home/ann/b"));
        refused(Name.DuplicateNode, "there is a node /home/ann/d", () -> copy(ANN, "/home/ann/a", "/home/ann/d"));
        assertFalse(space.move(ANN, path("/home/ann/a"), path("/home/ann/b"), true));
        assertEquals("abc", read(ANN, "/home/ann/b"));
        assertFalse(space.copy(ANN, path("/home/ann/b"), path("/home/ann/d"), true, Progress.NONE));
        assertEquals("abc", read(ANN, "/home/ann/d"));
        // What was in its place can be had again.
        assertEquals(1, entriesBeside("trash"));
    }

    @Test
    void neverMovesOrCopiesIntoItself() throws Exception {
        folder("/home/ann/d");
        folder("/home/ann/d/e");

        for (boolean overwrite : List.of(false, true)) {
            refused(
                    Name.InvalidArgument,
                    "cannot go into itself",
                    () -> space.move(ANN, path("/home/ann/d"), path("/home/ann/d/e/f"), overwrite));
            refused(
                    Name.InvalidArgument,
                    "cannot go into itself",
                    () -> space.copy(ANN, path("/home/ann/d"), path("/home/ann/d/e/f"), overwrite, Progress.NONE));
            refused(
                    Name.DuplicateNode,
                    "which /home/ann/d/e is in",
                    () -> space.move(ANN, path("/home/ann/d/e"), path("/home/ann/d"), overwrite));
        }
    }

    @Test
    void writersDoNotTakeNodesOutOfTheirOwnersWorkspace() throws Exception {
        folder("/home/ann/shared");
        space.set(ANN, path("/home/ann/shared"), saying(CoreProperties.GROUP_WRITE, "ann~stars"));
        folder("/home/ann/shared/d");
        write(ANN, "/home/ann/shared/d/secret", "not for bob");
        space.set(ANN, path("/home/ann/shared/d/secret"), saying(CoreProperties.GROUP_WRITE, "nobody"));

        refused(
                Name.PermissionDenied,
                "is up to its owner; copy it instead",
                () -> move(BOB, "/home/ann/shared/d", "/home/bob/d"));
        refused(
                Name.PermissionDenied,
                "has nodes that are not for you",
                () -> copy(BOB, "/home/ann/shared/d", "/home/bob/d"));
        assertTrue(move(BOB, "/home/ann/shared/d", "/home/ann/shared/e"));
        refused(Name.PermissionDenied, "not for you", () -> read(BOB, "/home/ann/shared/e/secret"));
        refused(Name.PermissionDenied, "not to be moved", () -> move(ANN, "/home/ann", "/pub/ann/home"));
        refused(Name.PermissionDenied, "needs", () -> move(ANN, "/home/ann/shared", "/home/shared"));
    }

    @Test
    void copiesATreeWithLinksAndProperties() throws Exception {
        folder("/home/ann/d");
        folder("/home/ann/d/e");
        space.set(ANN, path("/home/ann/d"), saying(TITLE, "The whole"));
        space.set(ANN, path("/home/ann/d"), saying(CoreProperties.GROUP_READ, "gaia"));
        write(ANN, "/home/ann/d/e/a.txt", "abc");
        space.set(ANN, path("/home/ann/d/e/a.txt"), saying(TITLE, "A title"));
        space.set(ANN, path("/home/ann/d/e/a.txt"), saying(CoreProperties.TYPE, "text/x-abc"));
        link("/home/ann/d/e/link", "http://example.org/");
        Files.createSymbolicLink(file("/home/ann/d/e/symbolic"), Path.of("a.txt"));
        AtomicLong counted = new AtomicLong();
        Progress progress = new Progress() {
            @Override
            public void nodes(long count) {
                counted.addAndGet(count);
            }

            @Override
            public void bytes(long count) {
                counted.addAndGet(100 * count);
            }

            @Override
            public void requireWanted() {}
        };

        assertTrue(space.copy(ANN, path("/home/ann/d"), path("/home/ann/f"), false, progress));

        assertEquals(304, counted.get());
        assertEquals("The whole", said("/home/ann/f").get(TITLE));
        assertFalse(said("/home/ann/f").containsKey(CoreProperties.GROUP_READ));
        assertEquals(List.of("a.txt", "link", "symbolic"), names(ANN, "/home/ann/f/e"));
        Node file = space.get(ANN, path("/home/ann/f/e/a.txt"));
        assertEquals("A title", file.properties().get(TITLE));
        assertEquals("text/x-abc", file.properties().get(CoreProperties.TYPE));
        assertEquals("900150983cd24fb0d6963f7d28e17f72", file.properties().get(CoreProperties.MD5));
        assertEquals("abc", read(ANN, "/home/ann/f/e/a.txt"));
        assertEquals(Path.of("a.txt"), Files.readSymbolicLink(file("/home/ann/f/e/symbolic")));
        assertEquals(0, entriesBeside("staging"));
    }

    @Test
    void aCopyThatIsStoppedLeavesNothing() throws Exception {
        folder("/home/ann/d");
        folder("/home/ann/d/e");
        write(ANN, "/home/ann/d/e/a.txt", "abc");
        Progress stopped = new Progress() {
            @Override
            public void nodes(long count) {}

            @Override
            public void bytes(long count) {}

            @Override
            public void requireWanted() throws StoppedException {
                throw new StoppedException();
            }
        };

        assertThrows(
                Progress.StoppedException.class,
                () -> space.copy(ANN, path("/home/ann/d"), path("/home/ann/f"), false, stopped));
        assertEquals(List.of("d"), names(ANN, "/home/ann"));
        assertEquals(0, entriesBeside("staging"));
    }

    @Test
    void doesNotCopyAFileThatIsNotWhatItWas() throws Exception {
        write(ANN, "/home/ann/a.txt", "abc");
        // Bytes change without any date: the disk fails.
        Path file = file("/home/ann/a.txt");
        new Statements(database.database().owner())
                .update(
                        "UPDATE meridian.node SET md5 = decode(repeat('00', 16), 'hex') WHERE md5 IS NOT NULL",
                        List.of());

        refused(Name.InvalidData, "are not those that were written", () -> copy(ANN, "/home/ann/a.txt", "/home/ann/b"));
        assertTrue(Files.exists(file));
        assertEquals(List.of("a.txt"), names(ANN, "/home/ann"));
    }

    @Test
    void noMoveGivesWhatIsHiddenOtherReaders() throws Exception {
        folder("/home/ann/project");
        folder("/home/ann/project/p");
        folder("/home/ann/project/q");
        folder("/home/ann/drop");
        for (String shared : List.of("/home/ann/project", "/home/ann/drop")) {
            space.set(ANN, path(shared), saying(CoreProperties.GROUP_WRITE, "ann~stars"));
        }
        space.set(ANN, path("/home/ann/drop"), saying(CoreProperties.PUBLIC_READ, "true"));
        write(ANN, "/home/ann/project/p/secret", "hidden");
        space.set(ANN, path("/home/ann/project/p/secret"), saying(CoreProperties.GROUP_WRITE, "nobody"));

        refused(
                Name.PermissionDenied,
                "would have other readers or writers in /home/ann/drop",
                () -> move(BOB, "/home/ann/project/p", "/home/ann/drop/p"));
        assertTrue(move(BOB, "/home/ann/project/p", "/home/ann/project/q/p"));
        refused(Name.PermissionDenied, "not for you", () -> read(BOB, "/home/ann/project/q/p/secret"));
        assertTrue(move(ANN, "/home/ann/project/q/p", "/home/ann/drop/p"));
    }

    @Test
    void whoSavesUnderAnotherNameFirstKeepsWhoReadsTheFile() throws Exception {
        write(ANN, "/pub/ann/draft.txt", "first");
        space.set(ANN, path("/pub/ann/draft.txt"), saying(CoreProperties.PUBLIC_READ, "false"));
        write(ANN, "/pub/ann/.draft.txt.tmp", "second");

        space.move(ANN, path("/pub/ann/.draft.txt.tmp"), path("/pub/ann/draft.txt"), true);

        assertEquals("second", read(ANN, "/pub/ann/draft.txt"));
        refused(Name.PermissionDenied, "not for you", () -> read(BOB, "/pub/ann/draft.txt"));
        assertEquals(
                "a9f0e61a137d86aa9db53465e0801612", said("/pub/ann/draft.txt").get(CoreProperties.MD5));
    }
}
