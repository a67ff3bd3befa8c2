// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.meridian.tap.adql.checked.Condition;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.schema.ValueType.Numeric;
import org.meridian.tap.schema.ValueType.Simple;
import org.meridian.tap.translate.BruteValues.Undefined;

/** Values and truth values of the brute-force evaluator, over one row or over a group of rows. */
final class BruteExpressions {
    private final BruteForce queries;
    private final @Nullable List<@Nullable Object[][]> group;
    private final @Nullable Object[][] outer;
    private final List<@Nullable Object> output;

    BruteExpressions(BruteForce queries) {
        this(queries, null, new Object[0][], List.of());
    }

    /** Over a group; {@code outer} is where enclosing queries are. */
    BruteExpressions(BruteForce queries, List<@Nullable Object[][]> group, @Nullable Object[][] outer) {
        this(queries, group, outer, List.of());
    }

    private BruteExpressions(
            BruteForce queries,
            @Nullable List<@Nullable Object[][]> group,
            @Nullable Object[][] outer,
            List<@Nullable Object> output) {
        this.queries = queries;
        this.group = group;
        this.outer = outer;
        this.output = output;
    }

    /** Over a row of a set operation. */
    BruteExpressions onOutput(List<@Nullable Object> row) {
        return new BruteExpressions(queries, null, outer, row);
    }

    /** A row of the group; grouping expressions are the same in all. */
    @Nullable
    Object[][] frame() {
        return group == null || group.isEmpty() ? outer : group.get(0);
    }

    @Nullable
    Object value(Expression expression, @Nullable Object[][] frame) {
        return switch (expression) {
            case Expression.ColumnRef e -> {
                @Nullable Object[] row = frame[e.source().id()];
                yield row[e.index()];
            }
            case Expression.OutputRef e -> output.get(e.index());
            case Expression.IntegerLiteral e -> e.value();
            case Expression.DoubleLiteral e -> e.value();
            case Expression.TextLiteral e -> e.value();
            case Expression.NullLiteral e -> null;
            case Expression.Negation e -> negation(e, frame);
            case Expression.Arithmetic e -> arithmetic(e, frame);
            case Expression.Concatenation e -> concatenation(value(e.left(), frame), value(e.right(), frame));
            case Expression.FunctionCall e -> BruteFunctions.call(e, values(e.arguments(), frame));
            case Expression.UserFunctionCall e -> BruteFunctions.user(e, values(e.arguments(), frame));
            case Expression.Aggregate e -> aggregate(e);
            case Expression.Case e -> choice(e, frame);
            case Expression.Cast e -> cast(e, value(e.operand(), frame));
            case Expression.ScalarQuery e -> {
                List<List<@Nullable Object>> rows = queries.rows(e.query(), frame);
                if (rows.size() > 1) {
                    throw new Undefined("more than one row");
                }
                yield rows.isEmpty() ? null : rows.get(0).get(0);
            }
            default -> geometry(expression, frame);
        };
    }

    private @Nullable Object geometry(Expression expression, @Nullable Object[][] frame) {
        List<@Nullable Object> parts = values(References.parts(expression), frame);
        return parts.contains(null) ? null : BruteGeometry.value(expression, parts);
    }

    private List<@Nullable Object> values(List<Expression> expressions, @Nullable Object[][] frame) {
        List<@Nullable Object> values = new ArrayList<>();
        for (Expression expression : expressions) {
            values.add(value(expression, frame));
        }
        return values;
    }

    private @Nullable Object negation(Expression.Negation e, @Nullable Object[][] frame) {
        Object value = value(e.operand(), frame);
        if (value instanceof Long x) {
            return BruteValues.integer(BigDecimal.valueOf(x).negate(), e.type());
        }
        return value == null ? null : BruteValues.number(-((Double) value), e.type());
    }

