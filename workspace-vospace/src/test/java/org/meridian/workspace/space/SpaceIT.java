// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridian.core.auth.Subject;
import org.meridian.core.db.Statements;
import org.meridian.workspace.node.CoreProperties;
import org.meridian.workspace.node.Node;
import org.meridian.workspace.node.NodeTemplate;
import org.meridian.workspace.node.NodeType;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.space.Bytes.Sent;
import org.meridian.workspace.storage.FileState.Identity;
import org.meridian.workspace.store.NodeStore.Settled;

@Timeout(120)
class SpaceIT extends SpaceTesting {

    @Test
    void everybodyFindsHisOwnWorkspaces() throws Exception {
        assertEquals(NodeType.ContainerNode, space.get(ANN, path("/home/ann")).type());
        assertEquals(List.of("home", "pub", "team"), names(ANN, "/"));
        assertEquals(List.of("ann"), names(ANN, "/home"));
        assertEquals(List.of("bob"), names(BOB, "/home"));
        assertEquals(List.of("gaia"), names(ANN, "/team"));
        assertEquals(List.of(), names(Subject.ANONYMOUS, "/home"));
        refused(Name.PermissionDenied, "not for you", () -> space.get(BOB, path("/home/ann")));
        refused(Name.PermissionDenied, "not for you", () -> space.get(BOB, path("/home/ann/not/there")));
        refused(Name.NodeNotFound, "no /home/eve", () -> space.get(BOB, path("/home/eve")));
    }

    @Test
    void makesNodesOfEachType() throws Exception {
        Node container = space.create(ANN, path("/home/ann/data"), NodeTemplate.of(NodeType.ContainerNode));
        assertEquals(NodeType.ContainerNode, container.type());
        assertEquals("ann", container.properties().get(CoreProperties.CREATOR));
        Node data = space.create(
                ANN,
                path("/home/ann/data/a b.fits"),
                new NodeTemplate(Optional.empty(), Map.of(TITLE, Optional.of("Ein Stern é")), Optional.empty()));
        assertEquals(NodeType.DataNode, data.type());
        assertEquals("Ein Stern é", data.properties().get(TITLE));
        assertEquals("0", data.properties().get(CoreProperties.LENGTH));
        Node link = space.create(
                ANN,
                path("/home/ann/data/l"),
                new NodeTemplate(
                        Optional.of(NodeType.LinkNode),
                        Map.of(TITLE, Optional.of("of a link")),
                        Optional.of("vos://example.org~vospace/pub")));
        assertEquals(Optional.of("vos://example.org~vospace/pub"), link.target());
        assertEquals("of a link", link.properties().get(TITLE));
        assertEquals(List.of("a b.fits", "l"), names(ANN, "/home/ann/data"));
        assertTrue(Files.isRegularFile(file("/home/ann/data/a b.fits")));
        assertFalse(Files.exists(file("/home/ann/data/l")));
    }

    @Test
    void refusesAsTheStandardSays() throws Exception {
        NodeTemplate file = NodeTemplate.of(NodeType.DataNode);
        space.create(ANN, path("/home/ann/f"), file);
        space.create(
                ANN,
                path("/home/ann/l"),
                new NodeTemplate(
                        Optional.of(NodeType.LinkNode), Map.of(), Optional.of("vos://example.org~vospace/pub")));
        Files.createSymbolicLink(file("/home/ann/s"), Path.of("/team/gaia"));
        refused(Name.DuplicateNode, "/home/ann/f", () -> space.create(ANN, path("/home/ann/f"), file));
        refused(Name.DuplicateNode, "/home/ann/l", () -> space.create(ANN, path("/home/ann/l"), file));
        refused(Name.DuplicateNode, "/home/ann/s", () -> space.create(ANN, path("/home/ann/s"), file));
        refused(Name.ContainerNotFound, "no /home/ann/x", () -> space.create(ANN, path("/home/ann/x/y/z"), file));
        refused(Name.ContainerNotFound, "is a file", () -> space.create(ANN, path("/home/ann/f/y"), file));
        refused(Name.LinkFound, "/home/ann/l", () -> space.create(ANN, path("/home/ann/l/y"), file));
        refused(Name.LinkFound, "/home/ann/s", () -> space.create(ANN, path("/home/ann/s/y"), file));
        refused(Name.LinkFound, "/home/ann/s", () -> read(ANN, "/home/ann/s"));
        refused(Name.NodeNotFound, "no /home/ann/x", () -> space.get(ANN, path("/home/ann/x/y")));
        refused(Name.PermissionDenied, "not for you", () -> space.create(BOB, path("/home/ann/g"), file));
        refused(Name.PermissionDenied, "administrator", () -> space.create(ANN, path("/home/x"), file));
        refused(
                Name.PermissionDenied,
                "read-only",
                () -> space.set(ANN, path("/home/ann/f"), saying(CoreProperties.LENGTH, "7")));
        refused(
                Name.InvalidArgument,
                "true or false",
                () -> space.set(ANN, path("/home/ann/f"), saying(CoreProperties.IS_PUBLIC, "maybe")));
        refused(
                Name.InvalidArgument,
                "3000 bytes",
                () -> space.set(ANN, path("/home/ann/f"), saying(TITLE, "x".repeat(100_000))));
        assertEquals(
                Optional.of("vos://example.org~vospace/team/gaia"),
                space.get(ANN, path("/home/ann/s")).target());
    }

