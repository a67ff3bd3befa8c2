// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code meridian vos}: files in VOSpaces, of this gateway and of others. */
@Command(
        name = "vos",
        description = {
            "Work with files in a VOSpace, of this gateway or of another service.",
            "Places are vos:/PATH, vos://AUTHORITY/PATH (a URI, with %%20 for a space), or paths here."
        },
        mixinStandardHelpOptions = true,
        subcommands = {
            VosListCommand.class,
            VosTransferCommands.Copy.class,
            VosTransferCommands.Sync.class,
            VosTransferCommands.Cat.class,
            VosNodeCommands.Move.class,
            VosNodeCommands.Remove.class,
            VosNodeCommands.MakeContainer.class,
            VosNodeCommands.Link.class,
            VosShareCommand.class,
            VosExplainCommand.class,
            VosVersionsCommand.class,
            VosNodeCommands.Quota.class
        })
final class VosCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "Say what to do, as in: meridian vos ls vos:/home/ada");
    }
}
