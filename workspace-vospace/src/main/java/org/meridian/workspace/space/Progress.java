// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.storage.FileState.Identity;

/** How far long work is, and whether it is still wanted. Thread-safe. */
public interface Progress {

    /** Nobody looks, and nobody stops it. */
    Progress NONE = new Progress() {
        @Override
        public void nodes(long count) {}

        @Override
        public void bytes(long count) {}

        @Override
        public void requireWanted() {}
    };

    /** So many nodes more are done. */
    void nodes(long count);

    /** So many bytes more are done. */
    void bytes(long count);

    /**
     * Asked every now and then.
     *
     * @throws StoppedException if the work is not wanted any more
     */
    void requireWanted() throws StoppedException;

    /**
     * A node is about to be put somewhere, or to go from where it is: noted, it tells after a crash whether that has happened.
     *
     * @param node which one
     * @param path where to, or from where
     */
    default void arriving(Identity node, NodePath path) {}

    /** Work was given up because it is not wanted any more. */
    final class StoppedException extends IOException {
        private static final long serialVersionUID = 1L;

        /** Stopped. */
        public StoppedException() {
            super("the work is not wanted any more");
        }
    }
}
