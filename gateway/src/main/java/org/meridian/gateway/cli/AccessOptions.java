// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.meridian.core.auth.AuditEvent;
import org.meridian.core.auth.store.AuditStore;
import org.meridian.core.db.Database;
import org.meridian.tap.schema.AccessRule;
import org.meridian.tap.schema.AccessRule.Owner;
import org.meridian.tap.schema.AccessRule.Restricted;
import org.meridian.tap.schema.AccessRule.Rows;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** Options that say who may read a table. */
final class AccessOptions {
    @Option(
            names = "--readers",
            paramLabel = "GROUP[,GROUP]",
            description = {
                "Only members of one of these groups may read the table; may be repeated.",
                "Groups of other services are IVOID?NAME; a comma within a name is written \\\\,."
            })
    private List<String> readers = List.of();

    @Option(names = "--hidden", description = "All others are not told that the table exists; with --readers.")
    private boolean hidden;

    @Option(
            names = "--release-date",
            paramLabel = "COLUMN",
            description = "Each row is proprietary until the time in this column (UTC) has passed.")
    private @Nullable String releaseDate;

    @Option(
            names = "--owner-group",
            paramLabel = "COLUMN|=GROUP",
            description = "Who sees proprietary rows: the group named by this column, or one group for all rows.")
    private @Nullable String ownerGroup;

    /** The rule they make; empty if none is given. */
    Optional<Restricted> rule(CommandLine command) {
        Optional<String> release = Optional.ofNullable(releaseDate);
        Optional<Owner> owner =
                checked(command, () -> Optional.ofNullable(ownerGroup).map(AccessOptions::owner));
        if (readers.isEmpty() && !hidden && release.isEmpty() && owner.isEmpty()) {
            return Optional.empty();
        }
        if (hidden && readers.isEmpty()) {
            throw new CommandLine.ParameterException(
                    command, "--hidden hides a table from all but its readers: name them with --readers");
        }
        Set<String> groups = checked(
                command,
                () -> readers.stream()
                        .flatMap(list -> GroupNames.list(list).stream())
                        .collect(Collectors.toUnmodifiableSet()));
        return Optional.of(new Restricted(
                groups,
                hidden,
                release.isEmpty() && owner.isEmpty() ? Optional.empty() : Optional.of(new Rows(release, owner))));
    }

    private static Owner owner(String text) {
        return text.startsWith("=") ? new Owner.Group(GroupNames.name(text.substring(1))) : new Owner.Column(text);
    }

    private static <T> T checked(CommandLine command, Supplier<T> read) {
        try {
            return read.get();
        } catch (IllegalArgumentException wrong) {
            throw new CommandLine.ParameterException(command, String.valueOf(wrong.getMessage()), wrong);
        }
    }

    /** A rule in words, to stand behind "is". */
    static String text(AccessRule rule) {
        return switch (rule) {
            case Restricted restricted -> text(restricted);
            case AccessRule.Unenforced unenforced ->
                "closed: the database does not keep its rule as it stands; set it anew";
        };
    }

    private static String text(Restricted rule) {
        String who = rule.readers().isEmpty()
                ? "for everybody"
                : "for " + String.join(", ", new TreeSet<>(rule.readers())) + " only"
                        + (rule.hidden() ? ", hidden from all others" : "");
        return who + rule.rows().map(AccessOptions::text).orElse("");
    }

    private static String text(Rows rows) {
        return "; rows are proprietary"
                + rows.releaseColumn().map(column -> " until " + column).orElse("")
                + rows.owner()
                        .map(owner -> switch (owner) {
                            case Owner.Column(String column) -> ", for the group in " + column;
                            case Owner.Group(String group) -> ", for " + group;
                        })
                        .orElse(", for nobody");
    }

    /** Notes a change of a rule. */
    static void note(Database database, String detail) {
        new AuditStore(database.owner())
                .note(new AuditEvent(
                        AuditEvent.Action.ACCESS_CHANGED,
                        Optional.of("command line of " + System.getProperty("user.name", "unknown")),
                        Optional.empty(),
                        detail));
    }
}