    private @Nullable Object arithmetic(Expression.Arithmetic e, @Nullable Object[][] frame) {
        Object left = BruteValues.convert(value(e.left(), frame), e.left().type(), e.type());
        Object right = BruteValues.convert(value(e.right(), frame), e.right().type(), e.type());
        if (left == null || right == null) {
            return null;
        }
        if (left instanceof Long a && right instanceof Long b) {
            BigDecimal x = BigDecimal.valueOf(a);
            BigDecimal y = BigDecimal.valueOf(b);
            if (e.operator() == Expression.ArithmeticOperator.DIVIDE && b == 0) {
                throw new Undefined("division by zero");
            }
            return BruteValues.integer(
                    switch (e.operator()) {
                        case ADD -> x.add(y);
                        case SUBTRACT -> x.subtract(y);
                        case MULTIPLY -> x.multiply(y);
                        case DIVIDE -> x.divide(y, 0, RoundingMode.DOWN);
                    },
                    e.type());
        }
        double x = (Double) left;
        double y = (Double) right;
        if (e.operator() == Expression.ArithmeticOperator.DIVIDE && y == 0) {
            throw new Undefined("division by zero");
        }
        return BruteFunctions.finite(BruteValues.number(
                switch (e.operator()) {
                    case ADD -> x + y;
                    case SUBTRACT -> x - y;
                    case MULTIPLY -> x * y;
                    case DIVIDE -> x / y;
                },
                e.type()));
    }

    private static @Nullable Object concatenation(@Nullable Object left, @Nullable Object right) {
        return left == null || right == null ? null : (String) left + right;
    }

    private @Nullable Object choice(Expression.Case e, @Nullable Object[][] frame) {
        for (Expression.When when : e.branches()) {
            if (Boolean.TRUE.equals(test(when.condition(), frame))) {
                return BruteValues.convert(
                        value(when.value(), frame), when.value().type(), e.type());
            }
        }
        return e.otherwise().isEmpty()
                ? null
                : BruteValues.convert(
                        value(e.otherwise().get(), frame), e.otherwise().get().type(), e.type());
    }

    private static @Nullable Object cast(Expression.Cast e, @Nullable Object value) {
        Object converted = BruteValues.convert(value, e.operand().type(), e.type());
        if (converted == null || e.type() != Simple.TEXT || e.length().isEmpty()) {
            return converted;
        }
        String text = (String) converted;
        int length = e.length().get();
        String padded = e.fixedLength() && text.length() < length ? text + " ".repeat(length - text.length()) : text;
        return padded.substring(0, Math.min(length, padded.length()));
    }

    private @Nullable Object aggregate(Expression.Aggregate e) {
        List<@Nullable Object[][]> members = java.util.Objects.requireNonNull(group);
        if (e.argument().isEmpty()) {
            return (long) members.size();
        }
        List<Object> values = new ArrayList<>();
        Set<Object> seen = new HashSet<>();
        BruteExpressions single = new BruteExpressions(queries);
        for (@Nullable Object[][] member : members) {
            Object value = single.value(e.argument().get(), member);
            if (value != null && (!e.distinct() || seen.add(BruteValues.key(java.util.Arrays.asList(value))))) {
                values.add(value);
            }
        }
        if (e.function() == Expression.AggregateFunction.COUNT) {
            return (long) values.size();
        }
        if (values.isEmpty()) {
            return null;
        }
        return switch (e.function()) {
            case COUNT -> throw new IllegalStateException();
            case MIN -> values.stream().min(BruteValues::compare).get();
            case MAX -> values.stream().max(BruteValues::compare).get();
            case SUM -> sum(values, e);
            case AVG ->
                BruteValues.number(
                        values.stream()
                                        .mapToDouble(v -> ((Number) v).doubleValue())
                                        .sum()
                                / values.size(),
                        e.type());
        };
    }

