// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.Size;
import org.meridian.workspace.rights.Account;
import org.meridian.workspace.storage.FileState.Identity;
import org.meridian.workspace.storage.PosixException;
import org.meridian.workspace.storage.PosixException.Reason;
import org.meridian.workspace.storage.Tally;
import org.meridian.workspace.store.TrashStore.Item;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes what lies in the trash for good, and what is known of it: with a file all that it was before. Thread-safe.
 *
 * @param parts what the space works on
 */
record Disposal(Space.Parts parts) {

    /** How many items are removed at one go. */
    static final int PORTION = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Disposal.class);

    /** Removes an item; what cannot be removed is logged, and left for another time. */
    boolean attempt(Item item) {
        try {
            purge(item);
            return true;
        } catch (IOException e) {
            LOG.warn("item {} of the trash, once {}, cannot be removed: {}", item.number(), item.path(), e.toString());
            return false;
        }
    }

    /** Removes an item. */
    void purge(Item item) throws IOException {
        if (claimed(item)) {
            List<Identity> gone = new ArrayList<>();
            parts.tree().purge(item.number(), each -> collect(gone, each, Optional.of(item.workspace())));
            forget(gone, Optional.of(item.workspace()));
        }
        parts.trash().remove(item.number());
    }

    /** Removes what was left of earlier removals. */
    void purgeLeft() throws IOException {
        List<Identity> gone = new ArrayList<>();
        parts.tree().purgeLeft(each -> collect(gone, each, Optional.empty()));
        forget(gone, Optional.empty());
    }

    /** What is on its way out takes nobody's room. */
    private boolean claimed(Item item) throws IOException {
        Tally tally = new Tally(Tally.Told.NOBODY);
        parts.tree().count(item.number(), tally);
        List<Rooms.Change> changes = Account.of(item.path()).stream()
                .map(account -> new Rooms.Change(account, Size.NONE, tally.alone(), Size.NONE, true))
                .toList();
        try {
            return parts.rooms().step(changes, () -> {
                parts.tree().claim(item.number());
                return true;
            });
        } catch (PosixException e) {
            if (e.reason() == Reason.ABSENT) {
                return false;
            }
            throw e;
        }
    }

    private void collect(List<Identity> gone, Identity each, Optional<NodePath> workspace) {
        gone.add(each);
        if (gone.size() == PORTION) {
            forget(gone, workspace);
        }
    }

    /** Versions are their workspace's: what a file was in others goes when its time is over, as where nobody knows its workspace. */
    private void forget(List<Identity> gone, Optional<NodePath> workspace) {
        parts.nodes().forget(gone);
        parts.links().removeIn(gone);
        boolean going = workspace.isPresent();
        while (going) {
            List<Item> before = parts.trash().versions().left(gone, workspace.get(), PORTION);
            // What cannot be removed goes when its time is over.
            going = !before.isEmpty() && before.stream().filter(this::attempt).count() == before.size();
        }
        gone.clear();
    }
}
