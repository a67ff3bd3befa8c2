// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.check;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.meridian.tap.adql.checked.OutputColumn;
import org.meridian.tap.adql.syntax.QuerySet.DerivedColumn;
import org.meridian.tap.adql.syntax.ValueExpression;

/**
 * Names of result columns: the alias, else the column's own, else that of the function, else {@code col}. Names are unique,
 * also in different case, by a number behind the later ones; names that were written go before made-up ones.
 */
final class OutputNames {
    private OutputNames() {}

    /**
     * A selected value.
     *
     * @param name its alias or, for a plain column, the column's name
     * @param stem what to call it otherwise
     * @param alias whether the name is an alias
     */
    record Item(Optional<ColumnName> name, String stem, boolean alias, Value value) {

        static Item of(DerivedColumn column, Value value) {
            if (column.alias().isPresent()) {
                return new Item(column.alias().map(ColumnName::of), "", true, value);
            }
            if (column.expression() instanceof ValueExpression.ColumnReference reference) {
                String field = value.metadata()
                        .column()
                        .map(c -> c.name())
                        .orElse(reference.name().last().text());
                boolean same = reference.name().last().text().equalsIgnoreCase(field);
                String text = same ? field : reference.name().last().text();
                return new Item(Optional.of(new ColumnName(text, true)), "", false, value);
            }
            return new Item(Optional.empty(), stemOf(column.expression()), false, value);
        }
    }

    private static String stemOf(ValueExpression expression) {
        return switch (expression) {
            case ValueExpression.FunctionCall call -> call.function().name().toLowerCase(Locale.ROOT);
            case ValueExpression.UserFunctionCall call -> call.name().text().toLowerCase(Locale.ROOT);
            case ValueExpression.SetFunction set -> set.function().name().toLowerCase(Locale.ROOT);
            case ValueExpression.Cast cast ->
                cast.operand() instanceof ValueExpression.ColumnReference column
                        ? column.name().last().text()
                        : stemOf(cast.operand());
            case ValueExpression.SearchedCase searched -> "case";
            case ValueExpression.SimpleCase simple -> "case";
            default -> "col";
        };
    }

    static List<OutputColumn> outputs(List<Item> items) {
        Set<String> taken = new HashSet<>();
        String[] names = new String[items.size()];
        for (int i = 0; i < names.length; i++) {
            Optional<ColumnName> name = items.get(i).name();
            names[i] = name.isPresent() ? unique(name.get().text(), 1, taken) : "";
        }
        for (int i = 0; i < names.length; i++) {
            if (names[i].isEmpty()) {
                String stem = items.get(i).stem();
                names[i] = stem.equals("col") ? unique("col_" + (i + 1), 1, taken) : unique(stem, 1, taken);
            }
        }
        List<OutputColumn> outputs = new ArrayList<>();
        for (String name : Arrays.asList(names)) {
            Value value = items.get(outputs.size()).value();
            outputs.add(new OutputColumn(value.expression(), value.metadata().field(name, value.type())));
        }
        return outputs;
    }

    private static String unique(String name, int number, Set<String> taken) {
        int at = number;
        String candidate = name;
        while (!taken.add(candidate.toLowerCase(Locale.ROOT))) {
            at++;
            candidate = name + "_" + at;
        }
        return candidate;
    }
}
