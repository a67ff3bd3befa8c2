// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.meridian.core.sky.Circle;
import org.meridian.core.sky.Cover;
import org.meridian.core.sky.CoverCell;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.Primitive;
import org.meridian.tap.schema.SkyIndex;
import org.meridian.tap.schema.TapTable;
import org.meridian.tap.schema.ValueType;

class TableIngestMetadataIT {
    private static final String VOTABLE = """
            <VOTABLE version="1.4" xmlns="http://www.ivoa.net/xml/VOTable/v1.3"><RESOURCE>
            <COOSYS ID="c" system="ICRS" equinox="J1975" epoch="J1991.25"/>
            <TIMESYS ID="t" timescale="TCB" refposition="BARYCENTER" timeorigin="MJD-origin"/>
            <TABLE name="tt"><DESCRIPTION>Things
               seen</DESCRIPTION>
            <FIELD name="Main ID" ucd="meta.id;meta.main" datatype="char" arraysize="*"><DESCRIPTION>Its name</DESCRIPTION></FIELD>
            <FIELD name="RA" ref="c" ucd="pos.eq.ra;meta.main" unit="deg" datatype="double" utype="x:ra"/>
            <FIELD name="Dec" ref="c" ucd="pos.eq.dec;meta.main" unit="deg" datatype="double"/>
            <FIELD name="size" unit="arcsec" datatype="float"/>
            <FIELD name="xmin" unit="pixel" datatype="int"><VALUES null="-1"/></FIELD>
            <FIELD name="u" datatype="unsignedByte"/>
            <FIELD name="ua" datatype="unsignedByte" arraysize="*"/>
            <FIELD name="who" datatype="unicodeChar" arraysize="*"/>
            <FIELD name="c1" datatype="char"/>
            <FIELD name="sa" datatype="char" arraysize="4x*"/>
            <FIELD name="grid" datatype="float" arraysize="2x3"/>
            <FIELD name="ok" datatype="boolean"/>
            <FIELD name="flags" datatype="boolean" arraysize="2"/>
            <FIELD name="long1" datatype="long"/>
            <FIELD name="obs" datatype="char" arraysize="*" xtype="timestamp"/>
            <FIELD name="said" datatype="char" arraysize="*" xtype="timestamp"/>
            <FIELD name="mjd" datatype="double" unit="d" ref="t"/>
            <FIELD name="pt" datatype="double" arraysize="2" xtype="point"/>
            <FIELD name="circ" datatype="double" arraysize="3" xtype="circle"/>
            <FIELD name="poly" datatype="double" arraysize="*" xtype="polygon"/>
            <DATA><TABLEDATA>
            <TR><TD>A 1</TD><TD>10.5</TD><TD>-3.25</TD><TD>1.5</TD><TD>7</TD><TD>255</TD><TD>1 255</TD><TD>Élodie Σ</TD>
            <TD>x</TD><TD>ab  cdef</TD><TD>1 2 3 4 5 6</TD><TD>T</TD><TD>T F</TD><TD>9007199254740993</TD>
            <TD>2020-02-29T23:59:59.123456Z</TD><TD>2020-01-01</TD><TD>58000.5</TD><TD>1 2</TD><TD>10 20 0.5</TD>
            <TD>10 10 11 10 10.5 11</TD></TR>
            <TR><TD>B 2</TD><TD/><TD/><TD/><TD>-1</TD><TD/><TD/><TD/><TD/><TD/><TD/><TD/><TD/><TD/><TD/><TD>yesterday</TD><TD/><TD/><TD/><TD/></TR>
            </TABLEDATA></DATA></TABLE></RESOURCE></VOTABLE>
            """;
    private static IngestFixture fixture;
    private static IngestReport report;

