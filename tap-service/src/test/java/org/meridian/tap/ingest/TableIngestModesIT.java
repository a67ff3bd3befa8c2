// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridian.core.db.QuerySession;
import org.meridian.tap.ingest.IngestProgress.Phase;
import org.meridian.tap.ingest.demo.DemoData;
import org.meridian.tap.schema.SkyIndex.LonLatColumns;

class TableIngestModesIT {
    private IngestFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = new IngestFixture();
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private String refusal(String table, IngestMode mode, Path... files) throws Exception {
        List<String> before = fixture.relations();
        List<String> metadata = fixture.rows("SELECT * FROM tap_schema.columns ORDER BY 1, 2");
        String message = assertThrows(IngestException.class, () -> fixture.load(table, mode, files))
                .getMessage();
        assertEquals(before, fixture.relations());
        assertEquals(metadata, fixture.rows("SELECT * FROM tap_schema.columns ORDER BY 1, 2"));
        assertEquals(List.of(), fixture.rows("SELECT nspname FROM pg_namespace WHERE nspname = 'never'"));
        return message;
    }

    @Test
    void namesTheBrokenRowAndLeavesTheDatabaseAsItWas() throws Exception {
        Path file = fixture.file("broken.csv", "id,ra,dec\n1,10,20\n2,11,90.5\n3,12,22\n");
        String message = refusal("never.broken", IngestMode.CREATE, file);
        assertEquals(file + ", row 2, column dec, value 90.5: a declination lies between -90 and 90 degrees", message);
    }

    @Test
    void namesTheBrokenRowOfALaterFileWithWrongKindOfValue() throws Exception {
        Path good = fixture.file("good.csv", "id,ra,dec\n1,10,20\n");
        Path bad = fixture.file("bad.csv", "id,ra,dec\n1,10,20\nfour,11,21\n");
        String message = refusal("never.broken", IngestMode.CREATE, good, bad);
        assertEquals(bad + ", row 1, column id, value '1': a whole number is needed", message);
    }

    @Test
    void refusesFilesThatAreNoTables() throws Exception {
        assertTrue(refusal("never.x", IngestMode.CREATE, fixture.folder.resolve("absent.fits"))
                .startsWith("there is no file"));
        String message = refusal("never.x", IngestMode.CREATE, fixture.file("noise.bin", "\u0001\u0000\u0002"));
        assertTrue(message.contains("known table format") && message.contains("--format"), message);
        String ragged = refusal("never.x", IngestMode.CREATE, fixture.file("ragged.csv", "a,b\n1,2\n3\n"));
        assertTrue(ragged.contains("ragged.csv"), ragged);
    }

    @Test
    void saysWhyAFileIsNoTableInPlainWords() throws Exception {
        Path ragged = fixture.file("ragged.csv", "a,b\n1,2\n3\n");
        assertEquals(
                ragged
                        + " cannot be read: line 3 has 1 field where line 1, the first, has 2 fields; each line needs as many,"
                        + " and a text with commas quotation marks around it",
                refusal("never.x", IngestMode.CREATE, ragged));
        Path cut = fixture.file(
                "cut.vot",
                "<VOTABLE version=\"1.4\" xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\"><RESOURCE><TABLE>\n"
                        + "<FIELD name=\"a\" datatype=\"int\"/><DATA><TABLEDATA>\n<TR><TD>1</TD></TR><TR><TD>");
        assertTrue(refusal("never.x", IngestMode.CREATE, cut)
                .startsWith(cut + " cannot be read: the XML is broken at line 3: "));
        Path empty = fixture.file("empty.csv", "");
        assertEquals(empty + " is empty", refusal("never.x", IngestMode.CREATE, empty));
        Path header = fixture.file("header.csv", "a,b\n");
        assertEquals(
                header + " cannot be read: there are no rows below the names of the columns",
                refusal("never.x", IngestMode.CREATE, header));
        Path half = fixture.file(
                "half.vot",
                "<VOTABLE version=\"1.4\" xmlns=\"http://www.ivoa.net/xml/VOTable/v1.3\"><RESOURCE><TABLE>"
                        + "<FIELD name=\"id\" datatype=\"int\"/><FIELD name=\"b\" datatype=\"bit\"/><DATA><BINARY2>"
                        + "<STREAM encoding=\"base64\">AAAAAAEIAAAAAgA=</STREAM></BINARY2></DATA></TABLE></RESOURCE>"
                        + "</VOTABLE>");
        assertEquals(
                half + ", after row 1: cannot be read: the stream ends within row 2: it did not arrive whole, or the"
                        + " FIELDs do not describe it",
                refusal("never.x", IngestMode.CREATE, half));
        Path tst = fixture.file("a.tst", "title\n\nid\tname\n--\t----\n1\tä\n");
        assertEquals(
                tst + ", row 1, column name, value unreadable: text beyond ASCII cannot be read from TST;"
                        + " save the table in another format, such as CSV",
                refusal("never.x", IngestMode.CREATE, tst));
        Path noFits = fixture.file("a.fits.gz", "nothing");
        assertEquals(
                noFits + " cannot be read: Doesn't look like a FITS file",
                refusal("never.x", IngestMode.CREATE, noFits));
    }

