// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.meridian.core.auth.Subject;
import org.meridian.core.place.ArchivePlace;
import org.meridian.core.query.Constraint;
import org.meridian.core.query.TableQuery;
import org.meridian.core.query.TableQuery.UnknownTableException;
import org.meridian.core.sky.SkyRegion;
import org.meridian.core.votable.RowStream;
import org.meridian.sia.obscore.Dataset;
import org.meridian.sia.obscore.ObscoreColumn;
import org.meridian.sia.store.DatasetListing;
import org.meridian.sia.store.DatasetListing.Wanted;

/**
 * What there is to look at: datasets with their columns of ObsCore, for whom the table shows them. Thread-safe.
 *
 * @param tables as they are published: they decide what is shown
 * @param holdings what may be known
 * @param listing in which order
 * @param clock by which datasets become public
 */
public record Catalogue(TableQuery tables, Holdings holdings, DatasetListing listing, InstantSource clock) {

    /** Datasets of one page. */
    public static final int PAGE = 24;

    /** Datasets around a position that are looked through. */
    private static final int MOST_AROUND = 2000;

    /** Times of the database are numbers of its own; what is released when the dataset says. */
    private static final List<String> COLUMNS = Stream.of(ObscoreColumn.values())
            .filter(column -> column.type() != ObscoreColumn.Type.TIMESTAMP)
            .map(ObscoreColumn::columnName)
            .toList();

    /**
     * A dataset as it is shown.
     *
     * @param dataset itself
     * @param columns what ObsCore says of it, as text; those without a value are not there
     * @param readable whether he to whom it is shown may read it
     */
    public record Shown(Dataset dataset, Map<String, String> columns, boolean readable) {}

    /**
     * A part of a list.
     *
     * @param datasets at most {@value #PAGE}
     * @param next path behind which the list goes on; empty at its end
     */
    public record Page(List<Shown> datasets, Optional<String> next) {}

    /** The titles of the collections of which somebody may know, by name. */
    public Map<String, String> collections(Subject who) throws IOException {
        Map<String, String> titles = listing.collections();
        Set<String> hidden = new HashSet<>();
        for (String name : titles.keySet()) {
            if (read(List.of(in("obs_collection", List.of(name))), 1, who).isEmpty()) {
                hidden.add(name);
            }
        }
        titles.keySet().removeAll(hidden);
        return titles;
    }

    /**
     * Datasets of a collection, by path.
     *
     * @param words see {@link Wanted#words}
     * @param around a region that they overlap
     * @param after path behind which the page begins; empty for the first
     * @throws IOException if the database fails
     */
    public Page page(String collection, String words, Optional<SkyRegion> around, String after, Subject who)
            throws IOException {
        Optional<Collection<String>> among = Optional.empty();
        if (around.isPresent()) {
            List<Constraint> there =
                    List.of(in("obs_collection", List.of(collection)), new Constraint.Overlaps(around.get()));
            among = Optional.of(read(there, MOST_AROUND, who).keySet());
        }
        List<String> dids =
                listing.page(new Wanted(collection, words, among), after, PAGE + 1, who.groups(), clock.instant());
        List<Shown> shown = new ArrayList<>();
        Map<String, Shown> known = find(dids, who);
        dids.stream().limit(PAGE).map(known::get).flatMap(Stream::ofNullable).forEach(shown::add);
        Optional<String> next = dids.size() > PAGE && !shown.isEmpty()
                ? Optional.of(shown.getLast().dataset.path())
                : Optional.empty();
        return new Page(shown, next);
    }

    /**
     * Datasets by their publisher DIDs; those that are not there or not for somebody to know of are left out.
     *
     * @throws IOException if the database fails
     */
    public Map<String, Shown> find(List<String> dids, Subject who) throws IOException {
        Instant now = clock.instant();
        Map<String, Map<String, String>> columns =
                read(List.of(in("obs_publisher_did", dids)), Math.max(1, dids.size()), who);
        Map<String, Shown> found = new LinkedHashMap<>();
        holdings.find(columns.keySet(), who)
                .forEach((did, dataset) -> Optional.ofNullable(columns.get(did))
                        .ifPresent(cells -> found.put(did, new Shown(dataset, cells, dataset.isReadableBy(who, now)))));
        return found;
    }

    /**
     * The dataset of a file.
     *
     * @throws IOException if the database fails
     */
    public Optional<Shown> at(ArchivePlace place, Subject who) throws IOException {
        Optional<String> did = listing.at(place);
        return did.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(find(List.of(did.get()), who).get(did.get()));
    }

    private static Constraint in(String column, List<String> values) {
        return new Constraint.In(column, values);
    }

    private Map<String, Map<String, String>> read(List<Constraint> constraints, int most, Subject who)
            throws IOException {
        Map<String, Map<String, String>> found = new LinkedHashMap<>();
        try (RowStream rows = tables.rows(Holdings.TABLE, COLUMNS, constraints, most, who)) {
            while (rows.advance()) {
                Map<String, String> cells = new LinkedHashMap<>();
                for (int i = 0; i < COLUMNS.size(); i++) {
                    if (rows.length(i) >= 0) {
                        cells.put(COLUMNS.get(i), text(rows, i));
                    }
                }
                Optional.ofNullable(cells.get("obs_publisher_did")).ifPresent(did -> found.put(did, cells));
            }
        } catch (UnknownTableException nothingIsPublished) {
            return Map.of();
        }
        return found;
    }

    private static String text(RowStream row, int index) {
        ByteBuffer cells = ByteBuffer.wrap(row.buffer());
        int at = row.offset(index);
        return switch (row.fields().get(index).primitive()) {
            case DOUBLE -> Double.toString(cells.getDouble(at));
            case FLOAT -> Float.toString(cells.getFloat(at));
            case LONG, TIMESTAMP -> Long.toString(cells.getLong(at));
            case INT -> Integer.toString(cells.getInt(at));
            case SHORT, UNSIGNED_BYTE -> Short.toString(cells.getShort(at));
            case BOOLEAN -> Boolean.toString(cells.get(at) != 0);
            case TEXT, CHAR -> new String(row.buffer(), at, row.length(index), UTF_8);
        };
    }
}
