// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.Nearest;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.checked.Relation;
import org.meridian.tap.adql.syntax.Identifier;
import org.meridian.tap.adql.syntax.QualifiedName;
import org.meridian.tap.schema.TapTable;

/**
 * The names that mean something at some place of a query.
 *
 * @param tables what stands in FROM
 * @param columns what {@code *} means and what a name without qualifier may mean: columns paired by USING or NATURAL once
 * @param aliases names of result columns, tried after those of tables; for ORDER BY and GROUP BY
 * @param outer the scope of the enclosing query, if this is a subquery
 */
record Scope(List<Table> tables, List<Column> columns, List<Column> aliases, Optional<Scope> outer) {

    /** A column under its name; {@code of} is what candidates are called by, such as {@code t.ra}. */
    record Column(ColumnName name, Value value, String of) {}

    /**
     * A table in FROM.
     *
     * @param alias the name given to it, which hides its own
     * @param table the published table it is; empty for a subquery and a common table
     */
    record Table(Optional<ColumnName> alias, Optional<TapTable> table, Relation.Source source, List<Column> columns) {

        /** Whether the parts before a column name, or before {@code .*}, mean this table. */
        boolean isCalled(List<Identifier> qualifier) {
            Identifier last = qualifier.get(qualifier.size() - 1);
            if (alias.isPresent()) {
                return qualifier.size() == 1
                        && (alias.get().matches(last) || alias.get().resembles(last));
            }
            return table.isPresent() && isTable(table.get(), qualifier);
        }

        String shown() {
            return alias.map(ColumnName::text)
                    .or(() -> table.map(TapTable::qualifiedName))
                    .orElse("");
        }
    }

    /** Whether {@code [[catalog.]schema.]table} is the name of a table. */
    static boolean isTable(TapTable table, List<Identifier> name) {
        if (!same(name.get(name.size() - 1), table.name())) {
            return false;
        }
        return switch (name.size()) {
            case 1 -> true;
            case 2 -> same(name.get(0), table.schema());
            default -> {
                int period = table.schema().indexOf('.');
                yield period > 0
                        && same(name.get(0), table.schema().substring(0, period))
                        && same(name.get(1), table.schema().substring(period + 1));
            }
        };
    }

    private static boolean same(Identifier identifier, String name) {
        return identifier.delimited()
                ? identifier.text().equals(name)
                : identifier.text().equalsIgnoreCase(name);
    }

    Scope withAliases(List<Column> names) {
        return new Scope(tables, columns, names, outer);
    }

    /** The column a name means here. */
    Value column(QualifiedName name, Context context) throws AdqlException {
        for (Optional<Scope> at = Optional.of(this);
                at.isPresent();
                at = at.get().outer()) {
            Optional<Value> found = at.get().own(name);
            if (found.isPresent()) {
                return new Value(
                        again(found.get().expression(), name, context),
                        found.get().metadata(),
                        name.position());
            }
        }
        throw new UnknownColumn(this, context.schema()).fault(name);
    }

    /** A reference of its own for each use, so that each has its position. */
    private static Expression again(Expression expression, QualifiedName name, Context context) {
        return expression instanceof Expression.ColumnRef ref
                ? context.placed(new Expression.ColumnRef(ref.source(), ref.index(), ref.type()), name.position())
                : expression;
    }

    private Optional<Value> own(QualifiedName name) throws AdqlException {
        if (name.qualifier().isEmpty()) {
            Optional<Value> found = among(columns, name);
            return found.isPresent() ? found : among(aliases, name);
        }
        List<Table> called = tables.stream()
                .filter(table -> table.isCalled(name.qualifier()))
                .toList();
        if (called.size() > 1) {
            throw new AdqlException(
                    name.position(),
                    name.qualifier().get(0) + " is ambiguous: it can be "
                            + Nearest.anyOf(called.stream().map(Table::shown).toList()));
        }
        return called.isEmpty() ? Optional.empty() : among(called.get(0).columns(), name);
    }

    private static Optional<Value> among(List<Column> columns, QualifiedName name) throws AdqlException {
        Identifier last = name.last();
        List<Column> found = matching(columns, column -> column.name().matches(last));
        if (found.isEmpty()) {
            found = matching(columns, column -> column.name().resembles(last));
        }
        List<String> meanings = found.stream().map(Column::of).distinct().toList();
        if (found.size() > 1) {
            throw new AdqlException(
                    name.position(),
                    "the column name " + name + " is ambiguous: it can be "
                            + (meanings.size() > 1
                                    ? Nearest.anyOf(meanings)
                                    : "any of " + found.size() + " columns " + meanings.get(0)));
        }
        return found.stream().map(Column::value).findFirst();
    }

    private static List<Column> matching(List<Column> columns, Predicate<Column> test) {
        return columns.stream().filter(test).toList();
    }

    /** The only table of a qualifier, for {@code table.*}. */
    Table table(QualifiedName name) throws AdqlException {
        List<Table> called =
                tables.stream().filter(table -> table.isCalled(name.parts())).toList();
        if (called.size() == 1) {
            return called.get(0);
        }
        List<String> shown = tables.stream().map(Table::shown).toList();
        throw new AdqlException(
                name.position(),
                called.isEmpty()
                        ? "there is no table " + name + " in FROM, which has "
                                + Nearest.anyOf(shown).replace(" or ", " and ")
                        : name + " is ambiguous: it can be "
                                + Nearest.anyOf(
                                        called.stream().map(Table::shown).toList()));
    }

    /** Tables of this scope and the enclosing ones. */
    Stream<Table> allTables() {
        return Stream.concat(tables.stream(), outer.stream().flatMap(Scope::allTables));
    }

    /** Both, as of tables separated by a comma. */
    static Scope both(Scope left, Scope right) {
        List<Table> tables = new ArrayList<>(left.tables());
        tables.addAll(right.tables());
        List<Column> columns = new ArrayList<>(left.columns());
        columns.addAll(right.columns());
        return new Scope(List.copyOf(tables), List.copyOf(columns), List.of(), left.outer());
    }
}
