// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.check;

import java.util.ArrayList;
import java.util.List;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.checked.CheckedQuery;
import org.meridian.tap.adql.checked.Condition;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.syntax.SearchCondition;
import org.meridian.tap.adql.syntax.ValueExpression;

/** Binds conditions. */
final class ConditionChecker {
    private final ExpressionChecker expressions;
    private final Comparisons comparisons = new Comparisons();

    ConditionChecker(ExpressionChecker expressions) {
        this.expressions = expressions;
    }

    Condition condition(SearchCondition condition) throws AdqlException {
        return switch (condition) {
            case SearchCondition.And and -> new Condition.And(all(and.conditions()));
            case SearchCondition.Or or -> new Condition.Or(all(or.conditions()));
            case SearchCondition.Not not -> new Condition.Not(condition(not.condition()));
            case SearchCondition.Comparison c -> {
                List<Expression> both = comparisons.comparable(
                        List.of(expressions.value(c.left()), expressions.value(c.right())), c.position());
                yield new Condition.Comparison(
                        Condition.ComparisonOperator.valueOf(c.operator().name()), both.get(0), both.get(1));
            }
            case SearchCondition.Between b -> {
                List<Expression> three = comparisons.comparable(
                        List.of(expressions.value(b.value()), expressions.value(b.low()), expressions.value(b.high())),
                        b.position());
                yield negated(b.negated(), new Condition.Between(three.get(0), three.get(1), three.get(2)));
            }
            case SearchCondition.InList in -> negated(in.negated(), in(in));
            case SearchCondition.InQuery in -> negated(in.negated(), in(in));
            case SearchCondition.Like like -> {
                Value text = Types.text(expressions.value(like.text()), "LIKE");
                Value pattern = Types.text(expressions.value(like.pattern()), "LIKE");
                yield negated(
                        like.negated(), new Condition.Like(text.expression(), pattern.expression(), like.ignoreCase()));
            }
            case SearchCondition.IsNull is ->
                negated(
                        is.negated(),
                        new Condition.IsNull(expressions.known(is.value()).expression()));
            case SearchCondition.Exists exists -> new Condition.Exists(expressions.subquery(exists.query()));
        };
    }

    private List<Condition> all(List<SearchCondition> conditions) throws AdqlException {
        List<Condition> result = new ArrayList<>();
        for (SearchCondition condition : conditions) {
            result.add(condition(condition));
        }
        return result;
    }

    private static Condition negated(boolean negated, Condition condition) {
        return negated ? new Condition.Not(condition) : condition;
    }

    private Condition in(SearchCondition.InList in) throws AdqlException {
        List<Value> values = new ArrayList<>();
        values.add(expressions.value(in.value()));
        for (ValueExpression value : in.values()) {
            values.add(expressions.value(value));
        }
        List<Expression> all = comparisons.comparable(values, in.position());
        return new Condition.InList(all.get(0), all.subList(1, all.size()));
    }

    private Condition in(SearchCondition.InQuery in) throws AdqlException {
        Value value = expressions.value(in.value());
        CheckedQuery query = expressions.subquery(in.query());
        Value output = expressions.only(query, in.position(), "IN (SELECT ...)");
        List<Expression> both = comparisons.comparable(List.of(value, output), in.position());
        return new Condition.InQuery(
                both.get(0), expressions.retyped(query, both.get(1).type()));
    }
}
