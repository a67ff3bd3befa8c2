// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridian.core.auth.identity.Attempts.Bound;
import org.meridian.core.dali.DaliFault.TransientFault;

/** How many guesses there can be. */
@Timeout(60)
class AttemptsTest {

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final Attempts attempts = new Attempts(now::get);

    @Test
    void areNoMoreWhenTheyAreMadeAtOnce() throws Exception {
        List<Bound> bounds = List.of(new Bound("one", 10), new Bound("address", 50));
        AtomicInteger tried = new AtomicInteger();
        AtomicInteger refused = new AtomicInteger();
        CountDownLatch start = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                threads.execute(() -> {
                    try {
                        start.await();
                    } catch (InterruptedException e) {
                        throw new AssertionError(e);
                    }
                    try (Attempts.Attempt attempt = attempts.begin(bounds)) {
                        tried.incrementAndGet();
                        Thread.yield();
                        attempt.failed();
                    } catch (TransientFault tooMany) {
                        refused.incrementAndGet();
                    }
                });
            }
            start.countDown();
        }
        assertEquals(10, tried.get());
        assertEquals(190, refused.get());
    }

    @Test
    void doNotTurnAwayManyWhoAreRightAtOnce() throws Exception {
        AtomicInteger right = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 200; i++) {
                threads.execute(() -> {
                    try (Attempts.Attempt attempt = attempts.begin(List.of(new Bound("one", 3)))) {
                        right.incrementAndGet();
                        attempts.succeeded("one");
                    }
                });
            }
            threads.shutdown();
            threads.awaitTermination(30, TimeUnit.SECONDS);
        }
        assertEquals(200, right.get());
    }

    @Test
    void areForgottenAfterAWhile() {
        List<Bound> bounds = List.of(new Bound("one", 2));
        fail(bounds);
        now.set(now.get().plus(Duration.ofMinutes(9)));
        fail(bounds);
        assertThrows(TransientFault.class, () -> attempts.begin(bounds));
        now.set(now.get().plus(Duration.ofMinutes(1)));
        fail(bounds);
        fail(bounds);
        assertThrows(TransientFault.class, () -> attempts.begin(bounds));
        attempts.succeeded("one");
        fail(bounds);
    }

    private void fail(List<Bound> bounds) {
        try (Attempts.Attempt attempt = attempts.begin(bounds)) {
            attempt.failed();
        }
    }
}
