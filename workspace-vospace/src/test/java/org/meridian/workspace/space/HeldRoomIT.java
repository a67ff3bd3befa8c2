// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridian.workspace.node.Size;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.space.RoomsIT.Meanwhile;

/** What is refused for want of room changes nothing, and nobody gets room by making haste. */
@Timeout(180)
class HeldRoomIT extends RoomTesting {

    private void nothingInTheTrash() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("trash"))) {
            assertEquals(List.of(), all.toList());
        }
    }

    @Test
    void aLinkThatHasNoRoomDoesNotDiscardWhatIsInItsPlace() throws Exception {
        folder("/home/ann/d");
        write(ANN, "/home/ann/d/a", "abc");
        Files.createSymbolicLink(file("/home/ann/link"), Path.of("d"));
        space.census().of(USER);
        limit(USER, Long.MAX_VALUE, 3);
        refused(
                Name.QuotaExceeded,
                "3 of 3 files",
                () -> space.copy(ANN, path("/home/ann/link"), path("/home/ann/d"), true, Progress.NONE));
        assertEquals(List.of("a"), names(ANN, "/home/ann/d"));
        nothingInTheTrash();
        limit(USER, Long.MAX_VALUE, 4);
        space.copy(ANN, path("/home/ann/link"), path("/home/ann/d"), true, Progress.NONE);
        assertTrue(Files.isSymbolicLink(file("/home/ann/d")));
        assertEquals(new Size(3, 4), store().find(USER).used());
    }

    @Test
    void aCopyThatHasNoRoomDoesNotDiscardWhatCameToItsPlaceMeanwhile() throws Exception {
        write(ANN, "/home/ann/a", KILOBYTE);
        write(ANN, "/home/ann/b", KILOBYTE);
        limit(USER, 2000, Long.MAX_VALUE);
        Progress folderInstead = new Meanwhile(() -> {
            space.delete(ANN, path("/home/ann/b"));
            folder("/home/ann/b");
            folder("/home/ann/b/c");
        });
        refused(
                Name.QuotaExceeded,
                "2000 of 2000 bytes",
                () -> space.copy(ANN, path("/home/ann/a"), path("/home/ann/b"), true, folderInstead));
        assertEquals(List.of("c"), names(ANN, "/home/ann/b"));
    }

    @Test
    void aMoveThatHasNoRoomForWhatCameMeanwhileDoesNotDiscardWhatIsInItsPlace() throws Exception {
        folder("/home/ann/d");
        write(ANN, "/home/ann/d/a", "abc");
        folder("/team/gaia/d");
        write(ANN, "/team/gaia/d/old", "old");
        limit(TEAM, 500, 10);
        Progress late = new Meanwhile(() -> write(ANN, "/home/ann/d/late", KILOBYTE));
        refused(
                Name.QuotaExceeded,
                "team gaia",
                () -> space.move(ANN, path("/home/ann/d"), path("/team/gaia/d"), true, late));
        assertEquals(List.of("a", "late"), names(ANN, "/home/ann/d"));
        assertEquals(List.of("old"), names(ANN, "/team/gaia/d"));
        nothingInTheTrash();
        limit(TEAM, 5000, 10);
        space.move(ANN, path("/home/ann/d"), path("/team/gaia/d"), true, Progress.NONE);
        assertEquals(List.of("a", "late"), names(ANN, "/team/gaia/d"));
        assertEquals(new Size(1006, 5), store().find(TEAM).used());
    }

    @Test
    void whoeverMovesFoldersWithoutEndIsChargedForWhatIsFound() throws Exception {
        folder("/home/ann/one");
        for (int i = 0; i < 200; i++) {
            Files.createDirectory(file("/home/ann/d" + i));
        }
        AtomicBoolean over = new AtomicBoolean();
        try (ExecutorService mover = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> moving = mover.submit(() -> {
                while (!over.get()) {
                    space.move(ANN, path("/home/ann/one"), path("/home/ann/two"), false);
                    space.move(ANN, path("/home/ann/two"), path("/home/ann/one"), false);
                }
                return over;
            });
            long written = 0;
            boolean counted = true;
            while (counted && written < 500_000) {
                Files.writeString(file("/home/ann/data" + written), KILOBYTE);
                written += 1000;
                counted = space.census().of(USER);
                assertTrue(store().find(USER).used().bytes() >= written);
            }
            over.set(true);
            moving.get();
            assertEquals(counted ? Set.of() : Set.of(USER), rooms.doubtful());
            assertTrue(space.census().of(USER));
            assertEquals(written, store().find(USER).used().bytes());
        }
    }
}
