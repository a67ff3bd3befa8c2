// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.meridian.gateway.People.refused;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.auth.Scope;
import org.meridian.gateway.People.Person;
import org.meridian.gateway.TestArchive.Rule;

/** Pictures of datasets and collections over HTTP: for whom, and what they give away. */
@Timeout(60)
class PreviewsIT {

    private static final byte[] CURVE = ("time,flux\n"
                    + IntStream.range(0, 500)
                            .mapToObj(i -> i + "," + (100 + 5 * Math.sin(i / 20.0)))
                            .collect(Collectors.joining("\n")))
            .getBytes(UTF_8);

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private static RunningGateway server;
    private static People people;
    private static TestArchive archive;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningGateway(Optional.empty());
        people = new People(server);
        people.make("ada", "eve");
        people.administration().join("gaia", List.of("ada"));
        archive = new TestArchive(server);
        archive.dataset("public.csv", "timeseries", CURVE, Rule.PUBLIC);
        archive.dataset("proprietary.csv", "timeseries", CURVE, Rule.PROPRIETARY);
        archive.dataset("hidden.csv", "timeseries", CURVE, Rule.HIDDEN);
        archive.dataset("damaged.fits", "image", "SIMPLE  = nonsense".getBytes(UTF_8), Rule.PUBLIC);
        archive.dataset("empty.fits", "image", new byte[0], Rule.PUBLIC);
        for (String colour : List.of("red", "green", "blue")) {
            archive.dataset("open-" + colour + ".fits", "image", image(colour), Rule.PUBLIC);
            archive.part("open-" + colour + ".fits", "open", colour);
            archive.dataset("mixed-" + colour + ".fits", "image", image(colour), Rule.PUBLIC);
            archive.part("mixed-" + colour + ".fits", "mixed", colour);
        }
        archive.dataset("mixed-hidden.fits", "image", image("red"), Rule.HIDDEN);
        archive.part("mixed-hidden.fits", "mixed", "red");
        archive.dataset("kept-red.fits", "image", image("red"), Rule.PUBLIC);
        archive.part("kept-red.fits", "kept", "red");
        archive.dataset("kept-blue.fits", "image", image("blue"), Rule.PROPRIETARY);
        archive.part("kept-blue.fits", "kept", "blue");
        archive.part("public.csv", "alone", "red");
        archive.change(List.of(
                "UPDATE ivoa.obscore SET s_moc = '6/0-3' WHERE obs_publisher_did LIKE '%hidden%'",
                "UPDATE ivoa.obscore SET s_moc = '6/49000' WHERE obs_publisher_did NOT LIKE '%hidden%'"));
    }

    @AfterAll
    static void stop() {
        archive.close();
        people.close();
        server.close();
    }

    private static String url(String path) {
        return TestArchive.url(path).replace("/archive/", "/preview/");
    }

    private static HttpResponse<byte[]> picture(String path) throws Exception {
        HttpResponse<byte[]> answer =
                CLIENT.send(HttpRequest.newBuilder(server.url(path)).build(), BodyHandlers.ofByteArray());
        assertEquals(200, answer.statusCode(), () -> new String(answer.body(), UTF_8));
        assertEquals("image/png", answer.headers().firstValue("Content-Type").orElseThrow());
        return answer;
    }

    private static BufferedImage read(HttpResponse<byte[]> answer) throws Exception {
        return ImageIO.read(new ByteArrayInputStream(answer.body()));
    }

    @Test
    void showsWhatIsInAFile() throws Exception {
        HttpResponse<byte[]> answer = picture(url("public.csv"));
        BufferedImage picture = read(answer);
        assertEquals(512, picture.getWidth());
        assertArrayEquals(
                answer.body(), picture(url("public.csv") + "?size=600").body());
        assertEquals(128, read(picture(url("public.csv") + "?size=128")).getWidth());
        assertEquals(2048, read(picture(url("public.csv") + "?SIZE=999999")).getWidth());
        String tag = answer.headers().firstValue("ETag").orElseThrow();
        assertEquals(304, server.get(url("public.csv"), "If-None-Match", tag).statusCode());
        // Another file under the same name has another picture.
        archive.dataset("changed.csv", "timeseries", CURVE, Rule.PUBLIC);
        byte[] before = picture(url("changed.csv")).body();
        Files.write(archive.folder().resolve("changed.csv"), "time,flux\n1,2\n3,4\n5,9\n".getBytes(UTF_8));
        assertNotEquals(before.length, picture(url("changed.csv")).body().length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "63", "abc", "", "1e3", "99999999", "128&size=256"})
    void takesSizesThatAreOnes(String size) throws Exception {
        assertEquals(400, server.get(url("public.csv") + "?size=" + size).statusCode());
    }

    /** Who has had it made opens it to nobody else. */
    @Test
    void isForThoseWhoMayReadTheFile() throws Exception {
        Person ada = people.signedIn("ada");
        for (String path : List.of("proprietary.csv", "hidden.csv")) {
            HttpResponse<String> made = ada.get(url(path));
            assertEquals(200, made.statusCode());
            assertTrue(made.headers().firstValue("Cache-Control").orElse("").contains("private"));
        }
        String tag =
                ada.get(url("proprietary.csv")).headers().firstValue("ETag").orElseThrow();
        refused(401, "members of group gaia", server.get(url("proprietary.csv"), "If-None-Match", tag));
        refused(403, "members of group gaia", people.signedIn("eve").get(url("proprietary.csv")));
        String nothing = server.get(url("nothing.csv")).body();
        for (Person who : List.of(people.anonymous(), people.signedIn("eve"))) {
            HttpResponse<String> hidden = who.get(url("hidden.csv"));
            assertEquals(404, hidden.statusCode());
            assertEquals(nothing, hidden.body());
        }
        refused(403, "lacks the scope 'sia'", people.program("ada", Scope.TAP).get(url("public.csv")));
    }

    /** A star on noise; in green it is elsewhere in the image, and at the same place of the sky. */
    private static byte[] image(String colour) {
        int shift = colour.equals("green") ? 10 : 0;
        StringBuilder header = new StringBuilder();
        for (String card : List.of(
                "SIMPLE  = T",
                "BITPIX  = 16",
                "NAXIS   = 2",
                "NAXIS1  = 100",
                "NAXIS2  = 100",
                "CTYPE1  = 'RA---TAN'",
                "CTYPE2  = 'DEC--TAN'",
                "CRPIX1  = " + (50.5 + shift),
                "CRPIX2  = 50.5",
                "CRVAL1  = 10.0",
                "CRVAL2  = 20.0",
                "CDELT1  = -0.001",
                "CDELT2  = 0.001",
                "END")) {
            header.append(String.format("%-80s", card));
        }
        ByteBuffer file = ByteBuffer.allocate(2880 * 8)
                .put(String.format("%-2880s", header).getBytes(UTF_8));
        for (int i = 0; i < 10_000; i++) {
            boolean star = Math.hypot(i % 100 - 29 - shift, i / 100 - 69) < 4;
            file.putShort((short) (100 + i * 7919 % 13 + (star ? 1000 : 0)));
        }
        return file.array();
    }

    private static final String COLOURS = "/preview/sky?size=128&colours=";

    /** The star is white only where all three images are laid one on another by their coordinates. */
    @Test
    void laysImagesOfSeveralBandsOnEachOtherInColour() throws Exception {
        BufferedImage picture = read(picture(COLOURS + "open"));
        assertEquals(100, picture.getWidth());
        int star = picture.getRGB(29 + 10, 99 - 69) & 0xffffff;
        for (int shift : List.of(16, 8, 0)) {
            assertTrue((star >> shift & 0xff) > 200, Integer.toHexString(star));
        }
        int sky = picture.getRGB(29, 99 - 69) & 0xff;
        assertTrue(sky < 100, "sky " + sky);
        String links = server.get("/datalink/links?RESPONSEFORMAT=csv&ID="
                        + URLEncoder.encode(TestArchive.did("open-red.fits"), UTF_8))
                .body();
        assertTrue(
                links.contains("colour composite of band of red, band of green, band of blue\",\"#preview\""), links);
        assertTrue(links.contains("/preview/sky?colours=open&size=1024"), links);
        refused(404, "there is no such picture", server.get(COLOURS + "nothing"));
        refused(404, "there is no such picture", server.get(COLOURS + "alone"));
    }

    @Test
    void showsInColourWhatOneMayReadInAllOfItsParts() throws Exception {
        refused(401, "members of group gaia", server.get(COLOURS + "kept"));
        refused(403, "members of group gaia", people.signedIn("eve").get(COLOURS + "kept"));
        HttpResponse<String> nothing = server.get(COLOURS + "nothing");
        HttpResponse<String> hidden = server.get(COLOURS + "mixed");
        assertEquals(404, hidden.statusCode());
        assertEquals(nothing.body(), hidden.body());
        for (String name : List.of("kept", "mixed")) {
            assertEquals(200, people.signedIn("ada").get(COLOURS + name).statusCode());
            String links = "/datalink/links?ID=" + URLEncoder.encode(TestArchive.did(name + "-red.fits"), UTF_8);
            assertTrue(people.signedIn("ada").get(links).body().contains("colours=" + name));
            assertFalse(server.get(links).body().contains("colours="));
        }
        refused(404, "there is no such picture", people.signedIn("eve").get(COLOURS + "mixed"));
    }

    @Test
    void saysWhyThereIsNone() throws Exception {
        for (String path : List.of("damaged.fits", "empty.fits")) {
            HttpResponse<String> answer = server.get(url(path));
            refused(404, "there is no picture of " + path, answer);
            assertFalse(answer.body().contains("/tmp"), answer.body());
            assertFalse(answer.body().contains("Exception"), answer.body());
        }
    }

    @Test
    void mapsWhatEverybodyMayKnowOfACollection() throws Exception {
        byte[] map = picture("/preview/sky?size=512").body();
        assertEquals(256, ImageIO.read(new ByteArrayInputStream(map)).getHeight());
        HttpResponse<String> member = people.signedIn("ada").get("/preview/sky?size=512");
        assertEquals(member.headers().firstValue("Content-Length"), Optional.of("" + map.length));
        for (String none : List.of("/preview/nothing", "/preview/", "/preview", "/preview/..", "/preview/%2e%2e/sky")) {
            int status = server.get(none).statusCode();
            assertTrue(status == 404 || status == 400, none + " " + status);
        }
    }

    /** One map of all the sky would hide where everything else is. */
    @Test
    void leavesMapsOfTheWholeSkyOutOfMaps() throws Exception {
        archive.change(List.of("INSERT INTO meridian.collection (name, folder) VALUES ('maps', '/nowhere')"));
        archive.publishIn("maps", "one");
        archive.publishIn("maps", "all");
        archive.change(List.of(
                "UPDATE ivoa.obscore SET s_moc = '6/49000' WHERE obs_collection = 'maps' AND obs_id = 'one'",
                "UPDATE ivoa.obscore SET s_moc = '0/0-11' WHERE obs_collection = 'maps' AND obs_id = 'all'"));
        BufferedImage map = read(picture("/preview/maps?size=512"));
        assertEquals(0xf4f4f4, map.getRGB(200, 100) & 0xffffff);
        assertTrue(server.get("/observations").body().contains("1 that cover most of the sky"));
    }

    @Test
    void showsPeopleWhatThereIs() throws Exception {
        String list = server.get("/observations").body();
        assertTrue(list.contains("<a href=\"/observations/sky\">sky</a>"), list);
        assertTrue(list.contains("src=\"/preview/sky?size=1024\""), list);
        String collection = server.get("/observations/sky").body();
        assertTrue(collection.contains("<a href=\"/observations/sky/open-green.fits\">"), collection);
        assertTrue(collection.contains("src=\"/preview/sky/open-green.fits?size=128\""), collection);
        String dataset = server.get("/observations/sky/open-green.fits").body();
        for (String part : List.of(
                TestArchive.did("open-green.fits"),
                "src=\"/preview/sky/open-green.fits?size=1024\"",
                "colours=open&amp;size=1024",
                "name=\"CIRCLE\" placeholder=\"10.0 20.0 0.25\"",
                "<input type=\"hidden\" name=\"ID\" value=\"" + TestArchive.did("open-green.fits") + "\">",
                "/soda/sync",
                "DatalinkResults.from_result_url")) {
            assertTrue(dataset.contains(part), part + dataset);
        }
        HttpResponse<String> page = server.get("/observations");
        assertTrue(page.headers()
                .firstValue("Content-Security-Policy")
                .orElseThrow()
                .startsWith("default-src 'none'"));
        assertTrue(server.get("/").body().contains("href=\"observations\""));
    }

    @Test
    void findsByNameAndPlace() throws Exception {
        archive.change(List.of(
                "UPDATE ivoa.obscore SET target_name = 'NGC 224' WHERE obs_id = 'open-red.fits'",
                "UPDATE ivoa.obscore SET target_name = 'NGC%224' WHERE obs_id = 'open-blue.fits'"));
        String found = server.get("/observations/sky?find=ngc+224").body();
        assertTrue(found.contains("/observations/sky/open-red.fits"), found);
        assertFalse(found.contains("/observations/sky/open-blue.fits"), found);
        assertTrue(server.get("/observations/sky?find=no+such+thing").body().contains("Nothing was found"));
        String wrong = server.get("/observations/sky?find=10+20&radius=much").body();
        assertTrue(wrong.contains("a radius is a number of degrees"), wrong);
        String script = server.get("/observations/sky?find=" + URLEncoder.encode("\"><script>", UTF_8))
                .body();
        assertFalse(script.contains("<script"), script);
    }

    @Test
    void pagesGoOnUntilTheEnd() throws Exception {
        archive.change(List.of("INSERT INTO meridian.collection (name, folder) VALUES ('long', '/nowhere')"));
        for (int i = 0; i < 50; i++) {
            archive.publishIn("long", String.format("d%03d", i));
        }
        String path = "/observations/long";
        int pages = 0;
        Set<String> seen = new HashSet<>();
        while (!path.isEmpty()) {
            String page = server.get(path).body();
            Matcher items =
                    Pattern.compile("href=\"/observations/long/(d[0-9]+)\"").matcher(page);
            while (items.find()) {
                assertTrue(seen.add(items.group(1)));
            }
            pages++;
            Matcher next = Pattern.compile("rel=\"next\" href=\"([^\"]+)\"").matcher(page);
            path = next.find() ? next.group(1).replace("&amp;", "&") : "";
        }
        assertEquals(50, seen.size());
        assertEquals(3, pages);
    }

    @Test
    void hidesFromPeopleWhatProgramsAreNotTold() throws Exception {
        HttpResponse<String> hidden = server.get("/observations/sky/hidden.csv");
        assertEquals(404, hidden.statusCode());
        assertEquals(server.get("/observations/sky/nothing.csv").body(), hidden.body());
        assertFalse(server.get("/observations/sky?find=hidden").body().contains("hidden.csv"));
        assertFalse(people.signedIn("eve")
                .get("/observations/sky?find=hidden")
                .body()
                .contains("hidden.csv"));
        assertTrue(people.signedIn("ada")
                .get("/observations/sky?find=hidden")
                .body()
                .contains("hidden.csv"));
        assertEquals(
                200, people.signedIn("ada").get("/observations/sky/hidden.csv").statusCode());
        String known = server.get("/observations/sky/proprietary.csv").body();
        assertTrue(known.contains("not read it: it is proprietary until 2999-12-31"), known);
        assertFalse(known.contains("<img src=\"/preview/sky/proprietary.csv"), known);
        for (String none : List.of("/observations/nothing", "/observations/sky/nothing")) {
            assertEquals(404, server.get(none).statusCode(), none);
        }
    }

    /** Files of missions as they are (skipped where they are not): each has a picture, or a reason why not. */
    @Test
    void realFilesHavePictures() throws Exception {
        Path folder = Path.of(System.getProperty("meridian.shared", "/none"), "data/archive");
        Assumptions.assumeTrue(Files.isDirectory(folder), "real files are not there");
        archive.change(List.of(
                "INSERT INTO meridian.collection (name, folder) VALUES ('real', '" + folder.toAbsolutePath() + "')"));
        int pictures = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                archive.publishIn("real", name);
                HttpResponse<byte[]> answer = CLIENT.send(
                        HttpRequest.newBuilder(server.url("/preview/real/" + name + "?size=512"))
                                .build(),
                        BodyHandlers.ofByteArray());
                if (answer.statusCode() == 200) {
                    pictures++;
                    BufferedImage picture = read(answer);
                    assertTrue(Math.max(picture.getWidth(), picture.getHeight()) > 100, name);
                } else {
                    refused(404, "there is no picture of " + name, server.get("/preview/real/" + name));
                }
            }
        }
        assertTrue(pictures >= 15, pictures + " pictures");
    }
}
