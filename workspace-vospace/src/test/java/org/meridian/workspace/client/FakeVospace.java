// SPDX-License-Identifier: Apache-2.0
package org.meridian.workspace.client;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VosUri;

/**
 * Another VOSpace service, of the kind that negotiates transfers and has its files on another host (another port, here). It can
 * be busy, break off, lie and be hostile. Its authority has a {@code !}, as some have.
 */
final class FakeVospace implements AutoCloseable {

    static final String AUTHORITY = "example.org!space";
    private static final String NS = "xmlns:vos=\"http://www.ivoa.net/xml/VOSpace/v2.0\""
            + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";

    /** Bytes of files; of containers none. */
    final Map<NodePath, Optional<byte[]>> nodes =
            new ConcurrentSkipListMap<>((one, other) -> one.toString().compareTo(other.toString()));

    /** Requests to the service, and to the host with its files: method, path, and headers that matter. */
    final List<String> asked = new CopyOnWriteArrayList<>();

    final List<String> askedOfFiles = new CopyOnWriteArrayList<>();

    /** So many answers are 503 before one is another. */
    final AtomicInteger busy = new AtomicInteger();

    /** So many transfers of files break off in their midst. */
    final AtomicInteger breaking = new AtomicInteger();

    volatile int pageCap = Integer.MAX_VALUE;
    volatile boolean pages = true;
    volatile boolean hasFiles;
    volatile boolean hasUploads;
    volatile boolean lies;
    volatile boolean tellsMd5 = true;
    volatile List<String> hostileChildren = List.of();
    volatile String prefix = "";

    final FakeUploads uploads = new FakeUploads(nodes);

    private final Map<String, String> jobs = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final HttpServer service = server();
    private final HttpServer storage = server();

    FakeVospace() throws IOException {
        nodes.put(NodePath.ROOT, Optional.empty());
        service.createContext("/space/", exchange -> answer(exchange, asked, this::service));
        storage.createContext("/", exchange -> answer(exchange, askedOfFiles, this::storage));
        service.start();
        storage.start();
    }

