// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.IvoaSchemas;
import org.meridian.core.auth.Scope;
import org.meridian.gateway.People.Person;

/** Transfers and other jobs of workspaces (VOSpace 2.1, sections 3.6, 6.2.2, 6.2.3 and 6.4). */
@Timeout(120)
class TransfersIT {

    private static final String VOS = "vos://localhost~vospace";
    private static final String CORE = "ivo://ivoa.net/vospace/core#";

    private static RunningGateway server;
    private static People people;
    private static Person ann;
    private static Person bob;
    private static HttpServer elsewhere;
    private static final Map<String, byte[]> ELSEWHERE = new ConcurrentHashMap<>();

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        server = new RunningGateway(Optional.empty());
        people = new People(server);
        people.make("ann");
        people.make("bob");
        ann = people.program("ann", Scope.VOSPACE_READ, Scope.VOSPACE_WRITE);
        bob = people.program("bob", Scope.VOSPACE_READ, Scope.VOSPACE_WRITE);
        elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 10);
        elsewhere.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            byte[] body = exchange.getRequestBody().readAllBytes();
            if (exchange.getRequestMethod().equals("PUT")) {
                ELSEWHERE.put(path, body);
                exchange.sendResponseHeaders(201, -1);
            } else if (ELSEWHERE.containsKey(path)) {
                if (path.startsWith("/wrong")) {
                    exchange.getResponseHeaders().add("Content-MD5", "AAAAAAAAAAAAAAAAAAAAAA==");
                }
                exchange.sendResponseHeaders(200, ELSEWHERE.get(path).length);
                try (OutputStream out = exchange.getResponseBody()) {
                    out.write(ELSEWHERE.get(path));
                }
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
            exchange.close();
        });
        elsewhere.start();
    }

    @AfterAll
    static void stop() {
        elsewhere.stop(0);
        people.close();
        server.close();
    }

    @BeforeEach
    void clean() throws Exception {
        for (String name : List.of("a.txt", "b.txt", "d", "e")) {
            ann.delete("/vospace/nodes/home/ann/" + name);
        }
        put(ann, "/home/ann/a.txt", "abc");
        assertEquals(201, make("/home/ann/d").statusCode());
    }

    private HttpResponse<String> send(Person who, String method, URI url, String type, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(url).method(method, BodyPublishers.ofString(body));
        if (!who.headers().isEmpty()) {
            request.headers(who.headers().toArray(String[]::new));
        }
        return client.send(request.header("Content-Type", type).build(), BodyHandlers.ofString(UTF_8));
    }

    private void put(Person who, String path, String text) throws Exception {
        assertEquals(
                2,
                send(who, "PUT", server.url("/vospace/files" + path), "text/plain", text)
                                .statusCode()
                        / 100);
    }

    private HttpResponse<String> make(String path) throws Exception {
        return send(ann, "PUT", server.url("/vospace/nodes" + path), "text/xml", node(path, "ContainerNode", ""));
    }

    private static String node(String path, String type, String content) {
        return "<vos:node xmlns:vos=\"http://www.ivoa.net/xml/VOSpace/v2.0\""
                + " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" uri=\"" + VOS + path + "\" xsi:type=\"vos:"
                + type + "\">" + content + "</vos:node>";
    }

    private static String transfer(String target, String direction, String more) {
        return "<vos:transfer xmlns:vos=\"http://www.ivoa.net/xml/VOSpace/v2.0\" version=\"2.1\"><vos:target>" + VOS
                + target + "</vos:target><vos:direction>" + direction + "</vos:direction>" + more + "</vos:transfer>";
    }

    private static String protocol(String name, String content) {
        return "<vos:protocol uri=\"" + CORE + name + "\">" + content + "</vos:protocol>";
    }

    private HttpResponse<String> sync(Person who, String document) throws Exception {
        HttpResponse<String> made = send(who, "POST", server.url("/vospace/synctrans"), "text/xml", document);
        assertEquals(303, made.statusCode(), made.body());
        return send(who, "GET", location(made), "text/plain", "");
    }

    private static URI location(HttpResponse<String> answer) {
        return URI.create(answer.headers().firstValue("Location").orElseThrow());
    }

    /** Makes a job, has it run, and waits for its end; its document. */
    private String job(Person who, String list, String type, String body) throws Exception {
        HttpResponse<String> made = send(who, "POST", server.url(list), type, body);
        assertEquals(303, made.statusCode(), made.body());
        URI job = location(made);
        String before = send(who, "GET", job, "text/plain", "").body();
        assertTrue(before.contains("<uws:phase>PENDING<"), before);
        HttpResponse<String> run =
                send(who, "POST", URI.create(job + "/phase"), "application/x-www-form-urlencoded", "PHASE=RUN");
        assertEquals(303, run.statusCode(), run.body());
        String now = "";
        for (int i = 0; i < 20 && !now.matches("(?s).*<uws:phase>(COMPLETED|ERROR|ABORTED)<.*"); i++) {
            now = send(who, "GET", URI.create(job + "?WAIT=10"), "text/plain", "")
                    .body();
        }
        IvoaSchemas.all().validate(now);
        return now;
    }

    private String moved(Person who, String from, String to, boolean keep) throws Exception {
        String more = "<vos:keepBytes>" + keep + "</vos:keepBytes>";
        return job(who, "/vospace/transfers", "text/xml", transfer(from, VOS + to, more));
    }

    private static String in(String document, String pattern) {
        Matcher found = Pattern.compile(pattern, Pattern.DOTALL).matcher(document);
        assertTrue(found.find(), document);
        return found.group(1);
    }

    private static String error(String job) {
        return in(job, "<uws:phase>ERROR<.*<uws:message>(.*?)</uws:message>");
    }

    private static List<String> endpoints(String document) {
        return Pattern.compile("<vos:endpoint>(.*?)</vos:endpoint>")
                .matcher(document)
                .results()
                .map(each -> each.group(1))
                .toList();
    }

    @Test
    void aClientIsToldWhereToSendAndFetch() throws Exception {
        IvoaSchemas schemas = IvoaSchemas.of("VOSpace-v2.1.xsd");
        HttpResponse<String> push = sync(
                ann,
                transfer(
                        "/home/ann/b.txt",
                        "pushToVoSpace",
                        protocol("httpsput", "") + protocol("vosput", "") + protocol("httpget", "")));
        schemas.validate(push.body());
        List<String> to = endpoints(push.body());
        assertEquals(1, to.size(), push.body());
        // With the ticket in it whoever has the URL may write the file, and do nothing else.
        URI url = URI.create(to.getFirst());
        Person nobody = people.anonymous();
        assertEquals(201, send(nobody, "PUT", url, "text/plain", "sent").statusCode());
        assertEquals(401, send(nobody, "GET", url, "text/plain", "").statusCode());
        URI other = URI.create(to.getFirst().replace("b.txt", "a.txt"));
        assertEquals(401, send(nobody, "PUT", other, "text/plain", "forged").statusCode());

        HttpResponse<String> pull = sync(ann, transfer("/home/ann/b.txt", "pullFromVoSpace", protocol("httpget", "")));
        URI from = URI.create(endpoints(pull.body()).getFirst());
        assertEquals("sent", send(nobody, "GET", from, "text/plain", "").body());
        assertEquals(401, send(nobody, "PUT", from, "text/plain", "x").statusCode());
        String method = "<vos:securityMethod uri=\"ivo://ivoa.net/sso#BasicAA\"/>";
        String signed = sync(ann, transfer("/home/ann/b.txt", "pullFromVoSpace", protocol("httpget", method)))
                .body();
        assertTrue(signed.contains(method), signed);
        assertFalse(signed.contains("ticket"), signed);
    }

    @Test
    void aTransferThatFailsHasNoEndpointsAndSaysWhy() throws Exception {
        HttpResponse<String> made = send(
                bob,
                "POST",
                server.url("/vospace/synctrans"),
                "text/xml",
                transfer("/home/ann/b.txt", "pushToVoSpace", protocol("httpput", "")));
        String details = send(bob, "GET", location(made), "text/plain", "").body();
        IvoaSchemas.of("VOSpace-v2.1.xsd").validate(details);
        assertFalse(details.contains("<vos:protocol"), details);
        String job = location(made).toString().replace("/results/transferDetails", "");
        assertEquals(
                "ERROR",
                send(bob, "GET", URI.create(job + "/phase"), "text/plain", "").body());
        String fault =
                send(bob, "GET", URI.create(job + "/error"), "text/plain", "").body();
        assertTrue(fault.startsWith("PermissionDenied Permission Denied: /home/ann/b.txt is not there"), fault);
        assertEquals(403, send(ann, "GET", URI.create(job), "text/plain", "").statusCode());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /home/ann/no/b.txt | pushToVoSpace   | httpput | ContainerNotFound
                    /home/ann/d        | pushToVoSpace   | httpput | DuplicateNode
                    /home/ann/b.txt    | pushToVoSpace   | vosput  | ProtocolNotSupported
                    /home/ann/b.txt    | pullFromVoSpace | httpget | NodeNotFound
                    /home/ann/a.txt    | pullFromVoSpace | vosget  | ProtocolNotSupported
                    """)
    void namesTheFault(String target, String direction, String protocol, String fault) throws Exception {
        String job = job(ann, "/vospace/transfers", "text/xml", transfer(target, direction, protocol(protocol, "")));
        String words = fault.replaceAll("(?<=[a-z])(?=[A-Z])", " ");
        assertTrue(error(job).startsWith(words + ": "), job);
    }

    @Test
    void parametersAreAnsweredAtOnce() throws Exception {
        String query = "/vospace/synctrans?TARGET=" + URLEncoder.encode(VOS + "/home/ann/a.txt", UTF_8)
                + "&DIRECTION=pullFromVoSpace&PROTOCOL=" + URLEncoder.encode(CORE + "httpget", UTF_8);
        HttpResponse<String> answer = ann.get(query);
        assertEquals(200, answer.statusCode(), answer.body());
        IvoaSchemas.of("VOSpace-v2.1.xsd").validate(answer.body());
        assertEquals(1, endpoints(answer.body()).size());
        HttpResponse<String> redirect = ann.get(query + "&REQUEST=redirect");
        assertEquals(303, redirect.statusCode(), redirect.body());
        assertEquals(
                "abc",
                send(people.anonymous(), "GET", location(redirect), "text/plain", "")
                        .body());
        assertEquals(403, bob.get(query).statusCode());
        assertEquals(
                400, ann.get("/vospace/synctrans?DIRECTION=pullFromVoSpace").statusCode());
    }

    @Test
    void movesAndCopies() throws Exception {
        String copy = moved(ann, "/home/ann/a.txt", "/home/ann/d", true);
        assertEquals(
                VOS + "/home/ann/d/a.txt",
                in(copy, "<uws:phase>COMPLETED<.*id=\"destination\"[^>]*xlink:href=\"(.*?)\""));
        assertTrue(copy.contains("<vos:keepBytes>true</vos:keepBytes>"), copy);
        assertEquals("abc", ann.get("/vospace/files/home/ann/d/a.txt").body());
        moved(ann, "/home/ann/a.txt", "/home/ann/b.txt", false);
        assertEquals("abc", ann.get("/vospace/files/home/ann/b.txt").body());
        assertEquals(404, ann.get("/vospace/files/home/ann/a.txt").statusCode());
        String auto = moved(ann, "/home/ann/d", "/home/ann/.auto", true);
        String made = in(auto, "id=\"destination\"[^>]*xlink:href=\"" + VOS + "(.*?)\"");
        assertEquals("abc", ann.get("/vospace/files" + made + "/a.txt").body());
        assertEquals(204, ann.delete("/vospace/nodes" + made).statusCode());
        assertEquals(
                "Duplicate Node: there is a node /home/ann/d/a.txt",
                error(moved(ann, "/home/ann/b.txt", "/home/ann/d/a.txt", true)));
        assertEquals(
                "Duplicate Node: /home/ann/d/a.txt is there already",
                error(moved(ann, "/home/ann/d/a.txt", "/home/ann/d", true)));
        String kept = moved(ann, "/home/ann/d/a.txt", "/home/ann/d/.null", true);
        assertTrue(kept.contains("<uws:phase>COMPLETED<"), kept);
        assertEquals("abc", ann.get("/vospace/files/home/ann/d/a.txt").body());
        String gone = moved(ann, "/home/ann/d/a.txt", "/home/ann/.null", false);
        assertTrue(gone.contains("<uws:phase>COMPLETED<"), gone);
        assertEquals(404, ann.get("/vospace/files/home/ann/d/a.txt").statusCode());
        assertTrue(error(moved(ann, "/home/ann/no", "/home/ann/e", false)).startsWith("Node Not Found: "));
        assertTrue(error(moved(bob, "/home/ann/d", "/home/bob/d", true)).startsWith("Permission Denied: "));
        assertTrue(error(moved(ann, "/home/ann/d", "/home/ann/d/e", false)).startsWith("Invalid Argument: "));
    }

    @Test
    void fetchesFromElsewhereAndSendsThere() throws Exception {
        String base = "http://127.0.0.1:" + elsewhere.getAddress().getPort();
        ELSEWHERE.put("/x", "from elsewhere".getBytes(UTF_8));
        ELSEWHERE.put("/wrong", "broken".getBytes(UTF_8));
        String wrong = protocol("httpget", "<vos:endpoint>" + base + "/none</vos:endpoint>");
        String right = protocol("httpget", "<vos:endpoint>" + base + "/x</vos:endpoint>");
        String pulled =
                job(ann, "/vospace/transfers", "text/xml", transfer("/home/ann/b.txt", "pullToVoSpace", wrong + right));
        assertTrue(pulled.contains("<uws:phase>COMPLETED<"), pulled);
        assertEquals("14", in(pulled, "<bytes>(.*?)</bytes>"));
        assertEquals("from elsewhere", ann.get("/vospace/files/home/ann/b.txt").body());
        String to = protocol("httpput", "<vos:endpoint>" + base + "/y</vos:endpoint>");
        String pushed = job(ann, "/vospace/transfers", "text/xml", transfer("/home/ann/a.txt", "pushFromVoSpace", to));
        assertTrue(pushed.contains("<uws:phase>COMPLETED<"), pushed);
        assertEquals("abc", new String(ELSEWHERE.get("/y"), UTF_8));
        String failed = job(ann, "/vospace/transfers", "text/xml", transfer("/home/ann/b.txt", "pullToVoSpace", wrong));
        assertEquals(
                "Transfer Failed: cannot fetch " + base + "/none: its server answered with status 404", error(failed));
        String broken = protocol("httpget", "<vos:endpoint>" + base + "/wrong</vos:endpoint>");
        String refused =
                job(ann, "/vospace/transfers", "text/xml", transfer("/home/ann/b.txt", "pullToVoSpace", broken));
        assertTrue(error(refused).startsWith("Invalid Data: the MD5 of what came is"), refused);
        assertEquals("from elsewhere", ann.get("/vospace/files/home/ann/b.txt").body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"http://localhost:PORT/x", "http://[::1]:PORT/x", "http://10.0.0.1/x", "file:///etc/passwd"})
    void reachesNoPrivateAddress(String url) throws Exception {
        String endpoint =
                url.replace("PORT", Integer.toString(elsewhere.getAddress().getPort()));
        for (String direction : List.of("pullToVoSpace", "pushFromVoSpace")) {
            String name = direction.equals("pullToVoSpace") ? "httpget" : "httpput";
            String job = job(
                    ann,
                    "/vospace/transfers",
                    "text/xml",
                    transfer(
                            "/home/ann/a.txt",
                            direction,
                            protocol(name, "<vos:endpoint>" + endpoint + "</vos:endpoint>")));
            String error = error(job);
            assertTrue(
                    error.contains("this service fetches from public addresses")
                            || error.contains("URLs must begin with"),
                    error);
        }
    }

    @Test
    void deletesAndSaysThingsRecursively() throws Exception {
        put(ann, "/home/ann/d/x", "x");
        make("/home/ann/d/e");
        put(ann, "/home/ann/d/e/y", "y");
        String said = node(
                "/home/ann/d",
                "ContainerNode",
                "<vos:properties><vos:property uri=\"" + CORE + "publicread\">true</vos:property></vos:properties>");
        String set = job(ann, "/vospace/async-setprops", "text/xml", said);
        assertEquals("4", in(set, "id=\"successcount\"[^>]*xlink:href=\"count:(.*?)\""));
        assertTrue(ann.get("/vospace/nodes/home/ann/d/e/y").body().contains("publicread\" readOnly=\"false\">true<"));
        String target = "target=" + URLEncoder.encode(VOS + "/home/ann/d", UTF_8);
        String form = "application/x-www-form-urlencoded";
        assertTrue(error(job(bob, "/vospace/async-delete", form, target)).startsWith("Permission Denied: "));
        String deleted = job(ann, "/vospace/async-delete", form, target);
        assertEquals("1", in(deleted, "id=\"successcount\"[^>]*xlink:href=\"count:(.*?)\""));
        assertEquals(404, ann.get("/vospace/nodes/home/ann/d").statusCode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<vos:transfer xmlns:vos=\"http://www.ivoa.net/xml/VOSpace/v2.0\"/>",
                "<transfer/>",
                "not XML",
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><vos:transfer"
                        + " xmlns:vos=\"http://www.ivoa.net/xml/VOSpace/v2.0\"><vos:target>&e;</vos:target></vos:transfer>"
            })
    void refusesWhatIsNoTransfer(String document) throws Exception {
        for (String path : List.of("/vospace/transfers", "/vospace/synctrans")) {
            HttpResponse<String> answer = send(ann, "POST", server.url(path), "text/xml", document);
            assertEquals(400, answer.statusCode(), answer.body());
            assertTrue(answer.body().startsWith("InvalidArgument "), answer.body());
        }
    }

    @Test
    void aTokenForReadingMovesNothing() throws Exception {
        Person reader = people.program("ann", Scope.VOSPACE_READ);
        String move = transfer("/home/ann/a.txt", VOS + "/home/ann/b.txt", "");
        for (String path : List.of("/vospace/transfers", "/vospace/synctrans")) {
            HttpResponse<String> answer = send(reader, "POST", server.url(path), "text/xml", move);
            assertEquals(403, answer.statusCode(), answer.body());
            assertTrue(answer.body().contains("it lacks the scope 'vospace:write'"), answer.body());
        }
        HttpResponse<String> pull =
                sync(reader, transfer("/home/ann/a.txt", "pullFromVoSpace", protocol("httpget", "")));
        assertEquals(1, endpoints(pull.body()).size());
    }

    @Test
    void noOtherTokenGetsATicket() throws Exception {
        HttpResponse<String> made = send(
                ann,
                "POST",
                server.url("/vospace/synctrans"),
                "text/xml",
                transfer("/home/ann/b.txt", "pushToVoSpace", protocol("httpput", "")));
        Person queries = people.program("ann", Scope.TAP);
        Person reader = people.program("ann", Scope.VOSPACE_READ);
        URI job = URI.create(location(made).toString().replace("/results/transferDetails", ""));
        assertEquals(403, send(queries, "GET", location(made), "text/plain", "").statusCode());
        assertEquals(403, send(queries, "GET", job, "text/plain", "").statusCode());
        assertEquals(403, queries.get("/vospace/transfers").statusCode());
        assertEquals(403, send(reader, "GET", location(made), "text/plain", "").statusCode());
        assertEquals(200, send(reader, "GET", job, "text/plain", "").statusCode());
        assertEquals(200, send(ann, "GET", location(made), "text/plain", "").statusCode());
    }

    @Test
    void whoeverIsNobodyHasNoJobs() throws Exception {
        Person nobody = people.anonymous();
        String push = transfer(
                "/pub/ann/x",
                "pushFromVoSpace",
                protocol("httpput", "<vos:endpoint>http://example.org/</vos:endpoint>"));
        for (String list : List.of("/vospace/transfers", "/vospace/async-setprops", "/vospace/async-delete")) {
            assertEquals(
                    403,
                    send(nobody, "POST", server.url(list), "text/xml", push).statusCode());
        }
        assertEquals(
                401,
                send(nobody, "POST", server.url("/vospace/synctrans"), "text/xml", push)
                        .statusCode());
    }

    @Test
    void saysWhereItsCapabilitiesAre() throws Exception {
        String list = people.anonymous().get("/reg/resource-caps").body();
        assertEquals("ivo://localhost/vospace = " + server.url("/vospace/capabilities") + "\n", list);
        String capabilities = people.anonymous().get("/vospace/capabilities").body();
        IvoaSchemas.all().validate(capabilities);
        assertTrue(capabilities.contains("ivo://ivoa.net/std/VOSpace#sync-2.1"), capabilities);
    }
}
