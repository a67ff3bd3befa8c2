// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.dav;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.Subject;
import org.meridian.workspace.dav.Changes.Change;
import org.meridian.workspace.dav.Snapshot.Entry;
import org.meridian.workspace.node.NodePath;

class SnapshotsTest {

    private static final Subject ANN = person("ann");
    private static final NodePath PATH = NodePath.of("/home/ann/a");

    private Instant now = Instant.parse("2030-01-01T00:00:00Z");
    private final Snapshots snapshots = new Snapshots(() -> now);

    private static Subject person(String name) {
        return new Subject(Optional.of(name), Set.of(), Scope.USE, Subject.Credential.LOGIN);
    }

    /** Members of names of a letter, with a digit each that stands for their state. */
    private static Snapshot of(String members) {
        Snapshot.Builder builder = new Snapshot.Builder();
        for (int i = 0; i < members.length(); i += 2) {
            builder.add(new Entry(members.substring(i, i + 1), false, members.charAt(i + 1)));
        }
        return builder.made();
    }

    private static String changes(String before, String now) {
        Changes changes = new Changes(of(before), of(now));
        List<String> all = new ArrayList<>();
        for (Optional<Change> each = changes.next(); each.isPresent(); each = changes.next()) {
            all.add((each.get().gone() ? "-" : "+") + each.get().entry().name());
        }
        return String.join(" ", all);
    }

    @Test
    void findsWhatCameChangedAndWent() {
        assertEquals("", changes("", ""));
        assertEquals("", changes("a1b1", "a1b1"));
        assertEquals("+a +b", changes("", "a1b1"));
        assertEquals("-a -b", changes("a1b1", ""));
        assertEquals("-a +b +d -e +f", changes("a1b1c1e1", "b2c1d1f1"));
    }

    @Test
    void goesOnWhereAPartEnded() {
        assertEquals(Optional.empty(), Changes.first(2, of("a1"), of("a2b1")));
        Snapshot part = Changes.first(2, of("a1c1e1"), of("b1c2d1")).orElseThrow();
        assertEquals(of("b1c1e1").digest(""), part.digest(""));
        part = Changes.first(2, part, of("b1c2d1")).orElseThrow();
        assertEquals(of("b1c2d1e1").digest(""), part.digest(""));
        assertEquals(Optional.empty(), Changes.first(2, part, of("b1c2d1")));
    }

    @Test
    void aTokenIsGoodForWhoGotItAndForADay() {
        String token = snapshots.keep(ANN, PATH, of("a1"));
        assertTrue(snapshots.find(ANN, PATH, token).isPresent());
        assertEquals(token, snapshots.keep(ANN, PATH, of("a1")));
        assertNotEquals(token, snapshots.keep(ANN, PATH, of("a2")));
        assertTrue(snapshots.find(person("bob"), PATH, token).isEmpty());
        assertTrue(snapshots.find(ANN, PATH.parent(), token).isEmpty());
        now = now.plus(Duration.ofDays(2));
        assertTrue(snapshots.find(ANN, PATH, token).isEmpty());
    }

    @Test
    void keepsNoMoreThanThereIsRoomFor() {
        String first = snapshots.keep(ANN, PATH, new Snapshot(new byte[Snapshots.LARGEST]));
        String second = snapshots.keep(ANN, PATH, new Snapshot(new byte[Snapshots.LARGEST - 1]));
        for (int i = 2; i < 8; i++) {
            assertTrue(snapshots.find(ANN, PATH, first).isPresent());
            snapshots.keep(ANN, PATH, new Snapshot(new byte[Snapshots.LARGEST - i]));
        }
        assertTrue(snapshots.find(ANN, PATH, first).isPresent());
        assertTrue(snapshots.find(ANN, PATH, second).isEmpty());
    }
}
