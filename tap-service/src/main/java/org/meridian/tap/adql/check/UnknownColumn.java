// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.check;

import java.util.List;
import java.util.Optional;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.Nearest;
import org.meridian.tap.adql.syntax.Identifier;
import org.meridian.tap.adql.syntax.QualifiedName;
import org.meridian.tap.adql.syntax.ReservedWords;
import org.meridian.tap.schema.TapColumn;
import org.meridian.tap.schema.TapSchema;
import org.meridian.tap.schema.TapTable;

/** Says what somebody may have meant by a column name that means nothing. */
record UnknownColumn(Scope scope, TapSchema schema) {
    private static final int MOST = 3;

    AdqlException fault(QualifiedName name) {
        return new AdqlException(name.position(), reason(name));
    }

    private String reason(QualifiedName name) {
        List<Identifier> qualifier = name.qualifier();
        if (qualifier.isEmpty()) {
            return "there is no column " + name
                    + hint(name.last(), columnsOf(scope.allTables().toList()));
        }
        List<Scope.Table> called =
                scope.allTables().filter(table -> table.isCalled(qualifier)).toList();
        String table = new QualifiedName(qualifier).toString();
        if (!called.isEmpty()) {
            return "the table " + table + " has no column " + name.last() + hint(name.last(), columnsOf(called));
        }
        Optional<Scope.Table> hidden = scope.allTables()
                .filter(t -> t.alias().isPresent()
                        && t.table().isPresent()
                        && Scope.isTable(t.table().get(), qualifier))
                .findFirst();
        if (hidden.isPresent()) {
            return "the table " + table + " is called " + hidden.get().shown() + " here; write "
                    + hidden.get().shown() + "." + name.last();
        }
        boolean published = schema.tables().stream().anyMatch(t -> Scope.isTable(t, qualifier));
        List<String> shown = scope.allTables().map(Scope.Table::shown).toList();
        return "the table " + table + " is not in FROM" + (published ? "; add it there" : Nearest.hint(table, shown));
    }

    private static List<String> columnsOf(List<Scope.Table> tables) {
        return tables.stream()
                .flatMap(table -> table.columns().stream())
                .map(column -> column.name().text())
                .toList();
    }

    private String hint(Identifier name, List<String> candidates) {
        Optional<String> differsInCase =
                candidates.stream().filter(c -> c.equalsIgnoreCase(name.text())).findFirst();
        if (differsInCase.isPresent()) {
            return "; names in double quotes are case-sensitive: did you mean " + written(differsInCase.get()) + "?";
        }
        List<String> near = Nearest.to(name.text(), candidates);
        if (!near.isEmpty()) {
            return "; did you mean "
                    + Nearest.anyOf(near.stream().map(UnknownColumn::written).toList()) + "?";
        }
        List<String> elsewhere = schema.tables().stream()
                .filter(table -> has(table, name))
                .map(TapTable::qualifiedName)
                .limit(MOST)
                .toList();
        return elsewhere.isEmpty()
                ? quotes(name)
                : "; " + Nearest.anyOf(elsewhere).replace(" or ", " and ")
                        + (elsewhere.size() == 1 ? " has such a column but is" : " have such a column but are")
                        + " not in FROM";
    }

    private static boolean has(TapTable table, Identifier name) {
        return table.columns().stream().map(TapColumn::name).anyMatch(column -> column.equalsIgnoreCase(name.text()));
    }

    /** What somebody may have meant who put a text, or several names, in double quotes. */
    static String quotes(Identifier name) {
        if (!name.delimited()) {
            return "";
        }
        return name.text().matches("\\w+(\\.\\w+)+")
                ? "; each part of a name has quotes of its own: \""
                        + name.text().replace(".", "\".\"") + "\""
                : "; a text stands in single quotes: '" + name.text().replace("'", "''") + "'";
    }

    /** A name as a query has to write it. */
    static String written(String name) {
        return name.matches("[A-Za-z][A-Za-z0-9_]*") && !ReservedWords.contains(name)
                ? name
                : "\"" + name.replace("\"", "\"\"") + "\"";
    }
}
