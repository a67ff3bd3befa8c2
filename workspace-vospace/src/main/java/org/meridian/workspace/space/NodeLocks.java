// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.meridian.workspace.node.NodePath;

/**
 * One change of a node at a time, for those who come through the gateway, and none while a container that it is in is moved or
 * deleted: what was found out of a node holds until it has been changed, and no node has two paths meanwhile. Programs that
 * change the files themselves are not held up. Thread-safe.
 */
final class NodeLocks {

    private static final Comparator<NodePath> ORDER = Comparator.comparing(NodePath::toString);

    private final ConcurrentHashMap<NodePath, Entry> entries = new ConcurrentHashMap<>();

    /** The lock of a path; it is there as long as somebody holds it or waits for it, whose number the map guards. */
    private static final class Entry {
        private final ReadWriteLock lock = new ReentrantReadWriteLock();
        private int users;
    }

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
        Map<NodePath, Boolean> alone = new TreeMap<>(ORDER);
        add(one, alone);
        add(other, alone);
        Deque<Runnable> held = new ArrayDeque<>();
        alone.forEach((path, exclusive) -> {
            Entry entry = entered(path);
            Lock lock = exclusive ? entry.lock.writeLock() : entry.lock.readLock();
            lock.lock();
            held.push(() -> {
                lock.unlock();
                leave(path);
            });
        });
        return () -> held.forEach(Runnable::run);
    }

    /** The node alone, and what it is in together with others. */
    private static void add(NodePath path, Map<NodePath, Boolean> alone) {
        for (int i = 0; i < path.names().size(); i++) {
            alone.putIfAbsent(path.first(i), false);
        }
        alone.put(path, true);
    }

    private Entry entered(NodePath path) {
        return entries.compute(path, (key, old) -> {
            Entry entry = old == null ? new Entry() : old;
            entry.users++;
            return entry;
        });
    }

    private void leave(NodePath path) {
        entries.computeIfPresent(path, (key, entry) -> --entry.users == 0 ? null : entry);
    }
}
