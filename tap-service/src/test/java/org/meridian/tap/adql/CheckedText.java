// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql;

import java.util.List;
import java.util.stream.Collectors;
import org.meridian.core.votable.Primitive;
import org.meridian.tap.adql.checked.CheckedQuery;
import org.meridian.tap.adql.checked.Condition;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.checked.OutputColumn;
import org.meridian.tap.adql.checked.Relation;
import org.meridian.tap.schema.ValueType;
import org.meridian.tap.schema.ValueType.Simple;

/** Writes checked queries out in full: each source with its number, each result column with type, unit and UCD. */
final class CheckedText {
    private CheckedText() {}

    static String of(CheckedQuery query) {
        StringBuilder text = new StringBuilder();
        for (CheckedQuery.CommonTable table : query.with()) {
            text.append("with #")
                    .append(table.id())
                    .append(" {\n")
                    .append(indented(of(table.query())))
                    .append("}\n");
        }
        switch (query.body()) {
            case CheckedQuery.Select select -> {
                text.append(select.distinct() ? "select distinct\n" : "select\n");
                outputs(select.outputs(), text);
                select.from()
                        .ifPresent(from -> text.append("from ").append(of(from)).append('\n'));
                select.where()
                        .ifPresent(
                                where -> text.append("where ").append(of(where)).append('\n'));
                if (!select.groupBy().isEmpty()) {
                    text.append("group by ").append(list(select.groupBy())).append('\n');
                }
                select.having()
                        .ifPresent(having ->
                                text.append("having ").append(of(having)).append('\n'));
            }
            case CheckedQuery.SetOperation set -> {
                text.append(set.operator()).append(set.all() ? " all\n" : "\n");
                outputs(set.outputs(), text);
                text.append("left {\n").append(indented(of(set.left()))).append("}\nright {\n");
                text.append(indented(of(set.right()))).append("}\n");
            }
        }
        for (CheckedQuery.SortKey key : query.orderBy()) {
            text.append("order by ").append(of(key.expression())).append(key.descending() ? " desc\n" : "\n");
        }
        query.top().ifPresent(top -> text.append("top ").append(top).append('\n'));
        query.offset().ifPresent(offset -> text.append("offset ").append(offset).append('\n'));
        return text.toString();
    }

    private static void outputs(List<OutputColumn> outputs, StringBuilder text) {
        for (OutputColumn output : outputs) {
            text.append("  ").append(output.field().name()).append(" = ").append(of(output.expression()));
            text.append(" : ").append(of(output.expression().type()));
            boolean ascii = output.field().primitive() == Primitive.CHAR;
            if (output.expression().type() == Simple.TEXT
                    && (ascii || output.field().arraysize().isPresent())) {
                text.append(ascii ? " char" : " unicodeChar")
                        .append('[')
                        .append(output.field().arraysize().orElse("*"))
                        .append(']');
            }
            output.field()
                    .unit()
                    .ifPresent(unit -> text.append(" [").append(unit).append(']'));
            output.field().ucd().ifPresent(ucd -> text.append(' ').append(ucd));
            text.append('\n');
        }
    }

    private static String indented(String text) {
        return text.indent(2);
    }

    private static String of(ValueType type) {
        return type.toString();
    }

    private static String of(Relation relation) {
        return switch (relation) {
            case Relation.TableSource t -> t.table().qualifiedName() + "#" + t.id();
            case Relation.SubquerySource s -> "{\n" + indented(of(s.query())) + "}#" + s.id();
            case Relation.CommonTableSource c -> "#" + c.table().id() + "#" + c.id();
            case Relation.Join join ->
                "(" + of(join.left()) + " " + join.kind() + " " + of(join.right())
                        + join.on().map(on -> " on " + of(on)).orElse("") + ")";
        };
    }

    private static String list(List<Expression> expressions) {
        return expressions.stream().map(CheckedText::of).collect(Collectors.joining(", "));
    }

