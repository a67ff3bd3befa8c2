// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.meridian.core.auth.Account;
import org.meridian.core.auth.identity.Secret;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian user}: who may sign in. */
@Command(
        name = "user",
        description = "Make, show, close and open users' accounts.",
        mixinStandardHelpOptions = true,
        subcommands = {
            UserCommand.Add.class,
            UserCommand.Show.class,
            UserCommand.Password.class,
            UserCommand.Close.class,
            UserCommand.Reopen.class
        })
final class UserCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Say what to do, as in: meridian user add ada");
    }

    static void tell(PrintWriter out, String name, Secret password) {
        out.println("Password of " + name + ", for a single use: " + password.text());
        out.println("It has to be replaced before the first sign-in:");
        out.println(
                "  curl -d username=" + name + " -d password=... -d new_password=... http://HOST:PORT/auth/password");
    }

    /** {@code meridian user add}. */
    @Command(
            name = "add",
            description = "Make an account; its password, for a single use, is printed.",
            mixinStandardHelpOptions = true)
    static final class Add implements Callable<Integer> {
        @Mixin
        private IdentityOptions identity = new IdentityOptions();

        @Parameters(paramLabel = "NAME", description = "By which the user signs in.")
        private String name = "";

        @Option(names = "--email", paramLabel = "ADDRESS", description = "For the operator.")
        private Optional<String> email = Optional.empty();

        @Option(names = "--admin", description = "May change other accounts.")
        private boolean admin;

        @Override
        public Integer call() throws IOException {
            return identity.run((administration, out) -> tell(out, name, administration.create(name, email, admin)));
        }
    }

    /** {@code meridian user list}. */
    @Command(name = "list", description = "Show all accounts.", mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        @Mixin
        private IdentityOptions identity = new IdentityOptions();

        @Override
        public Integer call() throws IOException {
            return identity.run((administration, out) -> administration.list().forEach(account -> {
                String groups =
                        String.join(", ", account.groups().stream().sorted().toList());
                out.println(account.name()
                        + (account.admin() ? "  administrator" : "")
                        + (account.state() == Account.State.ACTIVE ? "" : "  closed")
                        + account.email().map(email -> "  " + email).orElse("")
                        + (groups.isEmpty() ? "" : "  in " + groups));
            }));
        }
    }

    /** {@code meridian user password}. */
    @Command(
            name = "password",
            description = "Give an account a new password for a single use; whoever was signed in is so no more.",
            mixinStandardHelpOptions = true)
    static final class Password implements Callable<Integer> {
        @Mixin
        private IdentityOptions identity = new IdentityOptions();

        @Parameters(paramLabel = "NAME", description = "Of the account.")
        private String name = "";

        @Override
        public Integer call() throws IOException {
            return identity.run((administration, out) -> tell(out, name, administration.resetPassword(name)));
        }
    }

    /** {@code meridian user close}. */
    @Command(
            name = "close",
            description = "Close accounts: neither passwords nor tokens of theirs are accepted any more.",
            mixinStandardHelpOptions = true)
    static final class Close implements Callable<Integer> {
        @Mixin
        private IdentityOptions identity = new IdentityOptions();

        @Parameters(arity = "1..*", paramLabel = "NAME", description = "Of the accounts.")
        private List<String> names = List.of();

        @Override
        public Integer call() throws IOException {
            return identity.run((administration, out) ->
                    names.forEach(name -> administration.setState(name, Account.State.DISABLED)));
        }
    }

    /** {@code meridian user open}. */
    @Command(name = "open", description = "Open closed accounts again.", mixinStandardHelpOptions = true)
    static final class Reopen implements Callable<Integer> {
        @Mixin
        private IdentityOptions identity = new IdentityOptions();

        @Parameters(arity = "1..*", paramLabel = "NAME", description = "Of the accounts.")
        private List<String> names = List.of();

        @Override
        public Integer call() throws IOException {
            return identity.run((administration, out) ->
                    names.forEach(name -> administration.setState(name, Account.State.ACTIVE)));
        }
    }
}
