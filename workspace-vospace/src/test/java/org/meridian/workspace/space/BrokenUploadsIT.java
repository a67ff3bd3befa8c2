// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridian.core.auth.Subject;
import org.meridian.core.db.DatabaseException;
import org.meridian.workspace.node.Checksums;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.rights.Account;
import org.meridian.workspace.rights.Account.Kind;
import org.meridian.workspace.space.Uploads.Part;
import org.meridian.workspace.store.UploadRecord;
import org.meridian.workspace.store.UploadRecord.Wish;
import org.meridian.workspace.store.UploadStore;

/** Files that come in parts, where there is no room for them, or the gateway is lost, or their bytes are. */
@Timeout(120)
class BrokenUploadsIT extends SpaceTesting {

    private static final Subject CAROL = person("carol", "gaia");
    private static final Account TEAM = new Account(Kind.TEAM, "gaia");
    private static final String BREAK = "CREATE FUNCTION meridian.broken() RETURNS trigger LANGUAGE plpgsql"
            + " AS 'BEGIN RAISE EXCEPTION ''broken''; END';"
            + " CREATE TRIGGER broken BEFORE UPDATE ON meridian.node FOR EACH ROW EXECUTE FUNCTION meridian.broken()";
    private static final String MEND = "DROP FUNCTION meridian.broken() CASCADE";

    private static Instant now = Instant.parse("2031-01-01T00:00:00Z");

    private Optional<Uploads> opened = Optional.empty();

    @Override
    InstantSource clock() {
        return () -> now;
    }

    @BeforeEach
    void beginAnew() throws IOException {
        // Uploads of earlier tests have expired.
        now = now.plus(Duration.ofDays(30));
        openUploads();
    }

    private void openUploads() throws IOException {
        opened = Optional.of(Uploads.open(
                tree, space.bytes(), new UploadStore(database.database().owner()), clock(), Uploads.Rules.DEFAULT));
    }

    private Uploads uploads() {
        return opened.orElseThrow();
    }

    /** As after the gateway was lost. */
    private void restart() throws IOException {
        tree.close();
        open();
        openUploads();
    }

    private String begin(Subject who, String path, long length) throws IOException {
        Wish wish = new Wish(
                path(path),
                length,
                "",
                Optional.of("image/fits"),
                Optional.empty(),
                Optional.empty(),
                Set.of(),
                false,
                Optional.empty());
        return uploads().begin(who, wish, Optional.empty()).id();
    }

    private UploadRecord append(Subject who, String id, long offset, String text) throws IOException {
        return uploads().append(who, id, new Part(offset, Optional.empty(), stream(text), Optional.empty()));
    }