    @Test
    void refusesOneBadCellInAPositionButLoadsSexagesimalText() throws Exception {
        Path broken = fixture.file("bad.csv", "id,ra,dec\n1,10,20\n2,11,21\n3,abc,22\n");
        assertEquals(
                broken + ", row 3, column ra, value 'abc': a number is needed; the column is named like a position, and"
                        + " 2 of 3 values are numbers. Correct the value, or give the column another name to load it as"
                        + " text",
                refusal("never.x", IngestMode.CREATE, broken));
        Path text = fixture.file("hms.csv", "id,ra,dec\n1,12 30 00,-5 0 0\n");
        String notes =
                fixture.load("modes.hms", IngestMode.CREATE, text).notes().toString();
        assertTrue(
                notes.contains("column ra is named like a position but holds text ('12 30 00' at " + text + ", row 1)"),
                notes);
    }

    @Test
    void saysHowThePositionWasFound() throws Exception {
        IngestReport report =
                fixture.load("modes.t", IngestMode.CREATE, fixture.file("a.csv", "id,ra,RA,dec\n1,10,3,20\n"));
        assertEquals(
                List.of(
                        "queries must write these columns with quotes: \"RA\" (besides ra)",
                        "position: ra, dec (found by name; taken as ICRS degrees)"),
                report.notes());
    }

    @Test
    void refusesToAppendToNoTableNamingTheNearest() throws Exception {
        Path file = fixture.file("a.csv", "id,ra,dec\n1,10,20\n");
        assertEquals(
                "there is no table modes.stars to append to; leave --append out to create it",
                refusal("modes.stars", IngestMode.APPEND, file));
        fixture.load("modes.stars", IngestMode.CREATE, file);
        assertEquals(
                "there is no table modes.satrs to append to; leave --append out to create it,"
                        + " or did you mean modes.stars?",
                refusal("modes.satrs", IngestMode.APPEND, file));
    }

    @Test
    void namesTheRowOfAParquetNumberThatIsTooLarge() throws Exception {
        Path file = fixture.folder.resolve("large.parquet");
        try (Connection duckdb = java.sql.DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckdb.createStatement()) {
            statement.execute(
                    "COPY (SELECT unnest([7, 18446744073709551615])::UBIGINT AS n) TO '" + file + "' (FORMAT parquet)");
        }
        assertEquals(
                file + ", row 2, column n, value unreadable: 18446744073709551615 is too large:"
                        + " the column can hold whole numbers up to 9223372036854775807",
                refusal("never.x", IngestMode.CREATE, file));
    }

    @Test
    void refusesAnExistingTableNamingBothOptions() throws Exception {
        Path file = fixture.file("a.csv", "id,ra,dec\n1,10,20\n");
        fixture.load("modes.t", IngestMode.CREATE, file);
        String message = refusal("modes.t", IngestMode.CREATE, file);
        assertTrue(message.contains("--replace") && message.contains("--append"), message);
    }

    @Test
    void leavesForeignTablesAlone() throws Exception {
        try (Connection owner = fixture.test.database().owner().getConnection();
                Statement statement = owner.createStatement()) {
            statement.execute("CREATE SCHEMA mine; CREATE TABLE mine.t (a int)");
        }
        String message = refusal("mine.t", IngestMode.REPLACE, fixture.file("a.csv", "a\n1\n"));
        assertTrue(message.contains("no ingest made"), message);
    }

