// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.nio.channels.Channels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.Checksums;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.Size;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.rights.Account;
import org.meridian.workspace.rights.Rights;
import org.meridian.workspace.rights.Rights.Action;
import org.meridian.workspace.space.Bytes.Readable;
import org.meridian.workspace.space.Bytes.Sent;
import org.meridian.workspace.storage.Directory.Existing;
import org.meridian.workspace.storage.Directory.OpenFile;
import org.meridian.workspace.storage.FileState;
import org.meridian.workspace.storage.FileState.Identity;
import org.meridian.workspace.storage.PosixException;
import org.meridian.workspace.storage.PosixException.Reason;
import org.meridian.workspace.storage.Tally;
import org.meridian.workspace.storage.Walk;
import org.meridian.workspace.store.NodeRecord;
import org.meridian.workspace.store.NodeRecord.KnownBytes;
import org.meridian.workspace.store.VersionStore.Version;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What files were before they were replaced through the gateway. A version is seen by who may read the file, and could read it
 * when it was replaced: who hides something by writing over it does not show it to later readers. Owners see all. Who may write
 * the file besides can have a version back, and remove one. Versions go where their file goes, within its workspace. Thread-safe.
 */
public final class Versions {

    private static final Logger LOG = LoggerFactory.getLogger(Versions.class);

    private final Space.Parts parts;
    private final Sights sights;
    private final NodeLocks locks;

    Versions(Space.Parts parts, Sights sights, NodeLocks locks) {
        this.parts = parts;
        this.sights = sights;
        this.locks = locks;
    }

    /**
     * A version.
     *
     * @param number by which it is asked for
     * @param by who replaced it, if anybody knows
     * @param replaced when
     * @param state what it is
     * @param record what is known of it
     */
    public record Seen(long number, Optional<String> by, Instant replaced, FileState state, NodeRecord record) {

        /** For the header ETag, without quotes. */
        public String tag() {
            return Bytes.tagOf(record, state);
        }
    }

    /**
     * The versions of a file, what was replaced last first.
     *
     * @throws VospaceFault NodeNotFound, LinkFound, PermissionDenied; InvalidArgument for what is no file
     */
    public List<Seen> list(Subject subject, NodePath path) throws IOException {
        try (Sight sight = file(subject, path)) {
            List<Version> versions = visible(sight);
            Map<Identity, NodeRecord> known =
                    parts.nodes().find(versions.stream().map(Version::file).toList());
            List<Seen> all = new ArrayList<>();
            for (Version each : versions) {
                Optional<FileState> state = state(each);
                if (state.isPresent()) {
                    NodeRecord record = known.getOrDefault(each.file(), NodeRecord.unknown(each.file()));
                    all.add(new Seen(
                            each.item().number(), each.item().by(), each.item().deleted(), state.get(), record));
                }
            }
            return all;
        } catch (PosixException e) {
            throw Space.fault(path, e);
        }
    }

    private Sight file(Subject subject, NodePath path) throws IOException {
        Sight sight = sights.look(subject, path);
        try {
            sight.withNodeAskedFor().require(Action.READ);
            Bytes.requireFile(sight);
            return sight;
        } catch (RuntimeException e) {
            sight.close();
            throw e;
        }
    }

    private List<Version> visible(Sight sight) {
        Subject subject = sight.subject();
        Rights rights = sight.rights();
        boolean owns = rights.why(subject, Action.SHARE).isPresent();
        return parts.trash().versions().of(sight.record().identity()).stream()
                // Where it was moved out of a workspace, what it was there stays with that.
                .filter(each -> sight.path().first(2).equals(each.item().workspace()))
                .filter(each -> owns || each.publicRead() || !Collections.disjoint(each.readers(), subject.groups()))
                .toList();
    }

    private Optional<FileState> state(Version version) throws IOException {
        return parts.tree()
                .discarded(version.item().number())
                .filter(each -> each.identity().equals(version.file()));
    }

    private Version find(Sight sight, long number) {
        return visible(sight).stream()
                .filter(each -> each.item().number() == number)
                .findFirst()
                .orElseThrow(() -> none(sight.path(), number));
    }

    private static VospaceFault none(NodePath path, long number) {
        return new VospaceFault(
                Name.NodeNotFound, "there is no version " + number + " of " + path + ", or it is not for you");
    }

    /**
     * Opens a version.
     *
     * @throws VospaceFault as of listing; NodeNotFound if there is no such version for him
     */
    public Readable read(Subject subject, NodePath path, long number) throws IOException {
        try (Sight sight = file(subject, path)) {
            return open(path, find(sight, number));
        } catch (PosixException e) {
            throw Space.fault(path, e);
        }
    }

    private Readable open(NodePath path, Version version) throws IOException {
        try {
            OpenFile file = parts.tree().readDiscarded(version.item().number());
            if (file.state().identity().equals(version.file())) {
                return new Readable(file, record(version));
            }
            file.close();
        } catch (PosixException e) {
            if (e.reason() != Reason.ABSENT) {
                throw e;
            }
        }
        throw none(path, version.item().number());
    }

