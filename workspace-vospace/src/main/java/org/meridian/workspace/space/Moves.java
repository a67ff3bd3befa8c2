// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.Checksums;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.Size;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.rights.OwnRights;
import org.meridian.workspace.rights.Rights.Action;
import org.meridian.workspace.storage.Directory.Existing;
import org.meridian.workspace.storage.FileState;
import org.meridian.workspace.storage.FileState.Identity;
import org.meridian.workspace.storage.FileState.Kind;
import org.meridian.workspace.storage.PosixException;
import org.meridian.workspace.storage.PosixException.Reason;
import org.meridian.workspace.store.LinkRecord;
import org.meridian.workspace.store.NodeRecord.KnownBytes;

/** Gives nodes other names and places. Thread-safe. */
final class Moves {

    private final Space.Parts parts;
    private final Sights sights;
    private final NodeLocks locks;
    private final Trash trash;

    Moves(Space.Parts parts, Sights sights, NodeLocks locks, Trash trash) {
        this.parts = parts;
        this.sights = sights;
        this.locks = locks;
        this.trash = trash;
    }

    /** See {@link Space#move}. */
    boolean move(Subject subject, NodePath from, NodePath to, boolean overwrite, Progress progress) throws IOException {
        // Counted before others have to wait.
        try (Cargo cargo = cargo(subject, from, to, overwrite);
                NodeLocks.Held held = locks.hold(from, to);
                Sight source = sights.look(subject, from)) {
            try (Sight target = requireAllowed(source, to, overwrite)) {
                cargo.requireSame(source);
                boolean created = !target.exists();
                progress.arriving(source.record().identity(), to);
                boolean replaced = isFile(source) && isFile(target);
                Size went = replaced ? Replaced.freed(parts, target.state()) : Size.NONE;
                // Before anything is changed.
                Freight freight = cargo.freight.settled(cargo.hold, went, parts.rooms());
                if (replaced) {
                    keepRights(source, target);
                    replace(source, target, freight, cargo.hold);
                    // Locks neither go with a node nor stay for the next (RFC 4918, sections 7.6 and 9.9.3).
                    parts.locks().removeWithin(from);
                    parts.locks().removeWithin(to);
                    return created;
                }
                if (!created) {
                    trash.discard(target);
                }
                Optional<LinkRecord> link = source.link();
                if (link.isPresent()) {
                    move(link.get(), target);
                } else {
                    rename(source, target, new Rename(freight, cargo.hold, Size.NONE, Existing.KEEP, () -> {}));
                }
                parts.locks().removeWithin(from);
                return created;
            } catch (PosixException e) {
                throw e.reason() == Reason.ABSENT ? Space.fault(from, e) : Space.fault(to, e);
            }
        }
    }

    /** A node that is to be moved, and the room that is held for it. */
    private record Cargo(Identity node, Freight freight, Hold hold) implements AutoCloseable {

        /** Something else may have got its name since it was counted. */
        void requireSame(Sight source) {
            if (!freight.staysInAccount() && !source.record().identity().equals(node)) {
                throw new VospaceFault(Name.NodeBusy, source.path() + " is being changed; try again later");
            }
        }

        @Override
        public void close() {
            hold.close();
            freight.close();
        }
    }

    private Cargo cargo(Subject subject, NodePath from, NodePath to, boolean overwrite) throws IOException {
        try (Sight source = sights.look(subject, from);
                Sight target = requireAllowed(source, to, overwrite)) {
            Size replaced = isFile(source) && isFile(target) ? Replaced.freed(parts, target.state()) : Size.NONE;
            Freight freight = Freight.of(source, to, parts.rooms());
            try {
                Hold hold = freight.hold(parts.rooms(), to, replaced);
                return new Cargo(source.record().identity(), freight, hold);
            } catch (RuntimeException e) {
                freight.close();
                throw e;
            }
        } catch (PosixException e) {
            throw Space.fault(from, e);
        }
    }

    /** What is seen at the new place, if the move may be; to be closed. */
    private Sight requireAllowed(Sight source, NodePath to, boolean overwrite) throws IOException {
        requireMovable(source.withNode(), to);
        requireApart(source.path(), to);
        Sight target = sights.look(source.subject(), to);
        try {
            requirePlace(target, overwrite);
            requireNoOtherReaders(source, target);
            return target;
        } catch (RuntimeException e) {
            target.close();
            throw e;
        }
    }

