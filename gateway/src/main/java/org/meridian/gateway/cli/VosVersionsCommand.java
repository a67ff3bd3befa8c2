// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.meridian.workspace.client.FileVersions;
import org.meridian.workspace.client.Place;
import org.meridian.workspace.client.VosException;
import org.meridian.workspace.node.NodePath;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian vos versions}: what a file was before it was written over. */
@Command(
        name = "versions",
        description = {
            "List what a file was before it was written over; print, bring back or remove one of these.",
            "Services keep that only where their operators want it."
        },
        mixinStandardHelpOptions = true)
final class VosVersionsCommand implements Callable<Integer> {

    @Mixin
    private VosOptions options = new VosOptions();

    /** What is to be done with a version; one of them. */
    static final class Deed {
        @Option(names = "--cat", paramLabel = "N", description = "Write its bytes to standard output.")
        private @Nullable Long cat;

        @Option(
                names = "--restore",
                paramLabel = "N",
                description = "Put it in the place of the file; what the file is now becomes a version.")
        private @Nullable Long restore;

        @Option(names = "--remove", paramLabel = "N", description = "Remove it for good.")
        private @Nullable Long remove;
    }

    @ArgGroup
    private Deed deed = new Deed();

    @Parameters(paramLabel = "PLACE", converter = VosOptions.RemoteConverter.class, description = "The file.")
    private Place.Remote place = Place.remote("vos:/");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        return VosNodeCommands.each(options, List.of(place), spec, (spaces, where) -> {
            FileVersions versions = new FileVersions(spaces.of(where));
            NodePath path = where.path();
            if (deed.cat != null) {
                try (OutputStream out = VosTransferCommands.standardOutput()) {
                    versions.write(path, deed.cat, out);
                }
            } else if (deed.restore != null) {
                versions.restore(path, deed.restore);
            } else if (deed.remove != null) {
                versions.remove(path, deed.remove);
            } else {
                show(new ObjectMapper().readTree(versions.list(path)).path("versions"));
            }
        });
    }

    private void show(JsonNode versions) {
        PrintWriter out = spec.commandLine().getOut();
        for (JsonNode each : versions) {
            String by = each.path("by").asText();
            out.println(VosException.plain(each.path("version").asLong() + "  "
                    + each.path("bytes").asLong() + " bytes of "
                    + each.path("modified").asText() + "  replaced "
                    + each.path("replaced").asText() + (by.isEmpty() ? "" : " by " + by)));
        }
    }
}
