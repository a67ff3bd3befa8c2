// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.store;

import java.util.Optional;
import org.meridian.workspace.node.Checksums;
import org.meridian.workspace.node.Size;
import org.meridian.workspace.rights.OwnRights;
import org.meridian.workspace.storage.FileState;
import org.meridian.workspace.storage.FileState.Identity;

/**
 * What the database knows of a node. Immutable.
 *
 * @param identity of its file or directory, or of a link node: its number, negative
 * @param rights what has been said of it alone
 * @param contentType media type of its bytes, where somebody has said it
 * @param bytes checksums of its bytes at some time
 * @param tree of a directory: how much was in it, however deep, when it was last counted
 */
public record NodeRecord(
        Identity identity,
        OwnRights rights,
        Optional<String> contentType,
        Optional<KnownBytes> bytes,
        Optional<Size> tree) {

    /** Of a node of which nothing was counted. */
    public NodeRecord(Identity identity, OwnRights rights, Optional<String> contentType, Optional<KnownBytes> bytes) {
        this(identity, rights, contentType, bytes, Optional.empty());
    }

    /**
     * Checksums, and of which bytes.
     *
     * @param checksums of the file
     * @param size how long it was, in bytes
     * @param modifiedNs when its bytes had last changed, in nanoseconds since 1970
     * @param changedNs when anything of it had, likewise
     */
    public record KnownBytes(Checksums checksums, long size, long modifiedNs, long changedNs) {

        /** Those of a file as it is now. */
        public static KnownBytes of(Checksums checksums, FileState state) {
            return new KnownBytes(checksums, state.size(), state.modifiedNs(), state.changedNs());
        }
    }

    /** Of a node that nothing is known of. */
    public static NodeRecord unknown(Identity identity) {
        return new NodeRecord(identity, OwnRights.NONE, Optional.empty(), Optional.empty());
    }

    /** The checksums of a file, if it is still as it was when they were made. */
    public Optional<Checksums> checksumsOf(FileState state) {
        return bytes.filter(known -> known.size == state.size()
                        && known.modifiedNs == state.modifiedNs()
                        && known.changedNs == state.changedNs())
                .map(KnownBytes::checksums);
    }

    /** The same with other rights. */
    public NodeRecord with(OwnRights other) {
        return new NodeRecord(identity, other, contentType, bytes, tree);
    }

    /** The same with other bytes. */
    public NodeRecord with(KnownBytes other) {
        return new NodeRecord(identity, rights, contentType, Optional.of(other));
    }

    /** The same of another file, which takes this one's place. */
    public NodeRecord movedTo(Identity other) {
        return new NodeRecord(other, rights, contentType, bytes);
    }
}
