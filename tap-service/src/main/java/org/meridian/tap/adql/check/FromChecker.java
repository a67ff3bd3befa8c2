// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.Nearest;
import org.meridian.tap.adql.checked.CheckedQuery;
import org.meridian.tap.adql.checked.Condition;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.checked.OutputColumn;
import org.meridian.tap.adql.checked.Relation;
import org.meridian.tap.adql.syntax.Identifier;
import org.meridian.tap.adql.syntax.Position;
import org.meridian.tap.adql.syntax.QualifiedName;
import org.meridian.tap.adql.syntax.TableReference;
import org.meridian.tap.adql.syntax.TableReference.DerivedTable;
import org.meridian.tap.adql.syntax.TableReference.JoinedTable;
import org.meridian.tap.adql.syntax.TableReference.NamedTable;
import org.meridian.tap.schema.AdqlName;
import org.meridian.tap.schema.TapColumn;
import org.meridian.tap.schema.TapTable;

/** Binds what stands in FROM. */
final class FromChecker {
    private final Context context;
    private final QueryChecker queries;
    private final Optional<Scope> outer;

    FromChecker(Context context, QueryChecker queries, Optional<Scope> outer) {
        this.context = context;
        this.queries = queries;
        this.outer = outer;
    }

    /** Rows and the names of their columns. */
    record From(Relation relation, Scope scope) {}

    /** Tables separated by commas. */
    From from(List<TableReference> references) throws AdqlException {
        From result = table(references.get(0));
        for (TableReference reference : references.subList(1, references.size())) {
            From next = table(reference);
            requireDifferent(result.scope(), next.scope(), position(reference));
            result = new From(
                    new Relation.Join(Relation.JoinKind.CROSS, result.relation(), next.relation(), Optional.empty()),
                    Scope.both(result.scope(), next.scope()));
        }
        return result;
    }

    static Position position(TableReference reference) {
        return switch (reference) {
            case NamedTable named -> named.name().position();
            case DerivedTable derived -> derived.alias().position();
            case JoinedTable join -> join.position();
        };
    }

    private static void requireDifferent(Scope left, Scope right, Position position) throws AdqlException {
        for (Scope.Table a : left.tables()) {
            for (Scope.Table b : right.tables()) {
                if (a.shown().equalsIgnoreCase(b.shown())) {
                    throw new AdqlException(
                            position,
                            "two tables in FROM are called " + a.shown() + "; give one another name, as in " + b.shown()
                                    + " AS t2");
                }
            }
        }
    }

    private From table(TableReference reference) throws AdqlException {
        return switch (reference) {
            case NamedTable named -> named(named);
            case DerivedTable derived -> {
                CheckedQuery query = queries.query(derived.query(), outer);
                Relation.Source source = new Relation.SubquerySource(context.nextId(), query);
                yield ofQuery(source, query, ColumnName.of(derived.alias()));
            }
            case JoinedTable join -> join(join);
        };
    }

    private From named(NamedTable named) throws AdqlException {
        QualifiedName name = named.name();
        if (name.parts().size() == 1) {
            for (Context.Common common : context.commonTables()) {
                if (common.name().folded().equals(name.last().folded())) {
                    ColumnName shown = ColumnName.of(named.alias().orElse(common.name()));
                    Relation.Source source = new Relation.CommonTableSource(context.nextId(), common.table());
                    return ofQuery(source, common.table().query(), shown);
                }
            }
        }
        TapTable table = new TableNames(context).table(name);
        Relation.Source source = new Relation.TableSource(context.nextId(), table);
        Optional<ColumnName> alias = named.alias().map(ColumnName::of);
        String prefix = alias.map(ColumnName::text).orElse(table.qualifiedName());
        List<Scope.Column> columns = new ArrayList<>();
        for (TapColumn column : table.columns()) {
            columns.add(new Scope.Column(
                    new ColumnName(column.name(), true),
                    new Value(
                            new Expression.ColumnRef(source, columns.size(), column.type()),
                            Metadata.of(column.field()),
                            Position.NONE),
                    prefix + "." + column.name()));
        }
        return single(new Scope.Table(alias, Optional.of(table), source, List.copyOf(columns)));
    }

    private From ofQuery(Relation.Source source, CheckedQuery query, ColumnName alias) {
        List<ColumnName> names = context.names(query);
        List<Scope.Column> columns = new ArrayList<>();
        for (OutputColumn output : query.outputs()) {
            int index = columns.size();
            ColumnName name = index < names.size()
                    ? names.get(index)
                    : new ColumnName(output.field().name(), true);
            columns.add(new Scope.Column(
                    name,
                    new Value(
                            new Expression.ColumnRef(
                                    source, index, output.expression().type()),
                            Metadata.of(output.field()),
                            Position.NONE),
                    alias.text() + "." + name.text()));
        }
        return single(new Scope.Table(Optional.of(alias), Optional.empty(), source, List.copyOf(columns)));
    }

    private From single(Scope.Table table) {
        return new From(table.source(), new Scope(List.of(table), table.columns(), List.of(), outer));
    }

    // ---- joins

