// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.AuthorizationFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.usage.LimitRule.Holder;

class UsageMeterTest {

    private static final UsageKind QUERIES = UsageKind.flow("queries", "queries", "queries");
    private static final UsageKind HOURS = UsageKind.flow("core-hours", "h", "core-hours");
    private static final UsageKind CORES = UsageKind.level("cores", "cores", "cores");
    private static final UsageKinds KINDS = new UsageKinds(List.of(QUERIES, HOURS, CORES));
    private static final Spender ADA = new Spender(Optional.of("ada"), Optional.empty(), Set.of());
    private static final Spender VISITOR = new Spender(Optional.empty(), Optional.of("192.0.2.1"), Set.of());

    private Instant now = Instant.parse("2026-11-29T22:00:00Z");
    private List<LimitRule> rules = List.of();
    private final Shared ledger = new Shared();

    /** A ledger in memory. */
    private static final class Shared implements Ledger {
        private final Map<String, Entry> entries = new HashMap<>();
        private int reads;
        private int writes;
        private boolean away;

        private static String key(Entry entry) {
            return entry.account() + " " + entry.kind() + " " + entry.day();
        }

        @Override
        public synchronized List<Entry> add(List<Entry> amounts) {
            requireThere();
            writes++;
            return amounts.stream()
                    .map(more -> entries.merge(
                            key(more),
                            more,
                            (old, added) ->
                                    new Entry(old.account(), old.kind(), old.day(), old.amount() + added.amount())))
                    .toList();
        }

        private void requireThere() {
            if (away) {
                throw new TransientFault("away", Duration.ofSeconds(1));
            }
        }

        @Override
        public synchronized List<Entry> read(Collection<String> accounts, LocalDate since, LocalDate today) {
            requireThere();
            reads++;
            return entries.values().stream()
                    .filter(entry -> accounts.contains(entry.account())
                            && !entry.day().isBefore(since)
                            && !entry.day().isAfter(today))
                    .toList();
        }

        @Override
        public void forget(LocalDate users, LocalDate addresses) {
            throw new UnsupportedOperationException("nothing gets old here");
        }
    }

    private UsageMeter meter(String anonymous, String signedIn) {
        return new UsageMeter(
                new UsageMeter.Parts(KINDS, ledger, () -> rules, () -> now),
                new UsageMeter.Settings(
                        new UsageLimits.Defaults(KINDS.limits(anonymous), KINDS.limits(signedIn)),
                        Optional.of("ops@example.org")));
    }

    private static String refusal(int status, org.junit.jupiter.api.function.Executable action) {
        DaliFault fault = assertThrows(DaliFault.class, action);
        assertEquals(status, fault.httpStatus());
        return fault.message();
    }

    private static double used(Meter meter, Spender who, String quota) {
        return meter.usage(who).stream()
                .filter(usage -> usage.quota().text().equals(quota))
                .findFirst()
                .orElseThrow()
                .used();
    }

    @Test
    void refusesWithWhatWasUsedTheLimitAndTheRemedy() {
        UsageMeter meter = meter("queries/day=2", "queries/day=3 queries/month=4");
        meter.take(VISITOR, QUERIES, 1);
        meter.take(VISITOR, QUERIES, 1);
        assertEquals(
                "those who come from your address without signing in have used 2 of 2 queries today; the count starts"
                        + " anew at 00:00 UTC; sign in, for users have 3 each, or ask ops@example.org for more",
                refusal(429, () -> meter.take(VISITOR, QUERIES, 1)));
        for (int i = 0; i < 3; i++) {
            meter.take(ADA, QUERIES, 1);
        }
        assertEquals(
                "you have used 3 of 3 queries today; the count starts anew at 00:00 UTC; ask ops@example.org for more",
                refusal(429, () -> meter.ask(ADA, List.of(HOURS, QUERIES))));
        TransientFault fault = assertThrows(TransientFault.class, () -> meter.take(ADA, QUERIES, 1));
        assertEquals(Duration.ofHours(2), fault.retryAfter());
        assertEquals(3, used(meter, ADA, "queries/day"), "what is refused is not counted");
    }

    @Test
    void startsAnewWithTheDayAndTheMonth() {
        UsageMeter meter = meter("", "queries/day=2 queries/month=3");
        meter.take(ADA, QUERIES, 2);
        refusal(429, () -> meter.take(ADA, QUERIES, 1));
        now = now.plus(Duration.ofHours(2));
        meter.take(ADA, QUERIES, 1);
        TransientFault fault = assertThrows(TransientFault.class, () -> meter.take(ADA, QUERIES, 1));
        assertEquals(
                "you have used 3 of 3 queries this month; the count starts anew at 1 December, 00:00 UTC; ask"
                        + " ops@example.org for more",
                fault.message());
        assertEquals(Duration.ofDays(1), fault.retryAfter());
        meter.write();
        now = now.plus(Duration.ofDays(1));
        meter.take(ADA, QUERIES, 2);
        assertEquals(2, used(meter, ADA, "queries/month"));
    }

    @Test
    void refusesForGoodWhatNoWaitingBrings() {
        UsageMeter meter = meter("queries/day=0", "core-hours/month=10");
        assertEquals(
                "those who come from your address without signing in have used 0 of 0 queries today; sign in, for users"
                        + " have no such limit, or ask ops@example.org for more",
                refusal(403, () -> meter.take(VISITOR, QUERIES, 1)));
        meter.report(ADA, HOURS, 2.5);
        assertEquals(
                "you have used 2.5 of 10 core-hours this month, and want 12 more; ask ops@example.org for more",
                refusal(403, () -> meter.take(ADA, HOURS, 12)));
        assertInstanceOf(
                TransientFault.class, assertThrows(DaliFault.class, () -> meter.take(ADA, HOURS, 9)), "next month");
    }

