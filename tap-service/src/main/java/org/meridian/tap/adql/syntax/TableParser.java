// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.syntax.TableReference.DerivedTable;
import org.meridian.tap.adql.syntax.TableReference.JoinKind;
import org.meridian.tap.adql.syntax.TableReference.JoinSpecification;
import org.meridian.tap.adql.syntax.TableReference.JoinedTable;
import org.meridian.tap.adql.syntax.TableReference.NamedTable;
import org.meridian.tap.adql.syntax.TableReference.On;
import org.meridian.tap.adql.syntax.TableReference.Using;

/** Reads what stands in FROM. */
final class TableParser {
    private final TokenStream tokens;
    private final QueryParser queries;
    private final ExpressionParser expressions;

    TableParser(TokenStream tokens, QueryParser queries, ExpressionParser expressions) {
        this.tokens = tokens;
        this.queries = queries;
        this.expressions = expressions;
    }

    /** A table, or several joined from left to right. */
    TableReference tableReference() throws AdqlException {
        int outer = tokens.beginChain();
        TableReference left = table();
        while (isJoin()) {
            tokens.link(tokens.peek());
            left = join(left);
        }
        tokens.endChain(outer);
        return left;
    }

    private boolean isJoin() {
        return tokens.isWord("NATURAL")
                || tokens.isWord("INNER")
                || tokens.isWord("LEFT")
                || tokens.isWord("RIGHT")
                || tokens.isWord("FULL")
                || tokens.isWord("JOIN");
    }

    private TableReference join(TableReference left) throws AdqlException {
        boolean natural = tokens.skipWord("NATURAL");
        JoinKind kind = joinKind();
        Position position = tokens.expectWord("JOIN").position();
        TableReference right = table();
        Optional<JoinSpecification> specification = Optional.empty();
        Token following = tokens.peek();
        if (tokens.skipWord("ON")) {
            specification = Optional.of(new On(expressions.condition()));
        } else if (tokens.skipWord("USING")) {
            specification = Optional.of(using());
        }
        if (natural && specification.isPresent()) {
            throw new AdqlException(
                    following.position(),
                    "a NATURAL JOIN pairs rows by the columns of the same name; it takes no " + following.described());
        }
        return new JoinedTable(kind, natural, left, right, specification, position);
    }

    private JoinKind joinKind() {
        if (tokens.skipWord("INNER")) {
            return JoinKind.INNER;
        }
        for (JoinKind kind : List.of(JoinKind.LEFT, JoinKind.RIGHT, JoinKind.FULL)) {
            if (tokens.skipWord(kind.name())) {
                tokens.skipWord("OUTER");
                return kind;
            }
        }
        return JoinKind.INNER;
    }

    private Using using() throws AdqlException {
        tokens.expectSymbol("(");
        List<Identifier> columns = new ArrayList<>();
        do {
            columns.add(tokens.expectIdentifier("the name of a column that both tables have"));
        } while (tokens.skipSymbol(","));
        tokens.expectSymbol(")");
        return new Using(columns);
    }

    private TableReference table() throws AdqlException {
        if (!tokens.isSymbol("(")) {
            QualifiedName name = tokens.expectQualifiedName("the name of a table", 3);
            return new NamedTable(name, tokens.alias("a name for the table"));
        }
        Position position = tokens.peek().position();
        if (tokens.isQueryInParentheses()) {
            SelectExpression query = queries.subquery();
            Optional<Identifier> alias = tokens.alias("a name for the subquery");
            if (alias.isEmpty()) {
                throw tokens.expected("a name for the subquery, as in (SELECT ...) AS sub");
            }
            return new DerivedTable(query, alias.get());
        }
        TableReference join = joinInParentheses();
        Optional<Identifier> alias = tokens.alias("a name for the join");
        return alias.isPresent() ? new DerivedTable(QueryParser.allOf(join, position), alias.get()) : join;
    }

    TableReference joinInParentheses() throws AdqlException {
        tokens.enter();
        tokens.expectSymbol("(");
        TableReference table = tableReference();
        if (!(table instanceof JoinedTable)) {
            throw tokens.expected("JOIN");
        }
        tokens.expectSymbol(")");
        tokens.leave();
        return table;
    }
}
