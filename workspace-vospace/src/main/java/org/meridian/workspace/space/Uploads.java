// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.Size;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.rights.Account;
import org.meridian.workspace.storage.RunningChecksums;
import org.meridian.workspace.storage.Tree;
import org.meridian.workspace.store.UploadRecord;
import org.meridian.workspace.store.UploadRecord.Wish;
import org.meridian.workspace.store.UploadStore;

/**
 * Files that come in parts, perhaps over days. What was acknowledged of one is on disk, and there when the gateway was lost; when
 * its last byte has come, it is put in its place as any other file, and not before it is there it is said to be complete. An
 * upload belongs to who began it: to all others there is none. One gateway has the tree, so that who may write to an upload is
 * decided here. Thread-safe.
 */
public final class Uploads {

    private static final int PORTION = 100;
    private static final int ID_BYTES = 16;

    private final Tree tree;
    private final Bytes bytes;
    private final UploadStore store;
    private final InstantSource clock;
    private final Rules rules;
    private final SecureRandom random = new SecureRandom();

    /** Held while it is looked whether there may be one more. */
    private final ReentrantLock beginning = new ReentrantLock();

    /** Those to which somebody writes. */
    private final Set<String> busy = ConcurrentHashMap.newKeySet();

    /** Checksums of what has come: they are there as long as the gateway is, and else made anew of the bytes. */
    private final Map<String, RunningChecksums> sums = new ConcurrentHashMap<>();

    /**
     * How much somebody may leave unfinished.
     *
     * @param most unfinished uploads of one account
     * @param bytes that these will have together, and one at most
     * @param kept for how long one is kept in which nothing comes
     * @param told for how long its client can hear of one that is in its place
     */
    public record Rules(int most, long bytes, Duration kept, Duration told) {

        /** A hundred of 2 TiB together, kept for a week. */
        public static final Rules DEFAULT = new Rules(100, 2L << 40, Duration.ofDays(7), Duration.ofDays(1));
    }

    /**
     * A part of a file.
     *
     * @param offset where it begins
     * @param length how many bytes it has, if that is known
     * @param in its bytes, read to the end
     * @param checksum of it, if it has one: of such a part all is kept, or nothing
     */
    public record Part(long offset, Optional<Long> length, InputStream in, Optional<PartChecksum> checksum) {

        private static Part nothing() {
            return new Part(0, Optional.of(0L), InputStream.nullInputStream(), Optional.empty());
        }
    }

    private Uploads(Tree tree, Bytes bytes, UploadStore store, InstantSource clock, Rules rules) {
        this.tree = tree;
        this.bytes = bytes;
        this.store = store;
        this.clock = clock;
        this.rules = rules;
    }

    /**
     * The uploads of a space, as the last gateway left them.
     *
     * @param tree that the bytes are in
     * @param bytes of the space
     * @param clock what time it is
     */
    public static Uploads open(Tree tree, Bytes bytes, UploadStore store, InstantSource clock, Rules rules)
            throws IOException {
        Set<String> known = new HashSet<>(store.unfinished());
        tree.staging().keepUploads(known::contains);
        for (String id : store.coming()) {
            if (tree.staging().uploadSize(id).isEmpty()) {
                store.remove(id);
            }
        }
        return new Uploads(tree, bytes, store, clock, rules);
    }

    /** The rules. */
    public Rules rules() {
        return rules;
    }

    /**
     * Begins an upload.
     *
     * @param first its first bytes, if they come at once: if these are refused, there is no upload. An empty file needs none
     * @throws VospaceFault as of writing the file; TooLarge; QuotaExceeded if he has too many, or the disk has no room; with
     *     bytes as of {@link #append}
     */
    public UploadRecord begin(Subject subject, Wish wish, Optional<Part> first) throws IOException {
        String account = account(subject);
        if (wish.length() > rules.bytes) {
            throw new VospaceFault(
                    Name.TooLarge, "a file has " + rules.bytes + " bytes at most, and this one " + wish.length());
        }
        UploadRecord upload = add(subject, account, wish);
        return first.isEmpty() && wish.length() > 0
                ? upload
                : beginWith(subject, upload, first.orElseGet(Part::nothing));
    }

