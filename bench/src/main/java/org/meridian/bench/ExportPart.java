// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.meridian.bench.HttpConnection.Answer;
import org.meridian.bench.HttpConnection.Drain;
import org.meridian.bench.Report.AtLeast;
import org.meridian.bench.Report.Under;
import org.meridian.bench.TapClient.Format;

/**
 * The whole table over HTTP, against COPY of the same SQL.
 *
 * @param gateway with warm caches or not: the first round warms them
 * @param survey the table
 * @param rounds how often
 */
record ExportPart(GatewayProcess gateway, Survey survey, Rounds rounds) {

    private record Case(Format format, String copy, double mark) {}

    private static final List<Case> CASES = List.of(
            new Case(Format.BINARY2, "binary", 0.75),
            new Case(Format.TABLEDATA, "csv", 0.5),
            new Case(Format.CSV, "csv", 0.5));

    /** Measures all formats. */
    void run(Report report) throws IOException, SQLException, InterruptedException {
        report.heading(
                "(a) Export of " + Survey.NAME + ", " + survey.table().columns().size() + " columns");
        String sql = survey.sql(survey.export());
        verify(report);
        try (Connection floor = gateway.database().reader()) {
            for (Case one : CASES) {
                run(one, sql, floor, report);
            }
        }
    }

    private void run(Case one, String sql, Connection floor, Report report)
            throws IOException, SQLException, InterruptedException {
        List<Double> firstBytes = new ArrayList<>();
        long[] bytes = new long[1];
        Rounds.Pair pair = rounds.alternate(() -> FloorDatabase.drain(floor, sql, one.copy), () -> {
            Answer answer = export(one.format);
            firstBytes.add(answer.firstByteSeconds());
            bytes[0] = answer.bytes();
            return answer.seconds();
        });
        report.mark(
                one.format + " against COPY " + one.copy + ", throughput",
                pair.throughput(),
                "",
                new AtLeast(one.mark),
                String.format(
                        Locale.ROOT,
                        "gateway %.2f s (%.2f-%.2f), %.2f M rows/s, %.0f MB; COPY %.2f s (%.2f-%.2f)",
                        pair.gateway().median(),
                        pair.gateway().smallest(),
                        pair.gateway().largest(),
                        survey.rows() / pair.gateway().median() / 1e6,
                        bytes[0] / 1e6,
                        pair.floor().median(),
                        pair.floor().smallest(),
                        pair.floor().largest()));
        Samples first = Samples.of(firstBytes.stream()
                .skip(rounds.warmups())
                .mapToDouble(seconds -> seconds * 1000)
                .toArray());
        report.mark(
                one.format + ", first byte",
                first.median(),
                "ms",
                new Under(100),
                String.format(Locale.ROOT, "%.1f-%.1f ms", first.smallest(), first.largest()));
    }

    private Answer export(Format format) throws IOException {
        try (TapClient client = new TapClient(gateway.base())) {
            return client.query(survey.export(), format, Drain.NOTHING);
        }
    }

    /** Counts the rows of a CSV export once: what is fast must be whole. */
    private void verify(Report report) throws IOException {
        LineCount lines = new LineCount();
        try (TapClient client = new TapClient(gateway.base())) {
            client.query(survey.export(), Format.CSV, lines);
        }
        if (lines.count() - 1 != survey.rows()) {
            throw new IOException("an export has " + (lines.count() - 1) + " rows, the table " + survey.rows()
                    + ": nothing to measure");
        }
        report.figure("every export was read to its end; the rows of a CSV export were counted: %,d", survey.rows());
    }
}
