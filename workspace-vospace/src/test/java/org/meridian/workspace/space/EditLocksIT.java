// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.space;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.node.CoreProperties;
import org.meridian.workspace.node.NodeTemplate;
import org.meridian.workspace.node.NodeType;
import org.meridian.workspace.node.VospaceFault;
import org.meridian.workspace.node.VospaceFault.Name;
import org.meridian.workspace.space.Bytes.Sent;

/** Locks by which clients keep others from changing nodes, whatever the door through which they come. */
@Timeout(120)
class EditLocksIT extends SpaceTesting {

    private static final Subject CAROL = person("carol", "gaia");
    private static final Duration HOUR = Duration.ofHours(1);

    private static Instant now = Instant.parse("2030-01-01T00:00:00Z");

    @Override
    InstantSource clock() {
        return () -> now;
    }

    @BeforeEach
    void forgetLocks() throws IOException {
        // Those of earlier tests are on the same database.
        now = now.plus(Duration.ofDays(1));
        write(ANN, "/home/ann/a", "a");
    }

    private static Locking.Wish wish(boolean deep, boolean exclusive) {
        return new Locking.Wish(deep, exclusive, Optional.of("<b>Ann</b>"), HOUR);
    }

    private String lock(Subject who, String path, boolean deep) throws IOException {
        return space.locking().lock(who, path(path), wish(deep, true)).lock().token();
    }

    private Space with(String... tokens) {
        return space.with(Set.of(tokens));
    }

    @Test
    void aLockedNodeIsChangedWithTheTokenAlone() throws IOException {
        write(ANN, "/home/ann/b", "b");
        String token = lock(ANN, "/home/ann/a", false);
        refused(Name.NodeLocked, "/home/ann/a is locked", () -> write(ANN, "/home/ann/a", "x"));
        refused(Name.NodeLocked, "is locked", () -> space.delete(ANN, path("/home/ann/a")));
        refused(Name.NodeLocked, "is locked", () -> space.set(ANN, path("/home/ann/a"), saying(TITLE, "t")));
        refused(Name.NodeLocked, "is locked", () -> space.move(ANN, path("/home/ann/a"), path("/home/ann/c"), false));
        refused(Name.NodeLocked, "is locked", () -> space.move(ANN, path("/home/ann/b"), path("/home/ann/a"), true));
        refused(
                Name.NodeLocked,
                "is locked",
                () -> space.copy(ANN, path("/home/ann/b"), path("/home/ann/a"), true, Progress.NONE));
        assertEquals("a", read(ANN, "/home/ann/a"));
        with(token).bytes().write(ANN, path("/home/ann/a"), stream("x"), Sent.UNKNOWN);
        assertEquals("x", read(ANN, "/home/ann/a"));
        with(token).set(ANN, path("/home/ann/a"), saying(TITLE, "t"));
        space.copy(ANN, path("/home/ann/a"), path("/home/ann/copy"), false, Progress.NONE);
        write(ANN, "/home/ann/copy", "a copy is not locked");
    }

    @Test
    void theTokenIsGoodForItsAccountAlone() throws IOException {
        write(ANN, "/team/gaia/f", "f");
        String token = lock(ANN, "/team/gaia/f", false);
        refused(
                Name.NodeLocked,
                "is locked",
                () -> with(token).bytes().write(CAROL, path("/team/gaia/f"), stream("x"), Sent.UNKNOWN));
        refused(
                Name.PreconditionFailed,
                "no lock",
                () -> space.locking().refresh(CAROL, path("/team/gaia/f"), token, HOUR));
        refused(
                Name.PermissionDenied,
                "not signed in",
                () -> with(token).bytes().write(Subject.ANONYMOUS, path("/team/gaia/f"), stream("x"), Sent.UNKNOWN));
        refused(Name.PermissionDenied, "sign in", () -> lock(Subject.ANONYMOUS, "/pub/ann", false));
        refused(Name.PermissionDenied, "", () -> lock(BOB, "/team/gaia/f", false));
    }

    @Test
    void aDeepLockHoldsForAllThatIsInTheNode() throws IOException {
        space.create(ANN, path("/home/ann/deep"), NodeTemplate.of(NodeType.ContainerNode));
        write(ANN, "/home/ann/deep/f", "f");
        String token = lock(ANN, "/home/ann/deep", true);
        refused(Name.NodeLocked, "is locked", () -> write(ANN, "/home/ann/deep/f", "x"));
        refused(Name.NodeLocked, "is locked", () -> write(ANN, "/home/ann/deep/new", "x"));
        refused(Name.NodeLocked, "cannot be locked", () -> lock(ANN, "/home/ann/deep/f", false));
        with(token).bytes().write(ANN, path("/home/ann/deep/new"), stream("n"), Sent.UNKNOWN);
    }

    @Test
    void aShallowLockOfAContainerHoldsForItsNamesAlone() throws IOException {
        space.create(ANN, path("/home/ann/shallow"), NodeTemplate.of(NodeType.ContainerNode));
        write(ANN, "/home/ann/shallow/f", "f");
        lock(ANN, "/home/ann/shallow", false);
        write(ANN, "/home/ann/shallow/f", "other bytes");
        refused(Name.NodeLocked, "is locked", () -> write(ANN, "/home/ann/shallow/new", "x"));
        refused(Name.NodeLocked, "is locked", () -> space.delete(ANN, path("/home/ann/shallow/f")));
    }

