// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.CoreProperties;
import org.meridian.workspace.node.NodeTemplate;
import org.meridian.workspace.node.NodeType;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.store.TrashStore.Item;

@Timeout(120)
class TrashIT extends SpaceTesting {

    private List<Item> bin(Subject who) {
        return space.bin().list(who, Long.MAX_VALUE, 100);
    }

    private Item deleted(Subject who, String path) throws IOException {
        space.delete(who, path(path));
        return bin(who).getFirst();
    }

    private long inTheTrash() throws IOException {
        try (Stream<Path> entries = Files.list(folder.resolve("trash"))) {
            return entries.count();
        }
    }

    @Test
    void whatWasDeletedComesBackWithItsRights() throws Exception {
        space.create(ANN, path("/home/ann/d"), NodeTemplate.of(NodeType.ContainerNode));
        write(ANN, "/home/ann/d/a.txt", "abc");
        space.set(ANN, path("/home/ann/d"), saying(CoreProperties.GROUP_READ, "ann~stars"));
        Item item = deleted(ANN, "/home/ann/d");

        assertEquals(path("/home/ann/d"), item.path());
        assertEquals(path("/home/ann/d"), space.bin().restore(ANN, item.number(), Optional.empty()));

        assertEquals("abc", read(BOB, "/home/ann/d/a.txt"));
        assertTrue(bin(ANN).stream().noneMatch(each -> each.number() == item.number()));
        refused(
                Name.NodeNotFound,
                "no item " + item.number(),
                () -> space.bin().restore(ANN, item.number(), Optional.empty()));
    }

    @Test
    void comesBackWhereThereIsRoomInTheSameWorkspace() throws Exception {
        write(ANN, "/home/ann/a.txt", "first");
        Item item = deleted(ANN, "/home/ann/a.txt");
        write(ANN, "/home/ann/a.txt", "second");

        refused(Name.DuplicateNode, "there is a node", () -> space.bin().restore(ANN, item.number(), Optional.empty()));
        refused(
                Name.InvalidArgument,
                "can be put back there alone",
                () -> space.bin().restore(ANN, item.number(), Optional.of(path("/pub/ann/a.txt"))));
        refused(
                Name.ContainerNotFound,
                "there is no",
                () -> space.bin().restore(ANN, item.number(), Optional.of(path("/home/ann/no/a.txt"))));
        space.bin().restore(ANN, item.number(), Optional.of(path("/home/ann/b.txt")));
        assertEquals("first", read(ANN, "/home/ann/b.txt"));
        assertEquals("second", read(ANN, "/home/ann/a.txt"));
    }

    @Test
    void isSeenByOwnersAndByWhoDeletedIt() throws Exception {
        space.create(ANN, path("/home/ann/shared"), NodeTemplate.of(NodeType.ContainerNode));
        space.set(ANN, path("/home/ann/shared"), saying(CoreProperties.GROUP_WRITE, "ann~stars"));
        write(ANN, "/home/ann/shared/a.txt", "abc");
        write(ANN, "/home/ann/mine.txt", "abc");
        Item mine = deleted(ANN, "/home/ann/mine.txt");
        Item shared = deleted(BOB, "/home/ann/shared/a.txt");

        assertTrue(bin(ANN).stream().anyMatch(each -> each.number() == shared.number()));
        assertTrue(bin(BOB).stream().noneMatch(each -> each.number() == mine.number()));
        refused(Name.NodeNotFound, "not for you", () -> space.bin().restore(BOB, mine.number(), Optional.empty()));
        refused(Name.NodeNotFound, "not for you", () -> space.bin().purge(BOB, mine.number()));
        refused(Name.PermissionDenied, "not yours to remove", () -> space.bin().purge(BOB, shared.number()));
        refused(Name.PermissionDenied, "for those who have signed in", () -> bin(Subject.ANONYMOUS));
        refused(
                Name.PermissionDenied,
                "can be put back where it was alone",
                () -> space.bin().restore(BOB, shared.number(), Optional.of(path("/home/ann/shared/b.txt"))));
        // One who may not write there any more does not bring anything back.
        space.set(ANN, path("/home/ann/shared"), saying(CoreProperties.GROUP_WRITE, "nobody"));
        refused(Name.PermissionDenied, "", () -> space.bin().restore(BOB, shared.number(), Optional.empty()));
        space.bin().restore(ANN, shared.number(), Optional.empty());
    }

    @Test
    void isEmptiedOfWhateverThereIs() throws Exception {
        space.create(ANN, path("/home/ann/d"), NodeTemplate.of(NodeType.ContainerNode));
        Path deep = file("/home/ann/d");
        for (int i = 0; i < 200; i++) {
            deep = Files.createDirectory(deep.resolve("deeper" + i));
        }
        Files.writeString(deep.resolve("a"), "abc");
        // A name that no node can have.
        Files.createDirectory(Path.of(file("/home/ann/d") + "/line\nfeed"));
        Path outside = Files.writeString(folder.resolve("outside"), "kept", StandardCharsets.UTF_8);
        Files.createSymbolicLink(file("/home/ann/d/out"), folder);
        Item item = deleted(ANN, "/home/ann/d");
        long before = inTheTrash();

        space.bin().purge(ANN, item.number());

        assertEquals(before - 1, inTheTrash());
        assertTrue(Files.exists(outside));
        write(ANN, "/home/ann/b.txt", "abc");
        deleted(ANN, "/home/ann/b.txt");
        assertEquals(0, space.bin().purgeOlderThan(Duration.ofHours(1), Duration.ofHours(1)));
        assertFalse(bin(ANN).isEmpty());
        space.bin().purgeOlderThan(Duration.ZERO, Duration.ZERO);
        assertTrue(bin(ANN).isEmpty());
        assertEquals(0, inTheTrash());
        assertThrows(VospaceFault.class, () -> space.bin().purge(ANN, item.number()));
    }
}
