// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.Checksums;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.Size;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.rights.Rights.Action;
import org.meridian.workspace.storage.Directory;
import org.meridian.workspace.storage.Draft;
import org.meridian.workspace.storage.FileState;
import org.meridian.workspace.storage.FileState.Kind;
import org.meridian.workspace.storage.PosixException;
import org.meridian.workspace.storage.Tree;
import org.meridian.workspace.store.NodeRecord;

/**
 * Reads and writes the bytes of nodes. A file that was written is on disk, whole, when the method returns; before that, and if
 * anything goes wrong, the old one is what everybody reads. Thread-safe.
 */
public final class Bytes {

    static final int CHUNK = 1 << 18;

    /** Bytes of a file that is kept in memory until it is written. */
    public static final int SMALL = 1 << 16;

    /** After how many chunks it is looked whether there is still room. */
    static final int LOOK_AT_ROOM = 256;

    /** How often something is looked up again that a program in a datalab has changed between two looks. */
    private static final int TRIES = 3;

    private final Space.Parts parts;
    private final Sights sights;
    private final Arrivals arrivals;

    Bytes(Space.Parts parts, Sights sights, NodeLocks locks) {
        this.parts = parts;
        this.sights = sights;
        this.arrivals = new Arrivals(parts, sights, locks);
    }

    /** Where files arrive that are whole. */
    Arrivals arrivals() {
        return arrivals;
    }

    /**
     * A file to be read; to be closed.
     *
     * @param file the open file: the same bytes to its end, even if another takes its place
     * @param record what is known of it
     */
    public record Readable(Directory.OpenFile file, NodeRecord record) implements AutoCloseable {

