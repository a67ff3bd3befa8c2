// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.syntax.SearchCondition.And;
import org.meridian.tap.adql.syntax.SearchCondition.Between;
import org.meridian.tap.adql.syntax.SearchCondition.Comparison;
import org.meridian.tap.adql.syntax.SearchCondition.Exists;
import org.meridian.tap.adql.syntax.SearchCondition.InList;
import org.meridian.tap.adql.syntax.SearchCondition.InQuery;
import org.meridian.tap.adql.syntax.SearchCondition.IsNull;
import org.meridian.tap.adql.syntax.SearchCondition.Like;
import org.meridian.tap.adql.syntax.SearchCondition.Not;
import org.meridian.tap.adql.syntax.SearchCondition.Operator;
import org.meridian.tap.adql.syntax.SearchCondition.Or;
import org.meridian.tap.adql.syntax.ValueExpression.Arithmetic;
import org.meridian.tap.adql.syntax.ValueExpression.ArithmeticOperator;
import org.meridian.tap.adql.syntax.ValueExpression.ColumnReference;
import org.meridian.tap.adql.syntax.ValueExpression.Concatenation;
import org.meridian.tap.adql.syntax.ValueExpression.FunctionCall;
import org.meridian.tap.adql.syntax.ValueExpression.Negation;
import org.meridian.tap.adql.syntax.ValueExpression.Null;
import org.meridian.tap.adql.syntax.ValueExpression.NumericLiteral;
import org.meridian.tap.adql.syntax.ValueExpression.ScalarSubquery;
import org.meridian.tap.adql.syntax.ValueExpression.StringLiteral;

/**
 * Reads conditions and values. Between parentheses either may stand, and which one shows only at the end; so both are read
 * by the same methods, which keeps the time linear, and told apart where one of them is needed.
 */
final class ExpressionParser {
    private final TokenStream tokens;
    private final QueryParser queries;
    private final FunctionParser functions;

    ExpressionParser(TokenStream tokens, QueryParser queries, FunctionNames functions) {
        this.tokens = tokens;
        this.queries = queries;
        this.functions = new FunctionParser(tokens, this, functions);
    }

    SearchCondition condition() throws AdqlException {
        return asCondition(either());
    }

    ValueExpression value() throws AdqlException {
        return asValue(valueNode());
    }

    private SearchCondition asCondition(SyntaxNode node) throws AdqlException {
        return switch (node) {
            case SearchCondition condition -> condition;
            case FunctionCall call
            when call.function() == Function.CONTAINS || call.function() == Function.INTERSECTS ->
                throw new AdqlException(
                        call.position(),
                        call.function() + " is a number, 1 or 0; compare it: " + call.function() + "(...) = 1");
            case ValueExpression value -> throw tokens.expected("a comparison, LIKE, IN, BETWEEN or IS NULL");
        };
    }

    private ValueExpression asValue(SyntaxNode node) throws AdqlException {
        return switch (node) {
            case ValueExpression value -> value;
            case SearchCondition condition ->
                throw new AdqlException(
                        condition.position(),
                        "a condition cannot be used as a value; CASE WHEN condition THEN 1 ELSE 0 END makes one of it");
        };
    }

    // ---- conditions

    private SyntaxNode either() throws AdqlException {
        SyntaxNode first = conjunction();
        if (!tokens.isWord("OR")) {
            return first;
        }
        Position position = tokens.peek().position();
        List<SearchCondition> conditions = new ArrayList<>(List.of(asCondition(first)));
        while (tokens.skipWord("OR")) {
            conditions.add(asCondition(conjunction()));
        }
        return new Or(conditions, position);
    }

    private SyntaxNode conjunction() throws AdqlException {
        SyntaxNode first = factor();
        if (!tokens.isWord("AND")) {
            return first;
        }
        Position position = tokens.peek().position();
        List<SearchCondition> conditions = new ArrayList<>(List.of(asCondition(first)));
        while (tokens.skipWord("AND")) {
            conditions.add(asCondition(factor()));
        }
        return new And(conditions, position);
    }

    private SyntaxNode factor() throws AdqlException {
        Token token = tokens.peek();
        if (tokens.skipWord("NOT")) {
            return new Not(asCondition(predicate()), token.position());
        }
        return predicate();
    }

    private SyntaxNode predicate() throws AdqlException {
        Token start = tokens.peek();
        if (tokens.skipWord("EXISTS")) {
            return new Exists(queries.subquery(), start.position());
        }
        SyntaxNode left = valueNode();
        Token operator = tokens.peek();
        Optional<Operator> comparison = comparison(operator);
        if (comparison.isPresent()) {
            ValueExpression value = asValue(left);
            tokens.take();
            return new Comparison(comparison.get(), value, value(), operator.position());
        }
        if (tokens.skipWord("IS")) {
            boolean negated = tokens.skipWord("NOT");
            tokens.expectWord("NULL");
            return new IsNull(asValue(left), negated, operator.position());
        }
        Token afterNot = tokens.peek(1);
        boolean negated = tokens.isWord("NOT")
                && (afterNot.isWord("BETWEEN")
                        || afterNot.isWord("IN")
                        || afterNot.isWord("LIKE")
                        || afterNot.isWord("ILIKE"));
        if (negated) {
            tokens.take();
        }
        if (tokens.skipWord("BETWEEN")) {
            ValueExpression low = value();
            tokens.expectWord("AND");
            return new Between(asValue(left), negated, low, value(), operator.position());
        }
        if (tokens.isWord("LIKE") || tokens.isWord("ILIKE")) {
            boolean ignoreCase = tokens.take().isWord("ILIKE");
            return new Like(asValue(left), negated, value(), ignoreCase, operator.position());
        }
        if (tokens.skipWord("IN")) {
            return in(asValue(left), negated, operator.position());
        }
        return left;
    }

