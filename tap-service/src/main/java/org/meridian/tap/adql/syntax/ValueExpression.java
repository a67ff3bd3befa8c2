// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.syntax;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** {@code value_expression}. */
public sealed interface ValueExpression extends SyntaxNode {

    /** NULL. */
    record Null(Position position) implements ValueExpression {}

    /** An unsigned number as written. */
    record NumericLiteral(String text, Position position) implements ValueExpression {
        /** Whether it has neither point nor exponent. */
        public boolean isInteger() {
            return text.chars().allMatch(c -> c >= '0' && c <= '9');
        }
    }

    /** A text, quotes undone. */
    record StringLiteral(String value, Position position) implements ValueExpression {}

    /** A column, possibly qualified. */
    record ColumnReference(QualifiedName name) implements ValueExpression {
        @Override
        public Position position() {
            return name.position();
        }
    }

    /** {@code -operand}. */
    record Negation(ValueExpression operand, Position position) implements ValueExpression {}

    /** {@code left operator right}. */
    record Arithmetic(ArithmeticOperator operator, ValueExpression left, ValueExpression right, Position position)
            implements ValueExpression {}

    /** Arithmetic operators. */
    enum ArithmeticOperator {
        ADD("+"),
        SUBTRACT("-"),
        MULTIPLY("*"),
        DIVIDE("/");

        private final String symbol;

        ArithmeticOperator(String symbol) {
            this.symbol = symbol;
        }

        /** As ADQL writes it. */
        public String symbol() {
            return symbol;
        }
    }

    /** {@code left || right}. */
    record Concatenation(ValueExpression left, ValueExpression right, Position position) implements ValueExpression {}

    /** A call of a function of the recommendation; a coordinate system stands first among the arguments. */
    record FunctionCall(Function function, List<ValueExpression> arguments, Position position)
            implements ValueExpression {
        public FunctionCall {
            arguments = List.copyOf(arguments);
        }
    }

    /** A call of a function with any other name. */
    record UserFunctionCall(Identifier name, List<ValueExpression> arguments) implements ValueExpression {
        public UserFunctionCall {
            arguments = List.copyOf(arguments);
        }

        @Override
        public Position position() {
            return name.position();
        }
    }

    /** {@code COUNT(*)} if there is no argument, else {@code function([DISTINCT] argument)}. */
    record SetFunction(
            SetFunctionType function, boolean distinct, Optional<ValueExpression> argument, Position position)
            implements ValueExpression {}

    /** Set functions. */
    enum SetFunctionType {
        AVG,
        MAX,
        MIN,
        SUM,
        COUNT
    }

    /** {@code CAST(operand AS target)}. */
    record Cast(ValueExpression operand, CastTarget target, Position position) implements ValueExpression {}

    /** {@code type} or, for characters, {@code type(length)}. */
    record CastTarget(CastType type, OptionalInt length) {}

    /** Types a value can be cast to. */
    enum CastType {
        CHAR,
        VARCHAR,
        SMALLINT,
        INTEGER,
        BIGINT,
        REAL,
        DOUBLE_PRECISION,
        TIMESTAMP,
        POINT,
        CIRCLE,
        POLYGON
    }

    /** {@code CASE WHEN condition THEN value ... [ELSE value] END}; beyond ADQL 2.1. */
    record SearchedCase(List<SearchedWhen> branches, Optional<ValueExpression> otherwise, Position position)
            implements ValueExpression {
        public SearchedCase {
            branches = List.copyOf(branches);
        }
    }

    /** {@code WHEN condition THEN value}. */
    record SearchedWhen(SearchCondition condition, ValueExpression value) {}

    /** {@code CASE operand WHEN value THEN value ... [ELSE value] END}; beyond ADQL 2.1. */
    record SimpleCase(
            ValueExpression operand, List<SimpleWhen> branches, Optional<ValueExpression> otherwise, Position position)
            implements ValueExpression {
        public SimpleCase {
            branches = List.copyOf(branches);
        }
    }

    /** {@code WHEN value THEN value}. */
    record SimpleWhen(ValueExpression match, ValueExpression value) {}

    /** {@code (query)} used as a value; beyond ADQL 2.1. */
    record ScalarSubquery(SelectExpression query, Position position) implements ValueExpression {}
}
