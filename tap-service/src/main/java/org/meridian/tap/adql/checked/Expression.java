// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.checked;

import java.util.List;
import java.util.Optional;
import org.meridian.core.sky.Moc;
import org.meridian.core.sky.SkyRegion;
import org.meridian.tap.schema.ValueType;
import org.meridian.tap.schema.ValueType.Geometry;
import org.meridian.tap.schema.ValueType.Numeric;
import org.meridian.tap.schema.ValueType.Simple;

/** A value expression with its type. Geometry arguments are normalised: a position is always one point expression. */
public sealed interface Expression {

    /** The type of the value. */
    ValueType type();

    /** Whether the value is made of all rows of a group. */
    default boolean isAggregate() {
        return false;
    }

    /** Column {@code index} (0-based) of a source of this query or, in a correlated subquery, of an enclosing one. */
    record ColumnRef(Relation.Source source, int index, ValueType type) implements Expression {}

    /** Output column {@code index} (0-based) of a set operation; only in its outputs and sort keys. */
    record OutputRef(int index, ValueType type) implements Expression {}

    /** An integer literal. */
    record IntegerLiteral(long value, Numeric type) implements Expression {}

    /** A literal with fraction or exponent, or an integer too long for BIGINT; finite. */
    record DoubleLiteral(double value) implements Expression {
        @Override
        public ValueType type() {
            return Numeric.DOUBLE;
        }
    }

    /** A character string, quotes undone and pieces joined. */
    record TextLiteral(String value) implements Expression {
        @Override
        public ValueType type() {
            return Simple.TEXT;
        }
    }

    /** NULL, of the type its surroundings ask for. */
    record NullLiteral(ValueType type) implements Expression {}

    /** {@code -operand}. */
    record Negation(Expression operand, ValueType type) implements Expression {}

    /** {@code left operator right} over numbers; division of integers is integer division. */
    record Arithmetic(ArithmeticOperator operator, Expression left, Expression right, ValueType type)
            implements Expression {}

    /** Arithmetic operators. */
    enum ArithmeticOperator {
        ADD,
        SUBTRACT,
        MULTIPLY,
        DIVIDE
    }

    /** {@code left || right}. */
    record Concatenation(Expression left, Expression right) implements Expression {
        @Override
        public ValueType type() {
            return Simple.TEXT;
        }
    }

    /** A mathematical or text function of the recommendation; the number of arguments has been checked. */
    record FunctionCall(StandardFunction function, List<Expression> arguments, ValueType type) implements Expression {
        public FunctionCall {
            arguments = List.copyOf(arguments);
        }
    }

    /** Functions of ADQL 2.1, section 2.3 and 4.4, beyond geometry, with conditional ones that work on any type. */
    enum StandardFunction {
        ABS,
        CEILING,
        DEGREES,
        EXP,
        FLOOR,
        LOG,
        LOG10,
        MOD,
        PI,
        POWER,
        RADIANS,
        RAND,
        ROUND,
        SQRT,
        TRUNCATE,
        ACOS,
        ASIN,
        ATAN,
        ATAN2,
        COS,
        COT,
        SIN,
        TAN,
        LOWER,
        UPPER,
        COALESCE,
        NULLIF
    }

    /**
     * A call of a declared user defined function.
     *
     * @param name in lower case
     * @param isAggregate whether it is one over the rows of a group
     */
    record UserFunctionCall(String name, List<Expression> arguments, ValueType type, boolean isAggregate)
            implements Expression {
        public UserFunctionCall {
            arguments = List.copyOf(arguments);
        }

        /** A call of one that is no aggregate. */
        public UserFunctionCall(String name, List<Expression> arguments, ValueType type) {
            this(name, arguments, type, false);
        }
    }

    /** An aggregate; {@code argument} is empty for {@code COUNT(*)}. */
    record Aggregate(AggregateFunction function, boolean distinct, Optional<Expression> argument, ValueType type)
            implements Expression {
        @Override
        public boolean isAggregate() {
            return true;
        }
    }

