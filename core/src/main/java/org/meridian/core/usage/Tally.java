// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.usage;

import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What is known of an account: the counts as the ledger had them at the last look, what has been added here since, and what is
 * on its way. Not thread-safe.
 */
final class Tally {

    private record Count(String kind, LocalDate day) {}

    private final Map<Count, Double> known = new HashMap<>();
    private final Map<Count, Double> pending = new HashMap<>();
    private final Map<Count, Double> onTheWay = new HashMap<>();
    private Instant readAt = Instant.MIN;
    private Instant touchedAt = Instant.MIN;

    /** What has been used of something. */
    double used(Quota quota, LocalDate today) {
        return Stream.of(known, pending, onTheWay)
                .flatMap(counts -> counts.entrySet().stream())
                .filter(entry -> entry.getKey().kind.equals(quota.kind().name())
                        && quota.period().covers(entry.getKey().day, today))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    void add(UsageKind kind, LocalDate day, double amount, Instant now) {
        pending.merge(new Count(kind.name(), day), amount, Double::sum);
        touchedAt = now;
    }

    void touch(Instant now) {
        touchedAt = now;
    }

    /** Sends what has not been written yet on its way; nothing else is on it. */
    List<Ledger.Entry> depart(String account) {
        onTheWay.putAll(pending);
        pending.clear();
        return onTheWay.entrySet().stream()
                .map(entry -> new Ledger.Entry(account, entry.getKey().kind, entry.getKey().day, entry.getValue()))
                .toList();
    }

    /** It could not be written. */
    void turnBack() {
        onTheWay.forEach((count, amount) -> pending.merge(count, amount, Double::sum));
        onTheWay.clear();
    }

    /** It has been written, and this is the sum of its day now. */
    void arrived(Ledger.Entry sum) {
        Count count = new Count(sum.kind(), sum.day());
        onTheWay.remove(count);
        known.put(count, sum.amount());
    }

    /** What the ledger said just now. */
    void read(List<Ledger.Entry> entries, Instant now) {
        known.clear();
        entries.forEach(entry -> known.put(new Count(entry.kind(), entry.day()), entry.amount()));
        readAt = now;
    }

    boolean isReadSince(Instant time) {
        return !readAt.isBefore(time);
    }

    boolean isTouchedSince(Instant time) {
        return !touchedAt.isBefore(time);
    }

    boolean isWritten() {
        return pending.isEmpty() && onTheWay.isEmpty();
    }
}
