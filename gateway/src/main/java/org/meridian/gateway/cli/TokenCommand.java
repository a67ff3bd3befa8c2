// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.meridian.core.auth.Scope;
import org.meridian.core.auth.Token;
import org.meridian.core.auth.identity.SignIn;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian token}: what programs show instead of a password. */
@Command(
        name = "token",
        description = "Make, show and revoke users' tokens.",
        mixinStandardHelpOptions = true,
        subcommands = {TokenCommand.Create.class, TokenCommand.Show.class, TokenCommand.Revoke.class})
final class TokenCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "Say what to do, as in: meridian token create ada --scope tap");
    }

    /** {@code meridian token create}. */
    @Command(
            name = "create",
            description = "Make a token; its text is printed, and cannot be shown again.",
            mixinStandardHelpOptions = true)
    static final class Create implements Callable<Integer> {
        private static final int MOST_DAYS = 3660;

        @Mixin
        private IdentityOptions identity = new IdentityOptions();

        @Parameters(paramLabel = "NAME", description = "Of the user.")
        private String name = "";

        @Option(names = "--label", paramLabel = "TEXT", description = "What it is for (default: command line).")
        private String label = "command line";

        @Option(
                names = "--scope",
                split = ",",
                required = true,
                paramLabel = "SCOPE",
                description =
                        "What it is good for: tap, sia, vospace:read, vospace:write, datalab, pipeline, teams, admin.")
        private List<String> scopes = List.of();

        @Option(names = "--days", paramLabel = "N", description = "How long it is good (default: ${DEFAULT-VALUE}).")
        private int days = 90;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException {
            if (days < 1 || days > MOST_DAYS) {
                throw new CommandLine.ParameterException(spec.commandLine(), "--days must be from 1 to " + MOST_DAYS);
            }
            Set<Scope> wanted = EnumSet.noneOf(Scope.class);
            for (String text : scopes) {
                wanted.add(Scope.parse(text)
                        .orElseThrow(() -> new CommandLine.ParameterException(
                                spec.commandLine(), "There is no scope '" + text + "': use some of " + Scope.list())));
            }
            return identity.run((administration, out) -> {
                SignIn.Issued issued = administration.token(name, label, wanted, Duration.ofDays(days));
                out.println(issued.secret().text());
            });
        }
    }

    /** {@code meridian token list}. */
    @Command(
            name = "list",
            description = "Show the tokens of a user, without their texts.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        @Mixin
        private IdentityOptions identity = new IdentityOptions();

        @Parameters(paramLabel = "NAME", description = "Of the user.")
        private String name = "";

        @Override
        public Integer call() throws IOException {
            return identity.run((administration, out) -> {
                for (Token token : administration.tokens(name)) {
                    String scopes = String.join(
                            " ",
                            Arrays.stream(Scope.values())
                                    .filter(token.scopes()::contains)
                                    .map(Scope::text)
                                    .toList());
                    out.println(token.id() + "  " + token.label() + "  " + scopes + "  until " + token.expires()
                            + token.lastUsed()
                                    .map(time -> "  last used " + time)
                                    .orElse("  never used"));
                }
            });
        }
    }

    /** {@code meridian token revoke}. */
    @Command(name = "revoke", description = "Take a token back.", mixinStandardHelpOptions = true)
    static final class Revoke implements Callable<Integer> {
        @Mixin
        private IdentityOptions identity = new IdentityOptions();

        @Parameters(index = "0", paramLabel = "NAME", description = "Of the user.")
        private String name = "";

        @Parameters(index = "1", paramLabel = "ID", description = "Number of the token.")
        private long id;

        @Override
        public Integer call() throws IOException {
            return identity.run((administration, out) -> administration.revoke(name, id));
        }
    }
}
