// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.meridian.core.usage.Amounts;
import org.meridian.core.usage.LimitRule.Holder;
import org.meridian.core.usage.Quota;
import org.meridian.core.usage.admin.LimitAdministration;
import org.meridian.gateway.config.UsageKeys;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian limit}: how much users and members of groups may use. */
@Command(
        name = "limit",
        description = "Show, set and remove limits on what users may use.",
        mixinStandardHelpOptions = true,
        subcommands = {LimitCommand.Show.class, LimitCommand.Put.class, LimitCommand.Remove.class})
final class LimitCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "Say what to do, as in: meridian limit set queries/day=1000 --user ada");
    }

    /** Whose a limit is. */
    static final class HolderOptions {
        @Option(names = "--user", paramLabel = "NAME", description = "The limit of one user.")
        private Optional<String> user = Optional.empty();

        @Option(
                names = "--group",
                paramLabel = "NAME",
                description = "The limit of each member of a group, for himself.")
        private Optional<String> group = Optional.empty();

        Holder holder() {
            return LimitAdministration.holder(user, group);
        }
    }

    /** {@code meridian limit list}. */
    @Command(name = "list", description = "Show all limits that have been set.", mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        @Mixin
        private IdentityOptions identity = new IdentityOptions();

        @Override
        public Integer call() throws IOException {
            return identity.limit((limits, out) -> limits.list()
                    .forEach(rule -> out.println(
                            rule.holder() + "  " + rule.quota().text() + "=" + Amounts.text(rule.amount()))));
        }
    }

    /** {@code meridian limit set}. */
    @Command(
            name = "set",
            description =
                    "Set limits, in the place of those for the same. A running gateway keeps to them within seconds.",
            mixinStandardHelpOptions = true)
    static final class Put implements Callable<Integer> {
        @Mixin
        private IdentityOptions identity = new IdentityOptions();

        @Mixin
        private HolderOptions whose = new HolderOptions();

        @Parameters(
                arity = "1..*",
                paramLabel = "KIND/PERIOD=AMOUNT",
                description = "Such as queries/day=1000, bytes/month=50G, rows/day=unlimited.")
        private List<String> limits = List.of();

        @Override
        public Integer call() throws IOException {
            Holder holder = whose.holder();
            var amounts = UsageKeys.KINDS.limits(String.join(" ", limits));
            return identity.limit((administration, out) -> administration.set(holder, amounts));
        }
    }

    /** {@code meridian limit remove}. */
    @Command(
            name = "remove",
            description = "Remove limits: those of groups, or of the configuration, count again.",
            mixinStandardHelpOptions = true)
    static final class Remove implements Callable<Integer> {
        @Mixin
        private IdentityOptions identity = new IdentityOptions();

        @Mixin
        private HolderOptions whose = new HolderOptions();

        @Parameters(arity = "1..*", paramLabel = "KIND/PERIOD", description = "Such as queries/day.")
        private List<String> names = List.of();

        @Override
        public Integer call() throws IOException {
            Holder holder = whose.holder();
            List<Quota> quotas = new ArrayList<>();
            names.forEach(name -> quotas.add(UsageKeys.KINDS.quota(name)));
            return identity.limit(
                    (administration, out) -> quotas.forEach(quota -> administration.remove(holder, quota)));
        }
    }
}
