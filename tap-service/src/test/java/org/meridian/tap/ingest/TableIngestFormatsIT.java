// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.sky.Healpix;
import org.meridian.tap.schema.SkyIndex;
import org.meridian.tap.schema.TapTable;
import uk.ac.starlink.table.ColumnInfo;
import uk.ac.starlink.table.RowListStarTable;
import uk.ac.starlink.table.StarTable;
import uk.ac.starlink.table.StarTableOutput;

/** Every kind of file gives the same table. */
class TableIngestFormatsIT {
    private static IngestFixture fixture;
    private static int number;

    @BeforeAll
    static void open() throws IOException {
        fixture = new IngestFixture();
    }

    @AfterAll
    static void close() {
        fixture.close();
    }

    private static StarTable stars() {
        ColumnInfo ra = new ColumnInfo("RA", Double.class, "Right ascension");
        ra.setUnitString("deg");
        ra.setUCD("pos.eq.ra;meta.main");
        ColumnInfo dec = new ColumnInfo("DEC", Double.class, "Declination");
        dec.setUnitString("deg");
        dec.setUCD("pos.eq.dec;meta.main");
        ColumnInfo mag = new ColumnInfo("mag", Double.class, null);
        mag.setUnitString("mag");
        ColumnInfo[] columns = {
            new ColumnInfo("id", Integer.class, "Number"), ra, dec, mag, new ColumnInfo("name", String.class, "A name")
        };
        RowListStarTable table = new RowListStarTable(columns);
        table.addRow(new Object[] {1, 56.750123456789, 24.117, 1.25, "Alcyone"});
        table.addRow(new Object[] {2, 344.3208, -62.4758, null, "x, \"y\""});
        table.addRow(new Object[] {3, 0.0, 90.0, -1.5, null});
        table.addRow(new Object[] {4, 270.904, -24.378, 5.0, "M 8"});
        return table;
    }

