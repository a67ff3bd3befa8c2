// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.util.Optional;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.storage.Directory;
import org.meridian.workspace.storage.FileState.Kind;
import org.meridian.workspace.storage.PosixException;
import org.meridian.workspace.store.LinkRecord;

/**
 * Reads all files below a container that somebody may read; all else is left out. Not thread-safe.
 *
 * @param subject who reads
 * @param reader is given them
 */
record Reading(Subject subject, TreeReader reader) implements Descent.Visitor {

    @Override
    public void leaf(Child child, Directory in) throws IOException {
        if (!child.isReadableBy(subject)) {
            return;
        }
        Optional<LinkRecord> link = child.link();
        if (link.isPresent()) {
            reader.link(child.path(), link.get().target());
        } else if (child.is(Kind.FILE)) {
            file(child, in);
        }
    }

    private void file(Child child, Directory in) throws IOException {
        try (Directory.OpenFile file = in.read(child.path().name())) {
            // Of the file whose rights were looked at, and no other that has its name by now.
            if (file.state().identity().equals(child.record().identity())) {
                reader.file(child.path(), file);
            } else {
                reader.leftOut(child.path(), "it was being replaced");
            }
        } catch (PosixException e) {
            reader.leftOut(child.path(), "it went");
        }
    }

    @Override
    public boolean enter(Child child, Directory in) throws IOException {
        boolean readable = child.isReadableBy(subject);
        if (readable) {
            reader.container(child.path(), child.state().orElseThrow().modified());
        }
        return readable;
    }

    @Override
    public void leave() {
        // A container is over when another begins.
    }

    @Override
    public void unnamed(NodePath container, int count) throws IOException {
        reader.leftOut(container, count + " files in it have names that cannot be written");
    }
}
