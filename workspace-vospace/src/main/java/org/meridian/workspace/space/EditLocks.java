// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.ReentrantLock;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.store.LockRecord;
import org.meridian.workspace.store.LockStore;

/**
 * The locks by which clients keep others from changing nodes while they work on them (RFC 4918, section 6 and 7). A lock
 * belongs to a path, and is good for the account alone that made it, with its token. Kept in memory, and in the database
 * before anybody hears of it: one gateway has the tree. Programs in datalabs know nothing of them. Thread-safe.
 */
public final class EditLocks {

    /** Locks of one account at a time: davfs2 keeps those of all files of an archive that is being unpacked. */
    static final int MOST_OF_ONE = 10_000;

    /** How long locks that do not hold any more are kept at most before they are forgotten. */
    private static final Duration KEPT = Duration.ofSeconds(1);

    /** What is in a container comes right after it. */
    private static final Comparator<NodePath> NAME_BY_NAME =
            (a, b) -> Arrays.compare(a.names().toArray(String[]::new), b.names().toArray(String[]::new));

    private final LockStore store;
    private final InstantSource clock;
    private final NavigableMap<NodePath, List<LockRecord>> byPath = new ConcurrentSkipListMap<>(NAME_BY_NAME);
    private final Map<String, Integer> byAccount = new HashMap<>();
    private Instant cleared = Instant.EPOCH;

    /** Held while locks are changed; whoever only looks does not wait. */
    private final ReentrantLock changing = new ReentrantLock();

    /**
     * The locks that hold.
     *
     * @param store where they are kept
     * @param clock what time it is
     */
    public EditLocks(LockStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
        store.all().forEach(this::remember);
    }

    private void remember(LockRecord lock) {
        byAccount.merge(lock.account(), 1, Integer::sum);
        byPath.merge(lock.path(), List.of(lock), (old, added) -> {
            List<LockRecord> both = new ArrayList<>(old);
            both.addAll(added);
            return List.copyOf(both);
        });
    }

    private void drop(Collection<LockRecord> gone) {
        for (LockRecord lock : gone) {
            byPath.computeIfPresent(lock.path(), (path, all) -> {
                List<LockRecord> rest = all.stream()
                        .filter(each -> !each.token().equals(lock.token()))
                        .toList();
                int fewer = all.size() - rest.size();
                byAccount.computeIfPresent(lock.account(), (account, count) -> count == fewer ? null : count - fewer);
                return rest.isEmpty() ? null : rest;
            });
        }
    }

    private boolean holds(LockRecord lock) {
        return lock.expires().isAfter(clock.instant());
    }

    /** The locks that keep a node from being changed: its own, and deep ones of containers above it. */
    public List<LockRecord> covering(NodePath path) {
        if (byPath.isEmpty()) {
            return List.of();
        }
        List<LockRecord> all = new ArrayList<>();
        for (int i = 0; i <= path.names().size(); i++) {
            byPath.getOrDefault(path.first(i), List.of()).stream()
                    .filter(lock -> lock.covers(path) && holds(lock))
                    .forEach(all::add);
        }
        return all;
    }

    /** The lock of that token that covers a node. */
    public Optional<LockRecord> covering(NodePath path, String token) {
        return covering(path).stream()
                .filter(lock -> lock.token().equals(token))
                .findFirst();
    }

    /** The locks of a node and of all that is in it. */
    private List<LockRecord> within(NodePath path) {
        return byPath.tailMap(path).entrySet().stream()
                .takeWhile(each -> path.holds(each.getKey()))
                .flatMap(each -> each.getValue().stream())
                .filter(this::holds)
                .toList();
    }

