// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.preview;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.meridian.core.auth.Subject;
import org.meridian.core.query.Constraint;
import org.meridian.core.query.TableQuery;
import org.meridian.core.query.TableQuery.UnknownTableException;
import org.meridian.core.sky.Healpix;
import org.meridian.core.sky.Moc;
import org.meridian.core.sky.RegionParseException;
import org.meridian.core.votable.RowStream;
import org.meridian.sia.archive.Holdings;
import org.meridian.sia.obscore.Domain.Interval;

/**
 * What collections cover, as far as everybody may know: datasets that are hidden from some are not in the picture for any. Found out
 * anew from time to time. Thread-safe.
 */
public final class Coverages {

    /** Finer than the pixels of any picture of the whole sky. */
    static final int ORDER = 9;

    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final int MOST_ROWS = 1_000_000;

    /** Cells of the finest order on the whole sky. */
    private static final long SKY = 12L << (2 * Healpix.MAX_ORDER);

    /** Cells are put together when there are so many. */
    private static final int MANY = 1 << 18;

    private final TableQuery tables;
    private final InstantSource clock;
    private final Map<String, Known> known = new ConcurrentHashMap<>();

    private record Known(Coverage coverage, Instant until) {}

    /** Of the collections that are published in {@code tables}. */
    public Coverages(TableQuery tables, InstantSource clock) {
        this.tables = tables;
        this.clock = clock;
    }

    /**
     * The coverage of a collection; empty if nobody knows of one.
     *
     * @throws IOException if the database fails
     */
    public Optional<Coverage> of(String collection) throws IOException {
        Known before = known.get(collection);
        if (before != null && before.until.isAfter(clock.instant())) {
            return Optional.of(before.coverage);
        }
        Coverage coverage = read(collection);
        if (coverage.datasets() == 0) {
            known.remove(collection);
            return Optional.empty();
        }
        known.put(collection, new Known(coverage, clock.instant().plus(FRESH)));
        return Optional.of(coverage);
    }

    private Coverage read(String collection) throws IOException {
        List<String> columns = List.of("s_moc", "s_ra", "s_dec", "data_rights", "t_min", "t_max", "em_min", "em_max");
        List<Constraint> constraints = List.of(new Constraint.In("obs_collection", List.of(collection)));
        Cells cells = new Cells();
        try (RowStream rows = tables.rows(Holdings.TABLE, columns, constraints, MOST_ROWS, Subject.ANONYMOUS)) {
            while (rows.advance()) {
                cells.add(rows);
            }
        } catch (UnknownTableException nothingIsPublished) {
            return new Cells().coverage();
        }
        return cells.coverage();
    }

    /** From the smallest begin to the largest end. */
    private static final class Ends {
        private double least = Double.POSITIVE_INFINITY;
        private double largest = Double.NEGATIVE_INFINITY;

        /** The interval of two columns that follow one another. */
        void add(RowStream row, int column) {
            if (row.length(column) >= 0 && row.length(column + 1) >= 0) {
                ByteBuffer bytes = ByteBuffer.wrap(row.buffer());
                least = Math.min(least, bytes.getDouble(row.offset(column)));
                largest = Math.max(largest, bytes.getDouble(row.offset(column + 1)));
            }
        }

        Optional<Interval> interval() {
            return least <= largest ? Optional.of(new Interval(least, largest)) : Optional.empty();
        }
    }

    /** Gathers the cells of datasets. */
    private static final class Cells {
        private long rows;
        private long open;
        private long wholeSky;
        private final Ends times = new Ends();
        private final Ends bands = new Ends();
        private Moc moc = Moc.empty(ORDER);
        private long[] ranges = new long[1024];
        private int used;

        void add(RowStream row) {
            rows++;
            if (row.length(3) >= 0 && text(row, 3).equals("public")) {
                open++;
            }
            times.add(row, 4);
            bands.add(row, 6);
            if (row.length(0) >= 0) {
                addMoc(text(row, 0));
            } else if (row.length(1) >= 0 && row.length(2) >= 0) {
                ByteBuffer bytes = ByteBuffer.wrap(row.buffer());
                long cell =
                        Healpix.hash(Healpix.MAX_ORDER, bytes.getDouble(row.offset(1)), bytes.getDouble(row.offset(2)));
                addRange(cell, cell);
            }
        }

        private static String text(RowStream row, int column) {
            return new String(row.buffer(), row.offset(column), row.length(column), UTF_8);
        }

        private void addMoc(String text) {
            try {
                long[] own = Moc.parse(text).ranges();
                if (isMostOfTheSky(own)) {
                    wholeSky++;
                    return;
                }
                for (int i = 0; i < own.length; i += 2) {
                    addRange(own[i], own[i + 1]);
                }
            } catch (RegionParseException notOurs) {
                // Somebody has put another text there; its place is not shown.
            }
        }

        private static boolean isMostOfTheSky(long[] ranges) {
            long cells = 0;
            for (int i = 0; i < ranges.length; i += 2) {
                cells += ranges[i + 1] - ranges[i] + 1;
            }
            return cells > SKY / 2;
        }

        private void addRange(long lo, long hi) {
            if (used == ranges.length) {
                ranges = java.util.Arrays.copyOf(ranges, 2 * used);
            }
            ranges[used++] = lo;
            ranges[used++] = hi;
            if (used >= MANY) {
                moc = moc();
                used = 0;
            }
        }

        Coverage coverage() {
            boolean all = rows > 0 && wholeSky == rows;
            return new Coverage(
                    rows,
                    open,
                    times.interval(),
                    bands.interval(),
                    all ? 0 : wholeSky,
                    all ? Moc.ofRanges(ORDER, new long[] {0, SKY - 1}) : moc());
        }

        private Moc moc() {
            return used == 0 ? moc : moc.union(Moc.ofRanges(ORDER, java.util.Arrays.copyOf(ranges, used)));
        }
    }
}
