// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;
import org.meridian.tap.schema.ValueType;
import org.meridian.tap.schema.ValueType.Array;
import org.meridian.tap.schema.ValueType.Geometry;
import org.meridian.tap.schema.ValueType.Numeric;
import org.meridian.tap.schema.ValueType.Simple;

/** How ADQL's types are called in PostgreSQL, and conversions between them (ADQL 2.1, section 4.7). */
final class PostgresType {
    /** Schema of the functions that translated queries call. */
    static final String FUNCTIONS = "meridian_adql.";

    private PostgresType() {}

    /** The type of every SQL expression made for an expression of type {@code type}. */
    static String of(ValueType type) {
        return switch (type) {
            case Numeric numeric ->
                switch (numeric) {
                    case SMALLINT -> "int2";
                    case INTEGER -> "int4";
                    case BIGINT -> "int8";
                    case REAL -> "float4";
                    case DOUBLE -> "float8";
                };
            case Simple simple ->
                switch (simple) {
                    case TEXT, UNKNOWN -> "text";
                    case TIMESTAMP -> "timestamp";
                    case BOOLEAN -> "bool";
                };
            case Geometry geometry ->
                switch (geometry) {
                    case POINT, CIRCLE, POLYGON -> "float8[]";
                    case REGION, MOC -> "text";
                };
            case Array(Primitive element) -> element == Primitive.UNSIGNED_BYTE ? "bytea" : of(element) + "[]";
        };
    }

    /** The type in which a result column leaves the database. */
    static String of(Field field) {
        if (!field.isArray()) {
            return of(field.primitive());
        }
        return field.primitive() == Primitive.UNSIGNED_BYTE ? "bytea" : of(field.primitive()) + "[]";
    }

    private static String of(Primitive primitive) {
        return switch (primitive) {
            case BOOLEAN -> "bool";
            case UNSIGNED_BYTE, SHORT -> "int2";
            case INT -> "int4";
            case LONG -> "int8";
            case FLOAT -> "float4";
            case DOUBLE -> "float8";
            case TEXT, CHAR -> "text";
            case TIMESTAMP -> "timestamp";
        };
    }

    /** {@code sql}, of type {@code from}, as type {@code to}. Conversions that cannot be done fail when the query runs. */
    static String convert(String sql, ValueType from, ValueType to) {
        String target = of(to);
        if (from == Simple.UNKNOWN || to == Simple.UNKNOWN) {
            return sql + "::" + target;
        }
        if (from == Simple.TEXT && to instanceof Geometry geometry && !isText(to)) {
            return FUNCTIONS + "geometry(" + sql + ", '" + geometry + "')";
        }
        if (to == Simple.TEXT || isText(to)) {
            return text(sql, from);
        }
        // Through numeric, so that '3.0' and '1e3' are integers too.
        if (from == Simple.TEXT && isInteger(to)) {
            return sql + "::numeric::" + target;
        }
        return of(from).equals(target) ? sql : sql + "::" + target;
    }

    private static String text(String sql, ValueType from) {
        if (from == Simple.TIMESTAMP) {
            // ISO 8601 whatever DateStyle says.
            return "(to_json(" + sql + ") #>> '{}')";
        }
        if (from instanceof Geometry && !isText(from)) {
            return "array_to_string(" + sql + ", ' ')";
        }
        return of(from).equals("text") ? sql : sql + "::text";
    }

    private static boolean isText(ValueType geometry) {
        return geometry == Geometry.REGION || geometry == Geometry.MOC;
    }

    private static boolean isInteger(ValueType type) {
        return type == Numeric.SMALLINT || type == Numeric.INTEGER || type == Numeric.BIGINT;
    }
}