    private static void requireMovable(Sight source, NodePath to) {
        NodePath from = source.path();
        if (from.names().size() < Trash.SHORTEST) {
            source.require(Action.READ);
            throw new VospaceFault(Name.PermissionDenied, from + " is not to be moved; move what is in it");
        }
        source.requireRemovable();
        if (!to.names()
                .subList(0, Math.min(2, to.names().size()))
                .equals(from.names().subList(0, 2))) {
            // Whose workspace a node is in, his it is: writers would take it from its owner, and all that it hides from
            // them.
            try {
                source.require(Action.SHARE);
            } catch (VospaceFault fault) {
                throw new VospaceFault(
                        fault.name(),
                        "moving " + from + " out of " + from.first(2) + " is up to its owner; copy it instead");
            }
        }
    }

    /** What is hidden from writers in there would get other readers by the move, perhaps themselves. */
    private static void requireNoOtherReaders(Sight source, Sight target) {
        if (!source.rightsOfContainer().areInheritedAs(target.rightsOfContainer())) {
            try {
                source.require(Action.SHARE);
            } catch (VospaceFault fault) {
                throw new VospaceFault(
                        fault.name(),
                        source.path() + " would have other readers or writers in "
                                + target.path().parent() + ", which is up to its owner; copy it instead");
            }
        }
    }

    /** Whoever saves by writing another file and giving it the name of the old one wants to keep who reads it. */
    private void keepRights(Sight source, Sight target) {
        OwnRights own = source.record().rights();
        OwnRights old = target.record().rights();
        boolean nothing = own.publicRead().isEmpty()
                && own.readers().isEmpty()
                && own.writers().isEmpty();
        if (nothing) {
            parts.nodes()
                    .put(source.record()
                            .with(new OwnRights(
                                    own.owner(), old.publicRead(), old.readers(), old.writers(), own.locked())));
        }
    }

    /** Makes sure that neither place is in the other. */
    static void requireApart(NodePath from, NodePath to) {
        if (from.equals(to)) {
            throw new VospaceFault(Name.DuplicateNode, from + " is there already");
        }
        if (from.holds(to)) {
            throw new VospaceFault(Name.InvalidArgument, from + " cannot go into itself");
        }
        if (to.holds(from)) {
            throw new VospaceFault(Name.DuplicateNode, "there is a node " + to + ", which " + from + " is in");
        }
    }

    /**
     * Makes sure that something can be put there.
     *
     * @throws VospaceFault ContainerNotFound, LinkFound, PermissionDenied, NodeLocked, DuplicateNode
     */
    static void requirePlace(Sight target, boolean overwrite) {
        if (target.path().isRoot()) {
            throw new VospaceFault(Name.DuplicateNode, "the root is there");
        }
        target.withPlace().requireOfContainer(Action.WRITE);
        if (target.exists()) {
            if (!overwrite) {
                throw new VospaceFault(Name.DuplicateNode, "there is a node " + target.path());
            }
            target.require(Action.WRITE);
        }
    }

    private static boolean isFile(Sight sight) {
        return sight.state().filter(each -> each.kind() == Kind.FILE).isPresent();
    }

    private void replace(Sight source, Sight target, Freight freight, Hold hold) throws IOException {
        Optional<Checksums> bytes = source.record().checksumsOf(source.state().orElseThrow());
        try (Replaced replaced = Replaced.of(parts, target, source.record().identity(), bytes)) {
            rename(source, target, new Rename(freight, hold, replaced.freed(), Existing.REPLACE, replaced::keep));
            replaced.settle();
        }
    }

    /** What comes just before something. */
    @FunctionalInterface
    private interface Before {
        void happen() throws IOException;
    }

    /** What is charged for a new name, and for what is set free by it; room is held for that. */
    private record Rename(Freight freight, Hold hold, Size went, Existing existing, Before before) {}

    private void rename(Sight source, Sight target, Rename rename) throws IOException {
        FileState before = source.state().orElseThrow();
        rename.freight.arrive(rename.hold, rename.went, parts.rooms(), () -> {
            rename.before.happen();
            source.directory()
                    .rename(
                            source.path().name(),
                            target.directory(),
                            target.path().name(),
                            rename.existing);
            return before;
        });
        target.directory().sync();
        source.directory().sync();
        FileState after = target.directory().state(target.path().name());
        // Its time of change is another now; its bytes are the same.
        Optional<Checksums> known = source.record()
                .checksumsOf(before)
                .filter(each -> after.identity().equals(before.identity())
                        && after.size() == before.size()
                        && after.modifiedNs() == before.modifiedNs());
        known.ifPresent(each -> parts.nodes()
                .find(List.of(after.identity()))
                .values()
                .forEach(record -> parts.nodes().put(record.with(KnownBytes.of(each, after)))));
    }

    private void move(LinkRecord link, Sight target) {
        if (!parts.links()
                .move(
                        link.number(),
                        target.container().identity(),
                        target.path().name())) {
            throw new VospaceFault(Name.DuplicateNode, "there is a node " + target.path());
        }
    }
}
