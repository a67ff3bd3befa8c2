// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.Checksums;
import org.meridian.workspace.node.NodeTemplate;
import org.meridian.workspace.node.NodeType;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.space.PartChecksum.Algorithm;
import org.meridian.workspace.space.Uploads.Part;
import org.meridian.workspace.storage.Directory;
import org.meridian.workspace.storage.Directory.Existing;
import org.meridian.workspace.storage.Draft;
import org.meridian.workspace.storage.Tree;
import org.meridian.workspace.storage.Walk;
import org.meridian.workspace.store.UploadRecord;
import org.meridian.workspace.store.UploadRecord.Wish;
import org.meridian.workspace.store.UploadStore;

/** Files that come in parts. */
@Timeout(120)
class ResumingIT extends SpaceTesting {

    private static final String TEXT = "SIMPLE  =                    T";

    private static Instant now = Instant.parse("2031-01-01T00:00:00Z");

    private UploadStore store = new UploadStore(database.database().owner());
    private Optional<Uploads> opened = Optional.empty();

    @Override
    InstantSource clock() {
        return () -> now;
    }

    @BeforeEach
    void openUploads() throws IOException {
        // Those of earlier tests have expired.
        now = now.plus(Duration.ofDays(30));
        open(Uploads.Rules.DEFAULT);
    }

    private void open(Uploads.Rules rules) throws IOException {
        store = new UploadStore(database.database().owner());
        opened = Optional.of(Uploads.open(tree, space.bytes(), store, clock(), rules));
    }

    private Uploads uploads() {
        return opened.orElseThrow();
    }

    /** As after the gateway was lost. */
    private void restart() throws IOException {
        tree.close();
        open();
        open(Uploads.Rules.DEFAULT);
    }

    private static Wish wish(String path, long length) {
        return new Wish(
                path(path),
                length,
                "",
                Optional.of("image/fits"),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                false,
                Optional.empty());
    }

    private static Wish wish(Wish wish, Optional<byte[]> sha256, Set<String> ifMatch, boolean onlyNew) {
        return new Wish(
                wish.path(),
                wish.length(),
                wish.metadata(),
                wish.contentType(),
                wish.md5(),
                sha256,
                ifMatch,
                onlyNew,
                Optional.empty());
    }

    private String begin(Subject who, String path, long length) throws IOException {
        return uploads().begin(who, wish(path, length), Optional.empty()).id();
    }

    private static Part part(long offset, String text) {
        return new Part(offset, Optional.empty(), stream(text), Optional.empty());
    }

    private static Part part(long offset, String text, Algorithm algorithm, String of) {
        byte[] digest = algorithm.begin().digest(of.getBytes(UTF_8));
        return new Part(offset, Optional.empty(), stream(text), Optional.of(new PartChecksum(algorithm, digest)));
    }

    private UploadRecord append(Subject who, String id, long offset, String text) throws IOException {
        return uploads().append(who, id, part(offset, text));
    }

