// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.AdqlLimits;
import org.meridian.tap.adql.syntax.Query.CommonTable;
import org.meridian.tap.adql.syntax.QuerySet.AllColumns;
import org.meridian.tap.adql.syntax.QuerySet.AllColumnsOf;
import org.meridian.tap.adql.syntax.QuerySet.DerivedColumn;
import org.meridian.tap.adql.syntax.QuerySet.Nested;
import org.meridian.tap.adql.syntax.QuerySet.SelectItem;
import org.meridian.tap.adql.syntax.QuerySet.SelectQuery;
import org.meridian.tap.adql.syntax.QuerySet.SetOperation;
import org.meridian.tap.adql.syntax.QuerySet.SetOperator;
import org.meridian.tap.adql.syntax.SelectExpression.SortItem;

/** Reads queries by recursive descent (ADQL 2.1, appendix A). */
public final class QueryParser {
    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final TableParser tables;

    private QueryParser(TokenStream tokens, FunctionNames functions) {
        this.tokens = tokens;
        this.expressions = new ExpressionParser(tokens, this, functions);
        this.tables = new TableParser(tokens, this, expressions);
    }

    /**
     * Reads a text that is one query, with a semicolon at its end or without.
     *
     * @throws AdqlException if it is none, is larger than the limits or calls a function it may not
     */
    public static Query parse(String text, AdqlLimits limits, FunctionNames functions) throws AdqlException {
        return new QueryParser(new TokenStream(Lexer.tokens(text, limits), limits), functions).query();
    }

    private Query query() throws AdqlException {
        List<CommonTable> with = new ArrayList<>();
        if (tokens.skipWord("WITH")) {
            do {
                Identifier name = tokens.expectIdentifier("the name of a common table");
                tokens.expectWord("AS");
                with.add(new CommonTable(name, subquery()));
            } while (tokens.skipSymbol(","));
        } else if (!tokens.isWord("SELECT") && !tokens.isSymbol("(")) {
            throw tokens.expected("SELECT or WITH");
        }
        SelectExpression body = selectExpression();
        tokens.skipSymbol(";");
        if (tokens.peek().kind() != Token.Kind.END) {
            throw tokens.expected(following(body));
        }
        return new Query(with, body);
    }

    /** What could continue a query that has been read so far. */
    private static String following(SelectExpression query) {
        if (query.offset().isPresent()) {
            return "the end of the query";
        }
        if (!query.orderBy().isEmpty()) {
            return "',', ASC, DESC, OFFSET or the end of the query";
        }
        return "a further clause or the end of the query";
    }

    /** {@code (query)}; the query may be a join, which then means all its columns. */
    SelectExpression subquery() throws AdqlException {
        Position position = tokens.peek().position();
        if (!tokens.isQueryInParentheses() && tokens.isJoinInParentheses()) {
            return allOf(tables.joinInParentheses(), position);
        }
        tokens.enter();
        tokens.expectSymbol("(");
        SelectExpression query = selectExpression();
        if (!tokens.isSymbol(")")) {
            throw tokens.expected("a further clause or ')'");
        }
        tokens.take();
        tokens.leave();
        return query;
    }

    static SelectExpression allOf(TableReference table, Position position) {
        return SelectExpression.of(new SelectQuery(
                false,
                OptionalLong.empty(),
                List.of(new AllColumns(position)),
                List.of(table),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                position));
    }

    SelectExpression selectExpression() throws AdqlException {
        int outer = tokens.beginChain();
        QuerySet body = union();
        tokens.endChain(outer);
        List<SortItem> orderBy = new ArrayList<>();
        if (tokens.skipWord("ORDER")) {
            tokens.expectWord("BY");
            do {
                ValueExpression key = expressions.value();
                boolean descending = tokens.skipWord("DESC");
                if (!descending) {
                    tokens.skipWord("ASC");
                }
                orderBy.add(new SortItem(key, descending));
            } while (tokens.skipSymbol(","));
        }
        OptionalLong offset = OptionalLong.empty();
        if (tokens.skipWord("OFFSET")) {
            offset = OptionalLong.of(
                    tokens.expectUnsignedInteger("the number of rows to leave out, an integer without sign"));
        }
        return new SelectExpression(body, orderBy, offset);
    }