    private void database(String sql) throws Exception {
        try (Connection connection = database.superuser();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String lock(String path) throws IOException {
        return space.locking()
                .lock(BOB, path(path), new Locking.Wish(false, true, Optional.empty(), Duration.ofHours(1)))
                .lock()
                .token();
    }

    private Path staged(String id) {
        return folder.resolve("staging/upload-" + id);
    }

    @Test
    void whatOthersWillSendToATeamTakesItsRoom() throws Exception {
        store().limitBytes(TEAM, Optional.of(1000L));
        String first = begin(CAROL, "/team/gaia/a", 600);
        refused(Name.QuotaExceeded, "team gaia", () -> begin(ANN, "/team/gaia/b", 600));
        begin(ANN, "/home/ann/b", 600);
        uploads().end(CAROL, first);
        List<Callable<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            Subject who = i % 2 == 0 ? ANN : CAROL;
            String path = "/team/gaia/f" + i;
            all.add(() -> {
                try {
                    begin(who, path, 100);
                    return true;
                } catch (VospaceFault fault) {
                    assertEquals(Name.QuotaExceeded, fault.name(), fault.text());
                    return false;
                }
            });
        }
        int begun = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<Boolean> each : threads.invokeAll(all)) {
                begun += each.get() ? 1 : 0;
            }
        }
        store().limitBytes(TEAM, Optional.of(Long.MAX_VALUE));
        assertEquals(10, begun);
    }

    @Test
    void whatIsKnownOfAFileIsKnownWhenTheGatewayIsLostJustWhenItIsThere() throws Exception {
        String id = begin(ANN, "/home/ann/placed", 4);
        append(ANN, id, 0, "abc");
        database(BREAK);
        try {
            assertThrows(DatabaseException.class, () -> append(ANN, id, 3, "d"));
        } finally {
            database(MEND);
        }
        assertEquals("abcd", Files.readString(file("/home/ann/placed")));
        restart();
        UploadRecord done = append(ANN, id, 3, "d");
        Checksums whole = done.placed().orElseThrow();
        assertEquals(
                HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest("abcd".getBytes(UTF_8))),
                whole.md5Hex());
        try (Bytes.Readable file = bytes.read(ANN, path("/home/ann/placed"))) {
            assertEquals(
                    Optional.of(whole), file.record().checksumsOf(file.file().state()));
            assertEquals(Optional.of("image/fits"), file.record().contentType());
            assertEquals(Optional.of("ann"), file.record().rights().owner());
        }
    }

    @Test
    void checksumsOfAFileThatAProgramChangedSinceAreNotItsOwn() throws Exception {
        String id = begin(ANN, "/home/ann/changed", 4);
        database(BREAK);
        try {
            assertThrows(DatabaseException.class, () -> append(ANN, id, 0, "abcd"));
        } finally {
            database(MEND);
        }
        Files.writeString(file("/home/ann/changed"), "abcx");
        Files.setLastModifiedTime(file("/home/ann/changed"), FileTime.from(Instant.parse("2033-01-01T00:00:00Z")));
        restart();
        assertTrue(append(ANN, id, 3, "d").placed().isPresent());
        try (Bytes.Readable file = bytes.read(ANN, path("/home/ann/changed"))) {
            assertEquals(Optional.empty(), file.record().checksumsOf(file.file().state()));
            assertEquals(Optional.of("ann"), file.record().rights().owner());
        }
    }

    @Test
    void theLastByteIsNotWorthReadingAllOthersAgain() throws Exception {
        write(BOB, "/home/bob/last", "old");
        String id = begin(BOB, "/home/bob/last", 4);
        String token = lock("/home/bob/last");
        refused(Name.NodeLocked, "is locked", () -> append(BOB, id, 0, "abcd"));
        // Whoever reads them again finds others.
        try (FileChannel file = FileChannel.open(staged(id), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap("x".getBytes(UTF_8)), 0);
        }
        InputStream unread = new InputStream() {
            @Override
            public int read() {
                throw new AssertionError("nothing is to be read");
            }
        };
        Part last = new Part(3, Optional.of(1L), unread, Optional.empty());
        refused(Name.NodeLocked, "is locked", () -> uploads().append(BOB, id, last));
        assertEquals(3, uploads().find(BOB, id).received());
        space.locking().unlock(BOB, path("/home/bob/last"), token);
        byte[] sent = MessageDigest.getInstance("SHA-256").digest("abcd".getBytes(UTF_8));
        assertEquals(
                HexFormat.of().formatHex(sent),
                append(BOB, id, 3, "d").placed().orElseThrow().sha256Hex());
    }

    @Test
    void theLastByteIsRefusedBeforeOthersAreReadAlsoByTheNextGateway() throws Exception {
        write(BOB, "/home/bob/next", "old");
        String id = begin(BOB, "/home/bob/next", 4);
        String token = lock("/home/bob/next");
        refused(Name.NodeLocked, "is locked", () -> append(BOB, id, 0, "abcd"));
        restart();
        // Reading would drop what is too much.
        Files.writeString(staged(id), "more", StandardOpenOption.APPEND);
        refused(Name.NodeLocked, "is locked", () -> append(BOB, id, 3, "d"));
        assertTrue(Files.size(staged(id)) > 4);
        space.locking().unlock(BOB, path("/home/bob/next"), token);
        assertTrue(append(BOB, id, 3, "d").placed().isPresent());
        assertEquals("abcd", read(BOB, "/home/bob/next"));
    }

    @Test
    void anUploadThatCannotBeBegunIsNone() throws Exception {
        Files.delete(folder.resolve("staging"));
        assertThrows(IOException.class, () -> begin(ANN, "/home/ann/none", 10));
        assertEquals(List.of(), uploads().list(ANN, Optional.empty()));
    }

    @Test
    void anUploadWhoseBytesAreGoneDoesNotCount() throws Exception {
        String found = begin(ANN, "/home/ann/found", 10);
        append(ANN, found, 0, "abc");
        Files.delete(staged(found));
        assertEquals(1, uploads().list(ANN, Optional.empty()).size());
        refused(Name.NodeNotFound, "begin another", () -> uploads().end(ANN, found));
        assertEquals(List.of(), uploads().list(ANN, Optional.empty()));
        String unseen = begin(ANN, "/home/ann/unseen", 10);
        String kept = begin(ANN, "/home/ann/kept", 10);
        Files.delete(staged(unseen));
        restart();
        assertEquals(
                List.of(kept),
                uploads().list(ANN, Optional.empty()).stream()
                        .map(UploadRecord::id)
                        .toList());
    }
}