    private static Object sum(List<Object> values, Expression.Aggregate e) {
        if (e.type() == Numeric.REAL || e.type() == Numeric.DOUBLE) {
            return BruteValues.number(
                    values.stream().mapToDouble(v -> ((Number) v).doubleValue()).sum(), e.type());
        }
        BigDecimal total = BigDecimal.ZERO;
        for (Object value : values) {
            total = total.add(BigDecimal.valueOf((Long) value));
        }
        return BruteValues.integer(total, e.type());
    }

    // ---- conditions: true, false or null

    @Nullable
    Boolean test(Condition condition, @Nullable Object[][] frame) {
        return switch (condition) {
            case Condition.And c -> all(c.conditions(), frame, false);
            case Condition.Or c -> all(c.conditions(), frame, true);
            case Condition.Not c -> not(test(c.condition(), frame));
            case Condition.Comparison c -> compare(c.operator(), value(c.left(), frame), value(c.right(), frame));
            case Condition.IsNull c -> value(c.expression(), frame) == null;
            case Condition.Between c -> {
                Object value = value(c.expression(), frame);
                yield both(
                        compare(Condition.ComparisonOperator.GREATER_OR_EQUAL, value, value(c.low(), frame)),
                        compare(Condition.ComparisonOperator.LESS_OR_EQUAL, value, value(c.high(), frame)));
            }
            case Condition.Like c -> like(c, value(c.text(), frame), value(c.pattern(), frame));
            case Condition.InList c -> in(value(c.expression(), frame), values(c.values(), frame));
            case Condition.InQuery c -> {
                List<@Nullable Object> column = new ArrayList<>();
                queries.rows(c.query(), frame).forEach(row -> column.add(row.get(0)));
                yield in(value(c.expression(), frame), column);
            }
            case Condition.Exists c -> !queries.rows(c.query(), frame).isEmpty();
        };
    }

    private @Nullable Boolean all(List<Condition> conditions, @Nullable Object[][] frame, boolean decides) {
        boolean unknown = false;
        for (Condition condition : conditions) {
            Boolean truth = test(condition, frame);
            if (truth == null) {
                unknown = true;
            } else if (truth == decides) {
                return decides;
            }
        }
        return unknown ? null : Boolean.valueOf(!decides);
    }

    private static @Nullable Boolean not(@Nullable Boolean truth) {
        return truth == null ? null : Boolean.valueOf(!truth);
    }

    private static @Nullable Boolean both(@Nullable Boolean a, @Nullable Boolean b) {
        if (Boolean.FALSE.equals(a) || Boolean.FALSE.equals(b)) {
            return false;
        }
        return a == null || b == null ? null : Boolean.TRUE;
    }

    private static @Nullable Boolean compare(
            Condition.ComparisonOperator operator, @Nullable Object left, @Nullable Object right) {
        if (left == null || right == null) {
            return null;
        }
        int order = BruteValues.compare(left, right);
        return switch (operator) {
            case EQUAL -> order == 0;
            case NOT_EQUAL -> order != 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
        };
    }

    private static @Nullable Boolean in(@Nullable Object value, List<@Nullable Object> values) {
        boolean unknown = false;
        for (Object other : values) {
            Boolean same = compare(Condition.ComparisonOperator.EQUAL, value, other);
            if (Boolean.TRUE.equals(same)) {
                return true;
            }
            unknown |= same == null;
        }
        return unknown ? null : Boolean.FALSE;
    }

    private static @Nullable Boolean like(Condition.Like like, @Nullable Object text, @Nullable Object pattern) {
        if (text == null || pattern == null) {
            return null;
        }
        StringBuilder regex = new StringBuilder();
        for (char c : folded(like, pattern).toCharArray()) {
            regex.append(c == '%' ? ".*" : c == '_' ? "." : Pattern.quote(String.valueOf(c)));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL)
                .matcher(folded(like, text))
                .matches();
    }

    private static String folded(Condition.Like like, Object text) {
        return like.ignoreCase() ? ((String) text).toLowerCase(Locale.ROOT) : (String) text;
    }
}
