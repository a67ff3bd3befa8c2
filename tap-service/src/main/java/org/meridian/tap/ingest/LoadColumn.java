// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.util.Optional;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;
import org.meridian.tap.schema.TapColumn;
import org.meridian.tap.schema.ValueType;
import org.meridian.tap.schema.VotableType;

/**
 * A column to be loaded.
 *
 * @param sourceName its name in the file
 * @param field its name in the database and its metadata
 * @param emptyIsText whether an empty text is one, not NULL
 */
record LoadColumn(String sourceName, Field field, boolean emptyIsText) {

    /** A column whose empty texts are NULL. */
    LoadColumn(String sourceName, Field field) {
        this(sourceName, field, false);
    }

    /** The column of a table that exists. */
    static LoadColumn of(TapColumn column) {
        return new LoadColumn(column.name(), column.field());
    }

    String name() {
        return field.name();
    }

    ValueType type() {
        return VotableType.of(field).valueType();
    }

    /** Whether it is a circle or a polygon, so that it gets a cover. */
    boolean isRegion() {
        return type() == ValueType.Geometry.CIRCLE || type() == ValueType.Geometry.POLYGON;
    }

    /** Whether it is a number and no array. */
    boolean isNumber() {
        return type() instanceof ValueType.Numeric;
    }

    /** Whether it is a text and no array. */
    boolean isText() {
        return !field.isArray() && (field.primitive() == Primitive.CHAR || field.primitive() == Primitive.TEXT);
    }

    /** The PostgreSQL type it is stored as. */
    String sqlType() {
        return switch (field.primitive()) {
            case BOOLEAN -> "boolean" + brackets();
            case UNSIGNED_BYTE -> field.isArray() ? "bytea" : "smallint";
            case SHORT -> "smallint" + brackets();
            case INT -> "integer" + brackets();
            case LONG -> "bigint" + brackets();
            case FLOAT -> "real" + brackets();
            case DOUBLE -> "double precision" + brackets();
            case TEXT, CHAR -> "text" + brackets();
            case TIMESTAMP -> "timestamp without time zone" + brackets();
        };
    }

    private String brackets() {
        return field.isArray() ? "[]" : "";
    }

    /** The same column with another name. */
    LoadColumn named(String name) {
        return new LoadColumn(
                sourceName,
                new Field(
                        name,
                        field.primitive(),
                        field.arraysize(),
                        field.unit(),
                        field.ucd(),
                        field.utype(),
                        field.xtype(),
                        field.description(),
                        field.frame()),
                emptyIsText);
    }

    /** The same column with another type. */
    LoadColumn typed(Primitive primitive, Optional<String> arraysize, Optional<String> xtype) {
        return new LoadColumn(
                sourceName,
                new Field(
                        field.name(),
                        primitive,
                        arraysize,
                        field.unit(),
                        field.ucd(),
                        field.utype(),
                        xtype,
                        field.description(),
                        field.frame()),
                emptyIsText);
    }

    /** The same column with unit and UCD where it has none. */
    LoadColumn completed(String unit, String ucd) {
        return new LoadColumn(
                sourceName,
                new Field(
                        field.name(),
                        field.primitive(),
                        field.arraysize(),
                        field.unit().or(() -> Optional.of(unit)),
                        field.ucd().or(() -> Optional.of(ucd)),
                        field.utype(),
                        field.xtype(),
                        field.description(),
                        field.frame()),
                emptyIsText);
    }
}
