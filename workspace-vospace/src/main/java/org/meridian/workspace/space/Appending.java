// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.Checksums;
import org.meridian.workspace.node.Size;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.space.Bytes.Sent;
import org.meridian.workspace.space.Uploads.Part;
import org.meridian.workspace.storage.Draft;
import org.meridian.workspace.storage.FileState;
import org.meridian.workspace.storage.RunningChecksums;
import org.meridian.workspace.storage.Tree;
import org.meridian.workspace.storage.Walk;
import org.meridian.workspace.store.UploadRecord;
import org.meridian.workspace.store.UploadRecord.Wish;
import org.meridian.workspace.store.UploadStore;
import org.meridian.workspace.store.UploadStore.Placing;

/** Takes one part of one upload, to which nobody else writes meanwhile. Not thread-safe. */
final class Appending {

    /** After how many bytes of a part they are put on disk, and noted: no more than these are lost with the gateway. */
    static final long NOTED = 64L << 20;

    /** After these nothing can make it right any more. */
    private static final Set<Name> FINAL = Set.of(Name.PreconditionFailed, Name.InvalidData);

    private final Tree tree;
    private final Bytes bytes;
    private final UploadStore store;
    private final Instant keptUntil;
    private final Instant toldUntil;
    private @Nullable RunningChecksums left;

    /** Of all but the last byte, which is the one that comes again if the file is not let into its place. */
    private @Nullable RunningChecksums allButLast;

    /**
     * Takes a part.
     *
     * @param keptUntil until when the upload is kept if nothing more comes
     * @param toldUntil until when its client can hear of it when it is in its place
     */
    Appending(Tree tree, Bytes bytes, UploadStore store, Instant keptUntil, Instant toldUntil) {
        this.tree = tree;
        this.bytes = bytes;
        this.store = store;
        this.keptUntil = keptUntil;
        this.toldUntil = toldUntil;
    }

    /** What is known of bytes that are to come, beside themselves. */
    static Sent sent(Wish wish) {
        return new Sent(
                Optional.of(wish.length()),
                wish.md5(),
                wish.sha256(),
                wish.contentType(),
                wish.ifMatch(),
                wish.onlyNew(),
                wish.unmodifiedSince());
    }

    /** Checksums of what has come, if the upload can be continued with them. */
    Optional<RunningChecksums> left() {
        return Optional.ofNullable(left);
    }

    UploadRecord append(Subject subject, UploadRecord upload, Part part, Optional<RunningChecksums> known)
            throws IOException {
        boolean completes =
                upload.received() == upload.length() - 1 && part.length().orElse(1L) > 0;
        if (completes && isThere(upload)) {
            // Refused before the file is read for its checksums.
            left = known.orElse(null);
            requirePlace(subject, upload);
            left = null;
        }
        Optional<Draft> resumed = tree.staging().resumeUpload(upload.id(), upload.received(), known);
        if (resumed.isEmpty()) {
            return arrived(upload);
        }
        try (Draft draft = resumed.get()) {
            RunningChecksums before = draft.running();
            try {
                receive(upload, draft, part);
            } catch (VospaceFault fault) {
                if (part.checksum().isPresent() || fault.name() == Name.InvalidArgument) {
                    draft.dropTo(before);
                }
                keep(upload, draft);
                throw fault;
            }
            if (draft.length() < upload.length()) {
                return keep(upload, draft);
            }
            left = allButLast;
            UploadRecord placed = place(subject, upload, draft);
            left = null;
            return placed;
        }
    }

    private boolean isThere(UploadRecord upload) throws IOException {
        return tree.staging().uploadSize(upload.id()).orElse(-1) >= upload.received();
    }

    /**
     * Makes sure that the file may be in its place.
     *
     * @throws VospaceFault as of writing it
     */
    private void requirePlace(Subject subject, UploadRecord upload) throws IOException {
        try {
            bytes.requireWritable(subject, upload.wish().path(), sent(upload.wish()), Size.NONE);
        } catch (VospaceFault fault) {
            throw refused(upload, fault);
        }
    }

    /** After what can never be made right, there is no upload any more. */
    private VospaceFault refused(UploadRecord upload, VospaceFault fault) throws IOException {
        if (!FINAL.contains(fault.name())) {
            return fault;
        }
        left = null;
        store.remove(upload.id());
        tree.staging().removeUpload(upload.id());
        return new VospaceFault(fault.name(), fault.detail() + "; the upload is gone, begin another");
    }

