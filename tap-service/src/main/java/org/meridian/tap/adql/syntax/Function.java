// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.syntax;

import java.util.List;

/** Functions of ADQL 2.1 (sections 2.3, 4.2, 4.4, 4.8 and 4.9), and NULLIF; their names are reserved words. */
public enum Function {
    ABS(1),
    CEILING(1),
    DEGREES(1),
    EXP(1),
    FLOOR(1),
    LOG(1),
    LOG10(1),
    MOD(2),
    PI(0),
    POWER(2),
    RADIANS(1),
    RAND(0, 1),
    ROUND(1, 2),
    SQRT(1),
    TRUNCATE(1, 2),
    ACOS(1),
    ASIN(1),
    ATAN(1),
    ATAN2(2),
    COS(1),
    COT(1),
    SIN(1),
    TAN(1),
    LOWER(1),
    UPPER(1),
    COALESCE(1, Integer.MAX_VALUE),
    NULLIF(2),
    IN_UNIT(2),
    AREA(1),
    BOX(3, 4),
    CENTROID(1),
    CIRCLE(2, 3),
    CONTAINS(2),
    COORD1(1),
    COORD2(1),
    COORDSYS(1),
    DISTANCE(2, 4),
    INTERSECTS(2),
    POINT(2),
    POLYGON(3, Integer.MAX_VALUE),
    REGION(1);

    private final int minArguments;
    private final int maxArguments;

    Function(int arguments) {
        this(arguments, arguments);
    }

    Function(int minArguments, int maxArguments) {
        this.minArguments = minArguments;
        this.maxArguments = maxArguments;
    }

    /** Fewest arguments, a coordinate system not counted. */
    public int minArguments() {
        return minArguments;
    }

    /** Most arguments, a coordinate system not counted. */
    public int maxArguments() {
        return maxArguments;
    }

    /** Whether a coordinate system may stand before the arguments (deprecated; section 4.2.5). */
    public boolean takesCoordinateSystem() {
        return this == POINT || this == CIRCLE || this == BOX || this == POLYGON;
    }

    /**
     * Whether the first of the arguments is a coordinate system: a text, or NULL where it is one argument more than needed.
     */
    public boolean hasCoordinateSystem(List<ValueExpression> arguments) {
        if (!takesCoordinateSystem() || arguments.isEmpty()) {
            return false;
        }
        boolean oneMore = this == POLYGON ? arguments.size() % 2 == 1 : arguments.size() > maxArguments;
        return arguments.get(0) instanceof ValueExpression.StringLiteral
                || (oneMore && arguments.get(0) instanceof ValueExpression.Null);
    }

    /** Whether the value is a geometry, which no operator takes. */
    public boolean isGeometry() {
        return takesCoordinateSystem() || this == REGION || this == CENTROID;
    }
}
