// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Supplier;
import org.meridian.tap.adql.syntax.QuerySet.AllColumns;
import org.meridian.tap.adql.syntax.QuerySet.AllColumnsOf;
import org.meridian.tap.adql.syntax.QuerySet.DerivedColumn;
import org.meridian.tap.adql.syntax.QuerySet.Nested;
import org.meridian.tap.adql.syntax.QuerySet.SelectItem;
import org.meridian.tap.adql.syntax.QuerySet.SelectQuery;
import org.meridian.tap.adql.syntax.QuerySet.SetOperation;
import org.meridian.tap.adql.syntax.QuerySet.SetOperator;
import org.meridian.tap.adql.syntax.SelectExpression.SortItem;
import org.meridian.tap.adql.syntax.TableReference.JoinKind;
import org.meridian.tap.adql.syntax.TableReference.JoinSpecification;
import org.meridian.tap.adql.syntax.ValueExpression.CastTarget;
import org.meridian.tap.adql.syntax.ValueExpression.CastType;
import org.meridian.tap.adql.syntax.ValueExpression.FunctionCall;

/** Makes syntax trees such as a parser makes, of every kind of node, without regard to whether they mean anything. */
final class RandomTrees {
    private static final List<String> NAMES = List.of("a", "Ra", "x_1", "mag", "limits");
    private static final List<String> DELIMITED = List.of("a b", "select", "c\"ho", "größe", "_x", "1");
    private static final List<String> NUMBERS = List.of("0", "12", "2.5", "3.", ".5", "1e3", "2.E-4", "7e+2");
    private static final List<String> TEXTS = List.of("", "it's", "-- no comment", "größe", "two\nlines");

    private final Random random;

    RandomTrees(Random random) {
        this.random = random;
    }

    Query query(int size) {
        List<Query.CommonTable> with = new ArrayList<>();
        for (int i = random.nextInt(4) - 2; i > 0; i--) {
            with.add(new Query.CommonTable(identifier(), select(size / 2)));
        }
        return new Query(with, select(size));
    }

    private SelectExpression select(int size) {
        List<SortItem> order =
                random.nextInt(3) > 0 ? List.of() : some(2, () -> new SortItem(value(size / 3), random.nextBoolean()));
        return new SelectExpression(
                set(size), order, random.nextInt(4) > 0 ? OptionalLong.empty() : OptionalLong.of(random.nextInt(9)));
    }

    private QuerySet set(int size) {
        if (size > 3 && random.nextInt(4) == 0) {
            return new SetOperation(
                    any(SetOperator.values()), random.nextBoolean(), set(size / 2), set(size / 2), Position.NONE);
        }
        if (size > 3 && random.nextInt(6) == 0) {
            SelectExpression inner = select(size / 2);
            boolean bounded =
                    inner.body() instanceof SelectQuery select && select.top().isPresent();
            return inner.isBare() && !bounded ? inner.body() : new Nested(inner, Position.NONE);
        }
        return new SelectQuery(
                random.nextBoolean(),
                random.nextBoolean() ? OptionalLong.empty() : OptionalLong.of(random.nextInt(100)),
                some(3, () -> item(size / 2)),
                some(2, () -> table(size / 2)),
                random.nextBoolean() ? Optional.empty() : Optional.of(condition(size / 2)),
                random.nextInt(3) > 0 ? List.of() : some(2, () -> value(size / 3)),
                random.nextInt(4) > 0 ? Optional.empty() : Optional.of(condition(size / 3)),
                Position.NONE);
    }

    private SelectItem item(int size) {
        return switch (random.nextInt(6)) {
            case 0 -> new AllColumns(Position.NONE);
            case 1 -> new AllColumnsOf(name(3));
            default ->
                new DerivedColumn(value(size), random.nextBoolean() ? Optional.empty() : Optional.of(identifier()));
        };
    }

    private TableReference table(int size) {
        if (size > 2 && random.nextInt(3) == 0) {
            boolean natural = random.nextInt(3) == 0;
            Optional<JoinSpecification> specification = natural || random.nextInt(5) == 0
                    ? Optional.empty()
                    : Optional.of(
                            random.nextBoolean()
                                    ? new TableReference.On(condition(size / 3))
                                    : new TableReference.Using(some(2, this::identifier)));
            return new TableReference.JoinedTable(
                    any(JoinKind.values()), natural, table(size / 2), table(size / 2), specification, Position.NONE);
        }
        if (size > 2 && random.nextInt(4) == 0) {
            return new TableReference.DerivedTable(select(size / 2), identifier());
        }
        return new TableReference.NamedTable(
                name(3), random.nextBoolean() ? Optional.empty() : Optional.of(identifier()));
    }

    private SearchCondition condition(int size) {
        boolean negated = random.nextBoolean();
        int half = size / 2;
        return switch (random.nextInt(size > 1 ? 10 : 1)) {
            case 1 -> new SearchCondition.And(atLeastTwo(() -> condition(half)), Position.NONE);
            case 2 -> new SearchCondition.Or(atLeastTwo(() -> condition(half)), Position.NONE);
            case 3 -> new SearchCondition.Not(condition(half), Position.NONE);
            case 4 -> new SearchCondition.Between(value(half), negated, value(half), value(half), Position.NONE);
            case 5 -> new SearchCondition.InList(value(half), negated, atLeastTwo(() -> value(half)), Position.NONE);
            case 6 -> new SearchCondition.InQuery(value(half), negated, select(half), Position.NONE);
            case 7 -> new SearchCondition.Like(value(half), negated, value(half), random.nextBoolean(), Position.NONE);
            case 8 -> new SearchCondition.IsNull(value(half), negated, Position.NONE);
            case 9 -> new SearchCondition.Exists(select(half), Position.NONE);
            default ->
                new SearchCondition.Comparison(
                        any(SearchCondition.Operator.values()), value(half), value(half), Position.NONE);
        };
    }

