// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Supplier;
import org.meridian.workspace.rights.Account;

/**
 * What is done in accounts side by side, and what nothing may be done beside: steps, and the moments at which a census begins and
 * ends. Nobody waits for the disk in a step. There is a lock for each account, and there are no more of those than of users and
 * teams. Thread-safe.
 */
final class Steps {

    private final Map<Account, ReadWriteLock> locks = new ConcurrentHashMap<>();

    /** Something that is done in the tree. */
    @FunctionalInterface
    interface Step<T> {
        T take() throws IOException;
    }

    /** Does something in accounts, beside others who do. */
    <T> T beside(Collection<Account> accounts, Step<T> step) throws IOException {
        // Always in the same order: a census that waits for one of them keeps nobody from the other.
        List<Account> ordered = accounts.stream()
                .distinct()
                .sorted(Comparator.comparing(Account::text))
                .toList();
        Deque<Lock> held = new ArrayDeque<>();
        try {
            for (Account account : ordered) {
                Lock lock = lock(account).readLock();
                lock.lock();
                held.push(lock);
            }
            return step.take();
        } finally {
            held.forEach(Lock::unlock);
        }
    }

    /** The same of what changes nothing in the tree. */
    <T> T beside(Account account, Supplier<T> moment) {
        return with(lock(account).readLock(), moment);
    }

    /** Does something while nothing is done in an account. */
    <T> T alone(Account account, Supplier<T> moment) {
        return with(lock(account).writeLock(), moment);
    }

    private static <T> T with(Lock lock, Supplier<T> moment) {
        lock.lock();
        try {
            return moment.get();
        } finally {
            lock.unlock();
        }
    }

    /** Fair: whoever writes without end does not keep a census waiting. */
    private ReadWriteLock lock(Account account) {
        return locks.computeIfAbsent(account, key -> new ReentrantReadWriteLock(true));
    }
}
