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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meridian.core.IvoaSchemas;
import org.meridian.gateway.People.Person;
import org.meridian.gateway.TestArchive.Rule;
import org.w3c.dom.Element;

/** SCS 1.03 over HTTP. */
@Timeout(180)
class ConeSearchIT {

    private static RunningGateway server;
    private static People people;
    private static SkyArchive archive;
    private static double[] star;

    @BeforeAll
    static void start() throws Exception {
        server = new RunningGateway(Optional.empty());
        people = new People(server);
        people.make("ada", "eve");
        people.administration().join("gaia", List.of("ada"));
        archive = new SkyArchive(server);
        archive.observation("a.fits", Rule.PUBLIC, "CIRCLE ICRS 10 20 0.1", Map.of());
        archive.observation("h.fits", Rule.HIDDEN, "CIRCLE ICRS 10 20 0.1", Map.of());
        String[] place = server.query("SELECT TOP 1 ra, dec FROM test.stars", Map.of("RESPONSEFORMAT", "csv"))
                .body()
                .lines()
                .skip(1)
                .findFirst()
                .orElseThrow()
                .split(",");
        star = new double[] {Double.parseDouble(place[0]), Double.parseDouble(place[1])};
    }

    @AfterAll
    static void stop() {
        archive.close();
        people.close();
        server.close();
    }

    private static HttpResponse<String> cone(String parameters) throws Exception {
        return server.get("/scs/test.stars/query?" + parameters);
    }

    private static String around(double radius) {
        return "RA=" + star[0] + "&DEC=" + star[1] + "&SR=" + radius;
    }

    private static VotableAnswer table(HttpResponse<String> answer) throws Exception {
        assertEquals(200, answer.statusCode(), answer.body());
        return new VotableAnswer(answer.body().getBytes(UTF_8));
    }

    private static Element column(VotableAnswer table, String ucd) {
        List<Element> found = table.fields().stream()
                .filter(field -> field.getAttribute("ucd").equals(ucd))
                .toList();
        assertEquals(1, found.size(), ucd);
        return found.getFirst();
    }

    @Test
    void findsWhatADatabaseFindsUnderTheWordsOfTheStandard() throws Exception {
        HttpResponse<String> answer = cone(around(20));
        assertEquals(
                "text/xml;content=x-votable",
                answer.headers().firstValue("Content-Type").orElseThrow());
        IvoaSchemas.all().validate(answer.body());
        VotableAnswer table = table(answer);
        assertEquals("double", column(table, "POS_EQ_RA_MAIN").getAttribute("datatype"));
        assertEquals("double", column(table, "POS_EQ_DEC_MAIN").getAttribute("datatype"));
        Element id = column(table, "ID_MAIN");
        assertTrue(id.getAttribute("datatype").endsWith("har")
                && !id.getAttribute("arraysize").isEmpty());
        int index = table.fields().indexOf(id);
        assertEquals(
                table.rows().size(),
                new HashSet<>(table.rows().stream().map(row -> row.get(index)).toList()).size());
        String count = server.query(
                        "SELECT COUNT(*) AS n FROM test.stars WHERE DISTANCE(ra, dec, " + star[0] + ", " + star[1]
                                + ") <= 20",
                        Map.of("RESPONSEFORMAT", "csv"))
                .body()
                .split("\\s+")[1];
        assertEquals(
                count,
                String.valueOf(table.rows().size()),
                answer.body().substring(Math.max(0, answer.body().length() - 3000)));
        assertTrue(table.rows().size() > 10);
    }

    @Test
    void verbosityAddsColumns() throws Exception {
        int few = table(cone(around(1) + "&VERB=1")).fields().size();
        int all = table(cone(around(1) + "&VERB=3")).fields().size();
        assertTrue(few >= 3 && few <= 4 && all > few, few + " " + all);
        for (int verbosity = 1; verbosity <= 3; verbosity++) {
            VotableAnswer table = table(cone(around(1) + "&VERB=" + verbosity));
            column(table, "ID_MAIN");
            column(table, "POS_EQ_RA_MAIN");
        }
    }