    @Test
    void writesAndReadsBytes() throws Exception {
        Bytes.Written first = write(ANN, "/home/ann/a.txt", "first");
        assertTrue(first.created());
        Bytes.Written second = write(ANN, "/home/ann/a.txt", "second");
        assertFalse(second.created());
        assertFalse(first.tag().equals(second.tag()));
        assertEquals("second", read(ANN, "/home/ann/a.txt"));
        Node node = space.get(ANN, path("/home/ann/a.txt"));
        assertEquals(second.checksums().md5Hex(), node.properties().get(CoreProperties.MD5));
        // Saying something of it leaves its bytes as they are.
        space.set(ANN, path("/home/ann/a.txt"), saying(TITLE, "t"));
        assertEquals(
                second.checksums().md5Hex(),
                space.get(ANN, path("/home/ann/a.txt")).properties().get(CoreProperties.MD5));
        // Nor do other bytes change what is said of it (RFC 4918, section 9.7.1).
        write(ANN, "/home/ann/a.txt", "SECOND");
        assertEquals("t", space.get(ANN, path("/home/ann/a.txt")).properties().get(TITLE));
        // A program in a datalab changes it: what was known of its bytes is not said any more.
        Files.writeString(file("/home/ann/a.txt"), "third");
        assertFalse(space.get(ANN, path("/home/ann/a.txt")).properties().containsKey(CoreProperties.MD5));
        assertEquals("t", space.get(ANN, path("/home/ann/a.txt")).properties().get(TITLE));
    }

    @Test
    void keepsTheOldFileWhateverIsWrongWithTheNewOne() throws Exception {
        Bytes.Written old = write(ANN, "/home/ann/a", "old");
        byte[] wrong = new byte[16];
        refused(
                Name.InvalidData,
                "MD5",
                () -> bytes.write(
                        ANN, path("/home/ann/a"), stream("new"), sent(Optional.empty(), Optional.of(wrong), Set.of())));
        refused(
                Name.InvalidData,
                "3 bytes came of 4",
                () -> bytes.write(
                        ANN, path("/home/ann/a"), stream("new"), sent(Optional.of(4L), Optional.empty(), Set.of())));
        refused(
                Name.QuotaExceeded,
                "has room for",
                () -> bytes.write(
                        ANN,
                        path("/home/ann/a"),
                        stream("new"),
                        sent(Optional.of(1L << 60), Optional.empty(), Set.of())));
        refused(
                Name.PreconditionFailed,
                "not what it was",
                () -> bytes.write(ANN, path("/home/ann/a"), stream("new"), matching("other")));
        refused(
                Name.InvalidData,
                "did not arrive whole",
                () -> bytes.write(ANN, path("/home/ann/a"), broken(), Sent.UNKNOWN));
        assertEquals("old", read(ANN, "/home/ann/a"));
        try (var staged = Files.list(folder.resolve("staging"))) {
            assertEquals(0, staged.count());
        }
        bytes.write(ANN, path("/home/ann/a"), stream("new"), matching(old.tag()));
        assertEquals("new", read(ANN, "/home/ann/a"));
    }

