// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PaceTest {

    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Pace pace = new Pace();

    private void await(int seconds, long bytesEach) throws Pace.TooSlowException {
        for (int i = 0; i < seconds; i++) {
            pace.waited(SECOND, bytesEach);
        }
    }

    @Test
    void trickleIsNotWaitedForLongerThanAMinute() {
        assertDoesNotThrow(() -> await(59, 1));
        String message =
                assertThrows(Pace.TooSlowException.class, () -> await(1, 1)).getMessage();
        assertEquals("it is too slow: 60 bytes in 60 s, where at least 1000 a second are awaited", message);
    }

    @Test
    void slowIsWaitedForAsLongAsItGoesOn() {
        assertDoesNotThrow(() -> await(3600, Pace.BYTES_PER_SECOND));
    }

    @Test
    void whatPassedQuicklyBeforeDoesNotMakeUpForIt() throws IOException {
        await(60, 1_000_000);
        assertThrows(Pace.TooSlowException.class, () -> await(60, 10));
    }

    @Test
    void whatPassesAtOnceNeedsNoPace() {
        assertDoesNotThrow(() -> {
            for (int i = 0; i < 1_000_000; i++) {
                pace.waited(100, 1);
            }
        });
    }

    @Test
    void bytesPassAsTheyAreAndAFailureIsRemembered() throws IOException {
        PacedInput whole = PacedInput.from(new ByteArrayInputStream(new byte[] {1, -1, 3}));
        assertEquals(1, whole.read());
        assertEquals(255, whole.read());
        assertEquals(3, whole.read());
        assertEquals(-1, whole.read());
        assertTrue(whole.failure().isEmpty());

        PacedInput broken = PacedInput.to(new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }
        });
        IOException failure = assertThrows(IOException.class, broken::readAllBytes);
        assertEquals(failure, broken.failure().orElseThrow());
    }
}
