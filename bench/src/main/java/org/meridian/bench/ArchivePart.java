// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.meridian.bench.Report.AtLeast;
import org.meridian.core.place.ArchivePlace;

/**
 * Files of an archive: parts of them, beside programs that have the files themselves; whole ones, beside Jetty's own server of
 * files; and the reading of their headers.
 *
 * @param gateway that is asked
 * @param setting where files are
 * @param rounds turns
 */
record ArchivePart(GatewayProcess gateway, FilesPart.Setting setting, Rounds rounds) {
    /** Of the demo's identities. */
    private static final String AUTHORITY = "meridian.local";

    private static final String COLLECTION = "held";
    private static final SampleFits.Image WHOLE = new SampleFits.Image(8192, -32, 10, 10, 5e-5);
    private static final int SMALL_FILES = 2000;
    private static final SampleFits.Image SMALL = new SampleFits.Image(60, 16, 10, 10, 5e-5);

    private static final int SCANNED = 12_000;
    private static final int READ_BY_PYTHON = 400;

    /** Measures all of it. */
    void run(Report report) throws IOException, SQLException, InterruptedException {
        report.heading("(l) Files of an archive");
        Optional<PythonLoops> python = PythonLoops.start(setting.work());
        if (python.isEmpty()) {
            report.figure("no Python with astropy is found: nothing is compared with it");
        }
        python.ifPresent(setting.cleanup()::add);
        MeridianCommand ingest = new MeridianCommand(
                setting.home(), gateway.dataDir(), setting.work().resolve("scan.log"));
        Path folder = Files.createDirectory(setting.work().resolve("archive"));
        CutoutsPart cutouts = new CutoutsPart(gateway, folder, python, rounds);
        cutouts.write(report);
        SampleFits.image(folder.resolve("whole0"), WHOLE);
        for (int i = 0; i < SMALL_FILES; i++) {
            SampleFits.image(folder.resolve("small" + i), SMALL);
        }
        ingest.run("ingest", "observations", folder.toString(), "--collection", COLLECTION);
        cutouts.run(report);
        downloads(folder, report);
        if (python.isPresent()) {
            scan(ingest, python.get(), report);
        }
    }

    /** The identity of the dataset of a file. */
    static String did(String name) {
        return new ArchivePlace(COLLECTION, name).publisherDid(AUTHORITY);
    }

    private void downloads(Path folder, Report report) throws IOException, SQLException, InterruptedException {
        try (FileServer jetty = FileServer.jetty(folder, setting.work())) {
            FileTarget theirs = new FileTarget(jetty.base(), "/", "");
            FileTarget ours = new FileTarget(gateway.base(), "/archive/" + COLLECTION + "/", "");
            long whole = Files.size(folder.resolve("whole0"));
            long small = Files.size(folder.resolve("small0"));
            FilesPart.mark(
                    "an archive's file of " + whole / 1_000_000 + " MB, by Jetty's throughput",
                    0.9,
                    rounds.alternate(() -> theirs.getAll("whole", 1, whole), () -> ours.getAll("whole", 1, whole)),
                    jetty,
                    report);
            FilesPart.mark(
                    SMALL_FILES + " files of " + small / 1000 + " kB, by Jetty's throughput",
                    0.9,
                    rounds.alternate(
                            () -> theirs.getAll("small", SMALL_FILES, small),
                            () -> ours.getAll("small", SMALL_FILES, small)),
                    jetty,
                    report);
        }
    }

    /** The whole command, its process included, against calls of a process that runs. */
    private void scan(MeridianCommand ingest, PythonLoops python, Report report)
            throws IOException, SQLException, InterruptedException {
        Path folder = Files.createDirectory(setting.work().resolve("headers"));
        List<String> names = new ArrayList<>();
        for (int i = 0; i < SCANNED; i++) {
            Path night = Files.createDirectories(folder.resolve("night" + i % 20));
            SampleFits.observation(night.resolve("ex" + i + ".fits"), i);
            names.add(night.resolve("ex" + i + ".fits").toString());
        }
        Path list = Files.write(setting.work().resolve("headers.txt"), names.subList(0, READ_BY_PYTHON));
        double scale = (double) SCANNED / READ_BY_PYTHON;
        int[] scans = new int[1];
        Rounds.Pair pair = rounds.alternate(
                () -> scale * python.seconds("headers", list, SampleFits.HDUS),
                () -> ingest.run("ingest", "observations", folder.toString(), "--collection", "scanned" + scans[0]++));
        double firstAlone = scale * python.seconds("headers", list, 1);
        report.mark(
                "scan of " + SCANNED + " files, headers/s by those of getheader",
                pair.throughput(),
                "",
                new AtLeast(5),
                String.format(
                        Locale.ROOT,
                        "each with %d headers: the whole command %.2f s (%.2f-%.2f), astropy's getheader of each header %.2f s;"
                                + " of the first alone %.2f s",
                        SampleFits.HDUS,
                        pair.gateway().median(),
                        pair.gateway().smallest(),
                        pair.gateway().largest(),
                        pair.floor().median(),
                        firstAlone));
    }
}
