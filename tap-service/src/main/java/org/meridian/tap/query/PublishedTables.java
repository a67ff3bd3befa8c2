// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.query;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.meridian.core.auth.Subject;
import org.meridian.core.http.ClientWatch;
import org.meridian.core.query.Constraint;
import org.meridian.core.query.TableQuery;
import org.meridian.core.votable.RowStream;
import org.meridian.tap.adql.checked.CheckedQuery;
import org.meridian.tap.adql.checked.CheckedQuery.Select;
import org.meridian.tap.adql.checked.Condition;
import org.meridian.tap.adql.checked.Expression.ColumnRef;
import org.meridian.tap.adql.checked.OutputColumn;
import org.meridian.tap.adql.checked.Relation.TableSource;
import org.meridian.tap.schema.TapColumn;
import org.meridian.tap.schema.TapTable;

/**
 * Rows of published tables for services that have constraints instead of a query language: makes a checked query and runs
 * it on the same engine, under the same limits. Thread-safe.
 */
public final class PublishedTables implements TableQuery {

    private final QueryEngine engine;

    /** The tables that {@code engine} can query. */
    public PublishedTables(QueryEngine engine) {
        this.engine = engine;
    }

    @Override
    public RowStream rows(
            String table, List<String> columns, List<Constraint> constraints, long maxrec, Subject subject)
            throws IOException {
        TableSource source = new TableSource(0, table(table, subject));
        List<OutputColumn> outputs = outputs(source, columns);
        Optional<Condition> where = ConstraintConditions.all(source, constraints);
        CheckedQuery query = new CheckedQuery(
                List.of(),
                new Select(false, outputs, Optional.of(source), where, List.of(), Optional.empty()),
                List.of(),
                OptionalLong.of(maxrec),
                OptionalLong.empty());
        Client client = new Client(Optional.empty(), subject);
        try {
            return engine.run(
                    engine.translate(query, maxrec, client), Execution.sync(client, ClientWatch.NONE, engine.limits()));
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