    @Test
    void limitsWhatIsHeldByWhatTheServiceSays() {
        rules = List.of(new LimitRule(Holder.group("gaia"), new Quota(CORES, Period.AT_ONCE), 8));
        UsageMeter meter = meter("", "cores/at-once=4");
        meter.askAtOnce(ADA, CORES, 2, 2);
        assertEquals(
                "you have used 3 of 4 cores at once, and want 2 more; give some back first, or ask ops@example.org for"
                        + " more",
                assertThrows(AuthorizationFault.class, () -> meter.askAtOnce(ADA, CORES, 3, 2))
                        .message());
        meter.askAtOnce(new Spender(Optional.of("grace"), Optional.empty(), Set.of("gaia")), CORES, 3, 5);
    }

    @Test
    void goesOnWhereAMidAnswerLimitWasPassedOnlyAfterIt() {
        UsageMeter meter = meter("", "core-hours/day=1");
        meter.ask(ADA, List.of(HOURS));
        meter.report(ADA, HOURS, 50);
        refusal(429, () -> meter.ask(ADA, List.of(HOURS)));
    }

    @Test
    void givesBackWhatWasTakenInVain() {
        UsageMeter meter = meter("", "queries/day=1");
        meter.take(ADA, QUERIES, 1);
        meter.write();
        meter.report(ADA, QUERIES, -1);
        meter.write();
        meter.take(ADA, QUERIES, 1);
        assertEquals(1, used(meter, ADA, "queries/day"));
    }

    @Test
    void countsEverythingThatIsReportedAtOnce() throws Exception {
        UsageMeter meter = meter("", "queries/day=20000");
        UsageMeter other = meter("", "queries/day=20000");
        List<Callable<Void>> reporters = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            UsageMeter mine = i % 2 == 0 ? meter : other;
            reporters.add(() -> {
                for (int n = 0; n < 1000; n++) {
                    mine.take(ADA, QUERIES, 1);
                    if (n % 50 == 0) {
                        mine.write();
                        mine.read();
                    }
                }
                return null;
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Void> each : threads.invokeAll(reporters)) {
                each.get();
            }
        }
        meter.close();
        other.close();
        assertEquals(8000, used(meter(" ", ""), ADA, "queries/day"));
    }

    @Test
    void letsNoMoreThroughThanTheLimitHoweverManyComeAtOnce() throws Exception {
        UsageMeter meter = meter("", "queries/day=100");
        AtomicInteger passed = new AtomicInteger();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (int i = 0; i < 8; i++) {
                threads.submit(() -> {
                    for (int n = 0; n < 100; n++) {
                        try {
                            meter.take(ADA, QUERIES, 1);
                            passed.incrementAndGet();
                        } catch (TransientFault full) {
                            assertEquals(429, full.httpStatus());
                        }
                    }
                });
            }
        }
        assertEquals(100, passed.get());
    }

    @Test
    void learnsWhatOthersCountAndLosesNothingWhileTheLedgerIsAway() {
        UsageMeter meter = meter("", "queries/day=10");
        UsageMeter other = meter("", "queries/day=10");
        meter.take(ADA, QUERIES, 4);
        other.take(ADA, QUERIES, 6);
        ledger.away = true;
        assertThrows(TransientFault.class, meter::write);
        assertThrows(TransientFault.class, meter::write);
        ledger.away = false;
        meter.write();
        other.write();
        refusal(429, () -> other.take(ADA, QUERIES, 1));
        meter.read();
        refusal(429, () -> meter.take(ADA, QUERIES, 1));
        assertEquals(10, used(meter, ADA, "queries/day"));
    }

    @Test
    void asksTheLedgerOnceForAnAccountAndNeverForOneWithoutLimits() {
        UsageMeter meter = meter("", "queries/day=1000");
        for (int i = 0; i < 100; i++) {
            meter.ask(ADA, List.of(HOURS));
            meter.take(ADA, QUERIES, 1);
            meter.report(ADA, HOURS, 0.1);
            meter.ask(VISITOR, List.of(QUERIES, HOURS));
            meter.take(VISITOR, QUERIES, 1);
        }
        assertEquals(1, ledger.reads);
        assertEquals(0, ledger.writes);
        meter.write();
        assertEquals(1, ledger.writes, "for everybody together");
        now = now.plus(UsageMeter.ACTIVE).plusSeconds(1);
        meter.take(ADA, QUERIES, 1);
        assertEquals(2, ledger.reads, "what it knew was old");
    }

    @Test
    void keepsToLimitsThatAreSetLater() {
        UsageMeter meter = meter("", "");
        meter.take(ADA, QUERIES, 5);
        rules = List.of(new LimitRule(Holder.user("ada"), new Quota(QUERIES, Period.DAY), 5));
        meter.take(ADA, QUERIES, 1);
        meter.read();
        assertEquals(
                "you have used 6 of 5 queries today; the count starts anew at 00:00 UTC; ask ops@example.org for more",
                refusal(429, () -> meter.take(ADA, QUERIES, 1)));
    }
}