    /** Bytes, and then a connection that breaks. */
    private static InputStream breaking(byte[] bytes) {
        return new SequenceInputStream(new ByteArrayInputStream(bytes), new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("reset by peer");
            }
        });
    }

    private List<String> staged() throws IOException {
        try (Stream<Path> all = Files.list(folder.resolve("staging"))) {
            return all.map(each -> String.valueOf(each.getFileName())).sorted().toList();
        }
    }

    private static byte[] sha256(byte[] bytes) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(bytes);
    }

    @Test
    void aFileIsInItsPlaceWithItsLastByte() throws Exception {
        String id = begin(ANN, "/home/ann/a.fits", TEXT.length());
        assertEquals(10, append(ANN, id, 0, TEXT.substring(0, 10)).received());
        assertFalse(Files.exists(file("/home/ann/a.fits")));
        refused(Name.WrongOffset, "has 10 bytes", () -> append(ANN, id, 9, "x"));
        refused(Name.WrongOffset, "has 10 bytes", () -> append(ANN, id, 11, "x"));
        refused(Name.InvalidArgument, "more came", () -> append(ANN, id, 10, TEXT));
        assertEquals(10, uploads().find(ANN, id).received());
        UploadRecord done = append(ANN, id, 10, TEXT.substring(10));
        Checksums whole = done.placed().orElseThrow();
        assertEquals(TEXT.length(), done.received());
        assertEquals(TEXT, read(ANN, "/home/ann/a.fits"));
        try (Bytes.Readable file = bytes.read(ANN, path("/home/ann/a.fits"))) {
            assertEquals(whole, file.record().checksumsOf(file.file().state()).orElseThrow());
            assertEquals(Bytes.tagOf(whole), file.tag());
            assertEquals(Optional.of("image/fits"), file.record().contentType());
        }
        // Who has not heard of it asks again.
        assertEquals(done.placed(), uploads().find(ANN, id).placed());
        assertEquals(done.placed(), append(ANN, id, TEXT.length(), "").placed());
        assertEquals(List.of(), staged());
        assertEquals(List.of(), uploads().list(ANN, Optional.empty()));
    }

    @Test
    void anEmptyFileIsInItsPlaceAtOnce() throws IOException {
        UploadRecord upload = uploads().begin(ANN, wish("/home/ann/empty", 0), Optional.empty());
        assertTrue(upload.placed().isPresent());
        assertEquals("", read(ANN, "/home/ann/empty"));
        UploadRecord whole = uploads().begin(ANN, wish("/home/ann/whole", 5), Optional.of(part(0, "whole")));
        assertEquals(5, whole.received());
        assertEquals("whole", read(ANN, "/home/ann/whole"));
    }

    @Test
    void whatWasAcknowledgedSurvivesTheGatewayAndNothingElseDoes() throws Exception {
        byte[] bytes = new byte[3_000_000];
        new Random(1).nextBytes(bytes);
        Wish wish = wish(wish("/home/ann/big", bytes.length), Optional.of(sha256(bytes)), Set.of(), false);
        String id = uploads().begin(ANN, wish, Optional.empty()).id();
        InputStream half = new ByteArrayInputStream(bytes, 0, 1_500_000);
        uploads().append(ANN, id, new Part(0, Optional.empty(), half, Optional.empty()));
        Path staged = folder.resolve("staging/upload-" + id);
        Files.write(staged, new byte[100_000], StandardOpenOption.APPEND);
        Files.write(folder.resolve("staging/0123456789abcdef"), bytes);
        Files.write(folder.resolve("staging/upload-0123456789abcdef"), bytes);
        restart();
        assertEquals(List.of("upload-" + id), staged());
        assertEquals(1_500_000, uploads().find(ANN, id).received());
        InputStream rest = new ByteArrayInputStream(bytes, 1_500_000, 1_500_000);
        UploadRecord done = uploads().append(ANN, id, new Part(1_500_000, Optional.empty(), rest, Optional.empty()));
        assertTrue(Arrays.equals(sha256(bytes), done.placed().orElseThrow().sha256()));
        assertTrue(Arrays.equals(bytes, Files.readAllBytes(file("/home/ann/big"))));
    }

    @Test
    void aLostGatewayMayHavePutTheFileInItsPlace() throws Exception {
        String id = begin(ANN, "/home/ann/placed", 4);
        append(ANN, id, 0, "abc");
        // What the gateway does before it hears that the file is there.
        Checksums whole;
        try (Draft draft = tree.staging().resumeUpload(id, 3, Optional.empty()).orElseThrow();
                Walk walk = tree.walk(path("/home/ann/placed"))) {
            draft.write(ByteBuffer.wrap("d".getBytes(UTF_8)));
            whole = draft.checksums();
            store.placing(id, new UploadStore.Placing(draft.sync().identity(), whole), now.plus(Duration.ofDays(1)));
            Directory home = walk.directory();
            draft.publish(home, "placed", Existing.KEEP);
        }
        restart();
        assertEquals(3, uploads().find(ANN, id).received());
        UploadRecord done = append(ANN, id, 3, "d");
        assertEquals(Optional.of(whole), done.placed());
        assertEquals("abcd", read(ANN, "/home/ann/placed"));
    }

    @Test
    void aStagingFolderThatWasEmptiedEndsUploads() throws Exception {
        String id = begin(ANN, "/home/ann/emptied", 10);
        append(ANN, id, 0, "abc");
        Files.delete(folder.resolve("staging/upload-" + id));
        refused(Name.NodeNotFound, "begin another", () -> uploads().find(ANN, id));
        refused(Name.NodeNotFound, "begin another", () -> append(ANN, id, 3, "d"));
    }

    @Test
    void whatCameOfAPartThatBrokeOffIsKeptUnlessItHasAChecksum() throws Exception {
        String id = begin(ANN, "/home/ann/broken", TEXT.length());
        byte[] begin = TEXT.substring(0, 7).getBytes(UTF_8);
        refused(
                Name.RequestTimeout,
                "7 are kept",
                () -> uploads().append(ANN, id, new Part(0, Optional.empty(), breaking(begin), Optional.empty())));
        assertEquals(7, uploads().find(ANN, id).received());
        Optional<PartChecksum> checksum = part(7, "", Algorithm.SHA1, "x").checksum();
        refused(
                Name.RequestTimeout,
                "7 are kept",
                () -> uploads().append(ANN, id, new Part(7, Optional.empty(), breaking(begin), checksum)));
        append(ANN, id, 7, TEXT.substring(7));
        assertEquals(TEXT, read(ANN, "/home/ann/broken"));
    }

    @Test
    void aPartWithAnotherChecksumIsDropped() throws Exception {
        for (Algorithm algorithm : Algorithm.values()) {
            String id = begin(ANN, "/home/ann/checked", 6);
            uploads().append(ANN, id, part(0, "abc", algorithm, "abc"));
            refused(
                    Name.ChecksumMismatch,
                    "send it again",
                    () -> uploads().append(ANN, id, part(3, "dxf", algorithm, "def")));
            assertEquals(3, uploads().find(ANN, id).received());
            uploads().append(ANN, id, part(3, "def", algorithm, "def"));
            assertEquals("abcdef", read(ANN, "/home/ann/checked"));
        }
    }

    @Test
    void aFileThatIsNotAsAnnouncedIsNotPut() throws Exception {
        write(ANN, "/home/ann/kept", "old");
        Wish wish = wish(wish("/home/ann/kept", 3), Optional.of(sha256("new".getBytes(UTF_8))), Set.of(), false);
        String id = uploads().begin(ANN, wish, Optional.empty()).id();
        refused(Name.InvalidData, "the upload is gone", () -> append(ANN, id, 0, "bad"));
        assertEquals("old", read(ANN, "/home/ann/kept"));
        refused(Name.NodeNotFound, "begin another", () -> append(ANN, id, 0, "new"));
        assertEquals(List.of(), staged());
    }

    @Test
    void conditionsHoldAtTheBeginningAndAtTheEnd() throws Exception {
        String tag = write(ANN, "/home/ann/cond", "old").tag();
        Wish onlyNew = wish(wish("/home/ann/cond", 3), Optional.empty(), Set.of(), true);
        refused(Name.PreconditionFailed, "already", () -> uploads().begin(ANN, onlyNew, Optional.empty()));
        Wish same = wish(wish("/home/ann/cond", 3), Optional.empty(), Set.of(tag), false);
        String good = uploads().begin(ANN, same, Optional.empty()).id();
        String late = uploads().begin(ANN, same, Optional.empty()).id();
        append(ANN, late, 0, "la");
        append(ANN, good, 0, "new");
        refused(Name.PreconditionFailed, "the upload is gone", () -> append(ANN, late, 2, "t"));
        refused(Name.NodeNotFound, "begin another", () -> uploads().find(ANN, late));
        assertEquals("new", read(ANN, "/home/ann/cond"));
        assertEquals(List.of(), staged());
    }

    @Test
    void whileItsPlaceIsLockedItIsNotComplete() throws Exception {
        write(BOB, "/home/bob/shared", "old");
        String id = begin(BOB, "/home/bob/shared", 3);
        String token = space.locking()
                .lock(
                        BOB,
                        path("/home/bob/shared"),
                        new Locking.Wish(false, true, Optional.empty(), Duration.ofHours(1)))
                .lock()
                .token();
        refused(Name.NodeLocked, "is locked", () -> append(BOB, id, 0, "new"));
        assertEquals(2, uploads().find(BOB, id).received());
        restart();
        refused(Name.NodeLocked, "is locked", () -> append(BOB, id, 2, "w"));
        space.locking().unlock(BOB, path("/home/bob/shared"), token);
        assertTrue(append(BOB, id, 2, "w").placed().isPresent());
        assertEquals("new", read(BOB, "/home/bob/shared"));
    }

    @Test
    void anUploadIsItsOwnersAlone() throws Exception {
        String id = begin(ANN, "/home/ann/mine", 3);
        refused(Name.NodeNotFound, "not yours", () -> uploads().find(BOB, id));
        refused(Name.NodeNotFound, "not yours", () -> append(BOB, id, 0, "abc"));
        refused(Name.NodeNotFound, "not yours", () -> uploads().end(BOB, id));
        refused(Name.PermissionDenied, "signed in", () -> uploads().find(Subject.ANONYMOUS, id));
        Subject reader =
                new Subject(Optional.of("ann"), Set.of(), Set.of(Scope.VOSPACE_READ), Subject.Credential.LOGIN);
        refused(Name.PermissionDenied, "vospace:write", () -> append(reader, id, 0, "abc"));
        refused(Name.PermissionDenied, "", () -> begin(BOB, "/home/ann/his", 3));
        refused(Name.ContainerNotFound, "", () -> begin(ANN, "/home/ann/no/such", 3));
        assertEquals(1, uploads().list(ANN, Optional.empty()).size());
        assertEquals(0, uploads().list(BOB, Optional.empty()).size());
        assertEquals(
                0, uploads().list(ANN, Optional.of(path("/home/ann/other"))).size());
        uploads().end(ANN, id);
        assertEquals(List.of(), staged());
    }

    @Test
    void rightsAreLookedAtAgainAtTheEnd() throws Exception {
        space.create(ANN, path("/home/ann/team"), NodeTemplate.of(NodeType.ContainerNode));
        space.set(ANN, path("/home/ann/team"), saying("ivo://ivoa.net/vospace/core#groupread", "ann~stars"));
        space.set(ANN, path("/home/ann/team"), saying("ivo://ivoa.net/vospace/core#groupwrite", "ann~stars"));
        String id = begin(BOB, "/home/ann/team/f", 3);
        append(BOB, id, 0, "ab");
        space.set(ANN, path("/home/ann/team"), saying("ivo://ivoa.net/vospace/core#groupwrite", ""));
        refused(Name.PermissionDenied, "", () -> append(BOB, id, 2, "c"));
        assertFalse(Files.exists(file("/home/ann/team/f")));
        assertEquals(2, uploads().find(BOB, id).received());
    }

    @Test
    void oneRequestWritesAtATime() throws Exception {
        String id = begin(ANN, "/home/ann/one", 6);
        CountDownLatch reading = new CountDownLatch(1);
        try (PipedOutputStream out = new PipedOutputStream();
                PipedInputStream pipe = new PipedInputStream(out);
                ExecutorService other = Executors.newVirtualThreadPerTaskExecutor()) {
            InputStream in = new SequenceInputStream(
                    new InputStream() {
                        @Override
                        public int read() {
                            reading.countDown();
                            return -1;
                        }
                    },
                    pipe);
            Future<UploadRecord> first =
                    other.submit(() -> uploads().append(ANN, id, new Part(0, Optional.empty(), in, Optional.empty())));
            assertTrue(reading.await(10, TimeUnit.SECONDS));
            refused(Name.NodeLocked, "another request", () -> append(ANN, id, 0, "xyz"));
            refused(Name.NodeLocked, "a request writes", () -> uploads().end(ANN, id));
            assertEquals(0, uploads().find(ANN, id).received());
            out.write("abcdef".getBytes(UTF_8));
            out.close();
            assertTrue(first.get(10, TimeUnit.SECONDS).placed().isPresent());
        }
        assertEquals("abcdef", read(ANN, "/home/ann/one"));
    }

    @Test
    void soManyAndSoMuchCanBeUnfinished() throws Exception {
        open(new Uploads.Rules(3, 1000, Duration.ofDays(7), Duration.ofDays(1)));
        refused(Name.TooLarge, "1000 bytes at most", () -> begin(ANN, "/home/ann/l", 1001));
        begin(ANN, "/home/ann/l1", 600);
        refused(Name.QuotaExceeded, "1000 bytes together; yours have 600", () -> begin(ANN, "/home/ann/l2", 401));
        begin(ANN, "/home/ann/l2", 1);
        String third = begin(ANN, "/home/ann/l3", 1);
        refused(Name.QuotaExceeded, "3 unfinished uploads", () -> begin(ANN, "/home/ann/l4", 1));
        begin(BOB, "/home/bob/l4", 1000);
        append(ANN, third, 0, "x");
        begin(ANN, "/home/ann/l4", 1);
        open(new Uploads.Rules(3, Long.MAX_VALUE, Duration.ofDays(7), Duration.ofDays(1)));
        refused(Name.QuotaExceeded, "room for", () -> begin(person("carol"), "/home/carol/l", 1L << 60));
    }

    @Test
    void whatHasExpiredIsGone() throws Exception {
        String id = begin(ANN, "/home/ann/old", 6);
        append(ANN, id, 0, "abc");
        uploads().sweep();
        now = now.plus(Duration.ofDays(6));
        assertEquals(0, uploads().sweep());
        // What comes keeps it for longer.
        append(ANN, id, 3, "d");
        now = now.plus(Duration.ofDays(6));
        assertEquals(0, uploads().sweep());
        assertEquals(4, uploads().find(ANN, id).received());
        now = now.plus(Duration.ofDays(2));
        refused(Name.NodeNotFound, "begin another", () -> uploads().find(ANN, id));
        assertEquals(1, uploads().sweep());
        assertEquals(List.of(), staged());
    }

    @Test
    void theTreeIsOpenedWithWhatIsNotComplete() throws Exception {
        String id = begin(ANN, "/home/ann/t", 6);
        tree.close();
        tree = Tree.open(folder);
        assertEquals(List.of("upload-" + id), staged());
    }
}
