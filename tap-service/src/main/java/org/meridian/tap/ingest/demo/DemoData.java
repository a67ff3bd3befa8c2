// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest.demo;

import java.util.List;
import org.meridian.tap.ingest.IngestException;
import org.meridian.tap.ingest.IngestProgress;
import org.meridian.tap.ingest.IngestReport;
import org.meridian.tap.ingest.TableIngest;
import org.meridian.tap.schema.TapSchemaStore;

/**
 * The tables of the demonstration: {@code demo.hipparcos} (118 216 stars), {@code demo.deep_sky} (15 809 objects) and
 * {@code demo.survey} (a synthetic survey). Thread-safe.
 */
public final class DemoData {
    /** Rows of the synthetic survey where nothing else is asked. */
    public static final long SURVEY_ROWS = 1_000_000;

    private final TableIngest ingest;
    private final TapSchemaStore store;

    /**
     * Demo data for one database.
     *
     * @param ingest loads the tables
     * @param store knows which of them are there
     */
    public DemoData(TableIngest ingest, TapSchemaStore store) {
        this.ingest = ingest;
        this.store = store;
    }

    /**
     * Loads those of the tables that are not there. A table that exists is left as it is.
     *
     * @param surveyRows rows of the synthetic survey; the first rows are the same whatever the number
     * @param progress is told how it goes on
     * @return a report for each table that was loaded; empty where all were there
     * @throws IngestException if a table cannot be loaded; those loaded before remain
     */
    public List<IngestReport> load(long surveyRows, IngestProgress progress) throws IngestException {
        throw new UnsupportedOperationException("load " + surveyRows + progress + ingest + store);
    }
}
