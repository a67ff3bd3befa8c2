// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.meridian.core.db.Grants;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;
import org.meridian.tap.ingest.IngestProgress.Phase;
import org.meridian.tap.ingest.IngestRequest.Options;
import org.meridian.tap.ingest.RowEncoder.BadRowException;
import org.meridian.tap.ingest.SourceTables.Source;
import org.meridian.tap.schema.AccessRule;
import org.meridian.tap.schema.AdqlName;
import org.meridian.tap.schema.TapColumn;
import org.meridian.tap.schema.TapSchemaWriter;
import org.meridian.tap.schema.TapTable;
import org.meridian.tap.schema.VotableType;
import uk.ac.starlink.table.RowSequence;

/** One attempt to load a table, inside a transaction that the caller ends. Not thread-safe. */
final class LoadJob {
    private static final int MIN_CHUNK = 16 << 20;
    private static final int MAX_CHUNK = 128 << 20;

    private final IngestRequest request;
    private final SourceTables sources;
    private final ProgressMeter progress;
    private final Path spillFolder;
    private final List<String> notes = new ArrayList<>();
    private final long started = System.nanoTime();

    LoadJob(IngestRequest request, SourceTables sources, ProgressMeter progress, Path spillFolder) {
        this.request = request;
        this.sources = sources;
        this.progress = progress;
        this.spillFolder = spillFolder;
    }

    /** A column was said to hold times, and holds something else: it has to become text. */
    static final class NotATimeException extends Exception {
        private static final long serialVersionUID = 1L;
        private final String column;

        NotATimeException(String column, String message) {
            super(message, null, false, false);
            this.column = column;
        }

        /** Name of the column in the database. */
        String column() {
            return column;
        }
    }

    /**
     * Loads the table.
     *
     * @param asText columns, by name in the database, that are text although the file says time
     */
    IngestReport run(Connection connection, Grants grants, Set<String> asText)
            throws SQLException, IngestException, NotATimeException {
        TargetTable target = new TargetTable(connection, request.table());
        target.claim();
        Optional<TapTable> old = target.existing();
        boolean append = old.isPresent() && request.mode() == IngestMode.APPEND;
        if (old.isPresent() && request.mode() == IngestMode.CREATE) {
            throw new IngestException("table " + request.table()
                    + " exists; --replace puts the new one in its place, --append adds the rows to it");
        }
        if (old.isEmpty() && request.mode() == IngestMode.APPEND) {
            throw new IngestException("there is no table " + request.table()
                    + " to append to; leave --append out to create it"
                    + target.nearest()
                            .map(name -> ", or did you mean " + name + "?")
                            .orElse(""));
        }
        Optional<AccessRule.Restricted> access = append ? Optional.empty() : NewTableAccess.of(connection, request);
        LoadPlan plan = append ? LoadPlan.append(old.get()) : newPlan(asText);
        if (append) {
            refuseOptionsOfNewTables();
        } else {
            target.create(plan);
        }
        LoadPlan loaded;
        long rows;
        try {
            RowEncoderOutput output = new RowEncoderOutput(target, plan, append);
            rows = output.load();
            loaded = plan.withFields(output.fields());
        } catch (IOException e) {
            throw new IngestException("the rows could not be sorted or sent: " + TableFiles.reason(e), e);
        }
        progress.begin(Phase.INDEX, OptionalLong.empty());
        if (!append) {
            target.index(loaded);
        }
        target.analyze(loaded, append);
        progress.begin(Phase.PUBLISH, OptionalLong.empty());
        long before = append ? target.rowsBefore() : 0;
        if (!append) {
            target.takePlace(old);
        }
        TapTable table = describe(loaded, old, append);
        describe(connection, table, before + rows);
        if (access.isPresent()) {
            NewTableAccess.restrict(connection, table, access.get());
        }
        publish(connection, grants, loaded, table);
        return new IngestReport(table, rows, Duration.ofNanos(System.nanoTime() - started), notes);
    }

    private void refuseOptionsOfNewTables() throws IngestException {
        if (request.options().access().isPresent()) {
            throw new IngestException("--append keeps the access rule of " + request.table()
                    + "; it is changed with: meridian table access " + request.table());
        }
        if (request.options().position().isPresent()
                || !request.options().indexed().isEmpty()) {
            throw new IngestException(
                    "position and indexes of a table are chosen when it is made; --append keeps those of "
                            + request.table() + ", --replace makes it anew");
        }
        notes.add("added rows lie behind the others and are not sorted by position among them;"
                + " --replace with all files sorts them again");
    }

