// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.Size;
import org.meridian.workspace.rights.Account;
import org.meridian.workspace.storage.Directory;
import org.meridian.workspace.storage.FileState.Identity;
import org.meridian.workspace.storage.FileState.Kind;
import org.meridian.workspace.storage.Tally;
import org.meridian.workspace.storage.Tree;
import org.meridian.workspace.storage.Walk;
import org.meridian.workspace.store.TrashStore.Item;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what accounts have: that finds what programs in datalabs have written and removed, and what a gateway that was killed could
 * not note any more. How much is in each directory is kept for those who look at it. Nobody waits for a census. Thread-safe;
 * one is made at a time.
 */
public final class Census {

    private static final Logger LOG = LoggerFactory.getLogger(Census.class);

    /** How often an account is counted anew whose folders are moved meanwhile, before it is left to the next census. */
    private static final int TRIES = 3;

    private static final int PORTION = 500;

    private final Space.Parts parts;

    /** Those that could not be counted the last time, and of which that was logged. */
    private final Set<Account> restless = new HashSet<>();

    Census(Space.Parts parts) {
        this.parts = parts;
    }

    /** Counts all accounts. What fails of one is logged, and tried again by the next census. */
    public void all() throws IOException {
        Set<Account> accounts = new LinkedHashSet<>(parts.rooms().known());
        for (String top : List.of(Tree.HOME, Tree.PUB, Tree.TEAM)) {
            NodePath path = NodePath.ROOT.child(top);
            try (Walk walk = parts.tree().walk(path);
                    Directory directory = walk.directory().open(top)) {
                directory.list((name, isDirectory) ->
                        Account.ofWorkspace(path.child(name)).ifPresent(accounts::add));
            }
        }
        parts.trash().workspaces().forEach(path -> Account.ofWorkspace(path).ifPresent(accounts::add));
        each(accounts);
    }

    /** Counts those accounts of which it is not certain that what is noted is right. */
    public void doubtful() throws IOException {
        each(parts.rooms().doubtful());
    }

    private void each(Set<Account> accounts) throws IOException {
        for (Account account : accounts) {
            if (Thread.currentThread().isInterrupted()) {
                return;
            }
            try {
                of(account);
            } catch (IOException | RuntimeException e) {
                LOG.warn("what {} uses cannot be counted", account.text(), e);
            }
        }
    }

    /**
     * Counts an account. If its folders are moved so often that it cannot be counted, what was found is noted where that is more
     * than what is known, and it is counted again soon: nobody gets room by moving folders.
     *
     * @return false if its folders are being moved too often to be counted now
     */
    public synchronized boolean of(Account account) throws IOException {
        Size most = Size.NONE;
        for (int i = 0; i < TRIES; i++) {
            try (Rooms.Watch watch = parts.rooms().watch(account);
                    Sizes sizes = new Sizes()) {
                Size size = count(account, new Tally(sizes));
                if (parts.rooms().counted(watch, size)) {
                    restless.remove(account);
                    return true;
                }
                most = most.max(size);
            } catch (Tally.MovedException e) {
                LOG.debug("{} is counted anew: {}", account.text(), e.getMessage());
            }
        }
        if (restless.add(account)) {
            LOG.warn("folders of {} are moved so often that it cannot be counted; it is tried again", account.text());
        }
        if (!most.equals(Size.NONE)) {
            parts.rooms().countedAtLeast(account, most);
        }
        parts.rooms().doubt(account);
        return false;
    }

    private Size count(Account account, Tally tally) throws IOException {
        for (NodePath workspace : account.workspaces()) {
            try (Walk walk = parts.tree().walk(workspace)) {
                if (walk.found().filter(each -> each.kind() == Kind.DIRECTORY).isPresent()) {
                    try (Directory directory = walk.directory().open(workspace.name())) {
                        tally.addBelow(directory);
                    }
                }
            }
        }
        List<Item> items = new ArrayList<>(parts.trash().in(account.workspaces(), 0, PORTION));
        while (!items.isEmpty()) {
            for (Item item : items) {
                parts.tree().count(item.number(), tally);
            }
            items = parts.trash().in(account.workspaces(), items.getLast().number(), PORTION);
        }
        return tally.all();
    }

    /** Keeps sizes of directories, some at a time. */
    private final class Sizes implements Tally.Told, AutoCloseable {

        private final Map<Identity, Size> sizes = new HashMap<>();

        @Override
        public void directory(Identity directory, Size size) {
            sizes.put(directory, size);
            if (sizes.size() == PORTION) {
                close();
            }
        }

        @Override
        public void close() {
            if (!sizes.isEmpty()) {
                parts.nodes().putTrees(sizes);
                sizes.clear();
            }
        }
    }
}
