// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.storage;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.meridian.core.db.GroupCommit;
import org.meridian.workspace.storage.FileState.Identity;

/**
 * Brings directories to the disk, those that many wait for once for all: whoever comes while it is under way may have made his
 * entry too late for that, and shares the next one. Thread-safe.
 */
final class DirectorySyncs {

    private static final int MOST = 1000;

    private final ConcurrentHashMap<Identity, Shared> byDirectory = new ConcurrentHashMap<>();

    /** What is done for one directory; it is there as long as somebody waits for it, whose number the map guards. */
    private static final class Shared {
        private final GroupCommit<Directory, Optional<PosixException>> syncs =
                new GroupCommit<>(DirectorySyncs::sync, MOST);
        private int users;
    }

    /** Waits until the entries of a directory, as they are now, are on disk. */
    void sync(Directory directory, Identity identity) throws PosixException {
        Shared shared = byDirectory.compute(identity, (key, old) -> {
            Shared entered = old == null ? new Shared() : old;
            entered.users++;
            return entered;
        });
        Optional<PosixException> failure;
        try {
            failure = shared.syncs.write(directory);
        } finally {
            byDirectory.computeIfPresent(identity, (key, left) -> --left.users == 0 ? null : left);
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    /** They are all the same one, opened by each for himself. */
    private static List<Optional<PosixException>> sync(List<Directory> opened) {
        Optional<PosixException> failure = Optional.empty();
        try {
            opened.getFirst().sync();
        } catch (PosixException e) {
            failure = Optional.of(e);
        }
        return Collections.nCopies(opened.size(), failure);
    }
}
