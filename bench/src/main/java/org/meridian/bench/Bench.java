// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Entry point of the benchmarks. */
@Command(
        name = "bench/run",
        description = {
            "Measures the gateway beside what its database alone needs for the same rows, all in one run on one table.",
            "Prints medians, ratios and the mark of each. Exit code 0 also where marks are missed."
        },
        mixinStandardHelpOptions = true)
final class Bench implements Callable<Integer> {
    private static final long OBSERVATIONS = 1_000_000;
    private static final long FEW_ROWS = 10_000;

    @Option(names = "--rows", paramLabel = "N", description = "Rows of the table (default: 1000000).")
    private long rows = 1_000_000;

    @Option(names = "--quick", description = "Fewer rounds: a first impression in a few minutes.")
    private boolean quick;

    @Option(
            names = "--only",
            split = ",",
            paramLabel = "PART",
            description = {
                "Parts: a exports, b cones, c ingest, d start and memory, f uploads, h jobs, i rights, j files, k observations,"
                        + " l files of an archive (default: all of these),",
                "g a rush of clients."
            })
    private Set<String> only = Set.of("a", "b", "c", "d", "f", "h", "i", "j", "k", "l");

    @Option(
            names = "--scale",
            arity = "0..1",
            split = ",",
            fallbackValue = "1,5,20",
            paramLabel = "MILLIONS",
            description = "Part e too: cones and exports by size of the table, in millions of rows (default: 1,5,20).")
    private List<Long> scale = List.of();

    @Option(
            names = "--rush",
            paramLabel = "SECONDS",
            description = "Length of part f (default: ${DEFAULT-VALUE}).",
            defaultValue = "120")
    private int rush = 120;

    @Option(names = "--home", hidden = true, required = true)
    private Path home = Path.of(".");

    private final Report report = new Report(System.out);

    /** Runs and exits. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    failure.printStackTrace(command.getErr());
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(args));
    }

    @Override
    public Integer call() throws IOException, SQLException, InterruptedException {
        if (!Set.of("a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l").containsAll(only)) {
            throw new CommandLine.ParameterException(new CommandLine(this), "the parts are a to l");
        }
        if (only.contains("e") && scale.isEmpty()) {
            scale = List.of(1L, 5L, 20L);
        }
        report.heading("Meridian benchmarks, " + LocalDateTime.now().truncatedTo(ChronoUnit.MINUTES)
                + (quick ? ", quick" : ""));
        report.figure("%s", Machine.line());
        try (Cleanup cleanup = new Cleanup()) {
            Path folder = WorkFolder.create(home.resolve("bench/target/work"));
            cleanup.add(() -> WorkFolder.delete(folder));
            cleanup.onExit();
            if (!only.equals(Set.of("e"))) {
                measure(folder, cleanup);
            }
            if (!scale.isEmpty()) {
                new ScalePart(home, folder, scale).run(report, cleanup);
            }
        }
        report.summary();
        return 0;
    }

    private void measure(Path folder, Cleanup cleanup) throws IOException, SQLException, InterruptedException {
        // The others have no use for the survey.
        long surveyed = Set.of("k", "l").containsAll(only) ? Math.min(rows, FEW_ROWS) : rows;
        GatewayProcess.Demo demo = new GatewayProcess.Demo(home, folder.resolve("data"), surveyed);
        Survey survey;
        try (GatewayProcess gateway = demo.launch("", cleanup)) {
            double seconds = gateway.awaitReady(Duration.ofMinutes(30));
            survey = Survey.of(gateway.database(), surveyed);
            report.figure(
                    "PostgreSQL %s, embedded, on the same machine",
                    gateway.database().version());
            report.figure("%s: %,d rows, columns %s", Survey.NAME, surveyed, survey.columns());
            report.figure("demo ready after %.1f s, its tables made and loaded", seconds);
        }
        if (only.contains("d")) {
            new StartPart(demo, rounds()).run(report, cleanup);
        }
        if (!Set.of("g").containsAll(only)) {
            try (GatewayProcess gateway = demo.launch("", cleanup)) {
                gateway.awaitReady(Duration.ofMinutes(2));
                oneGateway(gateway, survey, folder, cleanup);
            }
        }
        if (only.contains("a")) {
            try (GatewayProcess gateway = demo.launch("-Xmx256m", cleanup)) {
                gateway.awaitReady(Duration.ofMinutes(2));
                new CrowdPart(gateway, survey).run(report);
            }
        }
        if (only.contains("g")) {
            try (GatewayProcess gateway = demo.launch("-Xmx512m", RushPart.CONFIGURATION, cleanup)) {
                gateway.awaitReady(Duration.ofMinutes(2));
                new RushPart(gateway, survey, Duration.ofSeconds(rush)).run(report);
            }
        }
    }

    private void oneGateway(GatewayProcess gateway, Survey survey, Path folder, Cleanup cleanup)
            throws IOException, SQLException, InterruptedException {
        if (only.contains("d")) {
            Thread.sleep(3000);
            memory("idle", gateway);
        }
        if (only.contains("a")) {
            new ExportPart(gateway, survey, rounds()).run(report);
            memory("after the exports", gateway);
        }
        if (only.contains("b")) {
            ConePart.Effort effort = new ConePart.Effort(
                    quick ? 100 : 200,
                    rounds(),
                    Duration.ofSeconds(quick ? 2 : 4),
                    Duration.ofSeconds(quick ? 30 : 60));
            new ConePart(gateway, survey, effort).run(report);
        }
        if (only.contains("f")) {
            new UploadPart(gateway, survey, rounds()).run(report);
        }
        if (only.contains("h")) {
            new JobsPart(gateway, rounds()).run(report);
        }
        if (only.contains("i")) {
            new RightsPart(gateway, survey, rounds()).run(report);
        }
        if (only.contains("j")) {
            Rounds turns = quick ? new Rounds(1, 3) : new Rounds(1, 5);
            new FilesPart(gateway, new FilesPart.Setting(home, folder, cleanup), turns).run(report);
            memory("after the files", gateway);
        }
        if (only.contains("k")) {
            new ObservationsPart(gateway, OBSERVATIONS, rounds()).run(report);
        }
        if (only.contains("l")) {
            new ArchivePart(gateway, new FilesPart.Setting(home, folder, cleanup), rounds()).run(report);
        }
        if (only.contains("c")) {
            new IngestPart(gateway, survey, new IngestPart.Setting(home, folder, new Rounds(0, quick ? 1 : 5)))
                    .run(report);
        }
    }

    private void memory(String when, GatewayProcess gateway) throws IOException {
        report.figure("memory %s: gateway %s; PostgreSQL %s", when, gateway.memory(), gateway.databaseMemory());
    }

    private Rounds rounds() {
        return quick ? new Rounds(1, 3) : new Rounds(2, 5);
    }
}
