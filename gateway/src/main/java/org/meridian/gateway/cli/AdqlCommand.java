// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.meridian.core.db.Database;
import org.meridian.tap.adql.AdqlException;
import org.meridian.tap.adql.IvoaFunctions;
import org.meridian.tap.adql.QueryCheck;
import org.meridian.tap.adql.Udf;
import org.meridian.tap.adql.UdfSignature;
import org.meridian.tap.adql.Udfs;
import org.meridian.tap.schema.TapSchema;
import org.meridian.tap.schema.TapSchemaStore;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian adql}: what can be done with queries without running them. */
@Command(
        name = "adql",
        description = "Check ADQL queries.",
        mixinStandardHelpOptions = true,
        subcommands = {AdqlCommand.Check.class})
final class AdqlCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "Say what to do, as in: meridian adql check query.adql");
    }

    /** {@code meridian adql check}. */
    @Command(
            name = "check",
            description = {
                "Check queries, one a file, and say about each in one line whether it is valid.",
                "Prints FILE: valid or FILE:LINE:COLUMN: message. Exit code 1 if any is invalid."
            },
            mixinStandardHelpOptions = true)
    static final class Check implements Callable<Integer> {
        @Mixin
        private GatewayOptions options = new GatewayOptions();

        @Parameters(
                arity = "1..*",
                paramLabel = "FILE",
                description = "Files with one query each; - is standard input.")
        private List<String> files = List.of();

        @Option(
                names = "--syntax-only",
                description = "Check without a schema: names of tables and columns are not looked up, functions named"
                        + " ivo_... need no declaration.")
        private boolean syntaxOnly;

        @Option(
                names = "--udf",
                paramLabel = "FORM",
                description =
                        "Declare a function beside the standard ones, as in 'ivo_foo(a REAL, b VARCHAR) -> INTEGER'; repeatable.")
        private List<String> forms = List.of();

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            Udfs udfs = udfs();
            files.stream().filter(file -> !file.equals("-")).map(Path::of).forEach(GatewayOptions::requireReadable);
            Optional<TapSchema> schema = syntaxOnly ? Optional.empty() : Optional.of(published());
            PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
            return new QueryCheck(new QueryCheck.Options(schema, udfs), System.in, out).run(files);
        }

        private Udfs udfs() {
            List<Udf> declared = new ArrayList<>();
            for (String form : forms) {
                try {
                    declared.add(new Udf(UdfSignature.parse(form), ""));
                } catch (AdqlException e) {
                    throw new CommandLine.ParameterException(
                            spec.commandLine(), "--udf, column " + e.column() + ": " + e.reason(), e);
                }
            }
            declared.addAll(IvoaFunctions.with(Optional.empty()).functions());
            return new Udfs(declared);
        }

        private TapSchema published() throws IOException {
            try (Database database = Database.join(options.database(options.config()))) {
                database.migrate(TapSchemaStore.MIGRATIONS);
                return new TapSchemaStore(database.owner()).snapshot();
            }
        }
    }
}
