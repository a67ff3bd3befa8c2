// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** {@code meridian vos share} with a service that answers as this gateway does. */
@Timeout(60)
class VosShareCommandTest {

    private static final String SHARE = "{\"id\": 7, \"uri\": \"vos://x~vospace/home/ada/a\", \"maker\": \"ada\","
            + " \"expires\": \"2030-01-01T00:00:00Z\", \"password\": true, \"downloads\": 1, \"mostDownloads\": 2,"
            + " \"comment\": \"for\\u001b[2J eve\"";

    private final List<String> asked = new ArrayList<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/vospace/shares", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        asked.add((exchange.getRequestMethod() + " " + exchange.getRequestURI() + " " + body).strip());
        boolean first = asked.size() == 1;
        String text = switch (exchange.getRequestMethod()) {
            case "POST" -> SHARE + ", \"url\": \"https://x/share/y\"}";
            case "GET" -> "{\"shares\": [" + (first ? SHARE + "}" : "") + "]}";
            default -> "NodeNotFound there is no share link 9";
        };
        byte[] answer = text.getBytes(UTF_8);
        exchange.sendResponseHeaders(exchange.getRequestMethod().equals("DELETE") ? 404 : 200, answer.length);
        exchange.getResponseBody().write(answer);
        exchange.close();
    }

    private int run(String... arguments) {
        String service = "http://localhost:" + server.getAddress().getPort() + "/vospace";
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        return line.execute(
                Stream.concat(Stream.of("vos", "share", "--service", service, "--token", "t"), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    @Test
    void printsTheLinkAndNothingElse() {
        assertEquals(0, run("vos:/home/ada/a b", "--expires", "2d", "--downloads", "3", "--comment", "for eve"));
        assertEquals("https://x/share/y", out.toString().strip());
        assertEquals(
                List.of("POST /vospace/shares path=%2Fhome%2Fada%2Fa+b&expires=2d&downloads=3&comment=for+eve"), asked);
        assertTrue(err.toString().contains("link 7, good until 2030"), err.toString());
    }

    @Test
    void listsToTheEndOnOneLineEach() {
        assertEquals(0, run("--list", "vos:/home/ada"));
        assertEquals(
                "7  vos://x~vospace/home/ada/a  by ada  until 2030-01-01T00:00:00Z  1 of 2 downloads  with a password"
                        + "  for?[2J eve",
                out.toString().strip());
        assertTrue(asked.getLast().endsWith("?before=7&path=%2Fhome%2Fada"), asked.toString());
    }

    @Test
    void aTokenThatCannotBeOneIsNotRepeated() {
        CommandLine line = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String service = "http://localhost:" + server.getAddress().getPort() + "/vospace";
        assertEquals(1, line.execute("vos", "share", "--service", service, "--token", "mrd_x\ny", "vos:/home/ada/a"));
        assertTrue(err.toString().contains("the token has letters, or line ends"), err.toString());
        assertFalse(err.toString().contains("mrd_"), err.toString());
        assertEquals(List.of(), asked);
    }

    @Test
    void saysWhyALinkIsNotRevoked() {
        assertEquals(1, run("--revoke", "9"));
        assertTrue(err.toString().contains("there is no share link 9"), err.toString());
        assertEquals(2, run());
        assertEquals(2, run("--list", "--revoke", "9"));
    }
}
