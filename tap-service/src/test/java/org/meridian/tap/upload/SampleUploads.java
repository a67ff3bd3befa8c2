// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.upload;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import uk.ac.starlink.ecsv.EcsvTableWriter;
import uk.ac.starlink.fits.FitsTableWriter;
import uk.ac.starlink.table.ArrayColumn;
import uk.ac.starlink.table.ColumnStarTable;
import uk.ac.starlink.table.StarTable;
import uk.ac.starlink.table.StarTableWriter;
import uk.ac.starlink.table.formats.AsciiTableWriter;
import uk.ac.starlink.table.formats.CsvTableWriter;
import uk.ac.starlink.table.formats.IpacTableWriter;
import uk.ac.starlink.table.formats.TstTableWriter;
import uk.ac.starlink.votable.DataFormat;
import uk.ac.starlink.votable.VOTableVersion;
import uk.ac.starlink.votable.VOTableWriter;

/** Small tables with a column of each kind, in every format that may be uploaded. */
final class SampleUploads {
    private static final String MRT = """
            Title: Stars
            Authors: Nobody
            Table: Stars
            ================================================================================
            Byte-by-byte Description of file: stars.txt
            --------------------------------------------------------------------------------
               Bytes Format Units   Label    Explanations
            --------------------------------------------------------------------------------
               1-  4 I4     ---     ID       Number
               6- 11 F6.2   deg     RAdeg    Right ascension
              13- 20 A8     ---     Name     ?="" Name
            --------------------------------------------------------------------------------
               1  56.75 Alcyone
               2  57.30 Atlas
            """;

    private SampleUploads() {}

    /** Writes all of them into a folder. */
    static void write(Path folder) throws Exception {
        Files.createDirectories(folder);
        for (DataFormat format :
                new DataFormat[] {DataFormat.TABLEDATA, DataFormat.BINARY, DataFormat.BINARY2, DataFormat.FITS}) {
            Files.write(
                    folder.resolve(format + ".vot"), bytes(new VOTableWriter(format, true, VOTableVersion.V14), all()));
            Files.write(
                    folder.resolve(format + "-plain.vot"),
                    bytes(new VOTableWriter(format, true, VOTableVersion.V14), plain()));
        }
        Files.write(folder.resolve("table.fits"), bytes(new FitsTableWriter(), all()));
        FitsTableWriter heap = new FitsTableWriter();
        heap.setVarArray(FitsTableWriter.VarArrayMode.P);
        Files.write(folder.resolve("heap.fits"), bytes(heap, all()));
        Files.write(folder.resolve("plain.fits"), bytes(new FitsTableWriter(), plain()));
        byte[] csv = bytes(new CsvTableWriter(), plain());
        Files.write(folder.resolve("table.csv"), csv);
        Files.write(folder.resolve("table.ecsv"), bytes(EcsvTableWriter.SPACE_WRITER, all()));
        Files.write(folder.resolve("comma.ecsv"), bytes(EcsvTableWriter.COMMA_WRITER, plain()));
        Files.write(folder.resolve("table.tst"), bytes(new TstTableWriter(), plain()));
        Files.write(folder.resolve("table.txt"), bytes(new AsciiTableWriter(), plain()));
        Files.write(folder.resolve("table.ipac"), bytes(new IpacTableWriter(), plain()));
        Files.writeString(folder.resolve("table.tsv"), "a\tb\n1\tx\n2\ty\n");
        Files.writeString(folder.resolve("guide.mrt"), MRT);
        Files.writeString(folder.resolve("small.csv"), "ra,dec,name\n56.75,24.12,\"Alc, yone\"\n,,\n");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(folder.resolve("table.csv.gz")))) {
            out.write(csv);
        }
        try (OutputStream out =
                new BZip2CompressorOutputStream(Files.newOutputStream(folder.resolve("table.csv.bz2")))) {
            out.write(csv);
        }
        parquet(folder.resolve("table.parquet"));
    }

    private static byte[] bytes(StarTableWriter writer, StarTable table) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writer.writeStarTable(table, out);
        return out.toByteArray();
    }

    private static void parquet(Path file) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (SELECT 1 AS id, 2.5 AS x, 'text' AS name, [1.0, 2.0] AS pair,"
                    + " TIMESTAMP '2020-01-01' AS t, TRUE AS ok) TO '" + file + "' (FORMAT parquet)");
        }
    }

    private static ColumnStarTable plain() {
        ColumnStarTable table = ColumnStarTable.makeTableWithRows(2);
        add(table, "id", new int[] {1, 2});
        add(table, "ra", new double[] {56.75, Double.NaN});
        add(table, "name", new String[] {"Alcyone", "\u00e9toile"});
        return table;
    }

    private static ColumnStarTable all() {
        ColumnStarTable table = plain();
        add(table, "s", new short[] {-3, 4});
        add(table, "l", new long[] {1L << 40, 0});
        add(table, "f", new float[] {1.5f, Float.NaN});
        add(table, "ok", new boolean[] {true, false});
        add(table, "pair", new double[][] {{1, 2}, {3, 4}});
        add(table, "list", new int[][] {{}, {1, 2, 3}});
        add(table, "words", new String[][] {{"a", "bc"}, {"", "d"}});
        return table;
    }

    private static void add(ColumnStarTable table, String name, Object values) {
        table.addColumn(ArrayColumn.makeColumn(name, values));
    }
}