    private static void assertIsStars(String table) throws Exception {
        assertEquals(
                List.of(
                        "1|56.750123456789|24.117|1.25|Alcyone",
                        "2|344.3208|-62.4758|-|x, \"y\"",
                        "3|0|90|-1.5|-",
                        "4|270.904|-24.378|5|M 8"),
                fixture.rowsForUsers("SELECT id, ra, dec, mag, name FROM " + table + " ORDER BY id"));
        TapTable published = fixture.table(table);
        assertEquals(
                List.of("id", "ra", "dec", "mag", "name"),
                published.columns().stream().map(c -> c.name()).toList());
        assertTrue(published.sky().positions().get(0).isOn("ra", "dec"));
        SkyIndex index = published.sky().positions().get(0);
        List<String> cells = new ArrayList<>();
        for (String row : fixture.rows("SELECT ra, dec FROM " + table)) {
            String[] position = row.split("\\|");
            long cell = Healpix.hash(29, Double.parseDouble(position[0]), Double.parseDouble(position[1]));
            cells.add(cell + "|" + (cell >> 30));
        }
        List<String> stored =
                fixture.rows("SELECT " + index.cell29Column() + ", " + index.cell14Column() + " FROM " + table);
        assertEquals(cells, stored);
        assertEquals(
                stored,
                fixture.rows("SELECT " + index.cell29Column() + ", " + index.cell14Column() + " FROM " + table
                        + " ORDER BY 1"),
                "rows lie in the order of their cells");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "votable-tabledata:.vot",
                "votable-binary-inline:.vot",
                "votable-binary2-inline:.xml",
                "votable-fits-inline:.vot",
                "fits:.fits",
                "fits-plus:.fits",
                "colfits-plus:.colfits",
                "csv:.csv",
                "ecsv:.ecsv",
                "ascii:.txt",
                "ascii:.without-telling-name",
                "csv:.without-telling-name",
                "ipac:.tbl"
            })
    void loadsWhatStilWrites(String kind) throws Exception {
        String format = kind.substring(0, kind.indexOf(':'));
        String suffix = kind.substring(kind.indexOf(':') + 1);
        for (boolean zipped : new boolean[] {false, true}) {
            if (zipped && (format.startsWith("colfits"))) {
                continue; // read by random access only
            }
            Path file = fixture.folder.resolve("stars" + ++number + suffix + (zipped ? ".gz" : ""));
            try (OutputStream plain = Files.newOutputStream(file);
                    OutputStream out = zipped ? new GZIPOutputStream(plain) : plain) {
                StarTableOutput output = new StarTableOutput();
                output.writeStarTable(stars(), out, output.getHandler(format));
            }
            String table = "formats.t" + number;
            IngestReport report = fixture.load(table, IngestMode.CREATE, file);
            assertEquals(4, report.rows());
            assertIsStars(table);
        }
    }

    @Test
    void loadsParquetWithArraysBlobsAndTimes() throws Exception {
        Path file = fixture.folder.resolve("stars.parquet");
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("COPY (SELECT * FROM (VALUES"
                    + " (1::INTEGER, 56.750123456789::DOUBLE, 24.117::DOUBLE, 1.25::FLOAT, 'Alcyone',"
                    + " [1.5, NULL]::DOUBLE[], TIMESTAMP '2020-02-29 12:00:00.5', '\\x00\\xFF'::BLOB, true, 200::UTINYINT, 1.10::DECIMAL(5,2), ['ä', 'bc']),"
                    + " (2, 344.3208, -62.4758, NULL, 'x, \"y\"', NULL, NULL, NULL, NULL, NULL, NULL, NULL),"
                    + " (3, 0.0, 90.0, -1.5, NULL, [], NULL, NULL, false, 0, 2, []),"
                    + " (4, 270.904, -24.378, 5.0, 'M 8', [3], NULL, NULL, NULL, NULL, NULL, NULL))"
                    + " t(id, ra, dec, mag, name, flux, obs, raw, flag, small, price, tags))"
                    + " TO '" + file + "' (FORMAT parquet)");
        }
        fixture.load("formats.parquet", IngestMode.CREATE, file);
        assertEquals(
                List.of(
                        "1|{1.5,NaN}|2020-02-29 12:00:00.5|\\x00ff|t|200|1.1|{ä,bc}",
                        "2|-|-|-|-|-|-|-",
                        "3|{}|-|-|f|0|2|{}",
                        "4|{3}|-|-|-|-|-|-"),
                fixture.rows("SELECT id, flux, obs, raw, flag, small, price, tags FROM formats.parquet ORDER BY id"));
        assertEquals(
                List.of(
                        "dec|double|-|-",
                        "flag|boolean|-|-",
                        "flux|double|*|-",
                        "id|int|-|-",
                        "mag|float|-|-",
                        "name|char|*|-",
                        "obs|char|*|timestamp",
                        "price|double|-|-",
                        "ra|double|-|-",
                        "raw|unsignedByte|*|-",
                        "small|unsignedByte|-|-",
                        "tags|unicodeChar|2x*|-"),
                fixture.rows("SELECT column_name, datatype, arraysize, xtype FROM tap_schema.columns"
                        + " WHERE table_name = 'formats.parquet' ORDER BY 1"));
        assertEquals(
                List.of("1|1.25", "2|-", "3|-1.5", "4|5"),
                fixture.rows("SELECT id, mag FROM formats.parquet ORDER BY id"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "t.ecsv:# %ECSV 1.0\n# ---\n# datatype:\n# - {name: id, datatype: int32}\n"
                        + "# - {name: name, datatype: string, description: Größe Ω}\nid name\n1 \"Größe Ωß 漢😀\"\n",
                "t.csv:id,name\n1,Größe Ωß 漢😀\n",
                "t.tsv:id\tname\n1\tGröße Ωß 漢😀\n",
                "t.txt:# id name\n1 'Größe Ωß 漢😀'\n",
                "t.tbl:|id |name                        |\n|int|char                        |\n 1   Größe Ωß 漢😀        \n"
            })
    void readsTextAsUtf8(String file) throws Exception {
        int colon = file.indexOf(':');
        String table = "formats.utf8_" + ++number;
        fixture.load(
                table, IngestMode.CREATE, fixture.file(number + file.substring(0, colon), file.substring(colon + 1)));
        assertEquals(List.of("1|Größe Ωß 漢😀"), fixture.rowsForUsers("SELECT id, name FROM " + table));
        if (file.contains("description")) {
            assertEquals(
                    "Größe Ω",
                    fixture.table(table)
                            .column("name")
                            .orElseThrow()
                            .field()
                            .description()
                            .orElse(""));
        }
    }

    @Test
    void takesUnitsAndUcdsFromTheVotableHeaderOfAParquetFile() throws Exception {
        Path file = fixture.folder.resolve("described.parquet");
        String header = "<VOTABLE version=\"1.4\" xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\"><RESOURCE>"
                + "<COOSYS ID=\"c\" system=\"ICRS\"/><TABLE>"
                + "<FIELD name=\"a\" ref=\"c\" datatype=\"double\" unit=\"deg\" ucd=\"pos.eq.ra;meta.main\"/>"
                + "<FIELD name=\"d\" ref=\"c\" datatype=\"double\" unit=\"deg\" ucd=\"pos.eq.dec;meta.main\"/>"
                + "</TABLE></RESOURCE></VOTABLE>";
        try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute("COPY (SELECT 10.5::DOUBLE AS a, -3::DOUBLE AS d) TO '" + file
                    + "' (FORMAT parquet, KV_METADATA {'IVOA.VOTable-Parquet.content': '" + header + "'})");
        }
        fixture.load("formats.described", IngestMode.CREATE, file);
        assertEquals(
                List.of("a|deg|pos.eq.ra;meta.main|ICRS", "d|deg|pos.eq.dec;meta.main|ICRS"),
                fixture.rows("SELECT column_name, unit, ucd, coordinate_system FROM tap_schema.columns"
                        + " JOIN meridian.column_frames USING (table_name, column_name)"
                        + " WHERE table_name = 'formats.described' ORDER BY 1"));
        assertTrue(fixture.table("formats.described").sky().positions().get(0).isOn("a", "d"));
    }
}
