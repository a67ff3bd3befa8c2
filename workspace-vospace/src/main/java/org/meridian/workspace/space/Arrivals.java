// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridian.workspace.node.Checksums;
import org.meridian.workspace.node.Size;
import org.meridian.workspace.rights.OwnRights;
import org.meridian.workspace.space.Bytes.Sent;
import org.meridian.workspace.space.Bytes.Written;
import org.meridian.workspace.storage.Directory.Existing;
import org.meridian.workspace.storage.Draft;
import org.meridian.workspace.storage.FileState;
import org.meridian.workspace.storage.PosixException;
import org.meridian.workspace.store.NodeRecord;
import org.meridian.workspace.store.NodeRecord.KnownBytes;
import org.meridian.workspace.store.NodeStore;

/**
 * Gives files that are whole their places, with what is known of them. Thread-safe.
 *
 * @param nodes what is known of nodes
 */
record Arrivals(NodeStore nodes) {

    /** What is said of a file beside its bytes is said of what takes its place, too. */
    static void keepProperties(Sight sight, Draft draft) throws IOException {
        Map<String, Optional<String>> kept;
        try {
            kept = Copies.properties(sight.directory(), sight.path().name());
        } catch (PosixException | AccessDeniedException | NoSuchFileException e) {
            // It went just now, or a program took the right to read it from its own user.
            return;
        }
        if (!kept.isEmpty()) {
            draft.setProperties(kept);
            draft.sync();
        }
    }

    /**
     * Gives a file its place. What is known of it is kept first: it is known, too, if the gateway is lost when the file is there.
     *
     * @param sight of the place, whose lock is held
     * @param whole what the file is
     * @param hold room for it
     */
    Written put(Sight sight, Draft draft, FileState whole, Sent sent, Hold hold) throws IOException {
        boolean created = !sight.exists();
        NodeRecord old =
                created ? NodeRecord.unknown(whole.identity()) : sight.record().movedTo(whole.identity());
        NodeRecord record = created
                ? old.with(sight.subject()
                        .name()
                        .map(user -> old.rights().ownedBy(user))
                        .orElse(old.rights()))
                : old;
        NodeRecord typed = new NodeRecord(
                record.identity(), record.rights(), sent.contentType().or(record::contentType), record.bytes());
        Size went = Rooms.freed(sight.state());
        Checksums checksums = draft.checksums();
        // The rights of one that replaces another must not be wider for a moment than those of that.
        nodes.put(typed.with(KnownBytes.of(checksums, draft.state())));
        FileState published = hold.spend(
                Size.ofFile(draft.length()),
                went,
                () -> draft.publish(
                        sight.directory(), sight.path().name(), created ? Existing.KEEP : Existing.REPLACE));
        boolean untouched = published.identity().equals(whole.identity())
                && published.size() == whole.size()
                && published.modifiedNs() == whole.modifiedNs();
        // A program may have found it, and changed it, before it was looked at again.
        nodes.put(untouched ? typed.with(KnownBytes.of(checksums, published)) : typed);
        if (!created && sight.state().orElseThrow().links() == 1) {
            nodes.forget(List.of(sight.record().identity()));
        }
        return new Written(created, checksums, Bytes.tagOf(checksums));
    }

    /**
     * Notes what is known of a file that the gateway put in its place, and was lost before it could say so.
     *
     * @param there what is in the place
     * @param owner who sent it
     * @param whole checksums of what was put there
     */
    void putBefore(FileState there, String owner, Optional<String> contentType, Checksums whole) {
        NodeRecord known = nodes.find(List.of(there.identity())).get(there.identity());
        if (known == null) {
            nodes.putNew(List.of(
                    new NodeRecord(there.identity(), OwnRights.NONE.ownedBy(owner), contentType, Optional.empty())));
            return;
        }
        // Its time of change is another since it has its name; its bytes are the same.
        boolean untouched = known.bytes()
                .filter(bytes -> bytes.checksums().equals(whole)
                        && bytes.size() == there.size()
                        && bytes.modifiedNs() == there.modifiedNs())
                .isPresent();
        if (untouched) {
            nodes.put(known.with(KnownBytes.of(whole, there)));
        }
    }
}
