// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.Checksums;
import org.meridian.workspace.node.CoreProperties;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.Size;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.rights.OwnRights;
import org.meridian.workspace.rights.Rights.Action;
import org.meridian.workspace.storage.Directory;
import org.meridian.workspace.storage.Draft;
import org.meridian.workspace.storage.DraftFolder;
import org.meridian.workspace.storage.FileState;
import org.meridian.workspace.storage.FileState.Kind;
import org.meridian.workspace.storage.PosixException;
import org.meridian.workspace.storage.PosixException.Reason;
import org.meridian.workspace.storage.Tally;
import org.meridian.workspace.store.LinkRecord;
import org.meridian.workspace.store.NodeRecord;

/** Copies nodes. A copy is made where nobody sees it, and takes its place whole. Thread-safe. */
final class Copies {

    private final Space.Parts parts;
    private final Sights sights;
    private final NodeLocks locks;
    private final Trash trash;
    private final Bytes bytes;

    Copies(Space.Parts parts, Sights sights, NodeLocks locks, Trash trash) {
        this.parts = parts;
        this.sights = sights;
        this.locks = locks;
        this.trash = trash;
        this.bytes = new Bytes(parts, sights, locks);
    }

    /** See {@link Space#copy}. */
    boolean copy(Subject subject, NodePath from, NodePath to, boolean overwrite, Progress progress) throws IOException {
        try (Sight source = sights.look(subject, from)) {
            source.withNode().require(Action.READ);
            Moves.requireApart(from, to);
            try (Sight target = sights.look(subject, to)) {
                Moves.requirePlace(target, overwrite);
            }
            Child child = new Child(from, source.state(), source.link(), source.record(), source.rights());
            if (child.is(Kind.DIRECTORY)) {
                return folder(source, to, overwrite, progress);
            }
            return child.is(Kind.FILE)
                    ? file(source, child, to, overwrite, progress)
                    : other(source, child, to, overwrite);
        } catch (PosixException e) {
            throw Space.fault(from, e);
        } catch (IOException e) {
            throw FullDisk.unless(parts.tree(), e);
        }
    }

    private boolean file(Sight source, Child child, NodePath to, boolean overwrite, Progress progress)
            throws IOException {
        FileState state = child.state().orElseThrow();
        Bytes.requireRoom(parts.tree(), state.size());
        try (Hold hold = hold(source.subject(), to);
                Draft draft = parts.tree().staging().draft()) {
            hold.need(Tally.sizeOf(state));
            fill(draft, source.directory(), child, progress);
            progress.arriving(draft.state().identity(), to);
            boolean discarded = overwrite && discardUnlessFile(source.subject(), to, hold);
            Bytes.Sent sent = new Bytes.Sent(
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    child.record().contentType(),
                    Set.of(),
                    !overwrite,
                    Optional.empty());
            boolean created =
                    bytes.publishCopy(source.subject(), to, draft, sent, hold).created();
            progress.nodes(1);
            return created && !discarded;
        } catch (VospaceFault fault) {
            throw fault.name() == Name.PreconditionFailed ? duplicate(to) : fault;
        }
    }

    /** Room for a file in the place of one that may be there. */
    private Hold hold(Subject subject, NodePath to) throws IOException {
        try (Sight target = sights.look(subject, to)) {
            boolean file =
                    target.state().filter(each -> each.kind() == Kind.FILE).isPresent();
            return parts.rooms().hold(to, file ? Replaced.freed(parts, target.state()) : Size.NONE);
        }
    }

    private boolean discardUnlessFile(Subject subject, NodePath to, Hold hold) throws IOException {
        try (NodeLocks.Held held = locks.hold(to);
                Sight target = sights.look(subject, to)) {
            boolean other = target.exists()
                    && target.state().filter(each -> each.kind() == Kind.FILE).isEmpty();
            if (other) {
                // What lies in the trash is not set free: there is room for both, or nothing is changed.
                hold.need(hold.needed(), Size.NONE);
                trash.discard(target);
            }
            return other;
        }
    }

    private boolean other(Sight source, Child child, NodePath to, boolean overwrite) throws IOException {
        try (NodeLocks.Held held = locks.hold(to);
                Sight target = sights.look(source.subject(), to);
                Hold hold = parts.rooms().hold(to, Size.NONE)) {
            Moves.requirePlace(target, overwrite);
            boolean created = !target.exists();
            if (child.link().isEmpty()) {
                hold.need(Size.ofFile(0));
            }
            if (!created) {
                trash.discard(target);
            }
            Optional<LinkRecord> link = child.link();
            if (link.isPresent()) {
                link(link.get(), target.container().identity(), to, source.subject());
            } else {
                symbolicLink(source, child, target, hold);
            }
            return created;
        } catch (PosixException e) {
            throw e.reason() == Reason.EXISTS ? duplicate(to) : Space.fault(to, e);
        }
    }

    private static void symbolicLink(Sight source, Child child, Sight target, Hold hold) throws IOException {
        hold.spend(Size.ofFile(0), Size.NONE, () -> {
            symbolicLink(
                    source.directory(), child, target.directory(), target.path().name());
            return child;
        });
        target.directory().sync();
    }

