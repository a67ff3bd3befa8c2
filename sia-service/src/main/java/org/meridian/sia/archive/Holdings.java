// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.archive;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.meridian.core.auth.Subject;
import org.meridian.core.place.ArchivePlace;
import org.meridian.core.query.Constraint;
import org.meridian.core.query.TableQuery;
import org.meridian.core.query.TableQuery.UnknownTableException;
import org.meridian.core.votable.RowStream;
import org.meridian.sia.obscore.Dataset;
import org.meridian.sia.obscore.Domain;
import org.meridian.sia.store.DatasetStore;
import org.meridian.sia.store.DatasetStore.SeenFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The datasets of which somebody may know. Who may is decided where queries are answered, by the same rules of the same
 * table: what no query shows is not there for any other door. Whether he may read the bytes too, the dataset says. Thread-safe.
 */
public final class Holdings {

    /** The table of observations, as it is published. */
    public static final String TABLE = "ivoa.obscore";

    private static final Logger LOG = LoggerFactory.getLogger(Holdings.class);

    private final TableQuery tables;
    private final DatasetStore store;

    /** Over published tables, and what is not published of datasets. */
    public Holdings(TableQuery tables, DatasetStore store) {
        this.tables = tables;
        this.store = store;
    }

    /**
     * Datasets by their publisher DIDs; those that are not there, or not for this caller to know of, are left out. Costs two
     * statements, however many there are.
     *
     * @throws IOException if the database fails
     */
    public Map<String, Dataset> find(Collection<String> dids, Subject who) throws IOException {
        Set<String> visible = new HashSet<>();
        read(dids, List.of(ObscoreCells.DID), who, row -> visible.add(row.did()));
        Map<String, Dataset> found = new HashMap<>(store.byDid(visible));
        found.keySet().retainAll(visible);
        return found;
    }

    /**
     * The same with what ObsCore says of them.
     *
     * @throws IOException if the database fails
     */
    public Map<String, Holding> describe(Collection<String> dids, Subject who) throws IOException {
        record Said(Optional<String> productType, Domain domain) {}
        Map<String, Said> visible = new HashMap<>();
        read(dids, ObscoreCells.COLUMNS, who, row -> visible.put(row.did(), new Said(row.productType(), row.domain())));
        Map<String, Holding> found = new HashMap<>();
        store.byDid(visible.keySet()).forEach((did, dataset) -> {
            Said said = visible.get(did);
            if (said != null) {
                found.put(did, new Holding(dataset, said.productType, said.domain));
            }
        });
        return found;
    }

    /**
     * Some datasets of a product type, with what ObsCore says of them, in the order of their identifiers.
     *
     * @param most how many, at most
     * @throws IOException if the database fails
     */
    public List<Holding> some(String productType, int most, Subject who) throws IOException {
        List<String> dids = new ArrayList<>();
        List<Constraint> ofType = List.of(new Constraint.In("dataproduct_type", List.of(productType)));
        read(ofType, most, List.of(ObscoreCells.DID), who, row -> dids.add(row.did()));
        Map<String, Holding> found = describe(dids, who);
        return dids.stream()
                .sorted()
                .distinct()
                .map(found::get)
                .filter(Objects::nonNull)
                .toList();
    }

    /**
     * A file that belongs to a dataset.
     *
     * @param size in bytes, when it was scanned
     * @param itself what it is; empty if it is no dataset
     */
    public record Belonging(long size, Optional<Holding> itself) {}

    /**
     * What is known of files that belong to datasets: of those that are datasets themselves, for whom that is; of others, for whom
     * they may read by their own rights. The rest is left out.
     *
     * @throws IOException if the database fails
     */
    public Map<ArchivePlace, Belonging> describeFiles(Collection<ArchivePlace> files, Subject who, Instant now)
            throws IOException {
        Map<ArchivePlace, SeenFile> seen = store.filesAt(files, who.groups(), now);
        Map<String, Holding> visible = describe(
                seen.values().stream()
                        .map(SeenFile::publisherDid)
                        .flatMap(Optional::stream)
                        .toList(),
                who);
        Map<ArchivePlace, Belonging> found = new HashMap<>();
        seen.forEach((place, file) -> {
            Optional<Holding> itself = file.publisherDid().map(visible::get);
            if (itself.isPresent() || file.publisherDid().isEmpty() && file.allowed()) {
                found.put(place, new Belonging(file.size(), itself));
            }
        });
        return found;
    }

    private void read(Collection<String> dids, List<String> columns, Subject who, Consumer<ObscoreCells> reader)
            throws IOException {
        if (!dids.isEmpty()) {
            read(List.of(new Constraint.In(ObscoreCells.DID, List.copyOf(dids))), dids.size(), columns, who, reader);
        }
    }

    private void read(
            List<Constraint> constraints, int most, List<String> columns, Subject who, Consumer<ObscoreCells> reader)
            throws IOException {
        try (RowStream rows = tables.rows(TABLE, columns, constraints, most, who)) {
            ObscoreCells row = new ObscoreCells(rows);
            while (rows.advance()) {
                reader.accept(row);
            }
        } catch (UnknownTableException nothingIsPublished) {
            LOG.debug("no observations are published: {}", nothingIsPublished.getMessage());
        }
    }
}
