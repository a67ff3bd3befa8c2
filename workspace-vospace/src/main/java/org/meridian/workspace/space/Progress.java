// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;

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

    /** Work was given up because it is not wanted any more. */
    final class StoppedException extends IOException {
        private static final long serialVersionUID = 1L;

        /** Stopped. */
        public StoppedException() {
            super("the work is not wanted any more");
        }
    }
}