    private ValueExpression value(int size) {
        if (size < 2) {
            return switch (random.nextInt(5)) {
                case 0 -> new ValueExpression.Null(Position.NONE);
                case 1 -> new ValueExpression.StringLiteral(any(TEXTS), Position.NONE);
                case 2 -> new ValueExpression.NumericLiteral(any(NUMBERS), Position.NONE);
                default -> new ValueExpression.ColumnReference(name(4));
            };
        }
        int half = size / 2;
        return switch (random.nextInt(12)) {
            case 0 -> new ValueExpression.Negation(number(half), Position.NONE);
            case 1, 2 ->
                new ValueExpression.Arithmetic(
                        any(ValueExpression.ArithmeticOperator.values()), number(half), number(half), Position.NONE);
            case 3 -> new ValueExpression.Concatenation(number(half), number(half), Position.NONE);
            case 4 -> function(half);
            case 5 ->
                new ValueExpression.UserFunctionCall(
                        new Identifier("ivo_f", false, Position.NONE),
                        random.nextBoolean() ? List.of() : some(3, () -> value(half)));
            case 6 ->
                new ValueExpression.SetFunction(
                        any(ValueExpression.SetFunctionType.values()),
                        random.nextBoolean(),
                        Optional.of(value(half)),
                        Position.NONE);
            case 7 -> cast(half);
            case 8 ->
                new ValueExpression.SearchedCase(
                        some(2, () -> new ValueExpression.SearchedWhen(condition(half), value(half))),
                        random.nextBoolean() ? Optional.empty() : Optional.of(value(half)),
                        Position.NONE);
            case 9 ->
                new ValueExpression.SimpleCase(
                        value(half),
                        some(2, () -> new ValueExpression.SimpleWhen(value(half), value(half))),
                        random.nextBoolean() ? Optional.empty() : Optional.of(value(half)),
                        Position.NONE);
            case 10 -> new ValueExpression.ScalarSubquery(select(half), Position.NONE);
            default ->
                new ValueExpression.SetFunction(
                        ValueExpression.SetFunctionType.COUNT, false, Optional.empty(), Position.NONE);
        };
    }

    /** A value that may be an operand: no bare geometry. */
    private ValueExpression number(int size) {
        ValueExpression value = value(size);
        return value instanceof FunctionCall call && call.function().isGeometry()
                ? new ValueExpression.ColumnReference(name(1))
                : value;
    }

    private ValueExpression cast(int size) {
        CastType type = any(CastType.values());
        boolean length = (type == CastType.CHAR || type == CastType.VARCHAR) && random.nextBoolean();
        return new ValueExpression.Cast(
                value(size), new CastTarget(type, length ? OptionalInt.of(7) : OptionalInt.empty()), Position.NONE);
    }

    private FunctionCall function(int size) {
        ValueExpression column = new ValueExpression.ColumnReference(name(2));
        ValueExpression text = new ValueExpression.StringLiteral("ICRS", Position.NONE);
        ValueExpression two = new ValueExpression.NumericLiteral("2", Position.NONE);
        ValueExpression minusTwo = new ValueExpression.Negation(two, Position.NONE);
        return switch (random.nextInt(12)) {
            case 0 -> call(Function.POINT, column, two);
            case 1 -> call(Function.POINT, text, two, column);
            case 2 -> call(Function.CIRCLE, call(Function.POINT, column, two), number(size));
            case 3 -> call(Function.POLYGON, column, two, column, two, two, minusTwo);
            case 4 -> call(Function.CONTAINS, value(size), value(size));
            case 5 -> call(Function.DISTANCE, value(size), value(size), value(size), value(size));
            case 6 -> call(Function.ROUND, number(size), minusTwo);
            case 7 -> call(Function.PI);
            case 8 -> call(Function.COALESCE, value(size), value(size), value(size));
            case 9 -> call(Function.IN_UNIT, number(size), text);
            case 10 -> call(Function.REGION, text);
            default -> call(Function.POWER, number(size), number(size));
        };
    }

    private static FunctionCall call(Function function, ValueExpression... arguments) {
        return new FunctionCall(function, List.of(arguments), Position.NONE);
    }

    private QualifiedName name(int most) {
        return new QualifiedName(some(most, this::identifier));
    }

    private Identifier identifier() {
        return random.nextInt(3) > 0
                ? new Identifier(any(NAMES), false, Position.NONE)
                : new Identifier(any(DELIMITED), true, Position.NONE);
    }

    private <T> List<T> some(int most, Supplier<T> maker) {
        List<T> list = new ArrayList<>();
        for (int i = random.nextInt(most); i >= 0; i--) {
            list.add(maker.get());
        }
        return list;
    }

    private <T> List<T> atLeastTwo(Supplier<T> maker) {
        List<T> list = new ArrayList<>(some(2, maker));
        list.add(maker.get());
        return list;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private <T> T any(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
