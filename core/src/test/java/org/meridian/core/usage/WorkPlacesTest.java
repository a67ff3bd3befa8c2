// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridian.core.dali.DaliFault.TransientFault;

@Timeout(60)
class WorkPlacesTest {

    private static final WorkPlaces.Limits ONE = new WorkPlaces.Limits("things", 1, 1, Duration.ofMillis(1));

    @Test
    void workThatNobodyWaitsForWaitsForItsPlace() throws Exception {
        WorkPlaces places = new WorkPlaces(ONE);
        WorkPlaces.Place first = places.take("ann");
        CountDownLatch waiting = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<WorkPlaces.Place> second = threads.submit(() -> places.await(waiting::countDown));
            waiting.await();
            assertEquals(
                    503,
                    assertThrows(TransientFault.class, () -> places.take("bob")).httpStatus());
            first.close();
            first.close();
            second.get().close();
        }
        places.take("bob").close();
    }

    @Test
    void whatItIsToldWhileItWaitsEndsIt() {
        WorkPlaces places = new WorkPlaces(ONE);
        try (WorkPlaces.Place taken = places.take("ann")) {
            assertThrows(
                    IllegalStateException.class,
                    () -> places.await(() -> {
                        throw new IllegalStateException("aborted");
                    }));
        }
        places.await(() -> {}).close();
    }
}
