// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.meridian.core.dali.DaliFault.UsageFault;
import org.meridian.core.usage.Amounts;
import org.meridian.workspace.rights.Account;
import org.meridian.workspace.space.RoomAdministration;
import org.meridian.workspace.store.Room;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian quota}: how much room the files of users and teams may take. */
@Command(
        name = "quota",
        description = "Show and set how much room the files of users and teams may take.",
        mixinStandardHelpOptions = true,
        subcommands = {QuotaCommand.Show.class, QuotaCommand.Put.class, QuotaCommand.Unset.class})
final class QuotaCommand implements Runnable {

    private static final String BYTES = "bytes";
    private static final String FILES = "files";

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new CommandLine.ParameterException(
                spec.commandLine(), "Say what to do, as in: meridian quota set bytes=50G files=1M --user ada");
    }

    /** Whose room it is. */
    static final class WhoseOptions {
        @Option(names = "--user", paramLabel = "NAME", description = "The files of one user.")
        private Optional<String> user = Optional.empty();

        @Option(names = "--team", paramLabel = "NAME", description = "The files of one team, or other group, together.")
        private Optional<String> team = Optional.empty();

        boolean isAnybody() {
            return user.isEmpty() && team.isEmpty();
        }

        Account account() {
            return RoomAdministration.account(user, team);
        }
    }

    /** {@code meridian quota show}. */
    @Command(
            name = "show",
            description = "Show how much is used of how much, of one user or team, or of all.",
            mixinStandardHelpOptions = true)
    static final class Show implements Callable<Integer> {
        @Mixin
        private IdentityOptions identity = new IdentityOptions();

        @Mixin
        private WhoseOptions whose = new WhoseOptions();

        @Override
        public Integer call() throws IOException {
            return identity.room((rooms, out) -> {
                List<Room> shown = whose.isAnybody() ? rooms.list() : List.of(rooms.show(whose.account()));
                shown.forEach(room -> out.println(room.account().text()
                        + "  " + BYTES + " "
                        + of(room.used().bytes(), room.limit().bytes(), room.ownBytes())
                        + "  " + FILES + " "
                        + of(room.used().files(), room.limit().files(), room.ownFiles())));
            });
        }

        private static String of(long used, long limit, Optional<Long> own) {
            return used + " of " + (limit == Long.MAX_VALUE ? "unlimited" : Long.toString(limit))
                    + (own.isPresent() ? " (set)" : "");
        }
    }

    /** {@code meridian quota set}. */
    @Command(
            name = "set",
            description =
                    "Set limits for one user or team, in the place of those of the configuration; they count at once.",
            mixinStandardHelpOptions = true)
    static final class Put implements Callable<Integer> {
        @Mixin
        private IdentityOptions identity = new IdentityOptions();

        @Mixin
        private WhoseOptions whose = new WhoseOptions();

        @Parameters(
                arity = "1..*",
                paramLabel = "KIND=AMOUNT",
                description = "Such as bytes=50G, files=1M, bytes=unlimited.")
        private List<String> limits = List.of();

        @Override
        public Integer call() throws IOException {
            Account account = whose.account();
            Map<String, Long> amounts = new LinkedHashMap<>();
            limits.forEach(text -> {
                String[] parts = text.split("=", 2);
                if (parts.length < 2) {
                    throw new UsageFault("'" + text + "' is no limit: write it as in bytes=50G");
                }
                amounts.put(kind(parts[0]), amount(parts[1]));
            });
            return identity.room((rooms, out) ->
                    amounts.forEach((kind, amount) -> limit(rooms, account, kind, Optional.of(amount))));
        }

        private static long amount(String text) {
            double amount = Amounts.parse(text)
                    .orElseThrow(
                            () -> new UsageFault("'" + text + "' is no amount: write a number such as 1000, 2.5M or"
                                    + " 50G (k, M, G, T are powers of 1000), or unlimited"));
            return Double.isInfinite(amount) ? Long.MAX_VALUE : (long) amount;
        }
    }

    /** {@code meridian quota unset}. */
    @Command(
            name = "unset",
            description = "Remove limits of one user or team: those of the configuration count again.",
            mixinStandardHelpOptions = true)
    static final class Unset implements Callable<Integer> {
        @Mixin
        private IdentityOptions identity = new IdentityOptions();

        @Mixin
        private WhoseOptions whose = new WhoseOptions();

        @Parameters(arity = "1..*", paramLabel = "KIND", description = "bytes, files.")
        private List<String> kinds = List.of();

        @Override
        public Integer call() throws IOException {
            Account account = whose.account();
            kinds.forEach(QuotaCommand::kind);
            return identity.room((rooms, out) -> kinds.forEach(kind -> limit(rooms, account, kind, Optional.empty())));
        }
    }

    private static String kind(String text) {
        if (!text.equals(BYTES) && !text.equals(FILES)) {
            throw new UsageFault("there is no limit '" + text + "': it must be one of bytes, files");
        }
        return text;
    }

    private static void limit(RoomAdministration rooms, Account account, String kind, Optional<Long> amount) {
        if (kind.equals(BYTES)) {
            rooms.limitBytes(account, amount);
        } else {
            rooms.limitFiles(account, amount);
        }
    }
}
