// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.meridian.tap.adql.checked.Condition;
import org.meridian.tap.adql.checked.Condition.Comparison;
import org.meridian.tap.adql.checked.Condition.ComparisonOperator;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.schema.ValueType.Numeric;

/**
 * Writes conditions. Where only a true result matters (WHERE, ON, and there below AND and OR), a geometric
 * condition brings along what the sky index needs; below NOT it must keep its three truth values and stands alone.
 */
final class ConditionWriter {
    private final Translation translation;

    ConditionWriter(Translation translation) {
        this.translation = translation;
    }

    /** A condition that selects: false and unknown are the same. */
    String filter(Condition condition) {
        return write(condition, true);
    }

    /** A condition by itself: over groups, or where its value is used. */
    String exact(Condition condition) {
        return write(condition, false);
    }

    private String write(Condition condition, boolean selects) {
        return switch (condition) {
            case Condition.And and -> all(and.conditions(), " AND ", selects);
            case Condition.Or or -> any(or, selects);
            case Condition.Not not -> {
                Optional<Condition> opposite = selects ? opposite(not.condition()) : Optional.empty();
                yield opposite.map(c -> write(c, true)).orElseGet(() -> "(NOT " + write(not.condition(), false) + ")");
            }
            case Comparison comparison -> comparison(comparison, selects);
            case Condition.Between between -> between(between, selects);
            case Condition.IsNull isNull -> "(" + value(isNull.expression()) + " IS NULL)";
            case Condition.Like like ->
                // An empty ESCAPE takes its meaning from the backslash.
                "(" + value(like.text()) + (like.ignoreCase() ? " ILIKE " : " LIKE ") + value(like.pattern())
                        + " ESCAPE '')";
            case Condition.InList in ->
                "(" + value(in.expression()) + " IN ("
                        + in.values().stream().map(this::value).collect(Collectors.joining(", ")) + "))";
            case Condition.InQuery in ->
                "(" + value(in.expression()) + " IN (" + translation.queries().query(in.query(), Map.of()) + "))";
            case Condition.Exists exists -> "(EXISTS (" + translation.queries().query(exists.query(), Map.of()) + "))";
        };
    }

    /** Regions that overlap one of several are looked up together: PostgreSQL would read the whole table for alternatives. */
    private String any(Condition.Or or, boolean selects) {
        List<Expression.Intersects> overlaps =
                or.conditions().stream().flatMap(c -> overlap(c).stream()).toList();
        Optional<String> lookup = selects && overlaps.size() == or.conditions().size()
                ? translation.sky().intersectsAny(overlaps)
                : Optional.empty();
        translation.enterAlternative();
        String any = all(or.conditions(), " OR ", selects && lookup.isEmpty());
        translation.leaveAlternative();
        return and(any, lookup.stream().toList());
    }

    private Optional<Expression.Intersects> overlap(Condition condition) {
        return condition instanceof Comparison c
                        && truthAsked(c).filter(asked -> asked).isPresent()
                        && (isPredicate(c.left()) ? c.left() : c.right()) instanceof Expression.Intersects overlap
                ? Optional.of(overlap)
                : Optional.empty();
    }

    private String all(List<Condition> conditions, String word, boolean selects) {
        return conditions.stream().map(c -> write(c, selects)).collect(Collectors.joining(word, "(", ")"));
    }

    private String value(Expression expression) {
        return translation.expressions().write(expression);
    }

    private String comparison(Comparison c, boolean selects) {
        Optional<Boolean> truth = truthAsked(c);
        if (truth.isPresent()) {
            Expression predicate = isPredicate(c.left()) ? c.left() : c.right();
            return truth.get() ? predicate(predicate, selects) : "(NOT " + predicate(predicate, false) + ")";
        }
        String exact = "(" + value(c.left()) + sign(c.operator()) + value(c.right()) + ")";
        if (!selects) {
            return exact;
        }
        Comparison upper = distanceAlone(hasDistance(c.left()) ? c : mirrored(c));
        if (upper.left() instanceof Expression.Distance distance && boundsAbove(upper.operator())) {
            return and(exact, translation.sky().near(distance.from(), distance.to(), upper.right()));
        }
        return bypassesSky(c) ? "(" + exact + " IS TRUE)" : exact;
    }

