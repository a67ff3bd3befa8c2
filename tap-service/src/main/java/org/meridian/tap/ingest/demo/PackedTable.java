// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest.demo;

import java.io.BufferedReader;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import uk.ac.starlink.table.ColumnInfo;
import uk.ac.starlink.table.RandomStarTable;

/** A small catalogue that comes with the program: a compressed line per column. See README.md beside the files. */
final class PackedTable extends RandomStarTable {
    private final List<Column> columns;
    private final Map<String, String[]> values = new HashMap<>();
    private final int rows;

    /**
     * How a column is unpacked.
     *
     * @param info its metadata; its name is that of the line
     * @param divisor whole numbers are divided by it; 1 leaves values as they are
     * @param differences whether each value is the difference to the one before
     */
    private record Column(ColumnInfo info, int divisor, boolean differences) {}

    private PackedTable(String resource, List<Column> columns) throws IOException {
        this.columns = columns;
        try (InputStream in = PackedTable.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new FileNotFoundException("the program lacks its file " + resource);
            }
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] parts = line.split("\t", -1);
                values.put(parts[0], parts);
            }
        }
        this.rows = packed(columns.get(0)).length - 1;
        for (Column column : columns) {
            if (packed(column).length != rows + 1) {
                throw new IOException(resource + " has columns of different lengths");
            }
            if (column.differences) {
                sumUp(packed(column));
            }
        }
    }

    /** Stars of the Hipparcos catalogue. */
    static PackedTable hipparcos() throws IOException {
        return new PackedTable(
                "hipparcos.columns.gz",
                List.of(
                        new Column(
                                SurveyColumns.column(
                                        "hip",
                                        Integer.class,
                                        "",
                                        "meta.id;meta.main",
                                        "Number in the Hipparcos catalogue"),
                                1,
                                true),
                        new Column(
                                SurveyColumns.position("ra", "pos.eq.ra;meta.main", "Right ascension"), 10_000, true),
                        new Column(SurveyColumns.position("dec", "pos.eq.dec;meta.main", "Declination"), 10_000, false),
                        new Column(
                                SurveyColumns.column(
                                        "vmag", Float.class, "mag", "phot.mag;em.opt.V", "Johnson V magnitude"),
                                100,
                                false),
                        new Column(
                                SurveyColumns.column(
                                        "bv",
                                        Float.class,
                                        "mag",
                                        "phot.color;em.opt.B;em.opt.V",
                                        "Johnson colour B - V"),
                                1000,
                                false),
                        text("name", "meta.id", "Proper name"),
                        text("bayer", "meta.id", "Bayer letter"),
                        text("constellation", "meta.id.parent", "IAU abbreviation of the constellation, where named")));
    }

    /** Deep-sky objects. */
    static PackedTable deepSky() throws IOException {
        return new PackedTable(
                "deep_sky.columns.gz",
                List.of(
                        text("designation", "meta.id;meta.main", "Name in the usual catalogues"),
                        text(
                                "object_type",
                                "src.class",
                                "Kind: g galaxy, s spiral, s0 lenticular, sd dwarf spheroidal, e elliptical, i irregular, gg"
                                        + " group of galaxies; oc open, gc globular cluster; en emission, rn reflection, bn"
                                        + " bright, dn dark, pn planetary nebula; sfr star-forming region; snr supernova"
                                        + " remnant"),
                        text("morphology", "src.morph.type", "Morphological type"),
                        new Column(SurveyColumns.position("ra", "pos.eq.ra;meta.main", "Right ascension"), 1, false),
                        new Column(SurveyColumns.position("dec", "pos.eq.dec;meta.main", "Declination"), 1, false),
                        new Column(
                                SurveyColumns.column(
                                        "mag", Float.class, "mag", "phot.mag;em.opt", "Visual or blue magnitude"),
                                1,
                                false),
                        new Column(
                                SurveyColumns.column(
                                        "major_axis",
                                        Float.class,
                                        "arcmin",
                                        "phys.angSize.smajAxis",
                                        "Longer diameter"),
                                1,
                                false),
                        new Column(
                                SurveyColumns.column(
                                        "minor_axis",
                                        Float.class,
                                        "arcmin",
                                        "phys.angSize.sminAxis",
                                        "Shorter diameter"),
                                1,
                                false)));
    }

    private static Column text(String name, String ucd, String description) {
        return new Column(SurveyColumns.column(name, String.class, "", ucd, description), 1, false);
    }

    private String[] packed(Column column) throws IOException {
        String[] line = values.get(column.info.getName());
        if (line == null) {
            throw new IOException("the catalogue has no column " + column.info.getName());
        }
        return line;
    }

    private static void sumUp(String[] line) {
        long sum = 0;
        for (int i = 1; i < line.length; i++) {
            sum += Long.parseLong(line[i]);
            line[i] = Long.toString(sum);
        }
    }

    @Override
    public int getColumnCount() {
        return columns.size();
    }

    @Override
    public long getRowCount() {
        return rows;
    }

    @Override
    public ColumnInfo getColumnInfo(int index) {
        return columns.get(index).info;
    }

    @Override
    public @Nullable Object getCell(long row, int index) throws IOException {
        Column column = columns.get(index);
        String packed = packed(column)[(int) row + 1];
        Class<?> kind = column.info.getContentClass();
        if (packed.isEmpty()) {
            return null;
        } else if (kind == String.class) {
            return packed;
        } else if (kind == Integer.class) {
            return Integer.valueOf(packed);
        }
        double value = Double.parseDouble(packed) / column.divisor;
        return kind == Float.class ? (Object) (float) value : (Object) value;
    }
}
