// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.query;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
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
            case Constraint.Interval(String column, double min, double max) -> {
                Expression value = PublishedTables.reference(source, column);
                yield interval(value, min, max);
            }
            case Constraint.In(String column, List<String> values) -> {
                Expression value = PublishedTables.reference(source, column);
                List<Expression> literals = values.stream()
                        .flatMap(text -> literal(value.type(), text).stream())
                        .toList();
                yield literals.isEmpty() ? NEVER : new Condition.InList(value, literals);
            }
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

    private static Condition overlaps(TableSource source, SkyRegion region) {
        Expression literal =
                new Expression.RegionLiteral(region, region instanceof Moc ? "" : DaliRegion.format(region));
        TapTable table = source.table();
        Stream<Expression> regions = table.sky().regions().stream()
                .map(index -> new Expression.Intersects(PublishedTables.reference(source, index.column()), literal));
        Stream<Expression> positions = table.sky().positions().stream()
                .map(index -> new Expression.Contains(position(source, index), literal));
        Expression test = Stream.concat(regions, positions)
                .findFirst()
                .orElseThrow(() ->
                        new UnknownTableException("Table " + table.qualifiedName() + " has no positions to search by"));
        return new Comparison(ComparisonOperator.EQUAL, test, ONE);
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
