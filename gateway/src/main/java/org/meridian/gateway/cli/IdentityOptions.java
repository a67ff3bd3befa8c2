// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import org.meridian.core.auth.identity.Administration;
import org.meridian.core.auth.store.AccountStore;
import org.meridian.core.auth.store.AuditStore;
import org.meridian.core.auth.store.TokenStore;
import org.meridian.core.db.Database;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What commands about users, groups and tokens have in common: the database. */
final class IdentityOptions {
    @Mixin
    private GatewayOptions options = new GatewayOptions();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /** What a command does. */
    @FunctionalInterface
    interface Action {
        void run(Administration administration, PrintWriter out);
    }

    /** Does it. */
    int run(Action action) throws IOException {
        CommandLine command = spec.commandLine();
        try (Database database =
                Database.join(options.settings(options.config()).database())) {
            String user = System.getProperty("user.name", "unknown");
            action.run(
                    new Administration(
                            new AccountStore(database.owner()),
                            new TokenStore(database.owner()),
                            new AuditStore(database.owner()),
                            "command line of " + user),
                    command.getOut());
            command.getOut().flush();
            return 0;
        }
    }
}
