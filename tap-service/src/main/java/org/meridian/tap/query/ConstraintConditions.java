// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.query;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.meridian.core.query.Constraint;
import org.meridian.core.query.TableQuery.UnknownTableException;
import org.meridian.core.sky.DaliRegion;
import org.meridian.core.sky.Moc;
import org.meridian.core.sky.SkyRegion;
import org.meridian.tap.adql.checked.Condition;
import org.meridian.tap.adql.checked.Condition.Comparison;
import org.meridian.tap.adql.checked.Condition.ComparisonOperator;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.checked.Expression.DoubleLiteral;
import org.meridian.tap.adql.checked.Expression.IntegerLiteral;
import org.meridian.tap.adql.checked.Expression.TextLiteral;
import org.meridian.tap.adql.checked.Relation.TableSource;
import org.meridian.tap.schema.SkyIndex;
import org.meridian.tap.schema.TapTable;
import org.meridian.tap.schema.ValueType;
import org.meridian.tap.schema.ValueType.Numeric;

/** Constraints on a table as conditions of a checked query. Pure functions. */
final class ConstraintConditions {

    private static final Expression ONE = new IntegerLiteral(1, Numeric.INTEGER);
    private static final Condition NEVER =
            new Comparison(ComparisonOperator.EQUAL, ONE, new IntegerLiteral(0, Numeric.INTEGER));

    private ConstraintConditions() {}

    /** All of {@code constraints}; empty if there are none. */
    static Optional<Condition> all(TableSource source, List<Constraint> constraints) {
        List<Condition> conditions =
                constraints.stream().map(c -> of(source, c)).toList();
        return switch (conditions.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(conditions.getFirst());
            default -> Optional.of(new Condition.And(conditions));
        };
    }

    private static Condition of(TableSource source, Constraint constraint) {
        return switch (constraint) {
            case Constraint.Overlaps(SkyRegion region) -> overlaps(source, region);
            case Constraint.Within(SkyRegion region) -> within(source, region);
            case Constraint.Covers(SkyRegion region) -> covers(source, region);
            case Constraint.Interval(String column, double min, double max) -> {
                Expression value = PublishedTables.reference(source, column);
                yield interval(value, min, max);
            }
            case Constraint.IntervalsOverlap(String minColumn, String maxColumn, double min, double max) ->
                new Condition.And(List.of(
                        interval(PublishedTables.reference(source, minColumn), Double.NEGATIVE_INFINITY, max),
                        interval(PublishedTables.reference(source, maxColumn), min, Double.POSITIVE_INFINITY)));
            case Constraint.In(String column, List<String> values) ->
                in(PublishedTables.reference(source, column), values);
            case Constraint.InAnyCase(String column, List<String> values) ->
                in(
                        lower(PublishedTables.reference(source, column)),
                        values.stream()
                                .map(text -> text.toLowerCase(Locale.ROOT))
                                .toList());
            case Constraint.HasPart(String column, String part) ->
                new Condition.Like(PublishedTables.reference(source, column), new TextLiteral("%" + part + "%"), false);
            case Constraint.AnyOf(List<Constraint> alternatives) -> {
                List<Condition> conditions =
                        alternatives.stream().map(a -> of(source, a)).toList();
                yield switch (conditions.size()) {
                    case 0 -> NEVER;
                    case 1 -> conditions.getFirst();
                    default -> new Condition.Or(conditions);
                };
            }
        };
    }

    private static Condition in(Expression value, List<String> texts) {
        List<Expression> literals = texts.stream()
                .flatMap(text -> literal(value.type(), text).stream())
                .toList();
        return literals.isEmpty() ? NEVER : new Condition.InList(value, literals);
    }

    private static Expression lower(Expression text) {
        return new Expression.FunctionCall(Expression.StandardFunction.LOWER, List.of(text), text.type());
    }

    private static Condition overlaps(TableSource source, SkyRegion region) {
        Expression literal = literal(region);
        return holds(region(source)
                .<Expression>map(column -> new Expression.Intersects(column, literal))
                .orElseGet(() -> new Expression.Contains(position(source), literal)));
    }

    private static Condition within(TableSource source, SkyRegion region) {
        return holds(new Expression.Contains(region(source).orElseGet(() -> position(source)), literal(region)));
    }

    private static Condition covers(TableSource source, SkyRegion region) {
        Expression column = region(source)
                .orElseThrow(() -> new UnknownTableException(
                        "Table " + source.table().qualifiedName() + " has no regions to search by"));
        return holds(new Expression.Contains(literal(region), column));
    }

    private static Condition holds(Expression test) {
        return new Comparison(ComparisonOperator.EQUAL, test, ONE);
    }

    private static Expression literal(SkyRegion region) {
        return new Expression.RegionLiteral(region, region instanceof Moc ? "" : DaliRegion.format(region));
    }

    private static Optional<Expression> region(TableSource source) {
        return source.table().sky().regions().stream()
                .findFirst()
                .map(index -> PublishedTables.reference(source, index.column()));
    }

    private static Expression position(TableSource source) {
        TapTable table = source.table();
        return table.sky().positions().stream()
                .findFirst()
                .map(index -> position(source, index))
                .orElseThrow(() ->
                        new UnknownTableException("Table " + table.qualifiedName() + " has no positions to search by"));
    }

    private static Expression position(TableSource source, SkyIndex index) {
        return switch (index.position()) {
            case SkyIndex.LonLatColumns(String lon, String lat) ->
                new Expression.Point(PublishedTables.reference(source, lon), PublishedTables.reference(source, lat));
            case SkyIndex.PointColumn(String column) -> PublishedTables.reference(source, column);
        };
    }

    private static Condition interval(Expression value, double min, double max) {
        if (Double.isNaN(min) || Double.isNaN(max)) {
            throw new IllegalArgumentException("an end of an interval is not a number");
        }
        if (min == Double.POSITIVE_INFINITY || max == Double.NEGATIVE_INFINITY) {
            return NEVER;
        }
        boolean openBelow = Double.isInfinite(min);
        boolean openAbove = Double.isInfinite(max);
        if (openBelow && openAbove) {
            return new Condition.Not(new Condition.IsNull(value));
        }
        if (openBelow) {
            return new Comparison(ComparisonOperator.LESS_OR_EQUAL, value, new DoubleLiteral(max));
        }
        return openAbove
                ? new Comparison(ComparisonOperator.GREATER_OR_EQUAL, value, new DoubleLiteral(min))
                : new Condition.Between(value, new DoubleLiteral(min), new DoubleLiteral(max));
    }

    /** {@code text} as a value of {@code type}; empty if no value of that type is written so. */
    private static Optional<Expression> literal(ValueType type, String text) {
        if (!(type instanceof Numeric)) {
            return Optional.of(new TextLiteral(text));
        }
        try {
            return Optional.of(
                    type == Numeric.REAL || type == Numeric.DOUBLE
                            ? new DoubleLiteral(Double.parseDouble(text))
                            : new IntegerLiteral(Long.parseLong(text), Numeric.BIGINT));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
