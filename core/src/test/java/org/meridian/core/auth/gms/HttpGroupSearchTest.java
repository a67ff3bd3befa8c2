// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.auth.gms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HttpGroupSearchTest {

    private final List<String> tokens = new CopyOnWriteArrayList<>();
    private final CountDownLatch end = new CountDownLatch(1);
    private HttpServer server;
    private HttpGroupSearch search;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/names", exchange -> answer(exchange, 200, "text/plain", "a\r\nb-c\r\n"));
        server.createContext("/none", exchange -> answer(exchange, 200, "text/plain", ""));
        server.createContext("/page", exchange -> answer(exchange, 200, "text/html", "a\r\n"));
        server.createContext("/odd", exchange -> answer(exchange, 200, "text/plain", "a\r\nb c\r\n"));
        server.createContext("/many", exchange -> answer(exchange, 200, "text/plain", "a0\r\n".repeat(40_000)));
        server.createContext("/refuses", exchange -> answer(exchange, 401, "text/plain", "no"));
        server.createContext("/fails", exchange -> answer(exchange, 500, "text/plain", "a\r\n"));
        server.createContext("/elsewhere", exchange -> {
            exchange.getResponseHeaders().add("Location", "/names");
            answer(exchange, 302, "text/plain", "");
        });
        server.createContext("/never", exchange -> {
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.setExecutor(java.util.concurrent.Executors.newCachedThreadPool());
        server.start();
        search = new HttpGroupSearch(Duration.ofSeconds(1));
    }

    @AfterEach
    void stop() throws IOException {
        end.countDown();
        server.stop(0);
        search.close();
    }

    private void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        tokens.add(exchange.getRequestHeaders().getFirst("Authorization"));
        exchange.getResponseHeaders().add("Content-Type", type);
        byte[] bytes = body.getBytes(UTF_8);
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private Set<String> ask(String path) throws IOException {
        return search.search(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path), "secret");
    }

    @Test
    void readsNamesAndShowsTheToken() throws IOException {
        assertEquals(Set.of("a", "b-c"), ask("/names"));
        assertEquals(List.of("Bearer secret"), tokens);
        assertEquals(Set.of(), ask("/none"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/page", "/odd", "/many", "/fails", "/never", "/absent"})
    void takesNothingElseForAnAnswer(String path) {
        IOException refused = assertThrows(IOException.class, () -> ask(path));
        assertTrue(!(refused instanceof GroupSearch.RefusedException), refused.toString());
        assertTrue(!refused.getMessage().contains("secret"), refused.getMessage());
    }

    @Test
    void carriesTheTokenNowhereElse() {
        assertThrows(IOException.class, () -> ask("/elsewhere"));
        assertEquals(1, tokens.size(), "the redirect was not followed");
    }

    @Test
    void tellsARefusalFromAFailure() {
        assertThrows(GroupSearch.RefusedException.class, () -> ask("/refuses"));
    }
}