    /** What is to come that will be charged to whoever is charged for a path, whoever sends it. */
    private Size others(NodePath path) {
        return Account.of(path)
                .map(charged -> store.unfinished(charged, clock.instant()))
                .orElse(Size.NONE);
    }

    private UploadRecord beginWith(Subject subject, UploadRecord upload, Part first) throws IOException {
        boolean good = false;
        try {
            UploadRecord begun = append(subject, upload.id(), first);
            good = true;
            return begun;
        } finally {
            if (!good) {
                // Its client has not heard its name.
                remove(upload.id());
            }
        }
    }

    private UploadRecord add(Subject subject, String account, Wish wish) throws IOException {
        beginning.lock();
        try {
            bytes.requireWritable(subject, wish.path(), Appending.sent(wish), others(wish.path()));
            UploadStore.Together his = store.together(account, clock.instant());
            if (his.count() >= rules.most) {
                throw new VospaceFault(
                        Name.QuotaExceeded,
                        "an account can have " + rules.most
                                + " unfinished uploads; finish some, or delete them (GET /vospace/uploads lists them)");
            }
            if (wish.length() > rules.bytes - his.announced()) {
                throw new VospaceFault(
                        Name.QuotaExceeded,
                        "the unfinished uploads of an account can have " + rules.bytes + " bytes together; yours have "
                                + his.announced() + ", and this one " + wish.length() + "; finish or delete some");
            }
            long free = tree.freeBytes();
            if (wish.length() > free - his.missing()) {
                throw new VospaceFault(
                        Name.QuotaExceeded,
                        "the file has " + wish.length() + " bytes, of your other uploads " + his.missing()
                                + " are still to come, and the disk of the workspaces has room for " + free);
            }
            return add(account, wish);
        } finally {
            beginning.unlock();
        }
    }

    private UploadRecord add(String account, Wish wish) throws IOException {
        byte[] bits = new byte[ID_BYTES];
        random.nextBytes(bits);
        String id = HexFormat.of().formatHex(bits);
        UploadRecord upload = new UploadRecord(id, account, wish, 0, later(rules.kept), Optional.empty());
        // Until its file is there it is not taken for one whose file somebody has removed.
        busy.add(id);
        try {
            // Known first: what nobody knows is removed from the disk, and what is not there is no upload.
            store.add(upload);
            tree.staging().beginUpload(id);
            return upload;
        } catch (IOException e) {
            remove(id);
            throw FullDisk.unless(tree, e);
        } finally {
            busy.remove(id);
        }
    }

    private Instant later(Duration time) {
        return clock.instant().plus(time);
    }

    private static String account(Subject subject) {
        if (subject.isAnonymous()) {
            throw new VospaceFault(Name.PermissionDenied, "uploads are for those who have signed in");
        }
        if (!subject.scopes().contains(Scope.VOSPACE_WRITE)) {
            throw new VospaceFault(
                    Name.PermissionDenied,
                    "the token is not good for uploads: it lacks the scope '" + Scope.VOSPACE_WRITE.text()
                            + "'; make one that has it at /auth/tokens");
        }
        return subject.name().orElseThrow();
    }

    /**
     * How far an upload is.
     *
     * @throws VospaceFault NodeNotFound if he has none of that name, PermissionDenied
     */
    public UploadRecord find(Subject subject, String id) throws IOException {
        UploadRecord upload = store.find(account(subject), id, clock.instant()).orElseThrow(() -> gone(id));
        if (isMissing(upload)) {
            forgetMissing(upload);
            throw gone(id);
        }
        return upload;
    }

    /** Whether somebody has emptied the folder. */
    private boolean isMissing(UploadRecord upload) throws IOException {
        return upload.placed().isEmpty()
                && tree.staging().uploadSize(upload.id()).orElse(-1) < upload.received()
                && store.placing(upload.id()).isEmpty();
    }

