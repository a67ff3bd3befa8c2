// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.meridian.core.auth.AccessRequest.State;
import org.meridian.core.auth.request.AccessRequests.Approved;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian request}: visitors who ask for accounts. */
@Command(
        name = "request",
        description = "Decide about visitors' requests for accounts.",
        mixinStandardHelpOptions = true,
        subcommands = {RequestCommand.Show.class, RequestCommand.Approve.class, RequestCommand.Decline.class})
final class RequestCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Say what to do, as in: meridian request list");
    }

    /** What visitors wrote, on a line that cannot be taken for another's. */
    private static String line(String text) {
        return text.replaceAll("\\p{Cntrl}+", " ");
    }

    /** {@code meridian request list}. */
    @Command(name = "list", description = "Show those that wait.", mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        @Mixin
        private IdentityOptions identity = new IdentityOptions();

        @Override
        public Integer call() throws IOException {
            return identity.moderate((requests, moderator, out) -> requests.list(State.WAITING)
                    .forEach(request -> out.println(request.id() + "  "
                            + request.created() + "  "
                            + request.wish().name() + "  "
                            + request.wish().email() + "  "
                            + line(request.wish().reason())
                            + request.provider().map(one -> "  (" + one + ")").orElse(""))));
        }
    }

    /** {@code meridian request approve}. */
    @Command(
            name = "approve",
            description =
                    "Make the account; its password, for a single use, is printed. Users of OpenID providers have none.",
            mixinStandardHelpOptions = true)
    static final class Approve implements Callable<Integer> {
        @Mixin
        private IdentityOptions identity = new IdentityOptions();

        @Parameters(paramLabel = "NUMBER", description = "Of the request.")
        private long id;

        @Option(names = "--name", paramLabel = "NAME", description = "Another name than the visitor wished.")
        private Optional<String> name = Optional.empty();

        @Override
        public Integer call() throws IOException {
            return identity.moderate((requests, moderator, out) -> {
                Approved approved = requests.approve(id, name, moderator, Optional.empty());
                approved.password()
                        .ifPresentOrElse(
                                password -> UserCommand.tell(out, approved.name(), password),
                                () -> out.println(approved.name() + " is admitted, and signs in at his provider"));
            });
        }
    }

    /** {@code meridian request decline}. */
    @Command(name = "decline", description = "Decline a request.", mixinStandardHelpOptions = true)
    static final class Decline implements Callable<Integer> {
        @Mixin
        private IdentityOptions identity = new IdentityOptions();

        @Parameters(index = "0", paramLabel = "NUMBER", description = "Of the request.")
        private long id;

        @Parameters(index = "1", paramLabel = "REASON", description = "What the visitor is told.")
        private String reason = "";

        @Override
        public Integer call() throws IOException {
            return identity.moderate(
                    (requests, moderator, out) -> requests.decline(id, reason, moderator, Optional.empty()));
        }
    }
}
