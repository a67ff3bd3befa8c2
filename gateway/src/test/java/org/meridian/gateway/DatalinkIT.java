// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.meridian.gateway.People.refused;

import java.io.ByteArrayInputStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.auth.Datalab;
import org.meridian.core.auth.Scope;
import org.meridian.gateway.People.Person;
import org.meridian.gateway.TestArchive.Rule;

/** Links of datasets over HTTP (DataLink 1.1), and what they tell nobody. */
@Timeout(120)
class DatalinkIT {

    private static final byte[] BYTES = new byte[2880];
    private static final int MANY = 2000;

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
        archive.dataset("image.fits", "image", BYTES, Rule.PUBLIC);
        archive.dataset("cube ä&.fits", "cube", BYTES, Rule.PUBLIC);
        archive.dataset("packed.fits.gz", "spectrum", BYTES, Rule.PUBLIC);
        archive.dataset("proprietary.fits", "image", BYTES, Rule.PROPRIETARY);
        archive.dataset("hidden.fits", "image", BYTES, Rule.HIDDEN);
        archive.file("cal/flat.fits", BYTES);
        archive.file("notes.txt", BYTES);
        archive.link("image.fits", "flat", "cal/flat.fits", "the flat field of that night");
        archive.link("image.fits", "documentation", "notes.txt", "");
        archive.link("image.fits", "progenitor", "hidden.fits", "");
        archive.link("image.fits", "progenitor", "proprietary.fits", "");
        archive.change(List.of(
                "INSERT INTO meridian.dataset (collection, path, size, modified_ns, media_type, publisher_did, released)"
                        + " SELECT 'sky', 'many/' || n, 1, 0, 'application/fits', '" + TestArchive.did("many")
                        + "/' || n,"
                        + " '2000-01-01' FROM generate_series(1, " + MANY + ") AS n",
                "INSERT INTO ivoa.obscore (dataproduct_type, calib_level, obs_collection, obs_id, obs_publisher_did, s_ra,"
                        + " s_dec, s_fov, shown_from, dataset_id) SELECT 'image', 2, 'sky', path, publisher_did, 1, 2, 3,"
                        + " released, dataset_id FROM meridian.dataset WHERE path LIKE 'many/%'",
                "ANALYZE ivoa.obscore",
                "ANALYZE meridian.dataset"));
    }

    @AfterAll
    static void stop() {
        archive.close();
        people.close();
        server.close();
    }

    private static String query(String... ids) {
        return Stream.of(ids).map(id -> "ID=" + URLEncoder.encode(id, UTF_8)).collect(Collectors.joining("&"));
    }

    private static HttpResponse<String> links(Person who, String... paths) throws Exception {
        return who.get("/datalink/links?"
                + query(Stream.of(paths).map(TestArchive::did).toArray(String[]::new)));
    }

    private static List<List<@Nullable Object>> rows(HttpResponse<String> answer) throws Exception {
        assertEquals(200, answer.statusCode(), answer.body());
        return new VotableAnswer(answer.body().getBytes(UTF_8)).rows();
    }

    /** Some columns of each row. */
    private static List<String> rows(HttpResponse<String> answer, int... columns) throws Exception {
        String root = server.url("").toString();
        return rows(answer).stream()
                .map(row -> IntStream.of(columns)
                        .mapToObj(i -> row.get(i) == null ? "" : row.get(i).toString())
                        .collect(Collectors.joining(" | "))
                        .replace(root, ""))
                .toList();
    }

    @Test
    void leadsToTheFileToPicturesToPartsAndToWhatBelongsToIt() throws Exception {
        HttpResponse<String> answer = links(people.anonymous(), "image.fits");
        assertEquals(
                "application/x-votable+xml;content=datalink",
                answer.headers().firstValue("Content-Type").orElseThrow());
        assertEquals(
                List.of(
                        "#this | /archive/sky/image.fits |  | application/fits | 2880 | #image | optional | true",
                        "#preview | /preview/sky/image.fits?size=1024 |  | image/png |  |  | optional | true",
                        "#thumbnail | /preview/sky/image.fits?size=128 |  | image/png |  |  | optional | true",
                        "#cutout |  | cutout-1 |  |  |  | optional | true",
                        "#documentation | /archive/sky/notes.txt |  | text/plain | 2880 |  | optional | true",
                        "#flat | /archive/sky/cal/flat.fits |  | application/fits | 2880 |  | optional | true",
                        "#progenitor | /archive/sky/proprietary.fits |  | application/fits | 2880 | #image | true | false",
                        "#package | /package?ID=ivo%3A%2F%2Fmeridian.local%2Fsky%3Fimage.fits |  | application/x-tar"
                                + " | 13824 |  | optional | true"),
                rows(answer, 5, 1, 2, 6, 7, 8, 10, 11));
        String document = answer.body();
        assertTrue(
                document.contains("<INFO name=\"standardID\" value=\"ivo://ivoa.net/std/DataLink#links-1.1\"/>"),
                document);
        assertTrue(document.contains("<TABLEDATA>"), document);
        assertTrue(document.contains("the flat field of that night"), document);
        assertTrue(document.contains("<MAX value=\"10.0 20.0 0.25\"/>"), document);
        assertTrue(document.contains("<MAX value=\"9.8 19.8 10.2 19.8 10.2 20.2 9.8 20.2\"/>"), document);
        assertFalse(document.contains("name=\"BAND\""), document);
        assertTrue(document.contains("utype=\"adhoc:this\""), document);
    }

    @Test
    void tellsWhatCanBeCutOutAlongEachAxis() throws Exception {
        String document = links(people.anonymous(), "cube ä&.fits").body();
        assertTrue(document.contains("<MIN value=\"4.0E-7\"/><MAX value=\"7.0E-7\"/>"), document);
        assertTrue(document.contains("<OPTION value=\"I\"/><OPTION value=\"Q\"/>"), document);
        assertFalse(document.contains("name=\"TIME\""), document);
        assertTrue(document.contains("cube%20%C3%A4%26.fits"), document);
    }

    @ParameterizedTest
    @CsvSource({"spectrum, BAND", "timeseries, TIME", "event, 'CIRCLE, POLYGON, POS, BAND, TIME'", "measurements, ''"})
    void tablesAreCutAlongTheAxesTheyHave(String productType, String axes) throws Exception {
        archive.dataset(productType + ".fits", productType, BYTES, Rule.PUBLIC);
        String document = links(people.anonymous(), productType + ".fits").body();
        List<String> expected = axes.isEmpty() ? List.of() : List.of(axes.split(", "));
        for (String axis : List.of("CIRCLE", "POLYGON", "POS", "BAND", "TIME", "POL")) {
            assertEquals(expected.contains(axis), document.contains("name=\"" + axis + "\""), axis + document);
        }
        assertEquals(axes.isEmpty(), !document.contains("#cutout"), document);
    }

    @Test
    void keepsTheOrderAndAnswersEachOnce() throws Exception {
        List<String> expected = new ArrayList<>();
        for (String path : List.of("packed.fits.gz", "nothing.fits", "image.fits")) {
            expected.add(TestArchive.did(path));
        }
        HttpResponse<String> answer =
                links(people.anonymous(), "packed.fits.gz", "nothing.fits", "image.fits", "packed.fits.gz");
        assertEquals(expected, rows(answer, 0).stream().distinct().toList());
        // One after the other.
        List<String> all = rows(answer, 0);
        assertEquals(
                all,
                all.stream()
                        .sorted((a, b) -> expected.indexOf(a) - expected.indexOf(b))
                        .toList());
        assertTrue(rows(answer, 6).getFirst().equals("application/gzip"));
    }

    @Test
    void givesInPlaceWhatADatalabHas() throws Exception {
        Person inside = people.bearer(
                "ada",
                people.datalabTokens()
                        .issue(
                                "ada",
                                new Datalab("session1", "notebook"),
                                Set.of(Scope.SIA),
                                Duration.ofHours(1),
                                Optional.empty())
                        .secret());
        List<String> rows = rows(links(inside, "cube ä&.fits", "hidden.fits"), 5, 1, 9);
        assertEquals("#this | file:///data/sky/cube%20%C3%A4%26.fits | in-place", rows.get(0));
        assertEquals("#this | /archive/sky/cube%20%C3%A4%26.fits | download", rows.get(1));
        assertTrue(rows.contains("#this | file:///data/sky/hidden.fits | in-place"), rows.toString());
        assertFalse(links(people.signedIn("ada"), "hidden.fits").body().contains("file:"));
        // What he may not read is not there for him.
        archive.dataset("closed.fits", "image", BYTES, Rule.CLOSED);
        assertFalse(links(inside, "closed.fits").body().contains("file:"));
    }

    @Test
    void saysWhoMayUseALink() throws Exception {
        assertEquals(
                "true | false",
                rows(links(people.anonymous(), "proprietary.fits"), 10, 11).getFirst());
        assertEquals(
                "true | false",
                rows(links(people.signedIn("eve"), "proprietary.fits"), 10, 11).getFirst());
        assertEquals(
                "true | true",
                rows(links(people.signedIn("ada"), "proprietary.fits"), 10, 11).getFirst());
    }

    @Test
    void knowsNothingOfWhatIsHidden() throws Exception {
        String nothing = links(people.anonymous(), "nothing.fits").body();
        for (Person who : List.of(people.anonymous(), people.signedIn("eve"))) {
            String hidden = links(who, "hidden.fits").body();
            assertEquals(nothing, hidden.replace("hidden.fits", "nothing.fits"));
            assertTrue(hidden.contains("NotFoundFault: "), hidden);
            assertFalse(links(who, "image.fits").body().contains("hidden"));
        }
        assertTrue(links(people.signedIn("ada"), "image.fits").body().contains("/archive/sky/hidden.fits"));
        assertTrue(links(people.signedIn("ada"), "hidden.fits").body().contains("/archive/sky/hidden.fits"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ivo://meridian.local/sky?%",
                "ivo://meridian.local/sky?../../etc/passwd",
                "' OR 1=1 --",
                "ivo://meridian.local/sky?image.fits' OR ''='",
                "<script>alert(1)</script>&amp;\"]]>",
                "ivo://meridian.local/SKY?image.fits",
                "\u00e4\ud83d\ude00\u0001\ufffe",
                "*"
            })
    void answersAnyTextWithOneRow(String id) throws Exception {
        HttpResponse<String> answer = people.anonymous().get("/datalink/links?" + query(id));
        List<List<@Nullable Object>> rows = rows(answer);
        assertEquals(1, rows.size(), answer.body());
        assertTrue(String.valueOf(rows.getFirst().get(3)).startsWith("NotFoundFault: "), answer.body());
        assertEquals("#this", rows.getFirst().get(5));
    }

    @Test
    void answersNoIdentifierWithNoRowsAndItsOwnDescription() throws Exception {
        HttpResponse<String> answer = people.anonymous().get("/datalink/links");
        assertEquals(List.of(), rows(answer));
        assertTrue(answer.body().contains("utype=\"adhoc:this\""), answer.body());
        assertFalse(answer.body().contains("OVERFLOW"), answer.body());
    }

    @Test
    void takesFormatsAsTheyAreAskedFor() throws Exception {
        String one = "/datalink/links?" + query(TestArchive.did("image.fits"));
        for (List<String> each : List.of(
                List.of("votable", "application/x-votable+xml;content=datalink"),
                List.of("application/x-votable+xml", "application/x-votable+xml"),
                List.of("application/x-votable xml", "application/x-votable+xml"),
                List.of("application/x-votable+xml;content=datalink", "application/x-votable+xml;content=datalink"),
                List.of("text/xml", "text/xml"),
                List.of("votable/b2", "application/x-votable+xml;serialization=BINARY2"),
                List.of("csv", "text/csv;header=present;charset=UTF-8"),
                List.of("json", "application/json"))) {
            HttpResponse<String> answer =
                    people.anonymous().get(one + "&RESPONSEFORMAT=" + URLEncoder.encode(each.getFirst(), UTF_8));
            assertEquals(200, answer.statusCode(), answer.body());
            assertEquals(
                    each.getLast(), answer.headers().firstValue("Content-Type").orElseThrow());
        }
        HttpResponse<String> unknown = people.anonymous().get(one + "&RESPONSEFORMAT=application/postscript");
        refused(400, ">UsageFault: RESPONSEFORMAT", unknown);
        assertEquals(
                "application/x-votable+xml;content=datalink",
                people.anonymous()
                        .get("/datalink/links")
                        .headers()
                        .firstValue("Content-Type")
                        .orElseThrow());
    }

    @Test
    void takesManyIdentifiersByPostAndSaysWhereItStopped() throws Exception {
        String[] form = IntStream.rangeClosed(1, MANY + 1)
                .boxed()
                .flatMap(n -> Stream.of("ID", TestArchive.did("many/" + n)))
                .toArray(String[]::new);
        HttpResponse<String> tooMany = people.anonymous().post("/datalink/links", form);
        if (tooMany.statusCode() == 200) {
            assertTrue(tooMany.body().contains("value=\"OVERFLOW\""));
            assertEquals(MANY, rows(tooMany, 0).stream().distinct().count());
        }
        String[] thousand = List.of(form).subList(0, 2000).toArray(String[]::new);
        HttpResponse<String> answer = people.anonymous().post("/datalink/links", thousand);
        List<String> ids = rows(answer, 0);
        assertEquals(4000, ids.size());
        assertEquals(1000, ids.stream().distinct().count());
        assertFalse(answer.body().contains("OVERFLOW"));
        String huge = "x".repeat(50_000);
        assertEquals(
                1, rows(people.anonymous().post("/datalink/links", "ID", huge)).size());
        String[] empty = IntStream.range(0, 20_000)
                .boxed()
                .flatMap(n -> Stream.of("ID", "" + n % 7000))
                .toArray(String[]::new);
        HttpResponse<String> flood = people.anonymous().post("/datalink/links", empty);
        assertTrue(flood.statusCode() == 400 || flood.body().contains("value=\"OVERFLOW\""), flood.body());
    }

    private static final String PACKAGE = "/package?" + query(TestArchive.did("image.fits"));

    private static List<String> packed(Person who, String path) throws Exception {
        HttpResponse<String> answer = who.get(path);
        assertEquals(200, answer.statusCode(), answer.body());
        byte[] packed = answer.body().getBytes(UTF_8);
        assertEquals(Optional.of("" + packed.length), answer.headers().firstValue("Content-Length"));
        assertEquals(Optional.of("application/x-tar"), answer.headers().firstValue("Content-Type"));
        List<String> names = new ArrayList<>();
        String sums = "";
        String found = "";
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new ByteArrayInputStream(packed))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                byte[] bytes = tar.readAllBytes();
                names.add(entry.getName());
                if (entry.getName().equals("SHA256SUMS")) {
                    sums = new String(bytes, UTF_8);
                } else if (entry.getName().startsWith("sky/")) {
                    byte[] sum = MessageDigest.getInstance("SHA-256").digest(bytes);
                    found += HexFormat.of().formatHex(sum) + "  " + entry.getName() + "\n";
                }
            }
        }
        assertEquals(found, sums);
        return names;
    }

    @Test
    void packsADatasetWithWhatBelongsToItAsFarAsOneMayReadIt() throws Exception {
        assertEquals(
                List.of("sky/image.fits", "sky/notes.txt", "sky/cal/flat.fits", "SHA256SUMS", "manifest.csv"),
                packed(people.anonymous(), PACKAGE));
        assertEquals(
                List.of(
                        "sky/image.fits",
                        "sky/notes.txt",
                        "sky/cal/flat.fits",
                        "sky/hidden.fits",
                        "sky/proprietary.fits",
                        "SHA256SUMS",
                        "manifest.csv"),
                packed(people.signedIn("ada"), PACKAGE));
        HttpResponse<String> zip = people.anonymous().get(PACKAGE + "&RESPONSEFORMAT=zip");
        assertEquals(Optional.of("application/zip"), zip.headers().firstValue("Content-Type"));
        assertEquals(
                Optional.of("attachment; filename=\"image.zip\""), zip.headers().firstValue("Content-Disposition"));
        HttpResponse<String> head = server.send("HEAD", PACKAGE);
        assertEquals(Optional.of("13824"), head.headers().firstValue("Content-Length"));
        String length = rows(links(people.signedIn("ada"), "image.fits"), 5, 7).getLast();
        assertEquals("#package | " + people.signedIn("ada").get(PACKAGE).body().length(), length);
    }

    @Test
    void packsNothingForWhomItIsNot() throws Exception {
        String proprietary = "/package?" + query(TestArchive.did("proprietary.fits"));
        refused(401, "members of group gaia", people.anonymous().get(proprietary));
        refused(403, "members of group gaia", people.signedIn("eve").get(proprietary));
        HttpResponse<String> nothing = people.anonymous().get("/package?" + query(TestArchive.did("nothing.fits")));
        HttpResponse<String> hidden = people.anonymous().get("/package?" + query(TestArchive.did("hidden.fits")));
        assertEquals(404, hidden.statusCode());
        assertEquals(nothing.body(), hidden.body());
        assertEquals(
                404,
                server.send("HEAD", "/package?" + query(TestArchive.did("hidden.fits")))
                        .statusCode());
        refused(403, "lacks the scope 'sia'", people.program("ada", Scope.TAP).get(PACKAGE));
        refused(400, "ID must be there once", people.anonymous().get("/package"));
        refused(400, "RESPONSEFORMAT must be tar or zip", people.anonymous().get(PACKAGE + "&RESPONSEFORMAT=rar"));
    }

    @Test
    void describesItselfToRegistries() throws Exception {
        HttpResponse<String> capabilities = people.anonymous().get("/datalink/capabilities");
        assertEquals(200, capabilities.statusCode());
        assertTrue(capabilities.body().contains("standardID=\"ivo://ivoa.net/std/DataLink#links-1.1\""));
        assertTrue(people.anonymous()
                .get("/datalink/availability")
                .body()
                .contains("<vosi:available>true</vosi:available>"));
        refused(403, "lacks the scope 'sia'", people.program("ada", Scope.TAP).get("/datalink/links"));
    }

    @Test
    void satisfiesDatalinklint(@TempDir Path folder) throws Exception {
        for (Person who : List.of(people.anonymous(), people.signedIn("ada"))) {
            Path document = Files.writeString(
                    folder.resolve("links.xml"),
                    links(who, "image.fits", "cube ä&.fits", "packed.fits.gz", "nothing.fits", "hidden.fits")
                            .body());
            String report =
                    Judge.run(folder, folder, List.of("stilts", "datalinklint", "report=EWF", "votable=" + document));
            assertEquals("", faults(report), report);
        }
        Path empty = Files.writeString(
                folder.resolve("none.xml"),
                people.anonymous().get("/datalink/links").body());
        String report = Judge.run(folder, folder, List.of("stilts", "datalinklint", "report=EWF", "votable=" + empty));
        assertEquals("", faults(report), report);
    }

    @Test
    void isReadByPyvo(@TempDir Path folder) throws Exception {
        String program = """
                import sys, pyvo
                rows = pyvo.dal.TAPService(sys.argv[1] + '/tap').search(
                    "SELECT obs_publisher_did FROM ivoa.obscore WHERE obs_id LIKE 'cube%'")
                links = next(rows.iter_datalinks())
                print(*[str(link['semantics']) for link in links])
                print(*sorted(p.name for p in links.get_first_proc().input_params))
                print(links.get_first_proc().access_url.endswith('/soda/sync'))
                """;
        String base = server.url("").toString();
        assertEquals(
                "#this #preview #thumbnail #cutout\nBAND CIRCLE ID POL POLYGON POS\nTrue",
                Judge.run(folder, folder, List.of("/usr/bin/python3", "-W", "ignore", "-c", program, base))
                        .strip());
    }

    /** Without a network STILTS 3.4.7 has an old vocabulary. */
    private static String faults(String report) {
        return report.lines()
                .filter(line -> line.matches("[EWF]-.*")
                        && !line.matches("E-SMCO-\\d+ Unknown predicate '(thumbnail|documentation|package)' .*"))
                .collect(Collectors.joining("\n"));
    }
}
