// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.meridian.bench.Report.Under;

/**
 * Long listings, and a synchronisation of what is the same already.
 *
 * @param gateway that is asked
 * @param setting where files are
 * @param rounds turns
 * @param token of the user
 * @param user whose files they are
 */
record FoldersPart(GatewayProcess gateway, FilesPart.Setting setting, Rounds rounds, String token, String user) {
    private static final int CHILDREN = 100_000;
    private static final int PAGE = 1000;
    private static final int FILES = 10_000;

    /**
     * Measures all of it.
     *
     * @param folder of the user's workspace
     */
    void run(Path folder, Report report) throws IOException, InterruptedException {
        Path many = Files.createDirectory(folder.resolve("many"));
        for (int i = 0; i < CHILDREN; i++) {
            Files.createFile(many.resolve("child-" + i));
        }
        for (String detail : List.of("min", "max")) {
            listing(detail, report);
        }
        synchronisation(report);
    }

    private void listing(String detail, Report report) throws IOException {
        String path = "/vospace/nodes/home/" + user + "/many?limit=" + PAGE + "&detail=" + detail;
        double[] milliseconds = new double[20 * rounds.counted()];
        try (HttpConnection connection = new HttpConnection(gateway.base(), 1 << 20)) {
            for (int i = -20; i < milliseconds.length; i++) {
                double seconds = connection.get(path, token).orFail().seconds();
                milliseconds[Math.max(0, i)] = seconds * 1000;
            }
        }
        Samples samples = Samples.of(milliseconds);
        report.mark(
                "first " + PAGE + " of 100 000 children, detail=" + detail + ", p50",
                samples.median(),
                "ms",
                new Under(50),
                String.format(Locale.ROOT, "%.1f to %.1f ms", samples.smallest(), samples.largest()));
    }

    private void synchronisation(Report report) throws IOException, InterruptedException {
        Path here = Files.createDirectory(setting.work().resolve("here"));
        for (int i = 0; i < FILES; i++) {
            Files.writeString(here.resolve("file" + i), "file " + i);
        }
        double first = sync(here);
        double[] seconds = new double[rounds.counted()];
        for (int i = 0; i < seconds.length; i++) {
            seconds[i] = sync(here);
        }
        Samples samples = Samples.of(seconds);
        report.mark(
                "vos sync of 10 000 unchanged files, the command",
                samples.median(),
                "s",
                new Under(5),
                String.format(
                        Locale.ROOT,
                        "%.2f to %.2f s; %.1f s when all were sent",
                        samples.smallest(),
                        samples.largest(),
                        first));
    }

    private double sync(Path here) throws IOException, InterruptedException {
        File log = setting.work().resolve("sync.log").toFile();
        ProcessBuilder builder = new ProcessBuilder(
                        setting.home().resolve("meridian").toString(),
                        "vos",
                        "sync",
                        here.toString(),
                        "vos:/home/" + user + "/there")
                .redirectErrorStream(true)
                .redirectOutput(log);
        builder.environment().put("MERIDIAN_JAVA_HOME", System.getProperty("java.home"));
        builder.environment().put("MERIDIAN_VOSPACE", gateway.base() + "/vospace");
        builder.environment().put("MERIDIAN_TOKEN", token);
        builder.environment()
                .put("XDG_CACHE_HOME", setting.work().resolve("cache").toString());
        long start = System.nanoTime();
        if (builder.start().waitFor() != 0) {
            throw new IOException("vos sync failed: " + Files.readString(log.toPath()));
        }
        return (System.nanoTime() - start) / 1e9;
    }
}
