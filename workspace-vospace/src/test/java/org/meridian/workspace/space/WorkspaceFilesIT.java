// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridian.core.auth.AuditEvent;
import org.meridian.core.auth.Subject;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.AuthenticationFault;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.place.UserFiles;
import org.meridian.core.place.UserFiles.Destination;
import org.meridian.workspace.node.CoreProperties;
import org.meridian.workspace.place.WorkspaceFiles;
import org.meridian.workspace.rights.Account;
import org.meridian.workspace.store.ArrivalStore;

/** Files of a space for other services. */
class WorkspaceFilesIT extends SpaceTesting {

    private static final String URI = "vos:/home/ann/result.vot";

    private final List<AuditEvent> audit = new ArrayList<>();
    private WorkspaceFiles files;

    @BeforeEach
    void openFiles() throws IOException {
        files = new WorkspaceFiles(space, new ArrivalStore(database.database().owner()), audit::add, false);
        space.list(ANN, path("/home"), Page.first(1));
    }

    private static UserFiles.Wish wish(String job) {
        return new UserFiles.Wish(() -> ANN, URI, Optional.of(job));
    }

    private static void put(Destination destination, String text, boolean finished) throws IOException {
        try (UserFiles.NewFile file = destination.begin("text/plain")) {
            file.write(text.getBytes(UTF_8));
            if (finished) {
                file.finish();
            }
        }
    }

    @Test
    void aFileIsSeenWhenItIsFinished() throws IOException {
        Destination destination = files.destination(wish("whole"));
        assertEquals("vos://example.org~vospace/home/ann/result.vot", destination.uri());
        assertEquals("/vospace/files/home/ann/result.vot", destination.path());
        put(destination, "half", false);
        assertThrows(DaliFault.UsageFault.class, () -> files.open(ANN, URI).close());
        String large = "0123456789".repeat(100_000);
        put(destination, large, true);
        assertEquals(large, read(ANN, "/home/ann/result.vot"));
        try (UserFiles.Source source = files.open(ANN, URI)) {
            assertEquals(large.length(), source.size());
        }
        put(destination, "other", true);
        assertEquals("other", read(ANN, "/home/ann/result.vot"));
    }

    @Test
    void aJobThatIsRunAgainFindsWhatItHasDone() throws IOException {
        assertFalse(files.destination(wish("one")).isDone());
        put(files.destination(wish("one")), "result", true);
        assertTrue(files.destination(wish("one")).isDone());
        assertFalse(files.destination(wish("other")).isDone());
        write(ANN, "/home/ann/result.vot", "changed since");
        assertFalse(files.destination(wish("one")).isDone());
    }

    @Test
    void whoHasLostHisRightsMeanwhilePutsNothingThere() throws IOException {
        AtomicReference<Subject> who = new AtomicReference<>(person("ann"));
        Destination destination = files.destination(new UserFiles.Wish(who::get, URI, Optional.empty()));
        try (UserFiles.NewFile file = destination.begin("text/plain")) {
            file.write(1);
            who.set(person("bob"));
            AuthorizationFault fault = assertThrows(AuthorizationFault.class, file::finish);
            assertTrue(fault.message().startsWith("PermissionDenied "), fault.message());
        }
        assertEquals(1, audit.size());
        assertThrows(DaliFault.UsageFault.class, () -> files.open(ANN, URI).close());
    }

    @Test
    void whatIsLockedOrHasNoRoomIsNotToBeTriedAgain() throws IOException {
        Account account = new Account(Account.Kind.USER, "ann");
        store().limitBytes(account, Optional.of(1000L));
        try {
            DaliFault full = assertThrows(
                    DaliFault.FatalFault.class,
                    () -> put(files.destination(wish("full")), "x".repeat(5_000_000), true));
            assertEquals(507, full.httpStatus());
            assertTrue(full.message().startsWith("QuotaExceeded "), full.message());
        } finally {
            store().limitBytes(account, Optional.of(Long.MAX_VALUE));
        }
        write(ANN, "/home/ann/result.vot", "locked");
        space.set(ANN, path("/home/ann/result.vot"), saying(CoreProperties.IS_LOCKED, "true"));
        DaliFault locked =
                assertThrows(DaliFault.UsageFault.class, () -> put(files.destination(wish("locked")), "other", true));
        assertEquals(423, locked.httpStatus());
        assertTrue(locked.message().startsWith("NodeLocked "), locked.message());
        assertEquals("locked", read(ANN, "/home/ann/result.vot"));
    }

    @Test
    void whoHasNotSignedInGetsNothingOfAClosedSpace() {
        assertThrows(
                AuthenticationFault.class,
                () -> files.open(Subject.ANONYMOUS, "vos:/pub").close());
        assertThrows(
                AuthenticationFault.class,
                () -> files.destination(new UserFiles.Wish(() -> Subject.ANONYMOUS, URI, Optional.empty())));
        assertTrue(audit.isEmpty());
    }
}
