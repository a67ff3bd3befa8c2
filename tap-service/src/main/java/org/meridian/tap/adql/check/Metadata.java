// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql.check;

import java.util.Optional;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;
import org.meridian.tap.adql.unit.Unit;
import org.meridian.tap.schema.ValueType;
import org.meridian.tap.schema.ValueType.Geometry;
import org.meridian.tap.schema.ValueType.Numeric;
import org.meridian.tap.schema.ValueType.Simple;

/**
 * What is known of a value beyond its type.
 *
 * @param column the column it is, unchanged; empty if it is computed
 * @param constant whether it comes from literals alone
 * @param frame of a geometry that is not ICRS
 */
record Metadata(
        Optional<Field> column,
        Optional<String> unit,
        Optional<String> ucd,
        boolean constant,
        Optional<Field.Frame> frame) {
    static final Metadata NONE = new Metadata(Optional.empty(), Optional.empty(), Optional.empty(), false);
    static final Metadata CONSTANT = new Metadata(Optional.empty(), Optional.empty(), Optional.empty(), true);

    Metadata(Optional<Field> column, Optional<String> unit, Optional<String> ucd, boolean constant) {
        this(column, unit, ucd, constant, Optional.empty());
    }

    /** A geometry in a reference frame of the IVOA's vocabulary. */
    static Metadata frame(String name, Optional<String> ucd) {
        return new Metadata(
                Optional.empty(),
                Optional.empty(),
                ucd,
                false,
                Optional.of(new Field.CoordinateFrame(name, Optional.empty())));
    }

    static Metadata of(Field field) {
        return new Metadata(Optional.of(field), field.unit(), field.ucd(), false);
    }

    static Metadata unit(String unit) {
        return NONE.withUnit(Optional.of(unit));
    }

    static Metadata ucd(String ucd) {
        return new Metadata(Optional.empty(), Optional.empty(), Optional.of(ucd), false);
    }

    static Metadata of(String unit, String ucd) {
        return new Metadata(Optional.empty(), Optional.of(unit), Optional.of(ucd), false);
    }

    /** The same quantity, computed. */
    Metadata computed() {
        return new Metadata(Optional.empty(), unit, ucd, constant, frame);
    }

    /** Another quantity in the same unit. */
    Metadata unitOnly() {
        return new Metadata(Optional.empty(), unit, Optional.empty(), constant);
    }

    private Metadata withUnit(Optional<String> other) {
        return new Metadata(Optional.empty(), other, Optional.empty(), constant);
    }

    /** Of a value that is either. */
    Metadata shared(Metadata other) {
        return new Metadata(
                Optional.empty(),
                unit.equals(other.unit) ? unit : Optional.empty(),
                ucd.equals(other.ucd) ? ucd : Optional.empty(),
                constant && other.constant);
    }

    /** Of a sum or difference. */
    Metadata plus(Metadata other) {
        if (unit.equals(other.unit)) {
            return new Metadata(
                    Optional.empty(), unit, ucd.equals(other.ucd) ? ucd : Optional.empty(), constant && other.constant);
        }
        if (other.constant) {
            return unitOnly();
        }
        return constant ? other.unitOnly() : NONE;
    }

    /** Of a product. */
    Metadata times(Metadata other) {
        if (other.constant) {
            return constant ? CONSTANT : unitOnly();
        }
        return constant ? other.unitOnly() : combined(other, 1);
    }

    /** Of a quotient. */
    Metadata over(Metadata other) {
        if (other.constant) {
            return constant ? CONSTANT : unitOnly();
        }
        return constant ? other.power(-1) : combined(other, -1);
    }

    private Metadata combined(Metadata other, int power) {
        Optional<Unit> left = unit.flatMap(Unit::parse);
        Optional<Unit> right = other.unit.flatMap(Unit::parse);
        return left.isPresent() && right.isPresent()
                ? NONE.withUnit(named(left.get().times(right.get().power(power))))
                : NONE;
    }

    /** Of a power. */
    Metadata power(double exponent) {
        return constant ? CONSTANT : NONE.withUnit(unit.flatMap(Unit::parse).flatMap(u -> named(u.power(exponent))));
    }

    private static Optional<String> named(Unit unit) {
        return Optional.of(unit.text()).filter(text -> !text.isEmpty());
    }

    /** The field of a result column. */
    Field field(String name, ValueType type) {
        Field plain = fieldOf(name, type);
        if (column.isPresent()) {
            Field c = column.get();
            boolean unchanged = c.primitive() != Primitive.TEXT || plain.primitive() == Primitive.TEXT;
            if (unchanged) {
                return new Field(
                        name,
                        c.primitive(),
                        c.arraysize(),
                        c.unit(),
                        c.ucd(),
                        c.utype(),
                        c.xtype(),
                        c.description(),
                        c.frame());
            }
        }
        return new Field(
                name,
                plain.primitive(),
                plain.arraysize(),
                unit.or(plain::unit),
                ucd,
                Optional.empty(),
                plain.xtype(),
                Optional.empty(),
                frame.or(plain::frame));
    }

    private static Field fieldOf(String name, ValueType type) {
        return switch (type) {
            case Numeric numeric ->
                Field.of(
                        name,
                        switch (numeric) {
                            case SMALLINT -> Primitive.SHORT;
                            case INTEGER -> Primitive.INT;
                            case BIGINT -> Primitive.LONG;
                            case REAL -> Primitive.FLOAT;
                            case DOUBLE -> Primitive.DOUBLE;
                        });
            case Simple simple ->
                switch (simple) {
                    case TEXT, UNKNOWN -> Field.of(name, Primitive.TEXT);
                    case TIMESTAMP -> field(name, Primitive.TIMESTAMP, Optional.empty(), "timestamp");
                    case BOOLEAN -> Field.of(name, Primitive.BOOLEAN);
                };
            case ValueType.Array array -> field(name, array.element(), Optional.of("*"), "");
            case Geometry geometry ->
                switch (geometry) {
                    case POINT -> geometry(name, "2", "point");
                    case CIRCLE -> geometry(name, "3", "circle");
                    case POLYGON -> geometry(name, "*", "polygon");
                    case REGION -> field(name, Primitive.TEXT, Optional.of("*"), "adql:REGION");
                    case MOC -> field(name, Primitive.CHAR, Optional.empty(), "moc");
                };
        };
    }

    private static Field field(String name, Primitive primitive, Optional<String> arraysize, String xtype) {
        return new Field(
                name,
                primitive,
                arraysize,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(xtype).filter(x -> !x.isEmpty()),
                Optional.empty(),
                Optional.empty());
    }

    private static Field geometry(String name, String arraysize, String xtype) {
        return new Field(
                name,
                Primitive.DOUBLE,
                Optional.of(arraysize),
                Optional.of("deg"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(xtype),
                Optional.empty(),
                Optional.of(new Field.CoordinateFrame("ICRS", Optional.empty())));
    }
}
