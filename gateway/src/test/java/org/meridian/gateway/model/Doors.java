// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway.model;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.meridian.workspace.node.NodePath;
import org.meridian.workspace.node.VosUri;

/** Asks a gateway by HTTP. Thread-safe. */
public final class Doors implements AutoCloseable {

    static final VosUri URIS = new VosUri("localhost~vospace");

    private static final Pattern ENDPOINT = Pattern.compile("<vos:endpoint>(.*?)</vos:endpoint>");
    private static final Pattern PHASE = Pattern.compile("<uws:phase>(\\w+)<");
    private static final Pattern MESSAGE = Pattern.compile("(?s)<uws:message>(.*?)</uws:message>");
    private static final String NAMESPACES = " xmlns:vos=\"http://www.ivoa.net/xml/VOSpace/v2.0\""
            + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";
    private static final int LONGEST_WAIT = 12;

    private final URI base;
    private final HttpClient client = HttpClient.newHttpClient();

    /** @param base address of the gateway, without a slash at its end */
    public Doors(URI base) {
        this.base = base;
    }

    /** What a gateway answers. */
    record Answer(int status, HttpResponse<byte[]> response) {

        byte[] body() {
            return response.body();
        }

        String text() {
            return new String(body(), UTF_8);
        }

        Optional<String> header(String name) {
            return response.headers().firstValue(name);
        }

        /** How it begins: a status, and a fault's name if there is one. */
        String begin() {
            String text = text();
            return status + " "
                    + text.substring(0, Math.min(300, text.length())).strip();
        }
    }

    Answer ask(Visitor who, String method, String path, byte[] body, String... headers) {
        return ask(who.headers(), method, URI.create(base + path), body, headers);
    }

    private Answer ask(List<String> credentials, String method, URI url, byte[] body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        List<String> all = new ArrayList<>(credentials);
        all.addAll(Arrays.asList(headers));
        if (!all.isEmpty()) {
            request.headers(all.toArray(String[]::new));
        }
        try {
            HttpResponse<byte[]> response = client.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response);
        } catch (IOException e) {
            throw new AssertionError(method + " " + url.getPath() + " got no answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    Answer get(Visitor who, String path, String... headers) {
        return ask(who, "GET", path, new byte[0], headers);
    }

    static String files(NodePath path) {
        return "/vospace/files" + VosUri.escaped(path);
    }

    static String nodes(NodePath path) {
        return "/vospace/nodes" + VosUri.escaped(path);
    }

    static String dav(NodePath path) {
        return "/dav" + VosUri.escaped(path);
    }

    /** The address of a resource for the header Destination. */
    String destination(NodePath path) {
        return base + dav(path);
    }

    /** A description of a node in XML. */
    static byte[] xml(NodePath path, String type, Map<String, Optional<String>> properties, Optional<String> target) {
        StringBuilder out = new StringBuilder("<vos:node").append(NAMESPACES);
        out.append(" uri=\"").append(URIS.of(path)).append("\" xsi:type=\"vos:").append(type);
        out.append("\"><vos:properties>");
        properties.forEach((uri, value) -> out.append("<vos:property uri=\"")
                .append(uri)
                .append(value.isPresent() ? "\">" : "\" xsi:nil=\"true\">")
                .append(escaped(value.orElse("")))
                .append("</vos:property>"));
        out.append("</vos:properties>");
        target.ifPresent(uri -> out.append("<vos:target>").append(escaped(uri)).append("</vos:target>"));
        return out.append("</vos:node>").toString().getBytes(UTF_8);
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private static byte[] transfer(NodePath target, String direction, String more) {
        return ("<vos:transfer" + NAMESPACES + " version=\"2.1\"><vos:target>" + URIS.of(target)
                        + "</vos:target><vos:direction>" + direction + "</vos:direction>" + more + "</vos:transfer>")
                .getBytes(UTF_8);
    }

    /** Moves or copies by a job; the name of the fault, if there is one. */
    Optional<String> transfer(Visitor who, NodePath from, NodePath to, boolean keep) {
        byte[] body = transfer(from, URIS.of(to), "<vos:keepBytes>" + keep + "</vos:keepBytes>");
        return job(who, "/vospace/transfers", "text/xml", body);
    }

    /** Deletes by a job, likewise. */
    Optional<String> delete(Visitor who, NodePath path) {
        String form = "target=" + URLEncoder.encode(URIS.of(path), UTF_8);
        return job(who, "/vospace/async-delete", "application/x-www-form-urlencoded", form.getBytes(UTF_8));
    }

    /** Says the same of all below a node, likewise. */
    Optional<String> setAll(Visitor who, NodePath path, String type, Map<String, Optional<String>> properties) {
        return job(who, "/vospace/async-setprops", "text/xml", xml(path, type, properties, Optional.empty()));
    }

    private Optional<String> job(Visitor who, String list, String type, byte[] body) {
        Answer made = ask(who, "POST", list + "?PHASE=RUN", body, "Content-Type", type);
        if (made.status() != 303) {
            throw new AssertionError(list + ": " + made.begin());
        }
        URI job = URI.create(made.header("Location").orElseThrow());
        String phase = "";
        String document = "";
        for (int i = 0; i < LONGEST_WAIT && !phase.matches("COMPLETED|ERROR|ABORTED"); i++) {
            document = ask(who.headers(), "GET", URI.create(job + "?WAIT=10"), new byte[0])
                    .text();
            phase = first(PHASE, document);
        }
        ask(who.headers(), "DELETE", job, new byte[0]);
        return switch (phase) {
            case "COMPLETED" -> Optional.empty();
            case "ERROR" ->
                Optional.of(first(MESSAGE, document).split(":", 2)[0].replace(" ", ""));
            default -> throw new AssertionError("a job does not end: " + document);
        };
    }

    private static String first(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        return found.find() ? found.group(1) : "";
    }

    /**
     * Asks where to send or fetch a file; empty if the answer is that it cannot be.
     *
     * @param sends whether it is to be sent
     */
    Optional<URI> endpoint(Visitor who, NodePath path, boolean sends) {
        String protocol = "<vos:protocol uri=\"ivo://ivoa.net/vospace/core#" + (sends ? "httpput" : "httpget") + "\"/>";
        byte[] body = transfer(path, sends ? "pushToVoSpace" : "pullFromVoSpace", protocol);
        Answer made = ask(who, "POST", "/vospace/synctrans", body, "Content-Type", "text/xml");
        URI details = URI.create(made.header("Location").orElseThrow(() -> new AssertionError(made.begin())));
        String document = ask(who.headers(), "GET", details, new byte[0]).text();
        return Optional.of(first(ENDPOINT, document))
                .filter(text -> !text.isEmpty())
                .map(URI::create);
    }

    /** Asks at an endpoint, as nobody. */
    Answer atEndpoint(URI endpoint, String method, byte[] body, String... headers) {
        return ask(List.of(), method, endpoint, body, headers);
    }

    @Override
    public void close() {
        client.close();
    }
}
