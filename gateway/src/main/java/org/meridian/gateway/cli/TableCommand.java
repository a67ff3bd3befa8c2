// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.meridian.core.auth.store.AccountStore;
import org.meridian.core.db.Database;
import org.meridian.tap.schema.AccessRule;
import org.meridian.tap.schema.AdqlName;
import org.meridian.tap.schema.TableAccess;
import org.meridian.tap.schema.TapSchemaStore;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian table}: tables that are published. */
@Command(
        name = "table",
        description = "Say who may read published tables.",
        mixinStandardHelpOptions = true,
        subcommands = {TableCommand.Access.class})
final class TableCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "Say what to do, as in: meridian table access my_catalogues.stars --readers gaia");
    }

    /** {@code meridian table access}. */
    @Command(
            name = "access",
            description = {
                "Show or change who may read a table.",
                "Without options it shows the rule of the table, without a table all rules. Options replace the whole rule;"
                        + " queries that run on the table finish first."
            },
            mixinStandardHelpOptions = true)
    static final class Access implements Callable<Integer> {
        @Mixin
        private GatewayOptions options = new GatewayOptions();

        @Parameters(arity = "0..1", paramLabel = "SCHEMA.NAME", description = "Name of the table.")
        private @Nullable String table;

        @Mixin
        private AccessOptions access = new AccessOptions();

        @Option(names = "--public", description = "Everybody may read all rows.")
        private boolean open;

        @Spec
        private CommandSpec spec = CommandSpec.create();

        @Override
        public Integer call() throws IOException, InterruptedException {
            Optional<AccessRule.Restricted> rule = access.rule(spec.commandLine());
            Optional<String> name = Optional.ofNullable(table).map(AdqlName::bareQualified);
            boolean change = open || rule.isPresent();
            if (open && rule.isPresent()) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "--public stands alone: it takes every restriction away");
            }
            if (change && name.isEmpty()) {
                throw new CommandLine.ParameterException(
                        spec.commandLine(), "name the table whose rule is to be changed");
            }
            PrintWriter out = spec.commandLine().getOut();
            try (Database database = Database.join(options.database(options.config()))) {
                database.migrate(TapSchemaStore.MIGRATIONS);
                TableAccess tables = new TableAccess(database.owner());
                if (change) {
                    tables.set(name.orElseThrow(), rule);
                    String now = name.orElseThrow() + " is "
                            + rule.map(AccessOptions::text).orElse("public");
                    AccessOptions.note(database, now);
                    out.println(now);
                    rule.ifPresent(given -> warnOfEmptyGroups(given, new AccountStore(database.owner())));
                } else if (name.isPresent()) {
                    out.println(name.get() + " is "
                            + tables.of(name.get()).map(AccessOptions::text).orElse("public"));
                } else {
                    new TreeMap<>(tables.all())
                            .forEach((key, given) -> out.println(key + " is " + AccessOptions.text(given)));
                    out.println("all other tables are public");
                }
            }
            out.flush();
            return 0;
        }

        /** A group that nobody is in may be one that is yet to be, or a slip of the pen. */
        private void warnOfEmptyGroups(AccessRule.Restricted rule, AccountStore accounts) {
            for (String group : new TreeSet<>(rule.groups())) {
                if (!group.startsWith("ivo://") && !accounts.isSomebodyIn(group)) {
                    spec.commandLine()
                            .getErr()
                            .println("nobody is in " + group + " now: put users into it with './meridian group add "
                                    + group + " NAME', unless it is misspelt");
                }
            }
            spec.commandLine().getErr().flush();
        }
    }
}
