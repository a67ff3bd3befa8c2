// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;

class VotableTypeTest {
    private static VotableType type(String datatype, String arraysize, String xtype) {
        return new VotableType(
                datatype,
                Optional.of(arraysize).filter(s -> !s.isEmpty()),
                Optional.of(xtype).filter(s -> !s.isEmpty()));
    }

    @Test
    void textOfAnyLengthIsAStarInTapSchemaAndNoArraysizeInTheModel() {
        for (Primitive primitive : new Primitive[] {Primitive.CHAR, Primitive.TEXT, Primitive.TIMESTAMP}) {
            assertEquals(
                    Optional.of("*"), VotableType.of(Field.of("x", primitive)).arraysize());
        }
        assertEquals(Optional.empty(), type("char", "*", "").fieldArraysize());
        assertEquals(Optional.of("8*"), type("char", "8*", "").fieldArraysize());
        assertEquals(ValueType.Simple.TEXT, type("unicodeChar", "8*", "").valueType());
        assertEquals(
                new ValueType.Array(Primitive.CHAR), type("char", "8x*", "").valueType());
    }

    @Test
    void sizeIsTheNumberInAOneDimensionalArraysize() {
        assertEquals(OptionalInt.of(256), type("char", "256*", "").size());
        assertEquals(OptionalInt.of(3), type("double", "3", "").size());
        assertEquals(OptionalInt.empty(), type("double", "*", "").size());
        assertEquals(OptionalInt.empty(), type("double", "2x3", "").size());
        assertEquals(OptionalInt.empty(), type("double", "", "").size());
    }

    @Test
    void xtypesMakeGeometriesAndTimes() {
        assertEquals(ValueType.Geometry.POLYGON, type("double", "*", "polygon").valueType());
        assertEquals(ValueType.Geometry.REGION, type("char", "*", "adql:REGION").valueType());
        assertEquals(Primitive.TIMESTAMP, type("char", "*", "adql:TIMESTAMP").primitive());
        assertEquals(
                new ValueType.Array(Primitive.FLOAT),
                type("float", "2", "point").valueType());
        assertEquals(ValueType.Numeric.SMALLINT, type("unsignedByte", "", "").valueType());
    }

    @Test
    void writtenNamesReadBackAsTheBareOnes() {
        for (String name : new String[] {"ra", "RA", "size", "B-V", "a\"b", "_x", "x.y"}) {
            assertEquals(name, AdqlName.bare(AdqlName.written(name)));
            assertEquals(name, AdqlName.bareLast(AdqlName.written("s", name)));
        }
        assertEquals("\"size\"", AdqlName.written("size"));
        assertEquals("\"a\"\"b\"", AdqlName.written("a\"b"));
        assertEquals("ra", AdqlName.bare("RA"));
        assertEquals("tap_schema.tables", AdqlName.bareQualified("TAP_SCHEMA.tables"));
    }
}
