// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.meridian.workspace.client.Place;
import org.meridian.workspace.client.ShareLinks;
import org.meridian.workspace.client.Spaces;
import org.meridian.workspace.client.VosException;
import org.meridian.workspace.node.NodePath;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian vos share}: links by which a file or folder is read without an account. */
@Command(
        name = "share",
        description = {
            "Make a link by which whoever has it reads a file or folder without an account; list and revoke such links.",
            "The link is printed once, and ends when it is revoked."
        },
        mixinStandardHelpOptions = true)
final class VosShareCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Mixin
    private VosOptions options = new VosOptions();

    @Parameters(
            arity = "0..1",
            paramLabel = "PLACE",
            converter = VosOptions.RemoteConverter.class,
            description = "The file or folder; with --list, whatever anybody has shared there.")
    private Place.@Nullable Remote place;

    @Option(
            names = "--expires",
            paramLabel = "TIME",
            description = "When it ends: 7d (the default), 12h, or 2030-01-31T12:00:00Z.")
    private @Nullable String expires;

    @Option(
            names = "--password",
            description = "The link needs a password, which is in MERIDIAN_SHARE_PASSWORD, or asked for.")
    private boolean password;

    @Option(names = "--downloads", paramLabel = "N", description = "It ends after so many downloads.")
    private @Nullable Long downloads;

    @Option(names = "--comment", paramLabel = "TEXT", description = "For your own list.")
    private @Nullable String comment;

    @Option(names = "--list", description = "List links, without what makes them links.")
    private boolean list;

    @Option(names = "--revoke", paramLabel = "ID", description = "Take a link back, by its number in the list.")
    private @Nullable Long revoke;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        Optional<Place.Remote> where = Optional.ofNullable(place);
        if (where.isEmpty() && !list && revoke == null || list && revoke != null) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "Say what to share, or one of --list and --revoke ID.");
        }
        try (Spaces spaces = options.spaces()) {
            ShareLinks links = new ShareLinks(spaces.of(where.orElse(Place.remote("vos:/"))));
            if (revoke != null) {
                links.revoke(revoke);
            } else if (list) {
                list(links, where.map(Place.Remote::path));
            } else {
                make(links, where.orElseThrow().path());
            }
        } catch (VosException e) {
            spec.commandLine().getErr().println("meridian: " + VosException.words(e));
            return 1;
        } finally {
            spec.commandLine().getOut().flush();
            spec.commandLine().getErr().flush();
        }
        return 0;
    }

    private void make(ShareLinks links, NodePath path) throws IOException {
        Map<String, String> wish = new LinkedHashMap<>();
        Optional.ofNullable(expires).ifPresent(text -> wish.put("expires", text));
        Optional.ofNullable(downloads).ifPresent(number -> wish.put("downloads", number.toString()));
        Optional.ofNullable(comment).ifPresent(text -> wish.put("comment", text));
        if (password) {
            String text = Optional.ofNullable(System.getenv("MERIDIAN_SHARE_PASSWORD"))
                    .orElseGet(VosShareCommand::ask);
            if (text.isEmpty()) {
                throw new Main.Refusal("the password of the link is empty; no link was made");
            }
            wish.put("password", text);
        }
        JsonNode made = JSON.readTree(links.make(path, wish));
        PrintWriter out = spec.commandLine().getOut();
        out.println(VosException.plain(made.path("url").asText()));
        spec.commandLine()
                .getErr()
                .println("link " + made.path("id").asLong() + ", good until "
                        + VosException.plain(made.path("expires").asText()));
    }

    private static String ask() {
        Console console = System.console();
        char[] typed = console == null ? null : console.readPassword("Password of the link: ");
        if (typed == null) {
            throw new Main.Refusal(
                    "there is no terminal to ask for the password of the link: put it into MERIDIAN_SHARE_PASSWORD");
        }
        return new String(typed);
    }

    private void list(ShareLinks links, Optional<NodePath> path) throws IOException {
        long before = Long.MAX_VALUE / 10;
        JsonNode page = JSON.readTree(links.list(path, before)).path("shares");
        while (!page.isEmpty()) {
            for (JsonNode share : page) {
                before = share.path("id").asLong();
                spec.commandLine().getOut().println(line(share));
            }
            page = JSON.readTree(links.list(path, before)).path("shares");
        }
    }

    private static String line(JsonNode share) {
        String most = share.has("mostDownloads")
                ? " of " + share.path("mostDownloads").asLong()
                : "";
        String comment = share.path("comment").asText();
        return VosException.plain(
                share.path("id").asLong() + "  " + share.path("uri").asText() + "  by "
                        + share.path("maker").asText() + "  until "
                        + share.path("expires").asText() + "  "
                        + share.path("downloads").asLong() + most + " downloads"
                        + (share.path("password").asBoolean() ? "  with a password" : "")
                        + (comment.isEmpty() ? "" : "  " + comment));
    }
}
