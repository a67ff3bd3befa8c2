// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.meridian.core.auth.Subject;
import org.meridian.core.query.Constraint;
import org.meridian.core.query.TableQuery;
import org.meridian.core.query.TableQuery.UnknownTableException;
import org.meridian.core.votable.RowStream;
import org.meridian.sia.obscore.Dataset;
import org.meridian.sia.store.DatasetStore;

/**
 * The datasets of which somebody may know. Who may is decided where queries are answered, by the same rules of the same
 * table: what no query shows is not there for any other door. Whether he may read the bytes too, the dataset says. Thread-safe.
 */
public final class Holdings {

    /** The table of observations, as it is published. */
    public static final String TABLE = "ivoa.obscore";

    private static final String DID = "obs_publisher_did";

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
        List<String> visible = visible(dids, who);
        Map<String, Dataset> found = new HashMap<>(store.byDid(visible));
        found.keySet().retainAll(visible);
        return found;
    }

    private List<String> visible(Collection<String> dids, Subject who) throws IOException {
        if (dids.isEmpty()) {
            return List.of();
        }
        List<String> visible = new ArrayList<>();
        List<Constraint> constraints = List.of(new Constraint.In(DID, List.copyOf(dids)));
        try (RowStream rows = tables.rows(TABLE, List.of(DID), constraints, dids.size(), who)) {
            while (rows.advance()) {
                visible.add(new String(rows.buffer(), rows.offset(0), rows.length(0), StandardCharsets.UTF_8));
            }
        } catch (UnknownTableException nothingIsPublished) {
            return List.of();
        }
        return visible;
    }
}
