// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.dav;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.NodePath;

/**
 * What collections had in them when clients last asked for changes, by the tokens that the clients got (RFC 6578). In memory, as long
 * as there is room and for a day after they were last of use: whoever shows a token that is not known begins anew. A token is
 * good for who got it, and for the collection it is of. Thread-safe.
 */
final class Snapshots {

    /** The most that one collection can have. */
    static final int LARGEST = 8 << 20;

    private static final long ROOM = 64L << 20;
    private static final Duration KEPT = Duration.ofDays(1);

    /** Beside its bytes. */
    private static final int COST = 200;

    /** So many are made at once: each may take twice its size while it grows. */
    private static final int AT_ONCE = 4;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final String PREFIX = "urn:x-meridian:sync:";

    private final InstantSource clock;
    private final Semaphore places = new Semaphore(AT_ONCE);
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Kept> all = new LinkedHashMap<>(16, 0.75f, true);
    private long used;

    private record Kept(Snapshot snapshot, String of, Instant until) {
        int cost() {
            return snapshot.bytes().length + COST;
        }
    }

    /** @param clock what time it is */
    Snapshots(InstantSource clock) {
        this.clock = clock;
    }

    /** A collection has too much in it. */
    private static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * What a collection has in it now; empty if that is too much to be kept.
     *
     * @throws DavFault 503 if too many ask
     */
    Optional<Snapshot> of(Members members) throws IOException {
        try {
            if (!places.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new DavFault(503, "too many collections are being read for their changes; ask again in a minute");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the gateway is being stopped");
        }
        try {
            Snapshot.Builder builder = new Snapshot.Builder();
            members.each(node -> {
                builder.add(Snapshot.Entry.of(node));
                if (builder.size() > LARGEST) {
                    throw new TooLargeException();
                }
            });
            return Optional.of(builder.made());
        } catch (TooLargeException e) {
            return Optional.empty();
        } finally {
            places.release();
        }
    }

    private static String of(Subject subject, NodePath path) {
        return subject.name().orElse("") + "\n" + path;
    }

    /** Keeps a snapshot; the token for it. */
    String keep(Subject subject, NodePath path, Snapshot snapshot) {
        String of = of(subject, path);
        String token = PREFIX + snapshot.digest(of);
        lock.lock();
        try {
            Kept kept = new Kept(snapshot, of, clock.instant().plus(KEPT));
            Kept before = all.put(token, kept);
            used += kept.cost() - (before == null ? 0 : before.cost());
            forget();
            return token;
        } finally {
            lock.unlock();
        }
    }

    /** What was least of use goes first. */
    private void forget() {
        Iterator<Kept> eldest = all.values().iterator();
        while (eldest.hasNext()) {
            Kept kept = eldest.next();
            if (used <= ROOM && kept.until.isAfter(clock.instant())) {
                return;
            }
            used -= kept.cost();
            eldest.remove();
        }
    }

    /** The snapshot of a token; empty if it is not known, not his, or not of that collection. */
    Optional<Snapshot> find(Subject subject, NodePath path, String token) {
        lock.lock();
        try {
            return Optional.ofNullable(all.get(token))
                    .filter(kept -> kept.of.equals(of(subject, path)) && kept.until.isAfter(clock.instant()))
                    .map(Kept::snapshot);
        } finally {
            lock.unlock();
        }
    }
}
