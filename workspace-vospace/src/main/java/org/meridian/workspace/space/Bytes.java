// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.Checksums;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.rights.Rights.Action;
import org.meridian.workspace.storage.Directory;
import org.meridian.workspace.storage.Directory.Existing;
import org.meridian.workspace.storage.Draft;
import org.meridian.workspace.storage.FileState;
import org.meridian.workspace.storage.FileState.Kind;
import org.meridian.workspace.storage.PosixException;
import org.meridian.workspace.storage.PosixException.Reason;
import org.meridian.workspace.store.NodeRecord;
import org.meridian.workspace.store.NodeRecord.KnownBytes;

/**
 * Reads and writes the bytes of nodes. A file that was written is on disk, whole, when the method returns; before that, and if
 * anything goes wrong, the old one is what everybody reads. Thread-safe.
 */
public final class Bytes {

    private static final int CHUNK = 1 << 18;

    private final Space.Parts parts;
    private final Sights sights;

    /** The bytes of a space's nodes. */
    public Bytes(Space.Parts parts) {
        this.parts = parts;
        this.sights = new Sights(parts.tree(), parts.nodes(), parts.links());
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
            return tagOf(file.state());
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    private static String tagOf(FileState state) {
        return Long.toHexString(state.identity().inode()) + "-" + Long.toHexString(state.modifiedNs()) + "-"
                + Long.toHexString(state.size());
    }

    /**
     * Opens a node's bytes.
     *
     * @throws VospaceFault NodeNotFound, LinkFound, PermissionDenied; InvalidArgument for what has no bytes
     */
    public Readable read(Subject subject, NodePath path) throws IOException {
        try (Sight sight = sights.look(subject, path)) {
            sight.withNodeAskedFor().require(Action.READ);
            if (sight.link().isPresent()) {
                throw new VospaceFault(Name.LinkFound, path + " is a link; ask for what it points to");
            }
            if (sight.state().orElseThrow().kind() == Kind.DIRECTORY) {
                throw new VospaceFault(Name.InvalidArgument, path + " is a container and has no bytes");
            }
            return new Readable(sight.directory().read(path.name()), sight.record());
        } catch (PosixException e) {
            if (e.reason() == Reason.A_LINK) {
                throw new VospaceFault(Name.LinkFound, path + " is a link; ask for what it points to");
            }
            throw Space.fault(path, e);
        }
    }

    /**
     * What a client says of the bytes that it sends.
     *
     * @param length how many, if it says so
     * @param md5 of them, if it says so
     * @param sha256 likewise
     * @param contentType their media type, if it says so
     * @param ifMatch tag of the file that they are to replace: of no other; {@code *} for whatever is there
     * @param onlyNew whether there must be no file yet
     */
    public record Sent(
            Optional<Long> length,
            Optional<byte[]> md5,
            Optional<byte[]> sha256,
            Optional<String> contentType,
            Optional<String> ifMatch,
            boolean onlyNew) {

        /** Bytes of which nothing is said. */
        public static final Sent UNKNOWN = new Sent(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);
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
        if (path.isRoot()) {
            throw new VospaceFault(Name.DuplicateNode, "the root is a container");
        }
        try (Sight before = sights.look(subject, path)) {
            requireWritable(before, sent);
        }
        requireRoom(sent);
        try (Draft draft = parts.tree().staging().draft()) {
            copy(in, draft);
            requireAsSent(draft, sent);
            FileState whole = draft.sync();
            // Once more: much may have happened while the bytes came.
            try (Sight sight = sights.look(subject, path)) {
                requireWritable(sight, sent);
                return publish(sight, draft, whole, sent);
            }
        } catch (PosixException e) {
            throw Space.fault(path, e);
        }
    }

    private static void requireWritable(Sight sight, Sent sent) {
        sight.withContainer();
        if (!sight.exists()) {
            sight.requireOfContainer(Action.WRITE);
            if (sent.ifMatch.isPresent()) {
                throw new VospaceFault(Name.PreconditionFailed, "there is no " + sight.path() + " to be replaced");
            }
            return;
        }
        sight.require(Action.WRITE);
        if (sight.link().isPresent() || sight.state().orElseThrow().kind() == Kind.LINK) {
            throw new VospaceFault(Name.LinkFound, sight.path() + " is a link; write to what it points to");
        }
        FileState state = sight.state().orElseThrow();
        if (state.kind() != Kind.FILE) {
            throw new VospaceFault(Name.DuplicateNode, "there is a node " + sight.path() + " that is no file");
        }
        boolean other = sent.ifMatch
                .filter(tag -> !tag.equals("*") && !tag.equals(tagOf(state)))
                .isPresent();
        if (sent.onlyNew || other) {
            throw new VospaceFault(
                    Name.PreconditionFailed,
                    sent.onlyNew
                            ? "there is a file " + sight.path() + " already"
                            : sight.path() + " is not what it was when you read it: its tag is " + tagOf(state));
        }
    }

    private void requireRoom(Sent sent) throws IOException {
        long free = parts.tree().freeBytes();
        if (sent.length.orElse(0L) > free) {
            throw new VospaceFault(
                    Name.QuotaExceeded,
                    "the file has " + sent.length.orElse(0L) + " bytes, and the disk of the workspaces has room for "
                            + free);
        }
    }

    private static void copy(InputStream in, Draft draft) throws IOException {
        byte[] chunk = new byte[CHUNK];
        int read = in.readNBytes(chunk, 0, chunk.length);
        while (read > 0) {
            draft.write(ByteBuffer.wrap(chunk, 0, read));
            read = in.readNBytes(chunk, 0, chunk.length);
        }
    }

    private static void requireAsSent(Draft draft, Sent sent) {
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

    private Written publish(Sight sight, Draft draft, FileState whole, Sent sent) throws IOException {
        boolean created = !sight.exists();
        NodeRecord old =
                created ? NodeRecord.unknown(whole.identity()) : sight.record().movedTo(whole.identity());
        NodeRecord record = created
                ? old.with(sight.subject()
                        .name()
                        .map(user -> old.rights().ownedBy(user))
                        .orElse(old.rights()))
                : old;
        NodeRecord typed = new NodeRecord(
                record.identity(), record.rights(), sent.contentType.or(record::contentType), record.bytes());
        if (!created) {
            // Its rights must not be wider for a moment than those of the file that it replaces.
            parts.nodes().put(typed);
        }
        FileState published =
                draft.publish(sight.directory(), sight.path().name(), created ? Existing.KEEP : Existing.REPLACE);
        Checksums checksums = draft.checksums();
        parts.nodes().put(typed.with(KnownBytes.of(checksums, published)));
        if (!created) {
            parts.nodes().forget(java.util.List.of(sight.record().identity()));
        }
        return new Written(created, checksums, tagOf(published));
    }
}
