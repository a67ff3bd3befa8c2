// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.util.Optional;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.rights.Rights;
import org.meridian.workspace.rights.Rights.Action;
import org.meridian.workspace.storage.FileState;
import org.meridian.workspace.storage.FileState.Kind;
import org.meridian.workspace.store.LinkRecord;
import org.meridian.workspace.store.NodeRecord;

/**
 * A child of a container as it was when it was looked at.
 *
 * @param path where it is
 * @param state what it is in the file system; empty for a link node
 * @param link the link node; empty for all else
 * @param record what is known of it
 * @param rights to it
 */
record Child(NodePath path, Optional<FileState> state, Optional<LinkRecord> link, NodeRecord record, Rights rights) {

    /** Whether somebody may read it. */
    boolean isReadableBy(Subject subject) {
        return rights.decide(subject, Action.READ).isAllowed();
    }

    /** Whether it is something in the file system, and what; a link node is nothing there. */
    boolean is(Kind kind) {
        return state.filter(each -> each.kind() == kind).isPresent();
    }
}
