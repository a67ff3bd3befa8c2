// SPDX-License-Identifier: Apache-2.0
package org.meridian.tap.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.meridian.core.sky.SkyPoint;

class SesameResolverTest {
    private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    private HttpServer server = makeServer();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private int status = 200;
    private String answer = "";

    private static HttpServer makeServer() {
        try {
            return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void start() {
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI().toString());
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Location", "http://127.0.0.1:1/elsewhere");
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private SesameResolver resolver() {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/sesame/-oI/SNV?");
        return new SesameResolver(address, () -> now);
    }

    @Test
    void readsThePositionAndAsksOnceADay() throws IOException {
        answer =
                "# GJ 699\t#Q1\n#=S=Simbad\n%I.0 NAME Barnard's star\n%J 269.4520769 +04.6933650 = 17:57:48.49 +04:41:36.11\n";
        SesameResolver resolver = resolver();
        for (int i = 0; i < 3; i++) {
            assertEquals(Optional.of(new SkyPoint(269.4520769, 4.693365)), resolver.resolve(" GJ   699 "));
        }
        assertEquals(List.of("/sesame/-oI/SNV?GJ%20699"), asked);
        now = now.plus(Duration.ofHours(25));
        resolver.resolve("GJ 699");
        assertEquals(2, asked.size());
    }

    @Test
    void namesReachTheResolverEscaped() throws IOException {
        resolver().resolve("a&b=c#d/../e?f%20'\"\u00e9");
        assertEquals(List.of("/sesame/-oI/SNV?a%26b%3Dc%23d%2F..%2Fe%3Ff%2520%27%22%C3%A9"), asked);
    }

    @Test
    void whatIsNoNameIsNotAsked() throws IOException {
        for (String name : List.of("", "   ", "a\u0000b", "x".repeat(101))) {
            assertEquals(Optional.empty(), resolver().resolve(name));
        }
        assertTrue(asked.isEmpty());
    }

    @Test
    void unknownNamesAreKeptForMinutes() throws IOException {
        answer = "#! *** Nothing found ***\n";
        SesameResolver resolver = resolver();
        assertEquals(Optional.empty(), resolver.resolve("no such star"));
        assertEquals(Optional.empty(), resolver.resolve("no such star"));
        assertEquals(1, asked.size());
        now = now.plus(Duration.ofMinutes(11));
        resolver.resolve("no such star");
        assertEquals(2, asked.size());
    }

    @Test
    void redirectsAndErrorsAreFaultsThatNameNoAddress() {
        for (int code : new int[] {302, 404, 500}) {
            status = code;
            IOException e = assertThrows(IOException.class, () -> resolver().resolve("M 31"));
            assertEquals("the name resolver does not answer; try again later", e.getMessage());
        }
        assertEquals(3, asked.size());
    }

    @Test
    void longAnswersAndPositionsOffTheSkyAreNoPositions() throws IOException {
        answer = "x".repeat(300_000) + "\n%J 1 2 \n";
        assertEquals(Optional.empty(), resolver().resolve("M 1"));
        answer = "%J 1 99 \n";
        assertThrows(IOException.class, () -> resolver().resolve("M 2"));
    }
}
