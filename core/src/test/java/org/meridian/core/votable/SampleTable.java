// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.votable;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.meridian.core.votable.Field.CoordinateFrame;
import org.meridian.core.votable.Field.TimeFrame;

/** A table with every datatype, NULLs and awkward values. */
final class SampleTable {
    static final Optional<?> NULL = Optional.empty();
    private static final CoordinateFrame ICRS = new CoordinateFrame("ICRS", Optional.of("J1991.25"));
    private static final TimeFrame UTC = new TimeFrame("UTC", "TOPOCENTER", Optional.empty());

    static final List<Field> FIELDS = List.of(
            Field.of("flag", Primitive.BOOLEAN),
            Field.of("byte", Primitive.UNSIGNED_BYTE),
            Field.of("short", Primitive.SHORT),
            Field.of("int", Primitive.INT),
            Field.of("long", Primitive.LONG),
            Field.of("float", Primitive.FLOAT),
            described("double", Primitive.DOUBLE),
            Field.of("ascii", Primitive.CHAR),
            Field.of("text & <\"more\">", Primitive.TEXT),
            sized("fixed", Primitive.CHAR, "6", ""),
            sized("fixedText", Primitive.TEXT, "6", ""),
            time("time"),
            sized("interval", Primitive.DOUBLE, "2", "interval"),
            sized("vertices", Primitive.DOUBLE, "*", ""),
            sized("ints", Primitive.INT, "*", ""),
            sized("matrix", Primitive.SHORT, "2x3", ""),
            sized("floats", Primitive.FLOAT, "2x*", ""),
            sized("flags", Primitive.BOOLEAN, "3", ""),
            sized("blob", Primitive.UNSIGNED_BYTE, "*", ""),
            sized("bytes", Primitive.UNSIGNED_BYTE, "4", ""),
            sized("names", Primitive.CHAR, "5x2", ""),
            sized("remarks", Primitive.TEXT, "*x*", ""));

    static final List<List<?>> ROWS = List.of(
            List.of(
                    true,
                    200,
                    -5,
                    42,
                    1234567890123456789L,
                    1.5f,
                    Math.PI,
                    "plain",
                    "Ünïcödé ☃ 𝔘 <&>\"'",
                    "sixsix",
                    "ÄÖÜäöü",
                    LocalDateTime.of(2024, 2, 29, 23, 59, 59, 123_456_000),
                    List.of(10.5, -20.25),
                    List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.5),
                    Arrays.asList(1, NULL, -3),
                    List.of(1, 2, 3, 4, 5, 6),
                    List.of(1.0f, 2.0f, 3.0f, 4.0f),
                    List.of(true, false, true),
                    new byte[] {0, 1, (byte) 255},
                    new byte[] {1, 2, 3, (byte) 200},
                    List.of("ab", "cdefg"),
                    List.of("one", "zwölf, \"x\"")),
            nulls(),
            List.of(
                    false,
                    0,
                    Short.MAX_VALUE,
                    Integer.MAX_VALUE,
                    Long.MAX_VALUE,
                    Float.NaN,
                    Double.NaN,
                    " blanks, kept ",
                    "line\nbreak\ttab",
                    "x",
                    "y",
                    LocalDateTime.of(1858, 11, 17, 0, 0),
                    List.of(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY),
                    List.of(),
                    List.of(7),
                    List.of(-1, -2, -3, -4, -5, -6),
                    List.of(Float.NaN, Float.MIN_VALUE),
                    List.of(false, false, false),
                    new byte[0],
                    new byte[] {0, 0, 0, 0},
                    List.of("", "z"),
                    List.of()),
            List.of(
                    true,
                    255,
                    1,
                    -1,
                    -1L,
                    Float.NEGATIVE_INFINITY,
                    Double.POSITIVE_INFINITY,
                    "",
                    "",
                    "",
                    "",
                    LocalDateTime.of(2000, 1, 1, 12, 0, 0, 500_000_000),
                    List.of(-0.0, 1e-300),
                    List.of(1.5),
                    List.of(),
                    List.of(0, 0, 0, 0, 0, 0),
                    List.of(),
                    List.of(true, true, true),
                    new byte[] {65},
                    new byte[] {9, 9, 9, 9},
                    List.of("a", "b"),
                    Arrays.asList("x", NULL)));

    private SampleTable() {}

    static ArrayRowStream rows() {
        return ArrayRowStream.of(FIELDS, ROWS);
    }

    private static List<?> nulls() {
        List<Object> row = new ArrayList<>();
        FIELDS.forEach(field -> row.add(NULL));
        return row;
    }

    private static Field described(String name, Primitive primitive) {
        return new Field(
                name,
                primitive,
                Optional.empty(),
                Optional.of("deg"),
                Optional.of("pos.eq.ra;meta.main"),
                Optional.of("stc:a.b"),
                Optional.empty(),
                Optional.of("Right ascension, α < 360 & > 0"),
                Optional.of(ICRS));
    }

    private static Field time(String name) {
        return new Field(
                name,
                Primitive.TIMESTAMP,
                Optional.of("*"),
                Optional.empty(),
                Optional.of("time.start"),
                Optional.empty(),
                Optional.of("timestamp"),
                Optional.empty(),
                Optional.of(UTC));
    }

    static Field sized(String name, Primitive primitive, String arraysize, String xtype) {
        return new Field(
                name,
                primitive,
                Optional.of(arraysize),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(xtype).filter(text -> !text.isEmpty()),
                Optional.empty(),
                xtype.equals("interval") ? Optional.of(ICRS) : Optional.empty());
    }
}
