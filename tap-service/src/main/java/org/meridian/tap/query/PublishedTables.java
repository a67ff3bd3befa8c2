// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.query;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.meridian.core.auth.Subject;
import org.meridian.core.http.ClientWatch;
import org.meridian.core.query.Asker;
import org.meridian.core.query.Constraint;
import org.meridian.core.query.PublishedTable;
import org.meridian.core.query.TableCatalogue;
import org.meridian.core.query.TableQuery;
import org.meridian.core.votable.RowStream;
import org.meridian.tap.adql.checked.CheckedQuery;
import org.meridian.tap.adql.checked.CheckedQuery.Select;
import org.meridian.tap.adql.checked.Condition;
import org.meridian.tap.adql.checked.Expression.ColumnRef;
import org.meridian.tap.adql.checked.OutputColumn;
import org.meridian.tap.adql.checked.Relation.TableSource;
import org.meridian.tap.schema.SkyIndex;
import org.meridian.tap.schema.TapColumn;
import org.meridian.tap.schema.TapTable;

/**
 * Rows of published tables for services that have constraints instead of a query language: makes a checked query and runs
 * it on the same engine, under the same limits. Thread-safe.
 */
public final class PublishedTables implements TableQuery, TableCatalogue {

    private final QueryEngine engine;
    private final QueryMeter meter;

    /**
     * The tables that {@code engine} can query.
     *
     * @param meter counts what clients use
     */
    public PublishedTables(QueryEngine engine, QueryMeter meter) {
        this.engine = engine;
        this.meter = meter;
    }

    @Override
    public List<PublishedTable> readableBy(Subject subject) {
        return engine.readableBy(subject).tables().stream()
                .map(PublishedTables::described)
                .toList();
    }

    private static PublishedTable described(TapTable table) {
        return new PublishedTable(
                table.qualifiedName(),
                table.description(),
                table.columns().stream()
                        .map(c -> new PublishedTable.Column(c.field(), c.principal(), c.std()))
                        .toList(),
                table.sky().positions().stream()
                        .flatMap(index -> position(index.position()).stream())
                        .findFirst());
    }

    private static Optional<PublishedTable.Position> position(SkyIndex.Position position) {
        return switch (position) {
            case SkyIndex.LonLatColumns(String lon, String lat) -> Optional.of(new PublishedTable.Position(lon, lat));
            case SkyIndex.PointColumn point -> Optional.empty();
        };
    }

    @Override
    public RowStream rows(
            String table, List<String> columns, List<Constraint> constraints, long maxrec, Subject subject)
            throws IOException {
        Client client = new Client(Optional.empty(), subject);
        return rows(
                query(table, columns, constraints, maxrec, subject),
                maxrec,
                Execution.sync(client, ClientWatch.NONE, engine.limits()));
    }

    @Override
    public RowStream rows(String table, List<String> columns, List<Constraint> constraints, long maxrec, Asker asker)
            throws IOException {
        CheckedQuery query = query(table, columns, constraints, maxrec, asker.subject());
        Client client = new Client(asker.address(), asker.subject());
        QueryBill bill = meter.open(client.spender(), maxrec);
        return rows(
                query,
                maxrec,
                Execution.sync(client, asker.watch(), engine.limits()).on(bill));
    }

    private CheckedQuery query(
            String table, List<String> columns, List<Constraint> constraints, long maxrec, Subject subject) {
        TableSource source = new TableSource(0, table(table, subject));
        List<OutputColumn> outputs = outputs(source, columns);
        Optional<Condition> where = ConstraintConditions.all(source, constraints);
        return new CheckedQuery(
                List.of(),
                new Select(false, outputs, Optional.of(source), where, List.of(), Optional.empty()),
                List.of(),
                OptionalLong.of(maxrec),
                OptionalLong.empty());
    }

    private RowStream rows(CheckedQuery query, long maxrec, Execution execution) throws IOException {
        try {
            return engine.run(engine.translate(query, maxrec, execution.client()), execution);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while waiting for a turn", e);
        }
    }

    private TapTable table(String name, Subject subject) {
        return engine.visibleTo(subject).tables().stream()
                .filter(table -> table.qualifiedName().equals(name))
                .findFirst()
                .orElseThrow(() -> new UnknownTableException("There is no table " + name));
    }

    private static List<OutputColumn> outputs(TableSource source, List<String> wanted) {
        if (!wanted.isEmpty()) {
            return wanted.stream()
                    .map(name -> output(source, index(source, name)))
                    .toList();
        }
        List<TapColumn> columns = source.table().columns();
        boolean anyPrincipal = columns.stream().anyMatch(TapColumn::principal);
        return IntStream.range(0, columns.size())
                .filter(i -> !anyPrincipal || columns.get(i).principal())
                .mapToObj(i -> output(source, i))
                .toList();
    }

    private static OutputColumn output(TableSource source, int index) {
        return new OutputColumn(
                reference(source, index), source.table().columns().get(index).field());
    }

    /** A reference to the column of that name. */
    static ColumnRef reference(TableSource source, String name) {
        return reference(source, index(source, name));
    }

    private static ColumnRef reference(TableSource source, int index) {
        return new ColumnRef(source, index, source.table().columns().get(index).type());
    }

    private static int index(TableSource source, String name) {
        List<TapColumn> columns = source.table().columns();
        return IntStream.range(0, columns.size())
                .filter(i -> columns.get(i).name().equals(name))
                .findFirst()
                .orElseThrow(() -> new UnknownTableException(
                        "Table " + source.table().qualifiedName() + " has no column " + name));
    }
}