    private NodeRecord record(Version version) {
        return parts.nodes()
                .find(List.of(version.file()))
                .getOrDefault(version.file(), NodeRecord.unknown(version.file()));
    }

    /**
     * Puts a version in the place of its file, in one step; what the file was becomes a version. The rights of the file stay.
     *
     * @return for the header ETag, without quotes
     * @throws VospaceFault as of reading the version and of writing the file
     */
    public String restore(Subject subject, NodePath path, long number) throws IOException {
        Version version;
        try (NodeLocks.Held held = locks.hold(path);
                Sight sight = file(subject, path)) {
            sight.require(Action.WRITE);
            version = find(sight, number);
            FileState state = state(version).orElseThrow(() -> none(path, number));
            if (state.links() == 1) {
                return restore(sight, version, state);
            }
        } catch (PosixException e) {
            throw Space.fault(path, e);
        }
        // It has other names, whose rights are their own.
        return copy(subject, path, version);
    }

    private String restore(Sight sight, Version version, FileState state) throws IOException {
        NodeRecord was = record(version);
        Optional<Checksums> known = was.checksumsOf(state);
        NodeRecord back = new NodeRecord(version.file(), sight.record().rights(), was.contentType(), was.bytes());
        // The rights of one that replaces another must not be wider for a moment than those of that.
        parts.nodes().put(back);
        try (Replaced replaced = Replaced.byVersion(parts, sight, version.file(), known)) {
            Size size = Tally.sizeOf(state);
            List<Rooms.Change> changes = Account.of(sight.path()).stream()
                    .map(account -> new Rooms.Change(account, size, size.plus(replaced.freed()), Size.NONE, true))
                    .toList();
            FileState now = parts.rooms().step(changes, () -> {
                replaced.keep();
                return parts.tree()
                        .restore(
                                version.item().number(),
                                sight.directory(),
                                sight.path().name(),
                                Existing.REPLACE);
            });
            parts.tree().syncDiscarded(sight.directory());
            boolean untouched = now.identity().equals(version.file()) && now.modifiedNs() == state.modifiedNs();
            NodeRecord record = known.filter(each -> untouched)
                    .map(each -> back.with(KnownBytes.of(each, now)))
                    .orElse(back);
            parts.nodes().put(record);
            parts.trash().remove(version.item().number());
            replaced.settle();
            return Bytes.tagOf(record, now);
        }
    }

    private String copy(Subject subject, NodePath path, Version version) throws IOException {
        if (parts.trash().versions().most() == 0) {
            throw new VospaceFault(
                    Name.InvalidArgument,
                    "a program has given this version another name, and what is there now would be lost: read it, and"
                            + " write it elsewhere");
        }
        try (Readable file = open(path, version)) {
            Sent sent = new Sent(
                    Optional.of(file.file().state().size()),
                    Optional.empty(),
                    Optional.empty(),
                    file.record().contentType(),
                    Set.of(),
                    false,
                    Optional.empty());
            return new Bytes(parts, sights, locks)
                    .write(subject, path, Channels.newInputStream(file.file().channel()), sent)
                    .tag();
        }
    }

    /**
     * Removes a version for good.
     *
     * @throws VospaceFault as of reading it; PermissionDenied, NodeLocked as of writing the file
     */
    public void remove(Subject subject, NodePath path, long number) throws IOException {
        try (Sight sight = file(subject, path)) {
            sight.require(Action.WRITE);
            new Disposal(parts).purge(find(sight, number).item());
        } catch (PosixException e) {
            throw Space.fault(path, e);
        }
    }

    /** Removes all versions of a file that somebody sees; how many that was. */
    public int removeAll(Subject subject, NodePath path) throws IOException {
        try (Sight sight = file(subject, path)) {
            sight.require(Action.WRITE);
            Disposal disposal = new Disposal(parts);
            return (int) visible(sight).stream()
                    .map(Version::item)
                    .filter(disposal::attempt)
                    .count();
        } catch (PosixException e) {
            throw Space.fault(path, e);
        }
    }

    /** Forgets what a gateway that was killed was about to keep, and is still in its place. */
    public void recover() throws IOException {
        List<Version> some = parts.trash().versions().all(0, Disposal.PORTION);
        while (!some.isEmpty()) {
            for (Version each : some) {
                Optional<FileState> kept = state(each);
                if (kept.isEmpty() || kept.get().links() > 1) {
                    recover(each);
                }
            }
            some = parts.trash().versions().all(some.getLast().item().number(), Disposal.PORTION);
        }
    }

    private void recover(Version version) {
        NodePath path = version.item().path();
        try (NodeLocks.Held held = locks.hold(path);
                Walk walk = parts.tree().walk(path)) {
            Replaced.dropUnlessReplaced(
                    parts, walk.found(), version.file(), version.item().number());
        } catch (IOException e) {
            LOG.warn("version {} of {} cannot be looked at: {}", version.item().number(), path, e.toString());
        }
    }
}