    @Test
    void appendsRowsWithTheirCellsAndWidensWhatIsSaidOfText() throws Exception {
        fixture.load("modes.t", IngestMode.CREATE, fixture.file("a.csv", "id,ra,dec,name\n1,10,20,a\n"));
        fixture.load(
                "modes.t",
                IngestMode.APPEND,
                fixture.file("b.csv", "name,id,ra,dec\nß,2,200,-20\nc,3,,\n"),
                fixture.file("c.csv", "id,ra,dec,name\n40000,5.5,5.5,d\n"));
        assertEquals(
                List.of("1|10|20|a|t", "2|200|-20|ß|t", "3|-|-|c|-", "40000|5.5|5.5|d|t"),
                fixture.rowsForUsers("SELECT id, ra, dec, name, meridian_hpx14 = meridian_hpx29 >> 30 FROM modes.t"
                        + " ORDER BY id"));
        assertEquals(
                List.of("unicodeChar"),
                fixture.rows(
                        "SELECT datatype FROM tap_schema.columns WHERE table_name = 'modes.t' AND column_name = 'name'"));
        assertEquals(List.of("4"), fixture.rows("SELECT row_count FROM meridian.table_loads"));
    }

    @Test
    void refusesToAppendOtherColumns() throws Exception {
        fixture.load("modes.t", IngestMode.CREATE, fixture.file("a.csv", "id,ra,dec\n1,10,20\n"));
        Path other = fixture.file("b.csv", "id,ra,mag\n1,10,20\n");
        assertEquals(
                other + " has other columns than the table; missing: dec; not in the table: mag",
                refusal("modes.t", IngestMode.APPEND, other));
    }

    @Test
    void replacesWithOtherColumns() throws Exception {
        fixture.load("modes.t", IngestMode.CREATE, fixture.file("a.csv", "id,ra,dec\n1,10,20\n"));
        int version = Integer.parseInt(
                fixture.rows("SELECT version FROM meridian.tap_schema_version").get(0));
        fixture.load("modes.t", IngestMode.REPLACE, fixture.file("b.csv", "a,b\n7,x\n8,y\n"));
        assertEquals(List.of("7|x", "8|y"), fixture.rowsForUsers("SELECT * FROM modes.t ORDER BY a"));
        assertEquals(2, fixture.table("modes.t").columns().size());
        assertTrue(fixture.table("modes.t").sky().positions().isEmpty());
        assertEquals(List.of("modes.t"), fixture.relations());
        assertTrue(Integer.parseInt(fixture.rows("SELECT version FROM meridian.tap_schema_version")
                        .get(0))
                > version);
    }

