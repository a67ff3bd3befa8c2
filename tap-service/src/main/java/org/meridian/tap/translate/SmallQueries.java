// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.meridian.core.sky.Circle;
import org.meridian.core.sky.SkyRegion;
import org.meridian.tap.adql.checked.CheckedQuery;
import org.meridian.tap.adql.checked.Condition;
import org.meridian.tap.adql.checked.Condition.ComparisonOperator;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.checked.OutputColumn;
import org.meridian.tap.adql.checked.Relation.TableSource;
import org.meridian.tap.schema.SkyIndex;
import org.meridian.tap.schema.TapTable;

/**
 * Tells from a query alone that it is small on a table of any size: rows of TAP_SCHEMA, the first rows of a table in no
 * order, some values of a column that identifies rows, a small circle on indexed positions or regions. It is said of no query
 * that is not; of most others it is not said, and the database has to be asked for an estimate.
 */
final class SmallQueries {
    /** Rows that may be read one after another. */
    private static final long MOST_ROWS = 10_000;

    /** UCDs of columns that identify rows. */
    private static final List<String> KEYS = List.of("meta.main", "meta.ref.ivoid");

    /** Of a circle: of a billion rows all over the sky it holds some twenty thousand. */
    private static final double GREATEST_RADIUS_DEG = 0.5;

    private SmallQueries() {}

    /**
     * Whether {@code query} is certainly small.
     *
     * @param maxrec most rows of the answer
     * @param guarded tables of which the database gives some rows only: the first of them may come late
     */
    static boolean contains(CheckedQuery query, long maxrec, Predicate<TapTable> guarded) {
        if (!query.with().isEmpty()
                || !(query.body() instanceof CheckedQuery.Select select)
                || !isPlain(query, select)) {
            return false;
        }
        if (select.from().isEmpty()) {
            return true;
        }
        if (!(select.from().get() instanceof TableSource source)) {
            return false;
        }
        return source.table().schema().equalsIgnoreCase("tap_schema")
                || source.table().kind().equalsIgnoreCase("table")
                        && !guarded.test(source.table())
                        && isBeginning(query, select, maxrec)
                || select.where().stream()
                        .flatMap(SmallQueries::conjuncts)
                        .anyMatch(condition -> isSelective(condition, source));
    }

    /** Whether nothing in it is a query of its own, or a function that might be anything. */
    private static boolean isPlain(CheckedQuery query, CheckedQuery.Select select) {
        return Stream.of(
                                select.outputs().stream().map(OutputColumn::expression),
                                select.groupBy().stream(),
                                query.orderBy().stream().map(CheckedQuery.SortKey::expression))
                        .flatMap(expressions -> expressions)
                        .allMatch(SmallQueries::isPlain)
                && Stream.concat(select.where().stream(), select.having().stream())
                        .allMatch(SmallQueries::isPlain);
    }

    private static boolean isPlain(Expression expression) {
        return References.isPlain(expression) && !callsUserFunction(expression);
    }

    private static boolean callsUserFunction(Expression expression) {
        return expression instanceof Expression.UserFunctionCall
                || References.parts(expression).stream().anyMatch(SmallQueries::callsUserFunction);
    }

    private static boolean isPlain(Condition condition) {
        return switch (condition) {
            case Condition.Comparison c -> isPlain(c.left()) && isPlain(c.right());
            case Condition.And c -> c.conditions().stream().allMatch(SmallQueries::isPlain);
            case Condition.Or c -> c.conditions().stream().allMatch(SmallQueries::isPlain);
            case Condition.Not c -> isPlain(c.condition());
            case Condition.IsNull c -> isPlain(c.expression());
            case Condition.Between c -> isPlain(c.expression()) && isPlain(c.low()) && isPlain(c.high());
            case Condition.Like c -> isPlain(c.text()) && isPlain(c.pattern());
            case Condition.InList c ->
                isPlain(c.expression()) && c.values().stream().allMatch(SmallQueries::isPlain);
            case Condition.InQuery c -> false;
            case Condition.Exists c -> false;
        };
    }

    /** Whether it reads a table from its beginning and stops soon. */
    private static boolean isBeginning(CheckedQuery query, CheckedQuery.Select select, long maxrec) {
        boolean aggregated =
                select.outputs().stream().map(OutputColumn::expression).anyMatch(References::hasAggregate);
        long rows = Math.min(query.top().orElse(Long.MAX_VALUE), maxrec);
        return select.where().isEmpty()
                && select.groupBy().isEmpty()
                && select.having().isEmpty()
                && !select.distinct()
                && !aggregated
                && query.orderBy().isEmpty()
                && query.offset().orElse(0) + rows <= MOST_ROWS
                && rows <= MOST_ROWS;
    }

