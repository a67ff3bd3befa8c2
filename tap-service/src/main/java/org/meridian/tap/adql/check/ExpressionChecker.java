// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.checked.CheckedQuery;
import org.meridian.tap.adql.checked.Condition;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.checked.OutputColumn;
import org.meridian.tap.adql.syntax.Position;
import org.meridian.tap.adql.syntax.SelectExpression;
import org.meridian.tap.adql.syntax.ValueExpression;
import org.meridian.tap.schema.ValueType;
import org.meridian.tap.schema.ValueType.Numeric;
import org.meridian.tap.schema.ValueType.Simple;

/** Binds values at one place of a query. */
final class ExpressionChecker {
    private final Context context;
    private final QueryChecker queries;
    private final Scope scope;
    private final Optional<String> noAggregates;
    private final FunctionChecker functions;
    private final ConditionChecker conditions;

    /**
     * Prepares for a place.
     *
     * @param noAggregates the place, if aggregates cannot be used in it
     */
    ExpressionChecker(Context context, QueryChecker queries, Scope scope, Optional<String> noAggregates) {
        this.context = context;
        this.queries = queries;
        this.scope = scope;
        this.noAggregates = noAggregates;
        this.functions = new FunctionChecker(this);
        this.conditions = new ConditionChecker(this);
    }

    ConditionChecker conditions() {
        return conditions;
    }

    List<Value> values(List<ValueExpression> expressions) throws AdqlException {
        List<Value> values = new ArrayList<>();
        for (ValueExpression expression : expressions) {
            values.add(value(expression));
        }
        return values;
    }

    /** A value that can stand by itself; a bare NULL is a text. */
    Value known(ValueExpression expression) throws AdqlException {
        Value value = value(expression);
        return value.expression() instanceof Expression.NullLiteral && Types.isUnknown(value.type())
                ? new Value(Types.converted(value, Simple.TEXT), value.metadata(), value.position())
                : value;
    }

    Value value(ValueExpression expression) throws AdqlException {
        Position position = expression.position();
        return switch (expression) {
            case ValueExpression.Null nothing ->
                new Value(new Expression.NullLiteral(Simple.UNKNOWN), Metadata.CONSTANT, position);
            case ValueExpression.NumericLiteral number -> new Value(number(number), Metadata.CONSTANT, position);
            case ValueExpression.StringLiteral text ->
                new Value(new Expression.TextLiteral(text.value()), Metadata.CONSTANT, position);
            case ValueExpression.ColumnReference column -> scope.column(column.name(), context);
            case ValueExpression.Negation negation -> {
                Value operand = Types.number(value(negation.operand()), "'-'");
                Expression negated = new Expression.Negation(operand.expression(), operand.type());
                yield new Value(negated, operand.metadata().computed(), position);
            }
            case ValueExpression.Arithmetic arithmetic -> arithmetic(arithmetic);
            case ValueExpression.Concatenation concatenation -> {
                Expression left = piece(value(concatenation.left()));
                Expression right = piece(value(concatenation.right()));
                yield new Value(new Expression.Concatenation(left, right), Metadata.NONE, position);
            }
            case ValueExpression.FunctionCall call -> functions.call(call);
            case ValueExpression.UserFunctionCall call -> new UserFunctionChecker(context, this).call(call);
            case ValueExpression.SetFunction set -> aggregate(set);
            case ValueExpression.Cast cast -> Casts.cast(value(cast.operand()), cast.target(), position);
            case ValueExpression.SearchedCase searched -> searched(searched);
            case ValueExpression.SimpleCase simple -> simple(simple);
            case ValueExpression.ScalarSubquery scalar -> {
                CheckedQuery query = subquery(scalar.query());
                Value output = only(query, position, "a subquery used as a value");
                yield new Value(
                        new Expression.ScalarQuery(query, output.type()),
                        output.metadata().computed(),
                        position);
            }
        };
    }

