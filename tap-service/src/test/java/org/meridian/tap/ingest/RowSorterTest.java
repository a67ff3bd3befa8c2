// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowSorterTest {
    @TempDir
    private Path folder;

    private record Keyed(long key, String row) {}

    private void assertSorts(List<Keyed> rows, int chunkBytes, boolean spills) throws IOException {
        List<String> sorted = new ArrayList<>();
        try (RowSorter sorter = new RowSorter(folder.resolve("spill"), chunkBytes)) {
            for (Keyed row : rows) {
                byte[] bytes = row.row.getBytes(StandardCharsets.UTF_8);
                sorter.add(row.key, bytes, bytes.length);
            }
            assertEquals(rows.size(), sorter.size());
            assertEquals(spills, Files.exists(folder.resolve("spill")));
            sorter.drain(
                    (bytes, offset, length) -> sorted.add(new String(bytes, offset, length, StandardCharsets.UTF_8)));
            if (spills) {
                assertEquals(
                        PosixFilePermissions.fromString("rwx------"),
                        Files.getPosixFilePermissions(folder.resolve("spill")));
                try (Stream<Path> left = Files.list(folder.resolve("spill"))) {
                    assertFalse(left.findAny().isPresent(), "a spilled chunk has no name while it is open");
                }
            }
        }
        assertEquals(
                rows.stream()
                        .sorted(Comparator.comparingLong(Keyed::key))
                        .map(Keyed::row)
                        .toList(),
                sorted);
    }

    private static List<Keyed> rows(int count, long keys, Random random) {
        List<Keyed> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            // Few distinct keys that differ in their lowest and in their highest bits.
            long key = random.nextLong(keys) * ((1L << 62) / keys) + random.nextInt(3);
            rows.add(new Keyed(i % 7 == 0 ? RowEncoder.NO_POSITION : key, "row " + i + "x".repeat(random.nextInt(40))));
        }
        return rows;
    }

    @Test
    void sortsInMemoryAndKeepsTheOrderOfEqualKeys() throws IOException {
        assertSorts(rows(5000, 40, new Random(1)), 1 << 20, false);
    }

    @Test
    void sortsMoreThanFitsIntoMemory() throws IOException {
        assertSorts(rows(5000, 1 << 20, new Random(2)), 20_000, true);
    }

    @Test
    void sortsRowsLargerThanItsMemory() throws IOException {
        assertSorts(
                List.of(new Keyed(5, "a".repeat(600_000)), new Keyed(3, "b"), new Keyed(4, "c".repeat(300_000))),
                1000,
                true);
    }

    @Test
    void hasNothingToGiveWhereNothingWasAdded() throws IOException {
        assertSorts(List.of(), 1000, false);
    }
}
