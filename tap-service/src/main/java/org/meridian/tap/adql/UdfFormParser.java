// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meridian.core.votable.Primitive;
import org.meridian.tap.adql.UdfSignature.Parameter;
import org.meridian.tap.adql.UdfSignature.TypeName;
import org.meridian.tap.adql.syntax.Position;
import org.meridian.tap.schema.ValueType;
import org.meridian.tap.schema.ValueType.Geometry;
import org.meridian.tap.schema.ValueType.Numeric;
import org.meridian.tap.schema.ValueType.Simple;

/** Reads the form of a user defined function. Parameters may have reserved names: published forms have them. */
final class UdfFormParser {
    private static final Pattern NAME = Pattern.compile("\\s*([A-Za-z][A-Za-z0-9_]*)\\s*");
    private static final Pattern TYPE = Pattern.compile(
            "\\s*([A-Za-z][A-Za-z_]*(?:\\s+PRECISION)?)\\s*(\\(\\s*(?:\\d+\\*?|\\*)\\s*\\))?\\s*(\\[\\s*\\d*\\s*])?\\s*",
            Pattern.CASE_INSENSITIVE);

    private final String form;
    private int at;

    private UdfFormParser(String form) {
        this.form = form;
    }

    static UdfSignature parse(String form) throws AdqlException {
        UdfFormParser parser = new UdfFormParser(form);
        String name = parser.name("the name of the function");
        parser.take("(");
        List<Parameter> parameters = new ArrayList<>();
        if (!parser.peek(")")) {
            do {
                String parameter = parser.name("the name of a parameter");
                parameters.add(new Parameter(parameter, parser.type()));
            } while (parser.skip(","));
        }
        parser.take(")");
        parser.take("->");
        TypeName result = parser.type();
        if (parser.at < form.length()) {
            throw parser.expected("the end of the form");
        }
        return new UdfSignature(name, parameters, result);
    }

    private String name(String what) throws AdqlException {
        Matcher matcher = NAME.matcher(form).region(at, form.length());
        if (!matcher.lookingAt()) {
            throw expected(what);
        }
        at = matcher.end();
        return matcher.group(1);
    }

    private TypeName type() throws AdqlException {
        Matcher matcher = TYPE.matcher(form).region(at, form.length());
        if (!matcher.lookingAt()) {
            throw expected("a type");
        }
        Optional<ValueType> scalar = scalar(matcher.group(1).toUpperCase(Locale.ROOT));
        if (scalar.isEmpty()) {
            throw expected("a type such as INTEGER, BIGINT, DOUBLE, VARCHAR, TIMESTAMP or POINT");
        }
        ValueType type = matcher.group(3) == null ? scalar.get() : new ValueType.Array(element(scalar.get()));
        TypeName name = new TypeName(matcher.group().strip(), type);
        at = matcher.end();
        return name;
    }

    private static Optional<ValueType> scalar(String name) {
        return switch (name.replaceAll("\\s+", " ")) {
            case "SMALLINT", "SHORT" -> Optional.of(Numeric.SMALLINT);
            case "INTEGER", "INT" -> Optional.of(Numeric.INTEGER);
            case "BIGINT", "LONG" -> Optional.of(Numeric.BIGINT);
            case "REAL" -> Optional.of(Numeric.REAL);
            case "DOUBLE", "DOUBLE PRECISION", "FLOAT", "NUMERIC" -> Optional.of(Numeric.DOUBLE);
            case "CHAR", "VARCHAR", "CLOB", "TEXT", "STRING" -> Optional.of(Simple.TEXT);
            case "TIMESTAMP" -> Optional.of(Simple.TIMESTAMP);
            case "BOOLEAN" -> Optional.of(Simple.BOOLEAN);
            case "POINT" -> Optional.of(Geometry.POINT);
            case "CIRCLE" -> Optional.of(Geometry.CIRCLE);
            case "POLYGON", "BOX" -> Optional.of(Geometry.POLYGON);
            case "REGION", "GEOMETRY" -> Optional.of(Geometry.REGION);
            case "MOC" -> Optional.of(Geometry.MOC);
            case "BINARY", "VARBINARY", "BLOB" -> Optional.of(new ValueType.Array(Primitive.UNSIGNED_BYTE));
            case "INTERVAL" -> Optional.of(new ValueType.Array(Primitive.DOUBLE));
            default -> Optional.empty();
        };
    }

    private static Primitive element(ValueType type) {
        return switch (type) {
            case Numeric numeric ->
                switch (numeric) {
                    case SMALLINT -> Primitive.SHORT;
                    case INTEGER -> Primitive.INT;
                    case BIGINT -> Primitive.LONG;
                    case REAL -> Primitive.FLOAT;
                    case DOUBLE -> Primitive.DOUBLE;
                };
            case Simple simple ->
                switch (simple) {
                    case TIMESTAMP -> Primitive.TIMESTAMP;
                    case BOOLEAN -> Primitive.BOOLEAN;
                    case TEXT, UNKNOWN -> Primitive.TEXT;
                };
            case Geometry geometry -> Primitive.DOUBLE;
            case ValueType.Array array -> array.element();
        };
    }

    private boolean peek(String symbol) {
        while (at < form.length() && Character.isWhitespace(form.charAt(at))) {
            at++;
        }
        return form.startsWith(symbol, at);
    }

    private boolean skip(String symbol) {
        boolean there = peek(symbol);
        if (there) {
            at += symbol.length();
        }
        return there;
    }

    private void take(String symbol) throws AdqlException {
        if (!skip(symbol)) {
            throw expected("'" + symbol + "'");
        }
    }

    private AdqlException expected(String what) {
        return new AdqlException(
                new Position(1, at + 1),
                "a function is declared as in ivo_foo(a REAL, b VARCHAR) -> INTEGER; expected " + what + " here");
    }
}
