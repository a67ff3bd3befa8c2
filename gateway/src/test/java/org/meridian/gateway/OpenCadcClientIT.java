// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.meridian.core.auth.Scope;
import org.meridian.gateway.People.Person;

/**
 * Workspaces with OpenCADC's client ({@code pip install vos}), whose commands are in the folder that the environment variable
 * {@code MERIDIAN_TEST_VOS} names, or on the PATH; skipped without them, unless {@code MERIDIAN_TEST_REQUIRE_TOOLS} is
 * {@code true}.
 */
@Timeout(300)
class OpenCadcClientIT {

    private static final String HOME = "vos://localhost~vospace/home/ann";

    private static RunningGateway server;
    private static People people;
    private static Path commands;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void start() throws Exception {
        Optional<Path> found = commands();
        String message = "the commands of OpenCADC's vos are not installed";
        if (found.isEmpty() && "true".equals(System.getenv("MERIDIAN_TEST_REQUIRE_TOOLS"))) {
            throw new AssertionError(message);
        }
        Assumptions.assumeTrue(found.isPresent(), message);
        commands = found.get();
        server = new RunningGateway(Optional.empty());
        people = new People(server);
        people.make("ann");
        Person ann = people.program("ann", Scope.VOSPACE_READ, Scope.VOSPACE_WRITE);
        String token = ann.headers().getLast().replace("Bearer ", "");
        Path registry = Files.createDirectories(folder.resolve(".config/cadc-registry/alt-domains/" + host()));
        Files.writeString(
                registry.resolve("resource-caps"),
                people.anonymous().get("/reg/resource-caps").body());
        Path netrc = folder.resolve(".netrc");
        Files.writeString(netrc, "machine " + host() + " login ann password " + token + "\n");
        // Python does not read it where others can.
        Files.setPosixFilePermissions(netrc, PosixFilePermissions.fromString("rw-------"));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            people.close();
            server.close();
        }
    }

    private static Optional<Path> commands() {
        List<String> places = new ArrayList<>();
        Optional.ofNullable(System.getenv("MERIDIAN_TEST_VOS")).ifPresent(places::add);
        places.addAll(Arrays.asList(System.getenv("PATH").split(File.pathSeparator)));
        return places.stream()
                .filter(place -> !place.isBlank())
                .map(Path::of)
                .filter(place -> Files.isExecutable(place.resolve("vcp")))
                .findFirst();
    }

    private static String host() {
        return "127.0.0.1:" + server.gateway().port();
    }

    private record Outcome(int status, String output) {}

    private static Outcome run(String command, String... arguments) throws Exception {
        List<String> words = new ArrayList<>(List.of(commands.resolve(command).toString()));
        words.addAll(List.of(arguments));
        ProcessBuilder process = new ProcessBuilder(words)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        process.environment().put("HOME", folder.toString());
        process.environment().put("VOSPACE_WEBSERVICE", host());
        Process running = process.start();
        running.getOutputStream().close();
        assertTrue(running.waitFor(60, TimeUnit.SECONDS), command);
        return new Outcome(running.exitValue(), Files.readString(folder.resolve("output")));
    }

    private static String ok(String command, String... arguments) throws Exception {
        Outcome outcome = run(command, arguments);
        assertEquals(0, outcome.status, command + " " + String.join(" ", arguments) + ": " + outcome.output);
        return outcome.output;
    }

    private static void fails(String because, String command, String... arguments) throws Exception {
        Outcome outcome = run(command, arguments);
        assertFalse(outcome.status == 0, outcome.output);
        assertTrue(outcome.output.contains(because), outcome.output);
    }

    @Test
    void doesAllThatItCan() throws Exception {
        byte[] bytes = new byte[3_000_000];
        new Random(5).nextBytes(bytes);
        Files.write(folder.resolve("big.bin"), bytes);
        Files.writeString(folder.resolve("small.txt"), "hello\n");
        Files.createFile(folder.resolve("empty.txt"));
        ok("vmkdir", HOME + "/data");
        fails("DuplicateNode", "vmkdir", HOME + "/data");
        ok("vcp", "big.bin", "small.txt", "empty.txt", HOME + "/data/");
        assertEquals(
                "big.bin\nempty.txt\nsmall.txt\n", ok("vls", HOME + "/data").replaceAll("(?m)^\\s*\n", ""));
        ok("vcp", HOME + "/data/big.bin", "down.bin");
        assertArrayEquals(bytes, Files.readAllBytes(folder.resolve("down.bin")));
        assertEquals("hello", ok("vcat", HOME + "/data/small.txt").strip());
        ok("vtag", HOME + "/data/small.txt", "quality=good");
        assertTrue(ok("vtag", HOME + "/data/small.txt").contains("'quality': 'good'"));
        ok("vln", HOME + "/data/small.txt", HOME + "/link");
        assertTrue(ok("vls", "-l", HOME).contains("link -> " + HOME + "/data/small.txt"));
        ok("vmv", HOME + "/data/small.txt", HOME + "/moved.txt");
        ok("vchmod", "o+r", HOME + "/moved.txt");
        assertEquals(
                "hello\n",
                people.anonymous().get("/vospace/files/home/ann/moved.txt").body());
        ok("vlock", HOME + "/moved.txt", "--lock");
        fails("NodeLocked", "vrm", HOME + "/moved.txt");
        ok("vlock", HOME + "/moved.txt", "--unlock");
        ok("vrm", HOME + "/moved.txt");
        fails("NodeNotFound", "vcat", HOME + "/moved.txt");
    }

    @Test
    void worksOnWholeFolders() throws Exception {
        Path tree = Files.createDirectories(folder.resolve("tree/below"));
        for (int i = 0; i < 5; i++) {
            Files.writeString(tree.getParent().resolve("a" + i), "a" + i);
            Files.writeString(tree.resolve("b_" + i), "b" + i);
        }
        ok("vmkdir", HOME + "/sync");
        ok("vsync", "-r", "tree", HOME + "/sync");
        assertEquals("b3", ok("vcat", HOME + "/sync/tree/below/b_3").strip());
        ok("vchmod", "-R", "o+r", HOME + "/sync");
        assertEquals(
                "a1",
                people.anonymous().get("/vospace/files/home/ann/sync/tree/a1").body());
        ok("vrm", "-R", HOME + "/sync");
        fails("NodeNotFound", "vls", HOME + "/sync");
    }
}
