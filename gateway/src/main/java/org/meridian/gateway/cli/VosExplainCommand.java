// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.meridian.workspace.client.Place;
import org.meridian.workspace.client.Spaces;
import org.meridian.workspace.client.VosException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian vos explain}: who may do what with a node, and because of what. */
@Command(
        name = "explain",
        description = "Say in plain words who may read, change and share a file or folder, and which folder says so.",
        mixinStandardHelpOptions = true)
final class VosExplainCommand implements Callable<Integer> {

    @Mixin
    private VosOptions options = new VosOptions();

    @Parameters(
            arity = "1..*",
            paramLabel = "PLACE",
            converter = VosOptions.RemoteConverter.class,
            description = "Files or folders.")
    private List<Place.Remote> places = List.of();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        int failed = 0;
        try (Spaces spaces = options.spaces()) {
            for (Place.Remote place : places) {
                try {
                    show(place, new ObjectMapper().readTree(spaces.of(place).rights(place.path())));
                } catch (VosException e) {
                    failed++;
                    spec.commandLine().getErr().println("meridian: " + place + ": " + VosException.words(e));
                }
            }
        } finally {
            spec.commandLine().getOut().flush();
            spec.commandLine().getErr().flush();
        }
        return failed == 0 ? 0 : 1;
    }

    private void show(Place.Remote place, JsonNode rights) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(place + ":");
        rights.path("rules").forEach(rule -> out.println("  " + VosException.plain(rule.asText())));
        JsonNode you = rights.path("you");
        you.fieldNames().forEachRemaining(action -> {
            JsonNode answer = you.get(action);
            out.println("  you may " + (answer.path("allowed").asBoolean() ? "" : "not ") + VosException.plain(action)
                    + ": " + VosException.plain(answer.path("why").asText()));
        });
    }
}