    @Test
    void ofASmallFileAllIsKnownThatIsOfAnother() throws Exception {
        Bytes.Written large = write(ANN, "/home/ann/large", "text");
        Bytes.Written small = writeSmall("/home/ann/small", "text");
        assertEquals(large.tag(), small.tag());
        Node node = space.get(ANN, path("/home/ann/small"));
        assertEquals(small.checksums().md5Hex(), node.properties().get(CoreProperties.MD5));
        assertEquals("ann", node.properties().get(CoreProperties.CREATOR));
        long known = known();
        assertFalse(writeSmall("/home/ann/small", "other").created());
        assertEquals("other", read(ANN, "/home/ann/small"));
        assertEquals(known, known());
    }

    private static long known() {
        return new Statements(database.database().owner())
                .row("SELECT count(*) AS count FROM meridian.node", List.of(), row -> row.getLong("count"))
                .orElseThrow();
    }

    private Bytes.Written writeSmall(String path, String text) throws IOException {
        return bytes.writeSmall(
                ANN, path(path), stream(text), sent(Optional.of((long) text.length()), Optional.empty(), Set.of()));
    }

    @Test
    void whatIsNotKnownIsNotSaidToHaveItsPlace() {
        Settled stranger = new Settled(new Identity(Long.MAX_VALUE, 1), 1, Optional.empty());
        assertFalse(parts.nodes().settle(stranger));
    }

    private static Sent matching(String tag) {
        return sent(Optional.empty(), Optional.empty(), Set.of(tag));
    }

    private static Sent sent(Optional<Long> length, Optional<byte[]> md5, Set<String> tags) {
        return new Sent(length, md5, Optional.empty(), Optional.empty(), tags, false, Optional.empty());
    }

    private static InputStream broken() {
        return new InputStream() {
            private int left = 1_000_000;

            @Override
            public int read() throws IOException {
                if (left-- <= 0) {
                    throw new IOException("the client went away");
                }
                return 'x';
            }
        };
    }

    @Test
    void rightsStayWithTheFileAndCountForWhatIsInAContainer() throws Exception {
        space.create(ANN, path("/home/ann/data"), NodeTemplate.of(NodeType.ContainerNode));
        write(ANN, "/home/ann/data/x", "x");
        write(ANN, "/home/ann/data/mine", "mine");
        space.set(ANN, path("/home/ann/data"), saying(CoreProperties.GROUP_READ, "ann~stars"));
        space.set(ANN, path("/home/ann/data/mine"), saying(CoreProperties.GROUP_READ, ""));
        assertEquals("x", read(BOB, "/home/ann/data/x"));
        assertEquals(List.of("x"), names(BOB, "/home/ann/data"));
        refused(Name.PermissionDenied, "not for you", () -> read(BOB, "/home/ann/data/mine"));
        refused(Name.PermissionDenied, "needs ann", () -> write(BOB, "/home/ann/data/x", "y"));
        refused(
                Name.PermissionDenied,
                "needs ann",
                () -> space.set(BOB, path("/home/ann/data"), saying(CoreProperties.IS_PUBLIC, "true")));
        // Renamed in a datalab, and written anew through this door.
        Files.move(file("/home/ann/data/mine"), file("/home/ann/data/ours"), StandardCopyOption.ATOMIC_MOVE);
        refused(Name.PermissionDenied, "not for you", () -> read(BOB, "/home/ann/data/ours"));
        write(ANN, "/home/ann/data/ours", "anew");
        refused(Name.PermissionDenied, "not for you", () -> read(BOB, "/home/ann/data/ours"));
        // Saved by an editor in a datalab: another file, which is as its container says.
        Files.writeString(file("/home/ann/data/tmp"), "saved");
        Files.move(file("/home/ann/data/tmp"), file("/home/ann/data/ours"), StandardCopyOption.ATOMIC_MOVE);
        assertEquals("saved", read(BOB, "/home/ann/data/ours"));
    }

    @Test
    void lockedNodesStayAsTheyAre() throws Exception {
        write(ANN, "/home/ann/a", "a");
        space.set(ANN, path("/home/ann/a"), saying(CoreProperties.IS_LOCKED, "true"));
        refused(Name.NodeLocked, "locked", () -> write(ANN, "/home/ann/a", "b"));
        refused(Name.NodeLocked, "locked", () -> space.delete(ANN, path("/home/ann/a")));
        space.set(ANN, path("/home/ann/a"), saying(CoreProperties.IS_LOCKED, "false"));
        write(ANN, "/home/ann/a", "b");
    }

