// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.syntax;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.AdqlLimits;
import org.meridian.tap.adql.syntax.Token.Kind;

/** Tokens being read, with the bounds on how deep a tree may become. Not thread-safe. */
final class TokenStream {
    private static final Token NOTHING = new Token(Kind.END, "", Position.NONE);

    private final List<Token> tokens;
    private final int[] closing;
    private final AdqlLimits limits;
    private int at;
    private int depth;
    private int chain;

    TokenStream(List<Token> tokens, AdqlLimits limits) {
        this.tokens = tokens;
        this.limits = limits;
        this.closing = closingParentheses(tokens);
    }

    private static int[] closingParentheses(List<Token> tokens) {
        int[] closing = new int[tokens.size()];
        Arrays.fill(closing, tokens.size() - 1);
        Deque<Integer> open = new ArrayDeque<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).isSymbol("(")) {
                open.push(i);
            } else if (tokens.get(i).isSymbol(")") && !open.isEmpty()) {
                closing[open.pop()] = i;
            }
        }
        return closing;
    }

    // ---- reading

    Token peek() {
        return peek(0);
    }

    Token peek(int ahead) {
        return tokens.get(Math.min(at + ahead, tokens.size() - 1));
    }

    private Token previous() {
        return at == 0 ? NOTHING : tokens.get(at - 1);
    }

    Token take() {
        Token token = peek();
        if (at < tokens.size() - 1) {
            at++;
        }
        return token;
    }

    boolean isWord(String upperCase) {
        return peek().isWord(upperCase);
    }

    boolean isSymbol(String symbol) {
        return peek().isSymbol(symbol);
    }

    boolean skipWord(String upperCase) {
        boolean there = isWord(upperCase);
        if (there) {
            take();
        }
        return there;
    }

    boolean skipSymbol(String symbol) {
        boolean there = isSymbol(symbol);
        if (there) {
            take();
        }
        return there;
    }

    Token expectWord(String upperCase) throws AdqlException {
        if (!isWord(upperCase)) {
            throw expected(upperCase);
        }
        return take();
    }

    void expectSymbol(String symbol) throws AdqlException {
        if (!skipSymbol(symbol)) {
            throw expected("'" + symbol + "'");
        }
    }

    /** A name; {@code what} says of what. */
    Identifier expectIdentifier(String what) throws AdqlException {
        if (!peek().isIdentifier()) {
            throw expected(what);
        }
        refuseHabit();
        Token token = take();
        return new Identifier(token.text(), token.kind() == Kind.DELIMITED, token.position());
    }

    /** {@code [AS] alias}, if there is one. */
    Optional<Identifier> alias(String what) throws AdqlException {
        if (skipWord("AS") || peek().isIdentifier()) {
            return Optional.of(expectIdentifier(what));
        }
        return Optional.empty();
    }

    /** Name parts joined by periods; {@code what} names them. */
    QualifiedName expectQualifiedName(String what, int maxParts) throws AdqlException {
        List<Identifier> parts = new java.util.ArrayList<>();
        parts.add(expectIdentifier(what));
        while (isSymbol(".") && !peek(1).isSymbol("*")) {
            take();
            parts.add(expectIdentifier("a name after the period"));
        }
        if (parts.size() > maxParts) {
            throw new AdqlException(
                    parts.get(maxParts).position(),
                    "a name has at most the parts "
                            + (maxParts == 3 ? "catalog.schema.table" : "catalog.schema.table.column"));
        }
        return new QualifiedName(parts);
    }

    /** {@code unsigned_decimal}: digits only. */
    long expectUnsignedInteger(String what) throws AdqlException {
        Token token = peek();
        if (token.kind() != Kind.NUMBER || !token.text().chars().allMatch(Character::isDigit)) {
            throw expected(what);
        }
        OptionalLong value = parseLong(token.text());
        if (value.isEmpty()) {
            throw new AdqlException(token.position(), "the number " + token.text() + " is too large");
        }
        take();
        return value.getAsLong();
    }

    private static OptionalLong parseLong(String digits) {
        try {
            return OptionalLong.of(Long.parseLong(digits));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }

    // ---- looking ahead

    /** Whether at an opening parenthesis that holds a query and nothing else, in however many parentheses. */
    boolean isQueryInParentheses() {
        int inner = at;
        while (tokens.get(inner).isSymbol("(")) {
            inner++;
        }
        Token first = tokens.get(inner);
        if (inner == at || !(first.isWord("SELECT") || first.isWord("WITH"))) {
            return false;
        }
        for (int open = inner - 1; open > at; open--) {
            Token following = tokens.get(Math.min(closing[open] + 1, tokens.size() - 1));
            if (!following.isSymbol(")")) {
                return isSetOperator(following) || following.isWord("ORDER") || following.isWord("OFFSET");
            }
        }
        return true;
    }

    /** Whether at an opening parenthesis in which, not deeper, tables are joined. */
    boolean isJoinInParentheses() {
        if (!isSymbol("(")) {
            return false;
        }
        for (int i = at + 1; i < closing[at]; i++) {
            if (tokens.get(i).isSymbol("(")) {
                i = closing[i];
            } else if (tokens.get(i).isWord("JOIN")) {
                return true;
            }
        }
        return false;
    }

    static boolean isSetOperator(Token token) {
        return token.isWord("UNION") || token.isWord("EXCEPT") || token.isWord("INTERSECT");
    }

    // ---- bounds

    /** Goes a level deeper; {@link #leave()} comes back. */
    void enter() throws AdqlException {
        if (++depth > limits.maxDepth()) {
            throw new AdqlException(
                    peek().position(),
                    "the query is nested too deeply: more than " + limits.maxDepth()
                            + " levels of parentheses, functions or subqueries");
        }
    }

    void leave() {
        depth--;
    }

    /** Begins a row of operators; the result is for {@link #endChain}. */
    int beginChain() {
        int outer = chain;
        chain = 0;
        return outer;
    }

    /** Counts an operator whose left operand is all that the row has so far. */
    void link(Token operator) throws AdqlException {
        if (++chain > limits.maxChain()) {
            throw new AdqlException(
                    operator.position(),
                    "more than " + limits.maxChain() + " operators in a row; break the expression up");
        }
    }

    void endChain(int outer) {
        chain = Math.max(outer, chain);
    }

    // ---- faults

    /** What to throw where something else should stand. */
    AdqlException expected(String what) {
        Token found = peek();
        Optional<AdqlException> habit = Habits.word(previous(), found, peek(1));
        if (habit.isPresent()) {
            return habit.get();
        }
        String reason = "expected " + what + ", found " + found.described();
        if (found.isReserved() && (!isClauseWord(found) || standsAsName())) {
            reason += "; " + reservedHint(found);
        }
        return new AdqlException(found.position(), reason);
    }

    /** Throws if the next token is a word of another dialect in a place where it could pass for a name. */
    void refuseHabit() throws AdqlException {
        Optional<AdqlException> habit = Habits.word(NOTHING, peek(), peek(1));
        if (peek().kind() == Kind.WORD && peek().isWord("LIMIT") && habit.isPresent()) {
            throw habit.get();
        }
    }

    static String reservedHint(Token word) {
        return word.text().toUpperCase(Locale.ROOT)
                + " is a reserved word; as a name it stands in double quotes: \""
                + word.text().toLowerCase(Locale.ROOT)
                + "\"";
    }

    /** Whether the next token, a word, has a neighbour that only a name has. */
    private boolean standsAsName() {
        Token next = peek(1);
        return previous().isWord("AS")
                || previous().isSymbol(".")
                || next.isWord("FROM")
                || next.isWord("AS")
                || next.isWord("ASC")
                || next.isWord("DESC")
                || (next.kind() == Token.Kind.SYMBOL && !next.isSymbol("(") && !next.isSymbol("*"));
    }

    /** Words that structure queries; who writes one where it does not fit hardly means a name. */
    private static boolean isClauseWord(Token token) {
        return switch (token.text().toUpperCase(Locale.ROOT)) {
            case "SELECT",
                    "FROM",
                    "WHERE",
                    "GROUP",
                    "ORDER",
                    "BY",
                    "HAVING",
                    "AND",
                    "OR",
                    "NOT",
                    "ON",
                    "USING",
                    "JOIN",
                    "UNION",
                    "EXCEPT",
                    "INTERSECT",
                    "AS",
                    "IN",
                    "LIKE",
                    "BETWEEN",
                    "IS",
                    "OUTER",
                    "INNER",
                    "LEFT",
                    "RIGHT",
                    "NATURAL",
                    "FULL",
                    "OFFSET",
                    "TOP",
                    "NULL",
                    "EXISTS" -> true;
            default -> false;
        };
    }
}
