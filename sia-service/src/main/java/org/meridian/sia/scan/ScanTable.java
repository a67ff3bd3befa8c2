// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.scan;

import static org.meridian.sia.obscore.ObscoreColumn.DATAPRODUCT_SUBTYPE;
import static org.meridian.sia.obscore.ObscoreColumn.DATAPRODUCT_TYPE;
import static org.meridian.sia.obscore.ObscoreColumn.EM_MAX;
import static org.meridian.sia.obscore.ObscoreColumn.EM_MIN;
import static org.meridian.sia.obscore.ObscoreColumn.ENERGY_BANDPASSNAME;
import static org.meridian.sia.obscore.ObscoreColumn.FACILITY_NAME;
import static org.meridian.sia.obscore.ObscoreColumn.INSTRUMENT_NAME;
import static org.meridian.sia.obscore.ObscoreColumn.S_DEC;
import static org.meridian.sia.obscore.ObscoreColumn.S_FOV;
import static org.meridian.sia.obscore.ObscoreColumn.S_RA;
import static org.meridian.sia.obscore.ObscoreColumn.TARGET_NAME;
import static org.meridian.sia.obscore.ObscoreColumn.T_EXPTIME;
import static org.meridian.sia.obscore.ObscoreColumn.T_MAX;
import static org.meridian.sia.obscore.ObscoreColumn.T_MIN;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.meridian.sia.obscore.ObscoreColumn;
import org.meridian.sia.obscore.ObscoreRow;
import org.meridian.sia.obscore.Observation;
import org.meridian.sia.obscore.ScannedFile;

/** The table of what was understood of each file, for people: a line each, columns separated by bars. Not thread-safe. */
public final class ScanTable {
    private static final String LINE = "%-44s | %-18s | %10s %10s | %9s | %12s %12s %9s | %-30s | %-28s | %-20s | %s";

    private final PrintWriter out;

    /** A table on a writer, which stays open. */
    public ScanTable(PrintWriter out) {
        this.out = out;
    }

    /** Writes the names of the columns. */
    public void begin() {
        print(
                "file",
                "product",
                "ra",
                "dec",
                "fov deg",
                "t_min",
                "t_max",
                "exp s",
                "band",
                "instrument",
                "target",
                "not understood");
    }

    /** Writes the line of a file. */
    public void add(ScannedFile file) {
        String path = printable(file.stamp().path());
        String complaint = file.complaint().map(ScanTable::printable).orElse("");
        Optional<ObscoreRow> found = file.observation().map(Observation::row);
        if (found.isEmpty()) {
            print(path, "-", "", "", "", "", "", "", "", "", "", complaint);
            return;
        }
        ObscoreRow row = found.get();
        print(
                path,
                row.text(DATAPRODUCT_SUBTYPE)
                        .or(() -> row.text(DATAPRODUCT_TYPE))
                        .orElse(""),
                number(row, S_RA, "%.5f"),
                number(row, S_DEC, "%.5f"),
                number(row, S_FOV, "%.5g"),
                number(row, T_MIN, "%.5f"),
                number(row, T_MAX, "%.5f"),
                number(row, T_EXPTIME, "%.6g"),
                band(row),
                words(row, FACILITY_NAME, INSTRUMENT_NAME),
                words(row, TARGET_NAME),
                complaint);
    }

    private void print(Object... cells) {
        out.println(String.format(Locale.ROOT, LINE, cells).stripTrailing());
    }

    /** Without what could move the cursor of a terminal. */
    private static String printable(String text) {
        return text.replaceAll("\\p{Cntrl}", "?");
    }

    private static String number(ObscoreRow row, ObscoreColumn column, String format) {
        OptionalDouble value = row.number(column);
        return value.isPresent() ? String.format(Locale.ROOT, format, value.getAsDouble()) : "";
    }

    private static String band(ObscoreRow row) {
        String range = row.has(EM_MIN) ? number(row, EM_MIN, "%.3e") + "-" + number(row, EM_MAX, "%.3e") : "";
        return (words(row, ENERGY_BANDPASSNAME) + " " + range).strip();
    }

    private static String words(ObscoreRow row, ObscoreColumn... columns) {
        return Stream.of(columns).map(row::text).flatMap(Optional::stream).collect(Collectors.joining(" "));
    }
}
