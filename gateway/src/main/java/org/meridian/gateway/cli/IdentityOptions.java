// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.InstantSource;
import org.meridian.core.auth.identity.Administration;
import org.meridian.core.auth.request.AccessRequests;
import org.meridian.core.auth.store.AccountStore;
import org.meridian.core.auth.store.AuditStore;
import org.meridian.core.auth.store.RequestStore;
import org.meridian.core.auth.store.TokenStore;
import org.meridian.core.db.Database;
import org.meridian.core.usage.admin.LimitAdministration;
import org.meridian.core.usage.store.LimitStore;
import org.meridian.gateway.config.UsageKeys;
import org.meridian.workspace.rights.Allowance;
import org.meridian.workspace.space.RoomAdministration;
import org.meridian.workspace.store.NodeStore;
import org.meridian.workspace.store.RoomStore;
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

    /** What a command does with requests for accounts. */
    @FunctionalInterface
    interface Moderation {
        void run(AccessRequests requests, String moderator, PrintWriter out);
    }

    /** What a command does with limits. */
    @FunctionalInterface
    interface Limiting {
        void run(LimitAdministration limits, PrintWriter out);
    }

    /** What a command does with the room of workspaces. */
    @FunctionalInterface
    interface Rooming {
        void run(RoomAdministration rooms, PrintWriter out);
    }

    /** What a command does with the database. */
    @FunctionalInterface
    private interface Work {
        void on(Database database, PrintWriter out);
    }

    /** Does it. */
    int run(Action action) throws IOException {
        return with((database, out) -> action.run(
                new Administration(
                        new AccountStore(database.owner()),
                        new TokenStore(database.owner()),
                        new AuditStore(database.owner()),
                        operator()),
                out));
    }

    /** Does it. */
    int moderate(Moderation moderation) throws IOException {
        return with((database, out) -> moderation.run(
                new AccessRequests(
                        new RequestStore(database.owner()),
                        new AuditStore(database.owner()),
                        AccessRequests.Rules.CLOSED,
                        InstantSource.system()),
                operator(),
                out));
    }

    /** Does it. */
    int limit(Limiting limiting) throws IOException {
        return with((database, out) -> limiting.run(
                new LimitAdministration(
                        new LimitAdministration.Parts(
                                new LimitStore(database.owner(), UsageKeys.KINDS),
                                UsageKeys.KINDS,
                                new AccountStore(database.owner()),
                                new AuditStore(database.owner())),
                        operator()),
                out));
    }

    /** Does it. */
    int room(Rooming rooming) throws IOException {
        Allowance allowance = options.config().workspaces().allowance();
        return with((database, out) -> {
            database.migrate(NodeStore.MIGRATIONS);
            rooming.run(
                    new RoomAdministration(
                            new RoomAdministration.Parts(
                                    new RoomStore(database.owner(), allowance),
                                    new AccountStore(database.owner()),
                                    new AuditStore(database.owner())),
                            operator()),
                    out);
        });
    }

    private int with(Work work) throws IOException {
        CommandLine command = spec.commandLine();
        try (Database database =
                Database.join(options.settings(options.config()).database())) {
            work.on(database, command.getOut());
            command.getOut().flush();
            return 0;
        }
    }

    private static String operator() {
        return "command line of " + System.getProperty("user.name", "unknown");
    }
}
