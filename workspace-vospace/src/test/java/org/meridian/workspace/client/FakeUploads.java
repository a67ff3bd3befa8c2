// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.meridian.workspace.node.NodePath;

/** Uploads of another service that can be continued (tus 1.0.0). They can break off, be in use, and be lost. */
final class FakeUploads {

    /** After so many bytes each request breaks off, as long as there are any left of these. */
    final AtomicInteger breaking = new AtomicInteger();

    volatile int breaksAfter = 6 << 20;

    /** So many requests are told that another one writes. */
    final AtomicInteger inUse = new AtomicInteger();

    /** Whether the service can do what it says that it can. */
    volatile boolean works = true;

    private final Map<NodePath, Optional<byte[]>> nodes;
    private final Map<String, One> all = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();

    FakeUploads(Map<NodePath, Optional<byte[]>> nodes) {
        this.nodes = nodes;
    }

    private record One(NodePath path, long length, String metadata, ByteArrayOutputStream bytes) {}

    void loseAll() {
        all.clear();
    }

    int unfinished() {
        return (int) all.values().stream()
                .filter(one -> one.bytes.size() < one.length)
                .count();
    }

    private static String header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name)).orElse("");
    }

    private static void answer(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, bytes.length == 0 || head ? -1 : bytes.length);
        if (!head) {
            exchange.getResponseBody().write(bytes);
        }
    }

    /**
     * Answers a request.
     *
     * @param id behind the slash; empty for all of them
     * @param base of the addresses of uploads
     */
    void answer(HttpExchange exchange, String id, String base) throws IOException {
        String method = exchange.getRequestMethod();
        if (!works) {
            answer(exchange, method.equals("GET") ? 200 : 405, "");
        } else if (method.equals("GET")) {
            StringBuilder list = new StringBuilder();
            all.forEach((key, one) -> list.append(one.bytes.size() < one.length ? base + "/" + key + "\r\n" : ""));
            answer(exchange, 200, list.toString());
        } else if (method.equals("POST")) {
            String metadata = header(exchange, "Upload-Metadata");
            String path = Arrays.stream(metadata.split(","))
                    .filter(pair -> pair.startsWith("path "))
                    .map(pair -> new String(Base64.getDecoder().decode(pair.substring(5)), UTF_8))
                    .findFirst()
                    .orElseThrow();
            String key = "u" + numbers.incrementAndGet();
            long length = Long.parseLong(header(exchange, "Upload-Length"));
            all.put(key, new One(NodePath.of(path), length, metadata, new ByteArrayOutputStream()));
            exchange.getResponseHeaders().set("Location", base + "/" + key);
            answer(exchange, 201, "");
        } else if (!all.containsKey(id)) {
            answer(exchange, 404, "NodeNotFound no upload");
        } else {
            one(exchange, all.get(id));
        }
    }

    private void one(HttpExchange exchange, One one) throws IOException {
        boolean head = exchange.getRequestMethod().equals("HEAD");
        if (!head && inUse.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            exchange.getRequestBody().readAllBytes();
            answer(exchange, 423, "NodeLocked another request writes");
            return;
        }
        if (!head && !header(exchange, "Upload-Offset").equals("" + one.bytes.size())) {
            answer(exchange, 409, "WrongOffset");
            return;
        }
        if (!head) {
            boolean breaks = breaking.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
            InputStream in = exchange.getRequestBody();
            one.bytes.write(breaks ? in.readNBytes(breaksAfter) : in.readAllBytes());
            if (breaks) {
                return;
            }
        }
        if (one.bytes.size() == one.length) {
            nodes.put(one.path, Optional.of(one.bytes.toByteArray()));
            byte[] md5 = FakeVospace.digest("MD5", one.bytes.toByteArray());
            exchange.getResponseHeaders()
                    .set("Digest", "md5=" + Base64.getEncoder().encodeToString(md5));
        }
        exchange.getResponseHeaders().set("Upload-Offset", "" + one.bytes.size());
        exchange.getResponseHeaders().set("Upload-Length", "" + one.length);
        exchange.getResponseHeaders().set("Upload-Metadata", one.metadata);
        answer(exchange, head ? 200 : 204, "");
    }
}