    /** Set functions of the core language. */
    enum AggregateFunction {
        COUNT,
        SUM,
        AVG,
        MIN,
        MAX
    }

    /** {@code CASE WHEN ... THEN ... ELSE ... END}; a simple CASE has been written out as comparisons. */
    record Case(List<When> branches, Optional<Expression> otherwise, ValueType type) implements Expression {
        public Case {
            branches = List.copyOf(branches);
        }
    }

    /** One branch of a CASE. */
    record When(Condition condition, Expression value) {}

    /**
     * {@code CAST(operand AS target)} (ADQL 2.1, section 4.7.1), or a conversion the checker found necessary.
     *
     * @param length of CHAR(n) and VARCHAR(n) targets
     * @param fixedLength CHAR(n): padded with blanks
     */
    record Cast(Expression operand, ValueType type, Optional<Integer> length, boolean fixedLength)
            implements Expression {}

    /** A scalar subquery; it has one output. */
    record ScalarQuery(CheckedQuery query, ValueType type) implements Expression {}

    // ---- geometry (ADQL 2.1, section 4.2); degrees, ICRS whatever coordinate system was written

    /** {@code POINT(lon, lat)}. */
    record Point(Expression lonDeg, Expression latDeg) implements Expression {
        @Override
        public ValueType type() {
            return Geometry.POINT;
        }
    }

    /** {@code CIRCLE(center, radius)}. */
    record Circle(Expression center, Expression radiusDeg) implements Expression {
        @Override
        public ValueType type() {
            return Geometry.CIRCLE;
        }
    }

    /** {@code BOX(center, width, height)}. */
    record Box(Expression center, Expression widthDeg, Expression heightDeg) implements Expression {
        @Override
        public ValueType type() {
            return Geometry.POLYGON;
        }
    }

    /** {@code POLYGON(point, point, point, ...)}. */
    record Polygon(List<Expression> vertices) implements Expression {
        public Polygon {
            vertices = List.copyOf(vertices);
        }

        @Override
        public ValueType type() {
            return Geometry.POLYGON;
        }
    }

    /** {@code REGION('...')} or {@code MOC('...')} with a constant text, parsed. */
    record RegionLiteral(SkyRegion region, String text) implements Expression {
        @Override
        public ValueType type() {
            return region instanceof Moc ? Geometry.MOC : Geometry.REGION;
        }
    }

    /** {@code CONTAINS(inner, outer)}: 1 if {@code inner} lies within {@code outer}, else 0. */
    record Contains(Expression inner, Expression outer) implements Expression {
        @Override
        public ValueType type() {
            return Numeric.INTEGER;
        }
    }

    /** {@code INTERSECTS(left, right)}: 1 if they share a point, else 0. */
    record Intersects(Expression left, Expression right) implements Expression {
        @Override
        public ValueType type() {
            return Numeric.INTEGER;
        }
    }

    /** {@code DISTANCE(from, to)}: degrees between two points. */
    record Distance(Expression from, Expression to) implements Expression {
        @Override
        public ValueType type() {
            return Numeric.DOUBLE;
        }
    }

    /** {@code AREA(geometry)}: square degrees. */
    record Area(Expression geometry) implements Expression {
        @Override
        public ValueType type() {
            return Numeric.DOUBLE;
        }
    }

    /** {@code CENTROID(geometry)}. */
    record Centroid(Expression geometry) implements Expression {
        @Override
        public ValueType type() {
            return Geometry.POINT;
        }
    }

    /** {@code COORD1(point)} or, where {@code second}, {@code COORD2(point)}: degrees. */
    record Coordinate(Expression point, boolean second) implements Expression {
        @Override
        public ValueType type() {
            return Numeric.DOUBLE;
        }
    }

    /** {@code COORDSYS(geometry)}: always the text ICRS, NULL for NULL. */
    record CoordinateSystem(Expression geometry) implements Expression {
        @Override
        public ValueType type() {
            return Simple.TEXT;
        }
    }
}
