// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.meridian.tap.schema.SkyIndex.LonLatColumns;

/**
 * Finds the columns with right ascension and declination: those named by the operator; else by UCD, the main ones first;
 * else by the usual names. Only numbers in degrees will do (a missing unit is taken for degrees): radians, hours and
 * sexagesimal text are never converted silently, since that would publish other values than the file has.
 */
final class PositionFinder {
    private static final Set<String> DEGREES = Set.of("deg", "degs", "degree", "degrees", "°");
    private static final List<NamePair> USUAL_NAMES = List.of(
            new NamePair("ra", "dec"),
            new NamePair("ra", "de"),
            new NamePair("ra", "decl"),
            new NamePair("radeg", "dedeg"),
            new NamePair("radeg", "decdeg"),
            new NamePair("ra_deg", "dec_deg"),
            new NamePair("raj2000", "dej2000"),
            new NamePair("_raj2000", "_dej2000"),
            new NamePair("raj2000", "decj2000"),
            new NamePair("ra_icrs", "de_icrs"),
            new NamePair("ra_icrs", "dec_icrs"),
            new NamePair("_ra_icrs", "_de_icrs"),
            new NamePair("_ra", "_de"),
            new NamePair("alpha_j2000", "delta_j2000"),
            new NamePair("s_ra", "s_dec"),
            new NamePair("ramean", "decmean"),
            new NamePair("ra2000", "dec2000"),
            new NamePair("right_ascension", "declination"));

    private final List<LoadColumn> columns;
    private final List<String> notes;

    PositionFinder(List<LoadColumn> columns, List<String> notes) {
        this.columns = columns;
        this.notes = notes;
    }

    private record NamePair(String lon, String lat) {}

    /**
     * Indexes of the two columns.
     *
     * @param how they were found, for the operator
     */
    record Found(int lon, int lat, String how) {}

    /**
     * The columns the operator named, by their names in the file or in the table.
     *
     * @throws IngestException if there is no such column, or it is no number in degrees
     */
    Found named(LonLatColumns wanted) throws IngestException {
        Found found = new Found(index(wanted.lonColumn()), index(wanted.latColumn()), "named");
        for (int i : new int[] {found.lon, found.lat}) {
            LoadColumn column = columns.get(i);
            if (!column.isNumber()) {
                throw new IngestException("column " + column.sourceName()
                        + " cannot be a position: its values are not numbers (sexagesimal text has to be converted to"
                        + " degrees first)");
            }
            if (!isInDegrees(column)) {
                throw new IngestException("column " + column.sourceName() + " cannot be a position: its unit is "
                        + column.field().unit().orElse("") + ", needed are degrees; convert the column first");
            }
        }
        return found;
    }

    /**
     * The number of the column of this name, in the file or in the table.
     *
     * @throws IngestException if there is none
     */
    int index(String name) throws IngestException {
        for (Predicate<LoadColumn> same : List.<Predicate<LoadColumn>>of(
                c -> c.sourceName().equals(name),
                c -> c.name().equals(name),
                c -> c.name().equalsIgnoreCase(name))) {
            for (int i = 0; i < columns.size(); i++) {
                if (same.test(columns.get(i))) {
                    return i;
                }
            }
        }
        throw new IngestException("there is no column " + name + "; the columns are "
                + String.join(", ", columns.stream().map(LoadColumn::sourceName).toList()));
    }

    /** The columns found; empty where the table has no position. */
    Optional<Found> find() {
        return byUcd(ucd -> ucd.equals("pos.eq.ra;meta.main"), ucd -> ucd.equals("pos.eq.dec;meta.main"))
                .or(() -> byUcd(ucd -> ucd.equals("pos_eq_ra_main"), ucd -> ucd.equals("pos_eq_dec_main")))
                .or(() -> byUcd(ucd -> ucd.equals("pos.eq.ra"), ucd -> ucd.equals("pos.eq.dec")))
                .or(this::byName);
    }

    private Optional<Found> byUcd(Predicate<String> lon, Predicate<String> lat) {
        return usable(
                first(c -> ucd(c).filter(lon).isPresent()),
                first(c -> ucd(c).filter(lat).isPresent()),
                "found by UCD");
    }

    private static Optional<String> ucd(LoadColumn column) {
        return column.field().ucd().map(ucd -> ucd.toLowerCase(Locale.ROOT).replace(" ", ""));
    }

    private Optional<Found> byName() {
        for (NamePair pair : USUAL_NAMES) {
            Optional<Found> found = usable(
                    first(c -> c.sourceName().equalsIgnoreCase(pair.lon)),
                    first(c -> c.sourceName().equalsIgnoreCase(pair.lat)),
                    "found by name");
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /** Columns that are named like a position and hold text, each beside its partner; none where all are numbers. */
    List<Integer> textNamedLikeAPosition() {
        for (NamePair pair : USUAL_NAMES) {
            List<Integer> both = IntStream.range(0, columns.size())
                    .filter(i -> columns.get(i).sourceName().equalsIgnoreCase(pair.lon)
                            || columns.get(i).sourceName().equalsIgnoreCase(pair.lat))
                    .boxed()
                    .toList();
            List<Integer> texts =
                    both.stream().filter(i -> columns.get(i).isText()).toList();
            if (both.size() == 2 && !texts.isEmpty()) {
                return texts;
            }
        }
        return List.of();
    }

    private int first(Predicate<LoadColumn> condition) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).isNumber() && condition.test(columns.get(i))) {
                return i;
            }
        }
        return -1;
    }

    private Optional<Found> usable(int lon, int lat, String how) {
        if (lon < 0 || lat < 0) {
            return Optional.empty();
        }
        if (!isInDegrees(columns.get(lon)) || !isInDegrees(columns.get(lat))) {
            notes.add("columns " + columns.get(lon).sourceName() + " and "
                    + columns.get(lat).sourceName() + " look like the position but are not in degrees (unit "
                    + columns.get(lon).field().unit().orElse("none") + "): no sky index is built on them");
            return Optional.empty();
        }
        return Optional.of(new Found(lon, lat, how));
    }

    private static boolean isInDegrees(LoadColumn column) {
        return column.field()
                .unit()
                .map(unit -> DEGREES.contains(unit.toLowerCase(Locale.ROOT)))
                .orElse(true);
    }
}
