// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.meridian.tap.adql.checked.CheckedQuery;
import org.meridian.tap.adql.checked.CheckedQuery.CommonTable;
import org.meridian.tap.adql.checked.CheckedQuery.Select;
import org.meridian.tap.adql.checked.CheckedQuery.SetOperation;
import org.meridian.tap.adql.checked.CheckedQuery.SortKey;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.checked.Expression.OutputRef;
import org.meridian.tap.adql.checked.OutputColumn;
import org.meridian.tap.schema.ValueType;

/** Writes queries and subqueries. Output columns are called c0, c1, ... */
final class QueryWriter {
    private final Translation translation;

    QueryWriter(Translation translation) {
        this.translation = translation;
    }

    /** The whole query: each column in the type of its field, at most {@code maxrec + 1} rows. */
    String result(CheckedQuery query, OptionalLong maxrec) {
        List<String> types = query.outputs().stream()
                .map(column -> PostgresType.of(column.field()))
                .toList();
        OptionalLong limit = maxrec.isPresent() && maxrec.getAsLong() < Long.MAX_VALUE
                ? OptionalLong.of(maxrec.getAsLong() + 1)
                : OptionalLong.empty();
        if (query.body() instanceof Select select) {
            return write(query, select(query, select, types, Map.of()), limit);
        }
        List<String> converted = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            converted.add(typed("c" + i, types.get(i)) + " AS c" + i);
        }
        String inner = query(query, Map.of());
        return "SELECT " + String.join(", ", converted) + " FROM (" + inner + ") AS q" + limitClause(limit);
    }

    /**
     * A query in another one, without parentheses.
     *
     * @param hidden further columns it must have
     */
    String query(CheckedQuery query, Map<String, Translation.Hidden> hidden) {
        return switch (query.body()) {
            case Select select -> write(query, select(query, select, List.of(), hidden), OptionalLong.empty());
            case SetOperation operation -> write(query, setOperation(query, operation), OptionalLong.empty());
        };
    }

    private String write(CheckedQuery query, String body, OptionalLong limit) {
        // Common tables are written last, when it is known what is wanted of them, and backwards for the same reason.
        List<String> tables = new ArrayList<>();
        for (int i = query.with().size() - 1; i >= 0; i--) {
            CommonTable table = query.with().get(i);
            String key = Translation.commonKey(table.id());
            tables.add(0, key + " AS (" + query(table.query(), translation.hiddenOf(key)) + ")");
        }
        OptionalLong rows = query.top().isPresent() && limit.isPresent()
                ? OptionalLong.of(Math.min(query.top().getAsLong(), limit.getAsLong()))
                : query.top().isPresent() ? query.top() : limit;
        return (tables.isEmpty() ? "" : "WITH " + String.join(", ", tables) + " ")
                + body
                + limitClause(rows)
                + (query.offset().isPresent() ? " OFFSET " + query.offset().getAsLong() : "");
    }

    private static String limitClause(OptionalLong rows) {
        return rows.isPresent() ? " LIMIT " + rows.getAsLong() : "";
    }

    private String select(
            CheckedQuery query, Select select, List<String> types, Map<String, Translation.Hidden> hidden) {
        List<Expression> outputs =
                select.outputs().stream().map(OutputColumn::expression).toList();
        translation.enterFrom(select.from().map(References::sourceIds).orElse(Set.of()), select.groupBy());
        translation.relations().enter(select.from());
        translation.addNearPairs(NearPairs.of(select));
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            String sql = translation.expressions().write(outputs.get(i));
            columns.add((types.isEmpty() ? sql : typed(sql, types.get(i))) + " AS c" + i);
        }
        hidden.forEach((name, column) ->
                columns.add(translation.column(column.source(), column.column(), column.type()) + " AS " + name));
        StringBuilder tail = new StringBuilder();
        select.where()
                .ifPresent(where ->
                        tail.append(" WHERE ").append(translation.conditions().filter(where)));
        if (!select.groupBy().isEmpty()) {
            tail.append(" GROUP BY ").append(list(select.groupBy()));
        }
        select.having()
                .ifPresent(having ->
                        tail.append(" HAVING ").append(translation.conditions().exact(having)));
        tail.append(orderBy(query.orderBy(), outputs, select.distinct()));
        String from = select.from()
                .map(relation -> " FROM " + translation.relations().write(relation))
                .orElse("");
        translation.leaveFrom();
        return (select.distinct() ? "SELECT DISTINCT " : "SELECT ") + String.join(", ", columns) + from + tail;
    }

    private static String typed(String sql, String type) {
        return sql.endsWith("::" + type) ? sql : sql + "::" + type;
    }

    private String list(List<Expression> expressions) {
        return expressions.stream().map(translation.expressions()::write).collect(Collectors.joining(", "));
    }

    /**
     * A key that is an output is named by its place: PostgreSQL wants that after DISTINCT, and sorts once. What is NULL
     * comes last both ways: whoever asks for the largest values wants values.
     */
    private String orderBy(List<SortKey> keys, List<Expression> outputs, boolean distinct) {
        if (keys.isEmpty()) {
            return "";
        }
        List<String> terms = new ArrayList<>();
        for (SortKey key : keys) {
            int output = outputs.indexOf(key.expression());
            if (output < 0 && distinct) {
                throw new TranslationException(
                        "after SELECT DISTINCT, rows can be ordered only by what is selected: add the expression to the"
                                + " SELECT list");
            }
            terms.add((output < 0 ? translation.expressions().write(key.expression()) : String.valueOf(output + 1))
                    + (key.descending() ? " DESC NULLS LAST" : ""));
        }
        return " ORDER BY " + String.join(", ", terms);
    }

    private String setOperation(CheckedQuery query, SetOperation operation) {
        List<ValueType> types = operation.outputs().stream()
                .map(column -> column.expression().type())
                .toList();
        String both = operand(operation.left(), types)
                + " "
                + operation.operator().name()
                + (operation.all() ? " ALL " : " ")
                + operand(operation.right(), types);
        if (query.orderBy().isEmpty()) {
            return both;
        }
        // A sort key may be an expression over output columns, which PostgreSQL knows only for a plain query.
        String columns = IntStream.range(0, types.size()).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
        List<Expression> outputs =
                operation.outputs().stream().map(OutputColumn::expression).toList();
        return "SELECT " + columns + " FROM (" + both + ") AS q" + orderBy(query.orderBy(), outputs, false);
    }

    private String operand(CheckedQuery query, List<ValueType> types) {
        String inner = query(query, Map.of());
        List<ValueType> own = query.outputs().stream()
                .map(column -> column.expression().type())
                .toList();
        if (own.equals(types)) {
            return "(" + inner + ")";
        }
        List<String> columns = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            columns.add(PostgresType.convert("c" + i, own.get(i), types.get(i)) + " AS c" + i);
        }
        return "(SELECT " + String.join(", ", columns) + " FROM (" + inner + ") AS q)";
    }

    /** An output column of a set operation, in its sort keys. */
    static String outputColumn(OutputRef ref) {
        return "c" + ref.index();
    }
}
