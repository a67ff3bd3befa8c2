// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.workspace.node.NodePath;

class FirstNamesTest {

    /** In their order. */
    private static final List<String> SOME = List.of("A", "a", "aa", "b", "é", "\uFF5E", "\uD83D\uDE00");

    private static List<String> first(boolean descending, Optional<String> from, boolean itself, int most) {
        List<String> offered = new ArrayList<>(SOME);
        Collections.shuffle(offered, new Random(most));
        FirstNames names = new FirstNames(descending, from, itself, most);
        offered.forEach(names::offer);
        // Once more: a link may have the name of a file.
        offered.forEach(names::offer);
        return names.names();
    }

    @Test
    void areSoManyAndNoMore() {
        for (int most = 1; most <= SOME.size() + 1; most++) {
            assertEquals(SOME.subList(0, Math.min(most, SOME.size())), first(false, Optional.empty(), true, most));
            assertEquals(
                    SOME.reversed().subList(0, Math.min(most, SOME.size())), first(true, Optional.empty(), true, most));
        }
    }

    @Test
    void beginWhereTheyAreToBegin() {
        assertEquals(List.of("aa", "b"), first(false, Optional.of("aa"), true, 2));
        assertEquals(List.of("b", "é"), first(false, Optional.of("aa"), false, 2));
        assertEquals(List.of("b", "é"), first(false, Optional.of("ab"), true, 2));
        assertEquals(List.of("b", "aa"), first(true, Optional.of("b"), true, 2));
        assertEquals(List.of("aa", "a"), first(true, Optional.of("b"), false, 2));
        assertEquals(List.of(), first(true, Optional.of("0"), true, 2));
    }

    @Test
    void leaveOutWhatNoNodeCanBeCalled() {
        FirstNames names = new FirstNames(false, Optional.empty(), true, 2);
        for (byte[] name : List.of("a\nb".getBytes(UTF_8), new byte[] {'a', (byte) 0xff}, "b".getBytes(UTF_8))) {
            names.offer(name, 0, name.length);
        }
        assertEquals(List.of("b"), names.names());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 100, 5000})
    void areThoseOfADirectory(int most, @TempDir Path folder) throws Exception {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            all.add("child " + i + " é".repeat(i % 3));
            Files.createFile(folder.resolve(all.getLast()));
        }
        all.sort(NodePath.NAMES);
        FirstNames names = new FirstNames(false, Optional.empty(), true, most);
        try (Directory directory = Directory.open(folder)) {
            new KnownNames(InstantSource.system()).list(directory, names);
        }
        assertEquals(all.subList(0, Math.min(most, all.size())), names.names());
    }
}
