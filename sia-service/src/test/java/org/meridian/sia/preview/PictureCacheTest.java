// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.preview;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meridian.core.dali.DaliFault.NotFoundFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.sia.preview.PictureCache.Picture;

class PictureCacheTest {

    @TempDir
    Path folder;

    private final AtomicInteger made = new AtomicInteger();

    private PictureCache.Maker maker(int size) {
        return () -> {
            made.incrementAndGet();
            return new byte[size];
        };
    }

    private static long size(Picture picture) throws IOException {
        try (FileChannel channel = picture.channel()) {
            return channel.size();
        }
    }

    @Test
    void makesEachOnce() throws Exception {
        PictureCache cache = PictureCache.open(folder, 1000);
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            Callable<Long> ask = () -> size(cache.get("a", maker(10)));
            for (Future<Long> each :
                    threads.invokeAll(IntStream.range(0, 50).mapToObj(i -> ask).toList())) {
                assertEquals(10, each.get());
            }
        }
        assertEquals(1, made.get());
        assertEquals(20, size(cache.get("b", maker(20))));
        assertEquals(10, size(PictureCache.open(folder, 1000).get("a", maker(5))));
        assertEquals(2, made.get());
    }

    @Test
    void forgetsWhatWasNotAskedForLately() throws IOException {
        PictureCache cache = PictureCache.open(folder, 25);
        size(cache.get("a", maker(10)));
        size(cache.get("b", maker(10)));
        size(cache.get("a", maker(10)));
        Picture open = cache.get("b", maker(10));
        size(cache.get("a", maker(10)));
        size(cache.get("c", maker(10)));
        assertEquals(2, files().size());
        assertEquals(3, made.get());
        // Still what it was.
        try (FileChannel channel = open.channel()) {
            assertEquals(10, channel.read(ByteBuffer.allocate(100)));
        }
        size(cache.get("b", maker(10)));
        assertEquals(4, made.get());
        // Larger than all that may be kept.
        assertEquals(100, size(cache.get("d", maker(100))));
        assertTrue(files().isEmpty());
    }

    @Test
    void keepsNothingOfWhatFails() throws IOException {
        PictureCache cache = PictureCache.open(folder, 25);
        assertThrows(
                IOException.class,
                () -> cache.get("a", () -> {
                    throw new IOException("damaged");
                }));
        assertEquals(10, size(cache.get("a", maker(10))));
        Files.delete(files().getFirst());
        assertEquals(10, size(cache.get("a", maker(10))));
        assertEquals(2, made.get());
    }

    @Test
    void remembersForMinutesWhatHasNoPicture() throws IOException {
        PictureCache cache = PictureCache.open(folder, 25);
        PictureCache.Maker nothing = () -> {
            made.incrementAndGet();
            throw new NotFoundFault("there is no picture");
        };
        assertThrows(NotFoundFault.class, () -> cache.get("a", nothing));
        assertThrows(NotFoundFault.class, () -> cache.get("a", maker(10)));
        assertThrows(NotFoundFault.class, () -> cache.made("a"));
        assertEquals(1, made.get());
        PictureCache.Maker busy = () -> {
            throw new TransientFault("no room now", Duration.ofSeconds(10));
        };
        assertThrows(TransientFault.class, () -> cache.get("b", busy));
        assertEquals(10, size(cache.get("b", maker(10))));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
