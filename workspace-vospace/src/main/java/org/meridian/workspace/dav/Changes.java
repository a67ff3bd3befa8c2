// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.dav;

import java.util.Optional;
import org.meridian.workspace.dav.Snapshot.Entry;
import org.meridian.workspace.node.NodePath;

/** What is otherwise in a later snapshot of a collection than in an earlier one, in the order of names. Not thread-safe. */
final class Changes {

    private final Snapshot.Reader before;
    private final Snapshot.Reader now;
    private Optional<Entry> old;
    private Optional<Entry> current;

    Changes(Snapshot before, Snapshot now) {
        this.before = before.read();
        this.now = now.read();
        this.old = this.before.next();
        this.current = this.now.next();
    }

    /**
     * A change.
     *
     * @param entry the member, as it is now, or as it was
     * @param gone whether it is not there any more
     */
    record Change(Entry entry, boolean gone) {}

    /** The next one; empty after the last. */
    Optional<Change> next() {
        while (old.isPresent() || current.isPresent()) {
            int order = order();
            Optional<Entry> was = old;
            Optional<Entry> is = current;
            old = order <= 0 ? before.next() : old;
            current = order >= 0 ? now.next() : current;
            if (order < 0) {
                return was.map(entry -> new Change(entry, true));
            }
            if (order > 0 || !was.equals(is)) {
                return is.map(entry -> new Change(entry, false));
            }
        }
        return Optional.empty();
    }

    private int order() {
        if (old.isEmpty() || current.isEmpty()) {
            return old.isEmpty() ? 1 : -1;
        }
        return NodePath.NAMES.compare(old.get().name(), current.get().name());
    }

    /**
     * The later snapshot as far as so many changes of it go, and the earlier one from there on.
     *
     * @return empty if there are no more than these
     */
    static Optional<Snapshot> first(int most, Snapshot before, Snapshot now) {
        Changes changes = new Changes(before, now);
        String last = "";
        for (int i = 0; i < most; i++) {
            Optional<Change> change = changes.next();
            if (change.isEmpty()) {
                return Optional.empty();
            }
            last = change.get().entry().name();
        }
        if (changes.next().isEmpty()) {
            return Optional.empty();
        }
        Snapshot.Builder made = new Snapshot.Builder();
        Snapshot.Reader later = now.read();
        for (Optional<Entry> each = later.next(); each.isPresent(); each = later.next()) {
            if (NodePath.NAMES.compare(each.get().name(), last) <= 0) {
                made.add(each.get());
            }
        }
        Snapshot.Reader earlier = before.read();
        for (Optional<Entry> each = earlier.next(); each.isPresent(); each = earlier.next()) {
            if (NodePath.NAMES.compare(each.get().name(), last) > 0) {
                made.add(each.get());
            }
        }
        return Optional.of(made.made());
    }
}