    private From join(JoinedTable join) throws AdqlException {
        From left = table(join.left());
        From right = table(join.right());
        requireDifferent(left.scope(), right.scope(), position(join.right()));
        Relation.JoinKind kind = Relation.JoinKind.valueOf(join.kind().name());
        Scope scope = Scope.both(left.scope(), right.scope());
        if (join.natural()) {
            return paired(kind, left, right, common(left.scope(), right.scope(), join.position()), join.position());
        }
        if (join.specification().isEmpty()) {
            return unconditional(kind, left, right, scope);
        }
        return switch (join.specification().get()) {
            case TableReference.On on -> {
                Condition condition = new ExpressionChecker(context, queries, scope, Optional.of("ON"))
                        .conditions()
                        .condition(on.condition());
                yield new From(
                        new Relation.Join(kind, left.relation(), right.relation(), Optional.of(condition)), scope);
            }
            case TableReference.Using using -> paired(kind, left, right, using.columns(), join.position());
        };
    }

    /** JOIN without ON or USING, which the grammar allows: every row with every row. */
    private static From unconditional(Relation.JoinKind kind, From left, From right, Scope scope) {
        if (kind == Relation.JoinKind.INNER) {
            return new From(
                    new Relation.Join(Relation.JoinKind.CROSS, left.relation(), right.relation(), Optional.empty()),
                    scope);
        }
        Expression one = new Expression.IntegerLiteral(1, org.meridian.tap.schema.ValueType.Numeric.INTEGER);
        Condition always = new Condition.Comparison(Condition.ComparisonOperator.EQUAL, one, one);
        return new From(new Relation.Join(kind, left.relation(), right.relation(), Optional.of(always)), scope);
    }

    private static List<Identifier> common(Scope left, Scope right, Position position) throws AdqlException {
        List<Identifier> common = left.columns().stream()
                .map(column -> reference(column, left, position))
                .filter(name -> right.columns().stream()
                        .anyMatch(column ->
                                column.name().matches(name) || column.name().resembles(name)))
                .toList();
        if (common.isEmpty()) {
            throw new AdqlException(position, "the tables of this NATURAL JOIN have no column name in common");
        }
        return common;
    }

    /** How a query would refer to a column: in any case, unless that means another one, too. */
    private static Identifier reference(Scope.Column column, Scope scope, Position position) {
        String text = column.name().text();
        boolean alone = scope.columns().stream()
                        .filter(other -> other.name().text().equalsIgnoreCase(text))
                        .count()
                == 1;
        boolean inAnyCase = alone && AdqlName.isRegular(text);
        return new Identifier(text, column.name().caseSensitive() && !inAnyCase, position);
    }

    /** Columns of the same name compared and then shown once (SQL-92, section 7.5). */
    private From paired(Relation.JoinKind kind, From left, From right, List<Identifier> names, Position position)
            throws AdqlException {
        List<Condition> conditions = new ArrayList<>();
        List<Scope.Column> merged = new ArrayList<>();
        List<Scope.Column> rest = new ArrayList<>(left.scope().columns());
        List<Scope.Column> restRight = new ArrayList<>(right.scope().columns());
        Comparisons comparisons = new Comparisons();
        for (Identifier name : names) {
            Scope.Column a = only(left.scope(), name);
            Scope.Column b = only(right.scope(), name);
            rest.remove(a);
            restRight.remove(b);
            Value leftValue = new Value(a.value().expression(), a.value().metadata(), name.position());
            Value rightValue = new Value(b.value().expression(), b.value().metadata(), name.position());
            conditions.add(comparisons.equal(leftValue, rightValue, position));
            merged.add(new Scope.Column(a.name(), merged(kind, leftValue, rightValue), a.of()));
        }
        merged.addAll(rest);
        merged.addAll(restRight);
        Condition on = conditions.size() == 1 ? conditions.get(0) : new Condition.And(conditions);
        Scope both = Scope.both(left.scope(), right.scope());
        return new From(
                new Relation.Join(kind, left.relation(), right.relation(), Optional.of(on)),
                new Scope(both.tables(), List.copyOf(merged), List.of(), outer));
    }

    private static Value merged(Relation.JoinKind kind, Value left, Value right) throws AdqlException {
        return switch (kind) {
            case INNER, LEFT, CROSS -> left;
            case RIGHT -> right;
            case FULL -> {
                List<Value> both = List.of(left, right);
                org.meridian.tap.schema.ValueType type = Types.common(both).orElse(left.type());
                List<Expression> arguments = List.of(Types.converted(left, type), Types.converted(right, type));
                yield new Value(
                        new Expression.FunctionCall(Expression.StandardFunction.COALESCE, arguments, type),
                        left.metadata().computed(),
                        left.position());
            }
        };
    }

    private static Scope.Column only(Scope scope, Identifier name) throws AdqlException {
        List<Scope.Column> found = scope.columns().stream()
                .filter(column -> column.name().matches(name))
                .toList();
        if (found.isEmpty()) {
            found = scope.columns().stream()
                    .filter(column -> column.name().resembles(name))
                    .toList();
        }
        if (found.size() == 1) {
            return found.get(0);
        }
        List<String> names =
                scope.columns().stream().map(column -> column.name().text()).toList();
        String tables =
                Nearest.anyOf(scope.tables().stream().map(Scope.Table::shown).toList());
        throw new AdqlException(
                name.position(),
                found.isEmpty()
                        ? tables + " has no column " + name + Nearest.hint(name.text(), names)
                        : "the column name " + name + " is ambiguous in " + tables);
    }
}