    @Test
    void aLockInAContainerKeepsItThere() throws IOException {
        space.create(ANN, path("/home/ann/around"), NodeTemplate.of(NodeType.ContainerNode));
        write(ANN, "/home/ann/around/f", "f");
        String token = lock(ANN, "/home/ann/around/f", false);
        refused(
                Name.NodeLocked,
                "/home/ann/around/f is locked",
                () -> space.move(ANN, path("/home/ann/around"), path("/home/ann/elsewhere"), false));
        refused(Name.NodeLocked, "is locked", () -> space.delete(ANN, path("/home/ann/around")));
        refused(Name.NodeLocked, "cannot be locked", () -> lock(ANN, "/home/ann/around", true));
        with(token).move(ANN, path("/home/ann/around"), path("/home/ann/elsewhere"), false);
        write(ANN, "/home/ann/elsewhere/f", "the lock has not gone with it");
        space.create(ANN, path("/home/ann/around"), NodeTemplate.of(NodeType.ContainerNode));
        write(ANN, "/home/ann/around/f", "nor stayed for the next");
    }

    @Test
    void locksGoWithWhatIsDeleted() throws IOException {
        String token = lock(ANN, "/home/ann/a", false);
        with(token).delete(ANN, path("/home/ann/a"));
        write(ANN, "/home/ann/a", "new");
        write(ANN, "/home/ann/b", "b");
        String other = lock(ANN, "/home/ann/a", false);
        with(other).move(ANN, path("/home/ann/b"), path("/home/ann/a"), true);
        write(ANN, "/home/ann/a", "free");
    }

    @Test
    void sharedLocksGoTogether() throws IOException {
        Locking.Wish shared = wish(false, false);
        String first =
                space.locking().lock(ANN, path("/home/ann/a"), shared).lock().token();
        String second =
                space.locking().lock(ANN, path("/home/ann/a"), shared).lock().token();
        refused(Name.NodeLocked, "cannot be locked", () -> lock(ANN, "/home/ann/a", false));
        refused(Name.NodeLocked, "is locked", () -> write(ANN, "/home/ann/a", "x"));
        with(second).bytes().write(ANN, path("/home/ann/a"), stream("x"), Sent.UNKNOWN);
        space.locking().unlock(ANN, path("/home/ann/a"), first);
        refused(Name.NodeLocked, "is locked", () -> write(ANN, "/home/ann/a", "x"));
        space.locking().unlock(ANN, path("/home/ann/a"), second);
        write(ANN, "/home/ann/a", "x");
    }

    @Test
    void aLockExpiresUnlessItIsRefreshed() throws IOException {
        String token = lock(ANN, "/home/ann/a", false);
        now = now.plus(HOUR).minusSeconds(1);
        space.locking().refresh(ANN, path("/home/ann/a"), token, HOUR);
        now = now.plus(HOUR).minusSeconds(1);
        refused(Name.NodeLocked, "is locked", () -> write(ANN, "/home/ann/a", "x"));
        now = now.plusSeconds(1);
        write(ANN, "/home/ann/a", "x");
        refused(
                Name.PreconditionFailed,
                "no lock",
                () -> space.locking().refresh(ANN, path("/home/ann/a"), token, HOUR));
        lock(ANN, "/home/ann/a", false);
    }

    @Test
    void whatWasGrantedOutlivesTheGateway() throws IOException {
        String token = lock(ANN, "/home/ann/a", false);
        tree.close();
        open();
        refused(Name.NodeLocked, "is locked", () -> write(ANN, "/home/ann/a", "x"));
        assertEquals(
                Optional.of("<b>Ann</b>"),
                space.locking()
                        .locks()
                        .covering(path("/home/ann/a"), token)
                        .orElseThrow()
                        .holder());
        with(token).bytes().write(ANN, path("/home/ann/a"), stream("x"), Sent.UNKNOWN);
    }

    @Test
    void aLockIsEndedByWhoeverHasItOrOwnsTheNode() throws IOException {
        space.set(
                ANN,
                path("/home/ann"),
                new NodeTemplate(
                        Optional.empty(), Map.of(CoreProperties.GROUP_WRITE, Optional.of("gaia")), Optional.empty()));
        String annes = lock(ANN, "/home/ann/a", false);
        refused(Name.PermissionDenied, "sharing", () -> space.locking().unlock(CAROL, path("/home/ann/a"), annes));
        space.locking().unlock(ANN, path("/home/ann/a"), annes);
        String carols = lock(CAROL, "/home/ann/a", false);
        refused(Name.NodeLocked, "is locked", () -> write(ANN, "/home/ann/a", "x"));
        // Who may write is for the owner to say, lock or not.
        space.set(ANN, path("/home/ann/a"), saying(CoreProperties.GROUP_WRITE, ""));
        space.locking().unlock(ANN, path("/home/ann/a"), carols);
        write(ANN, "/home/ann/a", "x");
    }

    @Test
    void aLockOfNothingMakesAnEmptyFile() throws IOException {
        Locking.Granted granted = space.locking().lock(ANN, path("/home/ann/none"), wish(true, true));
        assertTrue(granted.created());
        assertEquals("", read(ANN, "/home/ann/none"));
        refused(Name.NodeLocked, "is locked", () -> write(ANN, "/home/ann/none", "x"));
        refused(Name.ContainerNotFound, "there is no", () -> lock(ANN, "/home/ann/no/where", false));
        assertEquals(List.of(), space.locking().locks().covering(path("/home/ann/no/where")));
    }

    @Test
    void anAccountHasSoManyLocksAndNoMore() throws IOException {
        space.create(ANN, path("/pub/ann/many"), NodeTemplate.of(NodeType.ContainerNode));
        Locking.Wish shared = wish(false, false);
        int granted = 0;
        try {
            while (granted <= EditLocks.MOST_OF_ONE) {
                space.locking().lock(ANN, path("/pub/ann/many"), shared);
                granted++;
            }
        } catch (VospaceFault fault) {
            assertEquals(Name.QuotaExceeded, fault.name());
        }
        assertEquals(EditLocks.MOST_OF_ONE, granted);
    }
}
