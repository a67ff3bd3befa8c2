// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.stream.Stream;
import org.meridian.workspace.node.NodePath;

/**
 * One change of a node at a time, for those who come through the gateway, and none while a container that it is in is moved or
 * deleted: what was found out of a node holds until it has been changed, and no node has two paths meanwhile. Programs that
 * change the files themselves are not held up. Thread-safe.
 */
final class NodeLocks {

    private static final int COUNT = 1024;

    private final ReadWriteLock[] locks =
            Stream.generate(ReentrantReadWriteLock::new).limit(COUNT).toArray(ReadWriteLock[]::new);

    /** A lock that is held. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits for the lock of a path, and takes it. */
    Held hold(NodePath path) {
        return hold(path, path);
    }

    /** The same of two paths. */
    Held hold(NodePath one, NodePath other) {
        // Always in the same order, so that nobody waits for one who waits for him.
        Map<Integer, Boolean> alone = new TreeMap<>();
        add(one, alone);
        add(other, alone);
        Deque<Lock> held = new ArrayDeque<>();
        alone.forEach((index, exclusive) -> {
            Lock lock = exclusive ? locks[index].writeLock() : locks[index].readLock();
            lock.lock();
            held.push(lock);
        });
        return () -> held.forEach(Lock::unlock);
    }

    /** The node alone, and what it is in together with others. */
    private static void add(NodePath path, Map<Integer, Boolean> alone) {
        for (int i = 0; i < path.names().size(); i++) {
            alone.putIfAbsent(index(path.first(i)), false);
        }
        alone.put(index(path), true);
    }

    private static int index(NodePath path) {
        return Math.floorMod(path.hashCode(), COUNT);
    }
}
