// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.NodePath.InvalidPathException;
import org.meridian.workspace.node.Size;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.storage.Directory;
import org.meridian.workspace.storage.Draft;
import org.meridian.workspace.storage.DraftFolder;
import org.meridian.workspace.storage.FileState.Kind;
import org.meridian.workspace.storage.Tally;
import org.meridian.workspace.store.LinkRecord;
import org.meridian.workspace.store.NodeRecord;
import org.meridian.workspace.store.NodeRecord.KnownBytes;

/** Fills a folder with what is below a container. Not thread-safe. */
final class FolderCopy implements Descent.Visitor {

    /** How many records are written at once. */
    private static final int PORTION = 500;

    private final Parts parts;
    private final Subject subject;
    private final Progress progress;
    private final Deque<Directory> open = new ArrayDeque<>();
    private final List<NodeRecord> records = new ArrayList<>();
    private NodePath to;

    /**
     * What it works with.
     *
     * @param space where it is
     * @param copies that it is one of
     * @param folder to be filled
     * @param hold room for all that is put into it
     */
    record Parts(Space.Parts space, Copies copies, DraftFolder folder, Hold hold) {}

    /** @param to where the folder will be */
    FolderCopy(Parts parts, Subject subject, NodePath to, Progress progress) throws IOException {
        this.parts = parts;
        this.subject = subject;
        this.to = to;
        this.progress = progress;
        open.push(parts.folder.directory());
        add(NodeRecord.unknown(parts.folder.state().identity()));
    }

    @Override
    public void leaf(Child child, Directory in) throws IOException {
        requireReadable(child);
        String name = child.path().name();
        Optional<LinkRecord> link = child.link();
        if (link.isPresent()) {
            parts.copies.link(link.get(), open.element().state().identity(), below(to, name), subject);
        } else if (child.is(Kind.FILE)) {
            file(child, in);
        } else {
            parts.hold.grow(Size.ofFile(0));
            Copies.symbolicLink(in, child, open.element(), name);
        }
        progress.nodes(1);
    }

    private void file(Child child, Directory in) throws IOException {
        Size expected = Tally.sizeOf(child.state().orElseThrow());
        parts.hold.grow(expected);
        try (Draft draft = parts.folder.file(open.element(), child.path().name())) {
            parts.copies.fill(draft, in, child, progress);
            parts.hold.grow(Size.ofFile(draft.length()).without(expected));
            KnownBytes bytes = KnownBytes.of(draft.checksums(), draft.stay());
            NodeRecord record =
                    NodeRecord.unknown(open.element().state(child.path().name()).identity());
            add(new NodeRecord(
                    record.identity(), record.rights(), child.record().contentType(), Optional.of(bytes)));
        }
    }

    @Override
    public boolean enter(Child child, Directory in) throws IOException {
        requireReadable(child);
        String name = child.path().name();
        parts.hold.grow(Size.ofFile(0));
        open.element().makeDirectory(name);
        open.element().setProperties(name, Copies.properties(in, name));
        open.push(open.element().open(name));
        to = below(to, name);
        add(NodeRecord.unknown(open.element().state().identity()));
        progress.nodes(1);
        return true;
    }

    @Override
    public void leave() throws IOException {
        open.pop().close();
        to = to.parent();
    }

    /** Waits until all of it is on disk, and known. */
    void finish() throws IOException {
        write();
        parts.folder.sync();
    }

    /** Of nodes that are hidden from him nobody learns the names. */
    private void requireReadable(Child child) {
        if (!child.isReadableBy(subject)) {
            throw new VospaceFault(
                    Name.PermissionDenied,
                    child.path().parent() + " has nodes that are not for you; copy those that you see one by one");
        }
    }

    private static NodePath below(NodePath container, String name) {
        try {
            return container.child(name);
        } catch (InvalidPathException e) {
            throw new VospaceFault(Name.InvalidArgument, String.valueOf(e.getMessage()));
        }
    }

    private void add(NodeRecord record) {
        records.add(Copies.owned(record, subject));
        if (records.size() == PORTION) {
            write();
        }
    }

    private void write() {
        parts.space.nodes().putNew(records);
        records.clear();
    }
}
