// SPDX-License-Identifier: Apache-2.0
package org.meridian.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridian.bench.HttpConnection.Answer;
import org.meridian.bench.HttpConnection.Drain;

class HttpConnectionTest {
    private static final byte[] LINE = "0123456789abcde\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/chunked", exchange -> {
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(200, 0);
            try (OutputStream out = exchange.getResponseBody()) {
                for (int i = 0; i < 10_000; i++) {
                    out.write(LINE);
                }
            }
        });
        server.createContext("/fixed", exchange -> {
            exchange.sendResponseHeaders(404, LINE.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(LINE);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private HttpConnection connect() throws IOException {
        return new HttpConnection(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort()), 4096);
    }

    @Test
    void readsChunksToTheirEndAndAsksAgainOnTheSameConnection() throws IOException {
        try (HttpConnection connection = connect()) {
            for (int i = 0; i < 3; i++) {
                LineCount lines = new LineCount();
                Answer answer = connection.post("/chunked", "QUERY=1", lines);
                assertEquals(200, answer.status());
                assertEquals(10_000L * LINE.length, answer.bytes());
                assertEquals(10_000, lines.count());
                assertTrue(answer.tail().endsWith("abcde\n"));
                assertTrue(answer.firstByteSeconds() > 0 && answer.firstByteSeconds() <= answer.seconds());
            }
        }
    }

    @Test
    void readsBodiesOfKnownLengthAndTellsFailures() throws IOException {
        try (HttpConnection connection = connect()) {
            Answer answer = connection.post("/fixed", "", Drain.NOTHING);
            assertEquals(404, answer.status());
            assertEquals(LINE.length, answer.bytes());
            assertThrows(IOException.class, answer::orFail);
        }
    }
}
