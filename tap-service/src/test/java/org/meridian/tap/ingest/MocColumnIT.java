// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.meridian.core.votable.Field;
import org.meridian.tap.adql.Adql;
import org.meridian.tap.adql.IvoaFunctions;
import org.meridian.tap.adql.Udfs;
import org.meridian.tap.translate.EngineQuery;
import org.meridian.tap.translate.PostgresEngine;
import org.meridian.tap.translate.TranslationContext;

/** A column of MOCs (DALI 1.2, section 3.11) from file to answer. */
class MocColumnIT {
    private static final String VOTABLE = """
            <VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3"><RESOURCE><TABLE>
            <FIELD name="id" datatype="int"/><FIELD name="coverage" datatype="char" arraysize="*" xtype="moc"/>
            <DATA><TABLEDATA>
            <TR><TD>1</TD><TD>1/0,1 2
            3</TD></TR><TR><TD>2</TD><TD/></TR><TR><TD>3</TD><TD>%s</TD></TR>
            </TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>
            """;

    @Test
    void isLoadedInNormalFormAndAsked() throws Exception {
        try (IngestFixture fixture = new IngestFixture()) {
            fixture.load("m.t", IngestMode.CREATE, fixture.file("m.vot", VOTABLE.formatted("5/4096-4099 6/")));
            Udfs udfs = IvoaFunctions.with(Optional.empty());
            EngineQuery query = new PostgresEngine()
                    .translate(
                            Adql.check(
                                    "SELECT id, coverage, CONTAINS(POINT(45, 0.1), coverage) AS c FROM m.t ORDER BY id",
                                    fixture.store.snapshot(),
                                    udfs),
                            TranslationContext.UNLIMITED);
            Field field = query.fields().get(1);
            assertEquals(Optional.of("moc"), field.xtype());
            assertEquals(List.of("1|0/0 1/|1", "2|-|-", "3|4/1024 6/|0"), fixture.rowsForUsers(query.sql()));
        }
    }

    @Test
    void refusesWhatIsNone() throws Exception {
        try (IngestFixture fixture = new IngestFixture()) {
            var file = fixture.file("m.vot", VOTABLE.formatted("5/4-x"));
            IngestException e = assertThrows(IngestException.class, () -> fixture.load("m.t", IngestMode.CREATE, file));
            assertTrue(String.valueOf(e.getMessage()).contains("no MOC"), e.getMessage());
        }
    }
}