    @Test
    void letsAQueryOnTheOldTableFinishBeforeItIsReplaced() throws Exception {
        fixture.load("modes.t", IngestMode.CREATE, fixture.file("a.csv", "id\n1\n2\n3\n"));
        Path other = fixture.file("b.csv", "id\n9\n");
        CountDownLatch publishing = new CountDownLatch(1);
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try (QuerySession session = fixture.test.database().session(QuerySession.Access.READ_ONLY)) {
            Connection user = session.connection();
            List<String> seen = new ArrayList<>();
            Future<IngestReport> replaced;
            try (Statement statement = user.createStatement()) {
                statement.setFetchSize(1);
                ResultSet rows = statement.executeQuery("SELECT id FROM modes.t ORDER BY id");
                rows.next();
                seen.add(rows.getString(1));
                replaced = executor.submit(() -> fixture.ingest.load(
                        IngestFixture.request("modes.t", IngestMode.REPLACE, IngestRequest.Options.DEFAULT, other),
                        status -> {
                            if (status.phase() == Phase.PUBLISH) {
                                publishing.countDown();
                            }
                        }));
                assertTrue(publishing.await(30, TimeUnit.SECONDS));
                assertThrows(TimeoutException.class, () -> replaced.get(700, TimeUnit.MILLISECONDS));
                assertEquals(List.of("3"), fixture.rowsForUsers("SELECT count(*) FROM modes.t"));
                while (rows.next()) {
                    seen.add(rows.getString(1));
                }
            }
            assertEquals(List.of("1", "2", "3"), seen);
            user.commit();
            assertEquals(1, replaced.get(30, TimeUnit.SECONDS).rows());
            assertEquals(List.of("9"), fixture.rowsForUsers("SELECT id FROM modes.t"));
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void refusesASecondIngestOfTheSameTableWhileOneRuns() throws Exception {
        Path file = fixture.file("a.csv", "id,ra,dec\n1,10,20\n");
        List<String> refused = new ArrayList<>();
        fixture.ingest.load(
                IngestFixture.request("modes.t", IngestMode.CREATE, IngestRequest.Options.DEFAULT, file), status -> {
                    if (status.phase() == Phase.INDEX) {
                        refused.add(assertThrows(
                                        IngestException.class, () -> fixture.load("modes.t", IngestMode.REPLACE, file))
                                .getMessage());
                    }
                });
        assertEquals(List.of("another ingest into modes.t is running; wait until it has ended"), refused);
        assertEquals(List.of("1"), fixture.rows("SELECT id FROM modes.t"));
    }

    @Test
    void leavesNothingWhenItsConnectionDies() throws Exception {
        String message = assertThrows(
                        IngestException.class,
                        () -> fixture.ingest.load(
                                new IngestRequest(
                                        List.of(DemoData.survey(20_000)),
                                        TableName.parse("never.survey"),
                                        IngestMode.CREATE,
                                        IngestRequest.Options.DEFAULT),
                                status -> {
                                    if (status.phase() == Phase.INDEX) {
                                        killIngest();
                                    }
                                }))
                .getMessage();
        assertTrue(message.startsWith("the database refused the table"), message);
        assertEquals(List.of(), fixture.relations());
        assertEquals(List.of(), fixture.rows("SELECT nspname FROM pg_namespace WHERE nspname = 'never'"));
        assertEquals(List.of(), fixture.rows("SELECT table_name FROM tap_schema.tables WHERE schema_name = 'never'"));
    }

    private void killIngest() {
        try (Connection admin = fixture.test.superuser()) {
            assertEquals(
                    List.of("t"),
                    IngestFixture.rows(
                            admin,
                            "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory'"
                                    + " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
                                    + " GROUP BY pid"));
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void takesNamedPositionColumnsAndIndexes() throws Exception {
        Path file = fixture.file("a.csv", "id,lon,lat\n1,10,20\n2,5,-5\n");
        IngestRequest.Options options = new IngestRequest.Options(
                Optional.of(new LonLatColumns("LON", "lat")),
                List.of("id"),
                Optional.of("Two rows"),
                Optional.of("Mine"),
                Optional.empty());
        fixture.ingest.load(IngestFixture.request("modes.t", IngestMode.CREATE, options, file), IngestProgress.SILENT);
        assertTrue(fixture.table("modes.t").sky().positions().get(0).isOn("lon", "lat"));
        assertTrue(fixture.table("modes.t").column("id").orElseThrow().indexed());
        assertEquals(
                List.of("lon|deg|pos.eq.ra;meta.main|double", "lat|deg|pos.eq.dec;meta.main|double"),
                fixture.rows("SELECT column_name, unit, ucd, datatype FROM tap_schema.columns"
                        + " WHERE table_name = 'modes.t' AND column_name LIKE 'l%' ORDER BY column_index"));
        assertEquals(Optional.of("Two rows"), fixture.table("modes.t").description());
        assertEquals(
                List.of("3"),
                fixture.rows("SELECT count(*) FROM pg_indexes WHERE schemaname = 'modes' AND tablename = 't'"));
    }

    @Test
    void leavesAPositionInRadiansWithoutIndexAndRefusesItByName() throws Exception {
        Path file = fixture.file(
                "r.ecsv",
                "# %ECSV 1.0\n# ---\n# datatype:\n# - {name: ra, unit: rad, datatype: float64}\n"
                        + "# - {name: dec, unit: rad, datatype: float64}\nra dec\n1.0 0.5\n");
        IngestReport report = fixture.load("modes.t", IngestMode.CREATE, file);
        assertTrue(report.table().sky().positions().isEmpty());
        assertTrue(
                report.notes().toString().contains("not in degrees"),
                report.notes().toString());
        IngestRequest.Options named = new IngestRequest.Options(
                Optional.of(new LonLatColumns("ra", "dec")),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
        String message = assertThrows(
                        IngestException.class,
                        () -> fixture.ingest.load(
                                IngestFixture.request("modes.u", IngestMode.CREATE, named, file),
                                IngestProgress.SILENT))
                .getMessage();
        assertTrue(message.contains("its unit is rad"), message);
    }

    @Test
    void usersCannotWriteOrSeeInternals() throws Exception {
        fixture.load("modes.t", IngestMode.CREATE, fixture.file("a.csv", "id\n1\n"));
        for (String sql : List.of(
                "DELETE FROM modes.t RETURNING 1",
                "SELECT * FROM meridian.table_loads",
                "UPDATE tap_schema.tables SET description = '' RETURNING 1")) {
            String state = assertThrows(java.sql.SQLException.class, () -> fixture.rowsForUsers(sql))
                    .getSQLState();
            // Not allowed, or in a transaction that only reads.
            assertTrue(List.of("42501", "25006").contains(state), state);
        }
        assertFalse(fixture.rowsForUsers("SELECT * FROM tap_schema.key_columns").isEmpty());
    }
}
