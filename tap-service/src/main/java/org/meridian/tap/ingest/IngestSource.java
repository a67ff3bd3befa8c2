// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.nio.file.Path;
import java.util.Optional;
import uk.ac.starlink.table.StarTable;

/** Where rows come from. */
public sealed interface IngestSource {

    /** How messages call it. */
    String label();

    /**
     * A file: anything STIL reads (VOTable, FITS, ECSV, CSV, TST, ASCII, ...; plain, gzip, bzip2 or Unix compress), or
     * Parquet.
     *
     * @param path the file
     * @param format name of the format, such as {@code csv}; empty to find out
     */
    record TableFile(Path path, Optional<String> format) implements IngestSource {
        @Override
        public String label() {
            return path.toString();
        }
    }

    /**
     * A table that is computed or already open. It is read by one thread, possibly more than once.
     *
     * @param label how messages call it
     * @param table columns and rows; closed by the ingest
     */
    record Rows(String label, StarTable table) implements IngestSource {}
}
