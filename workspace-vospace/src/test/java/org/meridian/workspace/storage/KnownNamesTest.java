// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KnownNamesTest {

    /** By which all that has happened happened some time ago. */
    private static final InstantSource LATER = () -> Instant.now().plusSeconds(10);

    @TempDir
    private Path folder;

    @BeforeEach
    void fill() throws IOException {
        for (int i = 0; i < KnownNames.LARGE / 16; i++) {
            Files.createFile(folder.resolve(String.format("a long name %05d", i)));
        }
    }

    private List<String> first(KnownNames known, Optional<String> from, int most) throws IOException {
        try (Directory directory = Directory.open(folder)) {
            FirstNames names = new FirstNames(false, from, true, most);
            known.list(directory, names);
            return names.names();
        }
    }

    private boolean isKnown(KnownNames known) throws IOException {
        try (Directory directory = Directory.open(folder)) {
            return known.find(directory.state()).isPresent();
        }
    }

    @Test
    void aDirectoryIsReadOnceUntilItChanges() throws Exception {
        KnownNames known = new KnownNames(LATER);
        List<String> two = List.of("a long name 00000", "a long name 00001");
        assertEquals(two, first(known, Optional.empty(), 2));
        assertTrue(isKnown(known));
        assertEquals(two, first(known, Optional.empty(), 2));
        assertEquals(
                List.of("a long name 01000", "a long name 01001"), first(known, Optional.of("a long name 01000"), 2));
        // Longer than the clock by which directories change stands still.
        Thread.sleep(50);
        Files.createFile(folder.resolve("a first"));
        assertFalse(isKnown(known));
        assertEquals(List.of("a first", "a long name 00000"), first(known, Optional.empty(), 2));
        Thread.sleep(50);
        Files.move(folder.resolve("a first"), folder.resolve("a last"));
        assertEquals(List.of("a last", "a long name 00000"), first(known, Optional.empty(), 2));
    }

    @Test
    void oneThatHasJustChangedIsReadAgain() throws Exception {
        KnownNames known = new KnownNames(InstantSource.system());
        Files.createFile(folder.resolve("a first"));
        assertEquals(List.of("a first"), first(known, Optional.empty(), 1));
        assertFalse(isKnown(known));
    }

    @Test
    void smallOnesAreNotKept(@TempDir Path small) throws Exception {
        KnownNames known = new KnownNames(LATER);
        Files.createFile(small.resolve("one"));
        try (Directory directory = Directory.open(small)) {
            known.list(directory, new FirstNames(false, Optional.empty(), true, 1));
            assertTrue(known.find(directory.state()).isEmpty());
        }
    }
}