    @Test
    void deletesIntoTheTrash() throws Exception {
        space.create(ANN, path("/home/ann/d"), NodeTemplate.of(NodeType.ContainerNode));
        write(ANN, "/home/ann/d/x", "kept");
        space.delete(ANN, path("/home/ann/d"));
        assertFalse(Files.exists(file("/home/ann/d")));
        try (var items = Files.list(folder.resolve("trash"))) {
            Path item = items.findFirst().orElseThrow();
            assertArrayEquals("kept".getBytes(UTF_8), Files.readAllBytes(item.resolve("x")));
        }
        refused(Name.PermissionDenied, "not to be deleted", () -> space.delete(ANN, path("/home/ann")));
        refused(Name.NodeNotFound, "no /home/ann/d", () -> space.delete(ANN, path("/home/ann/d")));
        refused(Name.PermissionDenied, "not for you", () -> space.delete(BOB, path("/home/ann/d")));
    }

    @Test
    void pagesFitTogether() throws Exception {
        space.create(ANN, path("/home/ann/many"), NodeTemplate.of(NodeType.ContainerNode));
        for (int i = 0; i < 25; i++) {
            Files.writeString(file("/home/ann/many/f%02d".formatted(i)), "x");
        }
        assertEquals(List.of("f00", "f01", "f02"), names(ANN, "/home/ann/many", Page.first(3)));
        assertEquals(
                List.of("f03", "f04"),
                names(ANN, "/home/ann/many", new Page(Optional.of("f03"), 2, Page.Order.NAME, false)));
        assertEquals(
                List.of("f24"), names(ANN, "/home/ann/many", new Page(Optional.of("f23x"), 9, Page.Order.NAME, false)));
        assertEquals(
                List.of("f10", "f09"),
                names(ANN, "/home/ann/many", new Page(Optional.of("f10"), 2, Page.Order.NAME, true)));
        assertEquals(List.of(), names(ANN, "/home/ann/many", Page.first(0)));
    }

    @Test
    void pagesHaveLinksAndAnyNamesInOneOrder() throws Exception {
        Files.createDirectories(file("/home/ann/mixed"));
        NodeTemplate link = new NodeTemplate(
                Optional.of(NodeType.LinkNode), Map.of(), Optional.of("vos://example.org~vospace/pub"));
        // The third is behind the second in UTF-8, and before it in UTF-16.
        List<String> all = List.of("a", "\uFF5E", "\uD83D\uDE00", "\uD83D\uDE01");
        space.create(ANN, path("/home/ann/mixed").child(all.get(1)), link);
        space.create(ANN, path("/home/ann/mixed").child(all.get(3)), link);
        for (int i = 0; i < all.size(); i++) {
            if (i != 1) {
                // A file hides the link of its name.
                Files.writeString(file("/home/ann/mixed").resolve(all.get(i)), "x");
            }
        }
        Files.writeString(file("/home/ann/mixed/no\nname"), "x");
        assertEquals(all, names(ANN, "/home/ann/mixed"));
        for (int i = 0; i < all.size(); i++) {
            assertEquals(
                    all.subList(i, Math.min(i + 2, all.size())),
                    names(ANN, "/home/ann/mixed", Page.byName(Optional.of(all.get(i)), 2)));
        }
        List<Node> nodes =
                space.list(ANN, path("/home/ann/mixed"), Page.first(9)).children();
        assertEquals(
                List.of(NodeType.DataNode, NodeType.LinkNode, NodeType.DataNode, NodeType.DataNode),
                nodes.stream().map(Node::type).toList());
        List<String> each = new ArrayList<>();
        space.each(ANN, path("/home/ann/mixed"), node -> each.add(node.path().name()));
        assertEquals(all, each);
    }