    private static HttpServer server() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task);
            thread.setDaemon(true);
            return thread;
        }));
        return server;
    }

    URI base() {
        return URI.create("http://127.0.0.1:" + service.getAddress().getPort() + "/space");
    }

    private String storageUrl() {
        return "http://127.0.0.1:" + storage.getAddress().getPort();
    }

    void container(String path) {
        nodes.put(NodePath.of(path), Optional.empty());
    }

    void file(String path, byte[] bytes) {
        nodes.put(NodePath.of(path), Optional.of(bytes));
    }

    byte[] file(String path) {
        return nodes.get(NodePath.of(path)).orElseThrow();
    }

    @FunctionalInterface
    private interface Answering {
        void answer(HttpExchange exchange) throws IOException;
    }

    private void answer(HttpExchange exchange, List<String> log, Answering answering) throws IOException {
        log.add(exchange.getRequestMethod() + " " + exchange.getRequestURI() + header(exchange, "Authorization")
                + header(exchange, "Range") + header(exchange, "Content-MD5"));
        try (exchange) {
            if (busy.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                exchange.getResponseHeaders().set("Retry-After", "0");
                send(exchange, 503, "InternalFault come again");
            } else {
                answering.answer(exchange);
            }
        }
    }

    private static String header(HttpExchange exchange, String name) {
        String value = exchange.getRequestHeaders().getFirst(name);
        return value == null ? "" : " " + name + "=" + value;
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    private static void redirect(HttpExchange exchange, int status, String location) throws IOException {
        exchange.getResponseHeaders().set("Location", location);
        send(exchange, status, "");
    }

    private void service(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getRawPath().substring("/space".length());
        if (path.equals("/capabilities")) {
            send(exchange, 200, capabilities());
        } else if (path.startsWith("/nodes")) {
            nodes(exchange, NodePath.ofEscaped(path.substring("/nodes".length())));
        } else if (path.startsWith("/files")) {
            redirect(exchange, 307, storageUrl() + path.substring("/files".length()));
        } else if (path.startsWith("/uploads")) {
            uploads.answer(exchange, path.replaceAll("^/uploads/?", ""), base() + "/uploads");
        } else if (path.equals("/synctrans")) {
            String job = job(new String(exchange.getRequestBody().readAllBytes(), UTF_8));
            redirect(exchange, 303, base() + "/transfers/" + job + "/results/transferDetails");
        } else if (path.equals("/transfers")) {
            redirect(
                    exchange,
                    303,
                    base() + "/transfers/"
                            + job(new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
        } else {
            transfer(exchange, path.split("/")[2], path);
        }
    }

    private String job(String document) {
        String number = "j" + numbers.incrementAndGet();
        jobs.put(number, document);
        return number;
    }

    private String capabilities() {
        StringBuilder xml =
                new StringBuilder("<c:capabilities xmlns:c=\"http://www.ivoa.net/xml/VOSICapabilities/v1.0\">");
        capability(xml, "ivo://ivoa.net/std/VOSpace/v2.0#nodes", "nodes");
        capability(xml, "ivo://ivoa.net/std/VOSpace#sync-2.1", "synctrans");
        capability(xml, "ivo://ivoa.net/std/VOSpace/v2.0#transfers", "transfers");
        if (hasFiles) {
            capability(xml, "ivo://ivoa.net/std/VOSpace#files-proto", "files");
        }
        if (hasUploads) {
            capability(xml, "https://tus.io/protocols/resumable-upload#1.0.0", "uploads");
        }
        return xml.append("</c:capabilities>").toString();
    }

    private void capability(StringBuilder xml, String id, String path) {
        xml.append("<capability standardID=\"" + id + "\"><interface><accessURL use=\"base\">" + base() + "/" + path
                + "</accessURL></interface></capability>");
    }

    private void nodes(HttpExchange exchange, NodePath path) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "GET" -> {
                if (nodes.containsKey(path)) {
                    send(exchange, 200, prefix + document(path, query(exchange)));
                } else {
                    send(exchange, 404, "NodeNotFound there is no " + path);
                }
            }
            case "PUT" -> {
                String document = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
                if (nodes.containsKey(path)) {
                    send(exchange, 409, "DuplicateNode " + path);
                } else if (!nodes.containsKey(path.parent())) {
                    send(exchange, 404, "ContainerNotFound " + path.parent());
                } else {
                    nodes.put(path, document.contains("ContainerNode") ? Optional.empty() : Optional.of(new byte[0]));
                    send(exchange, 201, document(path, Map.of()));
                }
            }
            default -> {
                nodes.keySet().removeIf(path::holds);
                send(exchange, 204, "");
            }
        }
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> all = new ConcurrentHashMap<>();
        String query = exchange.getRequestURI().getRawQuery();
        for (String each : query == null ? new String[0] : query.split("&")) {
            String[] parts = each.split("=", 2);
            all.put(parts[0], URLDecoder.decode(parts[1], UTF_8));
        }
        return all;
    }

    private static String uri(NodePath path) {
        return "vos://" + AUTHORITY + VosUri.escaped(path);
    }

    private String document(NodePath path, Map<String, String> query) {
        StringBuilder xml = new StringBuilder();
        boolean container = nodes.get(path).isEmpty();
        xml.append("<vos:node " + NS + " " + head(path) + properties(path));
        if (container) {
            List<String> children = new ArrayList<>();
            nodes.keySet().stream()
                    .filter(each -> !each.isRoot() && each.parent().equals(path))
                    .forEach(each -> children.add(uri(each)));
            children.addAll(hostileChildren);
            int limit = Math.min(Integer.parseInt(query.getOrDefault("limit", "1000000")), pageCap);
            int from = pages ? Math.max(0, children.indexOf(query.getOrDefault("uri", ""))) : 0;
            xml.append("<vos:nodes>");
            children.stream().skip(from).limit(limit).forEach(child -> xml.append(child(child)));
            xml.append("</vos:nodes>");
        }
        return xml.append("</vos:node>").toString();
    }

    private String child(String uri) {
        if (hostileChildren.contains(uri)) {
            return "<vos:node uri=\"" + uri + "\" xsi:type=\"vos:DataNode\"/>";
        }
        NodePath path = NodePath.ofEscaped(uri.substring(uri.indexOf('/', 6)));
        return "<vos:node " + head(path) + properties(path) + "</vos:node>";
    }

    private String head(NodePath path) {
        return "uri=\"" + uri(path) + "\" xsi:type=\"vos:" + (nodes.get(path).isEmpty() ? "ContainerNode" : "DataNode")
                + "\">";
    }

    private String properties(NodePath path) {
        Optional<byte[]> bytes = nodes.get(path);
        String core = "<vos:property uri=\"ivo://ivoa.net/vospace/core#";
        String md5 = bytes.isPresent() && tellsMd5
                ? core + "MD5\">" + HexFormat.of().formatHex(digest("MD5", bytes.get())) + "</vos:property>"
                : "";
        return "<vos:properties>" + core + "date\">2026-01-02T03:04:05.678</vos:property>"
                + bytes.map(all -> core + "length\">" + all.length + "</vos:property>")
                        .orElse("") + md5
                + "</vos:properties>";
    }

    static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String element(String document, String name) {
        Matcher matcher = Pattern.compile("<vos:" + name + ">([^<]*)<").matcher(document);
        return matcher.find() ? matcher.group(1) : "";
    }

    private static NodePath path(String uri) {
        return NodePath.ofEscaped(uri.substring(uri.indexOf('/', 6)));
    }

    private void transfer(HttpExchange exchange, String number, String path) throws IOException {
        String document = jobs.get(number);
        NodePath target = path(element(document, "target"));
        if (path.endsWith("/transferDetails")) {
            boolean push = document.contains("pushToVoSpace");
            String protocol = push ? "httpput" : "httpget";
            send(
                    exchange,
                    200,
                    "<vos:transfer " + NS + "><vos:protocol uri=\"ivo://ivoa.net/vospace/core#" + protocol
                            + "\"><vos:endpoint>" + storageUrl() + VosUri.escaped(target)
                            + "</vos:endpoint></vos:protocol></vos:transfer>");
        } else if (path.endsWith("/phase")) {
            run(document, target, number);
            redirect(exchange, 303, base() + "/transfers/" + number);
        } else if (path.endsWith("/error")) {
            send(exchange, 200, "DuplicateNode there is one");
        } else {
            String phase =
                    document.startsWith("ERROR") ? "ERROR" : document.startsWith("DONE") ? "COMPLETED" : "PENDING";
            send(
                    exchange,
                    200,
                    "<uws:job xmlns:uws=\"http://www.ivoa.net/xml/UWS/v1.0\"><uws:phase>" + phase
                            + "</uws:phase></uws:job>");
        }
    }

    private void run(String document, NodePath from, String number) {
        NodePath to = path(element(document, "direction"));
        boolean copies = element(document, "keepBytes").equals("true");
        boolean duplicate = nodes.containsKey(to);
        jobs.put(number, (duplicate ? "ERROR" : "DONE") + document);
        if (duplicate) {
            return;
        }
        for (NodePath each : List.copyOf(nodes.keySet())) {
            if (from.holds(each)) {
                List<String> names = new ArrayList<>(to.names());
                names.addAll(
                        each.names().subList(from.names().size(), each.names().size()));
                nodes.put(new NodePath(names), nodes.get(each));
                if (!copies) {
                    nodes.remove(each);
                }
            }
        }
    }

    private void storage(HttpExchange exchange) throws IOException {
        NodePath path = NodePath.ofEscaped(exchange.getRequestURI().getRawPath());
        if (exchange.getRequestMethod().equals("PUT")) {
            boolean breaks = breaking.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
            if (breaks) {
                exchange.getRequestBody().readNBytes(1000);
                return;
            }
            byte[] bytes = exchange.getRequestBody().readAllBytes();
            nodes.put(path, Optional.of(lies ? "other bytes".getBytes(UTF_8) : bytes));
            exchange.sendResponseHeaders(201, -1);
            return;
        }
        if (nodes.getOrDefault(path, Optional.empty()).isEmpty()) {
            send(exchange, 404, "NodeNotFound " + path);
            return;
        }
        give(exchange, nodes.get(path).get());
    }

    private void give(HttpExchange exchange, byte[] bytes) throws IOException {
        String tag = "\"" + HexFormat.of().formatHex(digest("MD5", bytes)) + "\"";
        exchange.getResponseHeaders().set("ETag", tag);
        byte[] said = lies ? new byte[16] : digest("MD5", bytes);
        if (tellsMd5) {
            exchange.getResponseHeaders()
                    .set("Digest", "md5=" + Base64.getEncoder().encodeToString(said));
        }
        String range = exchange.getRequestHeaders().getFirst("Range");
        int from = 0;
        if (range != null && tag.equals(exchange.getRequestHeaders().getFirst("If-Range"))) {
            from = Integer.parseInt(range.replaceAll("\\D", ""));
            exchange.getResponseHeaders()
                    .set("Content-Range", "bytes " + from + "-" + (bytes.length - 1) + "/" + bytes.length);
        }
        boolean breaks = breaking.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        int length = bytes.length - from;
        exchange.sendResponseHeaders(from > 0 ? 206 : 200, length == 0 ? -1 : length);
        exchange.getResponseBody().write(bytes, from, breaks ? length / 2 : length);
        exchange.getResponseBody().flush();
    }

    @Override
    public void close() {
        service.stop(0);
        storage.stop(0);
    }
}
