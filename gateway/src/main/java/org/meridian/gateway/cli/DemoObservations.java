// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.meridian.gateway.ObservationIngest;
import org.meridian.sia.demo.DemoArchive;
import org.meridian.sia.demo.DemoStar;
import org.meridian.sia.obscore.ScannedFile;
import org.meridian.sia.scan.RulesException;
import org.meridian.sia.scan.ScanCounts;
import org.meridian.sia.scan.ScanListener;
import org.meridian.sia.scan.ScanRequest;
import org.meridian.tap.ingest.demo.DemoData;
import org.meridian.tap.ingest.demo.DemoSource;

/** The demo's observations: files made from the stars of the demo's tables, once, and published. */
final class DemoObservations {
    private static final String COLLECTION = "demo";
    private static final String TITLE = "Simulated observations of real stars";

    private final Path folder;
    private final PrintWriter err;

    /**
     * Observations of the demo.
     *
     * @param dataDir the gateway's
     * @param err told how it goes on
     */
    DemoObservations(Path dataDir, PrintWriter err) {
        this.folder = dataDir.resolve("archive").resolve(COLLECTION);
        this.err = err;
    }

    /**
     * Makes the files if they are not there.
     *
     * @param surveyRows rows of the synthetic survey
     */
    void make(long surveyRows) throws IOException, InterruptedException {
        if (Files.isDirectory(folder)) {
            return;
        }
        long begin = System.nanoTime();
        StatusLine status = new StatusLine(err);
        new DemoArchive(stars(surveyRows))
                .write(
                        folder,
                        Runtime.getRuntime().availableProcessors(),
                        (done, all) -> status.show("  observing  " + done + " of " + all + " files"));
        status.print(String.format(
                Locale.ROOT, "  simulated observations: %s in %.1f s", folder, (System.nanoTime() - begin) / 1e9));
    }

    /**
     * Scans the files into the collection {@code demo}. What has not changed is not read again.
     *
     * @param authority of the identities of datasets
     */
    void publish(ObservationIngest ingest, String authority) throws IOException {
        ScanRequest request = new ScanRequest(
                folder, authority, COLLECTION, Optional.of(TITLE), Optional.of(DemoArchive.rules()), true);
        try {
            ScanCounts counts = ingest.scan(request, new Silent());
            err.printf("  ivoa.obscore: %d observations of the collection %s%n", counts.datasets(), COLLECTION);
            err.flush();
        } catch (RulesException e) {
            throw new IllegalStateException("the demo's rules", e);
        }
    }

    private static final class Silent implements ScanListener {
        @Override
        public void read(ScannedFile file) {}

        @Override
        public void update(ScanCounts counts) {}
    }

    private static List<DemoStar> stars(long surveyRows) throws IOException {
        List<DemoStar> stars = new ArrayList<>();
        DemoData.eachHipparcosStar(source -> stars.add(star(source)));
        Consumer<DemoSource> seen = source -> {
            if (DemoArchive.shows(source.raDeg(), source.decDeg())) {
                stars.add(star(source));
            }
        };
        DemoData.eachSurveySource(surveyRows, seen);
        return stars;
    }

    private static DemoStar star(DemoSource source) {
        return new DemoStar(
                source.name(),
                source.raDeg(),
                source.decDeg(),
                source.vmag(),
                source.bv(),
                source.pmRa(),
                source.pmDec());
    }
}
