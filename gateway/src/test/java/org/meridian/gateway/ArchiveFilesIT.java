// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.meridian.gateway.People.refused;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.auth.Scope;
import org.meridian.gateway.TestArchive.Rule;
import org.meridian.sia.store.SiteStore;

/** Files of the archive over HTTP: who gets them, how, and the attacks on what nobody may have. */
@Timeout(60)
class ArchiveFilesIT {

    private static final byte[] BYTES = "0123456789abcdef".getBytes(UTF_8);
    private static final String SECRET = "the secret of another folder";
    private static final String ODD = "odd names/ä b%2F#?&;+='\".fits";

    private static RunningGateway server;
    private static People people;
    private static TestArchive archive;
    private static Path outside;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningGateway(Optional.empty());
        people = new People(server);
        people.make("ada", "eve");
        people.administration().join("gaia", List.of("ada"));
        archive = new TestArchive(server);
        outside = Files.createTempDirectory("meridian-outside-");
        Files.writeString(outside.resolve("secret.fits"), SECRET);
        archive.dataset("public.fits", "image", BYTES, Rule.PUBLIC);
        archive.dataset("sub/packed.fits.gz", "image", BYTES, Rule.PUBLIC);
        archive.dataset("proprietary.fits", "image", BYTES, Rule.PROPRIETARY);
        archive.dataset("hidden.fits", "image", BYTES, Rule.HIDDEN);
        archive.dataset("closed.fits", "image", BYTES, Rule.CLOSED);
        archive.dataset(ODD, "image", BYTES, Rule.PUBLIC);
        archive.file("unpublished.fits", BYTES);
        archive.file("cal/flat.fits", BYTES);
        archive.file("cal/dark.fits", BYTES);
        archive.link("public.fits", "flat", "cal/flat.fits", "");
        archive.link("hidden.fits", "dark", "cal/dark.fits", "");
        archive.link("public.fits", "progenitor", "proprietary.fits", "");
        archive.file("cal/unseen.fits", BYTES);
        archive.unseen("public.fits", "flat", "cal/unseen.fits", "");
        archive.file("cal/damaged.fits", BYTES);
        archive.link("public.fits", "flat", "cal/damaged.fits", "");
        archive.change(List.of(
                "UPDATE meridian.dataset SET released = NULL, owner_group = 'gaia' WHERE path = 'cal/damaged.fits'"));
        archive.publish("gone.fits", "image", 16, Rule.PUBLIC);
        link("link-out.fits", outside.resolve("secret.fits"));
        link("folder-out", outside);
        archive.publish("folder-out/secret.fits", "image", 28, Rule.PUBLIC);
        link("link-in.fits", Path.of("cal/../public.fits"));
        Files.createDirectory(archive.folder().resolve("folder.fits"));
        archive.publish("folder.fits", "image", 16, Rule.PUBLIC);
        new ProcessBuilder("mkfifo", archive.folder().resolve("fifo.fits").toString())
                .start()
                .waitFor();
        archive.publish("fifo.fits", "image", 16, Rule.PUBLIC);
        link("device.fits", Path.of("/dev/zero"));
        // The same bytes for everybody under one name, and for few under their own.
        link("alias-proprietary.fits", Path.of("proprietary.fits"));
        link("alias-hidden.fits", Path.of("hidden.fits"));
        link("alias-damaged.fits", Path.of("cal/damaged.fits"));
        archive.file("fresh.fits", BYTES);
        link("alias-fresh.fits", Path.of("fresh.fits"));
    }

    private static void link(String path, Path target) throws Exception {
        Files.createSymbolicLink(archive.folder().resolve(path), target);
        if (path.endsWith(".fits")) {
            archive.publish(path, "image", 16, Rule.PUBLIC);
        }
    }

    @AfterAll
    static void stop() {
        archive.close();
        people.close();
        server.close();
    }

    private static HttpResponse<String> get(String path, String... headers) throws Exception {
        return server.get(TestArchive.url(path), headers);
    }

    @Test
    void givesEverybodyWhatIsPublicWholeAndInParts() throws Exception {
        HttpResponse<String> whole = get("public.fits");
        assertEquals(200, whole.statusCode());
        assertEquals("0123456789abcdef", whole.body());
        assertEquals(
                "application/fits", whole.headers().firstValue("Content-Type").orElseThrow());
        assertEquals("16", whole.headers().firstValue("Content-Length").orElseThrow());
        assertEquals(
                "*", whole.headers().firstValue("Access-Control-Allow-Origin").orElseThrow());
        assertEquals(
                "inline; filename=\"public.fits\"",
                whole.headers().firstValue("Content-Disposition").orElseThrow());
        HttpResponse<String> part = get("public.fits", "Range", "bytes=4-7");
        assertEquals(206, part.statusCode());
        assertEquals("4567", part.body());
        assertEquals("bytes 4-7/16", part.headers().firstValue("Content-Range").orElseThrow());
        assertEquals(416, get("public.fits", "Range", "bytes=16-").statusCode());
        HttpResponse<String> head = server.send("HEAD", TestArchive.url("public.fits"));
        assertEquals(200, head.statusCode());
        assertEquals("16", head.headers().firstValue("Content-Length").orElseThrow());
        HttpResponse<String> packing = server.send("HEAD", TestArchive.url("public.fits"), "Accept-Encoding", "gzip");
        assertEquals("16", packing.headers().firstValue("Content-Length").orElseThrow());
        String tag = whole.headers().firstValue("ETag").orElseThrow();
        assertEquals(304, get("public.fits", "If-None-Match", tag).statusCode());
        assertEquals(405, server.send("PUT", TestArchive.url("public.fits")).statusCode());
        assertEquals(405, server.send("DELETE", TestArchive.url("public.fits")).statusCode());
    }

    @Test
    void sendsCompressedFilesAsTheyAre() throws Exception {
        HttpResponse<String> packed = get("sub/packed.fits.gz", "Accept-Encoding", "gzip");
        assertEquals("0123456789abcdef", packed.body());
        assertEquals(
                "application/gzip", packed.headers().firstValue("Content-Type").orElseThrow());
        assertEquals(Optional.empty(), packed.headers().firstValue("Content-Encoding"));
    }

    @Test
    void opensNamesOfAnyKindAndLinksThatStayInside() throws Exception {
        assertEquals("0123456789abcdef", get(ODD).body());
        assertEquals("0123456789abcdef", get("link-in.fits").body());
    }

    @Test
    void givesFilesThatBelongToDatasetsToWhoeverMayReadThose() throws Exception {
        assertEquals(200, get("cal/flat.fits").statusCode());
        refused(404, "no such file", get("cal/dark.fits"));
        assertEquals(
                200,
                people.signedIn("ada").get(TestArchive.url("cal/dark.fits")).statusCode());
        refused(404, "no such file", people.signedIn("eve").get(TestArchive.url("cal/dark.fits")));
    }

    @Test
    void givesNothingBecauseItIsLinkedThatWasNotSeenOrIsNotForAll() throws Exception {
        refused(404, "no such file", get("cal/unseen.fits"));
        refused(404, "no such file", people.signedIn("ada").get(TestArchive.url("cal/unseen.fits")));
        refused(404, "no such file", get("cal/damaged.fits"));
        refused(404, "no such file", people.signedIn("eve").get(TestArchive.url("cal/damaged.fits")));
        assertEquals(
                200,
                people.signedIn("ada").get(TestArchive.url("cal/damaged.fits")).statusCode());
        String links = "/datalink/links?ID=" + URLEncoder.encode(TestArchive.did("public.fits"), UTF_8);
        assertTrue(server.get(links).body().contains("cal/flat.fits"));
        assertFalse(server.get(links).body().contains("cal/unseen.fits"));
        assertFalse(server.get(links).body().contains("cal/damaged.fits"));
    }

    @Test
    void saysWhoMayReadWhatIsProprietaryAndNotesIt() throws Exception {
        HttpResponse<String> nobody = get("proprietary.fits");
        refused(401, "proprietary until 2999-12-31T00:00:00Z; members of group gaia may read it", nobody);
        assertTrue(nobody.headers().firstValue("WWW-Authenticate").isPresent());
        // A link of a public dataset to it changes nothing.
        refused(403, "proprietary until 2999-12-31", people.signedIn("eve").get(TestArchive.url("proprietary.fits")));
        HttpResponse<String> member = people.signedIn("ada").get(TestArchive.url("proprietary.fits"));
        assertEquals(200, member.statusCode());
        assertTrue(member.headers().firstValue("Cache-Control").orElse("").contains("private"));
        refused(403, "nobody may read it", people.signedIn("ada").get(TestArchive.url("closed.fits")));
        refused(403, "lacks the scope 'sia'", people.program("ada", Scope.TAP).get(TestArchive.url("public.fits")));
        assertEquals(
                List.of("PROPRIETARY_READ ada", "REFUSED eve"),
                people.sql(
                        "SELECT DISTINCT action || ' ' || account FROM meridian.audit WHERE account IN ('ada', 'eve')"
                                + " AND detail LIKE 'dataset %proprietary.fits,%' ORDER BY 1"));
    }

    @Test
    void callsDataPublicWhenTheirTimeHasCome() throws Exception {
        archive.dataset("released.fits", "image", BYTES, Rule.PUBLIC);
        archive.change(List.of(
                "UPDATE ivoa.obscore SET data_rights = 'proprietary', obs_release_date = '2001-01-01'"
                        + " WHERE obs_id = 'released.fits'",
                "UPDATE ivoa.obscore SET data_rights = 'proprietary', obs_release_date = '2999-01-01'"
                        + " WHERE obs_id = 'closed.fits'"));
        SiteStore store = new SiteStore(server.gateway().database().owner());
        store.release();
        assertEquals(0, store.release());
        assertEquals(
                List.of("closed.fits proprietary", "released.fits public"),
                people.sql("SELECT obs_id || ' ' || data_rights FROM ivoa.obscore WHERE data_rights IS NOT NULL"
                        + " ORDER BY 1"));
    }

    /** What leads to a file gives no right that the file's own name does not give. */
    @Test
    void givesThroughLinksNothingThatTheFileItselfKeeps() throws Exception {
        refused(401, "members of group gaia may read it", get("alias-proprietary.fits"));
        refused(403, "members of group gaia", people.signedIn("eve").get(TestArchive.url("alias-proprietary.fits")));
        refused(404, "no such", get("alias-hidden.fits"));
        refused(404, "no such", get("alias-damaged.fits"));
        String cutout = "/soda/sync?ID=" + URLEncoder.encode(TestArchive.did("alias-proprietary.fits"), UTF_8);
        assertEquals(401, server.get(cutout).statusCode());
        assertEquals(
                401,
                server.get("/package" + cutout.substring(cutout.indexOf('?'))).statusCode());
        assertEquals(
                401,
                server.get(TestArchive.url("alias-proprietary.fits").replace("/archive/", "/preview/"))
                        .statusCode());
        for (String alias : List.of("alias-proprietary.fits", "alias-hidden.fits", "alias-damaged.fits")) {
            assertEquals(200, people.signedIn("ada").get(TestArchive.url(alias)).statusCode(), alias);
        }
        // Of a file that no scan has seen nothing else is known.
        assertEquals(200, get("alias-fresh.fits").statusCode());
    }

    /** Whatever is asked for in whatever way, the answer is that of what is not there. */
    @Test
    void hidesWhatIsHidden() throws Exception {
        HttpResponse<String> nothing = get("nothing.fits");
        for (String path : List.of("hidden.fits", "unpublished.fits", "gone-or-not.fits")) {
            for (String[] headers : List.of(
                    new String[] {},
                    new String[] {"Range", "bytes=0-1"},
                    new String[] {"If-None-Match", "*"},
                    new String[] {"If-Match", "*"},
                    new String[] {"If-Modified-Since", "Fri, 31 Dec 2999 00:00:00 GMT"})) {
                HttpResponse<String> answer = get(path, headers);
                assertEquals(404, answer.statusCode(), path + List.of(headers));
                assertEquals(nothing.body(), answer.body());
                assertEquals(names(nothing), names(answer));
            }
            assertEquals(404, server.send("HEAD", TestArchive.url(path)).statusCode());
            assertEquals(404, people.signedIn("eve").get(TestArchive.url(path)).statusCode());
        }
        assertEquals(
                200, people.signedIn("ada").get(TestArchive.url("hidden.fits")).statusCode());
        String tag = people.signedIn("ada")
                .get(TestArchive.url("hidden.fits"))
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        assertEquals(404, get("hidden.fits", "If-None-Match", tag).statusCode());
        String other = people.signedIn("ada")
                .get(TestArchive.url("proprietary.fits"))
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        assertEquals(401, get("proprietary.fits", "If-None-Match", other).statusCode());
    }

    private static List<String> names(HttpResponse<?> answer) {
        return List.copyOf(answer.headers().map().keySet());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"link-out.fits", "folder-out/secret.fits", "device.fits", "fifo.fits", "folder.fits", "gone.fits"
            })
    void opensNothingElseThanPlainFilesOfItsFolder(String path) throws Exception {
        HttpResponse<String> answer = get(path);
        assertEquals(404, answer.statusCode(), answer.body());
        assertFalse(answer.body().contains("/tmp"), answer.body());
        assertFalse(answer.body().contains(SECRET), answer.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/archive",
                "/archive/",
                "/archive/sky",
                "/archive/sky/",
                "/archive/sky/sub",
                "/archive/sky/sub/",
                "/archive/nothing/public.fits",
                "/archive/sky//public.fits",
                "/archive/sky/public.fits/",
                "/archive/sky/./public.fits",
                "/archive/sky/sub/%2e%2e/public.fits",
                "/archive/sky/sub/..%2Fpublic.fits",
                "/archive/sky/sub%2F..%2Fpublic.fits",
                "/archive/sky/sub/%252e%252e/public.fits",
                "/archive/sky/..%5Cpublic.fits",
                "/archive/sky/public.fits%00",
                "/archive/sky/%00/etc/passwd",
                "/archive/sky/%2Fetc%2Fpasswd",
                "/archive/sky//etc/passwd",
                "/archive/..%2F..%2Fetc/passwd",
                "/archive/%2e%2e/%2e%2e/etc/passwd",
                "/archive/sky/%c0%ae%c0%ae/public.fits",
                "/archive/sky/public%",
                "/archive/sky/public.fits%zz",
                "/archive;/sky/public.fits",
                "/archive/sky/public.fits;x",
                "/archive/sky;x/public.fits",
                "/archive/%73ky/%FF"
            })
    void findsNothingElse(String path) throws Exception {
        String answer = server.raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
        assertTrue(answer.matches("(?s)HTTP/1.1 4(00|04) .*"), path + ": " + answer);
        assertFalse(answer.contains("0123456789abcdef"), answer);
        assertFalse(answer.contains("root:"), answer);
    }

    @ParameterizedTest
    @EnumSource(Rule.class)
    void isTheSameOverHead(Rule rule) throws IOException, InterruptedException {
        String path = switch (rule) {
            case PUBLIC -> "public.fits";
            case PROPRIETARY -> "proprietary.fits";
            case HIDDEN -> "hidden.fits";
            case CLOSED -> "closed.fits";
        };
        URI url = server.url(TestArchive.url(path));
        HttpClient client = HttpClient.newHttpClient();
        int get = client.send(HttpRequest.newBuilder(url).build(), BodyHandlers.discarding())
                .statusCode();
        int head = client.send(HttpRequest.newBuilder(url).HEAD().build(), BodyHandlers.discarding())
                .statusCode();
        assertEquals(get, head);
    }
}
