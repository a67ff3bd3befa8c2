// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;
import org.meridian.tap.ingest.votable.VotableTable;
import uk.ac.starlink.table.ColumnInfo;
import uk.ac.starlink.table.Tables;
import uk.ac.starlink.table.ValueInfo;
import uk.ac.starlink.votable.VOStarTable;

/**
 * What a column of a file becomes: VOTable's FIELD metadata as far as STIL gives it (unit, UCD, utype, xtype, description,
 * COOSYS, TIMESYS), and the narrowest type that holds its values. Text begins as ASCII; loading finds out. Floating-point
 * NaN in scalars is the blank value of FITS and VOTable and becomes NULL; so does empty text where a format cannot tell it
 * from none.
 */
final class ColumnTypes {
    private static final Set<String> GEOMETRIES = Set.of("point", "circle", "polygon");

    private ColumnTypes() {}

    /**
     * The column for one of a file's.
     *
     * @param info what STIL says of it
     * @param notes receives what the operator should know
     * @throws IngestException if values of its kind cannot be stored
     */
    static LoadColumn of(ColumnInfo info, List<String> notes) throws IngestException {
        Optional<String> xtype = text(info.getXtype());
        Class<?> kind = info.getContentClass();
        Optional<String> geometry = xtype.map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> GEOMETRIES.contains(name) && (kind == double[].class || kind == float[].class));
        if (geometry.isPresent()) {
            return column(info, Primitive.DOUBLE, Optional.of(geometrySize(geometry.get())), geometry);
        }
        boolean time = kind == LocalDateTime.class
                || kind == String.class && xtype.map(ColumnTypes::isTimestamp).orElse(false);
        if (time) {
            return column(info, Primitive.TIMESTAMP, Optional.empty(), Optional.of("timestamp"));
        }
        if (Boolean.TRUE.equals(info.getAuxDatumValue(TextDecoders.WHOLE_NUMBERS, Boolean.class))) {
            notes.add(
                    "column " + info.getName()
                            + " is text: it has whole numbers with leading zeros, or beyond 64 bits, which as numbers would change");
        }
        if (xtype.isPresent() && xtype.get().toLowerCase(Locale.ROOT).startsWith("adql:")) {
            notes.add("column " + info.getName() + ": xtype " + xtype.get() + " is not known for "
                    + kind.getSimpleName() + " values and is left out");
            xtype = Optional.empty();
        }
        return column(info, primitive(info), arraysize(info), xtype);
    }

    private static boolean isTimestamp(String xtype) {
        return xtype.equalsIgnoreCase("timestamp")
                || xtype.equalsIgnoreCase("adql:TIMESTAMP")
                || xtype.equalsIgnoreCase("iso8601");
    }

    private static String geometrySize(String xtype) {
        return switch (xtype) {
            case "point" -> "2";
            case "circle" -> "3";
            default -> "*";
        };
    }

    private static Primitive primitive(ColumnInfo info) throws IngestException {
        Class<?> kind = info.getContentClass();
        boolean bytes = Boolean.TRUE.equals(info.getAuxDatumValue(Tables.UBYTE_FLAG_INFO, Boolean.class));
        if (kind == Boolean.class || kind == boolean[].class) {
            return Primitive.BOOLEAN;
        } else if (kind == Byte.class || kind == byte[].class) {
            return Primitive.SHORT;
        } else if (kind == Short.class || kind == short[].class) {
            return bytes ? Primitive.UNSIGNED_BYTE : Primitive.SHORT;
        } else if (kind == Integer.class || kind == int[].class) {
            return Primitive.INT;
        } else if (kind == Long.class || kind == long[].class) {
            return Primitive.LONG;
        } else if (kind == Float.class || kind == float[].class) {
            return Primitive.FLOAT;
        } else if (kind == Double.class || kind == double[].class) {
            return Primitive.DOUBLE;
        } else if (kind == String.class || kind == String[].class || kind == Character.class) {
            return Primitive.CHAR;
        }
        throw new IngestException("column " + info.getName() + " has values of type " + kind.getSimpleName()
                + ", which no table can hold; leave it out of the file");
    }

    private static Optional<String> arraysize(ColumnInfo info) {
        if (info.getContentClass() == Character.class) {
            return Optional.of("1");
        }
        if (!info.isArray()) {
            return Optional.empty();
        }
        StringBuilder size = new StringBuilder(info.getContentClass() == String[].class ? "*x" : "");
        int[] shape = info.getShape();
        if (shape == null || shape.length == 0) {
            return Optional.of(size.append('*').toString());
        }
        for (int i = 0; i < shape.length; i++) {
            size.append(i == 0 ? "" : "x").append(shape[i] < 0 ? "*" : Integer.toString(shape[i]));
        }
        return Optional.of(size.toString());
    }

    private static LoadColumn column(
            ColumnInfo info, Primitive primitive, Optional<String> arraysize, Optional<String> xtype) {
        String name = info.getName() == null ? "" : info.getName();
        return new LoadColumn(
                name,
                new Field(
                        name,
                        primitive,
                        arraysize,
                        text(info.getUnitString()),
                        text(info.getUCD()),
                        text(info.getUtype()),
                        xtype,
                        text(info.getDescription()).map(d -> d.replaceAll("\\s+", " ")),
                        frame(info)),
                Boolean.TRUE.equals(info.getAuxDatumValue(VotableTable.EMPTY_IS_TEXT, Boolean.class)));
    }

    private static Optional<Field.Frame> frame(ColumnInfo info) {
        Function<ValueInfo, Optional<String>> aux = key -> text(info.getAuxDatumValue(key, String.class));
        Optional<String> system = aux.apply(VOStarTable.COOSYS_SYSTEM_INFO);
        if (system.isPresent()) {
            return Optional.of(new Field.CoordinateFrame(
                    system.get(),
                    aux.apply(VOStarTable.COOSYS_EPOCH_INFO),
                    aux.apply(VOStarTable.COOSYS_EQUINOX_INFO)));
        }
        return aux.apply(VOStarTable.TIMESYS_TIMESCALE_INFO)
                .map(timescale -> new Field.TimeFrame(
                        timescale,
                        aux.apply(VOStarTable.TIMESYS_REFPOSITION_INFO).orElse("UNKNOWN"),
                        aux.apply(VOStarTable.TIMESYS_TIMEORIGIN_INFO)));
    }

    static Optional<String> text(@Nullable String value) {
        return Optional.ofNullable(value).map(String::strip).filter(s -> !s.isEmpty());
    }
}
