// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.Udfs;
import org.meridian.tap.adql.checked.CheckedQuery;
import org.meridian.tap.adql.checked.CheckedQuery.SortKey;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.checked.OutputColumn;
import org.meridian.tap.adql.checked.Relation;
import org.meridian.tap.adql.syntax.Position;
import org.meridian.tap.adql.syntax.Query;
import org.meridian.tap.adql.syntax.QuerySet;
import org.meridian.tap.adql.syntax.QuerySet.SelectQuery;
import org.meridian.tap.adql.syntax.SelectExpression;
import org.meridian.tap.schema.TapSchema;
import org.meridian.tap.schema.ValueType;
import org.meridian.tap.schema.ValueType.Simple;

/** Binds whole queries: WITH, set operators (ADQL 2.1, section 4.6), sorting and cutting of their results. */
public final class QueryChecker {
    private final Context context;

    private QueryChecker(Context context) {
        this.context = context;
    }

    /**
     * Binds names and types.
     *
     * @throws AdqlException if the query is not valid
     */
    public static CheckedQuery check(Query query, TapSchema schema, Udfs udfs) throws AdqlException {
        Context context = new Context(schema, udfs);
        QueryChecker checker = new QueryChecker(context);
        for (Query.CommonTable table : query.with()) {
            context.declare(table.name(), checker.query(table.query(), Optional.empty()));
        }
        CheckedQuery body = checker.typed(checker.query(query.body(), Optional.empty()));
        CheckedQuery checked = new CheckedQuery(
                context.commonTables().stream().map(Context.Common::table).toList(),
                body.body(),
                body.orderBy(),
                body.top(),
                body.offset());
        WrittenOut.require(checked, context);
        return checked;
    }

    /** The same query whose columns all have types; NULL alone is a text. */
    private CheckedQuery typed(CheckedQuery query) throws AdqlException {
        List<ValueType> types = query.outputs().stream()
                .map(output -> output.expression().type())
                .map(type -> Types.isUnknown(type) ? Simple.TEXT : type)
                .toList();
        return retyped(query, types);
    }

    /** A query whose columns may yet be of unknown type. */
    CheckedQuery query(SelectExpression expression, Optional<Scope> outer) throws AdqlException {
        return switch (expression.body()) {
            case SelectQuery select ->
                new SelectChecker(context, this, outer).select(select, expression.orderBy(), expression.offset());
            case QuerySet.SetOperation operation -> {
                CheckedQuery combined = combined(operation, outer);
                List<SortKey> keys = new OrderRules(context, this).overOutputs(combined, expression.orderBy());
                yield context.named(
                        new CheckedQuery(List.of(), combined.body(), keys, OptionalLong.empty(), expression.offset()),
                        context.names(combined));
            }
            case QuerySet.Nested nested -> {
                CheckedQuery inner = wrapped(query(nested.query(), outer));
                List<SortKey> keys = new OrderRules(context, this).overWrapped(inner, expression.orderBy());
                yield context.named(
                        new CheckedQuery(List.of(), inner.body(), keys, OptionalLong.empty(), expression.offset()),
                        context.names(inner));
            }
        };
    }

    private CheckedQuery operand(QuerySet set, Optional<Scope> outer) throws AdqlException {
        return switch (set) {
            case SelectQuery select ->
                new SelectChecker(context, this, outer).select(select, List.of(), OptionalLong.empty());
            case QuerySet.SetOperation operation -> combined(operation, outer);
            case QuerySet.Nested nested -> query(nested.query(), outer);
        };
    }

    private CheckedQuery combined(QuerySet.SetOperation operation, Optional<Scope> outer) throws AdqlException {
        CheckedQuery left = operand(operation.left(), outer);
        CheckedQuery right = operand(operation.right(), outer);
        int count = left.outputs().size();
        if (count != right.outputs().size()) {
            throw new AdqlException(
                    operation.position(),
                    operation.operator() + " combines queries with as many columns; found " + count + " and "
                            + right.outputs().size());
        }
        List<ValueType> types = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            types.add(type(left.outputs().get(i), right.outputs().get(i), operation, i));
        }
        CheckedQuery first = retyped(left, types);
        CheckedQuery second = retyped(right, types);
        List<OutputColumn> outputs = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            outputs.add(new OutputColumn(
                    new Expression.OutputRef(i, types.get(i)),
                    TextKind.common(
                            first.outputs().get(i).field(),
                            second.outputs().get(i).field())));
        }
        CheckedQuery.SetOperation body = new CheckedQuery.SetOperation(
                CheckedQuery.SetOperator.valueOf(operation.operator().name()), operation.all(), first, second, outputs);
        return context.named(
                new CheckedQuery(List.of(), body, List.of(), OptionalLong.empty(), OptionalLong.empty()),
                context.names(left));
    }

    private static ValueType type(OutputColumn left, OutputColumn right, QuerySet.SetOperation operation, int index)
            throws AdqlException {
        Position position = operation.position();
        Optional<ValueType> common = Types.common(List.of(
                new Value(left.expression(), Metadata.NONE, position),
                new Value(right.expression(), Metadata.NONE, position)));
        if (common.isEmpty()) {
            throw new AdqlException(
                    position,
                    operation.operator() + " combines columns of the same type; column " + (index + 1) + " is "
                            + Types.name(left.expression().type()) + " on the left and "
                            + Types.name(right.expression().type()) + " on the right");
        }
        return common.get();
    }

    // ---- types of results

    /** The same query with columns of the given types. */
    CheckedQuery retyped(CheckedQuery query, List<ValueType> types) throws AdqlException {
        List<ValueType> own =
                query.outputs().stream().map(o -> o.expression().type()).toList();
        if (own.equals(types)) {
            return query;
        }
        boolean direct = query.body() instanceof CheckedQuery.Select select
                && !select.distinct()
                && query.orderBy().isEmpty();
        CheckedQuery base = direct ? query : wrapped(query);
        if (!(base.body() instanceof CheckedQuery.Select select)) {
            throw new IllegalStateException("a wrapped query is a SELECT");
        }
        List<OutputColumn> outputs = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            OutputColumn output = select.outputs().get(i);
            Value value = new Value(output.expression(), Metadata.of(output.field()), Position.NONE);
            Expression converted = Types.converted(value, types.get(i));
            outputs.add(
                    converted == output.expression()
                            ? output
                            : new OutputColumn(
                                    converted,
                                    TextKind.field(
                                            value.metadata()
                                                    .computed()
                                                    .field(output.field().name(), types.get(i)),
                                            converted)));
        }
        CheckedQuery.Select body = new CheckedQuery.Select(
                select.distinct(), outputs, select.from(), select.where(), select.groupBy(), select.having());
        return context.named(
                new CheckedQuery(List.of(), body, base.orderBy(), base.top(), base.offset()), context.names(query));
    }

    /** {@code SELECT * FROM (query)}. */
    private CheckedQuery wrapped(CheckedQuery query) {
        Relation.Source source = new Relation.SubquerySource(context.nextId(), query);
        List<OutputColumn> outputs = new ArrayList<>();
        for (OutputColumn output : query.outputs()) {
            outputs.add(new OutputColumn(
                    new Expression.ColumnRef(
                            source, outputs.size(), output.expression().type()),
                    output.field()));
        }
        CheckedQuery.Select body = new CheckedQuery.Select(
                false, outputs, Optional.of(source), Optional.empty(), List.of(), Optional.empty());
        return context.named(
                new CheckedQuery(List.of(), body, List.of(), OptionalLong.empty(), OptionalLong.empty()),
                context.names(query));
    }
}
