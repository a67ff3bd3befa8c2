// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;
import org.meridian.tap.adql.Adql;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.Udfs;
import org.meridian.tap.schema.TapColumn;
import org.meridian.tap.schema.TapSchema;
import org.meridian.tap.schema.TapTable;
import org.meridian.tap.schema.ValueType.Simple;

class SmallQueriesTest {

    private static boolean small(String adql) throws AdqlException {
        return small(adql, SkySample.schema());
    }

    private static boolean small(String adql, TapSchema schema) throws AdqlException {
        TranslationContext context =
                new TranslationContext(java.util.OptionalLong.of(1_000_000), TranslationContext.UNLIMITED.rowFilter());
        return new PostgresEngine()
                .translate(Adql.check(adql, schema, Udfs.NONE), context)
                .small();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT TOP 10 * FROM sample.stars",
                "SELECT COUNT(*) FROM sample.stars WHERE 1 = CONTAINS(POINT(ra, dec), CIRCLE(10, 20, 0.1))",
                "SELECT * FROM sample.stars WHERE DISTANCE(POINT(ra, dec), POINT(10, 20)) < 0.5 AND id > 3 ORDER BY id",
                "SELECT * FROM sample.stars WHERE 0.2 >= DISTANCE(POINT(10, 20), POINT(ra, dec))",
                "SELECT * FROM sample.stars WHERE INTERSECTS(CIRCLE(10, 20, 0.1), POINT(ra, dec)) = 1",
                "SELECT * FROM sample.plates WHERE INTERSECTS(outline, CIRCLE(10, 20, 0.1)) = 1 AND n IN (1, 2)",
                "SELECT * FROM sample.plates WHERE 1 = CONTAINS(POINT(10, 20), outline)"
            })
    void knowsSmallOnes(String adql) throws AdqlException {
        assertEquals(true, small(adql));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM sample.stars",
                "SELECT TOP 20000 * FROM sample.stars",
                "SELECT TOP 10 * FROM sample.stars ORDER BY id",
                "SELECT DISTINCT TOP 10 id FROM sample.stars",
                "SELECT TOP 10 * FROM sample.stars WHERE id > 3",
                "SELECT TOP 10 * FROM sample.stars OFFSET 1000000",
                "SELECT COUNT(*) FROM sample.stars",
                "SELECT TOP 10 (SELECT COUNT(*) FROM sample.stars) AS n FROM sample.stars",
                "SELECT TOP 1 * FROM sample.stars AS a, sample.stars AS b",
                "SELECT * FROM sample.stars WHERE DISTANCE(POINT(ra, dec), POINT(10, 20)) < 30",
                "SELECT * FROM sample.stars WHERE DISTANCE(POINT(ra, dec), POINT(10, 20)) > 0.1",
                "SELECT * FROM sample.stars WHERE DISTANCE(POINT(ra, dec), POINT(10, 20)) < 0.1 OR id > 3",
                "SELECT * FROM sample.stars WHERE DISTANCE(POINT(ra, dec), POINT(10, 20)) < 0.1"
                        + " AND id IN (SELECT id FROM sample.stars)",
                "SELECT * FROM sample.stars WHERE 0 = CONTAINS(POINT(ra, dec), CIRCLE(10, 20, 0.1))",
                "SELECT * FROM sample.plates WHERE INTERSECTS(outline, CIRCLE(10, 20, 3)) = 1",
                "SELECT * FROM sample.plates WHERE n IN (1, 2)",
                "SELECT * FROM sample.stars UNION SELECT * FROM sample.stars"
            })
    void saysItOfNoOther(String adql) throws AdqlException {
        assertEquals(false, small(adql));
    }

    @Test
    void rowsByTheirIdentitiesAreFew() throws AdqlException {
        Field identity = new Field(
                "did",
                Primitive.TEXT,
                Optional.empty(),
                Optional.empty(),
                Optional.of("meta.ref.ivoid"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        for (boolean indexed : new boolean[] {true, false}) {
            TapTable table = new TapTable(
                    "sample",
                    "sets",
                    "table",
                    Optional.empty(),
                    Optional.empty(),
                    List.of(new TapColumn(identity, Simple.TEXT, indexed, true, false)),
                    List.of(),
                    new TapTable.Sky(List.of(), List.of()));
            TapSchema schema = new TapSchema(
                    List.of(new TapSchema.Schema("sample", Optional.empty(), Optional.empty(), List.of(table))));
            assertEquals(indexed, small("SELECT * FROM sample.sets WHERE did IN ('ivo://a/b', 'ivo://a/c')", schema));
            assertEquals(false, small("SELECT * FROM sample.sets WHERE did IN ('ivo://a/b', did)", schema));
        }
    }
}
