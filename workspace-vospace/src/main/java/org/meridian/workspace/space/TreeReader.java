// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.time.Instant;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.storage.Directory;

/** Is given all that is below a container: each container before what is in it. */
public interface TreeReader {

    /** A container. */
    void container(NodePath path, Instant modified) throws IOException;

    /**
     * A file.
     *
     * @param file open until this returns
     */
    void file(NodePath path, Directory.OpenFile file) throws IOException;

    /** A link. */
    void link(NodePath path, String target) throws IOException;

    /** Something that could not be read. */
    void leftOut(NodePath path, String why) throws IOException;
}
