// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.meridian.gateway.People.json;
import static org.meridian.gateway.People.refused;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.auth.Account;
import org.meridian.core.auth.Scope;
import org.meridian.gateway.People.Person;
import org.meridian.workspace.client.Credentials;
import org.meridian.workspace.client.Patience;
import org.meridian.workspace.client.ShareLinks;
import org.meridian.workspace.client.VosException;
import org.meridian.workspace.client.Vospace;
import org.meridian.workspace.node.NodePath;
import org.slf4j.LoggerFactory;

/** Links by which files are read without an account. */
@Timeout(180)
class SharesIT {

    private static final String PAGES = "text/html,application/xhtml+xml,*/*;q=0.8";
    private static final String HOSTILE = "<script>alert(1)&\".html";
    private static final String HOSTILE_PATH = "%3Cscript%3Ealert(1)&%22.html";

    private static RunningGateway server;
    private static People people;
    private static Person ann;
    private static Path home;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        server = new RunningGateway(Optional.empty());
        people = new People(server);
        people.make("ann", "bob");
        ann = people.program("ann", Scope.VOSPACE_READ, Scope.VOSPACE_WRITE);
        home = server.gateway().dataDir().resolve("workspaces/tree/home/ann");
        HttpClient client = HttpClient.newHttpClient();
        for (String file : List.of("a.txt", "night/b.txt", "night/deep/c.txt", "night/page.html", "hidden.txt")) {
            ann.get("/vospace/nodes/home/ann");
            Files.createDirectories(home.resolve(file).getParent());
            HttpResponse<String> put = client.send(
                    HttpRequest.newBuilder(server.url("/vospace/files/home/ann/" + file))
                            .headers(ann.headers().toArray(String[]::new))
                            .PUT(BodyPublishers.ofString("bytes of " + file))
                            .build(),
                    BodyHandlers.ofString());
            assertEquals(201, put.statusCode(), put.body());
        }
        client.close();
    }

    @AfterAll
    static void stop() {
        people.close();
        server.close();
    }

    /** Path of a new link. */
    private static String link(String path, String... wish) throws Exception {
        String[] form =
                Stream.concat(Stream.of("path", path), Arrays.stream(wish)).toArray(String[]::new);
        String url = json(201, ann.post("/vospace/shares", form)).get("url").asText();
        return url.substring(url.indexOf("/share/"));
    }

    private HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.url(path)).method(method, BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return client.send(request.build(), BodyHandlers.ofString(UTF_8));
    }

    private HttpResponse<String> get(String path, String... headers) throws Exception {
        return send("GET", path, "", headers);
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private static String basic(String password) {
        return "Basic " + Base64.getEncoder().encodeToString(("anybody:" + password).getBytes(UTF_8));
    }

    @Test
    void isMadeAndListedAndRevokedInJson() throws Exception {
        HttpResponse<String> answer = client.send(
                HttpRequest.newBuilder(server.url("/vospace/shares"))
                        .headers(ann.headers().toArray(String[]::new))
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(
                                "{\"path\": \"/home/ann/a.txt\", \"expires\": \"2d\", \"downloads\": 3,"
                                        + " \"comment\": \"for the referee\"}"))
                        .build(),
                BodyHandlers.ofString());
        JsonNode made = json(201, answer);
        assertEquals("vos://localhost~vospace/home/ann/a.txt", made.get("uri").asText());
        assertEquals(3, made.get("mostDownloads").asInt());
        String url = made.get("url").asText();
        assertTrue(url.matches(server.url("/share/mrh_") + "[A-Za-z0-9_-]{22}"), "128 bits");

        for (String list : List.of("/vospace/shares", "/vospace/shares?path=/home/ann")) {
            HttpResponse<String> listed = ann.get(list);
            assertTrue(listed.body().contains("for the referee"), listed.body());
            assertFalse(listed.body().contains("mrh_"), "a link is shown once");
        }
        Person bob = people.program("bob", Scope.VOSPACE_READ, Scope.VOSPACE_WRITE);
        assertEquals(0, json(200, bob.get("/vospace/shares")).get("shares").size());
        refused(403, "PermissionDenied", bob.get("/vospace/shares?path=/home/ann"));
        refused(403, "PermissionDenied", bob.post("/vospace/shares", "path", "/home/ann/a.txt"));
        String one = "/vospace/shares/" + made.get("id").asText();
        refused(404, "not yours", bob.delete(one));
        assertEquals(
                "bytes of a.txt", get(url.substring(url.indexOf("/share/"))).body());
        assertEquals(204, ann.delete(one).statusCode());
        refused(404, "this link is not good", get(url.substring(url.indexOf("/share/"))));

        refused(401, "PermissionDenied", people.anonymous().post("/vospace/shares", "path", "/home/ann/a.txt"));
        refused(401, "PermissionDenied", people.anonymous().get("/vospace/shares"));
        refused(
                403,
                "vospace:write",
                people.program("ann", Scope.VOSPACE_READ).post("/vospace/shares", "path", "/home/ann/a.txt"));
        refused(400, "nothing else", ann.post("/vospace/shares", "path", "/home/ann/a.txt", "rights", "all"));
        refused(400, "90 days at most", ann.post("/vospace/shares", "path", "/home/ann/a.txt", "expires", "91d"));
        refused(400, "say which file", ann.post("/vospace/shares"));
        String[] asAnn = Stream.concat(Stream.of("Content-Type", "application/json"), ann.headers().stream())
                .toArray(String[]::new);
        refused(
                400,
                "'password' is null",
                send("POST", "/vospace/shares", "{\"path\": \"/home/ann/a.txt\", \"password\": null}", asAnn));
    }

    @Test
    void programsGetBytesAndBrowsersAPage() throws Exception {
        String link = link("/home/ann/a.txt");
        HttpResponse<String> bytes = get(link);
        assertEquals("bytes of a.txt", bytes.body());
        assertEquals("attachment; filename=\"a.txt\"", header(bytes, "Content-Disposition"));
        assertEquals("sandbox; default-src 'none'", header(bytes, "Content-Security-Policy"));
        assertEquals("private, no-store", header(bytes, "Cache-Control"));
        assertTrue(header(bytes, "Repr-Digest").startsWith("sha-256=:"));
        assertEquals("a.txt", get(link, "Range", "bytes=9-").body());

        HttpResponse<String> page = get(link, "Accept", PAGES);
        assertTrue(header(page, "Content-Type").startsWith("text/html"), page.body());
        assertTrue(page.body().contains("<dt>SHA-256</dt>"), page.body());
        assertTrue(page.body().contains("14 bytes"), page.body());
        assertTrue(page.body().contains("href=\"" + link + "?download\""), page.body());
        assertFalse(page.body().contains("/home"), "where it is in the space is nobody's business");
        assertTrue(header(page, "Content-Security-Policy").startsWith("default-src 'none'"));
        assertEquals("bytes of a.txt", get(link + "?download", "Accept", PAGES).body());
        HttpResponse<String> head = send("HEAD", link, "");
        assertEquals("14", header(head, "Content-Length"));
        for (HttpResponse<String> answer : List.of(bytes, page, head, get("/share/mrh_x"))) {
            assertEquals(List.of("no-referrer"), answer.headers().allValues("Referrer-Policy"));
            assertEquals("noindex, nofollow", header(answer, "X-Robots-Tag"));
            assertEquals("", header(answer, "Access-Control-Allow-Origin"));
        }
        for (String method : List.of("PUT", "DELETE", "PROPFIND")) {
            assertEquals(405, send(method, link, "").statusCode(), method);
        }
        assertEquals("bytes of a.txt", Files.readString(home.resolve("a.txt")));
    }

    @Test
    void aFolderIsAListingItsFilesAndAPackage() throws Exception {
        Files.writeString(home.resolve("night").resolve(HOSTILE), "x");
        String link = link("/home/ann/night");
        HttpResponse<String> listing = get(link, "Accept", PAGES);
        assertTrue(listing.body().contains("href=\"" + link + "/b.txt\""), listing.body());
        assertTrue(listing.body().contains("href=\"" + link + "/deep?package=zip\""), listing.body());
        assertFalse(listing.body().contains("<script>"), "names are text");
        assertFalse(listing.body().contains("/home"), listing.body());
        assertEquals(200, get(link + "/" + HOSTILE_PATH + "?download").statusCode(), listing.body());
        assertTrue(get(link + "/deep").body().contains(">c.txt<"));
        assertEquals("bytes of night/deep/c.txt", get(link + "/deep/c.txt").body());
        assertTrue(get(link + "?from=page.html").body().contains(">page.html<"));
        assertFalse(get(link + "?from=page.html").body().contains(">b.txt<"));

        byte[] zip = client.send(
                        HttpRequest.newBuilder(server.url(link + "?package=zip"))
                                .build(),
                        BodyHandlers.ofByteArray())
                .body();
        List<String> names = new ArrayList<>();
        try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        assertTrue(names.containsAll(List.of("night/b.txt", "night/deep/c.txt", "night.sha256")), names.toString());
        assertEquals(200, get(link + "/deep?package=tar").statusCode());
        refused(400, "package=zip", get(link + "?package=exe"));
        refused(404, "there is no file /none", get(link + "/none"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/../hidden.txt",
                "/%2e%2e/hidden.txt",
                "/..%2fhidden.txt",
                "/%2e%2e%2fhidden.txt",
                "/deep/../../hidden.txt",
                "//home/ann/hidden.txt",
                "/%2fhome%2fann%2fhidden.txt",
                "/%252e%252e/hidden.txt",
                "/out/hidden.txt",
                "/out",
                "/hidden",
                "/hidden.txt",
                "/..;/hidden.txt",
                "/%00",
                "/deep/%c0%ae%c0%ae/hidden.txt"
            })
    void nothingLeadsOutOfTheFolder(String path) throws Exception {
        Path out = home.resolve("night/out");
        if (!Files.isSymbolicLink(out)) {
            Files.createSymbolicLink(out, home);
            Files.createSymbolicLink(home.resolve("night/hidden"), home.resolve("hidden.txt"));
        }
        String link = link("/home/ann/night");
        String raw = server.raw("GET " + link + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
        assertTrue(raw.startsWith("HTTP/1.1 40"), raw);
        assertFalse(raw.contains("bytes of"), raw);
        assertFalse(raw.contains("/home/ann/night"), raw);
        assertFalse(get(link).body().contains(">out"), "links are not listed");
    }

    @Test
    void aPasswordIsAskedForByAFormAndByBasic() throws Exception {
        String link = link("/home/ann/night", "password", "correct horse");
        HttpResponse<String> form = get(link, "Accept", PAGES);
        assertTrue(form.body().contains("type=\"password\""), form.body());
        assertFalse(form.body().contains("night"), "nothing of it is told before");
        HttpResponse<String> unknown = get(link + "/b.txt");
        assertEquals(401, unknown.statusCode());
        assertEquals(
                List.of("Basic realm=\"share link\", charset=\"UTF-8\""),
                unknown.headers().allValues("WWW-Authenticate"));
        assertEquals(
                "bytes of night/b.txt",
                get(link + "/b.txt", "Authorization", basic("correct horse")).body());
        assertEquals(
                401, get(link + "/b.txt", "Authorization", basic("wrong horse")).statusCode());
        assertEquals(401, get(link, "Authorization", "Basic !").statusCode());
        assertEquals(401, get(link, ann.headers().toArray(String[]::new)).statusCode(), "accounts do not matter");

        String type = "application/x-www-form-urlencoded";
        HttpResponse<String> wrong = send("POST", link, "password=wrong+horse", "Content-Type", type, "Accept", PAGES);
        assertEquals(403, wrong.statusCode());
        assertTrue(wrong.body().contains("the password is wrong"), wrong.body());
        HttpResponse<String> right = send("POST", link + "/deep", "password=correct+horse", "Content-Type", type);
        assertEquals(303, right.statusCode());
        assertEquals(server.url(link + "/deep").toString(), header(right, "Location"));
        String cookie = header(right, "Set-Cookie");
        assertTrue(cookie.contains("; Path=" + link + "; Max-Age=3600; HttpOnly; SameSite=Lax"), cookie);
        String pair = cookie.substring(0, cookie.indexOf(';'));
        assertTrue(get(link + "/deep", "Cookie", pair).body().contains(">c.txt<"));
        String other = link("/home/ann/a.txt", "password", "correct horse");
        assertEquals(401, get(other, "Cookie", pair).statusCode(), "for one link alone");
        assertTrue(server.isAudited("REFUSED", "a wrong password for share"));
    }

    @Test
    void passwordsAndLinksAreGuessedSlowly() throws Exception {
        String link = link("/home/ann/a.txt", "password", "correct horse");
        Person guesser = new Person(people, "", List.of("Authorization", basic("wrong horse"))).from("192.0.2.9");
        for (int i = 0; i < 10; i++) {
            assertEquals(401, guesser.get(link).statusCode());
        }
        refused(429, "too many wrong passwords", guesser.get(link));
        assertEquals(200, get(link, "Authorization", basic("correct horse")).statusCode());

        Person searcher = people.anonymous().from("192.0.2.10");
        for (int i = 0; i < 20; i++) {
            refused(404, "this link is not good", searcher.get("/share/mrh_" + "x".repeat(22)));
        }
        refused(429, "too many links", searcher.get("/share/mrh_x"));
        assertTrue(server.isAudited("REFUSED", "a share link that is not good was tried"));
    }

    @Test
    void limitedDownloadsAreNeverMoreHoweverManyBeginAtOnce() throws Exception {
        String link = link("/home/ann/a.txt", "downloads", "7");
        for (int i = 0; i < 3; i++) {
            assertEquals(200, send("HEAD", link, "").statusCode());
            assertEquals(200, get(link, "Accept", PAGES).statusCode(), "to look is no download");
        }
        List<Callable<HttpResponse<String>>> attempts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            // A part would be as good as the whole to who asks for another part next.
            String[] headers = i % 2 == 0 ? new String[0] : new String[] {"Range", "bytes=1-"};
            attempts.add(() -> get(link, headers));
        }
        int whole = 0;
        try (ExecutorService many = Executors.newFixedThreadPool(20)) {
            for (Future<HttpResponse<String>> attempt : many.invokeAll(attempts)) {
                HttpResponse<String> answer = attempt.get();
                if (answer.statusCode() == 200) {
                    whole++;
                    assertEquals("bytes of a.txt", answer.body());
                    assertEquals("none", header(answer, "Accept-Ranges"));
                } else {
                    refused(404, "this link is not good", answer);
                }
            }
        }
        assertEquals(7, whole);
        refused(404, "used up", get(link));
        assertEquals(404, get(link, "Accept", PAGES).statusCode());
    }

    @Test
    void diesWithItsFileAndWithTheAccountOfItsMaker() throws Exception {
        people.make("eve");
        Person eve = people.program("eve", Scope.VOSPACE_READ, Scope.VOSPACE_WRITE);
        for (String file : List.of("kept.txt", "replaced.txt")) {
            HttpRequest put = HttpRequest.newBuilder(server.url("/vospace/files/home/eve/" + file))
                    .headers(eve.headers().toArray(String[]::new))
                    .PUT(BodyPublishers.ofString("old"))
                    .build();
            client.send(put, BodyHandlers.ofString());
        }
        String kept = json(201, eve.post("/vospace/shares", "path", "/home/eve/kept.txt"))
                .get("url")
                .asText();
        String replaced = json(201, eve.post("/vospace/shares", "path", "/home/eve/replaced.txt"))
                .get("url")
                .asText();
        String keptPath = kept.substring(kept.indexOf("/share/"));
        String replacedPath = replaced.substring(replaced.indexOf("/share/"));
        assertEquals("old", get(replacedPath).body());
        client.send(
                HttpRequest.newBuilder(server.url("/vospace/files/home/eve/replaced.txt"))
                        .headers(eve.headers().toArray(String[]::new))
                        .PUT(BodyPublishers.ofString("new"))
                        .build(),
                BodyHandlers.ofString());
        refused(404, "this link is not good", get(replacedPath));

        assertEquals("old", get(keptPath).body());
        people.administration().setState("eve", Account.State.DISABLED);
        refused(404, "this link is not good", get(keptPath));
    }

    @Test
    void noLogAndNoRecordHoldsTheLink() throws Exception {
        Logger log = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        String link = link("/home/ann/a.txt", "password", "correct horse");
        String secret = link.substring(link.indexOf("mrh_"));
        try {
            get(link);
            get(link + "/none", "Authorization", basic("wrong horse"));
            get(link + ";x=1");
            send("POST", link, "password=wrong+horse", "Content-Type", "application/x-www-form-urlencoded");
            get(link.replace("_", "%5F"));
        } finally {
            log.detachAppender(lines);
        }
        List<String> held = lines.list.stream()
                .map(ILoggingEvent::getFormattedMessage)
                .filter(line -> line.contains(secret) || line.contains(secret.substring(4)))
                .toList();
        assertEquals(List.of(), held);
        assertEquals(
                List.of("0"),
                server.sql("SELECT count(*) FROM meridian.audit a WHERE a::text LIKE '%" + secret.substring(4) + "%'"));
        assertEquals(
                List.of("0"),
                server.sql("SELECT count(*) FROM meridian.share a WHERE a::text LIKE '%" + secret.substring(4) + "%'"
                        + " OR a::text LIKE '%correct horse%'"));
    }

    @Test
    void whereFilesAreForThoseWhoHaveSignedInThereAreNone() throws Exception {
        try (RunningGateway closed = new RunningGateway(
                        Optional.empty(),
                        RunningGateway.LIMITS,
                        new GatewaySettings.Access(Set.of("vospace"), List.of(), Optional.empty()));
                People others = new People(closed)) {
            others.make("ann");
            Person owner = others.program("ann", Scope.VOSPACE_READ, Scope.VOSPACE_WRITE);
            owner.get("/vospace/nodes/home/ann");
            refused(403, "there are no share links", owner.post("/vospace/shares", "path", "/home/ann"));
            refused(404, "this link is not good", others.anonymous().get("/share/mrh_x"));
        }
    }

    @Test
    void theClientMakesListsAndRevokes() throws Exception {
        String token = ann.headers().getLast().substring("Bearer ".length());
        try (Vospace space = new Vospace(server.url("/vospace"), new Credentials.Bearer(token), Patience.DEFAULT)) {
            ShareLinks links = new ShareLinks(space);
            String made = links.make(NodePath.of("/home/ann/a.txt"), Map.of("comment", "by hand & by heart"));
            long id = new ObjectMapper().readTree(made).get("id").asLong();
            assertTrue(links.list(Optional.of(NodePath.of("/home/ann")), id + 1).contains("by hand & by heart"));
            assertFalse(links.list(Optional.empty(), id).contains("by hand & by heart"));
            links.revoke(id);
            assertFalse(links.list(Optional.empty(), id + 1).contains("by hand & by heart"));
            VosException refused = assertThrows(VosException.class, () -> links.revoke(id));
            assertTrue(String.valueOf(refused.getMessage()).contains("there is no share link " + id));
        }
    }
}
