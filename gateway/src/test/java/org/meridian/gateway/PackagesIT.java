// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meridian.core.auth.Scope;
import org.meridian.gateway.People.Person;

/** What workspaces offer besides their standards: packages, JSON, the trash. */
@Timeout(120)
class PackagesIT {

    private static final String VOS = "vos://localhost~vospace";
    private static final ObjectMapper JSON = new ObjectMapper();

    private static RunningGateway server;
    private static People people;
    private static Person ann;
    private static Person bob;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void start() throws Exception {
        server = new RunningGateway(Optional.empty());
        people = new People(server);
        people.make("ann");
        people.make("bob");
        ann = people.program("ann", Scope.VOSPACE_READ, Scope.VOSPACE_WRITE);
        bob = people.program("bob", Scope.VOSPACE_READ, Scope.VOSPACE_WRITE);
    }

    @AfterAll
    static void stop() {
        people.close();
        server.close();
    }

    private HttpResponse<byte[]> send(Person who, String method, String path, String type, String body)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(server.url(path)).method(method, BodyPublishers.ofString(body));
        if (!who.headers().isEmpty()) {
            request.headers(who.headers().toArray(String[]::new));
        }
        return client.send(request.header("Content-Type", type).build(), BodyHandlers.ofByteArray());
    }

    private static String object(String path, String more) {
        return "{\"uri\": \"" + VOS + path + "\"" + more + "}";
    }

    private HttpResponse<byte[]> make(String path, String more) throws Exception {
        return send(ann, "PUT", "/vospace/nodes" + path, "application/json", object(path, more));
    }

    private void put(String path, String text) throws Exception {
        assertEquals(
                201,
                send(ann, "PUT", "/vospace/files" + path, "text/plain", text).statusCode());
    }

    private static Map<String, String> unzipped(byte[] bytes) throws Exception {
        Map<String, String> entries = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(bytes), UTF_8)) {
            for (ZipEntry each = zip.getNextEntry(); each != null; each = zip.getNextEntry()) {
                entries.put(each.getName(), new String(zip.readAllBytes(), UTF_8));
            }
        }
        return entries;
    }

    private static Map<String, String> untarred(byte[] bytes) throws Exception {
        Map<String, String> entries = new LinkedHashMap<>();
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(bytes), "UTF-8")) {
            for (TarArchiveEntry each = tar.getNextEntry(); each != null; each = tar.getNextEntry()) {
                entries.put(each.getName(), new String(tar.readAllBytes(), UTF_8));
            }
        }
        return entries;
    }

    @Test
    void aContainerComesAsOneFileWithChecksums() throws Exception {
        assertEquals(
                201, make("/pub/ann/night", ", \"type\": \"ContainerNode\"").statusCode());
        assertEquals(
                201,
                make("/pub/ann/night/below", ", \"type\": \"ContainerNode\"").statusCode());
        put("/pub/ann/night/a.txt", "abc");
        // As a program in a datalab may call it.
        Files.writeString(
                server.gateway()
                        .dataDir()
                        .resolve("workspaces/tree/pub/ann/night/below")
                        .resolve("..\\evil"),
                "x");
        put("/pub/ann/night/hidden", "secret");
        String hidden = ", \"properties\": {\"ivo://ivoa.net/vospace/core#publicread\": \"false\"}";
        assertEquals(
                200,
                send(
                                ann,
                                "POST",
                                "/vospace/nodes/pub/ann/night/hidden",
                                "application/json",
                                object("/pub/ann/night/hidden", hidden))
                        .statusCode());
        Person nobody = people.anonymous();

        HttpResponse<byte[]> tar = send(nobody, "GET", "/vospace/package/pub/ann/night?type=tar", "text/plain", "");
        assertEquals(
                "attachment; filename=\"night.tar\"",
                tar.headers().firstValue("Content-Disposition").orElseThrow());
        Map<String, String> entries = untarred(tar.body());
        String abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assertEquals("abc", entries.get("night/a.txt"));
        assertTrue(entries.containsKey("night/below/"), entries.keySet().toString());
        assertTrue(entries.get("night.sha256").startsWith(abc + "  night/a.txt\n"), entries.get("night.sha256"));
        assertFalse(entries.toString().contains("hidden"), entries.toString());

        Map<String, String> zipped =
                unzipped(send(nobody, "GET", "/vospace/package/pub/ann/night?type=zip", "text/plain", "")
                        .body());
        // No name leads out of the folder where the package is unpacked, on whatever system.
        assertEquals("x", zipped.get("night/below/.._evil"));
        assertTrue(unzipped(send(ann, "GET", "/vospace/package/pub/ann/night?type=zip", "text/plain", "")
                        .body())
                .containsKey("night/hidden"));
        assertEquals(200, ann.get("/vospace/package/home/ann").statusCode());
        assertEquals(403, bob.get("/vospace/package/home/ann").statusCode());
        assertEquals(400, ann.get("/vospace/package/pub/ann/night/a.txt").statusCode());
        assertEquals(400, ann.get("/vospace/package/pub/ann/night?type=rar").statusCode());
    }

    @Test
    void nodesAreSpokenOfInJson() throws Exception {
        String title = "ivo://ivoa.net/vospace/core#title";
        HttpResponse<byte[]> made =
                make("/home/ann/j", ", \"type\": \"ContainerNode\", \"properties\": {\"" + title + "\": \"é\"}");
        assertEquals(201, made.statusCode(), new String(made.body(), UTF_8));
        put("/home/ann/j/a", "abc");
        JsonNode listed =
                JSON.readTree(ann.get("/vospace/nodes/home/ann/j?format=json").body());
        assertEquals("ContainerNode", listed.get("type").asText());
        assertEquals("é", listed.get("properties").get(title).asText());
        assertEquals(
                VOS + "/home/ann/j/a", listed.get("nodes").get(0).get("uri").asText());
        String gone = object("/home/ann/j", ", \"properties\": {\"" + title + "\": null}");
        HttpResponse<byte[]> set = send(ann, "POST", "/vospace/nodes/home/ann/j?format=json", "application/json", gone);
        assertFalse(JSON.readTree(set.body()).get("properties").has(title));
        for (String wrong : new String[] {"", "[]", "{", "{\"uri\": 5", "{\"uri\": {}}", "{}", "[".repeat(100_000)}) {
            HttpResponse<byte[]> refused = send(ann, "PUT", "/vospace/nodes/home/ann/wrong", "application/json", wrong);
            assertEquals(400, refused.statusCode(), wrong);
            assertTrue(new String(refused.body(), UTF_8).startsWith("InvalidArgument "), wrong);
        }
    }

    @Test
    void whatWasDeletedIsInTheTrash() throws Exception {
        put("/home/ann/lost", "abc");
        assertEquals(204, ann.delete("/vospace/nodes/home/ann/lost").statusCode());
        JsonNode items = JSON.readTree(ann.get("/vospace/trash").body()).get("items");
        JsonNode item = items.get(0);
        assertEquals(VOS + "/home/ann/lost", item.get("uri").asText());
        assertEquals("ann", item.get("by").asText());
        String path = "/vospace/trash/" + item.get("item").asText();
        assertEquals(404, bob.post(path).statusCode());
        assertEquals(401, people.anonymous().get("/vospace/trash").statusCode());
        assertEquals(200, ann.post(path).statusCode());
        assertEquals("abc", ann.get("/vospace/files/home/ann/lost").body());
        ann.delete("/vospace/nodes/home/ann/lost");
        HttpResponse<String> emptied = ann.delete("/vospace/trash");
        assertTrue(JSON.readTree(emptied.body()).get("removed").asInt() > 0, emptied.body());
        assertEquals(
                0, JSON.readTree(ann.get("/vospace/trash").body()).get("items").size());
    }

    @Test
    void programsOfAUserSeeWhatHeMaySee() throws Exception {
        JsonNode plan = JSON.readTree(ann.get("/vospace/mounts").body());
        assertEquals("/pub", plan.get("mounts").get(0).get("path").asText());
        assertEquals("read", plan.get("mounts").get(0).get("access").asText());
        assertEquals("/home/ann", plan.get("mounts").get(1).get("path").asText());
        assertEquals("write", plan.get("mounts").get(1).get("access").asText());
        assertEquals(
                "yours, as /home/ann is",
                plan.get("mounts").get(1).get("because").asText());
        assertEquals(401, people.anonymous().get("/vospace/mounts").statusCode());
    }
}
