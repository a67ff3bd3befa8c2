// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.adql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.votable.Primitive;
import org.meridian.tap.schema.ValueType;
import org.meridian.tap.schema.ValueType.Geometry;

class UdfSignatureTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ivo_foo(a REAL, b VARCHAR) -> INTEGER",
                "f() -> TIMESTAMP",
                "g(date TIMESTAMP, region1 REGION) -> DOUBLE PRECISION",
                "h(a VARCHAR(*), b CHAR(3)) -> BIGINT"
            })
    void writesAgainWhatItRead(String form) throws AdqlException {
        assertEquals(form, UdfSignature.parse(form).form());
    }

    @Test
    void knowsTypesInAnyCaseAndSpacing() throws AdqlException {
        UdfSignature signature = UdfSignature.parse(" Ivo_F ( p point,x real[] )->circle ");
        assertEquals("ivo_f", signature.name());
        assertEquals(Geometry.POINT, signature.parameters().get(0).type().type());
        assertEquals(
                new ValueType.Array(Primitive.FLOAT),
                signature.parameters().get(1).type().type());
        assertEquals(Geometry.CIRCLE, signature.result().type());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "f",
                "f(",
                "f(a)",
                "f(a REAL)",
                "f(a REAL) ->",
                "f(a NOTHING) -> REAL",
                "f(a REAL) -> REAL x",
                "1(a REAL) -> REAL"
            })
    void refusesWhatIsNoForm(String form) {
        assertThrows(AdqlException.class, () -> UdfSignature.parse(form));
    }
}
