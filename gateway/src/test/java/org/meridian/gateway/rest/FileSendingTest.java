// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.rest;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meridian.core.http.ByteRange;
import org.meridian.core.http.DirectOutput;

class FileSendingTest {

    private static final int SIZE = 1_000_000;

    @TempDir
    private Path folder;

    private final FileSending sending = new FileSending();
    private final byte[] bytes = new byte[SIZE];

    private FileChannel file() throws IOException {
        new Random(1).nextBytes(bytes);
        Path file = Files.write(folder.resolve("file"), bytes);
        return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /** Keeps what comes. */
    private static void keep(ByteArrayOutputStream out, ByteBuffer buffer) {
        byte[] some = new byte[buffer.remaining()];
        buffer.get(some);
        out.writeBytes(some);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0, 1", "17, 100", "0, 32768", "5, 32769", "0, 262145", "3, 999990", "0, 1000000"})
    void sendsAnyPart(long first, long length) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (FileChannel file = file()) {
            sending.send(file, new ByteRange(first, length), out, buffer -> keep(out, buffer));
        }
        assertArrayEquals(Arrays.copyOfRange(bytes, (int) first, (int) (first + length)), out.toByteArray());
    }

    @Test
    void sendsAsManyFilesAtOnceAsThereAreClients() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (FileChannel file = file()) {
            assertTrue(sendTogether(file, FileSending.BUFFERS - 1, out));
            // Those beyond do with what the heap has.
            assertFalse(sendTogether(file, FileSending.BUFFERS, out));
            // What was used is there again.
            assertTrue(sendTogether(file, FileSending.BUFFERS - 1, out));
        }
    }

    /** Sends once more while so many others are being sent; whether from outside the heap. */
    private boolean sendTogether(FileChannel file, int others, ByteArrayOutputStream out) throws IOException {
        boolean[] outside = new boolean[1];
        DirectOutput last = buffer -> {
            outside[0] = buffer.isDirect();
            keep(out, buffer);
        };
        out.reset();
        sendWithin(file, others, last);
        assertArrayEquals(bytes, out.toByteArray());
        return outside[0];
    }

    private void sendWithin(FileChannel file, int depth, DirectOutput last) throws IOException {
        boolean[] begun = new boolean[1];
        DirectOutput output = depth == 0
                ? last
                : buffer -> {
                    if (!begun[0]) {
                        begun[0] = true;
                        sendWithin(file, depth - 1, last);
                    }
                    buffer.position(buffer.limit());
                };
        sending.send(file, new ByteRange(0, SIZE), new ByteArrayOutputStream(), output);
    }

    @Test
    void endsWithAFileThatIsCutMeanwhile() throws IOException {
        try (FileChannel file = file()) {
            IOException cut = assertThrows(
                    IOException.class,
                    () -> sending.send(file, new ByteRange(0, SIZE), new ByteArrayOutputStream(), buffer -> {
                        buffer.position(buffer.limit());
                        file.truncate(300_000);
                    }));
            assertEquals("a file became shorter while it was sent", cut.getMessage());
            assertThrows(
                    IOException.class,
                    () -> sending.send(file, new ByteRange(299_999, 2), new ByteArrayOutputStream(), buffer -> {}));
        }
    }
}