    private static Stream<Condition> conjuncts(Condition condition) {
        return condition instanceof Condition.And and
                ? and.conditions().stream().flatMap(SmallQueries::conjuncts)
                : Stream.of(condition);
    }

    private static boolean isSelective(Condition condition, TableSource source) {
        if (condition instanceof Condition.InList(Expression column, List<Expression> values)) {
            return values.size() <= MOST_ROWS && values.stream().allMatch(value -> isKey(column, value, source));
        }
        if (!(condition
                instanceof Condition.Comparison(ComparisonOperator operator, Expression left, Expression right))) {
            return false;
        }
        return switch (operator) {
            case EQUAL ->
                isOne(left) && isSmallCircle(right, source)
                        || isOne(right) && isSmallCircle(left, source)
                        || isKey(left, right, source)
                        || isKey(right, left, source);
            case LESS, LESS_OR_EQUAL -> isNear(left, right, source);
            case GREATER, GREATER_OR_EQUAL -> isNear(right, left, source);
            case NOT_EQUAL -> false;
        };
    }

    private static boolean isOne(Expression expression) {
        return expression instanceof Expression.IntegerLiteral literal && literal.value() == 1;
    }

    /** An indexed column of {@code source} that equals a constant: few rows where its values are many. */
    private static boolean isKey(Expression column, Expression constant, TableSource source) {
        return column instanceof Expression.ColumnRef ref
                && ref.source().id() == source.id()
                && KEYS.stream()
                        .anyMatch(source.table()
                                .columns()
                                .get(ref.index())
                                .field()
                                .ucd()
                                .orElse("")::contains)
                && source.table().columns().get(ref.index()).indexed()
                && References.columns(constant).isEmpty();
    }

    private static boolean isSmallCircle(Expression expression, TableSource source) {
        return switch (expression) {
            case Expression.Contains(Expression inner, Expression outer) ->
                isIndexed(inner, source) && isSmall(outer)
                        || isRegion(outer, source) && Constants.point(inner).isPresent();
            case Expression.Intersects(Expression left, Expression right) ->
                isIndexed(left, source) && isSmall(right) || isIndexed(right, source) && isSmall(left);
            default -> false;
        };
    }

    private static boolean isIndexed(Expression expression, TableSource source) {
        return isPosition(expression, source) || isRegion(expression, source);
    }

    /** Whether an expression is a column of regions of {@code source} whose cover has an index. */
    private static boolean isRegion(Expression expression, TableSource source) {
        return source.table().sky().regions().stream().anyMatch(index -> isColumn(expression, source, index.column()));
    }

    private static boolean isSmall(Expression region) {
        Optional<SkyRegion> constant =
                References.columns(region).isEmpty() ? Constants.region(region) : Optional.empty();
        return constant.isPresent()
                && constant.get() instanceof Circle circle
                && circle.radiusDeg() <= GREATEST_RADIUS_DEG;
    }

    private static boolean isNear(Expression distance, Expression limit, TableSource source) {
        if (!(distance instanceof Expression.Distance(Expression from, Expression to))) {
            return false;
        }
        boolean oneIsConstant = References.columns(from).isEmpty() && isPosition(to, source)
                || References.columns(to).isEmpty() && isPosition(from, source);
        return oneIsConstant && Constants.number(limit).orElse(Double.MAX_VALUE) <= GREATEST_RADIUS_DEG;
    }

    /** Whether an expression is a position of {@code source} that has an index. */
    private static boolean isPosition(Expression expression, TableSource source) {
        TapTable table = source.table();
        return table.sky().positions().stream().map(SkyIndex::position).anyMatch(position -> switch (position) {
            case SkyIndex.LonLatColumns(String lon, String lat) ->
                expression instanceof Expression.Point(Expression lonDeg, Expression latDeg)
                        && isColumn(lonDeg, source, lon)
                        && isColumn(latDeg, source, lat);
            case SkyIndex.PointColumn(String column) -> isColumn(expression, source, column);
        });
    }

    private static boolean isColumn(Expression expression, TableSource source, String name) {
        return switch (expression) {
            case Expression.ColumnRef ref ->
                ref.source().id() == source.id()
                        && source.table().columns().get(ref.index()).name().equals(name);
            case Expression.Cast cast -> isColumn(cast.operand(), source, name);
            default -> false;
        };
    }
}
