// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import java.io.IOException;
import java.util.Optional;
import org.meridian.workspace.node.NodePath;

/** One of two trees, of which one is made like the other. Paths are from its top. Thread-safe. */
sealed interface Side permits LocalSide, RemoteSide {

    /** Told of what is in a folder. */
    interface Listing {
        void entry(Entry entry) throws IOException;

        /** Something is there that cannot be copied; in words. */
        void strange(String words) throws IOException;
    }

    /** A folder that is being looked at. Thread-safe. */
    interface Folder extends AutoCloseable {
        /** All that is in it. */
        void list(Listing listing) throws IOException;

        /**
         * MD5 of a file in it; empty if nobody says it.
         *
         * @param readAnew whether what was known before counts
         */
        Optional<String> md5(Entry entry, boolean readAnew) throws IOException;

        @Override
        void close();
    }

    /** The place of something, for people. */
    String words(NodePath at);

    /** Whether there is a folder of that path. */
    boolean isFolder(NodePath at) throws IOException;

    /** A folder that is there. */
    Folder open(NodePath at) throws IOException;

    /** Makes a folder, in one that is there. */
    void makeFolder(NodePath at) throws IOException;

    /** Deletes something, with all that is in it. */
    void delete(NodePath at, Entry entry) throws IOException;
}
