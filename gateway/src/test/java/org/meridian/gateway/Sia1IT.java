// SPDX-License-Identifier: Apache-2.0
package org.meridian.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.IvoaSchemas;
import org.meridian.gateway.TestArchive.Rule;

/** SIA 1.0 over HTTP. */
@Timeout(180)
class Sia1IT {

    private static final Set<String> MUST = Set.of(
            "VOX:Image_Title",
            "POS_EQ_RA_MAIN",
            "POS_EQ_DEC_MAIN",
            "VOX:Image_Naxes",
            "VOX:Image_Naxis",
            "VOX:Image_Scale",
            "VOX:Image_Format",
            "VOX:Image_AccessReference");

    private static RunningGateway server;
    private static People people;
    private static SkyArchive archive;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningGateway(Optional.empty());
        people = new People(server);
        people.make("ada");
        people.administration().join("gaia", List.of("ada"));
        archive = new SkyArchive(server);
        archive.observation(
                "a b.fits",
                Rule.PUBLIC,
                "POLYGON ICRS 9.8 19.8 10.2 19.8 10.2 20.2 9.8 20.2",
                Map.of("s_xel1", 100L, "s_xel2", 200L, "s_pixel_scale", 7.2, "obs_title", "Field A"));
        archive.observation(
                "b.fits",
                Rule.PUBLIC,
                "UNION ICRS (POLYGON 29.8 -5.2 30.2 -5.2 30.2 -4.8 29.8 -4.8 CIRCLE 31 -5 0.1)",
                Map.of());
        archive.observation("cube.fits", Rule.PUBLIC, "CIRCLE ICRS 10 20 0.1", Map.of("dataproduct_type", "cube"));
        archive.observation("h.fits", Rule.HIDDEN, "CIRCLE ICRS 10 20 0.1", Map.of());
    }

    @AfterAll
    static void stop() {
        archive.close();
        people.close();
        server.close();
    }

    /** What comes is no FITS file until it is unpacked. */
    @Test
    void saysWhatCompressedFilesAre() throws Exception {
        archive.observation("packed.fits.gz", Rule.PUBLIC, "CIRCLE ICRS 50 50 0.1", Map.of());
        String packed = ask("POS=50,50&SIZE=0.1&FORMAT=image/fits").body();
        archive.change("DELETE FROM ivoa.obscore WHERE obs_id = 'packed.fits.gz'");
        assertTrue(packed.contains("<TD>application/gzip</TD>"), packed);
    }

    private static HttpResponse<String> ask(String parameters) throws Exception {
        return server.get("/sia1/query?" + parameters);
    }

    /** Names of files or pictures that were found. */
    private static String found(HttpResponse<String> answer) throws Exception {
        VotableAnswer table = table(answer);
        int url = column(table, "VOX:Image_AccessReference");
        return table.rows().stream()
                .map(row -> String.valueOf(row.get(url)))
                .map(text -> text.substring(text.lastIndexOf('/') + 1))
                .sorted()
                .collect(Collectors.joining(" "));
    }

    private static VotableAnswer table(HttpResponse<String> answer) throws Exception {
        assertEquals(200, answer.statusCode(), answer.body());
        return new VotableAnswer(answer.body().getBytes(UTF_8));
    }

    private static int column(VotableAnswer table, String ucd) {
        return table.fields().stream().map(f -> f.getAttribute("ucd")).toList().indexOf(ucd);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POS=10,20&SIZE=0.1 | a%20b.fits
            POS=10.3,20&SIZE=0.1 | ''
            POS=10.3,20&SIZE=0.3,0.01 | a%20b.fits
            POS=10,20&SIZE=0 | a%20b.fits
            POS=370,20&SIZE=0 | a%20b.fits
            POS=0,0&SIZE=360,180 | a%20b.fits b.fits
            POS=10.15,20&SIZE=0.2&INTERSECT=COVERS | ''
            POS=10,20&SIZE=0.2&INTERSECT=COVERS | a%20b.fits
            POS=10,20&SIZE=1&INTERSECT=ENCLOSED | a%20b.fits
            POS=30,-5&SIZE=1&INTERSECT=enclosed | ''
            POS=30.5,-5&SIZE=3&INTERSECT=ENCLOSED | b.fits
            POS=10.25,20&SIZE=0.2&INTERSECT=CENTER | ''
            POS=31.05,-5&SIZE=5&INTERSECT=CENTER | b.fits
            """)
    void imagesAreFoundAsTheyLieToTheRegion(String parameters, String expected) throws Exception {
        assertEquals(expected, found(ask(parameters + "&FORMAT=image/fits")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ALL | a%20b.fits a%20b.fits?size=1024
            all | a%20b.fits a%20b.fits?size=1024
            GRAPHIC | a%20b.fits?size=1024
            image/png | a%20b.fits?size=1024
            image/fits,image/png | a%20b.fits a%20b.fits?size=1024
            image/jpeg | ''
            """)
    void eachFormatIsARow(String format, String expected) throws Exception {
        assertEquals(expected, found(ask("POS=10,20&SIZE=0.1&FORMAT=" + format)));
    }

    @Test
    void imagesAreDescribedInTheWordsOfTheStandard() throws Exception {
        HttpResponse<String> answer = ask("POS=10,20&SIZE=0.1&FORMAT=image/fits");
        assertEquals(
                "text/xml;content=x-votable",
                answer.headers().firstValue("Content-Type").orElseThrow());
        IvoaSchemas.all().validate(answer.body());
        VotableAnswer table = table(answer);
        List<String> ucds =
                table.fields().stream().map(f -> f.getAttribute("ucd")).toList();
        assertTrue(ucds.containsAll(MUST), ucds.toString());
        assertEquals(ucds.size(), new HashSet<>(ucds).size());
        assertTrue(answer.body().contains("<TD>Field A</TD>"), answer.body());
        assertTrue(answer.body().contains("<TD>100 200</TD><TD>-0.002 0.002</TD><TD>image/fits</TD>"), answer.body());
        assertTrue(answer.body().contains("<TD>" + server.url("/archive/sky/a%20b.fits") + "</TD><TD>2880</TD>"));
        assertEquals(200, server.get("/archive/sky/a%20b.fits").statusCode());
    }

    @Test
    void metadataAreParametersAndColumns() throws Exception {
        HttpResponse<String> answer = ask("FORMAT=METADATA");
        IvoaSchemas.all().validate(answer.body());
        for (String name : List.of("POS", "SIZE", "INTERSECT", "FORMAT", "VERB")) {
            assertTrue(answer.body().contains("<PARAM name=\"INPUT:" + name + "\""), answer.body());
        }
        assertTrue(answer.body().contains("<OPTION value=\"COVERS\"/>"), answer.body());
        assertEquals(0, table(answer).rows().size());
        assertTrue(column(table(answer), "VOX:Image_Title") >= 0);
        assertTrue(answer.body().contains("value=\"OK\"") && !answer.body().contains("OVERFLOW"), answer.body());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "POS=10,20",
                "SIZE=1",
                "POS=10&SIZE=1",
                "POS=10,91&SIZE=1",
                "POS=a,b&SIZE=1",
                "POS=10,20&SIZE=-1",
                "POS=10,20&SIZE=1,2,3",
                "POS=10,20&SIZE=1&INTERSECT=NEAR",
                "POS=10,20&SIZE=120&INTERSECT=COVERS",
                "POS=10,20&POS=1,2&SIZE=1"
            })
    void whatIsWrongIsSaidWithStatus200(String parameters) throws Exception {
        HttpResponse<String> answer = ask(parameters);
        assertEquals(200, answer.statusCode());
        IvoaSchemas.all().validate(answer.body());
        assertTrue(answer.body().contains("<INFO name=\"QUERY_STATUS\" value=\"ERROR\">"), answer.body());
    }

    @Test
    void whatIsHiddenIsFoundByNobodyElse() throws Exception {
        String query = "/sia1/query?POS=10,20&SIZE=0.1&FORMAT=image/fits";
        assertEquals("a%20b.fits", found(server.get(query)));
        assertEquals("a%20b.fits h.fits", found(people.signedIn("ada").get(query)));
    }

    @Test
    void rowsAreCutAtMaxrecAndCapabilitiesAreValid() throws Exception {
        assertTrue(ask("POS=0,0&SIZE=360,180&MAXREC=1").body().contains("OVERFLOW"));
        assertFalse(ask("POS=0,0&SIZE=360,180&MAXREC=4").body().contains("OVERFLOW"));
        String capabilities = server.get("/sia1/capabilities").body();
        IvoaSchemas.all().validate(capabilities);
        assertTrue(capabilities.contains("/sia1/query?</accessURL>"), capabilities);
        IvoaSchemas.all().validate(server.get("/sia1/availability").body());
    }

    @Test
    void stiltsAndPyvoTakeTheAnswers(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(
                folder.resolve("a.vot"), ask("POS=10,20&SIZE=0.1&FORMAT=ALL").body());
        assertEquals(
                "",
                Judge.run(folder, folder, List.of("stilts", "votlint", file.toString()))
                        .strip());
        String url = server.url("/sia1/query?").toString();
        String program = """
                import sys, pyvo, urllib.request
                r = pyvo.dal.SIAService(sys.argv[1]).search(pos=(10, 20), size=0.1, format='image/fits')
                print(len(r), r[0].title, r[0].format, len(urllib.request.urlopen(r[0].acref).read()))
                """;
        assertEquals(
                "1 Field A image/fits 2880",
                Judge.run(folder, folder, List.of("/usr/bin/python3", "-W", "ignore", "-c", program, url))
                        .strip());
        Path near = Files.writeString(folder.resolve("near.csv"), "ra,dec\n10,20\n");
        String matched = Judge.run(
                folder,
                folder,
                List.of(
                        "stilts",
                        "coneskymatch",
                        "serviceurl=" + url,
                        "servicetype=sia",
                        "in=" + near,
                        "ifmt=csv",
                        "ra=ra",
                        "dec=dec",
                        "sr=0.05",
                        "find=all",
                        "ocmd=keepcols title",
                        "ofmt=csv",
                        "out=-"));
        assertTrue(matched.contains("Field A"), matched);
    }
}