    /**
     * Whether an inequality between columns of sources that are joined by position could tempt the planner, which takes it for
     * a third of all pairs, to find the pairs by an index of one of the columns: it does not with {@code IS TRUE} behind it.
     */
    private boolean bypassesSky(Comparison c) {
        if (c.operator() == ComparisonOperator.EQUAL
                || !(c.left() instanceof Expression.ColumnRef left)
                || !(c.right() instanceof Expression.ColumnRef right)
                || left.source().id() == right.source().id()) {
            return false;
        }
        return translation.areNear(Set.of(left.source().id(), right.source().id()));
    }

    /** The condition that is true, false and unknown where {@code condition} is false, true and unknown. */
    private static Optional<Condition> opposite(Condition condition) {
        return switch (condition) {
            case Condition.Not not -> Optional.of(not.condition());
            case Condition.And and -> Optional.of(new Condition.Or(negated(and.conditions())));
            case Condition.Or or -> Optional.of(new Condition.And(negated(or.conditions())));
            case Comparison c -> Optional.of(new Comparison(opposite(c.operator()), c.left(), c.right()));
            case Condition.Between b ->
                Optional.of(new Condition.Or(List.of(
                        new Comparison(ComparisonOperator.LESS, b.expression(), b.low()),
                        new Comparison(ComparisonOperator.GREATER, b.expression(), b.high()))));
            case Condition.IsNull c -> Optional.empty();
            case Condition.Like c -> Optional.empty();
            case Condition.InList c -> Optional.empty();
            case Condition.InQuery c -> Optional.empty();
            case Condition.Exists c -> Optional.empty();
        };
    }

    private static List<Condition> negated(List<Condition> conditions) {
        return conditions.stream().<Condition>map(Condition.Not::new).toList();
    }

    private static ComparisonOperator opposite(ComparisonOperator operator) {
        return switch (operator) {
            case EQUAL -> ComparisonOperator.NOT_EQUAL;
            case NOT_EQUAL -> ComparisonOperator.EQUAL;
            case LESS -> ComparisonOperator.GREATER_OR_EQUAL;
            case LESS_OR_EQUAL -> ComparisonOperator.GREATER;
            case GREATER -> ComparisonOperator.LESS_OR_EQUAL;
            case GREATER_OR_EQUAL -> ComparisonOperator.LESS;
        };
    }

    private static boolean hasDistance(Expression expression) {
        return expression instanceof Expression.Distance
                || expression instanceof Expression.Arithmetic a && (hasDistance(a.left()) || hasDistance(a.right()));
    }

    /**
     * What follows for a DISTANCE alone from a comparison of it, multiplied by positive numbers or divided by them, as
     * for seconds of arc; a hair wider, because factors round.
     */
    private static Comparison distanceAlone(Comparison c) {
        if (!(c.left() instanceof Expression.Arithmetic a)
                || Constants.number(c.right()).isEmpty()) {
            return c;
        }
        boolean multiplied = a.operator() == Expression.ArithmeticOperator.MULTIPLY;
        if (!multiplied && a.operator() != Expression.ArithmeticOperator.DIVIDE) {
            return c;
        }
        Expression inner = multiplied && !hasDistance(a.left()) ? a.right() : a.left();
        Optional<Double> factor = Constants.number(inner == a.left() ? a.right() : a.left());
        if (factor.isEmpty() || !(factor.get() > 0) || a.type() != Numeric.DOUBLE) {
            return c;
        }
        double limit = Constants.number(c.right()).get();
        double bound = (multiplied ? limit / factor.get() : limit * factor.get()) * (1 + 1e-14);
        return distanceAlone(new Comparison(c.operator(), inner, new Expression.DoubleLiteral(bound)));
    }

