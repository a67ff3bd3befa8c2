// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.util.List;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.storage.FileState;
import org.meridian.workspace.storage.FileState.Identity;

/**
 * A certain node at its path. Once it is elsewhere, or another has its name, there is nothing at that path. Immutable.
 *
 * @param path where it was
 * @param node which one
 */
record Anchor(NodePath path, Identity node) {

    /**
     * Makes sure that a path leads to the node, or through it.
     *
     * @param asked the path
     * @param met what the path leads through, from the root on
     * @throws VospaceFault NodeNotFound
     */
    void require(NodePath asked, List<FileState> met) {
        int at = path.names().size();
        boolean isThere =
                path.holds(asked) && met.size() > at && met.get(at).identity().equals(node);
        if (!isThere) {
            throw new VospaceFault(Name.NodeNotFound, "there is no " + asked);
        }
    }
}
