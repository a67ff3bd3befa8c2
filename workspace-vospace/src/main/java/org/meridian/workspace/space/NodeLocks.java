// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.meridian.workspace.node.NodePath;

/**
 * One change of a node at a time, for those who come through the gateway: what was found out of a node holds until it has been
 * changed. Programs that change the files themselves are not held up. Thread-safe.
 */
final class NodeLocks {

    private static final int COUNT = 1024;

    private final ReentrantLock[] locks =
            Stream.generate(ReentrantLock::new).limit(COUNT).toArray(ReentrantLock[]::new);

    /** A lock that is held. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits for the lock of a path, and takes it. */
    Held hold(NodePath path) {
        ReentrantLock lock = locks[index(path)];
        lock.lock();
        return lock::unlock;
    }

    /** The same of two paths. */
    Held hold(NodePath one, NodePath other) {
        // Always in the same order, so that nobody waits for one who waits for him.
        ReentrantLock first = locks[Math.min(index(one), index(other))];
        ReentrantLock second = locks[Math.max(index(one), index(other))];
        first.lock();
        second.lock();
        return () -> {
            second.unlock();
            first.unlock();
        };
    }

    private static int index(NodePath path) {
        return Math.floorMod(path.hashCode(), COUNT);
    }
}