    private String between(Condition.Between b, boolean selects) {
        String exact = "(" + value(b.expression()) + " BETWEEN " + value(b.low()) + " AND " + value(b.high()) + ")";
        return selects && b.expression() instanceof Expression.Distance distance
                ? and(exact, translation.sky().near(distance.from(), distance.to(), b.high()))
                : exact;
    }

    private static String and(String exact, List<String> index) {
        return index.isEmpty() ? exact : "(" + exact + " AND " + String.join(" AND ", index) + ")";
    }

    private String predicate(Expression predicate, boolean selects) {
        Optional<String> fromIndex = selects ? translation.sky().decided(predicate) : Optional.empty();
        if (fromIndex.isPresent()) {
            return fromIndex.get();
        }
        return switch (predicate) {
            case Expression.UserFunctionCall call -> UserFunctionWriter.condition(call, translation);
            case Expression.Contains contains ->
                and(
                        translation.geometries().contains(contains.inner(), contains.outer()),
                        selects ? translation.sky().contains(contains.inner(), contains.outer()) : List.of());
            case Expression.Intersects intersects ->
                and(
                        translation.geometries().intersects(intersects.left(), intersects.right()),
                        selects ? translation.sky().intersects(intersects.left(), intersects.right()) : List.of());
            default -> throw new IllegalArgumentException("no geometric predicate");
        };
    }

    private static boolean isPredicate(Expression expression) {
        return expression instanceof Expression.Contains
                || expression instanceof Expression.Intersects
                || (expression instanceof Expression.UserFunctionCall call && UserFunctionWriter.isCondition(call));
    }

    /** Whether a comparison asks for CONTAINS or INTERSECTS to be true, or to be false; empty if for something else. */
    private static Optional<Boolean> truthAsked(Comparison c) {
        Comparison turned = isPredicate(c.left()) ? c : mirrored(c);
        if (!isPredicate(turned.left())) {
            return Optional.empty();
        }
        Optional<Double> number = Constants.number(turned.right());
        if (number.isEmpty()) {
            return Optional.empty();
        }
        boolean one = holds(1, turned.operator(), number.get());
        boolean zero = holds(0, turned.operator(), number.get());
        return one == zero ? Optional.empty() : Optional.of(one);
    }

    private static boolean holds(double left, ComparisonOperator operator, double right) {
        return switch (operator) {
            case EQUAL -> left == right;
            case NOT_EQUAL -> left != right;
            case LESS -> left < right;
            case LESS_OR_EQUAL -> left <= right;
            case GREATER -> left > right;
            case GREATER_OR_EQUAL -> left >= right;
        };
    }

    private static Comparison mirrored(Comparison c) {
        ComparisonOperator operator = switch (c.operator()) {
            case EQUAL -> ComparisonOperator.EQUAL;
            case NOT_EQUAL -> ComparisonOperator.NOT_EQUAL;
            case LESS -> ComparisonOperator.GREATER;
            case LESS_OR_EQUAL -> ComparisonOperator.GREATER_OR_EQUAL;
            case GREATER -> ComparisonOperator.LESS;
            case GREATER_OR_EQUAL -> ComparisonOperator.LESS_OR_EQUAL;
        };
        return new Comparison(operator, c.right(), c.left());
    }

    private static boolean boundsAbove(ComparisonOperator operator) {
        return operator == ComparisonOperator.LESS
                || operator == ComparisonOperator.LESS_OR_EQUAL
                || operator == ComparisonOperator.EQUAL;
    }

    private static String sign(ComparisonOperator operator) {
        return switch (operator) {
            case EQUAL -> " = ";
            case NOT_EQUAL -> " <> ";
            case LESS -> " < ";
            case LESS_OR_EQUAL -> " <= ";
            case GREATER -> " > ";
            case GREATER_OR_EQUAL -> " >= ";
        };
    }
}
