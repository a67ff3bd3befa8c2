// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Optional;
import org.meridian.gateway.model.ModelNode.DataFile;
import org.meridian.gateway.model.ModelNode.Folder;
import org.meridian.gateway.model.ModelNode.Link;
import org.meridian.workspace.node.NodePath;

/**
 * Changes the tree as programs in a datalab do, which rights and locks do not stop: what can be done there is done. Not
 * thread-safe.
 *
 * @param region in which
 */
record PosixOperations(Region region) {

    /** Does something. */
    void any() {
        try {
            switch (region.random().nextInt(6)) {
                case 0 -> write();
                case 1 -> append();
                case 2 -> save();
                case 3 -> makeDirectory();
                case 4 -> rename();
                default -> remove();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ModelView look(NodePath path) {
        return region.model().look(region.owner(), path);
    }

    /** Writes a new file, or over the old bytes: sometimes as many as there were, at once. */
    private void write() throws IOException {
        NodePath path = region.mostly(DataFile.class);
        ModelView view = look(path);
        byte[] content = region.content();
        if (!view.hasContainer()) {
            return;
        }
        Optional<ModelNode> there = view.find();
        if (there.isEmpty()) {
            view.container().children.put(view.name(), new DataFile(content));
        } else if (there.get() instanceof DataFile file) {
            content = region.chance(0.5) && file.content.length > 0
                    ? Arrays.copyOf(content, file.content.length)
                    : content;
            file.content = content;
            file.summed = false;
        } else {
            return;
        }
        region.note("posix write " + path + " " + content.length);
        region.posix().write(path, content);
    }

    private void append() throws IOException {
        Optional<NodePath> path = region.one(DataFile.class);
        if (path.isEmpty()) {
            return;
        }
        DataFile file = (DataFile) look(path.get()).node();
        byte[] more = Arrays.copyOf(region.content(), 1 + region.random().nextInt(100));
        byte[] all = Arrays.copyOf(file.content, file.content.length + more.length);
        System.arraycopy(more, 0, all, file.content.length, more.length);
        file.content = all;
        file.summed = false;
        region.note("posix append " + path.get() + " " + more.length);
        region.posix().append(path.get(), more);
    }

    /** A file that takes the place of another is a new one, with the rights of its folder. */
    private void save() throws IOException {
        Optional<NodePath> path = region.one(DataFile.class);
        if (path.isEmpty()) {
            return;
        }
        ModelView view = look(path.get());
        byte[] content = region.content();
        view.container().children.put(view.name(), new DataFile(content));
        region.note("posix save " + path.get() + " " + content.length);
        region.posix().save(path.get(), content, ".saved~");
    }

    private void makeDirectory() throws IOException {
        NodePath path = region.anyPath();
        ModelView view = look(path);
        if (view.hasContainer() && !view.exists()) {
            view.container().children.put(view.name(), new Folder());
            region.note("posix mkdir " + path);
            region.posix().makeDirectory(path);
        }
    }

    private void rename() throws IOException {
        NodePath from = region.mostly(region.chance(0.5) ? DataFile.class : Folder.class);
        NodePath to = region.anyPath();
        ModelView source = look(from);
        ModelView target = look(to);
        boolean possible = source.exists()
                && !(source.node() instanceof Link)
                && target.hasContainer()
                && !from.holds(to)
                && !to.holds(from);
        if (!possible) {
            return;
        }
        boolean fileOntoFile = source.node() instanceof DataFile
                && target.find().filter(DataFile.class::isInstance).isPresent();
        if (target.exists() && !fileOntoFile) {
            return;
        }
        ModelNode moved = source.node();
        if (moved instanceof DataFile file) {
            file.summed = false;
        }
        source.container().children.remove(source.name());
        target.container().children.put(target.name(), moved);
        region.note("posix rename " + from + " to " + to);
        region.posix().rename(from, to);
    }

    /** A directory with nothing in it but links of VOSpace is empty there. */
    private void remove() throws IOException {
        NodePath path = region.mostly(region.chance(0.7) ? DataFile.class : Folder.class);
        ModelView view = look(path);
        if (!view.exists() || view.node() instanceof Link) {
            return;
        }
        if (view.node() instanceof Folder folder
                && !folder.children.values().stream().allMatch(Link.class::isInstance)) {
            return;
        }
        view.container().children.remove(view.name());
        region.note("posix remove " + path);
        region.posix().remove(path);
    }
}