    private static String of(Expression expression) {
        return switch (expression) {
            case Expression.ColumnRef e -> name(e) + "#" + e.source().id();
            case Expression.OutputRef e -> "output " + e.index();
            case Expression.IntegerLiteral e -> String.valueOf(e.value());
            case Expression.DoubleLiteral e -> String.valueOf(e.value());
            case Expression.TextLiteral e -> "'" + e.value() + "'";
            case Expression.NullLiteral e -> "null:" + of(e.type());
            case Expression.Negation e -> "-" + of(e.operand());
            case Expression.Arithmetic e -> "(" + of(e.left()) + " " + e.operator() + " " + of(e.right()) + ")";
            case Expression.Concatenation e -> "(" + of(e.left()) + " || " + of(e.right()) + ")";
            case Expression.FunctionCall e -> e.function() + "(" + list(e.arguments()) + ")";
            case Expression.UserFunctionCall e -> e.name() + "(" + list(e.arguments()) + ")";
            case Expression.Aggregate e ->
                e.function() + "(" + (e.distinct() ? "distinct " : "")
                        + e.argument().map(CheckedText::of).orElse("*") + ")";
            case Expression.Case e ->
                "case"
                        + e.branches().stream()
                                .map(w -> " when " + of(w.condition()) + " then " + of(w.value()))
                                .collect(Collectors.joining())
                        + e.otherwise().map(o -> " else " + of(o)).orElse("") + " end";
            case Expression.Cast e ->
                "cast(" + of(e.operand()) + " " + of(e.type())
                        + e.length().map(n -> " " + n).orElse("") + (e.fixedLength() ? " fixed" : "") + ")";
            case Expression.ScalarQuery e -> "scalar {\n" + indented(of(e.query())) + "}";
            case Expression.Point e -> "point(" + of(e.lonDeg()) + ", " + of(e.latDeg()) + ")";
            case Expression.Circle e -> "circle(" + of(e.center()) + ", " + of(e.radiusDeg()) + ")";
            case Expression.Box e -> "box(" + of(e.center()) + ", " + of(e.widthDeg()) + ", " + of(e.heightDeg()) + ")";
            case Expression.Polygon e -> "polygon(" + list(e.vertices()) + ")";
            case Expression.RegionLiteral e -> "region(" + e.region().getClass().getSimpleName() + ")";
            case Expression.Contains e -> "contains(" + of(e.inner()) + ", " + of(e.outer()) + ")";
            case Expression.Intersects e -> "intersects(" + of(e.left()) + ", " + of(e.right()) + ")";
            case Expression.Distance e -> "distance(" + of(e.from()) + ", " + of(e.to()) + ")";
            case Expression.Area e -> "area(" + of(e.geometry()) + ")";
            case Expression.Centroid e -> "centroid(" + of(e.geometry()) + ")";
            case Expression.Coordinate e -> (e.second() ? "coord2(" : "coord1(") + of(e.point()) + ")";
            case Expression.CoordinateSystem e -> "coordsys(" + of(e.geometry()) + ")";
        };
    }

    private static String name(Expression.ColumnRef ref) {
        return switch (ref.source()) {
            case Relation.TableSource t -> t.table().columns().get(ref.index()).name();
            case Relation.SubquerySource s ->
                s.query().outputs().get(ref.index()).field().name();
            case Relation.CommonTableSource c ->
                c.table().query().outputs().get(ref.index()).field().name();
        };
    }

    private static String of(Condition condition) {
        return switch (condition) {
            case Condition.Comparison c -> of(c.left()) + " " + c.operator() + " " + of(c.right());
            case Condition.And c ->
                c.conditions().stream().map(CheckedText::of).collect(Collectors.joining(" and ", "(", ")"));
            case Condition.Or c ->
                c.conditions().stream().map(CheckedText::of).collect(Collectors.joining(" or ", "(", ")"));
            case Condition.Not c -> "not (" + of(c.condition()) + ")";
            case Condition.IsNull c -> of(c.expression()) + " is null";
            case Condition.Between c -> of(c.expression()) + " between " + of(c.low()) + " and " + of(c.high());
            case Condition.Like c -> of(c.text()) + (c.ignoreCase() ? " ilike " : " like ") + of(c.pattern());
            case Condition.InList c -> of(c.expression()) + " in (" + list(c.values()) + ")";
            case Condition.InQuery c -> of(c.expression()) + " in {\n" + indented(of(c.query())) + "}";
            case Condition.Exists c -> "exists {\n" + indented(of(c.query())) + "}";
        };
    }
}
