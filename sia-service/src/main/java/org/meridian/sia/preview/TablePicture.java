// SPDX-License-Identifier: Apache-2.0
package org.meridian.sia.preview;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.meridian.core.picture.Axis;
import org.meridian.core.picture.PictureStyle;
import org.meridian.core.picture.Pictures;
import org.meridian.core.picture.Plot;
import org.meridian.core.picture.Raster;
import org.meridian.core.votable.Field;
import org.meridian.core.votable.RowStream;
import org.meridian.core.votable.TableReader.OpenTable;

/** Pictures of tables: spectra, light curves, lists of events. Pure functions. */
final class TablePicture {

    private static final int MOST_POINTS = 400_000;
    private static final int MOST_EVENTS = 1_000_000;

    private TablePicture() {}

    /**
     * The picture of a table; empty if nobody knows what to show of it.
     *
     * @param table open, its rows not yet read
     * @param size pixels of the longer side
     * @param check called every now and then; what it throws ends the work
     */
    static Optional<byte[]> of(OpenTable table, int size, Runnable check) throws IOException {
        Optional<TableColumns> found = TableColumns.of(table.fields());
        if (found.isEmpty()) {
            return Optional.empty();
        }
        TableColumns columns = found.get();
        boolean events = columns.kind() == TableColumns.Kind.EVENTS;
        // Right ascension grows to the left.
        int sign = table.fields().get(columns.x()).name().equalsIgnoreCase("ra") ? -1 : 1;
        Samples samples = new Samples(events ? MOST_EVENTS : MOST_POINTS);
        try (RowStream rows = table.rows()) {
            for (long n = 0; rows.advance(); n++) {
                if (n % 10_000 == 0) {
                    check.run();
                }
                double[] xs = Numbers.of(rows, columns.x());
                double[] ys = Numbers.of(rows, columns.y());
                for (int i = 0; i < Math.min(xs.length, ys.length); i++) {
                    samples.add(sign * xs[i], ys[i]);
                }
            }
        }
        return events ? histogram(samples, size) : diagram(table.fields(), columns, samples, size);
    }

    private static Optional<byte[]> diagram(List<Field> fields, TableColumns columns, Samples samples, int size) {
        String x = label(fields.get(columns.x()));
        String y = label(fields.get(columns.y()));
        return diagram(x, y, samples, columns.kind() == TableColumns.Kind.LIGHT_CURVE, size);
    }

    /**
     * A diagram of points.
     *
     * @param scattered whether nothing is known of what lies between two of them
     * @return empty if none of them is a number
     */
    static Optional<byte[]> diagram(String x, String y, Samples samples, boolean scattered, int size) {
        double[] xs = samples.xs();
        double[] ys = scattered ? withoutFill(samples.ys()) : samples.ys();
        double[] xEnds = Samples.ends(xs);
        double[] yEnds = Samples.ends(ys);
        if (xEnds.length == 0 || yEnds.length == 0) {
            return Optional.empty();
        }
        Plot plot =
                new Plot(size, size * 5 / 8, Axis.around(x, xEnds[0], xEnds[1]), Axis.around(y, yEnds[0], yEnds[1]));
        if (scattered) {
            plot.points(xs, ys);
        } else {
            plot.curve(xs, ys);
        }
        return Optional.of(plot.png());
    }

    /** Light curves of some missions say 0 where nothing was measured: it is far from all that was. */
    private static double[] withoutFill(double[] values) {
        double[] sizes = DoubleStream.of(values)
                .filter(value -> Double.isFinite(value) && value != 0)
                .map(Math::abs)
                .sorted()
                .toArray();
        boolean fill = sizes.length > 0 && sizes[sizes.length / 20] > sizes[sizes.length / 2] / 2;
        return fill
                ? DoubleStream.of(values)
                        .map(value -> value == 0 ? Double.NaN : value)
                        .toArray()
                : values;
    }

    private static String label(Field field) {
        return label(field.name(), field.unit().orElse(""));
    }

    /** A quantity with its unit, by which it is divided. */
    static String label(String name, String unit) {
        if (unit.isBlank()) {
            return name;
        }
        return name + " / " + (unit.strip().matches("[^ /*.]+") ? unit.strip() : "(" + unit.strip() + ")");
    }

    /** How many events there are in each place; the numbers of places grow to the right and upwards. */
    private static Optional<byte[]> histogram(Samples samples, int size) {
        double[] xs = samples.xs();
        double[] ys = samples.ys();
        double[] xEnds = Samples.ends(xs);
        double[] yEnds = Samples.ends(ys);
        if (xEnds.length == 0 || yEnds.length == 0) {
            return Optional.empty();
        }
        double wide = Math.max(xEnds[1] - xEnds[0], yEnds[1] - yEnds[0]);
        int bins = (int) Math.clamp(Math.sqrt(xs.length), 32, size);
        double step = wide > 0 ? wide / bins : 1;
        int columns = Math.clamp((int) ((xEnds[1] - xEnds[0]) / step) + 1, 1, bins + 1);
        int rows = Math.clamp((int) ((yEnds[1] - yEnds[0]) / step) + 1, 1, bins + 1);
        float[] counts = new float[columns * rows];
        for (int i = 0; i < xs.length; i++) {
            double column = Math.floor((xs[i] - xEnds[0]) / step);
            double row = Math.floor((ys[i] - yEnds[0]) / step);
            if (column >= 0 && column < columns && row >= 0 && row < rows) {
                counts[(int) row * columns + (int) column]++;
            }
        }
        return Optional.of(Pictures.png(new Raster(columns, rows, counts), PictureStyle.PLAIN, size));
    }
}