    @BeforeAll
    static void open() throws Exception {
        fixture = new IngestFixture();
        report = fixture.load("meta.things", IngestMode.CREATE, fixture.file("things.vot", VOTABLE));
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    @Test
    void publishesNamesTypesAndMetadataOfFields() throws Exception {
        assertEquals(
                List.of(
                        "\"Main ID\"|char|*|-|-|-|meta.id;meta.main|Its name|1",
                        "ra|double|-|-|-|deg|pos.eq.ra;meta.main|-|1",
                        "dec|double|-|-|-|deg|pos.eq.dec;meta.main|-|1",
                        "\"size\"|float|-|-|-|arcsec|-|-|0",
                        "xmin_|int|-|-|-|pixel|-|-|0",
                        "u|unsignedByte|-|-|-|-|-|-|0",
                        "ua|unsignedByte|*|-|-|-|-|-|0",
                        "who|unicodeChar|*|-|-|-|-|-|0",
                        "c1|char|1|1|-|-|-|-|0",
                        "sa|char|4x*|-|-|-|-|-|0",
                        "grid|float|2x3|-|-|-|-|-|0",
                        "ok|boolean|-|-|-|-|-|-|0",
                        "flags|boolean|2|2|-|-|-|-|0",
                        "long1|long|-|-|-|-|-|-|0",
                        "obs|char|*|-|timestamp|-|-|-|0",
                        "said|char|*|-|-|-|-|-|0",
                        "mjd|double|-|-|-|d|-|-|0",
                        "pt|double|2|2|point|-|-|-|1",
                        "circ|double|3|3|circle|-|-|-|1",
                        "poly|double|*|-|polygon|-|-|-|1"),
                fixture.rowsForUsers("SELECT column_name, datatype, arraysize, \"size\", xtype, unit, ucd, description,"
                        + " indexed FROM tap_schema.columns WHERE table_name = 'meta.things' ORDER BY column_index"));
        assertEquals(
                List.of("Things seen"),
                fixture.rows("SELECT description FROM tap_schema.tables WHERE table_name = 'meta.things'"));
    }

    @Test
    void readsBackWhatItWrote() throws IOException {
        TapTable table = fixture.table("meta.things");
        assertEquals(report.table(), table);
        Field ra = table.column("ra").orElseThrow().field();
        assertEquals(
                Optional.of(new Field.CoordinateFrame("ICRS", Optional.of("J1991.25"), Optional.of("J1975"))),
                ra.frame());
        assertEquals(Optional.of("x:ra"), ra.utype());
        assertEquals(
                Optional.of(new Field.TimeFrame("TCB", "BARYCENTER", Optional.of("MJD-origin"))),
                table.column("mjd").orElseThrow().field().frame());
        assertEquals(Primitive.TEXT, table.column("who").orElseThrow().field().primitive());
        assertEquals(
                ValueType.Geometry.CIRCLE, table.column("circ").orElseThrow().type());
        assertEquals(
                new ValueType.Array(Primitive.FLOAT),
                table.column("grid").orElseThrow().type());
    }

    @Test
    void storesValuesUnchanged() throws Exception {
        assertEquals(
                List.of("A 1|10.5|-3.25|1.5|7|255|\\x01ff|Élodie Σ|x|{ab,cdef}|{1,2,3,4,5,6}|t|{t,f}|9007199254740993|"
                        + "2020-02-29 23:59:59.123456|2020-01-01|58000.5|{1,2}|{10,20,0.5}|{10,10,11,10,10.5,11}"),
                fixture.rows("SELECT \"Main ID\", ra, dec, \"size\", xmin_, u, ua, who, c1, sa, grid, ok, flags, long1,"
                        + " obs, said, mjd, pt, circ, poly FROM meta.things WHERE ra IS NOT NULL"));
        assertEquals(
                List.of("B 2|-|-|-|-|-|-|-|-|-|-|-|yesterday|-|-|-|-"),
                fixture.rows(
                        "SELECT \"Main ID\", ra, dec, \"size\", xmin_, u, ua, who, c1, grid, ok, obs, said, mjd, pt,"
                                + " circ, meridian_hpx29 FROM meta.things WHERE ra IS NULL"));
    }

    @Test
    void tellsWhatTheOperatorShouldKnow() {
        String notes = String.join("\n", report.notes());
        assertTrue(notes.contains("'xmin' as xmin_"), notes);
        assertTrue(notes.contains("\"Main ID\", \"size\""), notes);
        assertTrue(
                notes.contains("column said stays text") && notes.contains("row 2") && notes.contains("yesterday"),
                notes);
        assertTrue(notes.contains("position: ra, dec (found by "), notes);
    }

    @Test
    void indexesPointsAndCoversRegions() throws Exception {
        TapTable table = fixture.table("meta.things");
        assertEquals(2, table.sky().positions().size());
        assertEquals(Optional.of("pt"), table.sky().positions().get(1).pointColumn());
        assertEquals(2, table.sky().regions().size());
        SkyIndex.RegionIndex circle = table.sky().regions().get(0);
        assertEquals("circ", circle.column());
        List<String> expected = Cover.rows(new Circle(10, 20, 0.5), 16).stream()
                .map((CoverCell cell) -> "10.5|" + cell.order() + "|" + cell.lo() + "|" + (cell.full() ? "t" : "f"))
                .sorted()
                .toList();
        assertFalse(expected.isEmpty());
        assertEquals(
                expected,
                fixture
                        .rowsForUsers("SELECT ra, ord, lo, \"full\" FROM " + circle.coverTable()
                                + " c JOIN meta.things t ON t." + circle.rowColumn() + " = c.\"row\"")
                        .stream()
                        .sorted()
                        .toList());
    }
}
