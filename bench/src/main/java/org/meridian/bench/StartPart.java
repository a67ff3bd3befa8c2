// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.meridian.bench.Report.Under;

/**
 * From the start of {@code ./meridian demo} on a data folder that is there to its first answer.
 *
 * @param demo how it is started
 * @param rounds how often
 */
record StartPart(GatewayProcess.Demo demo, Rounds rounds) {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final String QUESTION = "/tap/sync?LANG=ADQL&QUERY=SELECT+TOP+1+*+FROM+" + Survey.NAME;

    /** Measures. */
    void run(Report report, Cleanup cleanup) throws IOException, InterruptedException {
        report.heading("(d) Start with a warm data directory");
        double[] toAnswer = new double[rounds.counted()];
        double[] toRows = new double[rounds.counted()];
        for (int round = -Math.max(1, rounds.warmups()); round < rounds.counted(); round++) {
            try (GatewayProcess gateway = demo.launch("", cleanup)) {
                double available = gateway.awaitAnswer("/tap/availability", LIMIT);
                double rows = gateway.awaitAnswer(QUESTION, LIMIT);
                gateway.awaitReady(LIMIT);
                if (round >= 0) {
                    toAnswer[round] = available;
                    toRows[round] = rows;
                }
            }
        }
        Samples answer = Samples.of(toAnswer);
        Samples row = Samples.of(toRows);
        report.mark(
                "start to first 200 (availability)",
                answer.median(),
                "s",
                new Under(4),
                String.format(Locale.ROOT, "%.2f-%.2f s", answer.smallest(), answer.largest()));
        report.figure("start to first row of a query: %.2f s (%.2f-%.2f)", row.median(), row.smallest(), row.largest());
    }
}