    @Test
    void withoutRadiusOrRowsThereAreColumns() throws Exception {
        for (String parameters : List.of("RA=0&DEC=90&SR=0", around(10) + "&MAXREC=0")) {
            VotableAnswer table = table(cone(parameters));
            assertEquals(0, table.rows().size());
            column(table, "ID_MAIN");
        }
        assertTrue(cone(around(20) + "&MAXREC=1").body().contains("OVERFLOW"));
        assertFalse(cone("RA=0&DEC=90&SR=0").body().contains("ERROR"));
        assertTrue(cone(around(1) + "&RESPONSEFORMAT=csv").body().contains("main_id")
                || cone(around(1) + "&RESPONSEFORMAT=csv").body().contains("ra"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "RA=1&DEC=2",
                "RA=1&SR=2",
                "RA=a&DEC=2&SR=1",
                "RA=1&DEC=91&SR=1",
                "RA=1&DEC=2&SR=-1",
                "RA=1&DEC=2&SR=181",
                "RA=NaN&DEC=2&SR=1",
                "RA=1f&DEC=2&SR=1",
                "RA=1&RA=2&DEC=2&SR=1",
                "RA=1&DEC=2&SR=1&VERB=4",
                "RA=1&DEC=2&SR=1&MAXREC=x"
            })
    void whatIsWrongIsSaidInAnInfoNamedError(String parameters) throws Exception {
        HttpResponse<String> answer = cone(parameters);
        assertEquals(200, answer.statusCode());
        assertEquals(
                "text/xml;content=x-votable",
                answer.headers().firstValue("Content-Type").orElseThrow());
        IvoaSchemas.all().validate(answer.body());
        assertTrue(answer.body().contains("<INFO ID=\"Error\" name=\"Error\" value=\""), answer.body());
    }

    @Test
    void tablesThatAreNotThereOrHiddenAreNotFound() throws Exception {
        assertEquals(404, server.get("/scs/test.nothing/query?RA=1&DEC=2&SR=1").statusCode());
        assertEquals(
                404, server.get("/scs/tap_schema.tables/query?RA=1&DEC=2&SR=1").statusCode());
        assertEquals(404, server.get("/scs/test.nothing/capabilities").statusCode());
        assertEquals(404, server.get("/scs/test.nothing/availability").statusCode());
        String page = server.get("/scs").body();
        assertTrue(page.contains("/scs/test.stars/query?") && !page.contains("tap_schema"), page);
    }

    @Test
    void rowsThatAreHiddenAreFoundByNobodyElse() throws Exception {
        String query = "/scs/ivoa.obscore/query?RA=10&DEC=20&SR=0.01";
        Person member = people.signedIn("ada");
        assertEquals(1, table(server.get(query)).rows().size());
        assertEquals(1, table(people.signedIn("eve").get(query)).rows().size());
        assertEquals(2, table(member.get(query)).rows().size());
        assertTrue(server.get(query).body().contains("/datalink/links\""));
    }

    @Test
    void saysWhatItCanDoAndATestFindsSomething() throws Exception {
        String capabilities = server.get("/scs/test.stars/capabilities").body();
        IvoaSchemas.all().validate(capabilities);
        assertTrue(capabilities.contains("/scs/test.stars/query?</accessURL>"), capabilities);
        String ra = capabilities.replaceFirst("(?s).*<ra>(.*)</ra>.*", "$1");
        String dec = capabilities.replaceFirst("(?s).*<dec>(.*)</dec>.*", "$1");
        assertFalse(table(cone("RA=" + ra + "&DEC=" + dec + "&SR=0.01")).rows().isEmpty());
        IvoaSchemas.all().validate(server.get("/scs/test.stars/availability").body());
    }

    @Test
    void stiltsAndPyvoTakeTheAnswers(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("a.vot"), cone(around(5)).body());
        assertEquals(
                "",
                Judge.run(folder, folder, List.of("stilts", "votlint", file.toString()))
                        .strip());
        String url = server.url("/scs/test.stars/query?").toString();
        int rows = table(cone(around(5))).rows().size();
        String program = """
                import sys, pyvo
                r = pyvo.dal.SCSService(sys.argv[1]).search(pos=(float(sys.argv[2]), float(sys.argv[3])), radius=5)
                print(len(r), r[0].pos.ra.deg >= 0, len(str(r[0].id)) > 0)
                """;
        assertEquals(
                rows + " True True",
                Judge.run(
                                folder,
                                folder,
                                List.of(
                                        "/usr/bin/python3",
                                        "-W",
                                        "ignore",
                                        "-c",
                                        program,
                                        url,
                                        "" + star[0],
                                        "" + star[1]))
                        .strip());
        Path near = Files.writeString(folder.resolve("near.csv"), "ra,dec\n" + star[0] + "," + star[1] + "\n");
        String matched = Judge.run(
                folder,
                folder,
                List.of(
                        "stilts",
                        "coneskymatch",
                        "serviceurl=" + url,
                        "servicetype=cone",
                        "in=" + near,
                        "ifmt=csv",
                        "ra=ra",
                        "dec=dec",
                        "sr=5",
                        "find=all",
                        "ocmd=stats NGood",
                        "ofmt=csv",
                        "out=-"));
        assertTrue(matched.contains(String.valueOf(rows)), matched);
    }
}