    @Test
    void pagesAreFullHoweverManyChildrenAreNotToBeRead() throws Exception {
        Files.createDirectories(file("/pub/ann/some"));
        for (int i = 0; i <= Children.PORTION; i++) {
            Path made = Files.writeString(file("/pub/ann/some/a%04d".formatted(i)), "x");
            space.set(ANN, path("/pub/ann/some/" + made.getFileName()), saying(CoreProperties.PUBLIC_READ, "false"));
        }
        for (String name : List.of("b", "c", "d")) {
            Files.writeString(file("/pub/ann/some/" + name), "x");
        }
        assertEquals(List.of("b", "c"), names(BOB, "/pub/ann/some", Page.first(2)));
        assertEquals(List.of("b", "c", "d"), names(BOB, "/pub/ann/some", Page.first(9)));
        assertEquals(List.of("a0000", "a0001"), names(ANN, "/pub/ann/some", Page.first(2)));
    }

    @Test
    void childrenAreOrderedByLengthOrDate() throws Exception {
        Files.createDirectories(file("/home/ann/few"));
        for (String[] each : new String[][] {{"b", "22"}, {"a", "333"}, {"d", "1"}, {"c", "22"}}) {
            write(ANN, "/home/ann/few/" + each[0], each[1]);
        }
        Files.setLastModifiedTime(file("/home/ann/few/b"), FileTime.from(Instant.parse("2001-01-01T00:00:00Z")));
        Files.setLastModifiedTime(file("/home/ann/few/a"), FileTime.from(Instant.parse("1999-01-01T00:00:00Z")));

        assertEquals(List.of("d", "b", "c", "a"), ordered(Optional.empty(), Page.Order.LENGTH, false));
        assertEquals(List.of("c", "b", "d"), ordered(Optional.of("c"), Page.Order.LENGTH, true));
        assertEquals(List.of("a", "b", "d", "c"), ordered(Optional.empty(), Page.Order.DATE, false));
        refused(Name.InvalidArgument, "no child x", () -> ordered(Optional.of("x"), Page.Order.DATE, false));
    }

    private List<String> ordered(Optional<String> from, Page.Order order, boolean descending) throws IOException {
        return names(ANN, "/home/ann/few", new Page(from, 9, order, descending));
    }

    @Test
    void whatIsPublicIsReadByEverybody() throws Exception {
        write(ANN, "/pub/ann/p", "public");
        assertEquals("public", read(Subject.ANONYMOUS, "/pub/ann/p"));
        assertEquals(List.of("ann"), names(Subject.ANONYMOUS, "/pub"));
        refused(Name.PermissionDenied, "needs ann", () -> write(BOB, "/pub/ann/p", "x"));
        refused(Name.PermissionDenied, "needs an administrator", () -> write(BOB, "/pub/x", "x"));
    }

    @Test
    void rightsStayWithEachNameOfAFile() throws Exception {
        write(ANN, "/pub/ann/secret", "secret");
        space.set(ANN, path("/pub/ann/secret"), saying(CoreProperties.PUBLIC_READ, "false"));
        Files.createLink(file("/pub/ann/other"), file("/pub/ann/secret"));
        write(ANN, "/pub/ann/secret", "another secret");
        refused(Name.PermissionDenied, "not for you", () -> read(BOB, "/pub/ann/secret"));
        refused(Name.PermissionDenied, "not for you", () -> read(BOB, "/pub/ann/other"));
    }

    @Test
    void believesNoAttributeThatAProgramHasForged() throws Exception {
        write(ANN, "/home/ann/f", "x");
        Files.writeString(file("/home/ann/f"), "changed");
        var view = Files.getFileAttributeView(
                file("/home/ann/f"), java.nio.file.attribute.UserDefinedFileAttributeView.class);
        for (String name : List.of(CoreProperties.MD5, CoreProperties.GROUP_READ, CoreProperties.IS_LOCKED, "no URI")) {
            view.write("vospace:" + name, java.nio.ByteBuffer.wrap("forged".getBytes(UTF_8)));
        }
        view.write("vospace:" + TITLE, java.nio.ByteBuffer.wrap("said".getBytes(UTF_8)));
        Node node = space.get(ANN, path("/home/ann/f"));
        assertFalse(node.properties().containsValue("forged"), node.properties().toString());
        assertEquals("said", node.properties().get(TITLE));
        refused(Name.PermissionDenied, "not for you", () -> read(person("eve", "forged"), "/home/ann/f"));
    }