    /** The gateway may have been lost just when the file was in its place. */
    private UploadRecord arrived(UploadRecord upload) throws IOException {
        Optional<Placing> placing = store.placing(upload.id());
        Wish wish = upload.wish();
        try (Walk walk = tree.walk(wish.path())) {
            Optional<FileState> there =
                    walk.found().filter(state -> placing.map(Placing::file).equals(Optional.of(state.identity())));
            if (there.isEmpty()) {
                store.remove(upload.id());
                throw Uploads.gone(upload.id());
            }
            Checksums whole = placing.orElseThrow().whole();
            bytes.arrivals().putBefore(there.get(), upload.account(), wish.contentType(), whole);
            return placed(upload, whole);
        }
    }

    private UploadRecord placed(UploadRecord upload, Checksums whole) {
        store.placed(upload.id(), toldUntil);
        return new UploadRecord(
                upload.id(), upload.account(), upload.wish(), upload.length(), toldUntil, Optional.of(whole));
    }

    private void receive(UploadRecord upload, Draft draft, Part part) throws IOException {
        Optional<MessageDigest> digest =
                part.checksum().map(each -> each.algorithm().begin());
        byte[] chunk = new byte[Bytes.CHUNK];
        long noted = draft.length();
        boolean ends = false;
        for (int count = 1; !ends; count++) {
            Filled filled = fill(part.in(), chunk);
            if (filled.count > upload.length() - draft.length()) {
                throw new VospaceFault(
                        Name.InvalidArgument, "more came than is missing of the file; nothing of the part was kept");
            }
            digest.ifPresent(each -> each.update(chunk, 0, filled.count));
            write(draft, ByteBuffer.wrap(chunk, 0, filled.count), upload.length());
            if (filled.broke) {
                throw brokeOff(upload, draft, part);
            }
            ends = filled.count < chunk.length;
            if (count % Bytes.LOOK_AT_ROOM == 0) {
                Bytes.requireRoom(tree, 1);
            }
            if (digest.isEmpty() && draft.length() - noted >= NOTED) {
                noted = draft.length();
                keep(upload, draft);
            }
        }
        if (digest.isPresent()
                && !MessageDigest.isEqual(
                        digest.get().digest(), part.checksum().orElseThrow().digest())) {
            throw new VospaceFault(
                    Name.ChecksumMismatch, "the part is not what was sent: its checksum is another; send it again");
        }
    }

    private void write(Draft draft, ByteBuffer chunk, long length) throws IOException {
        if (chunk.hasRemaining() && draft.length() + chunk.remaining() == length) {
            bytes.write(draft, chunk.slice(0, chunk.remaining() - 1));
            allButLast = draft.running();
            chunk.position(chunk.limit() - 1);
        }
        bytes.write(draft, chunk);
    }

    private static VospaceFault brokeOff(UploadRecord upload, Draft draft, Part part) {
        long kept = part.checksum().isPresent() ? upload.received() : draft.length();
        return new VospaceFault(
                Name.RequestTimeout,
                "the bytes stopped coming: of the file's " + upload.length() + ", " + kept + " are kept; go on there");
    }

    /**
     * What there was to read.
     *
     * @param count bytes; fewer than there is place for at the end
     * @param broke whether that is not where the client wanted it to end
     */
    private record Filled(int count, boolean broke) {}

    private static Filled fill(InputStream in, byte[] chunk) {
        int count = 0;
        try {
            while (count < chunk.length) {
                int read = in.read(chunk, count, chunk.length - count);
                if (read < 0) {
                    return new Filled(count, false);
                }
                count += read;
            }
            return new Filled(count, false);
        } catch (IOException e) {
            // Whatever came before is worth keeping.
            return new Filled(count, true);
        }
    }

    /** Puts on disk what has come, and notes it. */
    private UploadRecord keep(UploadRecord upload, Draft draft) throws IOException {
        draft.sync();
        // Said to be complete when it is in its place, so that no client goes away before.
        long received = Math.min(draft.length(), Math.max(0, upload.length() - 1));
        store.received(upload.id(), received, keptUntil);
        left = draft.length() == received ? draft.running() : allButLast;
        return new UploadRecord(upload.id(), upload.account(), upload.wish(), received, keptUntil, Optional.empty());
    }

    private UploadRecord place(Subject subject, UploadRecord upload, Draft draft) throws IOException {
        Wish wish = upload.wish();
        Placing placing = new Placing(draft.sync().identity(), draft.checksums());
        Sent sent = sent(wish);
        try {
            Bytes.requireAsSent(draft, sent);
            store.placing(upload.id(), placing, keptUntil);
            try (Hold hold = bytes.hold(subject, wish.path(), sent, sent.length())) {
                bytes.publish(subject, wish.path(), draft, sent, hold);
            }
        } catch (VospaceFault fault) {
            throw refused(upload, fault);
        }
        return placed(upload, placing.whole());
    }
}
