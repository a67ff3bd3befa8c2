// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.check;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;
import org.meridian.tap.adql.checked.Expression;
import org.meridian.tap.adql.checked.Relation;
import org.meridian.tap.schema.ValueType.Simple;

/**
 * What is known of a text beyond being one (ADQL 2.1, section 3.1).
 *
 * @param ascii whether it has ASCII characters only, as a {@link Primitive#CHAR} must
 * @param arraysize how long it is ({@code 4}) or can be ({@code 10*}); empty for any length
 */
record TextKind(boolean ascii, Optional<String> arraysize) {
    private static final TextKind ANY = new TextKind(false, Optional.empty());
    private static final TextKind ASCII = new TextKind(true, Optional.empty());

    static TextKind of(Expression expression) {
        return switch (expression) {
            case Expression.ColumnRef e -> of(field(e));
            case Expression.NullLiteral e -> ASCII;
            case Expression.TextLiteral e -> e.value().chars().allMatch(c -> c < 128) ? ASCII : ANY;
            case Expression.Cast e -> {
                boolean ascii =
                        e.operand().type() != Simple.TEXT || of(e.operand()).ascii();
                yield new TextKind(ascii, e.length().map(length -> length + (e.fixedLength() ? "" : "*")));
            }
            case Expression.Concatenation e ->
                of(e.left()).ascii() && of(e.right()).ascii() ? ASCII : ANY;
            case Expression.FunctionCall e ->
                switch (e.function()) {
                    case LOWER, UPPER, NULLIF -> of(e.arguments().get(0));
                    case COALESCE -> common(e.arguments().stream());
                    default -> ANY;
                };
            case Expression.Case e ->
                common(Stream.concat(e.branches().stream().map(Expression.When::value), e.otherwise().stream()));
            case Expression.Aggregate e -> e.argument().map(TextKind::of).orElse(ANY);
            case Expression.ScalarQuery e -> of(e.query().outputs().get(0).field());
            case Expression.CoordinateSystem e -> ASCII;
            case Expression.UserFunctionCall e ->
                e.isAggregate() && e.arguments().stream().allMatch(a -> of(a).ascii()) ? ASCII : ANY;
            default -> ANY;
        };
    }

    private static TextKind of(Field field) {
        return new TextKind(field.primitive() == Primitive.CHAR, field.arraysize());
    }

    private static Field field(Expression.ColumnRef reference) {
        return switch (reference.source()) {
            case Relation.TableSource t ->
                t.table().columns().get(reference.index()).field();
            case Relation.SubquerySource s ->
                s.query().outputs().get(reference.index()).field();
            case Relation.CommonTableSource c ->
                c.table().query().outputs().get(reference.index()).field();
        };
    }

    private static TextKind common(Stream<Expression> expressions) {
        List<TextKind> kinds = expressions
                .filter(e -> !(e instanceof Expression.NullLiteral))
                .map(TextKind::of)
                .toList();
        return kinds.stream().reduce(TextKind::common).orElse(ASCII);
    }

    private TextKind common(TextKind other) {
        return new TextKind(ascii && other.ascii, arraysize.equals(other.arraysize) ? arraysize : Optional.empty());
    }

    /** The field of a result column of a text that is computed. */
    static Field field(Field field, Expression expression) {
        boolean text = expression.type() == Simple.TEXT && !(expression instanceof Expression.ColumnRef);
        return text ? of(expression).applied(field) : field;
    }

    /** The field of a column that has the texts of both, named after the first. */
    static Field common(Field first, Field second) {
        return isText(first) && isText(second) ? of(first).common(of(second)).applied(first) : first;
    }

    private static boolean isText(Field field) {
        return field.primitive() == Primitive.TEXT || field.primitive() == Primitive.CHAR;
    }

    private Field applied(Field field) {
        return new Field(
                field.name(),
                ascii ? Primitive.CHAR : Primitive.TEXT,
                arraysize,
                field.unit(),
                field.ucd(),
                field.utype(),
                field.xtype(),
                field.description(),
                field.frame());
    }
}
