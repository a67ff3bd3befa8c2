// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import java.io.IOException;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.db.DatabaseException;
import org.meridian.core.db.Outage;
import org.meridian.gateway.config.ConfigException;
import org.meridian.tap.ingest.IngestException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of the program. Exit codes: 0 done, 1 refused or failed, 2 wrong usage. */
@Command(
        name = "meridian",
        description = {"An astronomy data gateway: IVOA services beside the data.%n"},
        synopsisSubcommandLabel = "COMMAND",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        subcommands = {
            DemoCommand.class,
            ServeCommand.class,
            IngestCommand.class,
            TableCommand.class,
            AdqlCommand.class,
            UserCommand.class,
            GroupCommand.class,
            LimitCommand.class,
            QuotaCommand.class,
            TokenCommand.class,
            RequestCommand.class,
            VosCommand.class,
            MountCommand.class,
            TestCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Main {
    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    /** Runs a command and exits with its code. */
    public static void main(String[] args) {
        // Libraries that log by java.util.logging log as all others do.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        System.exit(commandLine().execute(args));
    }

    /** The command line with its rules for failures: a refusal is one sentence, a defect has a stack trace in the log. */
    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setParameterExceptionHandler((wrong, arguments) -> explain(wrong))
                .setExecutionExceptionHandler((failure, command, parsed) -> report(failure, command));
    }

    /** One line that says what is wrong, and where to read more: a page of usage would hide it. */
    private static int explain(CommandLine.ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        complain(command, wrong.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
        command.getErr().println("Try: ./" + command.getCommandSpec().qualifiedName(" ") + " --help");
        command.getErr().flush();
        return CommandLine.ExitCode.USAGE;
    }

    private static int report(Exception failure, CommandLine command) {
        if (Outage.caused(failure)) {
            complain(
                    command,
                    "the database was stopped while this ran (did the gateway that runs it stop?); nothing was changed:"
                            + " run it again");
            return CommandLine.ExitCode.SOFTWARE;
        }
        switch (failure) {
            case ConfigException e -> complain(command, e.getMessage());
            case DatabaseException e -> complain(command, e.getMessage());
            case IngestException e -> complain(command, e.getMessage());
            case DaliFault e -> complain(command, e.message());
            case Refusal e -> complain(command, e.getMessage());
            case IOException e -> complain(command, e.getMessage());
            default -> {
                LOG.error("unexpected failure", failure);
                complain(command, "unexpected failure: " + failure + " (details are in the log above)");
            }
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static void complain(CommandLine command, @org.jspecify.annotations.Nullable String message) {
        command.getErr().println("meridian: " + message);
        command.getErr().flush();
    }

    /** A command cannot do what it was asked; the message says why and what would be right. */
    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Refusal(String message) {
            super(message);
        }
    }

    /** The version in the jar's manifest. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"meridian " + (version == null ? "(not packaged)" : version)};
        }
    }
}
