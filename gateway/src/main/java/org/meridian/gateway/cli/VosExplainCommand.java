// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.meridian.workspace.client.Place;
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
        return VosNodeCommands.each(
                options,
                places,
                spec,
                (spaces, place) ->
                        show(place, new ObjectMapper().readTree(spaces.of(place).rights(place.path()))));
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
