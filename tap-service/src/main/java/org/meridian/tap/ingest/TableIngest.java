// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.nio.file.Path;
import javax.sql.DataSource;
import org.meridian.core.db.Grants;

/**
 * Loads tables: all or nothing, in one transaction with their metadata. Thread-safe; several ingests may run at once,
 * also in several processes, but only one per table.
 */
public final class TableIngest {
    private final DataSource owner;
    private final Grants grants;
    private final Path spillFolder;

    /**
     * An ingest into one database.
     *
     * @param owner connections of the owner of the schemas
     * @param grants lets users' queries read what has been loaded
     * @param spillFolder where rows are sorted that do not fit into memory; nothing remains there, not even after a kill
     */
    public TableIngest(DataSource owner, Grants grants, Path spillFolder) {
        this.owner = owner;
        this.grants = grants;
        this.spillFolder = spillFolder;
    }

    /**
     * Loads a table.
     *
     * @param request what, into which table, and how
     * @param progress is told how it goes on
     * @return what was done
     * @throws IngestException if the request is refused, a file cannot be read, a row is broken or the database fails; the
     *     database is as before
     */
    public IngestReport load(IngestRequest request, IngestProgress progress) throws IngestException {
        throw new UnsupportedOperationException("load " + request + progress + owner + grants + spillFolder);
    }
}
