// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.query;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.meridian.core.dali.DaliFault.TransientFault;

/** Lets so many queries run at a time; others wait their turn, first come, first served. Thread-safe. */
final class Turns {

    private final Semaphore free;
    private final Duration wait;

    Turns(int atOnce, Duration wait) {
        this.free = new Semaphore(atOnce, true);
        this.wait = wait;
    }

    /** Permission to run a query, given back by closing. */
    interface Turn extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Waits for a turn.
     *
     * @throws TransientFault if none came in time
     */
    Turn take() throws InterruptedException {
        if (!free.tryAcquire(wait.toMillis(), TimeUnit.MILLISECONDS)) {
            throw QueryEngine.tooBusy();
        }
        AtomicBoolean given = new AtomicBoolean();
        return () -> {
            if (given.compareAndSet(false, true)) {
                free.release();
            }
        };
    }
}
