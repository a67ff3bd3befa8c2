// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian group}: who is in which group. */
@Command(
        name = "group",
        description = "Put users into groups and take them out.",
        mixinStandardHelpOptions = true,
        subcommands = {GroupCommand.Add.class, GroupCommand.Remove.class})
final class GroupCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "Say what to do, as in: meridian group add gaia ada grace");
    }

    /** {@code meridian group add}. */
    @Command(name = "add", description = "Put users into a group.", mixinStandardHelpOptions = true)
    static final class Add implements Callable<Integer> {
        @Mixin
        private IdentityOptions identity = new IdentityOptions();

        @Parameters(index = "0", paramLabel = "GROUP", description = "Name of the group.")
        private String group = "";

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "NAME", description = "Users.")
        private List<String> names = List.of();

        @Override
        public Integer call() throws IOException {
            return identity.run((administration, out) -> administration.join(group, names));
        }
    }

    /** {@code meridian group remove}. */
    @Command(name = "remove", description = "Take users out of a group.", mixinStandardHelpOptions = true)
    static final class Remove implements Callable<Integer> {
        @Mixin
        private IdentityOptions identity = new IdentityOptions();

        @Parameters(index = "0", paramLabel = "GROUP", description = "Name of the group.")
        private String group = "";

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "NAME", description = "Users.")
        private List<String> names = List.of();

        @Override
        public Integer call() throws IOException {
            return identity.run((administration, out) -> administration.leave(group, names));
        }
    }
}
