// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.meridian.core.auth.Scope;
import org.meridian.gateway.People.Person;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** A gateway whose workspaces are asked by WebDAV, and people who ask. */
abstract class DavTesting {

    private static final String LOCK = "<D:lockinfo xmlns:D=\"DAV:\"><D:lockscope><D:%s/></D:lockscope>"
            + "<D:locktype><D:write/></D:locktype><D:owner>Ann &amp; <a xmlns=\"urn:x\">co</a></D:owner></D:lockinfo>";

    static RunningGateway server;
    static People people;
    static Person ann;
    static Person bob;
    static Path home;

    final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        server = new RunningGateway(Optional.empty());
        people = new People(server);
        people.make("ann", "bob");
        ann = people.program("ann", Scope.VOSPACE_READ, Scope.VOSPACE_WRITE);
        bob = people.program("bob", Scope.VOSPACE_READ, Scope.VOSPACE_WRITE);
        home = server.gateway().dataDir().resolve("workspaces/tree/home");
    }

    @AfterAll
    static void stop() {
        people.close();
        server.close();
    }

    HttpResponse<String> send(Person who, String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.url(path))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!who.headers().isEmpty()) {
            request.headers(who.headers().toArray(String[]::new));
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString(UTF_8));
    }

    int status(Person who, String method, String path, String... headers) throws Exception {
        return send(who, method, path, "", headers).statusCode();
    }

    String put(String path, String text) throws Exception {
        HttpResponse<String> answer = send(ann, "PUT", path, text);
        assertTrue(Set.of(201, 204).contains(answer.statusCode()), answer.body());
        return answer.headers().firstValue("ETag").orElseThrow();
    }

    static String destination(String path) {
        return server.url(path).toString();
    }

    HttpResponse<String> find(Person who, String path, int depth, String properties) throws Exception {
        String body = properties.isEmpty()
                ? ""
                : "<D:propfind xmlns:D=\"DAV:\" xmlns:o=\"urn:o\">" + properties + "</D:propfind>";
        return send(who, "PROPFIND", path, body, "Depth", Integer.toString(depth));
    }

    static Element xml(HttpResponse<String> answer) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultNSInstance();
        return factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(answer.body().getBytes(UTF_8)))
                .getDocumentElement();
    }

    static List<String> texts(Element in, String namespace, String name) {
        NodeList found = in.getElementsByTagNameNS(namespace, name);
        return java.util.stream.IntStream.range(0, found.getLength())
                .mapToObj(i -> found.item(i).getTextContent())
                .toList();
    }

    static List<String> texts(HttpResponse<String> answer, String name) throws Exception {
        return texts(xml(answer), "DAV:", name);
    }

    HttpResponse<String> patch(Person who, String path, String changes, String... headers) throws Exception {
        return send(
                who,
                "PROPPATCH",
                path,
                "<D:propertyupdate xmlns:D=\"DAV:\" xmlns:o=\"urn:o\">" + changes + "</D:propertyupdate>",
                headers);
    }

    static String set(String properties) {
        return "<D:set><D:prop>" + properties + "</D:prop></D:set>";
    }

    HttpResponse<String> lock(Person who, String path, String scope, String... headers) throws Exception {
        return send(who, "LOCK", path, String.format(LOCK, scope), headers);
    }

    static String token(HttpResponse<String> answer) {
        Matcher token = Pattern.compile("<(urn:uuid:.*)>")
                .matcher(answer.headers().firstValue("Lock-Token").orElse(""));
        assertTrue(token.matches(), answer.statusCode() + answer.body());
        return token.group(1);
    }
}
