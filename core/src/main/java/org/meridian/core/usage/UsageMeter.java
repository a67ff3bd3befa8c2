// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.usage;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.http.Incident;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The meter of a gateway. It counts in memory and writes once a second what has come together, and a last time when it is
 * closed: a process that is killed loses what it counted in its last second. What others have written it reads every two seconds
 * for accounts with limits that are active here.
 */
public final class UsageMeter implements Meter, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(UsageMeter.class);
    private static final Duration WRITE = Duration.ofSeconds(1);
    private static final Duration READ = Duration.ofSeconds(2);
    private static final Duration SWEEP = Duration.ofHours(6);
    private static final Duration LAST_TASK = Duration.ofSeconds(5);

    /** Accounts that were active so lately are read again; of others what is older is not believed. */
    static final Duration ACTIVE = Duration.ofSeconds(10);

    /** Accounts that were active so lately are remembered. */
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    /** Counts of users are kept for a year and a month; those of addresses, which are personal data, while they matter. */
    private static final int MONTHS_KEPT = 13;

    /**
     * What a meter works with.
     *
     * @param kinds everything that is metered
     * @param ledger where counts are kept
     * @param rules limits that administrators have set, as they are now
     * @param clock what day it is
     */
    public record Parts(UsageKinds kinds, Ledger ledger, Supplier<List<LimitRule>> rules, InstantSource clock) {}

    /**
     * What an operator says.
     *
     * @param defaults limits where an administrator has set none
     * @param contact whom to ask for more, such as an e-mail address; empty: the operator
     */
    public record Settings(UsageLimits.Defaults defaults, Optional<String> contact) {
        /** No limits. */
        public static final Settings UNLIMITED = new Settings(UsageLimits.Defaults.UNLIMITED, Optional.empty());
    }

    private final Parts parts;
    private final Settings settings;
    private final Refusals refusals;

    /** Each is changed under the lock of its place in the map only. */
    private final Map<String, Tally> tallies = new ConcurrentHashMap<>();

    /** What is being written is neither known nor on its way for a moment: nobody reads then. */
    private final ReadWriteLock exchange = new ReentrantReadWriteLock();

    private final ScheduledExecutorService schedule = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("usage").daemon().factory());
    private volatile UsageLimits limits;

    /** A meter that neither reads nor writes by itself before {@link #begin}. */
    public UsageMeter(Parts parts, Settings settings) {
        this.parts = parts;
        this.settings = settings;
        this.refusals = new Refusals(settings.contact, settings.defaults);
        this.limits = new UsageLimits(settings.defaults, parts.rules.get());
    }

    /** Begins to write and read from time to time. */
    public UsageMeter begin() {
        repeat("writing what was used", WRITE, this::write);
        repeat("reading limits", READ, this::read);
        repeat("forgetting old counts", SWEEP, this::sweep);
        return this;
    }

    private void repeat(String what, Duration interval, Runnable task) {
        schedule.scheduleWithFixedDelay(
                () -> attempt(what, task), interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** A task that throws would not be run again. */
    private static void attempt(String what, Runnable task) {
        try {
            task.run();
        } catch (TransientFault e) {
            LOG.debug("{} failed: {}", what, e.message());
        } catch (RuntimeException e) {
            Incident.log(what + " failed", e);
        }
    }

    /** Everything that is metered. */
    public UsageKinds kinds() {
        return parts.kinds;
    }

    /** What an operator said. */
    public Settings settings() {
        return settings;
    }

    @Override
    public void ask(Spender who, List<UsageKind> kinds) {
        List<Quota> limited =
                kinds.stream().flatMap(kind -> limited(who, kind).stream()).toList();
        if (!limited.isEmpty()) {
            Instant now = parts.clock.instant();
            requireRead(who, now);
            tallies.compute(who.account(), (account, tally) -> {
                Tally known = known(tally);
                limited.forEach(quota -> require(who, known, quota, 0, now));
                known.touch(now);
                return known;
            });
        }
    }

    @Override
    public void take(Spender who, UsageKind kind, double amount) {
        Instant now = parts.clock.instant();
        List<Quota> limited = limited(who, kind);
        if (!limited.isEmpty()) {
            requireRead(who, now);
        }
        tallies.compute(who.account(), (account, tally) -> {
            Tally known = known(tally);
            limited.forEach(quota -> require(who, known, quota, amount, now));
            known.add(kind, day(now), amount, now);
            return known;
        });
    }

    @Override
    public void report(Spender who, UsageKind kind, double amount) {
        Instant now = parts.clock.instant();
        tallies.compute(who.account(), (account, tally) -> {
            Tally known = known(tally);
            known.add(kind, day(now), amount, now);
            return known;
        });
    }

    private static Tally known(@Nullable Tally tally) {
        return tally == null ? new Tally() : tally;
    }

    private List<Quota> limited(Spender who, UsageKind kind) {
        UsageLimits now = limits;
        return List.of(Period.DAY, Period.MONTH).stream()
                .map(period -> new Quota(kind, period))
                .filter(quota -> Double.isFinite(now.of(who, quota)))
                .toList();
    }

    private void require(Spender who, Tally tally, Quota quota, double amount, Instant now) {
        double limit = limits.of(who, quota);
        double used = tally.used(quota, day(now));
        if (amount > 0 ? used + amount > limit : used >= limit) {
            throw refusals.overTime(who, usage(quota, used, limit, now), amount, now);
        }
    }

    @Override
    public void askAtOnce(Spender who, UsageKind kind, double held, double more) {
        double limit = limitAtOnce(who, kind);
        if (held + more > limit) {
            throw refusals.atOnce(who, Usage.atOnce(kind, held, limit), more);
        }
    }

    @Override
    public double limitAtOnce(Spender who, UsageKind kind) {
        return limits.of(who, new Quota(kind, Period.AT_ONCE));
    }

    @Override
    public List<Usage> usage(Spender who) {
        Instant now = parts.clock.instant();
        read(Set.of(who.account()), now);
        List<Usage> list = new ArrayList<>();
        tallies.compute(who.account(), (account, tally) -> {
            Tally known = known(tally);
            parts.kinds.quotas().stream()
                    .filter(quota -> quota.period() != Period.AT_ONCE)
                    .forEach(quota -> list.add(usage(quota, known.used(quota, day(now)), limits.of(who, quota), now)));
            return known;
        });
        return list;
    }

    private static Usage usage(Quota quota, double used, double limit, Instant now) {
        return new Usage(quota, used, limit, quota.period().end(day(now)));
    }

    /** Asks the ledger about an account of which nothing is known that can be believed. */
    private void requireRead(Spender who, Instant now) {
        if (!isFresh(who.account(), now)) {
            read(Set.of(who.account()), now);
        }
    }

    private boolean isFresh(String account, Instant now) {
        AtomicBoolean fresh = new AtomicBoolean();
        change(account, tally -> fresh.set(tally.isReadSince(now.minus(ACTIVE))));
        return fresh.get();
    }

    /** Reads limits, and the counts of accounts that are active; forgets others. */
    void read() {
        limits = new UsageLimits(settings.defaults, parts.rules.get());
        Instant now = parts.clock.instant();
        Set<String> active = new HashSet<>();
        for (String account : tallies.keySet()) {
            tallies.computeIfPresent(account, (key, tally) -> {
                // What was never read has no limit: nobody asks what others have counted.
                if (tally.isTouchedSince(now.minus(ACTIVE)) && tally.isReadSince(now.minus(REMEMBERED))) {
                    active.add(account);
                }
                return tally.isWritten() && !tally.isTouchedSince(now.minus(REMEMBERED)) ? null : tally;
            });
        }
        if (!active.isEmpty()) {
            read(active, now);
        }
    }

    private void read(Set<String> accounts, Instant now) {
        LocalDate today = day(now);
        exchange.readLock().lock();
        try {
            Map<String, List<Ledger.Entry>> found = parts.ledger.read(accounts, today.withDayOfMonth(1), today).stream()
                    .collect(Collectors.groupingBy(Ledger.Entry::account));
            for (String account : accounts) {
                tallies.compute(account, (key, tally) -> {
                    Tally known = known(tally);
                    known.read(found.getOrDefault(account, List.of()), now);
                    return known;
                });
            }
        } finally {
            exchange.readLock().unlock();
        }
    }

    /** Writes what has come together. */
    void write() {
        exchange.writeLock().lock();
        try {
            List<Ledger.Entry> departing = departing();
            if (!departing.isEmpty()) {
                write(departing);
            }
        } finally {
            exchange.writeLock().unlock();
        }
    }

    private List<Ledger.Entry> departing() {
        List<Ledger.Entry> departing = new ArrayList<>();
        tallies.keySet().forEach(account -> change(account, tally -> departing.addAll(tally.depart(account))));
        return departing;
    }

    private void write(List<Ledger.Entry> amounts) {
        List<Ledger.Entry> sums;
        try {
            sums = parts.ledger.add(amounts);
        } catch (RuntimeException e) {
            amounts.stream().map(Ledger.Entry::account).distinct().forEach(account -> change(account, Tally::turnBack));
            throw e;
        }
        sums.forEach(sum -> change(sum.account(), tally -> tally.arrived(sum)));
    }

    private void change(String account, Consumer<Tally> change) {
        tallies.computeIfPresent(account, (key, tally) -> {
            change.accept(tally);
            return tally;
        });
    }

    private void sweep() {
        LocalDate month = day(parts.clock.instant()).withDayOfMonth(1);
        parts.ledger.forget(month.minusMonths(MONTHS_KEPT), month);
    }

    private static LocalDate day(Instant now) {
        return LocalDate.ofInstant(now, ZoneOffset.UTC);
    }

    /** Writes what has not been written yet; to be called before the database is closed. */
    @Override
    public void close() {
        schedule.shutdown();
        try {
            if (!schedule.awaitTermination(LAST_TASK.toMillis(), TimeUnit.MILLISECONDS)) {
                schedule.shutdownNow();
            }
            write();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("what was used in the last moments could not be written: {}", e.toString());
        }
    }
}