    /** It does not count any more for what its owner may have unfinished. */
    private void forgetMissing(UploadRecord upload) throws IOException {
        if (busy.add(upload.id())) {
            try {
                if (isMissing(upload)) {
                    remove(upload.id());
                }
            } finally {
                busy.remove(upload.id());
            }
        }
    }

    static VospaceFault gone(String id) {
        return new VospaceFault(
                Name.NodeNotFound, "there is no upload " + id + " any more, or it is not yours; begin another");
    }

    /**
     * His uploads that are not finished; what was begun last comes first.
     *
     * @param path those that go there alone
     */
    public List<UploadRecord> list(Subject subject, Optional<NodePath> path) {
        return store.unfinished(account(subject), path, clock.instant());
    }

    /**
     * Takes a part of a file. What has come is on disk when this returns, and, of a part without a checksum, also if it is
     * broken off; with the last byte, the file is in its place.
     *
     * @return how far it is
     * @throws VospaceFault NodeNotFound; NodeLocked if somebody writes to it; WrongOffset; ChecksumMismatch; RequestTimeout if
     *     the bytes stop; at the end as of writing the file: after PreconditionFailed and InvalidData it is gone, else the last
     *     byte can be sent again
     */
    public UploadRecord append(Subject subject, String id, Part part) throws IOException {
        find(subject, id);
        if (!busy.add(id)) {
            throw new VospaceFault(
                    Name.NodeLocked, "another request writes to the upload " + id + "; ask how far it is, later");
        }
        try {
            UploadRecord upload = find(subject, id);
            requireFits(upload, part);
            if (upload.placed().isPresent()) {
                return upload;
            }
            Optional<RunningChecksums> known = Optional.ofNullable(sums.remove(id));
            Appending appending = new Appending(tree, bytes, store, later(rules.kept), later(rules.told));
            try {
                return appending.append(subject, upload, part, known);
            } finally {
                appending.left().ifPresent(left -> sums.put(id, left));
            }
        } finally {
            busy.remove(id);
        }
    }

    private static void requireFits(UploadRecord upload, Part part) {
        if (part.offset != upload.received()) {
            throw new VospaceFault(
                    Name.WrongOffset,
                    "the upload has " + upload.received() + " bytes, and the part begins at " + part.offset
                            + "; go on from where it ended");
        }
        if (part.length.orElse(0L) > upload.length() - part.offset) {
            throw new VospaceFault(
                    Name.InvalidArgument,
                    "the part has " + part.length.orElseThrow() + " bytes, and " + (upload.length() - part.offset)
                            + " are missing of the file");
        }
    }

    /**
     * Ends an upload; of one that is in its place its client cannot hear any more.
     *
     * @throws VospaceFault NodeNotFound; NodeLocked if somebody writes to it
     */
    public void end(Subject subject, String id) throws IOException {
        find(subject, id);
        if (!busy.add(id)) {
            throw new VospaceFault(Name.NodeLocked, "a request writes to the upload " + id + "; end that first");
        }
        try {
            remove(id);
        } finally {
            busy.remove(id);
        }
    }

    private void remove(String id) throws IOException {
        // In this order: bytes of which nobody knows are removed when the gateway starts.
        store.remove(id);
        sums.remove(id);
        tree.staging().removeUpload(id);
    }

    /** Removes what has expired; how many. */
    public int sweep() throws IOException {
        int count = 0;
        Instant now = clock.instant();
        List<String> expired = store.expired(now, PORTION);
        while (!expired.isEmpty()) {
            int before = count;
            for (String id : expired) {
                if (busy.add(id)) {
                    try {
                        count += sweep(id, now) ? 1 : 0;
                    } finally {
                        busy.remove(id);
                    }
                }
            }
            expired = count == before ? List.of() : store.expired(now, PORTION);
        }
        return count;
    }

    private boolean sweep(String id, Instant now) throws IOException {
        boolean was = store.removeExpired(id, now);
        if (was) {
            sums.remove(id);
            tree.staging().removeUpload(id);
        }
        return was;
    }
}
