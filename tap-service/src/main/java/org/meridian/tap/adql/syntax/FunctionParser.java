// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.syntax;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.syntax.ValueExpression.CastTarget;
import org.meridian.tap.adql.syntax.ValueExpression.CastType;
import org.meridian.tap.adql.syntax.ValueExpression.FunctionCall;
import org.meridian.tap.adql.syntax.ValueExpression.Negation;
import org.meridian.tap.adql.syntax.ValueExpression.NumericLiteral;
import org.meridian.tap.adql.syntax.ValueExpression.SearchedCase;
import org.meridian.tap.adql.syntax.ValueExpression.SearchedWhen;
import org.meridian.tap.adql.syntax.ValueExpression.SetFunction;
import org.meridian.tap.adql.syntax.ValueExpression.SetFunctionType;
import org.meridian.tap.adql.syntax.ValueExpression.SimpleCase;
import org.meridian.tap.adql.syntax.ValueExpression.SimpleWhen;
import org.meridian.tap.adql.syntax.ValueExpression.StringLiteral;
import org.meridian.tap.adql.syntax.ValueExpression.UserFunctionCall;

/** Reads what begins with a word and is no column: functions, CAST and CASE. */
final class FunctionParser {
    private static final Map<String, Function> FUNCTIONS =
            Arrays.stream(Function.values()).collect(Collectors.toUnmodifiableMap(Function::name, f -> f));
    private static final Map<String, SetFunctionType> SET_FUNCTIONS = Arrays.stream(SetFunctionType.values())
            .collect(Collectors.toUnmodifiableMap(SetFunctionType::name, f -> f));

    private final TokenStream tokens;
    private final ExpressionParser expressions;
    private final FunctionNames names;

    FunctionParser(TokenStream tokens, ExpressionParser expressions, FunctionNames names) {
        this.tokens = tokens;
        this.expressions = expressions;
        this.names = names;
    }

    /** What a reserved word begins here; empty if nothing. */
    Optional<ValueExpression> reserved(Token word) throws AdqlException {
        if (word.isWord("CASE")) {
            return Optional.of(caseExpression());
        }
        if (!tokens.peek(1).isSymbol("(")) {
            return Optional.empty();
        }
        String name = word.text().toUpperCase(Locale.ROOT);
        if (name.equals("CAST")) {
            return Optional.of(cast());
        }
        if (SET_FUNCTIONS.containsKey(name)) {
            return Optional.of(setFunction(SET_FUNCTIONS.get(name)));
        }
        return FUNCTIONS.containsKey(name) ? Optional.of(function(FUNCTIONS.get(name))) : Optional.empty();
    }

    ValueExpression user() throws AdqlException {
        Identifier name = tokens.expectIdentifier("the name of a function");
        names.require(name);
        return new UserFunctionCall(name, arguments());
    }

    private List<ValueExpression> arguments() throws AdqlException {
        tokens.enter();
        tokens.expectSymbol("(");
        List<ValueExpression> arguments = new ArrayList<>();
        if (!tokens.isSymbol(")")) {
            do {
                arguments.add(expressions.value());
            } while (tokens.skipSymbol(","));
        }
        closeArguments();
        return arguments;
    }

    private void closeArguments() throws AdqlException {
        if (!tokens.skipSymbol(")")) {
            throw tokens.expected("',' or ')'");
        }
        tokens.leave();
    }

    private ValueExpression function(Function function) throws AdqlException {
        Position position = tokens.take().position();
        List<ValueExpression> arguments = arguments();
        boolean coordinateSystem = function.hasCoordinateSystem(arguments);
        List<ValueExpression> proper = coordinateSystem ? arguments.subList(1, arguments.size()) : arguments;
        requireCount(function, proper, position);
        switch (function) {
            case RAND -> requireLiteral(function, proper, 0, "an integer literal", FunctionParser::isUnsigned);
            case ROUND, TRUNCATE -> requireLiteral(function, proper, 1, "an integer literal", FunctionParser::isSigned);
            case IN_UNIT ->
                requireLiteral(function, proper, 1, "a text literal, the unit", StringLiteral.class::isInstance);
            case REGION -> requireLiteral(function, proper, 0, "a text literal", StringLiteral.class::isInstance);
            case POLYGON -> requireVertices(proper, position);
            default -> {}
        }
        if (function.ordinal() <= Function.UPPER.ordinal()) {
            for (ValueExpression argument : proper) {
                requireNoGeometry(function, argument);
            }
        }
        return new FunctionCall(function, arguments, position);
    }

    private void requireCount(Function function, List<ValueExpression> arguments, Position position)
            throws AdqlException {
        int count = arguments.size();
        int min = function.minArguments();
        int max = function.maxArguments();
        boolean distanceOfThree = function == Function.DISTANCE && count == 3;
        if (count >= min && count <= max && !distanceOfThree) {
            return;
        }
        String needed;
        if (min == max) {
            needed = min == 0 ? "no argument" : plural(min);
        } else if (max == Integer.MAX_VALUE) {
            needed = "at least " + plural(min);
        } else {
            needed = min + " or " + plural(max);
        }
        throw new AdqlException(position, function + " takes " + needed + ", found " + count);
    }

    private static String plural(int count) {
        return count + (count == 1 ? " argument" : " arguments");
    }

    private void requireLiteral(
            Function function,
            List<ValueExpression> arguments,
            int index,
            String what,
            java.util.function.Predicate<ValueExpression> test)
            throws AdqlException {
        if (arguments.size() > index && !test.test(arguments.get(index))) {
            throw new AdqlException(
                    arguments.get(index).position(), "argument " + (index + 1) + " of " + function + " is " + what);
        }
    }

