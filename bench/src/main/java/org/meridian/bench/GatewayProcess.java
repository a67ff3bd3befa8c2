// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A gateway in a process of its own, started as its users start it: {@code ./meridian demo}. Closing stops it, and the
 * database with it. Thread-safe.
 */
final class GatewayProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("Meridian is ready: (http\\S+)");
    private static final Duration STOPPING = Duration.ofSeconds(60);

    private final Process process;
    private final Path log;
    private final Path dataDir;
    private final URI base;
    private final long startNanos;

    private GatewayProcess(Process process, Path log, Path dataDir, int port, long startNanos) {
        this.process = process;
        this.log = log;
        this.dataDir = dataDir;
        this.base = URI.create("http://127.0.0.1:" + port);
        this.startNanos = startNanos;
    }

    /**
     * How gateways are started.
     *
     * @param home folder with the launcher
     * @param dataDir data folder
     * @param rows of the synthetic survey, if it has to be made
     */
    record Demo(Path home, Path dataDir, long rows) {
        /**
         * Begins to start one; returns at once.
         *
         * @param javaOptions for the gateway's JVM, such as {@code -Xmx256m}; wins over the launcher's
         * @param cleanup stops it at the latest
         */
        GatewayProcess launch(String javaOptions, Cleanup cleanup) throws IOException {
            return launch(javaOptions, Map.of(), cleanup);
        }

        /** The same with keys of the configuration, as environment variables. */
        GatewayProcess launch(String javaOptions, Map<String, String> configuration, Cleanup cleanup)
                throws IOException {
            int port = freePort();
            List<String> command =
                    new ArrayList<>(List.of(home.resolve("meridian").toString(), "demo"));
            command.addAll(List.of("--port", Integer.toString(port), "--data-dir", dataDir.toString()));
            command.addAll(List.of("--rows", Long.toString(rows)));
            Path log = dataDir.resolveSibling(dataDir.getFileName() + ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectInput(new File("/dev/null"))
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile());
            builder.environment().putAll(configuration);
            builder.environment().put("MERIDIAN_JAVA_OPTS", javaOptions);
            builder.environment().put("MERIDIAN_JAVA_HOME", System.getProperty("java.home"));
            long start = System.nanoTime();
            GatewayProcess gateway = new GatewayProcess(builder.start(), log, dataDir, port, start);
            cleanup.add(gateway);
            return gateway;
        }

        private static int freePort() throws IOException {
            try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return any.getLocalPort();
            }
        }
    }

    /**
     * Waits until the gateway says that it is ready.
     *
     * @return seconds since its start
     */
    double awaitReady(Duration limit) throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            Matcher ready = READY.matcher(Files.readString(log));
            if (ready.find()) {
                return (System.nanoTime() - startNanos) / 1e9;
            }
            requireAlive();
            Thread.sleep(50);
        }
        throw new IOException("the gateway was not ready in time; the end of its log:\n" + endOfLog());
    }

    /**
     * Asks until the gateway answers with 200.
     *
     * @param path what is asked for
     * @return seconds since the start of the process
     */
    double awaitAnswer(String path, Duration limit) throws IOException, InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        while (System.nanoTime() < end) {
            try (HttpConnection connection = new HttpConnection(base, 65536)) {
                if (connection.get(path).status() == 200) {
                    return (System.nanoTime() - startNanos) / 1e9;
                }
            } catch (java.net.ConnectException e) {
                requireAlive();
            }
            Thread.sleep(5);
        }
        throw new IOException("the gateway did not answer in time; the end of its log:\n" + endOfLog());
    }

    private void requireAlive() throws IOException {
        if (!process.isAlive()) {
            throw new IOException("the gateway ended with code " + process.exitValue() + ":\n" + endOfLog());
        }
    }

    private String endOfLog() throws IOException {
        String text = Files.readString(log);
        return text.substring(Math.max(0, text.length() - 3000));
    }

    /** Where it listens. */
    URI base() {
        return base;
    }

    /** Its data folder. */
    Path dataDir() {
        return dataDir;
    }

    /** Its embedded database. */
    FloorDatabase database() throws IOException {
        return FloorDatabase.of(dataDir);
    }

    /** How many files below a folder it has open, deleted ones too. */
    long openFiles(Path folder) throws IOException {
        long count = 0;
        try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/" + process.pid() + "/fd"))) {
            for (Path file : open) {
                try {
                    count += Files.readSymbolicLink(file).toString().startsWith(folder.toString()) ? 1 : 0;
                } catch (NoSuchFileException closedMeanwhile) {
                    continue;
                }
            }
        }
        return count;
    }

    /** Memory of the gateway itself. */
    Memory memory() throws IOException {
        return Memory.of(process.pid());
    }

    /** Memory of its PostgreSQL with all back ends. */
    Memory databaseMemory() throws IOException {
        return Memory.of(FloorDatabase.postmaster(dataDir));
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(STOPPING.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("the gateway does not stop and is killed");
                process.destroyForcibly().waitFor();
            }
            stopOrphan();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }

    /** A database that outlived its gateway goes too. */
    private void stopOrphan() throws IOException, InterruptedException {
        if (!FloorDatabase.isRunning(dataDir)) {
            return;
        }
        long pid = FloorDatabase.postmaster(dataDir);
        System.err.println("the database outlived the gateway and is stopped");
        new ProcessBuilder("kill", "-INT", Long.toString(pid)).start().waitFor();
        ProcessHandle.of(pid)
                .ifPresent(postmaster ->
                        postmaster.onExit().orTimeout(20, TimeUnit.SECONDS).join());
    }
}
