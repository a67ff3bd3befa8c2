// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.meridian.core.db.Database;
import org.meridian.gateway.config.GatewayConfig;
import org.meridian.tap.ingest.IngestException;
import org.meridian.tap.ingest.IngestMode;
import org.meridian.tap.ingest.IngestRequest;
import org.meridian.tap.ingest.IngestSource;
import org.meridian.tap.ingest.TableIngest;
import org.meridian.tap.ingest.TableName;
import org.meridian.tap.schema.AccessRule;
import org.meridian.tap.schema.SkyIndex;
import org.meridian.tap.schema.TapSchemaStore;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian ingest}: what is published is loaded by its sub-commands. */
@Command(
        name = "ingest",
        description = "Load data and publish them.",
        mixinStandardHelpOptions = true,
        subcommands = {IngestCommand.Table.class, ObservationsCommand.class})
final class IngestCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "Say what to load, as in: meridian ingest table FILE --table my_catalogues.stars, or: meridian ingest"
                        + " observations DIR --collection my_survey");
    }

    /** An ingest into {@code database} that sorts in the data folder what does not fit into memory. */
    static TableIngest into(Database database, Path dataDir) throws IOException {
        return new TableIngest(database.owner(), database.grants(), Files.createDirectories(dataDir.resolve("spill")));
    }

    /** {@code meridian ingest table}. */
    @Command(
            name = "table",
            description = {
                "Load table files and publish them as one table.",
                "Reads VOTable, FITS, ECSV, CSV, TST, ASCII and others, compressed or not, and Parquet. Units, UCDs,"
                        + " descriptions and types are kept. All or nothing: a broken row is named and changes nothing."
            },
            mixinStandardHelpOptions = true)
    static final class Table implements Callable<Integer> {
        @Mixin
        private GatewayOptions options = new GatewayOptions();

        @Parameters(arity = "1..*", paramLabel = "FILE", description = "Files with the same columns.")
        private List<Path> files = List.of();

        @Option(names = "--table", required = true, paramLabel = "SCHEMA.NAME", description = "Name of the table.")
        private String table = "";

        @ArgGroup
        private Existing existing = new Existing();

        @Option(names = "--format", paramLabel = "NAME", description = "Format of the files, if it is not recognised.")
        private @Nullable String format;

        @Option(
                names = "--ra",
                paramLabel = "COLUMN",
                description = "Right ascension, degrees (default: found by UCD).")
        private @Nullable String ra;

        @Option(names = "--dec", paramLabel = "COLUMN", description = "Declination, degrees (default: found by UCD).")
        private @Nullable String dec;

        @Option(names = "--index", paramLabel = "COLUMN", description = "Index this column too; repeatable.")
        private List<String> indexed = List.of();

        @Option(names = "--description", paramLabel = "TEXT", description = "Description of the table.")
        private @Nullable String description;

        @Mixin
        private AccessOptions access = new AccessOptions();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        /** What to do where the table exists. */
        static final class Existing {
            @Option(names = "--replace", description = "Replace the table if it exists.")
            private boolean replace;

            @Option(names = "--append", description = "Add the rows to the existing table.")
            private boolean append;

            IngestMode mode() {
                return replace ? IngestMode.REPLACE : append ? IngestMode.APPEND : IngestMode.CREATE;
            }
        }

        @Override
        public Integer call() throws IngestException, IOException {
            Optional<AccessRule.Restricted> rule = access.rule(spec.commandLine());
            IngestRequest request = request(rule);
            // FILE#2 is the second table of a file.
            files.stream()
                    .map(file -> Path.of(file.toString().replaceAll("#\\d+$", "")))
                    .forEach(GatewayOptions::requireReadable);
            GatewayConfig config = options.config();
            ConsoleProgress progress = new ConsoleProgress(spec.commandLine().getErr());
            try (Database database = Database.join(options.database(config))) {
                database.migrate(TapSchemaStore.MIGRATIONS);
                progress.done(into(database, config.dataDir()).load(request, progress));
                rule.ifPresent(
                        given -> AccessOptions.note(database, request.table() + " is " + AccessOptions.text(given)));
            }
            return 0;
        }

        private IngestRequest request(Optional<AccessRule.Restricted> rule) {
            if ((ra == null) != (dec == null)) {
                throw new CommandLine.ParameterException(spec.commandLine(), "--ra and --dec go together");
            }
            Optional<SkyIndex.LonLatColumns> position =
                    ra == null || dec == null ? Optional.empty() : Optional.of(new SkyIndex.LonLatColumns(ra, dec));
            try {
                return new IngestRequest(
                        files.stream()
                                .<IngestSource>map(
                                        file -> new IngestSource.TableFile(file, Optional.ofNullable(format)))
                                .toList(),
                        TableName.parse(table),
                        existing.mode(),
                        new IngestRequest.Options(
                                position, indexed, Optional.ofNullable(description), Optional.empty(), rule));
            } catch (IllegalArgumentException e) {
                throw new CommandLine.ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
            }
        }
    }
}