    private LoadPlan newPlan(Set<String> asText) throws IngestException {
        List<LoadColumn> columns = sources.union();
        columns.replaceAll(column -> asText.contains(column.name())
                ? column.typed(Primitive.CHAR, Optional.empty(), Optional.empty())
                : column);
        PositionFinder finder = new PositionFinder(columns, notes);
        Options options = request.options();
        Optional<PositionFinder.Found> main = options.position().isPresent()
                ? Optional.of(finder.named(options.position().get()))
                : finder.find();
        if (main.isPresent()) {
            takeAsPosition(columns, main.get().lon(), "pos.eq.ra;meta.main");
            takeAsPosition(columns, main.get().lat(), "pos.eq.dec;meta.main");
            notes.add(positionNote(columns, main.get()));
        } else {
            TextPositions texts = new TextPositions(sources, columns);
            for (int column : finder.textNamedLikeAPosition()) {
                notes.add(texts.judge(column));
            }
            notes.add("no position columns were found: searches by position will read the whole table"
                    + " (--ra and --dec name them)");
        }
        return LoadPlan.create(columns, main, indexed(columns, finder));
    }

    private static String positionNote(List<LoadColumn> columns, PositionFinder.Found found) {
        LoadColumn lon = columns.get(found.lon());
        String frame =
                lon.field().frame().orElse(null) instanceof Field.CoordinateFrame given ? given.system() : "ICRS";
        return "position: " + lon.name() + ", " + columns.get(found.lat()).name() + " (" + found.how() + "; taken as "
                + frame + " degrees)";
    }

    private static void takeAsPosition(List<LoadColumn> columns, int index, String ucd) {
        LoadColumn column = columns.get(index);
        columns.set(
                index,
                column.typed(Primitive.DOUBLE, Optional.empty(), column.field().xtype())
                        .completed("deg", ucd));
    }

    private Set<Integer> indexed(List<LoadColumn> columns, PositionFinder finder) throws IngestException {
        Set<Integer> indexed = new TreeSet<>();
        for (int i = 0; i < columns.size(); i++) {
            Field field = columns.get(i).field();
            String ucd = field.ucd().orElse("").toLowerCase(Locale.ROOT);
            if (!field.isArray() && (ucd.equals("meta.id;meta.main") || ucd.equals("id_main"))) {
                indexed.add(i);
            }
        }
        for (String name : request.options().indexed()) {
            int index = finder.index(name);
            if (columns.get(index).field().isArray()) {
                throw new IngestException("column " + name + " holds arrays and cannot be indexed");
            }
            indexed.add(index);
        }
        return indexed;
    }

    private TapTable describe(LoadPlan plan, Optional<TapTable> old, boolean append) {
        List<TapColumn> columns = new ArrayList<>();
        for (int i = 0; i < plan.columns().size(); i++) {
            Field field = plan.columns().get(i).field();
            boolean principal = !append || old.orElseThrow().columns().get(i).principal();
            boolean std = append && old.orElseThrow().columns().get(i).std();
            columns.add(new TapColumn(field, VotableType.of(field).valueType(), plan.isIndexed(i), principal, std));
        }
        Optional<String> description = request.options().description();
        return new TapTable(
                request.table().schema(),
                request.table().table(),
                "table",
                append ? description.or(() -> old.orElseThrow().description()) : description.or(sources::description),
                old.flatMap(TapTable::utype),
                columns,
                old.map(TapTable::foreignKeys).orElse(List.of()),
                plan.sky());
    }

    private void describe(Connection connection, TapTable table, long rows) throws SQLException {
        TapSchemaWriter writer = new TapSchemaWriter(connection);
        writer.writeSchema(table.schema(), request.options().schemaDescription());
        writer.writeTable(table.withForeignKeys(List.of()));
        writer.writeRowCount(table, rows);
    }

    private static void publish(Connection connection, Grants grants, LoadPlan plan, TapTable table)
            throws SQLException {
        grants.publish(connection, table.schema(), table.name());
        for (LoadPlan.Region region : plan.regions()) {
            grants.publish(connection, LoadPlan.COVER_SCHEMA, region.coverName());
        }
    }

    /** Where encoded rows go: sorted first where the table has a position or a region, straight to the database else. */
    private final class RowEncoderOutput {
        private final TargetTable target;
        private final LoadPlan plan;
        private final boolean append;
        private List<Field> fields = List.of();

        RowEncoderOutput(TargetTable target, LoadPlan plan, boolean append) {
            this.target = target;
            this.plan = plan;
            this.append = append;
        }

        /** The fields as loading found them. */
        List<Field> fields() {
            return fields;
        }