    @Test
    void aStrangeFileDoesNotHideItsNeighbours() throws Exception {
        write(ANN, "/home/ann/ok", "x");
        Path pipe = file("/home/ann/pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        Files.writeString(file("/home/ann/shut"), "x");
        Files.setPosixFilePermissions(file("/home/ann/shut"), Set.of());
        Files.createSymbolicLink(file("/home/ann/dangling"), Path.of("../../../../etc/passwd"));
        assertEquals(List.of("dangling", "ok", "pipe", "shut"), names(ANN, "/home/ann"));
        refused(Name.InvalidArgument, "no file", () -> read(ANN, "/home/ann/pipe"));
        assertEquals(
                Optional.of("file:../../../../etc/passwd"),
                space.get(ANN, path("/home/ann/dangling")).target());
    }

    @Test
    void ofTwoWhoReplaceTheSameFileOneIsTold() throws Exception {
        for (int i = 0; i < 20; i++) {
            String tag = write(ANN, "/home/ann/race", "round " + i).tag();
            List<Integer> done = java.util.stream.IntStream.range(0, 4)
                    .parallel()
                    .mapToObj(each -> replaced(each, tag) ? 1 : 0)
                    .toList();
            assertEquals(1, done.stream().mapToInt(Integer::intValue).sum());
        }
    }

    private boolean replaced(int number, String tag) {
        try {
            bytes.write(ANN, path("/home/ann/race"), stream("by " + number), matching(tag));
            return true;
        } catch (VospaceFault fault) {
            assertEquals(Name.PreconditionFailed, fault.name());
            return false;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void clientsThatSendBackWhatTheyWereToldChangeOnlyWhatIsOtherwise() throws Exception {
        write(ANN, "/home/ann/a.txt", "abc");
        Map<String, Optional<String>> told = new LinkedHashMap<>();
        space.get(ANN, path("/home/ann/a.txt")).properties().forEach((uri, value) -> told.put(uri, Optional.of(value)));
        told.put(CoreProperties.IS_PUBLIC, Optional.of("true"));

        space.set(ANN, path("/home/ann/a.txt"), new NodeTemplate(Optional.empty(), told, Optional.empty()));

        assertEquals("abc", read(BOB, "/home/ann/a.txt"));
        told.put(CoreProperties.LENGTH, Optional.of("4"));
        refused(
                Name.PermissionDenied,
                "core#length of /home/ann/a.txt is read-only",
                () -> space.set(
                        ANN, path("/home/ann/a.txt"), new NodeTemplate(Optional.empty(), told, Optional.empty())));
    }

    @Test
    void whereAHiddenLinkLeadsIsNotTold() throws Exception {
        NodeTemplate link = new NodeTemplate(
                Optional.of(NodeType.LinkNode), Map.of(), Optional.of("https://archive.example.org/?key=secret"));
        space.create(ANN, path("/pub/ann/hidden"), link);
        refused(Name.LinkFound, "?key=secret", () -> read(BOB, "/pub/ann/hidden/x"));
        space.set(ANN, path("/pub/ann/hidden"), saying(CoreProperties.PUBLIC_READ, "false"));
        refused(Name.LinkFound, "/pub/ann/hidden is a link;", () -> read(BOB, "/pub/ann/hidden/x"));
        refused(Name.LinkFound, "?key=secret", () -> read(ANN, "/pub/ann/hidden/x"));
        refused(Name.PermissionDenied, "not for you", () -> read(BOB, "/pub/ann/hidden"));
    }

    @Test
    void whoeverShutsHimselfOutOfWhatHeMakesIsToldThatItIsMade() throws Exception {
        space.create(ANN, path("/home/ann/d"), NodeTemplate.of(NodeType.ContainerNode));
        space.set(ANN, path("/home/ann/d"), saying(CoreProperties.GROUP_WRITE, "ann~stars"));
        NodeTemplate others = new NodeTemplate(
                Optional.of(NodeType.ContainerNode),
                Map.of(CoreProperties.GROUP_WRITE, Optional.of("gaia")),
                Optional.empty());
        assertEquals(
                path("/home/ann/d/x"),
                space.create(BOB, path("/home/ann/d/x"), others).path());
        refused(Name.PermissionDenied, "not for you", () -> space.get(BOB, path("/home/ann/d/x")));
        refused(Name.DuplicateNode, "/home/ann/d/x", () -> space.create(ANN, path("/home/ann/d/x"), others));
    }
}
