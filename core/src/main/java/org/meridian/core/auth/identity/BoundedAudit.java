// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.identity;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.meridian.core.auth.AuditEvent;
import org.meridian.core.auth.AuditEvent.Action;
import org.meridian.core.auth.AuditEvent.Audit;
import org.meridian.core.http.ClientAddress;

/**
 * An audit log that whoever guesses cannot fill. Refusals are noted at once the first time; what is refused again to the same
 * address (of IPv6 a network of 64 bits) for the same reason within a minute is counted, and noted as one event at the end of
 * that minute. So is what comes after {@link #KINDS} different ones of an address, or {@link #ROWS} of all. Everything else is
 * noted as it comes. Thread-safe; whoever makes one calls {@link #flush} now and then, and closes it.
 */
public final class BoundedAudit implements Audit, AutoCloseable {

    /** After which time refusals are noted anew. */
    public static final Duration WINDOW = Duration.ofMinutes(1);

    /** How many different refusals of an address are noted in a window, each once. */
    static final int KINDS = 50;

    /** How many of all addresses. */
    static final int ROWS = 300;

    /** How many addresses are told apart in a window. */
    static final int SOURCES = 100;

    private static final Set<Action> REFUSALS = Set.of(Action.REFUSED, Action.SIGN_IN_REFUSED);

    private final Audit audit;
    private final InstantSource clock;
    private Map<Source, Refusals> sources = new HashMap<>();
    private Instant since;
    private int noted;

    /** Where refusals come from; {@code others} if there are too many to tell them apart. */
    private record Source(Action action, Optional<String> address, boolean others) {}

    /** What was refused to a source: what has been noted of it, and how often something has not. */
    private static final class Refusals {
        private final Set<AuditEvent> noted = new HashSet<>();
        private long merged;
        private Optional<AuditEvent> last = Optional.empty();
        private boolean ofOne = true;

        void merge(AuditEvent event) {
            ofOne &= last.isEmpty() || last.get().account().equals(event.account());
            merged++;
            last = Optional.of(event);
        }
    }

    /** @param audit where events go */
    public BoundedAudit(Audit audit, InstantSource clock) {
        this.audit = audit;
        this.clock = clock;
        this.since = clock.instant();
    }

    @Override
    public void note(AuditEvent event) {
        if (!REFUSALS.contains(event.action())) {
            audit.note(event);
            return;
        }
        flush();
        if (isFirst(event)) {
            audit.note(event);
        }
    }

    private synchronized boolean isFirst(AuditEvent event) {
        Source source = new Source(event.action(), event.address().map(ClientAddress::network), false);
        if (sources.size() >= SOURCES && !sources.containsKey(source)) {
            source = new Source(event.action(), Optional.empty(), true);
        }
        Refusals refusals = sources.computeIfAbsent(source, one -> new Refusals());
        boolean room = !source.others && refusals.noted.size() < KINDS && noted < ROWS;
        if (room && refusals.noted.add(event)) {
            noted++;
            return true;
        }
        refusals.merge(event);
        return false;
    }

    /** Notes what has been counted, if a minute has passed. */
    public void flush() {
        if (!clock.instant().isBefore(end())) {
            noteCounts();
        }
    }

    private synchronized Instant end() {
        return since.plus(WINDOW);
    }

    private void noteCounts() {
        taken().forEach(audit::note);
    }

    private synchronized List<AuditEvent> taken() {
        List<AuditEvent> counts = new ArrayList<>();
        sources.forEach((source, refusals) -> refusals.last.ifPresent(last -> counts.add(new AuditEvent(
                source.action,
                refusals.ofOne ? last.account() : Optional.empty(),
                source.address,
                refusals.merged + " more since " + since + (source.others ? " of many addresses" : "") + ", the last: "
                        + last.detail()))));
        sources = new HashMap<>();
        since = clock.instant();
        noted = 0;
        return counts;
    }

    /** Notes what has been counted. */
    @Override
    public void close() {
        noteCounts();
    }
}