    private static VospaceFault duplicate(NodePath path) {
        return new VospaceFault(Name.DuplicateNode, "there is a node " + path);
    }

    /** Copies a link node. */
    void link(LinkRecord link, FileState.Identity container, NodePath to, Subject owner) {
        LinkRecord made =
                parts.links().make(container, to.name(), link.target()).orElseThrow(() -> duplicate(to));
        if (!link.properties().isEmpty()) {
            parts.links().change(made.number(), link.target(), link.properties());
        }
        parts.nodes().putNew(List.of(owned(NodeRecord.unknown(made.identity()), owner)));
    }

    /**
     * Copies a symbolic link, as its text is.
     *
     * @throws VospaceFault InvalidArgument for what is no link: pipes and devices are not copied
     */
    static void symbolicLink(Directory in, Child child, Directory to, String name) throws PosixException {
        Optional<String> target =
                child.is(Kind.LINK) ? in.linkTarget(child.path().name()) : Optional.empty();
        if (target.isEmpty()) {
            throw new VospaceFault(
                    Name.InvalidArgument,
                    child.path() + " is no file, no container and no link that can be copied; leave it out");
        }
        to.makeLink(name, target.get());
    }

    /** The same record, of a node that somebody has just made. */
    static NodeRecord owned(NodeRecord record, Subject owner) {
        return record.with(owner.name().map(OwnRights.NONE::ownedBy).orElse(OwnRights.NONE));
    }

    private boolean folder(Sight source, NodePath to, boolean overwrite, Progress progress) throws IOException {
        try (Hold hold = parts.rooms().hold(to, Size.NONE);
                DraftFolder folder = parts.tree().staging().folder();
                Directory opened = Space.open(source)) {
            hold.grow(Size.ofFile(0));
            folder.setProperties(properties(source.directory(), source.path().name()));
            FolderCopy copy =
                    new FolderCopy(new FolderCopy.Parts(parts, this, folder, hold), source.subject(), to, progress);
            new Descent(parts, progress).into(source.container(opened), copy);
            copy.finish();
            return publish(new Arriving(source.subject(), folder, hold), to, overwrite, progress);
        }
    }

    /** A copy of a folder that is whole, and the room that is held for it. */
    private record Arriving(Subject subject, DraftFolder folder, Hold hold) {}

    private boolean publish(Arriving copy, NodePath to, boolean overwrite, Progress progress) throws IOException {
        try (NodeLocks.Held held = locks.hold(to);
                Sight target = sights.look(copy.subject, to)) {
            Moves.requirePlace(target, overwrite);
            boolean created = !target.exists();
            progress.arriving(copy.folder.state().identity(), to);
            if (!created) {
                trash.discard(target);
            }
            copy.hold.spend(copy.hold.needed(), Size.NONE, () -> {
                copy.folder.publish(target.directory(), to.name());
                return copy;
            });
            target.directory().sync();
            return created;
        } catch (PosixException e) {
            throw e.reason() == Reason.EXISTS ? duplicate(to) : Space.fault(to, e);
        }
    }

    /** What is said of a file or directory that may be said of its copy. */
    static Map<String, Optional<String>> properties(Directory in, String name) throws IOException {
        Map<String, Optional<String>> free = new LinkedHashMap<>();
        in.properties(name).forEach((uri, value) -> {
            if (CoreProperties.isFree(uri)) {
                free.put(uri, Optional.of(value));
            }
        });
        return free;
    }

    /**
     * Copies bytes and properties of a file.
     *
     * @param draft empty
     * @throws VospaceFault NodeBusy if the file is being changed; InvalidData if its bytes are not what they were known to be
     */
    void fill(Draft draft, Directory in, Child child, Progress progress) throws IOException {
        String name = child.path().name();
        try (Directory.OpenFile file = in.read(name)) {
            if (!file.state().identity().equals(child.record().identity())) {
                throw busy(child.path());
            }
            ByteBuffer chunk = ByteBuffer.allocate(Bytes.CHUNK);
            while (file.channel().read(chunk) >= 0) {
                progress.requireWanted();
                progress.bytes(chunk.position());
                bytes.write(draft, chunk.flip());
                chunk.clear();
            }
            requireWhole(draft, file, in.find(name), child);
        }
        draft.setProperties(properties(in, name));
    }

    private static void requireWhole(Draft draft, Directory.OpenFile file, Optional<FileState> now, Child child) {
        // One that has been replaced since is as it was.
        boolean replaced = now.filter(
                        each -> each.identity().equals(file.state().identity()))
                .isEmpty();
        boolean same = draft.length() == file.state().size()
                && (replaced || now.filter(file.state()::sameBytesAs).isPresent());
        if (!same) {
            throw busy(child.path());
        }
        Optional<Checksums> known = child.record().checksumsOf(file.state());
        if (known.filter(each -> !each.equals(draft.checksums())).isPresent()) {
            throw new VospaceFault(
                    Name.InvalidData,
                    "the bytes of " + child.path() + " are not those that were written: their checksums are "
                            + draft.checksums() + " and were " + known.get() + "; tell the operator");
        }
    }

    private static VospaceFault busy(NodePath path) {
        return new VospaceFault(Name.NodeBusy, path + " is being changed; try again later");
    }
}
