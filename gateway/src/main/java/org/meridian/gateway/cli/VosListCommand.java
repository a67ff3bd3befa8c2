// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.meridian.workspace.client.Place;
import org.meridian.workspace.client.RemoteNode;
import org.meridian.workspace.client.Spaces;
import org.meridian.workspace.client.VosException;
import org.meridian.workspace.client.Vospace;
import org.meridian.workspace.node.CoreProperties;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian vos ls}. */
@Command(
        name = "ls",
        description = {
            "List what is in containers, in the order of the service.",
            "With -l: kind and rights (of the owner, of groups, of everybody), owner, bytes, time in UTC, name.",
            "The bytes of a container are those of all that is in it, as far as its service has counted them."
        },
        mixinStandardHelpOptions = true)
final class VosListCommand implements Callable<Integer> {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    @Mixin
    private VosOptions options = new VosOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "PLACE",
            converter = VosOptions.RemoteConverter.class,
            description = "Containers or files.")
    private List<Place.Remote> places = List.of();

    @Option(names = "-l", description = "Say more than the names.")
    private boolean detailed;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        int failed = 0;
        try (Spaces spaces = options.spaces()) {
            for (Place.Remote place : places) {
                try {
                    if (places.size() > 1) {
                        out.println(place + ":");
                    }
                    failed += list(spaces.of(place), place);
                } catch (IOException e) {
                    failed++;
                    err.println("meridian: " + place + ": " + VosException.words(e));
                }
            }
        } finally {
            out.flush();
            err.flush();
        }
        return failed == 0 ? 0 : 1;
    }

    private int list(Vospace space, Place.Remote place) throws IOException {
        RemoteNode node = space.get(place.path());
        if (!node.isContainer()) {
            print(node, node.path().name());
            return 0;
        }
        int[] strange = {0};
        space.list(place.path(), new Vospace.Children() {
            @Override
            public void child(RemoteNode child) {
                print(child, child.path().name());
            }

            @Override
            public void strange(String words) {
                strange[0]++;
                spec.commandLine().getErr().println("meridian: " + place + ": " + words);
            }
        });
        return strange[0];
    }

    private void print(RemoteNode node, String name) {
        PrintWriter out = spec.commandLine().getOut();
        String shown = VosException.plain(name) + (node.isContainer() ? "/" : "");
        if (!detailed) {
            out.println(shown);
            return;
        }
        String size = node.length().isPresent() ? Long.toString(node.length().getAsLong()) : "-";
        out.println(String.format(
                        Locale.ROOT,
                        "%s %-12s %14s  %-16s  %s%s",
                        rights(node),
                        node.property(CoreProperties.CREATOR)
                                .map(VosException::plain)
                                .orElse("-"),
                        size,
                        node.modified().map(TIME::format).orElse("-"),
                        shown,
                        node.target()
                                .map(target -> " -> " + VosException.plain(target))
                                .orElse(""))
                .stripTrailing());
    }

    /** In the manner of {@code ls}: of the owner, of the groups that are named, of everybody. */
    private static String rights(RemoteNode node) {
        String kind = switch (node.type()) {
            case ContainerNode -> "d";
            case DataNode -> "-";
            case LinkNode -> "l";
        };
        boolean locked = isTrue(node, CoreProperties.IS_LOCKED);
        boolean everybody = isTrue(node, CoreProperties.PUBLIC_READ) || isTrue(node, CoreProperties.IS_PUBLIC);
        boolean writers = node.property(CoreProperties.GROUP_WRITE).isPresent();
        boolean readers = writers || node.property(CoreProperties.GROUP_READ).isPresent();
        return kind
                + (locked ? "r-" : "rw")
                + (readers ? "r" : "-")
                + (writers && !locked ? "w" : "-")
                + (everybody ? "r-" : "--");
    }

    private static boolean isTrue(RemoteNode node, String property) {
        return node.property(property).filter("true"::equalsIgnoreCase).isPresent();
    }
}
