// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.identity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.meridian.core.auth.AuditEvent;
import org.meridian.core.auth.AuditEvent.Action;

/** What of many refusals is noted. */
class BoundedAuditTest {

    private static final Instant BEGIN = Instant.parse("2026-05-01T00:00:00Z");

    private Instant now = BEGIN;
    private final List<AuditEvent> noted = new ArrayList<>();
    private final BoundedAudit audit = new BoundedAudit(noted::add, () -> now);

    private void refuse(String address, String detail) {
        audit.note(new AuditEvent(Action.REFUSED, Optional.empty(), Optional.of(address), detail));
    }

    private List<String> details() {
        return noted.stream().map(AuditEvent::detail).toList();
    }

    @Test
    void countsWhatIsRepeatedWithinAMinute() {
        for (int i = 0; i < 1_000_000; i++) {
            refuse("192.0.2.1", "bad token");
        }
        refuse("192.0.2.2", "bad token");
        refuse("192.0.2.1", "bad cookie");
        assertEquals(List.of("bad token", "bad token", "bad cookie"), details());
        now = BEGIN.plusSeconds(59);
        audit.flush();
        assertEquals(3, noted.size());
        now = BEGIN.plusSeconds(60);
        audit.flush();
        assertEquals(4, noted.size());
        assertEquals(
                "999999 more since 2026-05-01T00:00:00Z, the last: bad token",
                details().getLast());
        assertEquals(Optional.of("192.0.2.1"), noted.getLast().address());
        // A new minute, told of without anybody calling flush.
        refuse("192.0.2.1", "bad token");
        refuse("192.0.2.1", "bad token");
        now = BEGIN.plusSeconds(121);
        refuse("192.0.2.1", "bad token");
        assertEquals(
                List.of("bad token", "1 more since 2026-05-01T00:01:00Z, the last: bad token", "bad token"),
                details().subList(4, 7));
    }

    @Test
    void boundsWhatOneAddressCanHaveNotedHoweverItVaries() {
        for (int i = 0; i < 10_000; i++) {
            refuse("2001:db8:1:2::" + Integer.toHexString(i), "GET /" + i + ": bad token");
        }
        audit.close();
        assertEquals(BoundedAudit.KINDS + 1, noted.size());
        assertTrue(details().getLast().startsWith("9950 more since "), details().getLast());
        assertEquals(Optional.of("2001:db8:1:2"), noted.getLast().address());
    }

    @Test
    void boundsWhatAllCanHaveNoted() {
        for (int i = 0; i < 100_000; i++) {
            refuse("198.51." + i / 256 % 256 + "." + i % 256, "GET /" + i + ": bad token");
        }
        audit.close();
        assertTrue(noted.size() <= BoundedAudit.ROWS + BoundedAudit.SOURCES + 1, () -> noted.size() + " rows");
        AuditEvent rest = noted.stream()
                .filter(event -> event.detail().contains(" of many addresses"))
                .findFirst()
                .orElseThrow();
        assertEquals(Optional.empty(), rest.address());
    }

    @Test
    void namesAnAccountOnlyIfItIsThatOfAllThatAreCounted() {
        for (String name : List.of("ada", "ada", "ada", "grace", "grace")) {
            audit.note(new AuditEvent(Action.SIGN_IN_REFUSED, Optional.of(name), Optional.of("192.0.2.1"), "wrong"));
        }
        audit.note(new AuditEvent(Action.SIGN_IN_REFUSED, Optional.of("ada"), Optional.of("192.0.2.9"), "wrong"));
        audit.note(new AuditEvent(Action.SIGN_IN_REFUSED, Optional.of("ada"), Optional.of("192.0.2.9"), "wrong"));
        audit.close();
        assertEquals(5, noted.size());
        for (AuditEvent count : noted.subList(3, 5)) {
            assertEquals(
                    count.address().equals(Optional.of("192.0.2.9")) ? Optional.of("ada") : Optional.empty(),
                    count.account());
        }
    }

    @Test
    void notesEverythingElseAsItComes() {
        for (int i = 0; i < 1000; i++) {
            audit.note(new AuditEvent(Action.PROPRIETARY_READ, Optional.of("ada"), Optional.empty(), "table a.b"));
        }
        assertEquals(1000, noted.size());
    }
}
