// SPDX-License-Identifier: Apache-2.0
package org.meridian.core.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.dali.DaliFault;
import org.meridian.core.dali.DaliFault.TransientFault;
import org.meridian.core.dali.DaliFault.UsageFault;

class GuardedFetchTest {

    private static final GuardedFetch.OnBehalf ANYBODY = new GuardedFetch.OnBehalf(Optional.empty(), ClientWatch.NONE);

    private HttpServer server;
    private final CountDownLatch done = new CountDownLatch(1);
    private final Semaphore begun = new Semaphore(0);

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/table", exchange -> {
            byte[] body = ("host " + exchange.getRequestHeaders().getFirst("Host")).getBytes(UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            try (OutputStream out = exchange.getResponseBody()) {
                out.write(body);
            }
        });
        server.createContext("/to/", exchange -> {
            exchange.getResponseHeaders()
                    .add("Location", exchange.getRequestURI().getPath().substring(4));
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/circle", exchange -> {
            exchange.getResponseHeaders().add("Location", "/circle?" + System.nanoTime());
            exchange.sendResponseHeaders(302, -1);
            exchange.close();
        });
        server.createContext("/slow", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write('x');
            exchange.getResponseBody().flush();
            begun.release();
            try {
                done.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        server.setExecutor(task -> Thread.ofVirtual().start(task));
        server.start();
    }

    @AfterEach
    void stop() {
        done.countDown();
        server.stop(0);
    }

    private String url(String host, String path) {
        return "http://" + host + ":" + server.getAddress().getPort() + path;
    }

    private static String fetch(String url, Set<String> allowed) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        GuardedFetch.Resolver names = host -> switch (host) {
            case "good.example", "evil.example" -> new InetAddress[] {InetAddress.getByName("127.0.0.1")};
            default -> InetAddress.getAllByName(host);
        };
        try (GuardedFetch fetch = new GuardedFetch(allowed, GuardedFetch.Limits.of(Duration.ofSeconds(2)), names)) {
            fetch.fetch(url, out, ANYBODY);
        }
        return out.toString(UTF_8);
    }

    private static String refusal(String url, Set<String> allowed) {
        return assertThrows(UsageFault.class, () -> fetch(url, allowed)).message();
    }

    @Test
    void fetchesFromAnAllowedHostUnderItsName() throws IOException {
        assertEquals(
                "host good.example:" + server.getAddress().getPort(),
                fetch(url("good.example", "/table"), Set.of("Good.example")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1", "localhost", "evil.example", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0", "2130706433"
            })
    void refusesWhatLeadsToThisMachine(String host) {
        String message = refusal(url(host, "/table"), Set.of("good.example"));
        assertTrue(message.contains("address") || message.contains("must name a host"), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "evil.example", "[::1]"})
    void refusesRedirectsToThisMachine(String host) {
        String message = refusal(
                url(
                        "good.example",
                        "/to/" + url(host, "/table").replace("[", "%5B").replace("]", "%5D")),
                Set.of("good.example"));
        assertTrue(message.contains("address"), message);
    }

    @Test
    void followsRedirectsToAnAllowedHost() throws IOException {
        assertTrue(
                fetch(url("good.example", "/to//table"), Set.of("good.example")).startsWith("host"));
    }

    @Test
    void refusesOtherSchemesAndRedirectsToThem() {
        assertTrue(refusal("file:///etc/passwd", Set.of()).contains("http:// or https://"));
        assertTrue(refusal("ftp://good.example/x", Set.of()).contains("http:// or https://"));
        assertTrue(refusal("http://user:password@good.example/x", Set.of()).contains("no user"));
        assertTrue(refusal("http:///x y", Set.of()).contains("not a URL"));
        assertTrue(refusal(url("good.example", "/to/file:///etc/passwd"), Set.of("good.example"))
                .startsWith("cannot fetch"));
    }

    @Test
    void endsCircles() {
        assertTrue(
                refusal(url("good.example", "/circle"), Set.of("good.example")).contains("redirects"));
    }

    @Test
    void endsWhatTakesTooLong() {
        // Silence and the time of the whole have the same limit here.
        assertTrue(refusal(url("good.example", "/slow"), Set.of("good.example"))
                .matches("(?s).*(longer than 2 s|not answer in time).*"));
    }

    @Test
    void namesTheStatusOfARefusal() {
        assertTrue(refusal(url("good.example", "/none"), Set.of("good.example")).contains("status 404"));
    }

    @Test
    void leavesAFailureOfTheDiskToTheCaller() {
        GuardedFetch.Resolver loopback = host -> new InetAddress[] {InetAddress.getLoopbackAddress()};
        OutputStream full = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException("disk full");
            }
        };
        try (GuardedFetch fetch =
                new GuardedFetch(Set.of("good.example"), GuardedFetch.Limits.of(Duration.ofSeconds(2)), loopback)) {
            IOException e =
                    assertThrows(IOException.class, () -> fetch.fetch(url("good.example", "/table"), full, ANYBODY));
            assertEquals("disk full", e.getMessage());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static GuardedFetch few(Duration patience) {
        GuardedFetch.Resolver loopback = host -> new InetAddress[] {InetAddress.getLoopbackAddress()};
        GuardedFetch.Limits limits = new GuardedFetch.Limits(Duration.ofSeconds(60), 2, 1, patience);
        return new GuardedFetch(Set.of("good.example"), limits, loopback);
    }

    /** A fetch of the slow document on another thread, and how it fails. */
    private CompletableFuture<DaliFault> slowly(GuardedFetch fetch, GuardedFetch.OnBehalf who) {
        CompletableFuture<DaliFault> end = new CompletableFuture<>();
        Thread.startVirtualThread(() -> {
            try {
                fetch.fetch(url("good.example", "/slow"), new ByteArrayOutputStream(), who);
            } catch (DaliFault fault) {
                end.complete(fault);
            } catch (IOException e) {
                end.completeExceptionally(e);
            }
        });
        return end;
    }

    private static GuardedFetch.OnBehalf of(String account) {
        return new GuardedFetch.OnBehalf(Optional.of(account), ClientWatch.NONE);
    }

    private TransientFault turnedAway(GuardedFetch fetch, String account) {
        return assertThrows(
                TransientFault.class,
                () -> fetch.fetch(url("good.example", "/table"), new ByteArrayOutputStream(), of(account)));
    }

    @Test
    void takesAFewOfEachClientAndNotTooManyOfAll() throws Exception {
        try (GuardedFetch fetch = few(Duration.ofMillis(300))) {
            slowly(fetch, of("a"));
            begun.acquire();
            TransientFault mine = turnedAway(fetch, "a");
            assertEquals(429, mine.httpStatus());
            assertTrue(mine.message().startsWith("you have used 1 of 1 fetches"), mine.message());
            slowly(fetch, of("b"));
            begun.acquire();
            TransientFault others = turnedAway(fetch, "c");
            assertEquals(503, others.httpStatus());
            assertTrue(others.message().contains("for others; try again later"), others.message());
        }
    }

    @Test
    void isBrokenOffWhenNobodyWaitsForItAnyMore() throws Exception {
        try (GuardedFetch fetch = few(Duration.ofSeconds(60))) {
            List<Runnable> actions = new CopyOnWriteArrayList<>();
            ClientWatch watch = action -> {
                actions.add(action);
                return () -> {};
            };
            CompletableFuture<DaliFault> running = slowly(fetch, new GuardedFetch.OnBehalf(Optional.of("a"), watch));
            begun.acquire();
            slowly(fetch, of("b"));
            begun.acquire();
            CompletableFuture<DaliFault> waiting = slowly(fetch, new GuardedFetch.OnBehalf(Optional.of("c"), watch));
            // A fetch has one watch while it waits for its place, and one when it has it.
            while (actions.size() < 3) {
                Thread.onSpinWait();
            }
            actions.forEach(Runnable::run);
            for (CompletableFuture<DaliFault> each : List.of(running, waiting)) {
                assertTrue(each.get(5, TimeUnit.SECONDS).message().startsWith("the request was given up"));
            }
            ByteArrayOutputStream next = new ByteArrayOutputStream();
            fetch.fetch(url("good.example", "/table"), next, of("a"));
            assertTrue(next.toString(UTF_8).startsWith("host"), "its place is free again");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3, private", "172.31.0.1, private", "192.168.1.1, private",
                "100.64.0.1, private (shared by a provider)",
        "169.254.169.254, link-local", "224.0.0.1, multicast", "255.255.255.255, reserved",
                "0.1.2.3, local (0.0.0.0/8)",
        "198.19.0.1, reserved", "::1, loopback", "fe80::1, link-local", "fd00::1, private (unique-local)",
        "fec0::1, private (unique-local)", "ff02::1, multicast", "::, reserved", "64:ff9b::7f00:1, reserved",
        "2002:7f00:1::, reserved", "2001:0:1::, reserved", "2001:db8::1, reserved", "::127.0.0.1, reserved",
        "::ffff:10.0.0.1, private"
    })
    void knowsWhichAddressesAreNotPublic(String address, String what) throws IOException {
        assertEquals(Optional.of(what), PublicAddress.objection(InetAddress.getByName(address)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"8.8.8.8", "172.32.0.1", "100.128.0.1", "2a00:1450::1", "2001:4860::8888", "192.0.1.1"})
    void letsPublicAddressesPass(String address) throws IOException {
        assertEquals(Optional.empty(), PublicAddress.objection(InetAddress.getByName(address)));
    }
}
