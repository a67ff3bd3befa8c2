// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.meridian.core.votable.Primitive;
import org.meridian.tap.ingest.ColumnNames.Spelling;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.ac.starlink.table.DescribedValue;
import uk.ac.starlink.table.StarTable;

/** The tables an ingest reads, open, and what columns they have. Not thread-safe; closing closes the tables. */
final class SourceTables implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SourceTables.class);
    static final int MAX_COLUMNS = 1500;

    private final List<Source> sources = new ArrayList<>();

    private SourceTables() {}

    /** A table, how messages call it, and its columns with their names in the database. */
    record Source(String label, StarTable table, List<LoadColumn> columns) {}

    /**
     * Opens all sources.
     *
     * @param spelling of their columns' names
     * @param notes receives what the operator should know of their columns
     */
    static SourceTables open(List<IngestSource> wanted, Spelling spelling, List<String> notes) throws IngestException {
        SourceTables tables = new SourceTables();
        try {
            TableFiles files = new TableFiles();
            Set<String> said = new LinkedHashSet<>();
            for (IngestSource source : wanted) {
                StarTable table = switch (source) {
                    case IngestSource.TableFile file -> files.open(file);
                    case IngestSource.Rows rows -> rows.table();
                };
                List<String> own = new ArrayList<>();
                tables.sources.add(new Source(source.label(), table, columns(source.label(), table, spelling, own)));
                said.addAll(own);
            }
            notes.addAll(said);
            return tables;
        } catch (IngestException | RuntimeException e) {
            tables.close();
            throw e;
        }
    }

    private static List<LoadColumn> columns(String label, StarTable table, Spelling spelling, List<String> notes)
            throws IngestException {
        int count = table.getColumnCount();
        if (count == 0 || count > MAX_COLUMNS) {
            throw new IngestException(label + " has " + count + " columns; a table can have 1 to " + MAX_COLUMNS);
        }
        List<LoadColumn> columns = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            columns.add(ColumnTypes.of(table.getColumnInfo(i), notes));
        }
        return ColumnNames.assign(columns, spelling, notes);
    }

    List<Source> all() {
        return sources;
    }

    /** Rows of all together; empty if one does not know. */
    OptionalLong rows() {
        long sum = 0;
        for (Source source : sources) {
            long rows = source.table.getRowCount();
            if (rows < 0) {
                return OptionalLong.empty();
            }
            sum += rows;
        }
        return OptionalLong.of(sum);
    }

    /** What the first table says of itself. */
    Optional<String> description() {
        DescribedValue value = sources.get(0).table.getParameterByName("Description");
        return value != null && value.getValue() instanceof String text
                ? ColumnTypes.text(text.replaceAll("\\s+", " "))
                : Optional.empty();
    }

    /** The columns of a new table: those of the first source, as wide as any of the sources needs. */
    List<LoadColumn> union() throws IngestException {
        List<LoadColumn> result = new ArrayList<>(sources.get(0).columns);
        for (Source source : sources) {
            int[] index = indexes(source, result);
            for (int i = 0; i < index.length; i++) {
                LoadColumn mine = result.get(i);
                LoadColumn other = source.columns.get(index[i]);
                result.set(i, common(mine, other));
            }
        }
        return result;
    }

    /** The first column, wide enough for values of the second too where the two differ in width only. */
    private static LoadColumn common(LoadColumn mine, LoadColumn other) {
        Primitive primitive = common(mine.field().primitive(), other.field().primitive());
        Optional<String> arraysize = mine.field().arraysize();
        if (mine.field().isArray()
                && other.field().isArray()
                && !arraysize.equals(other.field().arraysize())) {
            arraysize = Optional.of(arraysize.orElse("").startsWith("*x") ? "*x*" : "*");
        }
        return mine.typed(primitive, arraysize, mine.field().xtype());
    }

    private static Primitive common(Primitive mine, Primitive other) {
        int low = Math.min(rank(mine), rank(other));
        int high = Math.max(rank(mine), rank(other));
        if (low < 0) {
            return mine;
        }
        boolean exactInFloat = low <= rank(Primitive.SHORT) || low == high;
        if (high == rank(Primitive.FLOAT) && !exactInFloat) {
            return Primitive.DOUBLE;
        }
        return rank(mine) == high ? mine : other;
    }

    private static int rank(Primitive primitive) {
        return switch (primitive) {
            case UNSIGNED_BYTE -> 0;
            case SHORT -> 1;
            case INT -> 2;
            case LONG -> 3;
            case FLOAT -> 4;
            case DOUBLE -> 5;
            case BOOLEAN, TEXT, CHAR, TIMESTAMP -> -1;
        };
    }

    /**
     * Where a source has the columns of a table.
     *
     * @throws IngestException if it has not the same columns; names what is missing and what is too many
     */
    static int[] indexes(Source source, List<LoadColumn> wanted) throws IngestException {
        List<String> names = source.columns.stream().map(LoadColumn::name).toList();
        List<String> needed = wanted.stream().map(LoadColumn::name).toList();
        if (!new HashSet<>(names).equals(new HashSet<>(needed))) {
            Set<String> missing = new TreeSet<>(needed);
            names.forEach(missing::remove);
            Set<String> tooMany = new TreeSet<>(names);
            needed.forEach(tooMany::remove);
            throw new IngestException(source.label + " has other columns than the table"
                    + (missing.isEmpty() ? "" : "; missing: " + String.join(", ", missing))
                    + (tooMany.isEmpty() ? "" : "; not in the table: " + String.join(", ", tooMany)));
        }
        return needed.stream().mapToInt(names::indexOf).toArray();
    }

    @Override
    public void close() {
        for (Source source : sources) {
            try {
                source.table.close();
            } catch (IOException e) {
                LOG.warn("{} was not closed cleanly: {}", source.label, e.toString());
            }
        }
    }
}