    private static Expression number(ValueExpression.NumericLiteral literal) throws AdqlException {
        if (literal.isInteger()) {
            try {
                long value = Long.parseLong(literal.text());
                return new Expression.IntegerLiteral(
                        value, value <= Integer.MAX_VALUE ? Numeric.INTEGER : Numeric.BIGINT);
            } catch (NumberFormatException e) {
                // longer than a BIGINT: goes on as a DOUBLE
            }
        }
        double value = Double.parseDouble(literal.text());
        if (!Double.isFinite(value)) {
            throw new AdqlException(literal.position(), "the number is too large for DOUBLE PRECISION");
        }
        return new Expression.DoubleLiteral(value);
    }

    private Value arithmetic(ValueExpression.Arithmetic arithmetic) throws AdqlException {
        String operator = "'" + arithmetic.operator().symbol() + "'";
        Value left = Types.number(value(arithmetic.left()), operator);
        Value right = Types.number(value(arithmetic.right()), operator);
        Metadata metadata = switch (arithmetic.operator()) {
            case ADD, SUBTRACT -> left.metadata().plus(right.metadata());
            case MULTIPLY -> left.metadata().times(right.metadata());
            case DIVIDE -> left.metadata().over(right.metadata());
        };
        return new Value(
                new Expression.Arithmetic(
                        Expression.ArithmeticOperator.valueOf(
                                arithmetic.operator().name()),
                        left.expression(),
                        right.expression(),
                        Types.wider(left.type(), right.type())),
                metadata,
                arithmetic.position());
    }

    /** An operand of {@code ||}; numbers are written out. */
    private static Expression piece(Value value) throws AdqlException {
        return value.type() instanceof Numeric
                ? new Expression.Cast(value.expression(), Simple.TEXT, Optional.empty(), false)
                : Types.text(value, "'||'").expression();
    }

    // ---- aggregates

    /** The arguments of an aggregate: no aggregates themselves, and of this query. */
    List<Value> aggregated(String function, List<ValueExpression> written, Position position) throws AdqlException {
        requireAllowed(function, position);
        ExpressionChecker inside = new ExpressionChecker(context, queries, scope, Optional.of("another aggregate"));
        List<Value> arguments = inside.values(written);
        for (Value argument : arguments) {
            requireOwnColumns(argument);
        }
        return arguments;
    }

    private void requireAllowed(String function, Position position) throws AdqlException {
        if (noAggregates.isPresent()) {
            throw new AdqlException(
                    position,
                    function + " cannot be used in " + noAggregates.get()
                            + (noAggregates.get().equals("WHERE") ? "; conditions on groups stand in HAVING" : ""));
        }
    }

    private Value aggregate(ValueExpression.SetFunction set) throws AdqlException {
        requireAllowed(set.function().name(), set.position());
        Expression.AggregateFunction function =
                Expression.AggregateFunction.valueOf(set.function().name());
        if (set.argument().isEmpty()) {
            return new Value(
                    new Expression.Aggregate(function, false, Optional.empty(), Numeric.BIGINT),
                    Metadata.ucd("meta.number"),
                    set.position());
        }
        Value argument = aggregated(
                        set.function().name(), List.of(set.argument().get()), set.position())
                .get(0);
        argument = switch (function) {
            case AVG, SUM -> Types.number(argument, function.name());
            case COUNT, MIN, MAX -> Types.isUnknown(argument.type()) ? Types.text(argument, function.name()) : argument;
        };
        ValueType type = switch (function) {
            case COUNT -> Numeric.BIGINT;
            case AVG -> Numeric.DOUBLE;
            case SUM ->
                Types.wider(argument.type(), Numeric.BIGINT) == Numeric.BIGINT ? Numeric.BIGINT : Numeric.DOUBLE;
            case MIN, MAX -> {
                boolean ordered = argument.type() instanceof Numeric
                        || argument.type() == Simple.TEXT
                        || argument.type() == Simple.TIMESTAMP;
                if (!ordered) {
                    throw new AdqlException(
                            argument.position(),
                            function + " takes a number, a text or a time, found " + Types.name(argument.type()));
                }
                yield argument.type();
            }
        };
        Metadata metadata = switch (function) {
            case COUNT -> Metadata.ucd("meta.number");
            case MIN, MAX -> argument.metadata().computed();
            case AVG, SUM -> argument.metadata().unitOnly();
        };
        return new Value(
                new Expression.Aggregate(function, set.distinct(), Optional.of(argument.expression()), type),
                metadata,
                set.position());
    }

