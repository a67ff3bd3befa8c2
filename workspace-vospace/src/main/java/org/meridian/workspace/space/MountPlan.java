// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.util.List;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.storage.FileState.Identity;

/**
 * What of the tree somebody's programs may see, and what they may change. Immutable.
 *
 * @param mounts each after those that it lies in; where none is, nothing is to be seen
 * @param notes in words, what was left out though he may have it
 */
public record MountPlan(List<Mount> mounts, List<String> notes) {

    public MountPlan {
        mounts = List.copyOf(mounts);
        notes = List.copyOf(notes);
    }

    /** What can be done with what is mounted. */
    public enum Access {
        /** Nothing: it is covered. */
        NONE,
        /** Reading. */
        READ,
        /** Reading and writing. */
        WRITE
    }

    /**
     * A part of the tree in which the same holds, but for what lies in it and is named itself.
     *
     * @param path of a container or file
     * @param identity of it when it was looked for: whoever mounts it makes sure that the path stands for this one
     * @param container whether it is one
     * @param access to it
     * @param reason of that, in words for him
     */
    public record Mount(NodePath path, Identity identity, boolean container, Access access, String reason) {}
}
