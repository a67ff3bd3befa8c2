// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.web;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.meridian.core.http.SlowBodyException;

/**
 * Breaks off bodies of requests that come too slowly: of each so many seconds for which the gateway waits for the client,
 * {@value #BYTES_PER_SECOND} bytes for each second must come. Time in which the gateway does not read does not count, and
 * what came quickly before does not make up for it. Whoever reads gets a {@link SlowBodyException}.
 */
final class BodyPace extends Handler.Wrapper {

    /** Slower than any network that people use. */
    static final int BYTES_PER_SECOND = 1000;

    private final Duration window;

    /** @param window for how long a client may be too slow */
    BodyPace(Handler handler, Duration window) {
        super(handler);
        this.window = window;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        return super.handle(request.getLength() == 0 ? request : new Paced(request, window), response, callback);
    }

    /** A request whose body is watched. Guarded by itself. */
    private static final class Paced extends Request.Wrapper {

        private final Duration window;
        private final Scheduler scheduler;
        private long bytes;
        private long waitedNanos;
        private long waitsSince;
        private @Nullable Runnable waiting;
        private Scheduler.@Nullable Task look;
        private @Nullable Throwable failure;

        Paced(Request request, Duration window) {
            super(request);
            this.window = window;
            this.scheduler = request.getComponents().getScheduler();
        }

        @Override
        public Content.@Nullable Chunk read() {
            synchronized (this) {
                if (failure != null) {
                    return Content.Chunk.from(failure, true);
                }
            }
            Content.Chunk chunk = super.read();
            if (chunk != null) {
                synchronized (this) {
                    bytes += chunk.remaining();
                }
            }
            return chunk;
        }

        @Override
        public void demand(Runnable available) {
            boolean failed;
            synchronized (this) {
                failed = failure != null;
                if (!failed) {
                    waiting = available;
                    waitsSince = System.nanoTime();
                    look = scheduler.schedule(
                            this::look, Math.max(1, window.toNanos() - waitedNanos), TimeUnit.NANOSECONDS);
                }
            }
            if (failed) {
                available.run();
            } else {
                super.demand(this::proceed);
            }
        }

        /** Something has come, or the end. */
        private void proceed() {
            Runnable next;
            synchronized (this) {
                next = waiting;
                if (next == null) {
                    return;
                }
                waiting = null;
                if (look != null) {
                    look.cancel();
                }
                waitedNanos += System.nanoTime() - waitsSince;
                if (waitedNanos >= window.toNanos()) {
                    endWindow();
                }
            }
            next.run();
        }

        /** The client has let the gateway wait for as long as it may. */
        private void look() {
            Runnable next;
            synchronized (this) {
                next = waiting;
                if (next == null) {
                    return;
                }
                long now = System.nanoTime();
                waitedNanos += now - waitsSince;
                waitsSince = now;
                if (waitedNanos >= window.toNanos()) {
                    endWindow();
                }
                if (failure == null) {
                    look = scheduler.schedule(
                            this::look, Math.max(1, window.toNanos() - waitedNanos), TimeUnit.NANOSECONDS);
                    return;
                }
                waiting = null;
            }
            next.run();
        }

        private void endWindow() {
            double seconds = waitedNanos / 1e9;
            if (bytes < BYTES_PER_SECOND * seconds) {
                failure = new SlowBodyException("the body of the request comes too slowly: " + bytes + " bytes in "
                        + Math.round(seconds) + " s, where at least " + BYTES_PER_SECOND
                        + " a second are awaited; send it faster, or in a smaller form");
            }
            bytes = 0;
            waitedNanos = 0;
        }
    }
}
