// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.ingest.demo;

import java.io.IOException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import uk.ac.starlink.table.RowSequence;
import uk.ac.starlink.table.StarTable;

/** Reads {@link DemoSource}s from the demo's tables, without a database. */
final class DemoSources {
    /** A star without a colour has this one, as the Sun nearly has. */
    private static final double USUAL_BV = 0.6;
    /** V - I of a star by its B - V, about. */
    private static final double VI_OF_BV = 1.2;

    private DemoSources() {}

    static void hipparcos(Consumer<DemoSource> consumer) throws IOException {
        Rows rows = new Rows(PackedTable.hipparcos());
        int name = rows.column("name");
        int hip = rows.column("hip");
        int bv = rows.column("bv");
        rows.forEach(cells -> {
            String called = cells[name] instanceof String text && !text.isBlank() ? text : "HIP " + cells[hip];
            consumer.accept(new DemoSource(
                    called, rows.ra(cells), rows.dec(cells), rows.vmag(cells), number(cells[bv], USUAL_BV), 0, 0));
        });
    }

    static void survey(long count, Consumer<DemoSource> consumer) throws IOException {
        Rows rows = new Rows(new SyntheticSurvey(count));
        int colour = rows.column("v_i");
        int pmRa = rows.column("pmra");
        int pmDec = rows.column("pmdec");
        rows.forEach(cells -> consumer.accept(new DemoSource(
                "",
                rows.ra(cells),
                rows.dec(cells),
                rows.vmag(cells),
                number(cells[colour], USUAL_BV * VI_OF_BV) / VI_OF_BV,
                number(cells[pmRa], 0),
                number(cells[pmDec], 0))));
    }

    private static double number(@Nullable Object cell, double otherwise) {
        return cell instanceof Number number && Double.isFinite(number.doubleValue())
                ? number.doubleValue()
                : otherwise;
    }

    /** A table whose columns are known by name. */
    private static final class Rows {
        private final StarTable table;
        private final int ra;
        private final int dec;
        private final int vmag;

        Rows(StarTable table) {
            this.table = table;
            this.ra = column("ra");
            this.dec = column("dec");
            this.vmag = column("vmag");
        }

        int column(String name) {
            return IntStream.range(0, table.getColumnCount())
                    .filter(i -> table.getColumnInfo(i).getName().equals(name))
                    .findFirst()
                    .orElseThrow();
        }

        double ra(Object[] cells) {
            return number(cells[ra], Double.NaN);
        }

        double dec(Object[] cells) {
            return number(cells[dec], Double.NaN);
        }

        double vmag(Object[] cells) {
            return number(cells[vmag], Double.NaN);
        }

        /** Rows with a position and a magnitude. */
        void forEach(Consumer<Object[]> consumer) throws IOException {
            try (RowSequence rows = table.getRowSequence()) {
                while (rows.next()) {
                    Object[] cells = rows.getRow();
                    if (!Double.isNaN(ra(cells) + dec(cells) + vmag(cells))) {
                        consumer.accept(cells);
                    }
                }
            }
        }
    }
}
