// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.schema;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;

/**
 * The type of a column as TAP_SCHEMA.columns states it (TAP 1.1, section 4.3): VOTable datatype and arraysize, and xtype.
 *
 * @param datatype VOTable primitive datatype
 * @param arraysize VOTable arraysize; empty for a scalar. Text is never a scalar: {@code "*"} is text of any length
 * @param xtype empty if none
 */
public record VotableType(String datatype, Optional<String> arraysize, Optional<String> xtype) {

    /** The type of a field, as it is published. */
    public static VotableType of(Field field) {
        boolean anyLength =
                isText(datatype(field.primitive())) && field.arraysize().isEmpty();
        Optional<String> arraysize = anyLength ? Optional.of("*") : field.arraysize();
        return new VotableType(datatype(field.primitive()), arraysize, field.xtype());
    }

    private static String datatype(Primitive primitive) {
        return switch (primitive) {
            case BOOLEAN -> "boolean";
            case UNSIGNED_BYTE -> "unsignedByte";
            case SHORT -> "short";
            case INT -> "int";
            case LONG -> "long";
            case FLOAT -> "float";
            case DOUBLE -> "double";
            case TEXT -> "unicodeChar";
            case CHAR, TIMESTAMP -> "char";
        };
    }

    /**
     * How cells of this type are carried.
     *
     * @throws IllegalArgumentException for a datatype no table here can have
     */
    public Primitive primitive() {
        return switch (datatype) {
            case "boolean" -> Primitive.BOOLEAN;
            case "unsignedByte" -> Primitive.UNSIGNED_BYTE;
            case "short" -> Primitive.SHORT;
            case "int" -> Primitive.INT;
            case "long" -> Primitive.LONG;
            case "float" -> Primitive.FLOAT;
            case "double" -> Primitive.DOUBLE;
            case "char" -> isTimestamp() ? Primitive.TIMESTAMP : Primitive.CHAR;
            case "unicodeChar" -> isTimestamp() ? Primitive.TIMESTAMP : Primitive.TEXT;
            default -> throw new IllegalArgumentException("no such VOTable datatype here: " + datatype);
        };
    }

    /** The arraysize as {@link Field} has it: text of any length has none. */
    public Optional<String> fieldArraysize() {
        return isText() ? arraysize.filter(size -> !size.equals("*")) : arraysize;
    }

    /** The type as ADQL sees it. */
    public ValueType valueType() {
        Optional<ValueType.Geometry> geometry = geometry();
        if (geometry.isPresent()) {
            return geometry.get();
        }
        boolean array = isText() ? arraysize.orElse("*").contains("x") : arraysize.isPresent();
        return array ? new ValueType.Array(primitive()) : scalar(primitive());
    }

    /** The value of the deprecated column "size": the one dimension's length without the star; empty if there is none. */
    public OptionalInt size() {
        String digits = arraysize.orElse("").replaceFirst("\\*$", "");
        return digits.matches("[0-9]{1,9}") ? OptionalInt.of(Integer.parseInt(digits)) : OptionalInt.empty();
    }

    private static ValueType scalar(Primitive primitive) {
        return switch (primitive) {
            case BOOLEAN -> ValueType.Simple.BOOLEAN;
            case UNSIGNED_BYTE, SHORT -> ValueType.Numeric.SMALLINT;
            case INT -> ValueType.Numeric.INTEGER;
            case LONG -> ValueType.Numeric.BIGINT;
            case FLOAT -> ValueType.Numeric.REAL;
            case DOUBLE -> ValueType.Numeric.DOUBLE;
            case TEXT, CHAR -> ValueType.Simple.TEXT;
            case TIMESTAMP -> ValueType.Simple.TIMESTAMP;
        };
    }

    private Optional<ValueType.Geometry> geometry() {
        String name = xtype.orElse("").toLowerCase(Locale.ROOT);
        if (isText()) {
            return switch (name) {
                case "adql:region" -> Optional.of(ValueType.Geometry.REGION);
                case "moc" -> Optional.of(ValueType.Geometry.MOC);
                default -> Optional.empty();
            };
        }
        if (!datatype.equals("double") || arraysize.isEmpty()) {
            return Optional.empty();
        }
        return switch (name) {
            case "point" -> Optional.of(ValueType.Geometry.POINT);
            case "circle" -> Optional.of(ValueType.Geometry.CIRCLE);
            case "polygon" -> Optional.of(ValueType.Geometry.POLYGON);
            default -> Optional.empty();
        };
    }

    private boolean isText() {
        return isText(datatype);
    }

    private static boolean isText(String datatype) {
        return datatype.equals("char") || datatype.equals("unicodeChar");
    }

    private boolean isTimestamp() {
        String name = xtype.orElse("").toLowerCase(Locale.ROOT);
        return name.equals("timestamp") || name.equals("adql:timestamp");
    }
}
