// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest.demo;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.meridian.tap.ingest.IngestException;
import org.meridian.tap.ingest.IngestMode;
import org.meridian.tap.ingest.IngestProgress;
import org.meridian.tap.ingest.IngestReport;
import org.meridian.tap.ingest.IngestRequest;
import org.meridian.tap.ingest.IngestSource;
import org.meridian.tap.ingest.TableIngest;
import org.meridian.tap.ingest.TableName;
import org.meridian.tap.schema.TapSchemaStore;
import org.meridian.tap.schema.TapTable;
import uk.ac.starlink.table.StarTable;

/**
 * The tables of the demonstration: {@code demo.hipparcos} (118 216 stars), {@code demo.deep_sky} (15 809 objects) and
 * {@code demo.survey} (a synthetic survey). Thread-safe.
 */
public final class DemoData {
    /** Schema of the demo tables. */
    public static final String SCHEMA = "demo";

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

    /** A table of the demo. */
    private record DemoTable(TableName name, String description, List<String> indexed, Opener rows) {
        DemoTable(String table, String description, List<String> indexed, Opener rows) {
            this(new TableName(SCHEMA, table), description, indexed, rows);
        }
    }

    @FunctionalInterface
    private interface Opener {
        StarTable open() throws IOException;
    }

    /**
     * The synthetic survey alone, to be loaded under any name: for benchmarks of any size.
     *
     * @param rows how many; the first rows are the same whatever the number
     */
    public static IngestSource survey(long rows) {
        return new IngestSource.Rows("the synthetic survey", new SyntheticSurvey(rows));
    }

    /** Each star of {@code demo.hipparcos}, without a database. */
    public static void eachHipparcosStar(Consumer<DemoSource> consumer) throws IOException {
        DemoSources.hipparcos(consumer);
    }

    /** Each source of {@code demo.survey} with so many rows, without a database. */
    public static void eachSurveySource(long rows, Consumer<DemoSource> consumer) throws IOException {
        DemoSources.survey(rows, consumer);
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
        Set<String> present = present();
        List<IngestReport> reports = new ArrayList<>();
        for (DemoTable table : tables(surveyRows)) {
            if (!present.contains(table.name.toString())) {
                reports.add(load(table, progress));
            }
        }
        return reports;
    }

    private Set<String> present() throws IngestException {
        try {
            return store.snapshot().tables().stream()
                    .map(TapTable::qualifiedName)
                    .collect(Collectors.toSet());
        } catch (IOException e) {
            throw new IngestException(String.valueOf(e.getMessage()), e);
        }
    }

    private IngestReport load(DemoTable table, IngestProgress progress) throws IngestException {
        StarTable rows;
        try {
            rows = table.rows.open();
        } catch (IOException e) {
            throw new IngestException("the demo table " + table.name + " cannot be read: " + e.getMessage(), e);
        }
        IngestRequest.Options options = new IngestRequest.Options(
                Optional.empty(),
                table.indexed,
                Optional.of(table.description),
                Optional.of("Tables to try things out with: two real catalogues and a synthetic survey"),
                Optional.empty());
        IngestSource source = new IngestSource.Rows("demo table " + table.name, rows);
        return ingest.load(new IngestRequest(List.of(source), table.name, IngestMode.CREATE, options), progress);
    }

    private static List<DemoTable> tables(long surveyRows) {
        return List.of(
                new DemoTable(
                        "hipparcos",
                        "Stars of the Hipparcos catalogue with names and constellations (ESA 1997, as collected by"
                                + " d3-celestial)",
                        List.of(),
                        PackedTable::hipparcos),
                new DemoTable(
                        "deep_sky",
                        "Galaxies, clusters and nebulae of the Messier, NGC, IC and other catalogues (as collected by"
                                + " d3-celestial)",
                        List.of(),
                        PackedTable::deepSky),
                new DemoTable(
                        "survey",
                        "A synthetic survey: sources that do not exist, clustered on the sky as real ones are",
                        List.of(),
                        () -> new SyntheticSurvey(surveyRows)));
    }
}