        long load() throws SQLException, IOException, IngestException, NotATimeException {
            return plan.positions().isEmpty() && plan.regions().isEmpty() ? loadStraight() : loadSorted();
        }

        private long loadStraight() throws SQLException, IOException, IngestException, NotATimeException {
            progress.begin(Phase.WRITE, sources.rows());
            try (CopyTarget copy = target.copy(plan, append)) {
                RowEncoder encoder = new RowEncoder(plan, 1, (region, lo, row) -> {});
                long rows = encodeAll(encoder, (key, row) -> copy.row(row.bytes(), 0, row.length()));
                copy.end();
                progress.end();
                fields = encoder.fields();
                return rows;
            }
        }

        private long loadSorted() throws SQLException, IOException, IngestException, NotATimeException {
            List<RowSorter> covers = new ArrayList<>();
            try (RowSorter sorter = new RowSorter(spillFolder, chunkBytes())) {
                plan.regions().forEach(region -> covers.add(new RowSorter(spillFolder, MIN_CHUNK)));
                progress.begin(Phase.READ, sources.rows());
                RowEncoder encoder = new RowEncoder(
                        plan,
                        append ? target.nextRow(plan) : 1,
                        (region, lo, row) -> covers.get(region).add(lo, row.bytes(), row.length()));
                long rows = encodeAll(encoder, (key, row) -> sorter.add(key, row.bytes(), row.length()));
                fields = encoder.fields();
                progress.end();
                progress.begin(Phase.WRITE, OptionalLong.of(rows));
                try (CopyTarget copy = target.copy(plan, append)) {
                    sorter.drain((bytes, offset, length) -> {
                        copy.row(bytes, offset, length);
                        progress.row();
                    });
                    copy.end();
                }
                for (int i = 0; i < covers.size(); i++) {
                    try (CopyTarget copy = target.copyCover(plan.regions().get(i), append)) {
                        covers.get(i).drain(copy::row);
                        copy.end();
                    }
                }
                progress.end();
                return rows;
            } finally {
                for (RowSorter cover : covers) {
                    cover.close();
                }
            }
        }

        private int chunkBytes() {
            return (int) Math.clamp(Runtime.getRuntime().maxMemory() / 8, MIN_CHUNK, MAX_CHUNK);
        }

        private long encodeAll(RowEncoder encoder, RowTaker taker)
                throws IOException, IngestException, NotATimeException {
            CopyBuffer buffer = new CopyBuffer();
            long rows = 0;
            for (Source source : sources.all()) {
                rows += encode(source, encoder, buffer, taker);
            }
            return rows;
        }

        private long encode(Source source, RowEncoder encoder, CopyBuffer buffer, RowTaker taker)
                throws IOException, IngestException, NotATimeException {
            int[] indexes = SourceTables.indexes(source, plan.columns());
            long row = 0;
            try (RowSequence sequence = rows(source)) {
                while (next(sequence, source, row)) {
                    row++;
                    taker.row(key(sequence, indexes, new Place(source, row), encoder, buffer), buffer);
                    progress.row();
                }
            }
            return row;
        }

        private static RowSequence rows(Source source) throws IngestException {
            try {
                return source.table().getRowSequence();
            } catch (IOException | RuntimeException e) {
                throw new IngestException(source.label() + " cannot be read: " + TableFiles.reason(e), e);
            }
        }

        private static boolean next(RowSequence sequence, Source source, long row) throws IngestException {
            try {
                return sequence.next();
            } catch (IOException | RuntimeException e) {
                throw new IngestException(
                        source.label() + ", after row " + row + ": cannot be read: " + TableFiles.reason(e), e);
            }
        }

        private long key(RowSequence sequence, int[] indexes, Place place, RowEncoder encoder, CopyBuffer buffer)
                throws IngestException, NotATimeException, IOException {
            try {
                return encoder.encode(sequence, indexes, buffer);
            } catch (BadRowException e) {
                LoadColumn column = plan.columns().get(e.column());
                String message = place + ", column " + AdqlName.written(column.name()) + ", value " + e.value() + ": "
                        + e.getMessage();
                if (column.field().primitive() == Primitive.TIMESTAMP && !append && e.isText()) {
                    throw new NotATimeException(
                            column.name(),
                            "column " + column.name() + " stays text, not every value is a time: " + message);
                }
                throw new IngestException(message);
            }
        }
    }

    /** A row of a source, counted from 1. */
    private record Place(Source source, long row) {
        @Override
        public String toString() {
            return source.label() + ", row " + row;
        }
    }

    @FunctionalInterface
    private interface RowTaker {
        void row(long key, CopyBuffer row) throws IOException;
    }
}
