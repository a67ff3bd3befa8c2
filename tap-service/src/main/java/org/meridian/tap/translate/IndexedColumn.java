// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridian.core.db.SqlLiteral;
import org.meridian.tap.adql.checked.CheckedQuery;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.checked.Expression.ColumnRef;
import org.meridian.tap.adql.checked.OutputColumn;
import org.meridian.tap.adql.checked.Relation.CommonTableSource;
import org.meridian.tap.adql.checked.Relation.Source;
import org.meridian.tap.adql.checked.Relation.SubquerySource;
import org.meridian.tap.adql.checked.Relation.TableSource;
import org.meridian.tap.schema.SkyIndex;
import org.meridian.tap.schema.TapTable;
import org.meridian.tap.schema.UploadNames;
import org.meridian.tap.schema.ValueType.Numeric;

/** Expressions that are columns with a sky index, also when a subquery or a common table hands them on unchanged. */
final class IndexedColumn {
    private IndexedColumn() {}

    /**
     * A position with an index.
     *
     * @param source where it is visible
     * @param cell29 SQL of the hidden column
     * @param cell14 SQL of the hidden column
     * @param guarded whether the database filters the rows of the table: its index then answers no condition in which a
     *     function is called for each row of another table
     */
    record Position(Source source, String cell29, String cell14, boolean guarded) {}

    /**
     * A region column with an index.
     *
     * @param source where it is visible
     * @param row SQL of the hidden column
     * @param coverTable SQL name of the cover table
     * @param guarded as of a position
     */
    record Region(Source source, String row, String coverTable, boolean guarded) {}

    /** A column of a table, and the sources through which it is seen, outermost first. */
    private record Origin(List<Source> path, TapTable table, int index) {
        String column() {
            return table.columns().get(index).name();
        }
    }

    /** The index of a point expression. */
    static Optional<Position> position(Expression point, Translation translation) {
        if (point instanceof Expression.Point(Expression lon, Expression lat)) {
            Optional<Origin> first = origin(lon);
            Optional<Origin> second = origin(lat);
            return first.isPresent()
                            && second.isPresent()
                            && first.get().path().equals(second.get().path())
                    ? first.get().table().sky().positions().stream()
                            .filter(index -> index.isOn(
                                    first.get().column(), second.get().column()))
                            .findFirst()
                            .map(index -> position(first.get(), index, translation))
                    : Optional.empty();
        }
        return origin(point)
                .flatMap(origin -> origin.table().sky().positions().stream()
                        .filter(index -> index.pointColumn()
                                .filter(origin.column()::equals)
                                .isPresent())
                        .findFirst()
                        .map(index -> position(origin, index, translation)));
    }

    /**
     * A position of an uploaded table.
     *
     * @param source where it is visible
     * @param upload name of the table
     * @param lon number of the column, {@code lat} too, or -1 where {@code lon} is a column of points
     */
    record UploadedPosition(Source source, String upload, int lon, int lat, Origin origin) {
        /** SQL of the row's number. */
        String row(Translation translation) {
            return hidden(origin, UploadNames.ROW, translation);
        }
    }

    /** The columns of an uploaded table that a point expression consists of. */
    static Optional<UploadedPosition> upload(Expression point) {
        if (point instanceof Expression.Point(Expression lon, Expression lat)) {
            Optional<Origin> first = origin(asNumber(lon));
            Optional<Origin> second = origin(asNumber(lat));
            return first.isPresent()
                            && second.isPresent()
                            && first.get().path().equals(second.get().path())
                    ? upload(first.get(), second.get().index())
                    : Optional.empty();
        }
        return origin(point).flatMap(origin -> upload(origin, -1));
    }

    private static Optional<UploadedPosition> upload(Origin origin, int lat) {
        return UploadNames.isUpload(origin.table())
                ? Optional.of(new UploadedPosition(
                        origin.path().get(0), origin.table().name(), origin.index(), lat, origin))
                : Optional.empty();
    }

    /** Without a conversion to DOUBLE, which loses nothing that the cells could tell. */
    private static Expression asNumber(Expression expression) {
        return expression instanceof Expression.Cast cast
                        && cast.type() == Numeric.DOUBLE
                        && cast.operand().type() instanceof Numeric
                ? cast.operand()
                : expression;
    }

    /** Whether two expressions are the columns of a position with an index, which has seen every value. */
    static boolean isPosition(Expression lon, Expression lat) {
        Optional<Origin> first = origin(lon);
        Optional<Origin> second = origin(lat);
        return first.isPresent()
                && second.isPresent()
                && first.get().path().equals(second.get().path())
                && first.get().table().sky().positions().stream()
                        .anyMatch(index ->
                                index.isOn(first.get().column(), second.get().column()));
    }

    private static Position position(Origin origin, SkyIndex index, Translation translation) {
        return new Position(
                origin.path().get(0),
                hidden(origin, index.cell29Column(), translation),
                hidden(origin, index.cell14Column(), translation),
                translation.context().guarded().test(origin.table()));
    }

    /** The index of a region expression. */
    static Optional<Region> region(Expression region, Translation translation) {
        return origin(region)
                .flatMap(origin -> origin.table().sky().regions().stream()
                        .filter(index -> index.column().equals(origin.column()))
                        .findFirst()
                        .map(index -> new Region(
                                origin.path().get(0),
                                hidden(origin, index.rowColumn(), translation),
                                qualified(index.coverTable()),
                                translation.context().guarded().test(origin.table()))));
    }

    private static String hidden(Origin origin, String column, Translation translation) {
        return translation.hiddenColumn(origin.path(), SqlLiteral.identifier(column), "int8");
    }

    private static String qualified(String name) {
        int dot = name.indexOf('.');
        return SqlLiteral.qualified(name.substring(0, dot), name.substring(dot + 1));
    }

    private static Optional<Origin> origin(Expression expression) {
        return switch (expression) {
            // A conversion to what it already is.
            case Expression.Cast cast
            when cast.type() == Numeric.DOUBLE && cast.operand().type() == Numeric.DOUBLE -> origin(cast.operand());
            case ColumnRef ref ->
                switch (ref.source()) {
                    case TableSource source -> Optional.of(new Origin(List.of(source), source.table(), ref.index()));
                    case SubquerySource source -> through(source, source.query(), ref.index());
                    case CommonTableSource source ->
                        through(source, source.table().query(), ref.index());
                };
            default -> Optional.empty();
        };
    }

    /** Through a subquery whose rows are rows of its FROM. */
    private static Optional<Origin> through(Source source, CheckedQuery query, int index) {
        if (!(query.body() instanceof CheckedQuery.Select select)
                || select.distinct()
                || !select.groupBy().isEmpty()
                || select.having().isPresent()
                || select.outputs().stream().map(OutputColumn::expression).anyMatch(References::hasAggregate)) {
            return Optional.empty();
        }
        return origin(select.outputs().get(index).expression()).map(inner -> {
            List<Source> path = new ArrayList<>();
            path.add(source);
            path.addAll(inner.path());
            return new Origin(path, inner.table(), inner.index());
        });
    }
}
