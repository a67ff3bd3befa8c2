// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.Checksums;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.Size;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.rights.OwnRights;
import org.meridian.workspace.space.Bytes.Sent;
import org.meridian.workspace.space.Bytes.Written;
import org.meridian.workspace.storage.Directory.Existing;
import org.meridian.workspace.storage.Draft;
import org.meridian.workspace.storage.FileState;
import org.meridian.workspace.storage.FileState.Identity;
import org.meridian.workspace.storage.PosixException;
import org.meridian.workspace.storage.PosixException.Reason;
import org.meridian.workspace.store.NodeRecord;
import org.meridian.workspace.store.NodeRecord.KnownBytes;
import org.meridian.workspace.store.NodeStore.Settled;

/**
 * Gives files that are whole their places, with what is known of them. Thread-safe.
 *
 * @param parts what the space works on
 * @param sights of its paths
 * @param locks of its nodes
 */
record Arrivals(Space.Parts parts, Sights sights, NodeLocks locks) {

    /** How often a place is looked at again that a program in a datalab has changed between two looks. */
    private static final int TRIES = 3;

    /** Brings a file to a place that somebody may write, and whose lock is held. */
    @FunctionalInterface
    interface Delivery {
        Written to(Sight place) throws IOException;
    }

    /**
     * Looks at a place, and has a file brought there.
     *
     * @throws VospaceFault as of writing
     */
    Written deliver(Subject subject, NodePath path, Sent sent, Delivery delivery) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            try (NodeLocks.Held held = locks.hold(path);
                    Sight sight = sights.look(subject, path)) {
                Bytes.requireWritable(sight, sent);
                return delivery.to(sight);
            } catch (PosixException e) {
                if (e.reason() != Reason.EXISTS) {
                    throw Space.fault(path, e);
                }
                // Made in a datalab since it was not there: a file to be replaced.
            }
        }
        throw new VospaceFault(Name.NodeBusy, path + " comes and goes; try again later");
    }

    /**
     * Writes a file that is in memory: what is looked at holds until it has its place, and room for it is held by having it.
     *
     * @throws VospaceFault as of writing
     */
    Written write(Subject subject, NodePath path, ByteBuffer body, Sent sent) throws IOException {
        return deliver(subject, path, sent, sight -> {
            Bytes.requireRoom(parts.tree(), body.remaining());
            try (Draft draft = parts.tree().staging().draft();
                    Hold hold = parts.rooms().hold(path, Size.NONE)) {
                draft.write(body.duplicate());
                Bytes.requireAsSent(draft, sent);
                if (sight.exists()) {
                    keepProperties(sight, draft);
                }
                return put(sight, new Whole(draft, draft.sync(), true), sent, hold);
            }
        });
    }

    /**
     * A file that is to have its place.
     *
     * @param state what it is
     * @param unknown whether nobody but who waits for the answer has been told of it: then a new one need not be known, should
     *     the database be lost before it has answered
     */
    record Whole(Draft draft, FileState state, boolean unknown) {}

    /** What is said of a file beside its bytes is said of what takes its place, too. */
    static void keepProperties(Sight sight, Draft draft) throws IOException {
        Map<String, Optional<String>> kept;
        try {
            kept = Copies.properties(sight.directory(), sight.path().name());
        } catch (PosixException | AccessDeniedException | NoSuchFileException e) {
            // It went just now, or a program took the right to read it from its own user.
            return;
        }
        if (!kept.isEmpty()) {
            draft.setProperties(kept);
        }
    }

    /**
     * Gives a file its place. What is known of it is kept first: it is known, too, if the gateway is lost when the file is there.
     *
     * @param sight of the place, whose lock is held
     * @param hold room for it
     */
    Written put(Sight sight, Whole whole, Sent sent, Hold hold) throws IOException {
        Draft draft = whole.draft;
        Identity identity = whole.state.identity();
        boolean created = !sight.exists();
        NodeRecord old = created ? NodeRecord.unknown(identity) : sight.record().movedTo(identity);
        NodeRecord record = created
                ? old.with(sight.subject()
                        .name()
                        .map(user -> old.rights().ownedBy(user))
                        .orElse(old.rights()))
                : old;
        NodeRecord typed = new NodeRecord(
                record.identity(), record.rights(), sent.contentType().or(record::contentType), record.bytes());
        Checksums checksums = draft.checksums();
        NodeRecord known = typed.with(KnownBytes.of(checksums, whole.state));
        // The rights of one that replaces another must not be wider for a moment than those of that.
        boolean soon = created && whole.unknown && hold.isCharged();
        if (!soon) {
            parts.nodes().put(known);
        }
        try (Replaced replaced = Replaced.of(parts, sight, identity, Optional.of(checksums))) {
            Hold.Spent spent = new Hold.Spent(
                    Size.ofFile(draft.length()), replaced.freed(), soon ? Optional.of(known) : Optional.empty());
            FileState published = hold.spend(spent, () -> {
                replaced.keep();
                return draft.publish(
                        sight.directory(), sight.path().name(), created ? Existing.KEEP : Existing.REPLACE);
            });
            parts.tree().sync(sight.directory(), sight.container().identity());
            boolean untouched = published.identity().equals(identity)
                    && published.size() == whole.state.size()
                    && published.modifiedNs() == whole.state.modifiedNs();
            Optional<Identity> gone = replaced.gone();
            // A program may have found it, and changed it, before it was looked at again; the database may have been
            // lost meanwhile, with what had been kept.
            if (!untouched || !parts.nodes().settle(new Settled(identity, published.changedNs(), gone))) {
                parts.nodes().put(untouched ? typed.with(KnownBytes.of(checksums, published)) : typed);
                gone.ifPresent(each -> parts.nodes().forget(List.of(each)));
            }
            replaced.finish();
        }
        return new Written(created, checksums, Bytes.tagOf(checksums));
    }

    /**
     * Notes what is known of a file that the gateway put in its place, and was lost before it could say so.
     *
     * @param there what is in the place
     * @param owner who sent it
     * @param whole checksums of what was put there
     */
    void putBefore(FileState there, String owner, Optional<String> contentType, Checksums whole) {
        NodeRecord known = parts.nodes().find(List.of(there.identity())).get(there.identity());
        if (known == null) {
            parts.nodes()
                    .putNew(List.of(new NodeRecord(
                            there.identity(), OwnRights.NONE.ownedBy(owner), contentType, Optional.empty())));
            return;
        }
        // Its time of change is another since it has its name; its bytes are the same.
        boolean untouched = known.bytes()
                .filter(bytes -> bytes.checksums().equals(whole)
                        && bytes.size() == there.size()
                        && bytes.modifiedNs() == there.modifiedNs())
                .isPresent();
        if (untouched) {
            parts.nodes().put(known.with(KnownBytes.of(whole, there)));
        }
    }
}
