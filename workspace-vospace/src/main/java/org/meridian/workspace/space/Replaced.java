// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.meridian.workspace.node.Checksums;
import org.meridian.workspace.node.Size;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.rights.Account;
import org.meridian.workspace.rights.Rights;
import org.meridian.workspace.storage.FileState;
import org.meridian.workspace.storage.FileState.Identity;
import org.meridian.workspace.storage.FileState.Kind;
import org.meridian.workspace.storage.PosixException;
import org.meridian.workspace.storage.PosixException.Reason;
import org.meridian.workspace.store.NodeRecord.KnownBytes;
import org.meridian.workspace.store.TrashStore.Item;
import org.meridian.workspace.store.VersionStore.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file whose place another takes, and what becomes of it: a version of that, where versions are kept and it is worth one, or
 * nothing. It gets a second name in the trash before it loses its own, so that there is a file in the place at any moment, and
 * wherever a gateway is killed the old one is in its place, or a version. To be closed, with the lock of the path held all the
 * time. Not thread-safe.
 */
final class Replaced implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Replaced.class);

    private final Space.Parts parts;
    private final Sight sight;
    private final Identity next;
    private OptionalLong item = OptionalLong.empty();
    private boolean kept;

    private Replaced(Space.Parts parts, Sight sight, Identity next) {
        this.parts = parts;
        this.sight = sight;
        this.next = next;
    }

    /**
     * What is in a place where something comes, or nothing.
     *
     * @param next what comes
     * @param bytes its checksums, if they are known: the same bytes again make no version
     */
    static Replaced of(Space.Parts parts, Sight sight, Identity next, Optional<Checksums> bytes) {
        return parts.trash().versions().most() > 0
                ? byVersion(parts, sight, next, bytes)
                : new Replaced(parts, sight, next);
    }

    /** The same where a version comes back: what is there is one then, even if no others are made any more. */
    static Replaced byVersion(Space.Parts parts, Sight sight, Identity next, Optional<Checksums> bytes) {
        Replaced old = new Replaced(parts, sight, next);
        if (sight.state().filter(each -> each.kind() == Kind.FILE).isPresent()) {
            // Also of what is not kept: what it was before that is what the next one was before.
            old.item = OptionalLong.of(parts.trash().versions().add(old.version()));
            old.kept = isWorthOne(sight.state())
                    && !(bytes.isPresent() && old.checksums().equals(bytes));
        }
        return old;
    }

    /** Clients make an empty file before they write it: nobody wants that back. */
    private static boolean isWorthOne(Optional<FileState> state) {
        return state.filter(each -> each.kind() == Kind.FILE && each.size() > 0).isPresent();
    }

    /** How much room is set free by the going of an entry that a file replaces, as far as it is certain before that comes. */
    static Size freed(Space.Parts parts, Optional<FileState> state) {
        return parts.trash().versions().most() > 0 && isWorthOne(state) ? Size.NONE : Rooms.freed(state);
    }

    private Optional<Checksums> checksums() {
        return sight.record().checksumsOf(sight.state().orElseThrow());
    }

    /** How much room is set free. */
    Size freed() {
        return kept ? Size.NONE : Rooms.freed(sight.state());
    }

    private Version version() {
        Rights rights = sight.rights();
        Set<String> readers = new HashSet<>(rights.readers().value());
        readers.addAll(rights.writers().value());
        Item seen = new Item(0, sight.path(), sight.subject().name(), Instant.EPOCH, true);
        return new Version(
                seen, sight.record().identity(), next, rights.publicRead().value(), readers);
    }

    /**
     * Keeps it; to be called just before the other takes its place.
     *
     * @throws VospaceFault NodeBusy if another file has come into the place, which nobody has looked at
     */
    void keep() throws IOException {
        if (!kept) {
            return;
        }
        try {
            FileState file = parts.tree().keep(sight.directory(), sight.path().name(), item.getAsLong());
            if (!file.identity().equals(sight.record().identity())) {
                throw new VospaceFault(Name.NodeBusy, sight.path() + " is being replaced; try again");
            }
        } catch (PosixException e) {
            if (e.reason() == Reason.FULL) {
                throw e;
            }
            if (e.reason() != Reason.ABSENT) {
                LOG.warn("of {} no version can be kept: {}", sight.path(), e.getMessage());
            }
            doubt();
            kept = false;
        }
    }

    /** Of what nothing needs to be known any more when the other has its place: it is not kept, and has no other name. */
    Optional<Identity> gone() {
        return sight.state().filter(before -> !kept && before.links() == 1).map(FileState::identity);
    }

    /** Says that the other has its place. */
    void settle() throws IOException {
        gone().ifPresent(before -> parts.nodes().forget(List.of(before)));
        finish();
    }

    /** The same where what is gone has been forgotten. */
    void finish() throws IOException {
        if (item.isEmpty()) {
            return;
        }
        long number = item.getAsLong();
        item = OptionalLong.empty();
        if (!kept) {
            parts.trash().remove(number);
            return;
        }
        parts.tree().syncKept();
        remember(parts.tree().discarded(number));
        dropOldest(number);
    }

    private void dropOldest(long number) throws IOException {
        List<Version> all = parts.trash().versions().of(next);
        if (all.stream().noneMatch(each -> each.item().number() == number)) {
            // Somebody did not want it before it was there.
            parts.tree().dropKept(number);
            doubt();
        }
        int most = parts.trash().versions().most();
        if (most > 0) {
            all.stream().skip(most).map(Version::item).forEach(new Disposal(parts)::attempt);
        }
    }

    private void doubt() {
        Account.of(sight.path()).ifPresent(parts.rooms()::doubt);
    }

    /** Takes back that it was kept if it is in its place after all. */
    @Override
    public void close() throws IOException {
        if (item.isPresent()) {
            long number = item.getAsLong();
            item = OptionalLong.empty();
            String name = sight.path().name();
            if (dropUnlessReplaced(
                    parts, sight.directory().find(name), sight.record().identity(), number)) {
                remember(sight.directory().find(name));
            }
        }
    }

    /** Its time of change is another when it has got or lost a name; its bytes are the same. */
    private void remember(Optional<FileState> now) {
        FileState before = sight.state().orElseThrow();
        Optional<FileState> untouched = now.filter(each -> each.identity().equals(before.identity())
                && each.size() == before.size()
                && each.modifiedNs() == before.modifiedNs());
        Optional<Checksums> known = checksums().filter(each -> before.links() == 1);
        if (known.isPresent() && untouched.isPresent()) {
            parts.nodes().put(sight.record().with(KnownBytes.of(known.get(), untouched.get())));
        }
    }

    /**
     * Forgets a version that is none, because nothing has taken its place, or it has gone.
     *
     * @param there what is in the place
     * @param file which one it would be
     * @return whether it is none
     */
    static boolean dropUnlessReplaced(Space.Parts parts, Optional<FileState> there, Identity file, long number)
            throws IOException {
        Optional<Identity> kept = parts.tree().discarded(number).map(FileState::identity);
        Optional<Identity> present = there.map(FileState::identity);
        if (kept.isPresent() && !kept.equals(present)) {
            return false;
        }
        if (kept.isPresent()) {
            parts.tree().dropKept(number);
        }
        if (present.filter(file::equals).isPresent()) {
            parts.trash().versions().cancel(number);
        } else {
            parts.trash().remove(number);
        }
        return true;
    }
}
