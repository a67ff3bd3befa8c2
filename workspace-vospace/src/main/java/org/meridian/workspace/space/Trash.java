// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.storage.PosixException;
import org.meridian.workspace.store.LinkRecord;

/**
 * Where deleted nodes go. Thread-safe.
 *
 * @param parts what the space works on
 */
record Trash(Space.Parts parts) {

    /** Workspaces have paths of two names: they are not deleted, nor what they are in. */
    static final int SHORTEST = 3;

    /**
     * Throws a node away with all that is in it, in one step; a link is gone for good.
     *
     * @param sight of a node that is there, whose lock is held
     * @throws VospaceFault PermissionDenied, NodeLocked
     */
    void discard(Sight sight) throws IOException {
        if (sight.path().names().size() < SHORTEST) {
            throw new VospaceFault(Name.PermissionDenied, sight.path() + " is not to be deleted; delete what is in it");
        }
        sight.requireRemovable();
        Optional<LinkRecord> link = sight.link();
        if (link.isPresent()) {
            parts.links().remove(link.get().number());
            parts.nodes().forget(List.of(link.get().identity()));
            parts.locks().removeWithin(sight.path());
            return;
        }
        long item = parts.trash().add(sight.path(), sight.subject().name());
        try {
            parts.rooms().within(sight.path(), sight.state().orElseThrow(), () -> {
                parts.tree().discard(sight.directory(), sight.path().name(), item);
                return item;
            });
        } catch (PosixException e) {
            parts.trash().remove(item);
            throw e;
        }
        parts.tree().syncDiscarded(sight.directory());
        parts.locks().removeWithin(sight.path());
    }
}