    private SearchCondition in(ValueExpression value, boolean negated, Position position) throws AdqlException {
        if (!tokens.isSymbol("(")) {
            throw tokens.expected("'(' and a list of values or a subquery");
        }
        if (tokens.isQueryInParentheses() || tokens.isJoinInParentheses()) {
            return new InQuery(value, negated, queries.subquery(), position);
        }
        tokens.enter();
        tokens.take();
        List<ValueExpression> values = new ArrayList<>();
        do {
            values.add(value());
        } while (tokens.skipSymbol(","));
        if (!tokens.skipSymbol(")")) {
            throw tokens.expected("',' or ')'");
        }
        tokens.leave();
        return new InList(value, negated, values, position);
    }

    private static Optional<Operator> comparison(Token token) {
        if (token.kind() != Token.Kind.SYMBOL) {
            return Optional.empty();
        }
        return switch (token.text()) {
            case "=" -> Optional.of(Operator.EQUAL);
            case "<>", "!=" -> Optional.of(Operator.NOT_EQUAL);
            case "<" -> Optional.of(Operator.LESS);
            case "<=" -> Optional.of(Operator.LESS_OR_EQUAL);
            case ">" -> Optional.of(Operator.GREATER);
            case ">=" -> Optional.of(Operator.GREATER_OR_EQUAL);
            default -> Optional.empty();
        };
    }

    // ---- values

    private SyntaxNode valueNode() throws AdqlException {
        int outer = tokens.beginChain();
        SyntaxNode node = concatenation();
        tokens.endChain(outer);
        return node;
    }

    private SyntaxNode concatenation() throws AdqlException {
        SyntaxNode left = sum();
        while (tokens.isSymbol("||")) {
            ValueExpression operand = operand(left);
            Token operator = tokens.take();
            tokens.link(operator);
            left = new Concatenation(operand, operand(sum()), operator.position());
        }
        return left;
    }

    private SyntaxNode sum() throws AdqlException {
        SyntaxNode left = term();
        while (tokens.isSymbol("+") || tokens.isSymbol("-")) {
            ValueExpression operand = operand(left);
            Token token = tokens.take();
            tokens.link(token);
            ArithmeticOperator operator = token.isSymbol("+") ? ArithmeticOperator.ADD : ArithmeticOperator.SUBTRACT;
            left = new Arithmetic(operator, operand, operand(term()), token.position());
        }
        return left;
    }

    private SyntaxNode term() throws AdqlException {
        SyntaxNode left = signed();
        while (tokens.isSymbol("*") || tokens.isSymbol("/")) {
            ValueExpression operand = operand(left);
            Token token = tokens.take();
            tokens.link(token);
            ArithmeticOperator operator = token.isSymbol("*") ? ArithmeticOperator.MULTIPLY : ArithmeticOperator.DIVIDE;
            left = new Arithmetic(operator, operand, operand(signed()), token.position());
        }
        return left;
    }

    /** {@code factor} of the grammar: one sign at most. */
    private SyntaxNode signed() throws AdqlException {
        Token token = tokens.peek();
        if (tokens.skipSymbol("-")) {
            return new Negation(operand(primary()), token.position());
        }
        if (tokens.skipSymbol("+")) {
            return operand(primary());
        }
        return primary();
    }

    /** An operand of an operator, which a geometry cannot be. */
    ValueExpression operand(SyntaxNode node) throws AdqlException {
        ValueExpression value = asValue(node);
        if (value instanceof FunctionCall call && call.function().isGeometry()) {
            throw new AdqlException(
                    call.position(),
                    call.function() + " is a geometry; it cannot be an operand of an arithmetic operator or '||'");
        }
        return value;
    }

    private SyntaxNode primary() throws AdqlException {
        Token token = tokens.peek();
        return switch (token.kind()) {
            case NUMBER -> new NumericLiteral(tokens.take().text(), token.position());
            case TEXT -> new StringLiteral(tokens.take().text(), token.position());
            case SYMBOL -> parenthesised();
            case DELIMITED -> new ColumnReference(tokens.expectQualifiedName("a column", 4));
            case WORD -> word();
            case END -> throw tokens.expected("a value");
        };
    }

    private SyntaxNode parenthesised() throws AdqlException {
        Token open = tokens.peek();
        if (!tokens.isSymbol("(")) {
            throw tokens.expected("a value");
        }
        if (tokens.isQueryInParentheses()) {
            return new ScalarSubquery(queries.subquery(), open.position());
        }
        tokens.enter();
        tokens.take();
        SyntaxNode inside = either();
        if (!tokens.skipSymbol(")")) {
            throw tokens.expected(inside instanceof ValueExpression ? "an operator or ')'" : "AND, OR or ')'");
        }
        tokens.leave();
        return inside;
    }

    private ValueExpression word() throws AdqlException {
        Token token = tokens.peek();
        if (tokens.skipWord("NULL")) {
            return new Null(token.position());
        }
        boolean call = tokens.peek(1).isSymbol("(");
        Optional<ValueExpression> special = functions.reserved(token);
        if (special.isPresent()) {
            return special.get();
        }
        if (token.isReserved()) {
            Optional<AdqlException> missing = call ? Habits.function(token) : Optional.empty();
            throw missing.isPresent() ? missing.get() : tokens.expected("a value");
        }
        if (call) {
            return functions.user();
        }
        QualifiedName name = tokens.expectQualifiedName("a column", 4);
        if (tokens.isSymbol("(")) {
            throw new AdqlException(
                    name.position(),
                    "a function has a simple name, without periods; found "
                            + name.toString().toLowerCase(Locale.ROOT));
        }
        return new ColumnReference(name);
    }
}
