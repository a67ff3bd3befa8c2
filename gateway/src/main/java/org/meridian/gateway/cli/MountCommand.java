// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.meridian.workspace.client.Credentials;
import org.meridian.workspace.client.Place;
import org.meridian.workspace.node.NodePath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code meridian mount}: a workspace as a folder here, by rclone over WebDAV. */
@Command(
        name = "mount",
        description = {
            "Show a workspace as a folder here, until Ctrl-C. Needs rclone and FUSE, and a gateway with WebDAV.",
            "Written files are kept here until they are closed, and sent then; what others change is seen after ten seconds."
        },
        mixinStandardHelpOptions = true)
final class MountCommand implements Callable<Integer> {
    private static final long UNMOUNT_SECONDS = 30;
    private static final String SECRET = "'(hidden)'";

    @Mixin
    private VosOptions options = new VosOptions();

    @Parameters(
            index = "0",
            paramLabel = "PLACE",
            converter = VosOptions.RemoteConverter.class,
            description = "A container of the service, such as vos:/home/ada.")
    private Place.Remote place = new Place.Remote(Optional.empty(), NodePath.ROOT);

    @Parameters(index = "1", paramLabel = "DIR", description = "An empty folder here.")
    private Path folder = Path.of("");

    @Option(names = "--read-only", description = "Change nothing.")
    private boolean readOnly;

    @Option(names = "--print", description = "Show rclone's command, without secrets, and do nothing.")
    private boolean print;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        if (place.authority().isPresent()) {
            throw new Main.Refusal("give the place as vos:/PATH, and its service by --service");
        }
        URI service = options.first();
        if (print) {
            Map<String, String> shown = new TreeMap<>(environment(service, new Credentials.None()));
            shown.put("RCLONE_WEBDAV_BEARER_TOKEN", SECRET);
            String variables = shown.entrySet().stream()
                    .map(each -> each.getKey() + "=" + each.getValue())
                    .collect(Collectors.joining(" "));
            spec.commandLine()
                    .getOut()
                    .println(variables + " "
                            + command("rclone").stream()
                                    .map(MountCommand::quoted)
                                    .collect(Collectors.joining(" ")));
            spec.commandLine().getOut().flush();
            return 0;
        }
        Path rclone = requireInstalled(System.getenv().getOrDefault("PATH", ""));
        requireEmpty();
        Credentials credentials = options.credentials(service);
        Map<String, String> secrets = new TreeMap<>(environment(service, credentials));
        if (credentials instanceof Credentials.Basic basic) {
            secrets.put("RCLONE_WEBDAV_PASS", obscured(rclone, basic.password()));
        }
        return run(command(rclone.toString()), secrets);
    }

    private static URI webdav(URI service) {
        return URI.create(service.toString().replaceFirst("/vospace$", "") + "/dav");
    }

    private static Map<String, String> environment(URI service, Credentials credentials) {
        Map<String, String> variables = new TreeMap<>();
        variables.put("RCLONE_WEBDAV_URL", webdav(service).toString());
        variables.put("RCLONE_WEBDAV_VENDOR", "other");
        // Nothing of the user's own configuration of rclone.
        variables.put("RCLONE_CONFIG", "/dev/null");
        switch (credentials) {
            case Credentials.None none -> {
                // Public places only.
            }
            case Credentials.Bearer bearer -> variables.put("RCLONE_WEBDAV_BEARER_TOKEN", bearer.token());
            case Credentials.Basic basic -> variables.put("RCLONE_WEBDAV_USER", basic.user());
        }
        return variables;
    }

    private List<String> command(String rclone) {
        List<String> command = new ArrayList<>(List.of(
                rclone,
                "mount",
                ":webdav:" + place.path(),
                folder.toString(),
                "--vfs-cache-mode",
                "writes",
                "--vfs-write-back",
                "1s",
                "--dir-cache-time",
                "10s",
                "--attr-timeout",
                "1s",
                "--umask",
                "077"));
        if (readOnly) {
            command.add("--read-only");
        }
        return command;
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_./:=@%+-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }

    /** rclone, if all is there that it needs; else a refusal that says what to install. */
    static Path requireInstalled(String searchPath) {
        List<String> missing = new ArrayList<>();
        boolean mac = System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("mac");
        Optional<Path> rclone = find("rclone", searchPath);
        if (rclone.isEmpty()) {
            missing.add("rclone");
        }
        boolean fuse = mac
                ? Files.isDirectory(Path.of("/Library/Filesystems/macfuse.fs"))
                : find("fusermount3", searchPath).isPresent()
                        || find("fusermount", searchPath).isPresent();
        if (!fuse) {
            missing.add(mac ? "macFUSE" : "fuse3");
        }
        if (!missing.isEmpty()) {
            throw new Main.Refusal("mounting needs " + String.join(" and ", missing) + ", not installed here. "
                    + (mac
                            ? "Install macFUSE (brew install --cask macfuse) and rclone from https://rclone.org/downloads"
                                    + " (Homebrew's cannot mount)."
                            : "Debian, Ubuntu: apt install " + String.join(" ", missing) + "; Fedora: dnf install "
                                    + String.join(" ", missing) + "."));
        }
        if (!mac && !Files.exists(Path.of("/dev/fuse"))) {
            throw new Main.Refusal("there is no /dev/fuse: in a container it has to be given (docker run --device"
                    + " /dev/fuse --cap-add SYS_ADMIN), else: modprobe fuse");
        }
        return rclone.orElseThrow();
    }

    private static Optional<Path> find(String program, String searchPath) {
        for (String each : searchPath.split(":")) {
            Path file = Path.of(each.isEmpty() ? "." : each, program);
            if (Files.isExecutable(file)) {
                return Optional.of(file);
            }
        }
        return Optional.empty();
    }

    private void requireEmpty() throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new Main.Refusal("there is no folder " + folder + " to mount on: make it (mkdir)");
        }
        try (var files = Files.list(folder)) {
            if (files.findAny().isPresent()) {
                throw new Main.Refusal(folder + " is not empty: what is in it would be hidden");
            }
        }
    }

    /** The password as rclone reads it; it goes there by standard input, not where other users see it. */
    private static String obscured(Path rclone, String password) throws IOException {
        Process process = new ProcessBuilder(rclone.toString(), "obscure", "-")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().write(password.getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        if (await(process) != 0 || text.isEmpty()) {
            throw new IOException("rclone did not take the password");
        }
        return text;
    }

    private static int await(Process process) throws InterruptedIOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private int run(List<String> command, Map<String, String> variables) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("MERIDIAN_") || name.startsWith("RCLONE_WEBDAV"));
        builder.environment().putAll(variables);
        Process process = builder.start();
        Thread unmounting = new Thread(() -> unmount(process), "unmount");
        Runtime.getRuntime().addShutdownHook(unmounting);
        spec.commandLine().getErr().println(place + " is at " + folder + " until Ctrl-C");
        spec.commandLine().getErr().flush();
        return await(process) == 0 ? 0 : 1;
    }

    /** rclone sends what it still has, and unmounts, when it is told to end. */
    private void unmount(Process process) {
        if (!process.isAlive()) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(UNMOUNT_SECONDS, TimeUnit.SECONDS)) {
                spec.commandLine()
                        .getErr()
                        .println("meridian: rclone has not ended; when it has: fusermount3 -u " + folder);
                spec.commandLine().getErr().flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