    /**
     * Makes sure that no lock keeps somebody from changing a node.
     *
     * @param tokens those he has shown; of several shared locks one is enough (RFC 4918, section 6.2)
     * @throws VospaceFault NodeLocked, with the node that was locked
     */
    void requireFree(NodePath path, Subject subject, Set<String> tokens) {
        List<LockRecord> locks = covering(path);
        boolean his = locks.stream()
                .anyMatch(
                        lock -> tokens.contains(lock.token()) && subject.name().equals(Optional.of(lock.account())));
        if (!locks.isEmpty() && !his) {
            LockRecord lock = locks.getFirst();
            throw VospaceFault.locked(
                    lock.path(),
                    path + " cannot be changed: " + lock.path() + " is locked until " + lock.expires()
                            + "; whoever locked it sends the token of the lock");
        }
    }

    /** The same for all that is in it. */
    void requireAllFree(NodePath path, Subject subject, Set<String> tokens) {
        requireFree(path, subject, tokens);
        for (LockRecord lock : within(path)) {
            requireFree(lock.path(), subject, tokens);
        }
    }

    /**
     * Grants a lock.
     *
     * @throws VospaceFault NodeLocked if there is one that does not go with it, QuotaExceeded if the account has too many
     */
    void add(LockRecord lock) {
        changing.lock();
        try {
            if (clock.instant().isAfter(cleared.plus(KEPT))) {
                clear();
            }
            requireNoOther(lock);
            if (byAccount.getOrDefault(lock.account(), 0) >= MOST_OF_ONE) {
                clear();
            }
            if (byAccount.getOrDefault(lock.account(), 0) >= MOST_OF_ONE) {
                throw new VospaceFault(
                        Name.QuotaExceeded, "an account can have " + MOST_OF_ONE + " locks at a time; unlock some");
            }
            store.add(lock);
            remember(lock);
        } finally {
            changing.unlock();
        }
    }

    private void clear() {
        cleared = clock.instant();
        forget(byPath.values().stream()
                .flatMap(List::stream)
                .filter(each -> !holds(each))
                .toList());
    }

    private void requireNoOther(LockRecord wanted) {
        List<LockRecord> near = new ArrayList<>(covering(wanted.path()));
        if (wanted.deep()) {
            near.addAll(within(wanted.path()));
        }
        near.stream()
                .filter(lock -> lock.exclusive() || wanted.exclusive())
                .findFirst()
                .ifPresent(lock -> {
                    throw VospaceFault.locked(
                            lock.path(),
                            wanted.path() + " cannot be locked: there is a lock on " + lock.path() + " until "
                                    + lock.expires());
                });
    }

    /** Lets a lock hold for a time from now; empty if it is not there any more. */
    Optional<LockRecord> extend(LockRecord lock, Duration time) {
        changing.lock();
        try {
            if (covering(lock.path(), lock.token()).isEmpty()) {
                return Optional.empty();
            }
            LockRecord longer = lock.until(clock.instant().plus(time));
            store.extend(lock.token(), longer.expires());
            // In one step: nobody sees the node without its lock.
            byPath.computeIfPresent(
                    lock.path(),
                    (path, all) -> all.stream()
                            .map(each -> each.token().equals(lock.token()) ? longer : each)
                            .toList());
            return Optional.of(longer);
        } finally {
            changing.unlock();
        }
    }

    /** Removes locks. */
    void remove(Collection<LockRecord> gone) {
        changing.lock();
        try {
            forget(gone);
        } finally {
            changing.unlock();
        }
    }

    /** Removes the locks of a node that is gone, and of all that was in it (RFC 4918, section 9.6.1). */
    void removeWithin(NodePath path) {
        if (!byPath.isEmpty()) {
            remove(within(path));
        }
    }

    private void forget(Collection<LockRecord> gone) {
        if (!gone.isEmpty()) {
            store.remove(gone.stream().map(LockRecord::token).toList());
            drop(gone);
        }
    }

    /** When a lock expires that is granted now. */
    Instant after(Duration time) {
        return clock.instant().plus(time);
    }

    /** For how long a lock still holds. */
    public Duration left(LockRecord lock) {
        Duration left = Duration.between(clock.instant(), lock.expires());
        return left.isNegative() ? Duration.ZERO : left;
    }
}