    /** SQL gives an aggregate over columns of an enclosing query alone to that query; ADQL says nothing of it. */
    private void requireOwnColumns(Value argument) throws AdqlException {
        ColumnUses uses = new ColumnUses(scope);
        uses.visit(argument.expression());
        if (uses.outerOnly()) {
            throw new AdqlException(
                    argument.position(), "an aggregate in a subquery has to use a column of the subquery itself");
        }
    }

    // ---- CASE

    private Value searched(ValueExpression.SearchedCase searched) throws AdqlException {
        List<Condition> when = new ArrayList<>();
        List<Value> results = new ArrayList<>();
        for (ValueExpression.SearchedWhen branch : searched.branches()) {
            when.add(conditions.condition(branch.condition()));
            results.add(value(branch.value()));
        }
        return caseOf(when, results, searched.otherwise(), searched.position());
    }

    private Value simple(ValueExpression.SimpleCase simple) throws AdqlException {
        Comparisons comparisons = new Comparisons();
        List<Condition> when = new ArrayList<>();
        List<Value> results = new ArrayList<>();
        for (ValueExpression.SimpleWhen branch : simple.branches()) {
            Value operand = value(simple.operand());
            when.add(comparisons.equal(
                    operand, value(branch.match()), branch.match().position()));
            results.add(value(branch.value()));
        }
        return caseOf(when, results, simple.otherwise(), simple.position());
    }

    private Value caseOf(
            List<Condition> when, List<Value> results, Optional<ValueExpression> otherwise, Position position)
            throws AdqlException {
        List<Value> all = new ArrayList<>(results);
        if (otherwise.isPresent()) {
            all.add(value(otherwise.get()));
        }
        ValueType type = common(all, "the branches of a CASE");
        List<Expression.When> branches = new ArrayList<>();
        for (int i = 0; i < when.size(); i++) {
            branches.add(new Expression.When(when.get(i), Types.converted(results.get(i), type)));
        }
        Optional<Expression> last =
                otherwise.isPresent() ? Optional.of(Types.converted(all.get(all.size() - 1), type)) : Optional.empty();
        return new Value(new Expression.Case(branches, last, type), sharedMetadata(all), position);
    }

    /** The type values have in common. */
    ValueType common(List<Value> values, String what) throws AdqlException {
        Optional<ValueType> common = Types.common(values);
        if (common.isPresent()) {
            return common.get();
        }
        Value first = values.stream()
                .filter(v -> !Types.isUnknown(v.type()))
                .findFirst()
                .orElseThrow();
        Value other = values.stream()
                .filter(v -> Types.common(List.of(first, v)).isEmpty())
                .findFirst()
                .orElse(first);
        throw new AdqlException(
                other.position(),
                what + " have one type; found " + Types.name(first.type()) + " and " + Types.name(other.type()));
    }

    /** The unit that all values have which are no literals, and the UCD likewise. */
    static Metadata sharedMetadata(List<Value> values) {
        return values.stream()
                .map(value -> value.metadata().computed())
                .filter(metadata -> !metadata.constant())
                .reduce(Metadata::shared)
                .orElse(Metadata.NONE);
    }

    // ---- subqueries

    CheckedQuery subquery(SelectExpression query) throws AdqlException {
        return queries.query(query, Optional.of(scope));
    }

    CheckedQuery retyped(CheckedQuery query, ValueType type) throws AdqlException {
        return queries.retyped(query, List.of(type));
    }

    /** The only column of a query, for use as a value. */
    Value only(CheckedQuery query, Position position, String what) throws AdqlException {
        if (query.outputs().size() != 1) {
            throw new AdqlException(
                    position, what + " has one column, found " + query.outputs().size());
        }
        OutputColumn output = query.outputs().get(0);
        return new Value(output.expression(), Metadata.of(output.field()), position);
    }
}