        /** For the header ETag, without quotes: another for other bytes. */
        public String tag() {
            return tagOf(record, file.state());
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /** Half of their SHA-256: two tags fit into what clients have room for in the header If (litmus 0.13: 200 characters). */
    private static final int TAG_DIGITS = 32;

    /** Of a file with these checksums, for the header ETag, without quotes. */
    public static String tagOf(Checksums checksums) {
        return checksums.sha256Hex().substring(0, TAG_DIGITS);
    }

    /** By the bytes where they are known; else by all that the file system changes with them, which programs cannot set. */
    static String tagOf(NodeRecord record, FileState state) {
        return record.checksumsOf(state)
                .map(Bytes::tagOf)
                .orElseGet(() -> Long.toHexString(state.identity().inode()) + "-" + Long.toHexString(state.changedNs())
                        + "-" + Long.toHexString(state.size()));
    }

    /**
     * Opens a node's bytes.
     *
     * @throws VospaceFault NodeNotFound, LinkFound, PermissionDenied; InvalidArgument for what has no bytes
     */
    public Readable read(Subject subject, NodePath path) throws IOException {
        for (int i = 0; i < TRIES; i++) {
            try (Sight sight = sights.look(subject, path)) {
                sight.withNodeAskedFor().require(Action.READ);
                requireFile(sight);
                Directory.OpenFile file = sight.directory().read(path.name());
                // Of the file whose rights were looked at, and no other that has its name by now.
                if (file.state().identity().equals(sight.state().orElseThrow().identity())) {
                    return new Readable(file, sight.record());
                }
                file.close();
            } catch (PosixException e) {
                throw Space.fault(path, e);
            }
        }
        throw new VospaceFault(Name.NodeBusy, path + " is being replaced again and again; ask later");
    }

    private static void requireName(NodePath path) {
        if (path.isRoot()) {
            throw new VospaceFault(Name.DuplicateNode, "the root is a container");
        }
    }

    static void requireFile(Sight sight) {
        Optional<Kind> kind = sight.state().map(FileState::kind);
        if (kind.isEmpty() || kind.get() == Kind.LINK) {
            throw sight.linkFound("ask for what it points to");
        }
        if (kind.get() != Kind.FILE) {
            throw new VospaceFault(Name.InvalidArgument, sight.path() + " has no bytes: it is no file");
        }
    }

    /**
     * What a client says of the bytes that it sends.
     *
     * @param length how many, if it says so
     * @param md5 of them, if it says so
     * @param sha256 likewise
     * @param contentType their media type, if it says so
     * @param ifMatch tags of the file that they are to replace: of no other; {@code *} for whatever is there
     * @param onlyNew whether there must be no file yet
     * @param unmodifiedSince when the file that they are to replace must have last been changed, or before
     */
    public record Sent(
            Optional<Long> length,
            Optional<byte[]> md5,
            Optional<byte[]> sha256,
            Optional<String> contentType,
            Set<String> ifMatch,
            boolean onlyNew,
            Optional<Instant> unmodifiedSince) {

        /** Bytes of which nothing is said. */
        public static final Sent UNKNOWN = new Sent(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                false,
                Optional.empty());
    }

    /**
     * What has been written.
     *
     * @param created whether there was no file before
     * @param checksums of its bytes
     * @param tag for the header ETag, without quotes
     */
    public record Written(boolean created, Checksums checksums, String tag) {}

    /**
     * Writes a file, or another in the place of one: the rights of that are those of the new one.
     *
     * @param in read to its end
     * @throws VospaceFault ContainerNotFound, LinkFound, PermissionDenied, NodeLocked, PreconditionFailed; DuplicateNode where
     *     something else than a file is; InvalidData if the bytes are not as the client said; QuotaExceeded
     */
    public Written write(Subject subject, NodePath path, InputStream in, Sent sent) throws IOException {
        return write(subject, path, in, sent, Progress.NONE);
    }

    /** The same, with somebody who is told before it happens. */
    public Written write(Subject subject, NodePath path, InputStream in, Sent sent, Progress progress)
            throws IOException {
        try (Hold hold = hold(subject, path, sent, sent.length);
                Draft draft = parts.tree().staging().draft()) {
            copy(in, draft, hold);
            requireAsSent(draft, sent);
            progress.arriving(draft.state().identity(), path);
            return publish(subject, path, draft, sent, hold);
        } catch (IOException e) {
            throw FullDisk.unless(parts.tree(), e);
        }
    }

    /**
     * The same of a file that is not large: its bytes are read before anything is looked at, whether or not it may be written.
     *
     * @param sent says its length: at most {@link #SMALL} bytes
     */
    public Written writeSmall(Subject subject, NodePath path, InputStream in, Sent sent) throws IOException {
        requireName(path);
        byte[] body = new byte[Math.toIntExact(sent.length.orElseThrow())];
        int read = read(in, body);
        try {
            return arrivals.write(subject, path, ByteBuffer.wrap(body, 0, read), sent);
        } catch (IOException e) {
            throw FullDisk.unless(parts.tree(), e);
        }
    }

    /**
     * Begins a file, or another in the place of one, whose bytes are made while they are written.
     *
     * @return closed by the caller
     * @throws VospaceFault as of writing
     */
    public Writing begin(Subject subject, NodePath path, Sent sent) throws IOException {
        Hold hold = hold(subject, path, sent, sent.length);
        try {
            return new Writing(this, path, hold, parts.tree().staging().draft(), sent);
        } catch (IOException | RuntimeException e) {
            hold.close();
            throw e;
        }
    }

    /**
     * Holds room for a file.
     *
     * @param length how many bytes it will have, if that is known
     * @throws VospaceFault as of writing
     */
    Hold hold(Subject subject, NodePath path, Sent sent, Optional<Long> length) throws IOException {
        requireName(path);
        Size replaced;
        try (Sight before = sights.look(subject, path)) {
            requireWritable(before, sent);
            replaced = Replaced.freed(parts, before.state());
        }
        requireRoom(parts.tree(), length.orElse(0L));
        Hold hold = parts.rooms().hold(path, replaced);
        hold.need(Size.ofFile(length.orElse(0L)));
        return hold;
    }

    /**
     * Puts a file in its place that is whole. Of one that it replaces it keeps the properties: they are the node's, and not of
     * its bytes (RFC 4918, section 9.7.1).
     *
     * @param hold room for it
     * @throws VospaceFault as of writing
     */
    Written publish(Subject subject, NodePath path, Draft draft, Sent sent, Hold hold) throws IOException {
        return publish(subject, path, draft, sent, hold, true);
    }

    /** The same of a copy, which has the properties of what was copied. */
    Written publishCopy(Subject subject, NodePath path, Draft draft, Sent sent, Hold hold) throws IOException {
        return publish(subject, path, draft, sent, hold, false);
    }

    private Written publish(Subject subject, NodePath path, Draft draft, Sent sent, Hold hold, boolean keepsProperties)
            throws IOException {
        FileState whole = draft.sync();
        // Looked at once more: much may have happened while the bytes came.
        return arrivals.deliver(subject, path, sent, sight -> {
            boolean keeps = keepsProperties && sight.exists();
            if (keeps) {
                Arrivals.keepProperties(sight, draft);
            }
            return arrivals.put(sight, new Arrivals.Whole(draft, keeps ? draft.sync() : whole, false), sent, hold);
        });
    }

    /**
     * Makes sure that somebody may write a file, and that there is room for it.
     *
     * @param length how many bytes it will have, if that is known
     * @throws VospaceFault as of writing
     */
    public void requireWritable(Subject subject, NodePath path, Optional<Long> length) throws IOException {
        hold(subject, path, Sent.UNKNOWN, length).close();
    }

    /**
     * Makes sure that somebody may write a file whose length is known, that the conditions of what is to be sent hold, and that there
     * is room for it.
     *
     * @param others what is to come there beside it
     */
    void requireWritable(Subject subject, NodePath path, Sent sent, Size others) throws IOException {
        try (Hold hold = hold(subject, path, sent, sent.length)) {
            hold.grow(others);
        }
    }

    static void requireWritable(Sight sight, Sent sent) {
        sight.withPlace();
        if (!sight.exists()) {
            sight.requireOfContainer(Action.WRITE);
            if (!sent.ifMatch.isEmpty()) {
                throw new VospaceFault(Name.PreconditionFailed, "there is no " + sight.path() + " to be replaced");
            }
            return;
        }
        sight.require(Action.WRITE);
        if (sight.link().isPresent() || sight.state().orElseThrow().kind() == Kind.LINK) {
            throw sight.linkFound("write to what it points to");
        }
        FileState state = sight.state().orElseThrow();
        if (state.kind() != Kind.FILE) {
            throw new VospaceFault(Name.DuplicateNode, "there is a node " + sight.path() + " that is no file");
        }
        String tag = tagOf(sight.record(), state);
        boolean other = !sent.ifMatch.isEmpty() && !sent.ifMatch.contains("*") && !sent.ifMatch.contains(tag);
        // HTTP counts in seconds.
        boolean younger = sent.unmodifiedSince
                .filter(since ->
                        state.modified().truncatedTo(ChronoUnit.SECONDS).isAfter(since))
                .isPresent();
        if (sent.onlyNew || other || younger) {
            throw new VospaceFault(
                    Name.PreconditionFailed,
                    sent.onlyNew
                            ? "there is a file " + sight.path() + " already"
                            : sight.path() + " is not what it was when you read it: its tag is " + tag);
        }
    }

    /**
     * Makes sure that a disk has room.
     *
     * @param bytes that are to be written
     * @throws VospaceFault QuotaExceeded
     */
    static void requireRoom(Tree tree, long bytes) throws IOException {
        long free = tree.freeBytes();
        if (bytes > free) {
            throw new VospaceFault(
                    Name.QuotaExceeded,
                    "the file has " + bytes + " bytes, and the disk of the workspaces has room for " + free);
        }
    }

    private void copy(InputStream in, Draft draft, Hold hold) throws IOException {
        byte[] chunk = new byte[CHUNK];
        int read = read(in, chunk);
        for (int count = 1; read > 0; count++) {
            add(draft, hold, ByteBuffer.wrap(chunk, 0, read), count);
            read = read(in, chunk);
        }
    }

    /** Adds a chunk, the {@code count}-th, and looks every now and then whether there is still room. */
    void add(Draft draft, Hold hold, ByteBuffer chunk, long count) throws IOException {
        hold.reach(Size.ofFile(draft.length() + chunk.remaining()));
        write(draft, chunk);
        if (count % LOOK_AT_ROOM == 0) {
            requireRoom(parts.tree(), 1);
        }
    }

    /**
     * Adds bytes to a file.
     *
     * @throws VospaceFault QuotaExceeded if the disk is full
     */
    void write(Draft draft, ByteBuffer bytes) throws IOException {
        try {
            draft.write(bytes);
        } catch (IOException e) {
            throw FullDisk.unless(parts.tree(), e);
        }
    }

    private static int read(InputStream in, byte[] chunk) {
        try {
            return in.readNBytes(chunk, 0, chunk.length);
        } catch (IOException e) {
            throw invalid("the body of the request did not arrive whole");
        }
    }

    /** Makes sure that a file that has come is as its client said. */
    static void requireAsSent(Draft draft, Sent sent) {
        Checksums checksums = draft.checksums();
        if (sent.length.filter(length -> length != draft.length()).isPresent()) {
            throw invalid(draft.length() + " bytes came of " + sent.length.orElseThrow() + " announced");
        }
        if (sent.md5.filter(md5 -> !Arrays.equals(md5, checksums.md5())).isPresent()) {
            throw invalid("the MD5 of what came is " + checksums.md5Hex() + ", not the one announced");
        }
        if (sent.sha256.filter(sha -> !Arrays.equals(sha, checksums.sha256())).isPresent()) {
            throw invalid("the SHA-256 of what came is " + checksums.sha256Hex() + ", not the one announced");
        }
    }

    private static VospaceFault invalid(String what) {
        return new VospaceFault(Name.InvalidData, what + "; nothing was changed, send it again");
    }
}
