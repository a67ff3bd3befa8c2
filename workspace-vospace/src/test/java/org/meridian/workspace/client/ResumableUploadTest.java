// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.meridian.workspace.node.NodePath;

/** Large files to a service that takes them in parts. */
@Timeout(60)
class ResumableUploadTest {

    private static final Patience QUICK =
            new Patience(4, Duration.ofMillis(2), Duration.ofSeconds(5), Duration.ofSeconds(30));
    private static final Patience NONE =
            new Patience(1, Duration.ofMillis(2), Duration.ofSeconds(5), Duration.ofSeconds(30));
    private static final String PLACE = "/home/a b&é.fits";
    private static final int LENGTH = (17 << 20) + 123;

    @TempDir
    private Path folder;

    private final AtomicLong told = new AtomicLong();
    private FakeVospace service;
    private byte[] bytes = new byte[0];

    @BeforeEach
    void start() throws IOException {
        service = new FakeVospace();
        service.container("/home");
        service.hasUploads = true;
        bytes = new byte[LENGTH];
        new Random(3).nextBytes(bytes);
        Files.write(folder.resolve("a"), bytes);
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private void upload(Patience patience) throws IOException {
        try (Vospace space = new Vospace(service.base(), new Credentials.Bearer("secret-of-ann"), patience)) {
            Path file = folder.resolve("a");
            new Upload(space, NodePath.of(PLACE), told::addAndGet).from(file, Sums.of(file));
        }
    }

    private long asked(String begin) {
        return service.asked.stream().filter(line -> line.startsWith(begin)).count();
    }

    @Test
    void goesOnWhereItBrokeOff() throws Exception {
        service.uploads.breaking.set(2);
        service.uploads.inUse.set(1);
        upload(QUICK);
        assertArrayEquals(bytes, service.file(PLACE));
        assertEquals(1, asked("POST /space/uploads"));
        assertEquals(4, asked("PATCH /space/uploads/u1"));
        assertEquals(0, asked("PUT"));
        assertEquals(LENGTH, told.get());
    }

    @Test
    void goesOnWhereAnEarlierRunBrokeOff() throws Exception {
        service.uploads.breaking.set(1);
        assertThrows(IOException.class, () -> upload(NONE));
        assertEquals(1, service.uploads.unfinished());
        told.set(0);
        upload(NONE);
        assertArrayEquals(bytes, service.file(PLACE));
        assertEquals(1, asked("POST /space/uploads"));
        assertEquals(LENGTH, told.get());
    }

    @Test
    void anotherFileIsAnotherUpload() throws Exception {
        service.uploads.breaking.set(1);
        assertThrows(IOException.class, () -> upload(NONE));
        bytes[LENGTH - 1]++;
        Files.write(folder.resolve("a"), bytes);
        upload(NONE);
        assertArrayEquals(bytes, service.file(PLACE));
        assertEquals(2, asked("POST /space/uploads"));
    }

    @Test
    void beginsAnewIfTheServiceHasLostIt() throws Exception {
        service.uploads.breaking.set(1);
        assertThrows(IOException.class, () -> upload(NONE));
        service.uploads.loseAll();
        upload(QUICK);
        assertArrayEquals(bytes, service.file(PLACE));
    }

    @Test
    void sendsItWholeWhereThatIsAllThereIs() throws Exception {
        service.uploads.works = false;
        upload(QUICK);
        assertArrayEquals(bytes, service.file(PLACE));
        assertEquals(LENGTH, told.get());
    }

    @Test
    void smallFilesAreSentWhole() throws Exception {
        bytes = new byte[1000];
        Files.write(folder.resolve("a"), bytes);
        upload(QUICK);
        assertArrayEquals(bytes, service.file(PLACE));
        assertEquals(0, asked("POST /space/uploads"));
    }

    @Test
    void leavesItAfterSoManyAttemptsWithoutProgress() {
        service.uploads.breaksAfter = 0;
        service.uploads.breaking.set(100);
        IOException failure = assertThrows(IOException.class, () -> upload(QUICK));
        assertTrue(String.valueOf(failure.getMessage()).contains("broke"), failure.toString());
    }
}
