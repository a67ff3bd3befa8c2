// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.soda;

import java.time.Duration;
import org.meridian.core.dali.DaliFault.TransientFault;

/** Ends reading for which nobody waits any more, or that takes too long: asked before something is read. Thread-safe. */
public final class Patience implements Runnable, AutoCloseable {

    private static final Duration LATER = Duration.ofSeconds(30);

    private final Duration time;
    private final long began = System.nanoTime();
    private volatile boolean timed = true;
    private volatile boolean ended;

    /** @param time for as long as it is not {@linkplain #ready ready} */
    public Patience(Duration time) {
        this.time = time;
    }

    /** Nobody waits any more. */
    public void end() {
        ended = true;
    }

    /** What is read from now on goes at the pace of who takes it. */
    public void ready() {
        timed = false;
    }

    @Override
    public void run() {
        if (ended) {
            throw new TransientFault("the request was broken off", LATER);
        }
        if (timed && System.nanoTime() - began > time.toNanos()) {
            throw new TransientFault(
                    "the cutout takes longer than " + time.toSeconds() + " seconds: choose less, or send the request to"
                            + " /soda/async",
                    LATER);
        }
    }

    @Override
    public void close() {
        end();
    }
}