    private static boolean isUnsigned(ValueExpression value) {
        return value instanceof NumericLiteral number
                && number.isInteger()
                && number.text().length() <= 18;
    }

    private static boolean isSigned(ValueExpression value) {
        return isUnsigned(value) || (value instanceof Negation negation && isUnsigned(negation.operand()));
    }

    private void requireNoGeometry(Function function, ValueExpression argument) throws AdqlException {
        if (argument instanceof FunctionCall call && call.function().isGeometry()) {
            throw new AdqlException(
                    call.position(), call.function() + " is a geometry; " + function + " does not take one");
        }
    }

    /** Pairs of coordinates or points, at least three; numbers that are no pairs can be told without types. */
    private void requireVertices(List<ValueExpression> arguments, Position position) throws AdqlException {
        boolean points = arguments.stream().allMatch(FunctionParser::mayBePoint);
        boolean pairs = arguments.size() >= 6 && arguments.size() % 2 == 0;
        if (!points && !pairs) {
            throw new AdqlException(
                    position,
                    "POLYGON takes three or more points, or pairs of coordinates; found " + arguments.size()
                            + " arguments");
        }
    }

    private static boolean mayBePoint(ValueExpression value) {
        return switch (value) {
            case ValueExpression.ColumnReference column -> true;
            case UserFunctionCall call -> true;
            case FunctionCall call ->
                call.function() == Function.POINT
                        || call.function() == Function.CENTROID
                        || call.function() == Function.COALESCE
                        || call.function() == Function.NULLIF;
            case ValueExpression.Cast cast -> cast.target().type() == CastType.POINT;
            case SearchedCase searched -> true;
            case SimpleCase simple -> true;
            case ValueExpression.ScalarSubquery subquery -> true;
            case ValueExpression.Null nothing -> true;
            case NumericLiteral number -> false;
            case StringLiteral text -> false;
            case Negation negation -> false;
            case ValueExpression.Arithmetic arithmetic -> false;
            case ValueExpression.Concatenation concatenation -> false;
            case SetFunction set -> false;
        };
    }

    private ValueExpression setFunction(SetFunctionType function) throws AdqlException {
        Position position = tokens.take().position();
        tokens.enter();
        tokens.expectSymbol("(");
        if (function == SetFunctionType.COUNT && tokens.skipSymbol("*")) {
            closeArguments();
            return new SetFunction(function, false, Optional.empty(), position);
        }
        boolean distinct = tokens.skipWord("DISTINCT");
        if (!distinct) {
            tokens.skipWord("ALL");
        }
        ValueExpression argument = expressions.value();
        closeArguments();
        return new SetFunction(function, distinct, Optional.of(argument), position);
    }

    private ValueExpression cast() throws AdqlException {
        Position position = tokens.take().position();
        tokens.enter();
        tokens.expectSymbol("(");
        ValueExpression operand = expressions.value();
        tokens.expectWord("AS");
        CastType type = castType();
        OptionalInt length = OptionalInt.empty();
        if ((type == CastType.CHAR || type == CastType.VARCHAR) && tokens.skipSymbol("(")) {
            Token number = tokens.peek();
            long value = tokens.expectUnsignedInteger("a number of characters");
            if (value < 1 || value > 10_000_000) {
                throw new AdqlException(number.position(), "a length is between 1 and 10000000 characters");
            }
            length = OptionalInt.of((int) value);
            tokens.expectSymbol(")");
        }
        if (!tokens.skipSymbol(")")) {
            throw tokens.expected("')'");
        }
        tokens.leave();
        return new ValueExpression.Cast(operand, new CastTarget(type, length), position);
    }

    private CastType castType() throws AdqlException {
        for (CastType type : CastType.values()) {
            if (type == CastType.DOUBLE_PRECISION) {
                if (tokens.skipWord("DOUBLE")) {
                    tokens.expectWord("PRECISION");
                    return type;
                }
            } else if (tokens.skipWord(type.name())) {
                return type;
            }
        }
        UnaryOperator<String> spaced = name -> name.replace('_', ' ');
        Token found = tokens.peek();
        String types = Arrays.stream(CastType.values())
                .map(t -> spaced.apply(t.name()))
                .collect(Collectors.joining(", "));
        throw new AdqlException(
                found.position(),
                found.kind() == Token.Kind.WORD
                        ? found.text().toUpperCase(Locale.ROOT) + " is no type that CAST makes; there are " + types
                        : "expected one of the types " + types + ", found " + found.described());
    }

    private ValueExpression caseExpression() throws AdqlException {
        Position position = tokens.take().position();
        tokens.enter();
        Optional<ValueExpression> operand = tokens.isWord("WHEN") ? Optional.empty() : Optional.of(expressions.value());
        List<SearchedWhen> searched = new ArrayList<>();
        List<SimpleWhen> simple = new ArrayList<>();
        tokens.expectWord("WHEN");
        do {
            if (operand.isPresent()) {
                ValueExpression match = expressions.value();
                tokens.expectWord("THEN");
                simple.add(new SimpleWhen(match, expressions.value()));
            } else {
                SearchCondition condition = expressions.condition();
                tokens.expectWord("THEN");
                searched.add(new SearchedWhen(condition, expressions.value()));
            }
        } while (tokens.skipWord("WHEN"));
        Optional<ValueExpression> otherwise =
                tokens.skipWord("ELSE") ? Optional.of(expressions.value()) : Optional.empty();
        if (!tokens.skipWord("END")) {
            throw tokens.expected("WHEN, ELSE or END");
        }
        tokens.leave();
        return operand.isPresent()
                ? new SimpleCase(operand.get(), simple, otherwise, position)
                : new SearchedCase(searched, otherwise, position);
    }
}