    /** {@code query_set_expression}; UNION and EXCEPT from left to right. */
    private QuerySet union() throws AdqlException {
        QuerySet left = intersection();
        while (tokens.isWord("UNION") || tokens.isWord("EXCEPT")) {
            Token operator = tokens.take();
            tokens.link(operator);
            SetOperator kind = operator.isWord("UNION") ? SetOperator.UNION : SetOperator.EXCEPT;
            boolean all = tokens.skipWord("ALL");
            left = new SetOperation(kind, all, left, intersection(), operator.position());
        }
        return left;
    }

    /** INTERSECT goes first, as section 4.6.6 says; the grammar's right operand would have it last. */
    private QuerySet intersection() throws AdqlException {
        QuerySet left = operand();
        while (tokens.isWord("INTERSECT")) {
            Token operator = tokens.take();
            tokens.link(operator);
            boolean all = tokens.skipWord("ALL");
            left = new SetOperation(SetOperator.INTERSECT, all, left, operand(), operator.position());
        }
        return left;
    }

    private QuerySet operand() throws AdqlException {
        if (!tokens.isSymbol("(")) {
            return select();
        }
        Position position = tokens.peek().position();
        SelectExpression nested = subquery();
        boolean bounded =
                nested.body() instanceof SelectQuery select && select.top().isPresent();
        return nested.isBare() && !bounded ? nested.body() : new Nested(nested, position);
    }

    private SelectQuery select() throws AdqlException {
        Position position = tokens.expectWord("SELECT").position();
        boolean distinct = tokens.skipWord("DISTINCT");
        if (!distinct) {
            tokens.skipWord("ALL");
        }
        OptionalLong top = OptionalLong.empty();
        if (tokens.skipWord("TOP")) {
            top = OptionalLong.of(tokens.expectUnsignedInteger("the greatest number of rows, an integer without sign"));
        }
        List<SelectItem> items = new ArrayList<>();
        do {
            items.add(selectItem());
        } while (tokens.skipSymbol(","));
        if (!tokens.isWord("FROM")) {
            throw tokens.expected("',' or FROM");
        }
        tokens.take();
        List<TableReference> from = new ArrayList<>();
        do {
            from.add(tables.tableReference());
        } while (tokens.skipSymbol(","));
        Optional<SearchCondition> where =
                tokens.skipWord("WHERE") ? Optional.of(expressions.condition()) : Optional.empty();
        List<ValueExpression> groupBy = new ArrayList<>();
        if (tokens.skipWord("GROUP")) {
            tokens.expectWord("BY");
            do {
                groupBy.add(expressions.value());
            } while (tokens.skipSymbol(","));
        }
        Optional<SearchCondition> having =
                tokens.skipWord("HAVING") ? Optional.of(expressions.condition()) : Optional.empty();
        return new SelectQuery(distinct, top, items, from, where, groupBy, having, position);
    }

    private SelectItem selectItem() throws AdqlException {
        if (tokens.isSymbol("*")) {
            return new AllColumns(tokens.take().position());
        }
        if (isQualifiedStar()) {
            QualifiedName table = tokens.expectQualifiedName("a table", 3);
            tokens.expectSymbol(".");
            tokens.expectSymbol("*");
            return new AllColumnsOf(table);
        }
        if (tokens.isWord("FROM")) {
            throw tokens.expected("a column or expression");
        }
        ValueExpression expression = expressions.value();
        return new DerivedColumn(expression, tokens.alias("a name for the column"));
    }

    private boolean isQualifiedStar() {
        int ahead = 0;
        while (tokens.peek(ahead).isIdentifier() && tokens.peek(ahead + 1).isSymbol(".")) {
            ahead += 2;
        }
        return ahead > 0 && tokens.peek(ahead).isSymbol("*");
    }
}
