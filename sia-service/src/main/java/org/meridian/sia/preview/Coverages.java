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

/**
 * What collections cover, as far as everybody may know: datasets that are hidden from some are not in the picture for any. Found out
 * anew from time to time. Thread-safe.
 */
public final class Coverages {

    /** Finer than the pixels of any picture of the whole sky. */
    static final int ORDER = 9;

    private static final Duration FRESH = Duration.ofMinutes(10);
    private static final int MOST_ROWS = 1_000_000;

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
        List<String> columns = List.of("s_moc", "s_ra", "s_dec");
        List<Constraint> constraints = List.of(new Constraint.In("obs_collection", List.of(collection)));
        Cells cells = new Cells();
        try (RowStream rows = tables.rows(Holdings.TABLE, columns, constraints, MOST_ROWS, Subject.ANONYMOUS)) {
            while (rows.advance()) {
                cells.add(rows);
            }
        } catch (UnknownTableException nothingIsPublished) {
            return new Coverage(0, Moc.empty(ORDER));
        }
        return new Coverage(cells.rows, cells.moc());
    }

    /** Gathers the cells of datasets. */
    private static final class Cells {
        private long rows;
        private Moc moc = Moc.empty(ORDER);
        private long[] ranges = new long[1024];
        private int used;

        void add(RowStream row) {
            rows++;
            if (row.length(0) >= 0) {
                addMoc(new String(row.buffer(), row.offset(0), row.length(0), UTF_8));
            } else if (row.length(1) >= 0 && row.length(2) >= 0) {
                ByteBuffer bytes = ByteBuffer.wrap(row.buffer());
                long cell =
                        Healpix.hash(Healpix.MAX_ORDER, bytes.getDouble(row.offset(1)), bytes.getDouble(row.offset(2)));
                addRange(cell, cell);
            }
        }

        private void addMoc(String text) {
            try {
                long[] own = Moc.parse(text).ranges();
                for (int i = 0; i < own.length; i += 2) {
                    addRange(own[i], own[i + 1]);
                }
            } catch (RegionParseException notOurs) {
                // Somebody has put another text there; its place is not shown.
            }
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

        Moc moc() {
            return used == 0 ? moc : moc.union(Moc.ofRanges(ORDER, java.util.Arrays.copyOf(ranges, used)));
        }
    }
}
