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
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
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
