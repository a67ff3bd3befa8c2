// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ResourceHandler;
import org.eclipse.jetty.util.resource.ResourceFactory;

/** Another server of files, as a process of its own, beside which the gateway is measured. */
record FileServer(String name, URI base, Process process) implements AutoCloseable {
    private static final Duration STARTING = Duration.ofSeconds(20);
    private static final List<Path> NGINX = List.of(Path.of("/usr/sbin/nginx"), Path.of("/usr/bin/nginx"));

    /** Jetty's own handler of static files, in a JVM with the gateway's memory. */
    static FileServer jetty(Path folder, Path work) throws IOException, InterruptedException {
        int port = freePort();
        return started(
                "Jetty",
                port,
                work,
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx1g",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FileServer.class.getName(),
                        Integer.toString(port),
                        folder.toString()));
    }

    /** Serves a folder until it is killed: arguments are its port and the folder. */
    public static void main(String[] args) throws Exception {
        Server server = new Server();
        ServerConnector connector = new ServerConnector(server);
        connector.setHost("127.0.0.1");
        connector.setPort(Integer.parseInt(args[0]));
        server.addConnector(connector);
        ResourceHandler files = new ResourceHandler();
        files.setBaseResource(ResourceFactory.of(files).newResource(Path.of(args[1])));
        server.setHandler(files);
        server.start();
        server.join();
    }

    /**
     * nginx with sendfile, and with its own PUT.
     *
     * @return empty where it is not installed
     */
    static Optional<FileServer> nginx(Path folder, Path work) throws IOException, InterruptedException {
        Optional<Path> program = NGINX.stream().filter(Files::isExecutable).findFirst();
        if (program.isEmpty()) {
            return Optional.empty();
        }
        int port = freePort();
        Path home = Files.createDirectories(work.resolve("nginx"));
        String user = System.getProperty("user.name");
        Path configuration = Files.writeString(home.resolve("nginx.conf"), """
                %s
                daemon off;
                worker_processes 2;
                pid %s/pid;
                error_log %s/error.log;
                events { worker_connections 512; }
                http {
                  access_log off;
                  sendfile on;
                  tcp_nopush on;
                  keepalive_requests 1000000;
                  client_max_body_size 0;
                  client_body_temp_path %s/body;
                  server {
                    listen 127.0.0.1:%d;
                    location / { root %s; dav_methods PUT; }
                  }
                }
                """.formatted(
                        user.equals("root") ? "user root;" : "", home, home, home, port, folder));
        return Optional.of(started(
                "nginx",
                port,
                work,
                List.of(
                        program.get().toString(),
                        "-p",
                        home.toString(),
                        "-e",
                        home.resolve("error.log").toString(),
                        "-c",
                        configuration.toString())));
    }

    private static FileServer started(String name, int port, Path work, List<String> command)
            throws IOException, InterruptedException {
        File log = work.resolve(name + ".log").toFile();
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log)
                .start();
        FileServer server = new FileServer(name, URI.create("http://127.0.0.1:" + port), process);
        long end = System.nanoTime() + STARTING.toNanos();
        while (!server.answers()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                server.close();
                throw new IOException(name + " does not start: " + Files.readString(log.toPath()));
            }
            Thread.sleep(50);
        }
        return server;
    }

    private boolean answers() throws IOException {
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            return socket.isConnected();
        } catch (ConnectException notYet) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket any = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return any.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
