// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.meridian.core.db.Database;
import org.meridian.gateway.ObservationIngest;
import org.meridian.gateway.config.GatewayConfig;
import org.meridian.sia.obscore.ScannedFile;
import org.meridian.sia.scan.ObservationScan;
import org.meridian.sia.scan.RulesException;
import org.meridian.sia.scan.ScanCounts;
import org.meridian.sia.scan.ScanListener;
import org.meridian.sia.scan.ScanRequest;
import org.meridian.sia.scan.ScanTable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian ingest observations}. */
@Command(
        name = "observations",
        description = {
            "Read the headers of the FITS files of a folder and publish what they say as observations (ObsCore 1.1).",
            "The files stay where they are; the folder may be read-only. What has not changed since the last time is not read"
                    + " again. What is not understood is named and stops nothing. See docs/observations.md."
        },
        mixinStandardHelpOptions = true)
final class ObservationsCommand implements Callable<Integer> {
    @Mixin
    private GatewayOptions options = new GatewayOptions();

    @Parameters(paramLabel = "DIR", description = "Folder of the files, with all folders in it.")
    private Path folder = Path.of("");

    @Option(names = "--collection", required = true, paramLabel = "NAME", description = "Name of the collection.")
    private String collection = "";

    @Option(names = "--title", paramLabel = "TEXT", description = "What the collection is, for people.")
    private @Nullable String title;

    @Option(
            names = "--rules",
            paramLabel = "FILE",
            description =
                    "What headers do not say: columns, filters, release dates, groups, links (YAML). Without it, the rules"
                            + " that the collection has stay.")
    private @Nullable Path rules;

    @Option(names = "--no-rules", description = "Drop the rules that the collection has: all of it becomes public.")
    private boolean noRules;

    @Option(names = "--empty", description = "All files may be gone; without this, that is an error.")
    private boolean empty;

    @Option(names = "--dry-run", description = "Show what is understood of each file, and write nothing.")
    private boolean dryRun;

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Write what was understood of each file that was read.")
    private @Nullable Path report;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (rules != null) {
            GatewayOptions.requireReadable(rules);
        }
        if (rules != null && noRules) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--rules or --no-rules, not both");
        }
        GatewayConfig config = options.config();
        try (PrintWriter table = table()) {
            Report listener = new Report(spec.commandLine().getErr(), new ScanTable(table));
            ScanCounts counts = scan(request(config), config, listener);
            listener.done(counts, collection);
        } catch (RulesException e) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), (rules == null ? "rules of " + collection : rules) + ": " + e.getMessage(), e);
        }
        return 0;
    }

    private ScanRequest request(GatewayConfig config) throws IOException {
        Optional<String> yaml = noRules ? Optional.of("") : Optional.empty();
        if (rules != null) {
            yaml = Optional.of(Files.readString(rules));
        }
        try {
            return new ScanRequest(folder, config.authority(), collection, Optional.ofNullable(title), yaml, empty);
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private ScanCounts scan(ScanRequest request, GatewayConfig config, ScanListener listener)
            throws RulesException, IOException {
        if (dryRun) {
            say(rules == null ? "none; a dry run does not look up those of the collection" : rules.toString());
            return new ObservationScan(request.orRules(""), listener).withoutWriting();
        }
        try (Database database = Database.join(options.database(config))) {
            ObservationIngest ingest = new ObservationIngest(database);
            ScanRequest complete = ingest.withRules(request);
            boolean none = complete.rules().orElse("").isBlank();
            say(
                    rules != null
                            ? rules.toString()
                            : none ? "none, all is public" : "those of the collection, as they were");
            return ingest.scan(complete, listener);
        }
    }

    private void say(String used) {
        spec.commandLine().getErr().println("  rules: " + used);
        spec.commandLine().getErr().flush();
    }

    /** Where the table goes: to the report, to the terminal of a dry run, or nowhere. */
    private PrintWriter table() throws IOException {
        if (report != null) {
            return new PrintWriter(Files.newBufferedWriter(report, StandardCharsets.UTF_8));
        }
        return dryRun
                ? new PrintWriter(new UnclosedWriter(spec.commandLine().getOut()), true)
                : new PrintWriter(Writer.nullWriter());
    }

    /** A writer that stays open, because it is somebody else's. */
    private static final class UnclosedWriter extends FilterWriter {
        UnclosedWriter(PrintWriter out) {
            super(out);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    /** The table, and the line that shows how the scan goes on; complaints go to the terminal where there is no table. */
    private final class Report implements ScanListener {
        private final PrintWriter err;
        private final StatusLine status;
        private final ScanTable table;

        Report(PrintWriter err, ScanTable table) {
            this.err = err;
            this.status = new StatusLine(err);
            this.table = table;
            table.begin();
        }

        @Override
        public void read(ScannedFile file) {
            table.add(file);
            if (report == null && !dryRun) {
                file.complaint()
                        .ifPresent(complaint -> status.print(
                                "  " + (file.stamp().path() + ": " + complaint).replaceAll("\\p{Cntrl}", "?")));
            }
        }

        @Override
        public void update(ScanCounts counts) {
            status.show(String.format(Locale.ROOT, "  %,d files, %,d datasets", counts.files(), counts.datasets()));
        }

        void done(ScanCounts counts, String name) {
            status.clear();
            err.println(String.format(
                    Locale.ROOT,
                    "  %s: %,d files, %,d datasets; %,d unchanged, %,d gone, %,d not or not wholly understood",
                    name,
                    counts.files(),
                    counts.datasets(),
                    counts.unchanged(),
                    counts.gone(),
                    counts.complaints()));
            err.flush();
        }
    }
}
