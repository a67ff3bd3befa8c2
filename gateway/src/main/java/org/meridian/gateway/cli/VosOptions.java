// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import java.io.Console;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.meridian.gateway.config.GatewayConfig;
import org.meridian.workspace.client.Credentials;
import org.meridian.workspace.client.Netrc;
import org.meridian.workspace.client.Patience;
import org.meridian.workspace.client.Place;
import org.meridian.workspace.client.Spaces;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where VOSpaces are, and who asks: options of every command that is a client of one. */
final class VosOptions {

    private static final Pattern NAMED = Pattern.compile("([A-Za-z0-9._!~-]+)=(https?://.*)", Pattern.CASE_INSENSITIVE);

    @Option(
            names = "--service",
            paramLabel = "[AUTHORITY=]URL",
            description =
                    "Base of a VOSpace, as https://example.org/vospace; the first is that of vos:/PATH. Repeatable, for"
                            + " others by their authorities. Default: MERIDIAN_VOSPACE, or the gateway on this machine.")
    private List<String> services = List.of();

    @Option(
            names = "--token",
            paramLabel = "TOKEN",
            description =
                    "Token for the first service. Others on this machine may see it here, but not in MERIDIAN_TOKEN.")
    private @Nullable String token;

    @Option(
            names = "--user",
            paramLabel = "NAME",
            description = "Name at the first service; the password is in MERIDIAN_PASSWORD, or asked for."
                    + " Without any of these: ~/.netrc.")
    private @Nullable String user;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    /** Reads the place of an argument. */
    static final class PlaceConverter implements CommandLine.ITypeConverter<Place> {
        @Override
        public Place convert(String text) {
            try {
                return Place.of(text);
            } catch (IllegalArgumentException e) {
                throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    /** Reads an argument that must be in a VOSpace. */
    static final class RemoteConverter implements CommandLine.ITypeConverter<Place.Remote> {
        @Override
        public Place.Remote convert(String text) {
            try {
                return Place.remote(text);
            } catch (IllegalArgumentException e) {
                throw new CommandLine.TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    /** The spaces that places may be in; the caller closes them. */
    Spaces spaces() throws IOException {
        Map<String, URI> named = new LinkedHashMap<>();
        List<URI> all = new ArrayList<>();
        for (String text : given()) {
            Matcher matcher = NAMED.matcher(text);
            URI url = address(matcher.matches() ? matcher.group(2) : text);
            if (matcher.matches()) {
                named.put(matcher.group(1), url);
            }
            all.add(url);
        }
        URI first = all.getFirst();
        Credentials mine = credentials(first);
        warn(first, mine);
        return new Spaces(first, named, url -> url.equals(first) ? mine : netrc(url), Patience.DEFAULT);
    }

    /** Base of the first service. */
    URI first() {
        String text = given().getFirst();
        Matcher matcher = NAMED.matcher(text);
        return address(matcher.matches() ? matcher.group(2) : text);
    }

    private List<String> given() {
        if (!services.isEmpty()) {
            return services;
        }
        String named = System.getenv().getOrDefault("MERIDIAN_VOSPACE", "").strip();
        if (!named.isEmpty()) {
            return List.of(named.split("\\s+"));
        }
        GatewayConfig.Server server = new GatewayOptions().config().server();
        String base = server.publicUrl().orElse("http://localhost:" + server.port());
        return List.of(base.replaceAll("/+$", "") + "/vospace");
    }

    private URI address(String text) {
        try {
            URI uri = URI.create(text.replaceAll("/+$", ""));
            boolean web = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (web && uri.getHost() != null && uri.getUserInfo() == null && uri.getRawQuery() == null) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Said below, with all else that is no address.
        }
        throw new CommandLine.ParameterException(
                spec.commandLine(),
                "--service, or MERIDIAN_VOSPACE, is the address of a VOSpace, as https://example.org/vospace, and may begin"
                        + " with AUTHORITY=");
    }

    /** What the first service is shown. */
    Credentials credentials(URI service) {
        if (token != null) {
            return bearer(token.strip());
        }
        Map<String, String> environment = System.getenv();
        if (user != null) {
            return new Credentials.Basic(
                    user,
                    Optional.ofNullable(environment.get("MERIDIAN_PASSWORD")).orElseGet(this::ask));
        }
        String found = environment.getOrDefault("MERIDIAN_TOKEN", "").strip();
        return found.isEmpty() ? netrc(service) : bearer(found);
    }

    /** A header takes no other letters, and what complains of them repeats them. */
    private static Credentials bearer(String text) {
        if (!text.matches("[\\x21-\\x7e]+")) {
            throw new Main.Refusal("the token has letters, or line ends, that no token has");
        }
        return new Credentials.Bearer(text);
    }

    private String ask() {
        Console console = System.console();
        char[] typed = console == null ? null : console.readPassword("Password of %s: ", user);
        if (typed == null) {
            throw new Main.Refusal("there is no terminal to ask for the password of " + user
                    + ": put it into MERIDIAN_PASSWORD, or into ~/.netrc");
        }
        return new String(typed);
    }

    private static Credentials netrc(URI service) {
        try {
            return Netrc.find(Path.of(System.getProperty("user.home")).resolve(".netrc"), service.getHost())
                    .orElse(new Credentials.None());
        } catch (IOException e) {
            throw new UncheckedIOException("~/.netrc cannot be read", e);
        }
    }

    private void warn(URI service, Credentials shown) {
        boolean local = List.of("localhost", "127.0.0.1", "[::1]").contains(service.getHost());
        if ("http".equalsIgnoreCase(service.getScheme()) && !local && !(shown instanceof Credentials.None)) {
            spec.commandLine()
                    .getErr()
                    .println("meridian: " + service.getHost() + " is reached without TLS: " + shown
                            + " can be read on the way");
            spec.commandLine().getErr().flush();
        }
    }
}
