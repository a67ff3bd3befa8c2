// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.util.ArrayList;
import java.util.List;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.rights.OwnRights;
import org.meridian.workspace.rights.Rights;
import org.meridian.workspace.storage.Directory;
import org.meridian.workspace.storage.FileState.Identity;
import org.meridian.workspace.store.NodeRecord;

/**
 * A container whose children somebody looks at.
 *
 * @param subject who looks
 * @param path of the container
 * @param identity of its directory
 * @param said of the nodes from the root to the container, in this order
 * @param directory held open as long as this is used
 */
record Container(Subject subject, NodePath path, Identity identity, List<OwnRights> said, Directory directory) {

    Container {
        said = List.copyOf(said);
    }

    /** The rights to a child of which this is known. */
    Rights rightsOf(NodePath child, NodeRecord known) {
        return Rights.of(child, saidOf(known));
    }

    /** A child that is a container itself. */
    Container child(NodePath child, NodeRecord known, Directory opened) {
        return new Container(subject, child, known.identity(), saidOf(known), opened);
    }

    private List<OwnRights> saidOf(NodeRecord known) {
        List<OwnRights> all = new ArrayList<>(said);
        all.add(known.rights());
        return all;
    }
}
