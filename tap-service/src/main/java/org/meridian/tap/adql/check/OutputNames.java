// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.meridian.core.votable.Field;
import org.meridian.tap.adql.checked.OutputColumn;
import org.meridian.tap.adql.syntax.QuerySet.DerivedColumn;
import org.meridian.tap.adql.syntax.ReservedWords;
import org.meridian.tap.adql.syntax.ValueExpression;

/**
 * Names of result columns (TAP 1.1, section 3.2): the alias or the column's own, as written; of the same name given twice the
 * later ones get a number behind. Other names are made up of the function and its column ({@code avg_mag}), say what is
 * calculated ({@code bp_minus_rp}), or are {@code col_1}: valid without quotes and different from all others, also in
 * different case.
 */
final class OutputNames {
    private static final int LONGEST_CALCULATION = 40;

    private OutputNames() {}

    /**
     * A selected value.
     *
     * @param name its alias or, for a plain column, the column's name
     * @param stem what to call it otherwise; may be empty
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
            case ValueExpression.FunctionCall call ->
                stemOf(call.function().name(), call.arguments().stream().findFirst());
            case ValueExpression.UserFunctionCall call -> call.name().text().toLowerCase(Locale.ROOT);
            case ValueExpression.SetFunction set ->
                set.argument().isPresent() ? stemOf(set.function().name(), set.argument()) : "count_all";
            case ValueExpression.Cast cast ->
                cast.operand() instanceof ValueExpression.ColumnReference column
                        ? column.name().last().text()
                        : stemOf(cast.operand());
            case ValueExpression.SearchedCase searched -> "case";
            case ValueExpression.SimpleCase simple -> "case";
            case ValueExpression.Arithmetic arithmetic -> calculation(arithmetic);
            case ValueExpression.Negation negation -> calculation(negation);
            default -> "";
        };
    }

    /** A short calculation that begins with a column, in words; empty for others. */
    private static String calculation(ValueExpression expression) {
        String words = inWords(expression);
        return words.length() <= LONGEST_CALCULATION ? words : "";
    }

    private static String inWords(ValueExpression expression) {
        return switch (expression) {
            case ValueExpression.ColumnReference column ->
                column.name().last().text().toLowerCase(Locale.ROOT);
            case ValueExpression.Negation negation -> joined("minus", inWords(negation.operand()));
            case ValueExpression.Arithmetic arithmetic -> {
                String right = arithmetic.right() instanceof ValueExpression.NumericLiteral number
                        ? number.text().replace('.', '_')
                        : inWords(arithmetic.right());
                String operator = switch (arithmetic.operator()) {
                    case ADD -> "plus";
                    case SUBTRACT -> "minus";
                    case MULTIPLY -> "times";
                    case DIVIDE -> "over";
                };
                String left = inWords(arithmetic.left());
                yield left.isEmpty() ? "" : joined(left + "_" + operator, right);
            }
            case ValueExpression.FunctionCall call -> stemOf(call);
            case ValueExpression.SetFunction set -> stemOf(set);
            default -> "";
        };
    }

    private static String joined(String first, String second) {
        return second.isEmpty() ? "" : first + "_" + second;
    }

    /** {@code avg_mag}, or {@code avg} of anything but a column. */
    private static String stemOf(String function, Optional<ValueExpression> argument) {
        String name = function.toLowerCase(Locale.ROOT);
        return argument.isPresent() && argument.get() instanceof ValueExpression.ColumnReference column
                ? name + "_" + column.name().last().text().toLowerCase(Locale.ROOT)
                : name;
    }

    static List<OutputColumn> outputs(List<Item> items) {
        Set<String> written = new HashSet<>();
        Set<String> taken = new HashSet<>();
        boolean[] kept = new boolean[items.size()];
        for (int i = 0; i < kept.length; i++) {
            Optional<ColumnName> name = items.get(i).name();
            kept[i] = name.isPresent() && written.add(name.get().text());
            name.ifPresent(n -> taken.add(n.text().toLowerCase(Locale.ROOT)));
        }
        List<OutputColumn> outputs = new ArrayList<>();
        for (int i = 0; i < kept.length; i++) {
            Item item = items.get(i);
            String name = item.name().map(ColumnName::text).orElse(valid(item.stem(), i + 1));
            String unique = kept[i] ? name : unique(name, taken);
            Value value = item.value();
            Field field = value.metadata().field(unique, value.type());
            outputs.add(new OutputColumn(value.expression(), TextKind.field(field, value.expression())));
        }
        return outputs;
    }

    /** A name that a query can refer to without quotes: the stem, with the number of the column if it is a reserved word. */
    private static String valid(String stem, int number) {
        if (UnknownColumn.written(stem).equals(stem)) {
            return stem;
        }
        return (ReservedWords.contains(stem) ? stem : "col") + "_" + number;
    }

    private static String unique(String name, Set<String> taken) {
        String candidate = name;
        for (int number = 2; !taken.add(candidate.toLowerCase(Locale.ROOT)); number++) {
            candidate = name + "_" + number;
        }
        return candidate;
    }
}
